"""Draws `CurveFigure`s: trajectories beside their targets, networks of an ensemble behind them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.gui.panels.curve_lines import (
    Slot,
    decimal_log,
    keys_of,
    lines_of,
    lone_points,
    values_at,
)
from grnstudio.gui.panels.legend import ROW, Legend
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.plot_view import PlotView, bounds

MOST_READ = 8
LEGEND_SHARE = 0.3
CROWD = 16  # with more lines than this each is 1 px wide, which Qt draws four times as fast


class CurvePanel(Panel):
    """Lines over a shared axis."""

    readout_on_top = True

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.plot = PlotView(self.look)
        self.legend = Legend(self.look)
        self._lines: dict[Slot, pg.PlotCurveItem] = {}
        self._points: pg.ScatterPlotItem | None = None
        self._reference: tuple[Curve, ...] = ()
        self._width = 1.5
        self._owners: dict[str, str] = {}
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setVisible(False)
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self._legend_area = QScrollArea()
        self._legend_area.setFrameShape(QFrame.Shape.NoFrame)
        self._legend_area.setWidgetResizable(True)
        self._legend_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._legend_area.setStyleSheet("background: transparent;")
        self._legend_area.setWidget(self.legend)
        self._add(self._legend_area)
        self._add(self.plot, 1)
        self._make_actions()
        self.legend.toggled.connect(self._redraw)
        self.plot.pointed.connect(self._read_out)
        self.plot.left.connect(self._stop_reading)
        self.restyle()

    def show_figure(self, figure: CurveFigure) -> None:
        """Draw ``figure``, reusing the lines that are already there."""
        self._accept(figure)
        self.plot.set_axes(figure.x_label, figure.y_label, figure.log_y)
        self._redraw()

    @property
    def lines(self) -> dict[Slot, pg.PlotCurveItem]:
        """The drawn lines by kind ("faint", "reference", "target", "line"), series and name."""
        return {slot: item for slot, item in self._lines.items() if item.isVisible()}

    @property
    def points(self) -> list[pg.SpotItem]:
        """The dots of samples without neighbours."""
        return list(self._points.points()) if self._points is not None else []

    def freeze(self) -> None:
        """Keep the curves as they are behind those to come, to compare with."""
        if self._figure is not None:
            self._reference = tuple(c for c in self._figure.curves if not (c.faint or c.dashed))
            self._redraw()

    def thaw(self) -> None:
        """Take the reference away."""
        self._reference = ()
        self._redraw()

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy with the same curves hidden, the same reference and the same zoom."""
        copy = super().paper_copy(look)
        assert isinstance(copy, CurvePanel)
        copy._reference = self._reference
        for button in copy.legend.buttons:
            button.setChecked(button.key.name not in self.legend.hidden_names())
        copy._redraw()
        if self._figure is not None and self.plot.is_held:
            copy.plot.zoom_like(self.plot)
        return copy

    def paper_height(self, width: int) -> int:
        """Add to the height what a legend without scroll bar needs."""
        hidden = self.legend.height_for(width - 16) - max(self._legend_area.height(), ROW)
        return super().paper_height(width) + max(hidden, 0)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.plot.restyle(self.look)
        self.legend.restyle(self.look)
        self._cursor.setPen(self.look.pen(self.look.color(self.look.tokens.disabled)))
        self._set_pens()
        if self._figure is not None:
            self._draw_points()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the legend have some of the height, and scroll beyond that."""
        super().resizeEvent(event)
        self._fit_legend()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the reference and the zoom."""
        self._thaw_action.setEnabled(bool(self._reference))
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _make_actions(self) -> None:
        freeze = QAction("Freeze curves as reference", self)
        freeze.triggered.connect(self.freeze)
        self._thaw_action = QAction("Remove reference", self)
        self._thaw_action.triggered.connect(self.thaw)
        whole = QAction("Show all", self)
        whole.setShortcut("Ctrl+0")
        whole.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        whole.triggered.connect(self.plot.show_all)
        self.addActions([freeze, self._thaw_action, whole])

    def _redraw(self) -> None:
        if self._figure is None:
            return
        keys, self._owners = keys_of(self._figure.curves, bool(self._reference))
        self.legend.show_keys(keys)
        self._fit_legend()
        hidden = self.legend.hidden_names()
        shown = {
            slot: (x, self._scaled(y))
            for slot, (x, y) in lines_of(self._figure.curves, self._reference).items()
            if self._owners.get(slot[2], slot[2]) not in hidden
        }
        shown = {slot: line for slot, line in shown.items() if np.isfinite(line[1]).any()}
        self._set_lines(shown)
        self._draw_points()
        self._fit(shown)

    def _set_pens(self) -> None:
        for slot, item in self._lines.items():
            item.setPen(self._pen(slot))

    def _set_lines(self, shown: dict[Slot, tuple[np.ndarray, np.ndarray]]) -> None:
        for slot in self._lines.keys() - shown.keys():
            self.plot.removeItem(self._lines.pop(slot))
        width = 1.0 if len(shown) > CROWD and not self.look.on_paper else 1.5
        if width != self._width:
            self._width = width
            self._set_pens()
        for slot, (x, y) in shown.items():
            item = self._lines.get(slot)
            if item is None:
                item = pg.PlotCurveItem(pen=self._pen(slot), connect="finite", antialias=True)
                item.setZValue({"faint": 0, "reference": 1, "target": 2, "line": 3}[slot[0]])
                self._lines[slot] = item
                self.plot.addItem(item, ignoreBounds=True)
            item.setData(x, y)

    def _draw_points(self) -> None:
        """Dot the samples that have no neighbour, which no line would show."""
        spots = [
            {"pos": (x, y), "brush": self.look.series(slot[1])}
            for slot, item in self._lines.items()
            for x, y in lone_points(item.xData, item.yData)
        ]
        if self._points is None and spots:
            self._points = pg.ScatterPlotItem(size=5, pen=None, pxMode=True)
            self.plot.addItem(self._points, ignoreBounds=True)
        if self._points is not None:
            self._points.setData(spots)

    def _fit(self, shown: dict[Slot, tuple[np.ndarray, np.ndarray]]) -> None:
        x, y = bounds([x for x, _ in shown.values()]), bounds([y for _, y in shown.values()])
        if x and y:
            if not self._figure.log_y and 0 <= y[0] < 0.5 * y[1]:
                y = (0.0, y[1])
            self.plot.fit(x, y)

    def _scaled(self, y: np.ndarray) -> np.ndarray:
        return decimal_log(y) if self._figure.log_y else y

    def _pen(self, slot: Slot) -> QPen:
        kind, series, _ = slot
        if kind == "faint":
            return self.look.pen(self.look.series(series, 0.28), 0.8)
        if kind == "reference":
            return self.look.pen(self.look.series(series, 0.6), 1.2, Qt.PenStyle.DotLine)
        style = Qt.PenStyle.DashLine if kind == "target" else Qt.PenStyle.SolidLine
        return self.look.pen(self.look.series(series), self._width, style)

    def _read_out(self, x: float, y: float) -> None:
        hidden = self.legend.hidden_names()
        near = [
            (name, value)
            for name, value in values_at(self._figure.curves, x)
            if self._owners.get(name, name) not in hidden
        ]
        level = 10**y if self._figure.log_y else y
        near = sorted(near, key=lambda one: abs(one[1] - level))[:MOST_READ]
        head = f"{self._figure.x_label.split(' (')[0]} {x:.4g}"
        self.say("\n".join([head, *(f"{name}: {value:.4g}" for name, value in near)]))
        self._cursor.setPos(x)
        self._cursor.setVisible(True)

    def _stop_reading(self) -> None:
        self.say("")
        self._cursor.setVisible(False)

    def _fit_legend(self) -> None:
        width = self.width() - 16
        wanted = self.legend.height_for(width) if width > 0 else 0
        cap = wanted if self.look.on_paper else max(2 * ROW, int(LEGEND_SHARE * self.height()))
        self._legend_area.setFixedHeight(min(wanted, cap))
        fits = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._legend_area.setVerticalScrollBarPolicy(fits if wanted <= cap else scrolls)
