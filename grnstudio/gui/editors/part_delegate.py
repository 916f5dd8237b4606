"""Cells of the network's tables as they are edited: checked at once, with what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCompleter,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from grnstudio.gui.editors.checked_field import CheckedDelegate, Index
from grnstudio.gui.editors.part_table_model import listed

if TYPE_CHECKING:
    from grnstudio.gui.editors.part_table_view import PartTableView

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class PartDelegate(CheckedDelegate):
    """A text that cannot stand keeps its editor open, wherever else is clicked; Escape ends it."""

    typed = Signal(object, str)  # the index, and the text so far
    noted = Signal(str, bool)  # what is to be said of the text, and whether it cannot stand

    def __init__(self, view: PartTableView) -> None:
        super().__init__(self._check, view)
        self._view, self._model = view, view.parts

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        field = super().createEditor(parent, option, index)
        row, column = self._model.row(index), self._model.column(index)
        whose = row.key if row else f"another {self._model.table.one}"
        field.setAccessibleName(f"{column.title} of {whose}")
        field.setPlaceholderText(column.sample)
        field.textEdited.connect(lambda text: self.typed.emit(index, text))
        field.destroyed.connect(lambda: self.noted.emit("", False))
        if column.choices:
            self._offer(field, list(column.choices(self._model.network)))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            return  # what is being typed outlives what happens elsewhere
        super().setEditorData(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        pressed = event if event.type() == QEvent.Type.KeyPress else None
        if isinstance(editor, QAbstractItemView):
            return isinstance(pressed, QKeyEvent) and self._chosen(editor, pressed)
        if isinstance(editor, QLineEdit):
            if event.type() == QEvent.Type.FocusOut and editor.property("problem"):
                return False
            if isinstance(pressed, QKeyEvent) and self._offers(editor, pressed.key()):
                return True
            if isinstance(pressed, QKeyEvent) and _is_finish(pressed):
                if not editor.property("problem"):
                    self._view.finish(editor)
                return True
        return super().eventFilter(editor, event)

    def _check(self, index: Index, text: str) -> str:
        problem, adds = self._model.tried(index, text)
        self.noted.emit(problem or (f"Adds {listed(adds)}." if adds else ""), bool(problem))
        return problem

    def _offer(self, field: QLineEdit, choices: list[str]) -> None:
        completer = QCompleter(choices, field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(14)
        popup = QListView()
        popup.setAccessibleName("What can be chosen")
        completer.setPopup(popup)
        popup.installEventFilter(self)
        completer.activated.connect(lambda text: field.textEdited.emit(text))
        field.setCompleter(completer)

    def _offers(self, field: QLineEdit, key: int) -> bool:
        """Show all that can be chosen when the down arrow asks for it."""
        completer = field.completer()
        if key != Qt.Key.Key_Down or not completer:
            return False
        completer.setCompletionPrefix("")
        completer.complete()
        return True

    def _chosen(self, popup: QAbstractItemView, event: QKeyEvent) -> bool:
        """Take what is chosen in a list, and let the key end the edit as it does without one."""
        field = popup.focusProxy()
        if event.key() not in (*ENTER, *TABS) or not isinstance(field, QLineEdit):
            return False
        if popup.currentIndex().isValid():
            field.setText(str(popup.currentIndex().data()))
            field.textEdited.emit(field.text())
        popup.hide()
        again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
        QApplication.sendEvent(field, again)
        return True


def _is_finish(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(event.key() in ENTER and control)
