"""What of the network is chosen and pointed at, in whichever view."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Ids of chosen parts, and of the one under the mouse; shared by all views of a network."""

    changed = Signal(object)  # frozenset[str]
    hovered = Signal(str)  # an id, "" for none

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: frozenset[str] = frozenset()
        self._hovered = ""

    @property
    def chosen(self) -> frozenset[str]:
        """The ids that are chosen."""
        return self._chosen

    @property
    def one(self) -> str:
        """The id that is chosen if it is the only one, else an empty text."""
        return next(iter(self._chosen)) if len(self._chosen) == 1 else ""

    @property
    def pointed(self) -> str:
        """The id under the mouse, or an empty text."""
        return self._hovered

    def choose(self, ids: Iterable[str]) -> None:
        """Choose ``ids`` and nothing else."""
        chosen = frozenset(ids)
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit(chosen)

    def toggle(self, id: str) -> None:
        """Choose ``id`` besides, or no longer."""
        self.choose(self._chosen ^ {id})

    def keep(self, ids: Iterable[str]) -> None:
        """Drop from the choice what is not among ``ids``, such as parts that are gone."""
        self.choose(self._chosen & frozenset(ids))

    def point_at(self, id: str) -> None:
        """Say that the mouse is over ``id``, or over nothing."""
        if id != self._hovered:
            self._hovered = id
            self.hovered.emit(id)
