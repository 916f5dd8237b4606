"""Keeps Python's cycle collector on the GUI thread.

Left alone, it runs on whichever thread allocates, and a background thread would then
destroy widgets and stop timers that live on the GUI thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

COLLECT_MS = 1_000


class GuiThreadCollector(QObject):
    """Collects cycles from a timer instead of from allocations."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=COLLECT_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def shut_down(self) -> None:
        """Give collection back to the interpreter, before the application ends."""
        self._timer.stop()
        gc.enable()


def collect() -> None:
    """Collect each generation that is due, youngest first."""
    for generation, (count, threshold) in enumerate(
        zip(gc.get_count(), gc.get_threshold(), strict=True)
    ):
        if count <= threshold:
            break
        gc.collect(generation)
