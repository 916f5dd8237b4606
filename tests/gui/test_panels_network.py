import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from grnstudio.core import antimony
from grnstudio.core.figures import NetworkFigure
from grnstudio.gui.export import figure_picture, figure_to_csv
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.panels.picture import copy_to_clipboard
from grnstudio.gui.theme import DARK, LIGHT
from grnstudio.io.network_examples import load_example

TEXT = """
model toy()
  species $S, E
  make: S => A; k*E
  bind: 2 A => B; mass_action(k)
  part: B => 2 A; mass_action(k)
  lose: B => ; k*B
  A = 0; B = 0; S = 3; E = 5; k = 1
  A is "Active form"
end
"""


def figure(text=TEXT, title="toy"):
    return NetworkFigure(title, antimony.read(text)[0])


@pytest.fixture
def panel(qtbot):
    widget = PANELS[NetworkFigure]()
    assert isinstance(widget, NetworkPanel)
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.show_figure(figure())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def spot(panel, name):
    """Return where on the viewport a part stands."""
    return panel.view.mapFromScene(panel.view.parts[name].pos())


def test_species_processes_and_sinks_are_drawn_once(panel):
    assert set(panel.view.parts) == {"S", "E", "A", "B", "make", "bind", "lose", "∅ lose out"}
    assert len(panel.view.arcs) == 7


def test_stoichiometries_but_one_are_written(panel):
    assert {arc.count for arc in panel.view.arcs} == {"", "2"}


def test_a_click_chooses_a_species_or_a_reaction(panel, qtbot):
    with qtbot.waitSignal(panel.species_chosen) as species:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, "E"))
    assert species.args == ["E"]
    assert panel.view.parts["E"].is_chosen
    with qtbot.waitSignal(panel.reaction_chosen) as reaction:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, "bind"))
    assert reaction.args == ["bind"]
    assert not panel.view.parts["E"].is_chosen


def test_choosing_from_outside_says_nothing_back(panel, qtbot):
    with qtbot.assertNotEmitted(panel.reaction_chosen):
        panel.choose("part")
    assert panel.view.parts["bind"].is_chosen  # a reaction and its inverse are one process
    panel.choose("")
    assert not any(part.is_chosen for part in panel.view.parts.values())


def test_the_choice_outlives_an_edit(panel):
    panel.choose("B")
    panel.show_figure(figure(TEXT.replace("lose: B => ; k*B", "lose: B => C; k*B")))
    assert panel.view.parts["B"].is_chosen


def test_an_edit_of_numbers_leaves_the_picture_alone(panel):
    parts = dict(panel.view.parts)
    panel.show_figure(figure(TEXT.replace("E = 5", "E = 7")))
    assert panel.view.parts == parts
    assert "7" in panel.describe("E")


def test_every_part_is_reached_by_keys(panel, qtbot):
    said = []
    panel.view.pointed.connect(said.append)
    for _ in range(7):
        qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert said == ["S", "E", "A", "B", "make", "bind", "lose"]
    with qtbot.waitSignal(panel.reaction_chosen) as reaction:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert reaction.args == ["lose"]


def test_pointing_tells_what_stands_there(panel):
    panel.view.point_at("bind")
    assert panel.readout == (
        "bind: 2 A → B\nrate k by mass action\npart: B → 2 A\nrate k by mass action"
    )
    panel.view.point_at("A")
    assert panel.readout.splitlines() == [
        "Active form (A)",
        "initial amount 0",
        "made by make, part",
        "used by bind",
    ]
    panel.view.point_at("S")
    assert "boundary" in panel.readout
    panel.view.point_at(None)
    assert panel.readout == ""


