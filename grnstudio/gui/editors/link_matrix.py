"""Who may regulate whom: a matrix of regulators and targets to be ticked off."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from grnstudio.core import task_edits
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.checked_field import Index
from grnstudio.gui.theme import tokens

NOWHERE = QModelIndex()
CELL, WIDEST = 28, 64
MOST_ROWS = 10
MARK = 5.0


class LinkModel(QAbstractTableModel):
    """Shows which links are allowed, ``[regulator, target]``."""

    def __init__(self, active: ActiveCurve) -> None:
        super().__init__(active)
        self._active = active
        self._names = (active.task.regulators, active.task.targets)
        active.changed.connect(self._refresh)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._active.task.regulators)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._active.task.targets)

    def is_allowed(self, index: Index) -> bool:
        """Return whether the link at ``index`` may exist."""
        return self._link(index) not in self._active.task.forbidden

    def toggle(self, index: Index) -> None:
        """Allow a forbidden link, forbid an allowed one."""
        link, allowed = self._link(index), not self.is_allowed(index)
        word = "Allow" if allowed else "Forbid"
        self._active.attempt(
            f"{word} {link[0]} → {link[1]}", lambda task: task_edits.with_link(task, link, allowed)
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            regulator, target = self._link(index)
            word = "may" if self.is_allowed(index) else "may not"
            return f"{regulator} {word} regulate {target}. Click or Space changes it."
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        task = self._active.task
        names = task.targets if orientation == Qt.Orientation.Horizontal else task.regulators
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._active.color(names[section])
        return None

    def _link(self, index: Index) -> tuple[str, str]:
        task = self._active.task
        return task.regulators[index.row()], task.targets[index.column()]

    def _refresh(self) -> None:
        names = (self._active.task.regulators, self._active.task.targets)
        if names != self._names:
            self._names = names
            self.beginResetModel()
            self.endResetModel()
        else:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class LinkMatrix(QTableView):
    """A filled dot where a link may exist, a cross where it may not."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links = LinkModel(active)
        self.setModel(self._links)
        self.setItemDelegate(_Mark(self))
        self.setAccessibleName("Allowed links, regulators in rows and targets in columns")
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(CELL)
        self.horizontalHeader().setMinimumSectionSize(CELL)
        self._links.modelReset.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return) and self.currentIndex().isValid():
            self._links.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index == self.currentIndex():
            self._links.toggle(index)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        for column in range(self._links.columnCount()):
            name = str(self._links.headerData(column, Qt.Orientation.Horizontal))
            wide = metrics.horizontalAdvance(name) + 14
            self.setColumnWidth(column, max(CELL, min(wide, WIDEST)))
        rows = min(self._links.rowCount(), MOST_ROWS)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * CELL + 2 * self.frameWidth() + 2)


class _Mark(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, model = tokens(), index.model()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, middle = QRectF(option.rect), QPointF(QRectF(option.rect).center())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)
        if isinstance(model, LinkModel) and model.is_allowed(index):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.accent))
            painter.drawEllipse(middle, MARK, MARK)
        else:
            painter.setPen(QPen(QColor(now.disabled), 1.5))
            for side in (-1, 1):
                reach = QPointF(MARK - 1, side * (MARK - 1))
                painter.drawLine(middle - reach, middle + reach)
        painter.restore()
