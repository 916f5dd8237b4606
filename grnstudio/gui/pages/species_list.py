"""Which species are drawn: a list to tick, in the colours of the plot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.buttons import push_button
from grnstudio.gui.panels.look import current_look

MOST_AT_FIRST = 6
SWATCH = QSize(14, 14)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SpeciesList(QWidget):
    """A name a line; All and None are about those that the filter lets through."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._first: tuple[str, ...] = ()  # what is chosen as long as the user chooses nothing
        self.filter = QLineEdit(placeholderText="Filter species", clearButtonEnabled=True)
        self.filter.setAccessibleName("Filter species")
        self.filter.setToolTip("Show only names that contain these letters")
        self.list = QListWidget()
        self.list.setAccessibleName("Species drawn")
        self.list.setToolTip("Space or a click draws a species or leaves it out")
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(SWATCH)
        self.all = push_button("All", "Draw all that are listed", "All species")
        self.none = push_button("None", "Draw none of those listed", "None species")
        self._lay_out()
        self.filter.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.all.clicked.connect(lambda: self._tick(CHECKED))
        self.none.clicked.connect(lambda: self._tick(UNCHECKED))

    @property
    def names(self) -> tuple[str, ...]:
        """All names that can be drawn."""
        return self._names

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names to draw, in the order of the list."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.text() for item in items if item.checkState() == CHECKED)

    def show_names(
        self, names: Sequence[str], suggested: Sequence[str] = (), *, afresh: bool = False
    ) -> None:
        """List ``names``; what the user chose stays so, else or ``afresh`` what is suggested is."""
        if tuple(names) == self._names and not afresh:
            return
        before = self.chosen
        kept = [] if afresh or before == self._first else [one for one in before if one in names]
        wanted = [name for name in suggested if name in names] or names
        chosen = set(kept or wanted[:MOST_AT_FIRST])
        if not kept:
            self._first = tuple(name for name in names if name in chosen)
        self._names = tuple(names)
        self.list.blockSignals(True)
        self.list.clear()
        for place, name in enumerate(names):
            item = QListWidgetItem(_swatch(place), name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED if name in chosen else UNCHECKED)
            item.setToolTip(name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._filter(self.filter.text())
        self.changed.emit()

    def choose(self, names: Sequence[str]) -> None:
        """Draw exactly ``names``."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setCheckState(CHECKED if item.text() in names else UNCHECKED)
        self.list.blockSignals(False)
        self.changed.emit()

    def restyle(self) -> None:
        """Take over the colours of the theme in force."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setIcon(_swatch(row))
        self.list.blockSignals(False)

    def _tick(self, state: Qt.CheckState) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if not self.list.item(row).isHidden():
                self.list.item(row).setCheckState(state)
        self.list.blockSignals(False)
        self.changed.emit()

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.strip().lower() not in item.text().lower())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.all, self.none):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)


def _swatch(series: int) -> QIcon:
    pixmap = QPixmap(SWATCH * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_look().series(series)))
    painter.drawRoundedRect(0, 5, 14, 4, 2, 2)
    painter.end()
    return QIcon(pixmap)
