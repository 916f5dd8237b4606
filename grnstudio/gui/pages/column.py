"""A titled column of the design page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget


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


def put_beside(page: QWidget, columns: Sequence[QWidget], sizes: Sequence[int]) -> None:
    """Let ``columns`` share the width of ``page``, at first in proportion to ``sizes``."""
    across = QSplitter(Qt.Orientation.Horizontal)
    for column in columns:
        across.addWidget(column)
        across.setStretchFactor(across.count() - 1, 1)
    across.setSizes(list(sizes))
    across.setChildrenCollapsible(False)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(across)
