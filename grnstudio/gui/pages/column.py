"""A titled column of the design page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Column(QFrame):
    """A heading with room for controls beside it, and the work below."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.heading = QLabel(title)
        self.heading.setObjectName("section")
        self.note = QLabel()
        self.note.setObjectName("secondary")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.heading)
        self.head.addWidget(self.note, 1)
        self.work = QVBoxLayout(self)
        self.work.setContentsMargins(8, 8, 8, 8)
        self.work.setSpacing(8)
        self.work.addLayout(self.head)
