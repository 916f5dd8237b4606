"""Reads the statements of a long text ahead, a few at a time, so that the first edit is quick."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from grnstudio.core.antimony_lines import read_line

FEWEST = 20_000
"""Letters of a text that is worth it."""

_AT_ONCE = 60  # lines


class TextWarming(QObject):
    """Reads ahead while nothing else is to be done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Iterator[str] = iter(())
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._read_some)

    def begin(self, text: str) -> None:
        """Read the statements of ``text`` by and by, and no other text's any more."""
        self._timer.stop()
        if len(text) >= FEWEST:
            self._lines = iter(text.split("\n"))
            self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to read."""
        return not self._timer.isActive()

    def _read_some(self) -> None:
        for _ in range(_AT_ONCE):
            line = next(self._lines, None)
            if line is None:
                self._timer.stop()
                return
            read_line(line)
