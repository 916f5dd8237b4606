"""Draws `CurveFigure`s: trajectories beside their targets, networks of an ensemble behind them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QPen
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import Band, Curve, CurveFigure
from grnstudio.gui.panels.curve_lines import (
    Line,
    Slot,
    bands_at,
    decimal_log,
    keys_of,
    lines_of,
    lone_points,
    styles_of,
    turns_of,
    values_at,
)
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.plot_panel import (
    BAND_ALPHA,
    MOST_READ,
    AreaItem,
    PlotPanel,
    band_outlines,
)
from grnstudio.gui.panels.plot_view import bounds

CROWD = 16  # with more lines than this each is 1 px wide, which Qt draws four times as fast
DEPTHS = {"faint": 0, "reference": 1, "target": 2, "line": 3}


class CurvePanel(PlotPanel):
    """Lines over a shared axis, with the areas around them."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self._lines: dict[Slot, pg.PlotCurveItem] = {}
        self._areas: dict[str, AreaItem] = {}
        self._points: pg.ScatterPlotItem | None = None
        self._reference: tuple[Curve, ...] = ()
        self._width = 1.5
        self._owners: dict[str, str] = {}
        self._styles: dict[str, Qt.PenStyle] = {}
        self._turns: dict[int, int] = {}
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
    def areas(self) -> dict[str, AreaItem]:
        """The drawn bands by name."""
        return dict(self._areas)

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

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self._set_pens()
        if self._figure is not None:
            self._draw_points()
            self._set_areas(self._shown_bands())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the reference and the zoom."""
        self._thaw_action.setEnabled(bool(self._reference))
        super().contextMenuEvent(event)

    def _take_over(self, other: PlotPanel) -> None:
        assert isinstance(other, CurvePanel)
        self._reference = other._reference

    def _make_actions(self) -> None:
        freeze = QAction("Freeze curves as reference", self)
        freeze.triggered.connect(self.freeze)
        self._thaw_action = QAction("Remove reference", self)
        self._thaw_action.triggered.connect(self.thaw)
        self.addActions([freeze, self._thaw_action])
        super()._make_actions()

    def _redraw(self) -> None:
        if self._figure is None:
            return
        figure = self._figure
        turns = turns_of(figure.curves, len(self.look.tokens.series))
        keys, self._owners = keys_of(figure.curves, bool(self._reference), figure.bands, turns)
        self._show_keys(keys)
        self._set_styles(styles_of(figure.curves), turns)
        hidden = self.legend.hidden_names()
        shown = {
            slot: (x, self._scaled(y))
            for slot, (x, y) in lines_of(figure.curves, self._reference).items()
            if self._owners.get(slot[2], slot[2]) not in hidden
        }
        shown = {slot: line for slot, line in shown.items() if np.isfinite(line[1]).any()}
        bands = self._shown_bands()
        self._set_lines(shown)
        self._set_areas(bands)
        self._draw_points()
        self._show_marks(figure.marks)
        self._fit(list(shown.values()), bands)

    def _shown_bands(self) -> list[Band]:
        hidden = self.legend.hidden_names()
        bands = self._figure.bands
        return [one for one in bands if self._owners.get(one.name, one.name) not in hidden]

    def _set_areas(self, bands: list[Band]) -> None:
        for name in self._areas.keys() - {band.name for band in bands}:
            self.plot.removeItem(self._areas.pop(name))
        for band in bands:
            area = self._areas.get(band.name)
            if area is None:
                area = self._areas[band.name] = AreaItem()
                area.setZValue(-1)
                self.plot.addItem(area, ignoreBounds=True)
            area.setBrush(self.look.series(band.series, BAND_ALPHA))
            x, low, high = (np.asarray(part, float) for part in (band.x, band.low, band.high))
            area.show_outlines(band_outlines(x, self._floor(low, high), self._scaled(high)))

    def _floor(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Let a band that reaches to 0 or below fill the plot down to its foot on a log axis."""
        if not self._figure.log_y:
            return low
        positive = high[np.isfinite(high) & (high > 0)]
        least = positive.min() / 1e3 if positive.size else 1.0
        return decimal_log(np.where(low > 0, low, least))

    def _set_styles(self, styles: dict[str, Qt.PenStyle], turns: dict[int, int]) -> None:
        if (styles, turns) != (self._styles, self._turns):
            self._styles, self._turns = styles, turns
            self._set_pens()

    def _set_pens(self) -> None:
        for slot, item in self._lines.items():
            item.setPen(self._pen(slot))

    def _set_lines(self, shown: dict[Slot, Line]) -> None:
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
                item.setZValue(DEPTHS[slot[0]])
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
            self._points = pg.ScatterPlotItem(size=5, pen=None, useCache=not self.look.on_paper)
            self.plot.addItem(self._points, ignoreBounds=True)
        if self._points is not None:
            self._points.setData(spots)

    def _fit(self, shown: list[Line], bands: list[Band]) -> None:
        edges = [] if self._figure.log_y else [y for band in bands for y in (band.low, band.high)]
        x = bounds([x for x, _ in shown] + [np.asarray(band.x, float) for band in bands])
        y = bounds([y for _, y in shown] + [np.asarray(edge, float) for edge in edges])
        if x and y:
            if not self._figure.log_y and 0 <= y[0] < 0.5 * y[1]:
                y = (0.0, y[1])
            if self._figure.x_from is not None:
                x = (min(self._figure.x_from, x[0]), x[1])
            self.plot.fit(x, y)

    def _scaled(self, y: np.ndarray) -> np.ndarray:
        return decimal_log(y) if self._figure.log_y else y

    def _pen(self, slot: Slot) -> QPen:
        kind, series, name = slot
        if kind == "faint":
            return self.look.pen(self.look.series(series, 0.28), 0.8)
        if kind == "reference":
            return self.look.pen(self.look.series(series, 0.6), 1.2, Qt.PenStyle.DotLine)
        style = Qt.PenStyle.SolidLine
        if kind == "target":
            style = self._styles.get(name, Qt.PenStyle.DashLine)
        turn = self._turns.get(series, 0)
        return self.look.pen(self.look.series(series), self._width, style, turn)

    def _near(self, x: float, y: float) -> list[str]:
        hidden = self.legend.hidden_names()
        near = [
            (name, value)
            for name, value in values_at(self._figure.curves, x)
            if self._owners.get(name, name) not in hidden
        ]
        level = 10**y if self._figure.log_y else y
        near = sorted(near, key=lambda one: abs(one[1] - level))[:MOST_READ]
        around = bands_at(self._shown_bands(), self._figure.curves, x)
        head = f"{self._figure.x_label.split(' (')[0]} {x:.4g}"
        return [head, *(f"{name}: {value:.4g}{around.get(name, '')}" for name, value in near)]
