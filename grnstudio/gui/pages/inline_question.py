"""A question asked in the page, where its answer matters, instead of in a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget


class InlineQuestion(QFrame):
    """A strip with a question, an answer and a way out; hidden while nothing is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName("question")
        self._answer: Callable[[], None] = self.hide
        self._text = QLabel()
        self.field = QLineEdit()
        self.yes = QPushButton()
        self.no = QPushButton("Cancel")
        self.no.setToolTip("Leave everything as it is (Esc)")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addWidget(self.field, 1)
        row.addStretch(0)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)
        self.no.clicked.connect(self.hide)

    def ask(self, text: str, yes: str, answer: Callable[[], None]) -> None:
        """Ask whether to do something, and do ``answer`` if so."""
        self._show(text, yes, answer)
        self.field.hide()
        self.no.setFocus()

    def ask_text(self, text: str, value: str, answer: Callable[[str], None]) -> None:
        """Ask for a line of text, and hand it to ``answer``."""
        self._show(text, "Rename", lambda: answer(self.field.text()))
        self.field.setAccessibleName(text)
        self.field.setText(value)
        self.field.show()
        self.field.selectAll()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _show(self, text: str, yes: str, answer: Callable[[], None]) -> None:
        self._answer = answer
        self._text.setText(text)
        self.yes.setText(yes)
        self.yes.setToolTip(yes)
        self.show()

    def _give(self) -> None:
        self.hide()
        self._answer()
