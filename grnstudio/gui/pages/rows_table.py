"""Rows of text under a header, as they are exported too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

HEADER_PADDING = 16  # of both sides of a word, as the style has it


class RowsTable(QTableWidget):
    """A table to read and to copy from; columns of numbers stand at the right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[list[str]] = []
        self.setAccessibleName(name)
        self.setToolTip(f"{name}; Ctrl+C copies the rows that are chosen")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show ``rows``, the header first; none empty the table."""
        self.rows = [list(one) for one in rows]
        header, *others = self.rows or [[]]
        self.clear()
        self.setColumnCount(len(header))
        self.setRowCount(len(others))
        self.setHorizontalHeaderLabels(header)
        for row, line in enumerate(others):
            for column, text in enumerate(line):
                self.setItem(row, column, _cell(text))
        for column in range(len(header)):
            is_number = bool(others) and _is_number(others[0][column])
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            if head := self.horizontalHeaderItem(column):
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make columns as wide as headers ask for, or as what they say where that is too wide."""
        head, columns = self.horizontalHeader(), range(self.columnCount())
        cells = [self.sizeHintForColumn(one) for one in columns]
        wanted = [max(cell, head.sectionSizeHint(one)) for one, cell in enumerate(cells)]
        if sum(wanted) > self.viewport().width():
            words = head.fontMetrics()
            names = self.rows[0] if self.rows else []
            told = [words.horizontalAdvance(name) + HEADER_PADDING for name in names]
            wanted = [max(pair) for pair in zip(cells, told, strict=True)]
        for column, width in enumerate(wanted):
            head.resizeSection(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({one.row() for one in self.selectedIndexes()})
            lines = [self.rows[0], *(self.rows[1 + row] for row in chosen)]
            QGuiApplication.clipboard().setText("\n".join("\t".join(one) for one in lines))
            return
        super().keyPressEvent(event)


def _cell(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignRight if _is_number(text) else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item


def _is_number(text: str) -> bool:
    return text.lstrip("-–≤")[:1].isdigit() or text in ("–", "nan")
