"""The same curves as numbers: one row per sample, one column per gene and input."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from grnstudio.core.task import Task
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.checked_field import CheckedDelegate, Index
from grnstudio.gui.editors.curve_plot import axis_label

Cells = dict[tuple[int, int], str]  # row and column to text
NOWHERE = QModelIndex()
ROW_HEIGHT = 24


class CurveTableModel(QAbstractTableModel):
    """Shows the curves of the condition; every change of a cell is an edit of the document."""

    def __init__(self, active: ActiveCurve) -> None:
        super().__init__(active)
        self.active = active
        self._shape: object = None
        self._refresh()
        active.changed.connect(self._refresh)

    @property
    def names(self) -> tuple[str, ...]:
        """The genes and inputs of columns 1 and on."""
        return self.active.names

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.active.task.axis.count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and index.column():
            return self.active.color(self.names[index.column() - 1])
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if index.column() == 0:
            return f"{self.active.task.axis.values[index.row()]:.4g}"
        value = self.active.curve_of(self.names[index.column() - 1]).values[index.row()]
        precise = role == Qt.ItemDataRole.EditRole
        return "" if np.isnan(value) else f"{value:.6g}" if precise else f"{value:.3f}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.names[section - 1] if section else axis_label(self.active.task.axis)

    def flags(self, index: Index) -> Qt.ItemFlag:
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return shown | Qt.ItemFlag.ItemIsEditable if index.column() else shown

    def problem(self, index: Index, text: str) -> str:
        """Return why ``text`` cannot be a level, "" if it can."""
        if not text.strip():
            return ""
        try:
            value = _number(text)
        except ValueError:
            return f"'{text.strip()}' is no number. Type a level such as 0.5, or nothing at all."
        if not np.isfinite(value):
            return f"'{text.strip()}' cannot be drawn. Type a level such as 0.5."
        return "" if value >= 0 else f"A level is 0 or more, not {value:g}."

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.column():
            return False
        if self.problem(index, str(value)) or str(value) == self.data(index, role):
            return False
        name = self.names[index.column() - 1]
        return self.fill({(index.row(), index.column()): str(value)}, f"Change {name}")

    def fill(self, cells: Cells, verb: str) -> bool:
        """Set many cells as one edit; blank texts clear."""
        columns: dict[int, dict[int, float]] = {}
        for (row, column), text in cells.items():
            columns.setdefault(column, {})[row] = _number(text) if text.strip() else np.nan

        def change(task: Task) -> Task:
            for column, samples in columns.items():
                name = self.names[column - 1]
                curve = task.curve(self.active.index, name)
                for row, value in samples.items():
                    curve = curve.with_value(row, value)
                task = task.with_curve(self.active.index, name, curve)
            return task

        return self.active.attempt(f"{verb} in '{self.active.condition.name}'", change)

    def _refresh(self) -> None:
        shape = (self.active.task.axis, self.names)
        if shape != self._shape:
            self._shape = shape
            self.beginResetModel()
            self.endResetModel()
            return
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)


class CurveTable(QTableView):
    """A spreadsheet of the curves; copies and pastes as spreadsheets do."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = active
        self._model = CurveTableModel(active)
        self.setModel(self._model)
        self.setItemDelegate(CheckedDelegate(self._model.problem, self))
        self.setAccessibleName("Samples of the curves")
        self.setToolTip("Type a level, or nothing to leave it free. Copy and paste: Ctrl+C, Ctrl+V")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setDefaultSectionSize(64)
        self.horizontalHeader().setHighlightSections(False)
        self.setColumnWidth(0, 76)
        self.setMinimumSize(150, 120)
        self.selectionModel().currentChanged.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, tab-separated."""
        cells = {(one.row(), one.column()): one for one in self.selectedIndexes()}
        if not cells:
            return
        rows, columns = (sorted({place[axis] for place in cells}) for axis in (0, 1))
        texts = [
            [
                str(cells[row, column].data(Qt.ItemDataRole.EditRole))
                if (row, column) in cells
                else ""
                for column in columns
            ]
            for row in rows
        ]
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in texts))

    def paste(self) -> None:
        """Set cells from the clipboard, from the upper left one of the selection on."""
        start = min(self.selectedIndexes(), key=lambda one: (one.row(), one.column()), default=None)
        text = QGuiApplication.clipboard().text()
        if start is None or not text.strip("\n"):
            return
        cells: Cells = {}
        for row, line in enumerate(text.rstrip("\n").split("\n"), start.row()):
            for column, cell in enumerate(line.rstrip("\r").split("\t"), start.column()):
                if column and self._model.hasIndex(row, column):
                    cells[row, column] = cell
        for (row, column), cell in cells.items():
            if problem := self._model.problem(self._model.index(row, column), cell):
                self.active.said.emit(f"Nothing was pasted. {problem}")
                return
        if cells:
            self._model.fill(cells, "Paste")

    def clear_cells(self) -> None:
        """Ask for nothing at the selected samples."""
        chosen = [one for one in self.selectedIndexes() if one.column() and one.data()]
        if chosen:
            self._model.fill({(one.row(), one.column()): "" for one in chosen}, "Clear samples")

    def _choose(self, current: QModelIndex) -> None:
        if current.column() > 0:
            self.active.choose(self._model.names[current.column() - 1])


def _number(text: str) -> float:
    return float(text.strip().replace(",", "."))