def test_a_line_between_parts_belongs_to_its_process(panel):
    arc = next(one for one in panel.view.arcs if one.arc.species == "E")
    middle = arc.course[len(arc.course) // 2]
    assert panel.view.under(QPointF(*middle)) == "make"
    assert panel.view.under(QPointF(-500.0, -500.0)) is None


def test_ctrl_and_the_wheel_zoom_and_the_picture_can_be_dragged(panel, qtbot):
    before = panel.view.transform().m11()
    _wheel(panel, Qt.KeyboardModifier.NoModifier)
    assert panel.view.transform().m11() == before
    for _ in range(8):
        _wheel(panel, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.transform().m11() > 2 * before
    port, start = panel.view.viewport(), spot(panel, "B")
    empty = next(p for p in _corners(port) if panel.view.under(panel.view.mapToScene(p)) is None)
    qtbot.mousePress(port, Qt.MouseButton.MiddleButton, pos=empty)
    _drag_to(port, empty + QPoint(15, 10))
    qtbot.mouseRelease(port, Qt.MouseButton.MiddleButton, pos=empty + QPoint(15, 10))
    assert spot(panel, "B") != start
    panel.view.show_all()
    assert panel.view.transform().m11() == pytest.approx(before)


@pytest.mark.parametrize("pointer", [(0, 0), (300, 200), (599, 399), (5000, 5000)])
def test_the_wheel_zooms_about_its_own_place_wherever_the_pointer_is(panel, pointer):
    QCursor.setPos(panel.view.viewport().mapToGlobal(QPoint(*pointer)))
    place = panel.view.viewport().rect().center()
    under = panel.view.mapToScene(place)
    for _ in range(8):
        _wheel(panel, Qt.KeyboardModifier.ControlModifier)
    assert (panel.view.mapFromScene(under) - place).manhattanLength() <= 8


def test_the_key_explains_what_is_there_and_nothing_else(panel):
    words = [text for text, _ in panel.key.entries]
    assert words == [
        "reaction",
        "makes",
        "makes, in reverse",
        "speeds up",
        "source or sink",
        "held from outside",
    ]
    panel.show_figure(figure("model m()\n A => B; mass_action(1)\nend"))
    assert [text for text, _ in panel.key.entries] == ["reaction", "makes"]


def test_a_screen_reader_is_told_the_reactions(panel):
    assert "make: S → A" in panel.view.accessibleDescription()


def test_colours_follow_the_theme(panel, qapp):
    qapp.setProperty("theme", "dark")
    try:
        panel.changeEvent(QEvent(QEvent.Type.PaletteChange))
        assert panel.view.parts["A"].pen().color().name() == DARK.secondary.lower()
    finally:
        qapp.setProperty("theme", "light")


def test_a_network_without_parts_does_no_harm(panel):
    panel.show_figure(figure("model none()\nend"))
    assert panel.view.parts == {}
    panel.view.show_all()
    panel.clear("Open a network.")
    assert panel.is_empty
    panel.show_figure(figure())
    assert not panel.is_empty


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_network_is_saved_as_a_picture(tmp_path, qapp, suffix):
    path = tmp_path / f"egfr{suffix}"
    figure_picture(NetworkFigure("EGFR", load_example("egfr")), path, dpi=150, width_mm=160)
    assert path.stat().st_size > 5_000
    if suffix == ".pdf":
        assert b"/Subtype /Image" not in path.read_bytes()
    if suffix == ".png":
        image = QImage(str(path))
        assert image.width() == pytest.approx(160 / 25.4 * 150, abs=3)
        assert image.pixelColor(0, 0).name() == LIGHT.panel.lower()


def test_the_picture_goes_to_the_clipboard(panel, qapp):
    copy_to_clipboard(panel, "toy")
    assert qapp.clipboard().image().width() > panel.width()


def test_a_network_becomes_a_table_of_who_takes_part_where(tmp_path):
    figure_to_csv(figure(), tmp_path / "toy.csv")
    lines = (tmp_path / "toy.csv").read_text().splitlines()
    assert lines[0] == "source,target,role,stoichiometry,reaction,rate"
    assert "E,make,modifier,,make,k*E" in lines


def _drag_to(port, place):
    """Send the move itself: QTest moves the real pointer, which another window may be under."""
    button = Qt.MouseButton.MiddleButton
    where, none = QPointF(place), Qt.KeyboardModifier.NoModifier
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, where, port.mapToGlobal(where), Qt.MouseButton.NoButton, button, none)
    QApplication.sendEvent(port, event)


def _wheel(panel, modifiers):
    place = QPointF(panel.view.viewport().rect().center())
    event = QWheelEvent(
        place,
        panel.view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    panel.view.wheelEvent(event)


def _corners(port):
    return [QPoint(x, y) for x in range(5, port.width(), 20) for y in range(5, port.height(), 20)]
