"""Topologies as a table that can be sorted; the row in hand is the topology that is drawn."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from grnstudio.core.atlas import Comparison
from grnstudio.gui.pages.found_topologies import Cell, FoundTopologies

Index = QModelIndex | QPersistentModelIndex
ORDER = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WIDEST = 260
MEASURED = 30  # rows that widths of columns are taken from
MARKS = {"direct": "yes", "near": "one link away", "": "no"}


class TopologyModel(QAbstractTableModel):
    """Adapts what a run has found, a row for each topology."""

    def __init__(self) -> None:
        super().__init__()
        self.found: FoundTopologies | None = None
        self.comparison: Comparison | None = None
        self.compared_with = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        if self.found is None:
            return ()
        more = (f"In {self.compared_with}",) if self.comparison else ()
        return ("No.", *self.found.columns, *more)

    def show(
        self,
        found: FoundTopologies | None,
        comparison: Comparison | None = None,
        compared_with: str = "",
    ) -> None:
        """List ``found``."""
        self.beginResetModel()
        self.found, self.comparison, self.compared_with = found, comparison, compared_with
        self.endResetModel()

    def cell(self, key: int, column: int) -> Cell:
        """Return what is written in a cell, and what it is sorted by."""
        assert self.found is not None
        names = self.found.columns
        if column == 0:
            return str(key + 1), key
        if column > len(names):
            mark = MARKS[self.comparison.mark(key)] if self.comparison else ""
            return mark, mark
        return self.found.cell(key, names[column - 1])

    def table(self) -> list[list[str]]:
        """Return the header and all rows, as text."""
        columns = range(len(self.columns))
        rows = ([self.cell(key, n)[0] for n in columns] for key in range(self.rowCount()))
        return [list(self.columns), *rows]

    def rowCount(self, parent: Index | None = None) -> int:
        if self.found is None or (parent is not None and parent.isValid()):
            return 0
        return len(self.found.atlas.entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        text, order = self.cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == ORDER:
            return order
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if isinstance(order, str) else RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.rowCount():
            return LEFT if isinstance(self.cell(0, section)[1], str) else RIGHT
        return None


class TopologyTable(QTableView):
    """A row for each topology, the most frequent first; a click on a heading sorts."""

    chosen = Signal(int)  # the key of a topology, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topologies = TopologyModel()
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.topologies)
        self._sorted.setSortRole(ORDER)
        self.setModel(self._sorted)
        self.setAccessibleName("Topologies by frequency")
        self.setToolTip("Choose a topology to see what it does; a heading sorts")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_found(
        self,
        found: FoundTopologies | None,
        comparison: Comparison | None = None,
        compared_with: str = "",
    ) -> None:
        """List ``found`` in the place of what was there."""
        self.selectionModel().blockSignals(True)
        self.topologies.show(found, comparison, compared_with)
        self.selectionModel().blockSignals(False)
        self.resizeColumnsToContents()
        for column in range(self.topologies.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), WIDEST))

    def choose(self, key: int) -> None:
        """Bring a topology's row to sight, without a signal."""
        if not 0 <= key < self.topologies.rowCount():
            return
        place = self._sorted.mapFromSource(self.topologies.index(key, 0))
        self.selectionModel().blockSignals(True)
        self.selectRow(place.row())
        self.selectionModel().blockSignals(False)
        self.scrollTo(place)
        self.viewport().update()

    def _tell(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._sorted.mapToSource(current).row())
