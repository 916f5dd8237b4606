"""Cells of the network's tables as they are edited: checked at once, with what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from grnstudio.gui.editors.cell_completion import CellCompletion
from grnstudio.gui.editors.checked_field import CheckedDelegate, Index
from grnstudio.gui.editors.table_keys import OWN_KEYS
from grnstudio.gui.editors.table_look import listed, monospace

if TYPE_CHECKING:
    from grnstudio.gui.editors.part_table_view import PartTableView

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
        if column.look == "formula":
            field.setFont(monospace())
        held = QPersistentModelIndex(index)
        field.textEdited.connect(lambda text: self.typed.emit(held, text))
        field.destroyed.connect(self._forget_note)
        network = self._model.network
        if column.choices:
            CellCompletion(field, list(column.choices(network)), is_whole=True)
        elif column.look == "formula":
            names = network.symbols | {one.id for one in network.functions}
            CellCompletion(field, sorted(names, key=str.casefold), is_whole=False)
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            return  # what is being typed outlives what happens elsewhere
        super().setEditorData(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if _is_ours(event):
            event.accept()
            return True
        pressed = event if event.type() == QEvent.Type.KeyPress else None
        if isinstance(editor, QLineEdit):
            if self._takes(editor, event, pressed):
                return True
            if event.type() == QEvent.Type.FocusOut and editor.property("problem"):
                return False
            if isinstance(pressed, QKeyEvent) and _is_finish(pressed):
                if not editor.property("problem"):
                    self._view.finish(editor)
                return True
        return super().eventFilter(editor, event)

    def _takes(self, editor: QLineEdit, event: QEvent, pressed: QEvent | None) -> bool:
        """Say whether a key was meant for what the editor offers."""
        completion = editor.findChild(CellCompletion)
        if not isinstance(completion, CellCompletion):
            return False
        if event.type() in (QEvent.Type.Hide, QEvent.Type.FocusOut):
            completion.close()
        return isinstance(pressed, QKeyEvent) and completion.take_key(pressed)

    def _forget_note(self) -> None:
        self.noted.emit("", False)

    def _check(self, index: Index, text: str) -> str:
        problem, adds = self._model.tried(index, text)
        self.noted.emit(problem or (f"Adds {listed(adds)}." if adds else ""), bool(problem))
        return problem


def _is_ours(event: QEvent) -> bool:
    """Say whether the window would take a key for a shortcut that means something in a cell."""
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    return is_asked and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS


def _is_finish(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(event.key() in ENTER and control)
