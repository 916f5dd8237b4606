"""What is wrong with a text, under the text: the sentence, and the place with a caret."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.antimony_fixes import TextFix
from grnstudio.errors import GRNStudioError, RateSyntaxError
from grnstudio.gui.buttons import push_button


class TextProblem(QFrame):
    """Shows an error of the text; a press or Return goes to its place, buttons mend it."""

    pressed = Signal()
    fix_wanted = Signal(object)  # a TextFix

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("text-problem")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Go to the place in the text")
        self.error: GRNStudioError | None = None
        self._text = ""
        self.words, self.picture = QLabel(), QLabel()
        self.words.setObjectName("reason")
        self.words.setWordWrap(True)
        self.picture.setObjectName("monospace")
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        for label in (self.words, self.picture):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.fixes: tuple[TextFix, ...] = ()
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 4, 0, 0)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)
        self.hide()

    def show_error(
        self, error: GRNStudioError | None, text: str, fixes: Sequence[TextFix] = ()
    ) -> None:
        """Show ``error`` about ``text`` and ways to mend it, or nothing."""
        self.error, self._text = error, text
        self._offer(tuple(fixes))
        words = str(error or "")
        if isinstance(error, RateSyntaxError):
            words = f"Line {error.line}, column {error.column}: {error.problem}"
        self.words.setText(words)
        self.setAccessibleName(words)
        self.picture.setVisible(isinstance(error, RateSyntaxError))
        self.setVisible(error is not None)
        self._draw_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _offer(self, fixes: tuple[TextFix, ...]) -> None:
        if fixes == self.fixes:
            return
        self.fixes = fixes
        while self._buttons.count() > 1:
            item = self._buttons.takeAt(0)
            if item is not None and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        for number, fix in enumerate(fixes):
            key = " (Ctrl+.)" if number == 0 else ""
            button = push_button(fix.label, f"Mend the text so{key}", f"Fix: {fix.label}")
            button.clicked.connect(partial(self._want, fix))
            self._buttons.insertWidget(number, button)

    def _want(self, fix: TextFix, _: bool = False) -> None:
        self.fix_wanted.emit(fix)

    def _draw_place(self) -> None:
        """Write as much of the line as there is room for, with a caret under the place."""
        if isinstance(self.error, RateSyntaxError):
            letter = max(self.picture.fontMetrics().horizontalAdvance("m"), 1)
            room = max((self.width() - 24) // letter, 16)
            picture = excerpt(self._text, self.error.line, self.error.column, room)
            self.picture.setText(picture)


class ApplyRow(QWidget):
    """Says whether the text is the network, and applies it if asked."""

    def __init__(self) -> None:
        super().__init__()
        self.state = QLabel()
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state.setObjectName("secondary")
        self.button = push_button(
            "Apply",
            "Make what was typed the network (Ctrl+Return)",
            "Apply the text to the network",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.state, 1)
        row.addWidget(self.button)

    def show_state(self, is_typing: bool, is_wrong: bool, has_text: bool) -> None:
        """Show where things stand: typed, kept as text alone, or the network."""
        self.button.setEnabled(is_typing)
        if is_typing:
            self.state.setText("Ctrl+Return applies what you type.")
        elif is_wrong:
            self.state.setText("Kept as text; the network is as it was before.")
        else:
            self.state.setText("Text and network agree." if has_text else "")


def excerpt(text: str, line: int, column: int, room: int) -> str:
    """Return the part of a line around ``column`` that fits ``room`` letters, over a caret."""
    lines = text.split("\n")
    whole = lines[line - 1].replace("\t", " ") if line <= len(lines) else ""
    cut = max(0, column - 1 - room // 2) if len(whole) >= room else 0
    return f"{whole[cut : cut + room]}\n{' ' * (column - 1 - cut)}^"
