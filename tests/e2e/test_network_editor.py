"""A repressilator from nothing in each view alone: by mouse, by keyboard in tables, and as text."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT = Qt.MouseButton.LeftButton
SPOTS = ((0.3, 0.7), (0.5, 0.25), (0.7, 0.7))
RING = (("A", "B"), ("B", "C"), ("C", "A"))
TEXT = """model ring()
  make_A: => A; 20*10^3/(10^3 + C^3)  // C represses A
  make_B: => B; 20*10^3/(10^3 + A^3)
  make_C: => C; 20*10^3/(10^3 + B^3)
  lose_A: A => ; 0.2*A
  lose_B: B => ; 0.2*B
  lose_C: C => ; 0.2*C
  A = 0; B = 10; C = 20
end
"""


@pytest.fixture
def studio(studio):
    studio.do("new-network")
    studio.page = studio.work.network
    return studio


def network(studio):
    return studio.document.project.design.network


def show_only(studio, wanted):
    """Press the buttons on top until only one view is shown."""
    buttons = studio.page.switches.buttons
    if not buttons[wanted].isChecked():
        studio.click(buttons[wanted])
    for view, button in buttons.items():
        if view != wanted and button.isChecked():
            studio.click(button)
    assert studio.page.views.shown == (wanted,)
    studio.window.activateWindow()
    studio.wait(studio.window.isActiveWindow)


def trajectories(studio):
    """Simulate in the window by rate equations, and return the amounts of A, B and C."""
    session = studio.work.simulations
    session.change(method="ode", duration=60.0, intervals=120)
    with studio.qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        studio.press("F5")
    studio.wait(lambda: not session.is_running)
    found = done.args[0].simulation
    return found.mean[:, [found.names.index(name) for name in "ABC"]]


def press_tool(studio, key):
    """Press the button of a command on the bar over the canvas."""
    action = studio.work.commands.actions[key]
    studio.wait(action.isVisible)
    studio.click(studio.page.bar.widgetForAction(action))


def mouse(view, kind, at, button=LEFT):
    port = view.viewport()
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    none = Qt.KeyboardModifier.NoModifier
    place = QPointF(port.mapToGlobal(at))
    QApplication.sendEvent(port, QMouseEvent(kind, QPointF(at), place, button, held, none))


def drag(view, start, end):
    mouse(view, QEvent.Type.MouseButtonPress, start)
    for share in (0.3, 0.7, 1.0):
        mouse(view, QEvent.Type.MouseMove, start + (end - start) * share)
    mouse(view, QEvent.Type.MouseButtonRelease, end)


def draw(studio):
    """Draw three genes that repress each other in a ring, with the mouse alone."""
    show_only(studio, "canvas")
    press_tool(studio, "notation-regulation")
    press_tool(studio, "tool-species")
    view = studio.page.canvas.view
    for x, y in SPOTS:
        at = QPoint(round(x * view.viewport().width()), round(y * view.viewport().height()))
        mouse(view, QEvent.Type.MouseButtonPress, at)
        mouse(view, QEvent.Type.MouseButtonRelease, at)
    press_tool(studio, "tool-regulation")
    studio.click(view.signs.represses)
    for source, target in RING:
        places = [view.mapFromScene(view.shown.parts[name].pos()) for name in (source, target)]
        drag(view, *places)


def keys(*texts):
    """Type texts into whatever has the focus; a name such as Tab is that key."""
    for text in texts:
        assert QApplication.focusWidget() is not None
        key = getattr(Qt.Key, f"Key_{text}", None) if len(text) > 1 else None
        if key is not None:
            QTest.keyClick(QApplication.focusWidget(), key)
        else:
            for letter in text:  # the first one opens the field that takes the others
                QTest.keyClicks(QApplication.focusWidget(), letter)
        QApplication.processEvents()  # an edit ends a moment after its key


def fill_in(studio):
    """Type the same ring into the tables, by keyboard alone."""
    show_only(studio, "tables")
    tables = studio.page.tables
    tables.show_table("species")
    tables.current.view.setFocus()
    for name, start in (("A", "0"), ("B", "10"), ("C", "20")):
        keys("Insert", name, "Tab", start, "Return")
    tables.show_table("reactions")
    tables.current.view.setFocus()
    for source, target in RING:
        keys("Insert", f"=> {target}", "Tab", f"beta*K^n/(K^n + {source}^n)", "Return")
        keys("Insert", f"{target} =>", "Tab", f"delta*{target}", "Return")
    tables.show_table("parameters")
    view = tables.current.view
    view.setFocus()
    values = {"beta": "20", "K": "10", "n": "3", "delta": "0.2"}
    keys("Home")
    view.setCurrentIndex(view.model().index(0, 1))
    for row in list(tables.current.model.shown):
        keys(values[row.key], "Return")


def write(editor, text):
    """Type lines into the text, each ended by Return."""
    editor.setFocus()
    for line in text.splitlines():
        QTest.keyClicks(editor, line.strip())
        QTest.keyClick(editor, Qt.Key.Key_Return)


def test_the_three_views_make_the_same_model_each_alone(studio):
    draw(studio)
    assert [one.id for one in network(studio).species] == ["A", "B", "C"]
    drawn = trajectories(studio)
    studio.do("new-network")
    studio.answer("Discard")
    fill_in(studio)
    assert len(network(studio).reactions) == 6
    filled = trajectories(studio)
    studio.do("new-network")
    studio.answer("Discard")
    show_only(studio, "text")
    write(studio.page.text.editor, TEXT)
    QTest.keyClick(studio.page.text.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    typed = trajectories(studio)
    assert np.ptp(drawn[60:], axis=0).min() > 20  # it swings
    np.testing.assert_allclose(filled, drawn, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(typed, drawn, rtol=1e-4, atol=1e-4)


def test_parts_are_added_from_the_menu_and_named_beside_the_network(studio):
    for kind in ("species", "species", "parameter", "compartment", "reaction", "event"):
        studio.do(f"add-{kind}")
    made = network(studio)
    assert len(made.species) == 2
    assert len(made.reactions) == len(made.events) == len(made.compartments) == 1
    studio.page.choose([one.id for one in made.species])
    studio.do("add-reaction")
    assert [one.species for one in network(studio).reactions[-1].reactants] == [made.species[0].id]
    assert [one.species for one in network(studio).reactions[-1].products] == [made.species[1].id]
    assert studio.work.properties.chosen == network(studio).reactions[-1].id
    for _ in range(7):
        studio.do("undo")
    assert network(studio) is None


def test_which_views_are_shown_is_remembered(studio, open_studio):
    show_only(studio, "tables")
    studio.do("show-text")
    assert open_studio().work.network.views.shown == ("tables", "text")
