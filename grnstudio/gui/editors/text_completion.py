"""Offers what may be written while a network's text is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
    QTextCursor,
)
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate, QStyleOptionViewItem

from grnstudio.core.antimony_words import Word, started
from grnstudio.gui.editors.code_edit import CodeEdit
from grnstudio.gui.theme import tokens

FEWEST = 2
"""Letters of a name after which completions are offered unasked."""

_SHOWN = 10
_KIND = Qt.ItemDataRole.UserRole
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CLOSING = (*_TAKING, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class TextCompletion(QObject):
    """A list under the cursor; Return or Tab takes what is chosen, Ctrl+Space asks for it."""

    def __init__(self, editor: CodeEdit, words: Callable[[], Sequence[Word]]) -> None:
        super().__init__(editor)
        self._editor, self._words = editor, words
        self._known: Sequence[Word] = ()
        self._model = QStandardItemModel(self)
        self._is_typed = False
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(editor)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setMaxVisibleItems(_SHOWN)
        self.list = QListView()
        self.list.setObjectName("monospace")
        self.list.setAccessibleName("Completions")
        self.completer.setPopup(self.list)
        self.list.setItemDelegate(_WordDelegate(self.list))
        self.completer.activated.connect(self._write)
        editor.before_key = self.take_key
        editor.textChanged.connect(self._follow)

    @property
    def offered(self) -> list[str]:
        """What the list shows, nothing while there is none."""
        if not self.list.isVisible():
            return []
        model = self.completer.completionModel()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that is meant for the list; say whether it was."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_Space:
            self.ask()
            return True
        if self.list.isVisible() and event.key() in _CLOSING and not control:
            chosen = self.list.currentIndex()
            self.list.hide()
            if event.key() in _TAKING and chosen.isValid():
                self._write(str(chosen.data()))
            event.accept()
            return True
        self._is_typed = bool(event.text().isprintable() and event.text()) and not control
        if event.key() == Qt.Key.Key_Backspace:
            self._is_typed = self.list.isVisible()
        return False

    def ask(self) -> None:
        """Offer all that may be written at the cursor."""
        prefix = self._prefix()
        if prefix is not None:
            self._offer(prefix)

    def _follow(self) -> None:
        if not self._is_typed:
            self.list.hide()
            return
        self._is_typed = False
        prefix = self._prefix()
        if prefix is None or len(prefix) < (1 if self.list.isVisible() else FEWEST):
            self.list.hide()
        else:
            self._offer(prefix)

    def _prefix(self) -> str | None:
        """Return what is begun at the cursor, None where nothing can be completed."""
        cursor = self._editor.textCursor()
        text, place = cursor.block().text(), cursor.positionInBlock()
        after = text[place : place + 1]
        if cursor.hasSelection() or after.isalnum() or after == "_":
            return None
        return started(text[:place])

    def _offer(self, prefix: str) -> None:
        self._fill()
        prefix = prefix.rpartition(".")[2]
        self.completer.setCompletionPrefix(prefix)
        found = self.completer.completionCount()
        only = self.completer.currentCompletion().removesuffix("(") if found == 1 else ""
        if not found or only == prefix:
            self.list.hide()
            return
        area = self._editor.cursorRect()
        area.translate(self._editor.viewport().x(), self._editor.viewport().y())
        area.setWidth(260)
        self.completer.complete(area)
        self.list.setCurrentIndex(self.completer.completionModel().index(0, 0))

    def _fill(self) -> None:
        words = sorted(self._words(), key=lambda one: (one.text.lower(), one.text))
        begun = (self._prefix() or "").rpartition(".")[2]
        words = [one for one in words if one.kind != "name" or one.text != begun]
        if words == self._known:
            return
        self._known = words
        self._model.clear()
        for one in words:
            item = QStandardItem(one.text)
            item.setData(one.kind, _KIND)
            item.setData(f"{one.text}, {one.kind}", Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)

    def _write(self, word: str) -> None:
        prefix = (self._prefix() or "").rpartition(".")[2]
        cursor = self._editor.textCursor()
        left, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(left, keep, len(prefix))
        after = cursor.block().text()[self._editor.textCursor().positionInBlock() :]
        cursor.insertText(word.removesuffix("(") if after.startswith("(") else word)


class _WordDelegate(QStyledItemDelegate):
    """Paints a word and, at the other side, what kind of thing it is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(tokens().secondary))
        area = option.rect.adjusted(8, 0, -8, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(side), str(index.data(_KIND) or ""))
        painter.restore()
