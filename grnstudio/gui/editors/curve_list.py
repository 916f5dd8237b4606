"""The legend of the canvas: every gene and input, which one is drawn, which are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.theme import tokens

SWATCH = QSize(18, 12)
MOST_ROWS = 3
CHIPS = (
    "QListWidget {{ border: 0; background: transparent }}"
    "QListWidget::item {{ border: 1px solid {line}; border-radius: 6px; padding: 2px 6px 2px 2px;"
    " color: {text} }}"
    "QListWidget::item:selected {{ border: 1.5px solid {accent}; background: transparent;"
    " color: {text} }}"
)


class CurveList(QListWidget):
    """Chips in as many rows as they need; a check box shows or hides a curve."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = active
        self._filling = False
        self.setAccessibleName("Genes and inputs")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setIconSize(SWATCH)
        self.setSpacing(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._choose)
        self.itemChanged.connect(self._show_or_hide)
        active.changed.connect(self.refresh)
        self.restyle()

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

    def restyle(self) -> None:
        """Take the theme's colours."""
        now = tokens()
        sheet = CHIPS.format(line=now.line, accent=now.accent, text=now.text)
        if sheet != self.styleSheet():  # setting it brings the same event again
            self.setStyleSheet(sheet)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "active"):
            self.restyle()

    def _fill(self, item: QListWidgetItem, name: str, row: int) -> None:
        active = self.active
        drawn = not active.curve_of(name).is_empty
        kind = "Input" if name in active.task.inputs else "Gene"
        state = "drawn" if drawn else "0 here" if kind == "Input" else "free here"
        key = f" Key {row + 1} draws it." if row < 9 else ""
        shown = Qt.CheckState.Unchecked if name in active.hidden else Qt.CheckState.Checked
        item.setText(name)
        item.setIcon(_swatch(active.color(name), drawn, kind == "Input", self.devicePixelRatioF()))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(shown)
        item.setToolTip(f"{kind} {name}, {state}.{key} The box shows or hides its curve.")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind} {name}, {state}")

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
        height = self.contentsSize().height() + 2 * self.frameWidth()
        row = self.sizeHintForRow(0) + 2 * self.spacing()
        self.setFixedHeight(max(row, min(height, MOST_ROWS * row + 4)) + 2)


def _swatch(color: QColor, drawn: bool, dashed: bool, ratio: float) -> QIcon:
    """Return a line in ``color``: full where a curve is drawn, hollow where none is."""
    picture = QPixmap(SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = SWATCH.height() / 2
    if drawn:
        pen = QPen(color, 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if dashed:
            pen.setDashPattern([1.2, 1.8])
        painter.setPen(pen)
        painter.drawLine(QPointF(2, middle), QPointF(SWATCH.width() - 2, middle))
    else:
        painter.setPen(QPen(color, 1.2))
        painter.drawRoundedRect(1, int(middle) - 2, SWATCH.width() - 3, 4, 2, 2)
    painter.end()
    return QIcon(picture)
