"""The legend of the canvas: every gene and input, which one is drawn, which are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.curve_chip import COLOR, DASHED, DRAWN, HEIGHT, CurveChip

MOST_ROWS = 3


class CurveList(QListWidget):
    """Chips in as many rows as they need; the eye of each shows or hides its curve."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = active
        self._filling = False
        self.setAccessibleName("Genes and inputs")
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setItemDelegate(CurveChip(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._choose)
        self.itemChanged.connect(self._show_or_hide)
        active.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List what the task has."""
        active = self.active
        self._filling = True
        while self.count() > len(active.names):
            self.takeItem(self.count() - 1)
        for row, name in enumerate(active.names):
            if row == self.count():
                self.addItem(QListWidgetItem())
            self._fill(self.item(row), name, row)
        self.setCurrentRow(active.names.index(active.name))
        self._filling = False
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and (item := self.currentItem()):
            name = self.active.names[self.row(item)]
            self.active.hide(name, name not in self.active.hidden)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "active"):
            self.refresh()

    def _fill(self, item: QListWidgetItem, name: str, row: int) -> None:
        active = self.active
        drawn = not active.curve_of(name).is_empty
        kind = "Input" if name in active.task.inputs else "Gene"
        state = "drawn" if drawn else "0 here" if kind == "Input" else "free here"
        hidden = ", hidden" if name in active.hidden else ""
        key = f" Key {row + 1} on the canvas draws it." if row < 9 else ""
        shown = Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        item.setText(name)
        item.setCheckState(shown)
        item.setData(COLOR, active.color(name))
        item.setData(DRAWN, drawn)
        item.setData(DASHED, kind == "Input")
        item.setToolTip(f"{kind} {name}, {state}.{key} The eye, or Space, shows or hides it.")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind} {name}, {state}{hidden}")

    def _choose(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.active.choose(self.active.names[row])

    def _show_or_hide(self, item: QListWidgetItem) -> None:
        if not self._filling:
            name = self.active.names[self.row(item)]
            self.active.hide(name, item.checkState() == Qt.CheckState.Unchecked)

    def _fit(self) -> None:
        """Take the height of the rows there are, up to a few."""
        self.doItemsLayout()
        policy, whole = Qt.ScrollBarPolicy, self.contentsSize().height()
        fits = whole <= MOST_ROWS * HEIGHT
        bar = policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        height = max(HEIGHT, min(whole, MOST_ROWS * HEIGHT))
        if height != self.height():
            self.setFixedHeight(height)
