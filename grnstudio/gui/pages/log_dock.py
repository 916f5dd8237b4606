"""What happened, line by line, with the time; the newest at the bottom."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

MOST_LINES = 2_000


class LogPanel(QPlainTextEdit):
    """Messages of the program in the order in which they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line-list")
        self.setReadOnly(True)
        self.setMaximumBlockCount(MOST_LINES)
        self.setAccessibleName("Log")
        self.setPlaceholderText("What the program does is noted here.")

    def sizeHint(self) -> QSize:
        return QSize(600, 64)

    def note(self, text: str) -> None:
        """Add a line."""
        self.appendPlainText(f"{datetime.now():%H:%M:%S}  {text}")
