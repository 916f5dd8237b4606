"""What can be done with the parts of a drawing that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtGui import QGuiApplication

from grnstudio.core.arranging import aligned, distributed
from grnstudio.gui.editors.document_view import DocumentView, told
from grnstudio.gui.editors.network_tools import Choose, Hit, Place
from grnstudio.gui.network_clipboard import can_paste, copied, duplicated, pasted

Places = Mapping[str, Place]
Arranging = Callable[[Places, Places, str], dict[str, Place]]


class ChosenView(DocumentView):
    """Copies, deletes and arranges what is chosen; each is one step of undo."""

    def erase(self, hits: Sequence[Hit]) -> None:
        """Take parts and arcs away."""
        raise NotImplementedError

    def delete(self) -> None:
        """Take what is chosen away."""
        hits = tuple(self.shown.hit_of(name) for name in sorted(self.chosen))
        if hits:
            self.attempt(lambda: self.erase(hits))

    def copy(self) -> None:
        """Put what is chosen on the clipboard, with what it needs."""
        ids = self.chosen_ids()
        if ids:
            QGuiApplication.clipboard().setMimeData(copied(self.settled(), ids))
            self.said.emit(f"Copied {told(ids)}.")
            self.commands_changed.emit()

    def cut(self) -> None:
        """Copy what is chosen and take it away."""
        self.copy()
        self.delete()

    def paste(self, at: Place | None = None) -> None:
        """Add what is on the clipboard, and choose it."""
        self.attempt(lambda: self._take_in(pasted(self.document, at)))

    def can_paste(self) -> bool:
        """Whether the clipboard may hold parts of a network."""
        return can_paste()

    def duplicate(self) -> None:
        """Add what is chosen once more, and choose it."""
        ids = self.chosen_ids()
        if ids:
            network = self.settled()
            self.attempt(lambda: self._take_in(duplicated(self.document, network, ids)))

    def choose_all(self) -> None:
        """Choose everything."""
        self.choose_names(Choose(frozenset(self.shown.parts)))

    def chosen_ids(self) -> list[str]:
        """Return the ids that the chosen parts stand for."""
        return sorted({id for name in self.chosen for id in self.shown.ids_of(name)})

    def align(self, edge: str) -> None:
        """Line up what is chosen."""
        self._arrange(f"Align {edge}", aligned, edge)

    def distribute(self, way: str) -> None:
        """Make the gaps between what is chosen equal."""
        self._arrange(f"Distribute {way}", distributed, way)

    def _arrange(self, text: str, how: Arranging, argument: str) -> None:
        stand = self.shown.settled
        places = {name: stand[name] for name in self.chosen if name in stand}
        boxes = {name: self.shown.box_of(name, at).size() for name, at in places.items()}
        sizes = {name: (box.width(), box.height()) for name, box in boxes.items()}
        self.place(text, how(places, sizes, argument))

    def lay_out(self, style: str) -> None:
        """Find other places for everything, in one step."""
        unplaced = self.shown.unplaced()
        if unplaced is None or self.waiting is None:
            self._take_layout(style, self.shown.laid_out(style))
        else:
            self.waiting.ask(unplaced, style, lambda laid: self._take_layout(style, laid.places))

    def _take_layout(self, style: str, places: Places) -> None:
        known = {name: at for name, at in places.items() if name in self.shown.parts}
        self.shown.waits = False
        self.place(f"Lay out: {style}", known)
        self.show_all()

    def _take_in(self, ids: Collection[str]) -> None:
        names = self.shown.names_of(ids)
        self.choose_names(Choose(names))
