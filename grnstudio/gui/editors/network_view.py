"""The canvas on which a network is drawn and edited: what both notations have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_edits import empty
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.canvas_scene import CanvasScene
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
from grnstudio.gui.editors.tool_view import GRID, ToolView
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.panels.look import current_look
from grnstudio.gui.selection import Selection

FAR = 10.0  # times as far goes a nudge with Shift
NUDGES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class CanvasView(ToolView):
    """Shows a scene of the document's network, and edits it.

    Subclasses say what their notation makes of drawn nodes and links. ``notation`` is the field of
    `Drawing` that has its places.
    """

    notation: ClassVar[str] = ""

    refused = Signal(object)  # a GRNStudioError
    commands_changed = Signal()

    def __init__(
        self,
        document: Document,
        selection: Selection,
        shown: CanvasScene,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(shown, parent)
        self.document, self.selection = document, selection
        self.snaps = False
        self._own: frozenset[str] = frozenset()  # chosen parts that stand for no id
        self.tools = self.make_tools()
        self.tool = self.tools["select"]
        self.restyle(self.look)
        document.watch(lambda project: project.design.network, self._show_network)
        selection.changed.connect(self._show_choice)
        selection.hovered.connect(self._show_pointed)

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

    def erase(self, hits: tuple[Hit, ...]) -> None:
        """Take parts and arcs away."""
        raise NotImplementedError

    def open_editor(self, hit: Hit, at: Place) -> None:
        """Let the user change what is at a place."""
        raise NotImplementedError

    def rename(self, name: str) -> None:
        """Let the user type another name for a part, where it stands."""
        raise NotImplementedError

    def quick_add(self, at: Place) -> None:
        """Offer what can be added at a place."""
        raise NotImplementedError

    def menu_for(self, hit: Hit, at: Place) -> QMenu:
        """Return the menu of what is at a place."""
        raise NotImplementedError

    # Doing what is asked for.

    @property
    def network(self) -> Network:
        """The document's network, or the one that an edit of none begins with."""
        return self.document.project.design.network or empty()

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

    def attempt(self, do: Callable[[], object]) -> bool:
        """Do something; say why if it is refused."""
        try:
            do()
        except GRNStudioError as error:
            self.refused.emit(error)
            return False
        return True

    def edit(self, text: str, change: Callable[[Network], Network], merge: str = "") -> None:
        """Change the document in one step; what is drawn stays where it is seen."""
        before = self.settled()
        after = change(before)
        if after is not before:
            self._zoomed = True
            edit_network(self.document, text, after, merge)

    def settled(self) -> Network:
        """Return the network with the places of all that is drawn, stored or not."""
        network = self.network
        stored = getattr(network.drawing, self.notation)
        shown = self.shown.settled
        if shown.keys() <= stored.keys():
            return network
        return replace(network, drawing=network.drawing.placed(self.notation, shown))

    def move_parts(self, names: Collection[str], step: Place, merge: str = "") -> None:
        """Move parts by a step, as one edit."""
        places = self.shown.settled
        moved = {
            name: (places[name][0] + step[0], places[name][1] + step[1])
            for name in self.shown.carried(names)
        }
        self.place(f"Move {told(names)}", moved, merge)

    def place(self, text: str, places: Mapping[str, Place], merge: str = "") -> None:
        """Put parts elsewhere, as one edit."""

        def placed(network: Network) -> Network:
            return replace(network, drawing=network.drawing.placed(self.notation, places))

        self.edit(text, placed, merge)

    def choose_names(self, asked: Choose) -> None:
        """Choose drawn parts, here and in all views."""
        before, names = self.chosen, asked.names
        if asked.how != "only":
            names = before ^ names if asked.how == "toggle" else before | names
        self._own = frozenset(name for name in names if not self.shown.ids_of(name))
        self.selection.choose(id for name in names for id in self.shown.ids_of(name))
        self._show_choice(self.selection.chosen)

    def point_at(self, hit: Hit) -> None:
        """Say in all views what the pointer is on."""
        self.shown.point_at(hit.name)
        ids = self.shown.ids_of(hit.name)
        self.selection.point_at(ids[0] if ids else "")
        if not self.tool.is_busy:
            self.said.emit(self.shown.describe(hit.name) if hit.name else self.tool.hint)

    def open_at(self, pointer: Pointer) -> None:
        """Change what is there, or add what is not."""
        if pointer.hit.kind == "void":
            self.quick_add(self.snapped(pointer.at))
        else:
            self.open_editor(pointer.hit, pointer.at)

    def snapped(self, at: Place) -> Place:
        """Return the place a node put at ``at`` gets."""
        if not self.snaps:
            return round(at[0], 1), round(at[1], 1)
        return round(at[0] / GRID) * GRID, round(at[1] / GRID) * GRID

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge by arrows, pan with Space, drop a gesture by Escape."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in NUDGES and plain and self.chosen:
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
        order = self.shown.order()
        one = next_of(order, self.chosen, 1 if next else -1)
        if one is None:
            return super().focusNextPrevChild(next)
        self.choose_names(Choose(frozenset({one})))
        self.reveal(one)
        return True

    def reveal(self, name: str) -> None:
        """Bring a part into sight."""
        part = self.shown.parts.get(name)
        if part is not None:
            self._zoomed = True
            self.ensureVisible(part, 40, 40)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.follow_theme()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is there, or with what is chosen."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self._middle_of_chosen() if by_key else event.pos()
        pointer = self.pointer(place.toPointF(), Qt.KeyboardModifier.NoModifier)
        self.tool.cancel()
        if pointer.hit.name and pointer.hit.name not in self.chosen:
            self.choose_names(Choose(frozenset({pointer.hit.name})))
        menu = self.menu_for(pointer.hit, self.snapped(pointer.at))
        menu.exec(self.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _show_network(self, network: Network | None) -> None:
        known = bool(self.shown.parts)
        self.tool.cancel()
        self.shown.show_network(network)
        self.show_preview()
        if not known or not self._zoomed:
            self.show_all()
        self._own &= self.shown.parts.keys()
        self._show_choice(self.selection.chosen)
        self.looked.emit()
        self.commands_changed.emit()

    def _show_choice(self, ids: frozenset[str]) -> None:
        names = self.shown.names_of(ids) | self._own
        if names != self.chosen:
            self.shown.choose(names)
            words = "; ".join(self.shown.describe(name) for name in sorted(names)[:3])
            self.setAccessibleDescription(words)
            self.commands_changed.emit()

    def _show_pointed(self, id: str) -> None:
        names = self.shown.names_of({id}) if id else frozenset()
        self.shown.point_at(next(iter(names), ""))

    def follow_theme(self) -> None:
        """Take over the colours of the theme in force."""
        look = current_look()
        if look != self.look:
            self.restyle(look)

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
            part = self.shown.parts[name]
            at = (part.x(), part.y())
            self.open_editor(self.shown.hit_of(name), at)
        elif not self.chosen:
            middle = self.mapToScene(self.viewport().rect().center())
            self.quick_add(self.snapped((middle.x(), middle.y())))

    def _middle_of_chosen(self) -> QPoint:
        one = next(iter(self.chosen), "")
        if one not in self.shown.parts:
            return self.viewport().rect().center()
        return self.mapFromScene(self.shown.parts[one].pos())


def told(names: Collection[str]) -> str:
    """Return what an edit of parts is named after: the only one, or how many."""
    return next(iter(names)) if len(names) == 1 else f"{len(names)} parts"


def next_of(order: Sequence[str], chosen: Collection[str], step: int) -> str | None:
    """Return the part after, or before, the chosen ones; None at the end of the walk."""
    at = [index for index, name in enumerate(order) if name in chosen]
    if not at:
        return (order[0] if step > 0 else order[-1]) if order else None
    index = (max(at) if step > 0 else min(at)) + step
    return order[index] if 0 <= index < len(order) else None
