"""Table cells that say at once, in red and in words, why a text cannot stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from grnstudio.gui.theme import tokens

Index = QModelIndex | QPersistentModelIndex


def show_problem(field: QLineEdit, problem: str) -> None:
    """Mark a field red and say why, or with "" take the mark away."""
    if problem == field.toolTip() and bool(problem) == bool(field.property("problem")):
        return
    field.setProperty("problem", bool(problem))
    color = f"color: {tokens().error}" if problem else ""
    field.setStyleSheet(color)  # which also takes up the theme's red border
    field.setToolTip(problem)
    field.setAccessibleDescription(problem)
    if problem and field.isVisible():
        QToolTip.showText(field.mapToGlobal(field.rect().bottomLeft()), problem, field)
    else:
        QToolTip.hideText()


class CheckedDelegate(QStyledItemDelegate):
    """Edits texts; one that cannot stand keeps its editor open on Return.

    ``problem`` says why a text cannot stand at an index, "" if it can.
    """

    def __init__(self, problem: Callable[[Index, str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._problem = problem

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        field = QLineEdit(parent)
        model, held = index.model(), QPersistentModelIndex(index)
        header = model.headerData(index.column(), Qt.Orientation.Horizontal)
        field.setAccessibleName(f"{header}, row {index.row() + 1}")
        field.textEdited.connect(lambda text: show_problem(field, self._problem(held, text)))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.property("problem"):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        returned = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if returned and isinstance(editor, QLineEdit) and editor.property("problem"):
            key = event.key() if isinstance(event, QKeyEvent) else 0
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                return True
        return super().eventFilter(editor, event)
