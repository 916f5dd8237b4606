"""A short table of genes, inputs or conditions, edited in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.task import Task
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.checked_field import CheckedDelegate, Index
from grnstudio.gui.editors.task_columns import Records
from grnstudio.gui.icons import icon

NOWHERE = QModelIndex()
ROW_HEIGHT = 24
MOST_ROWS = 8
CHECK = Qt.ItemDataRole.CheckStateRole


class RecordsModel(QAbstractTableModel):
    """Adapts a task's records; every change is an edit of the document."""

    def __init__(self, active: ActiveCurve, records: Records) -> None:
        super().__init__(active)
        self._active, self.records = active, records
        self._task: Task = active.task
        active.changed.connect(self._refresh)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.records.names(self._active.task))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.records.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.records.columns[index.column()]
        text = column.read(self._active.task, index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None if column.checked else text
        if role == CHECK and column.checked:
            return Qt.CheckState.Checked if text else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.tip}: {text}" if text and not column.checked else column.tip
        if role == Qt.ItemDataRole.DecorationRole and not index.column():
            return self._active.color(text) if text in self._active.names else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.records.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        known = {Qt.ItemDataRole.DisplayRole: column.title, Qt.ItemDataRole.ToolTipRole: column.tip}
        return known.get(Qt.ItemDataRole(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        checked = self.records.columns[index.column()].checked
        return shown | (Qt.ItemFlag.ItemIsUserCheckable if checked else Qt.ItemFlag.ItemIsEditable)

    def problem(self, index: Index, text: str) -> str:
        """Return why ``text`` cannot stand at ``index``, "" if it can."""
        try:
            self.records.columns[index.column()].write(self._active.task, index.row(), text)
        except GRNStudioError as error:
            return str(error)
        return ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.records.columns[index.column()]
        text = str(value)
        if role == CHECK:
            text = "yes" if Qt.CheckState(value) == Qt.CheckState.Checked else ""
        if text == column.read(self._active.task, index.row()) or self.problem(index, text):
            return False
        name = self.records.names(self._active.task)[index.row()]
        what = f"Change {column.title.lower()} of {name}" if index.column() else f"Rename {name}"
        return self._active.attempt(what, lambda task: column.write(task, index.row(), text))

    def add(self) -> None:
        """Add a record after the others."""
        self._active.attempt(f"Add a {self.records.one}", self.records.add)

    def remove(self, row: int) -> None:
        """Remove a record with all that hangs on it."""
        name = self.records.names(self._active.task)[row]
        self._active.attempt(f"Remove {name}", lambda task: self.records.remove(task, row))

    def _refresh(self) -> None:
        task = self._active.task
        if task is self._task:
            return
        before, self._task = self._task, task
        if len(self.records.names(before)) != self.rowCount():
            self.beginResetModel()
            self.endResetModel()
        elif self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class RecordsTable(QWidget):
    """The table with buttons to add and remove."""

    def __init__(
        self, active: ActiveCurve, records: Records, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = RecordsModel(active, records)
        self.view = _View(self.model)
        article = "an" if records.one[0] in "aeiou" else "a"
        self.add_button = self._button("plus", f"Add {records.one}", f"Add {article} {records.one}")
        tip = f"Remove the chosen {records.one} (Del)"
        self.remove_button = self._button("delete", "Remove", tip)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self.view.remove_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        self.model.modelReset.connect(self._fit)
        self.view.selectionModel().currentRowChanged.connect(self._enable)
        self._fit()

    def _button(self, picture: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _add(self) -> None:
        """Add a record and begin with its name."""
        self.model.add()
        added = self.model.index(self.model.rowCount() - 1, 0)
        self.view.setFocus()
        self.view.setCurrentIndex(added)
        self.view.edit(added)

    def _fit(self) -> None:
        rows = min(self.model.rowCount(), MOST_ROWS)
        header = self.view.horizontalHeader().sizeHint().height()
        self.view.setFixedHeight(header + rows * ROW_HEIGHT + 2 * self.view.frameWidth() + 2)
        self.view.setVisible(rows > 0)
        self._enable()

    def _enable(self) -> None:
        self.remove_button.setEnabled(self.view.currentIndex().isValid())


class _View(QTableView):
    def __init__(self, model: RecordsModel) -> None:
        super().__init__()
        self._records = model
        self.setModel(model)
        self.setItemDelegate(CheckedDelegate(model.problem, self))
        self.setAccessibleName(f"{model.records.one.capitalize()}s")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        for place, column in enumerate(model.records.columns):
            self.setColumnWidth(place, column.width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def remove_chosen(self) -> None:
        """Remove the record of the current row."""
        if self.currentIndex().isValid():
            self._records.remove(self.currentIndex().row())
