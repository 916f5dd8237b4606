"""The canvas on which a network is drawn and edited: what both notations have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.editors.canvas_card import Card, NameCard
from grnstudio.gui.editors.canvas_scene import CanvasScene
from grnstudio.gui.editors.chosen_view import ChosenView
from grnstudio.gui.editors.minimap import Minimap
from grnstudio.gui.editors.network_tools import (
    Add,
    Choose,
    Connect,
    Erase,
    Hit,
    Move,
    Place,
    Pointer,
    Request,
    SelectTool,
    Tool,
)
from grnstudio.gui.editors.tool_view import GRID
from grnstudio.gui.selection import Selection

FAR = 10.0  # times as far goes a nudge with Shift
NUDGES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class CanvasView(ChosenView):
    """Edits the document's network by tools, keys, menus and cards.

    Subclasses say what their notation makes of drawn nodes and links.
    """

    def __init__(
        self,
        document: Document,
        selection: Selection,
        shown: CanvasScene,
        parent: QWidget | None = None,
    ) -> None:
        self.beside: Card | None = None  # what it is about
        super().__init__(document, selection, shown, parent)
        self.tools = self.make_tools()
        self.tool = self.tools["select"]
        self.minimap = Minimap(self)
        self.minimap.hide()
        self.looked.connect(self._place_card)
        self.shown_anew.connect(self._refresh_card)
        self.tool_changed.connect(lambda _: self.close_card())

    # What a notation is: for subclasses.

    def make_tools(self) -> dict[str, Tool]:
        """Return the tools by key, "select" among them."""
        return {"select": SelectTool(self)}

    def add_node(self, at: Place) -> None:
        """Add what stands by itself."""
        raise NotImplementedError

    def draw_link(self, link: Connect) -> None:
        """Make what was drawn from one place to another."""
        raise NotImplementedError

    def open_editor(self, hit: Hit, at: Place) -> None:
        """Let the user change what is at a place."""
        raise NotImplementedError

    def quick_add(self, at: Place) -> None:
        """Offer what can be added at a place."""
        raise NotImplementedError

    def menu_for(self, hit: Hit, at: Place) -> QMenu:
        """Return the menu of what is at a place."""
        raise NotImplementedError

    # Doing what is asked for.

    def perform(self, request: Request | None) -> None:
        """Do what a tool asks for; what is refused changes nothing, and says why."""
        match request:
            case Choose():
                self.choose_names(request)
            case Move(names, step):
                self.move_parts(names, step)
            case Add(at):
                self.attempt(lambda: self.add_node(at))
            case Connect():
                self.attempt(lambda: self.draw_link(request))
            case Erase(hits):
                self.attempt(lambda: self.erase(hits))
        self.show_preview()

    def open_at(self, pointer: Pointer) -> None:
        """Change what is there, or add what is not."""
        if pointer.hit.kind == "void":
            self.quick_add(self.snapped(pointer.at))
        else:
            self.open_editor(pointer.hit, pointer.at)

    def show_card(self, card: Card) -> None:
        """Show a card beside what it is about, in the place of another one."""
        self.close_card()
        self.beside = card
        card.closed.connect(self.close_card)
        card.show()
        self._place_card()
        card.take_focus()

    def close_card(self) -> None:
        """Put the card away."""
        card, self.beside = self.beside, None
        if card is not None:
            had_focus = card.isAncestorOf(self.window().focusWidget() or self)
            card.hide()
            card.deleteLater()
            if had_focus:
                self.setFocus()

    def _place_card(self) -> None:
        if self.beside is not None:
            box = self.shown.box_of(self.beside.name, self.beside.at)
            self.beside.stand_beside(self.mapFromScene(box).boundingRect(), self.rect())

    def _refresh_card(self) -> None:
        card = self.beside
        if card is not None and not card.refresh():
            self.close_card()
        self._place_card()

    def rename(self, name: str) -> None:
        """Let the user type another id for a part, where it stands."""
        ids = self.shown.ids_of(name)
        if ids:
            self.show_card(NameCard(self, name, ids[0]))

    # Mouse and keyboard.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the card away and begin what the tool does."""
        self.close_card()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge by arrows, pan with Space, open with Return, drop a gesture by Escape."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if key in NUDGES and plain and self.chosen:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._nudge(NUDGES[key], FAR if shift else 1.0)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Space and plain:
            self.hold_space(True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._open_chosen()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the canvas when Space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hold_space(False)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Walk over the parts; beyond the last the focus goes on."""
        one = next_of(self.shown.order(), self.chosen, 1 if next else -1)
        if one is None or self.beside is not None:
            return super().focusNextPrevChild(next)
        self.choose_names(Choose(frozenset({one})))
        self.reveal(one)
        self.said.emit(self.shown.describe(one).replace("\n", "   ·   "))
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is there, or with what is chosen."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self._middle_of_chosen() if by_key else event.pos()
        pointer = self.pointer(place.toPointF(), Qt.KeyboardModifier.NoModifier)
        self.tool.cancel()
        self.close_card()
        if pointer.hit.name and pointer.hit.name not in self.chosen:
            self.choose_names(Choose(frozenset({pointer.hit.name})))
        menu = self.menu_for(pointer.hit, self.snapped(pointer.at))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def _nudge(self, way: Place, far: float) -> None:
        pitch = (GRID if self.snaps else 1.0) * far
        step = (way[0] * pitch, way[1] * pitch)
        names = ",".join(sorted(self.chosen))
        self.attempt(lambda: self.move_parts(self.chosen, step, merge=f"nudge {names}"))

    def _escape(self) -> None:
        if self.tool.is_busy:
            self.tool.cancel()
            self.show_preview()
        elif self.tool.key != "select":
            self.use("select")
        else:
            self.choose_names(Choose(frozenset()))

    def _open_chosen(self) -> None:
        if len(self.chosen) == 1:
            (name,) = self.chosen
            self.open_editor(self.shown.hit_of(name), self.shown.settled[name])
        elif not self.chosen:
            middle = self.mapToScene(self.viewport().rect().center())
            self.quick_add(self.snapped((middle.x(), middle.y())))

    def _middle_of_chosen(self) -> QPoint:
        one = next(iter(self.chosen), "")
        if one not in self.shown.parts:
            return self.viewport().rect().center()
        return self.mapFromScene(self.shown.parts[one].pos())


def next_of(order: Sequence[str], chosen: Collection[str], step: int) -> str | None:
    """Return the part after, or before, the chosen ones; None at the end of the walk."""
    at = [index for index, name in enumerate(order) if name in chosen]
    if not at:
        return (order[0] if step > 0 else order[-1]) if order else None
    index = (max(at) if step > 0 else min(at)) + step
    return order[index] if 0 <= index < len(order) else None
