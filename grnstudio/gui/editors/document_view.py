"""A drawing of the network: it follows the document and the selection, and edits the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_diagram import NOTHING
from grnstudio.core.network_edits import empty
from grnstudio.core.settling import set_apart, settled
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.canvas_scene import CanvasScene, Waiting
from grnstudio.gui.editors.network_tools import Choose, Hit, Place
from grnstudio.gui.editors.tool_view import GRID, ToolView
from grnstudio.gui.in_sight import watch_in_sight
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.panels.look import current_look
from grnstudio.gui.selection import Selection
from grnstudio.layout_job import LaidOut

ASIDE = 40
LARGE = 400  # parts of a network that a hidden drawing follows a moment later
TOLD = 3  # chosen parts that are described in words


class DocumentView(ToolView):
    """Shows a scene of the network; ``notation`` is the field of `Drawing` that has its places."""

    notation: ClassVar[str] = ""
    empty_words: ClassVar[str] = ""  # what stands on an empty canvas

    refused = Signal(object)  # a GRNStudioError
    commands_changed = Signal()
    shown_anew = Signal()  # after the network changed

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
        self._draws = False  # whether what changes is drawn here, where it is seen
        self._is_choosing = False
        self.hint = QLabel(self.empty_words, self)
        self.hint.setObjectName("secondary")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.waiting: Waiting | None = None
        self.restyle(self.look)
        watch_in_sight(
            document,
            self,
            lambda project: project.design.network,
            self._show_network,
            is_quick=_is_small,
        )
        selection.changed.connect(self._show_choice)
        selection.hovered.connect(self._show_pointed)

    @property
    def network(self) -> Network:
        """The document's network, or the one that an edit of none begins with."""
        return self.document.project.design.network or empty()

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
            after = settled(after, set_apart(before) - set_apart(after))
            self._zoomed = self._draws = True
            try:
                edit_network(self.document, text, after, merge)
            finally:
                self._draws = False

    def settled(self) -> Network:
        """Return the network with the places of all that is drawn, stored or not."""
        network = self.network
        if self.shown.waits:
            return network
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
        self._is_choosing = True
        self.selection.choose(id for name in names for id in self.shown.ids_of(name))
        self._is_choosing = False
        self._show_choice(self.selection.chosen)

    def point_at(self, hit: Hit) -> None:
        """Say in all views what the pointer is on."""
        self.shown.point_at(hit.name)
        ids = self.shown.ids_of(hit.name)
        self.selection.point_at(ids[0] if ids else "")
        if not self.tool.is_busy:
            words = self.shown.describe(hit.name) if hit.name else self.tool.hint
            words = f"{words}\n{self.shown.problem_of(hit.name)}".strip()
            self.viewport().setToolTip(words if hit.name else "")
            self.said.emit(words.replace("\n", "   ·   "))

    def snapped(self, at: Place) -> Place:
        """Return the place a node put at ``at`` gets."""
        if not self.snaps:
            return round(at[0], 1), round(at[1], 1)
        return round(at[0] / GRID) * GRID, round(at[1] / GRID) * GRID

    def reveal(self, name: str) -> None:
        """Bring a part into sight."""
        part = self.shown.parts.get(name)
        if part is not None:
            self._zoomed = True
            self.ensureVisible(part, 40, 40)
            self.looked.emit()

    def look_at(self, place: QPointF) -> None:
        """Bring a place of the scene into the middle."""
        self._zoomed = True
        self.centerOn(place)
        self.looked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all in sight, and the hint in the middle."""
        super().resizeEvent(event)
        self.hint.setGeometry(self.rect().adjusted(ASIDE, ASIDE, -ASIDE, -ASIDE))
        self.looked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and current_look() != self.look:
            self.restyle(current_look())

    def _show_network(self, network: Network | None) -> None:
        before = set(self.shown.parts)
        self.tool.cancel()
        self.shown.show_network(network)
        self.show_preview()
        if not self._draws and not (self._zoomed and before & self.shown.parts.keys()):
            self.show_all()
        self.hint.setVisible(not self.shown.parts)
        self._wait_for_places()
        self._own &= self.shown.parts.keys()
        self._show_choice(self.selection.chosen)
        self.shown_anew.emit()
        self.looked.emit()
        self.commands_changed.emit()

    def wait_with(self, waiting: Waiting) -> None:
        """Let places of large drawings be found by ``waiting``."""
        self.waiting = waiting
        self._wait_for_places()

    def _wait_for_places(self) -> None:
        """Have places found where there are too many parts to wait for them."""
        if self.waiting is None:
            return
        unplaced = self.shown.unplaced() if self.shown.waits else None
        if unplaced is not None:
            self.waiting.ask(unplaced, self.shown.first_style, self._take_places)
        else:
            self.waiting.cancel()

    def _take_places(self, laid: LaidOut) -> None:
        self.shown.take_places(laid.places)
        self.show_all()

    def _show_choice(self, ids: frozenset[str]) -> None:
        names = self.shown.names_of(ids) | self._own
        if names != self.chosen:
            self.shown.choose(names)
            words = [self.shown.describe(name) for name in sorted(names)[:TOLD]]
            rest = f"and {len(names) - TOLD} more" if len(names) > TOLD else ""
            told_words = "; ".join([*words, rest] if rest else words)
            self.setAccessibleDescription(told_words)
            if names and self.hasFocus():
                event = QAccessibleAnnouncementEvent(self, told_words)
                QAccessible.updateAccessibility(event)
            if names and not self._is_choosing:
                self._bring_in(names)
            self.commands_changed.emit()

    def _bring_in(self, names: Collection[str]) -> None:
        """Bring parts that were chosen elsewhere into sight, if none of them is."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        known = sorted(name for name in names if name in self.shown.parts)
        if known and not any(seen.contains(self.shown.parts[name].pos()) for name in known):
            self.reveal(known[0])

    def _show_pointed(self, id: str) -> None:
        names = self.shown.names_of({id}) if id else frozenset()
        self.shown.point_at(next(iter(names), ""))


def _is_small(network: Network | None) -> bool:
    return network is None or len(network.species) + len(network.reactions) < LARGE


def told(names: Collection[str]) -> str:
    """Return what an edit of parts is named after: the only one, or how many."""
    if len(names) != 1:
        return f"{len(names)} parts"
    (name,) = names
    if not name.startswith(NOTHING):
        return name
    _, process, end = name.split(" ")
    return f"{'source' if end == 'in' else 'sink'} of {process}"
