"""A field for text of many lines, with their numbers and a mark where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from grnstudio.gui.editors.text_pieces import pieces
from grnstudio.gui.stylesheet import mixed
from grnstudio.gui.theme import tokens

PADDING = 8
SMALLEST, LARGEST = 8, 40  # pixels of a letter
INDENT = "  "


CHOSEN, POINTED, UNREAD, ODD = "chosen", "pointed", "unread", "odd"
Spans = Sequence[tuple[int, int]]


class CodeEdit(QPlainTextEdit):
    """Text with line numbers. Where it has nothing to undo, the window's undo is reached.

    What is pasted in the format ``foreign`` is not text: `foreign_pasted` tells of it.
    """

    foreign_pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("monospace")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.foreign = ""
        self.before_key: Callable[[QKeyEvent], bool] | None = None  # says whether it took the key
        self._wrong: tuple[int, int] | None = None
        self._marks: dict[str, Spans] = {}
        self._numbers = _Numbers(self)
        self._plain: str | None = None
        self.document().contentsChange.connect(self._forget)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(self._mark)
        self.textChanged.connect(self._mark)
        self._make_room()
        self._mark()

    def mark_wrong(self, line: int, column: int) -> None:
        """Underline the place that cannot be read; both count from 1."""
        self._wrong = line, column
        self._mark()

    def mark_right(self) -> None:
        """Take the mark away."""
        self._wrong = None
        self._mark()

    def mark(self, kind: str, spans: Spans) -> None:
        """Set off pieces of the text, from one position to another, in the manner of ``kind``."""
        if self._marks.get(kind, ()) != spans:
            self._marks[kind] = spans
            self._mark()

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor there, in sight, and the focus into the text; both count from 1."""
        self.setTextCursor(self._at(line, column))
        self.centerCursor()
        self.setFocus()

    def grow(self, pixels: int) -> None:
        """Write larger, or smaller."""
        size = min(max(self.fontInfo().pixelSize() + pixels, SMALLEST), LARGEST)
        self.setStyleSheet(f"QPlainTextEdit {{ font-size: {size}px; }}")

    def reveal(self, position: int) -> None:
        """Scroll to a position and leave the focus where it is."""
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.centerCursor()

    def fill(self, text: str) -> None:
        """Show another text: what is the same stays as it stands, and nothing can be taken back."""
        old = self.toPlainText()
        if text == old:
            return
        self.setUndoRedoEnabled(False)
        cursor = QTextCursor(self.document())
        for start, end, piece in pieces(old, text):
            cursor.setPosition(_units(old[:start]))
            cursor.setPosition(_units(old[:end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(piece)
        self.setUndoRedoEnabled(True)

    def toPlainText(self) -> str:
        """Return the text, put together anew only once it has changed."""
        if self._plain is None:
            self._plain = super().toPlainText()
        return self._plain

    def _forget(self, *_: int) -> None:
        self._plain = None

    def replace(self, start: int, end: int, text: str) -> None:
        """Write ``text`` in the place of a piece, in a step that can be taken back."""
        old = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[:end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.foreign and source.hasFormat(self.foreign):
            self.foreign_pasted.emit()
        else:
            super().insertFromMimeData(source)

    def number_width(self) -> int:
        """Return the room that line numbers take."""
        digits = max(2, len(str(self.blockCount())))
        return 2 * PADDING + self.fontMetrics().horizontalAdvance("9" * digits)

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight."""
        t, painter = tokens(), QPainter(self._numbers)
        painter.fillRect(event.rect(), QColor(t.panel))
        painter.setFont(self.font())
        block, current = self.firstVisibleBlock(), self.textCursor().blockNumber()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            wrong = self._wrong is not None and self._wrong[0] == block.blockNumber() + 1
            here = block.blockNumber() == current
            painter.setPen(QColor(t.error if wrong else t.secondary if here else t.disabled))
            place = QRect(0, int(top), self._numbers.width() - PADDING, int(height))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            block, top = block.next(), top + height
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where the text itself has nothing to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            text = self.document()
            undo = event.matches(QKeySequence.StandardKey.Undo) and not text.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not text.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a line where the one before began; Tab leaves the field."""
        if self.before_key is not None and self.before_key(event):
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            before = self.textCursor().block().previous().text()
            self.insertPlainText(before[: len(before) - len(before.lstrip())])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.number_width(), inside.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._make_room()
            self._mark()

    def _make_room(self) -> None:
        self.setViewportMargins(self.number_width(), 0, 0, 0)
        self._numbers.update()

    def _follow(self, area: QRect, shift: int) -> None:
        if shift:
            self._numbers.scroll(0, shift)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def _at(self, line: int, column: int) -> QTextCursor:
        block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        cursor.setPosition(cursor.position() + min(column - 1, len(cursor.block().text())))
        return cursor

    def _mark(self) -> None:
        t = tokens()
        marks = []
        if not self.document().isEmpty():  # the mark would cover the first line of the hint
            marks.append(_line(self.textCursor(), mixed(t.accent, t.panel, 0.06)))
        for kind, color, strength in ((POINTED, t.neutral, 0.10), (CHOSEN, t.accent, 0.24)):
            marks += [
                _spanned(self.document(), span, mixed(color, t.panel, strength))
                for span in self._marks.get(kind, ())
            ]
        for kind, color in ((ODD, t.warning), (UNREAD, t.error)):
            marks += [_waved(self.document(), span, color) for span in self._marks.get(kind, ())]
        if self._wrong:
            cursor = self._at(*self._wrong)
            marks.append(_line(QTextCursor(cursor), mixed(t.error, t.panel, 0.10)))
            marks.append(_underlined(cursor, t.error))
        self.setExtraSelections(marks)
        self._numbers.update()


class _Numbers(QWidget):
    """The margin beside the text."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(self._edit.number_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_numbers(event)


def _line(cursor: QTextCursor, color: str) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.format.setBackground(QColor(color))
    mark.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
    cursor.clearSelection()
    mark.cursor = cursor
    return mark


def _span(document: QTextDocument, span: tuple[int, int]) -> QTextCursor:
    cursor = QTextCursor(document)
    last = document.characterCount() - 1
    cursor.setPosition(min(span[0], last))
    cursor.setPosition(min(span[1], last), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _spanned(
    document: QTextDocument, span: tuple[int, int], color: str
) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.format.setBackground(QColor(color))
    mark.cursor = _span(document, span)
    return mark


def _waved(document: QTextDocument, span: tuple[int, int], color: str) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.format.setUnderlineColor(QColor(color))
    mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    mark.cursor = _span(document, span)
    return mark


def _units(text: str) -> int:
    """Return how long Qt takes ``text`` to be, which counts in pieces of 16 bits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _underlined(cursor: QTextCursor, color: str) -> QTextEdit.ExtraSelection:
    """Underline the word at the cursor, or the letter before it where the line ends."""
    mark = QTextEdit.ExtraSelection()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    if not cursor.hasSelection():
        moved = cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        if not moved or cursor.selectedText() == "\u2029":
            cursor.movePosition(
                QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, 2
            )
    mark.format.setUnderlineColor(QColor(color))
    mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    mark.format.setFontWeight(QFont.Weight.Bold)
    mark.cursor = cursor
    return mark
