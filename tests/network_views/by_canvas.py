"""Edits of a network by gestures and commands on its canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from tests.network_views.hands import Hands

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def mouse(view, kind, at: QPoint, button=LEFT, keys=NONE) -> None:
    held = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT
    port = view.viewport()
    event = QMouseEvent(kind, QPointF(at), QPointF(port.mapToGlobal(at)), button, held, keys)
    QApplication.sendEvent(port, event)


def drag(view, start: QPoint, end: QPoint, keys=NONE) -> None:
    """Press, move in steps, and release."""
    mouse(view, QEvent.Type.MouseButtonPress, start, keys=keys)
    for step in (1, 2, 3):
        at = start + (end - start) * (step / 3)
        mouse(view, QEvent.Type.MouseMove, at, NO_BUTTON, keys)
    mouse(view, QEvent.Type.MouseButtonRelease, end, keys=keys)


def click(view, at: QPoint, keys=NONE) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, at, keys=keys)
    mouse(view, QEvent.Type.MouseButtonRelease, at, keys=keys)


def take_up(hands: Hands, notation: str, tool: str):
    """Show a notation, all of it, with a tool in hand; return its view."""
    hands.page.canvas.set_notation(notation)
    hands.page.canvas.commands()[f"tool-{tool}"]()
    view = hands.page.canvas.view
    view.show_all()
    return view


def place_of(view, name: str) -> QPoint:
    return view.mapFromScene(view.shown.parts[name].pos())


def void(hands: Hands, view) -> QPoint:
    """Return a place of the view where nothing is, or any."""
    port = view.viewport().rect()
    for _ in range(30):
        at = QPoint(
            hands.random.randint(10, max(11, port.width() - 10)),
            hands.random.randint(10, max(11, port.height() - 10)),
        )
        on_scene = view.mapToScene(at)
        if view.shown.hit((on_scene.x(), on_scene.y()), 12.0).kind == "void":
            return at
    return at


def nodes(view) -> list[str]:
    return [name for name in view.shown.parts if view.shown.hit_of(name).kind == "node"]


def put_away(view) -> None:
    """Close what a gesture has opened, as Escape does."""
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        menu.close()
    for line in view.findChildren(QLineEdit):
        if line.isVisible():
            QTest.keyClick(line, Qt.Key.Key_Escape)
    QApplication.processEvents()


def drag_part(hands: Hands) -> str:
    view = take_up(hands, hands.pick(("reactions", "reactions", "regulation")), "select")
    name = hands.pick(view.shown.parts)
    if name is None:
        return "canvas: nothing to drag"
    start = place_of(view, name)
    step = QPoint(hands.random.randint(-60, 60), hands.random.randint(-60, 60))
    drag(view, start, start + step)
    return f"canvas: drag {name}"


def drag_onto_itself(hands: Hands) -> str:
    tool = hands.pick(("select", "reaction", "modifier"))
    view = take_up(hands, "reactions", tool)
    name = hands.pick(nodes(view))
    if name is None:
        return "canvas: nothing to drag"
    at = place_of(view, name)
    mouse(view, QEvent.Type.MouseButtonPress, at)
    mouse(view, QEvent.Type.MouseMove, at + QPoint(40, 30), NO_BUTTON)
    mouse(view, QEvent.Type.MouseMove, at, NO_BUTTON)
    mouse(view, QEvent.Type.MouseButtonRelease, at)
    put_away(view)
    return f"canvas: {tool} from {name} to itself"


def nudge(hands: Hands) -> str:
    view = take_up(hands, "reactions", "select")
    name = hands.pick(view.shown.parts)
    if name is None:
        return "canvas: nothing to nudge"
    click(view, place_of(view, name))
    QTest.keyClick(view, hands.pick(ARROWS), hands.pick((NONE, SHIFT)))
    return f"canvas: nudge {name}"


def draw_species(hands: Hands) -> str:
    view = take_up(hands, "reactions", "species")
    click(view, void(hands, view))
    lines = [one for one in view.findChildren(QLineEdit) if one.isVisible()]
    name = hands.fresh("C")
    if lines and hands.random.random() < 0.5:
        lines[0].setText(name)
        lines[0].textEdited.emit(name)
        QTest.keyClick(lines[0], Qt.Key.Key_Return)
    put_away(view)
    return f"canvas: species {name}"


def draw_reaction(hands: Hands) -> str:
    view = take_up(hands, "reactions", "reaction")
    names = nodes(view)
    if not names:
        return "canvas: no species to react"
    start = place_of(view, hands.pick(names))
    end = hands.pick([place_of(view, hands.pick(names)), void(hands, view)])
    drag(view, *hands.pick(((start, end), (end, start))))
    put_away(view)
    return "canvas: reaction"


def draw_modifier(hands: Hands) -> str:
    view = take_up(hands, "reactions", hands.pick(("modifier", "reaction")))
    names = nodes(view)
    targets = [name for name in view.shown.parts if view.shown.hit_of(name).kind == "process"]
    if not names or not targets:
        return "canvas: nothing to modify"
    drag(view, place_of(view, hands.pick(names)), place_of(view, hands.pick(targets)))
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        action = hands.pick([one for one in menu.actions() if one.text() and one.isEnabled()])
        menu.close()
        action.trigger()
    put_away(view)
    return "canvas: modifier"


def erase(hands: Hands) -> str:
    view = take_up(hands, hands.pick(("reactions", "regulation")), "erase")
    name = hands.pick(view.shown.parts)
    if name is not None:
        click(view, place_of(view, name))
    return f"canvas: erase {name}"


def draw_gene(hands: Hands) -> str:
    view = take_up(hands, "regulation", "species")
    click(view, void(hands, view))
    put_away(view)
    return "canvas: gene"


def draw_regulation(hands: Hands) -> str:
    view = take_up(hands, "regulation", "regulation")
    names = nodes(view)
    if not names:
        return "canvas: no gene to regulate"
    one, other = hands.pick(names), hands.pick(names)
    drag(view, place_of(view, one), place_of(view, other), hands.pick((NONE, SHIFT)))
    put_away(view)
    return f"canvas: {one} regulates {other}"


def choose_some(hands: Hands) -> list[str]:
    ids = [one.id for one in (*hands.network.species, *hands.network.reactions)]
    chosen = hands.random.sample(ids, min(len(ids), hands.random.randint(1, 3)))
    hands.page.selection.choose(chosen)
    return chosen


def command(hands: Hands) -> str:
    """Give one of the commands for what is chosen."""
    hands.page.canvas.set_notation(hands.pick(("reactions", "reactions", "regulation")))
    chosen = choose_some(hands)
    canvas = hands.page.canvas
    wanted = hands.pick(
        (
            ("delete",), ("duplicate",), ("copy", "paste"), ("cut", "paste"), ("cut",),
            ("align-left",), ("align-middle",), ("distribute-across",),
            ("layout-layered",), ("layout-circular",), ("layout-force",), ("snap",),
        )
    )  # fmt: skip
    for key in wanted:
        if key in canvas.commands() and canvas.can(key):
            canvas.commands()[key]()
    hands.wait_for_layout()
    put_away(canvas.view)
    return f"canvas: {' '.join(wanted)} {', '.join(chosen)}"


MOVES = (
    drag_part,
    drag_part,
    drag_onto_itself,
    nudge,
    draw_species,
    draw_reaction,
    draw_reaction,
    draw_modifier,
    erase,
    draw_gene,
    draw_regulation,
    command,
    command,
)
