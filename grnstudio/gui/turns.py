"""Spreads drawing over the turns of the event loop, so that no turn is a long one."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer

TURN_MS = 20  # room for one panel's paint, and for the user's own events


class Turns(QObject):
    """Does one thing a turn. A thing that waits gives way to a newer one for the same place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._timer = QTimer(self, interval=TURN_MS)
        self._timer.timeout.connect(self._take_one)

    def put(self, place: Hashable, thing: Callable[[], object]) -> None:
        """Do ``thing`` when its turn comes; it keeps the turn of what waits for ``place``."""
        self._waiting[place] = thing
        if not self._timer.isActive():
            self._timer.start()

    def drop(self) -> None:
        """Forget what waits, since something newer shows all of it at once."""
        self._waiting.clear()
        self._timer.stop()

    def _take_one(self) -> None:
        if self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()
        if not self._waiting:
            self._timer.stop()
