"""What a page says as long as there is nothing to show: one sentence, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A sentence above buttons in the middle of a page; the last button is the primary one."""

    def __init__(self, text: str, buttons: dict[str, SignalInstance]) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setObjectName("secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for name, signal in buttons.items():
            button = QPushButton(name)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setProperty("primary", name == list(buttons)[-1])
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(label)
        column.addLayout(row)
        column.addStretch(1)
