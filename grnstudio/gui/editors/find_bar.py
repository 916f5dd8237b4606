"""A line in which to look for words in a text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from grnstudio.gui.editors.code_edit import CodeEdit


class FindBar(QWidget):
    """Finds words in ``editor``: Return for the next place, Shift+Return for the one before."""

    def __init__(self, editor: CodeEdit) -> None:
        super().__init__()
        self._editor = editor
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in the text")
        self.field.setAccessibleName("Find in the text")
        self.field.setClearButtonEnabled(True)
        self.said = QLabel()
        self.said.setObjectName("secondary")
        self.close_button = QPushButton("Close")
        self.close_button.setToolTip("Close (Esc)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self.said)
        row.addWidget(self.close_button)
        self.close_button.clicked.connect(self.close_bar)
        self.field.textChanged.connect(self._count)
        self.hide()

    def open_bar(self) -> None:
        """Show the line, with what is selected in the text."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._count()

    def close_bar(self) -> None:
        """Hide the line and go back to the text."""
        self.hide()
        self._editor.setFocus()

    def find_next(self, backward: bool = False) -> bool:
        """Go to the next place, from the end on to the beginning; say whether there is one."""
        word = self.field.text()
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if not word:
            return False
        if not self._editor.find(word, flags):
            cursor = self._editor.textCursor()
            move = cursor.MoveOperation.End if backward else cursor.MoveOperation.Start
            kept = self._editor.textCursor()
            cursor.movePosition(move)
            self._editor.setTextCursor(cursor)
            if not self._editor.find(word, flags):
                self._editor.setTextCursor(kept)
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.find_next(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        word = self.field.text()
        count = self._editor.toPlainText().lower().count(word.lower()) if word else 0
        places = "place" if count == 1 else "places"
        self.said.setText(f"{count} {places}" if word else "")
