"""A lamp that says whether an emulator may be asked of a state; words repeat its colour."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from grnstudio.core.domain import Lamp
from grnstudio.gui.icons import icon

LOOKS = {
    "inside": ("good", "good", "Inside what it has seen."),
    "edge": ("warning", "warning", "At the edge of what it has seen."),
    "outside": ("error", "error", "Outside of what it has seen."),
}


class LampLine(QWidget):
    """A sign in one of three colours and shapes, and the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.words = QLabel(), QLabel()
        self.sign.setFixedWidth(20)
        self.words.setWordWrap(True)
        self.words.setAccessibleName("Whether such states were seen")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.sign)
        row.addWidget(self.words, 1)

    def show_lamp(self, lamp: Lamp | None) -> None:
        """Show ``lamp``, or nothing."""
        self.setVisible(lamp is not None)
        if lamp is not None:
            name, token, head = LOOKS[lamp.level]
            self.sign.setPixmap(icon(name, token).pixmap(QSize(16, 16)))
            self.words.setText(f"{head} {lamp.why}" if lamp.level != "inside" else head)
