"""Draws `HistogramFigure`s: sampled distributions, and exact ones over them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import Curve, Histogram, HistogramFigure
from grnstudio.gui.panels.curve_lines import values_at
from grnstudio.gui.panels.legend import Key
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.plot_panel import MOST_READ, AreaItem, PlotPanel
from grnstudio.gui.panels.plot_view import bounds

FILL = 0.3
SIDE_MARGIN = 0.02
DOTTED = 60  # a line of fewer samples shows them as dots, since nothing lies between


class HistogramPanel(PlotPanel):
    """Bars, see-through where several stand together; lines over them; upright marks."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self._bars: dict[str, Bars] = {}
        self._lines: dict[str, pg.PlotCurveItem] = {}
        self._dots = pg.ScatterPlotItem(size=5, pen=None, useCache=not self.look.on_paper)
        self._dots.setZValue(3)
        self.plot.addItem(self._dots, ignoreBounds=True)
        self.restyle()

    def show_figure(self, figure: HistogramFigure) -> None:
        """Draw ``figure``, reusing the bars and lines that are already there."""
        self._accept(figure)
        self.plot.set_axes(figure.x_label, figure.y_label, False)
        self._redraw()

    @property
    def bars(self) -> dict[str, Bars]:
        """The drawn bars by name."""
        return dict(self._bars)

    @property
    def lines(self) -> dict[str, pg.PlotCurveItem]:
        """The drawn lines by name."""
        return dict(self._lines)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        if self._figure is not None:
            self._redraw()

    def _redraw(self) -> None:
        if self._figure is None:
            return
        self._show_keys(keys_of(self._figure))
        hidden = self.legend.hidden_names()
        bars = [one for one in self._figure.histograms if one.name not in hidden]
        lines = [one for one in self._figure.curves if one.name not in hidden]
        self._set_bars(bars)
        self._set_lines(lines)
        self._show_marks(self._figure.marks)
        self._fit(bars, lines)

    def _set_bars(self, shown: list[Histogram]) -> None:
        for name in self._bars.keys() - {one.name for one in shown}:
            for item in self._bars.pop(name).items:
                self.plot.removeItem(item)
        for one in shown:
            bars = self._bars.get(one.name)
            if bars is None:
                bars = self._bars[one.name] = Bars()
                for item in bars.items:
                    self.plot.addItem(item, ignoreBounds=True)
            bars.show_histogram(one, self.look)

    def _set_lines(self, shown: list[Curve]) -> None:
        for name in self._lines.keys() - {one.name for one in shown}:
            self.plot.removeItem(self._lines.pop(name))
        spots = []
        for one in shown:
            item = self._lines.get(one.name)
            if item is None:
                item = self._lines[one.name] = pg.PlotCurveItem(connect="finite", antialias=True)
                item.setZValue(2)
                self.plot.addItem(item, ignoreBounds=True)
            style = Qt.PenStyle.DashLine if one.dashed else Qt.PenStyle.SolidLine
            color = self.look.series(one.series)
            item.setPen(self.look.pen(color, 1.5, style))
            item.setData(np.asarray(one.x, float), np.asarray(one.y, float))
            if len(one.x) < DOTTED:
                spots += [{"pos": at, "brush": color} for at in zip(one.x, one.y, strict=True)]
        self._dots.setData(spots)

    def _fit(self, bars: list[Histogram], lines: list[Curve]) -> None:
        places = [np.asarray(one.edges, float) for one in bars]
        self.plot.getAxis("bottom").is_whole = bool(places) and all(map(is_of_counts, places))
        places += [np.asarray(one.x, float) for one in lines]
        places.append(np.asarray(self._figure.marks, float))
        heights = [np.asarray(one.heights, float) for one in bars]
        heights += [np.asarray(one.y, float) for one in lines]
        x, y = bounds(places), bounds(heights)
        if x:
            top = y[1] if y and y[1] > 0 else 1.0
            self.plot.fit(x, (0.0, top), SIDE_MARGIN, grounded=True)

    def _near(self, x: float, y: float) -> list[str]:
        hidden = self.legend.hidden_names()
        found = []
        for one in self._figure.histograms:
            bin = int(np.searchsorted(one.edges, x, side="right")) - 1
            if one.name not in hidden and 0 <= bin < len(one.heights):
                span = bin_text(float(one.edges[bin]), float(one.edges[bin + 1]))
                found.append(f"{one.name} at {span}: {one.heights[bin]:.4g}")
        curves = [one for one in self._figure.curves if one.name not in hidden]
        found += [f"{name}: {value:.4g}" for name, value in values_at(curves, x)]
        head = f"{self._figure.x_label.split(' (')[0]} {x:.4g}"
        return [head, *found[:MOST_READ]]


class Bars:
    """The bars of one histogram: one filled area and one outline, however many there are."""

    def __init__(self) -> None:
        self.area = AreaItem()
        self.outline = pg.PlotCurveItem(antialias=True)
        self.outline.setZValue(1)
        self.items = (self.area, self.outline)

    def show_histogram(self, histogram: Histogram, look: Look) -> None:
        """Draw the bars of ``histogram``."""
        x, y = steps_of(histogram)
        self.area.setBrush(look.series(histogram.series, FILL))
        self.area.show_outlines([(x, y)] if len(x) else [])
        self.outline.setPen(look.pen(look.series(histogram.series, 0.8), 1.0))
        self.outline.setData(x, y)


def steps_of(histogram: Histogram) -> tuple[np.ndarray, np.ndarray]:
    """Return the outline of the bars from foot to foot, heights that are not finite as 0."""
    edges = np.asarray(histogram.edges, float)
    heights = np.nan_to_num(np.asarray(histogram.heights, float), posinf=0.0)
    if not len(heights):
        return np.empty(0), np.empty(0)
    return np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])


def is_of_counts(edges: np.ndarray) -> bool:
    """Tell if bars stand for whole numbers, from halfway to halfway."""
    return bool(len(edges)) and bool((edges % 1 == 0.5).all())


def bin_text(low: float, high: float) -> str:
    """Return what a bar counts: one number, numbers from-to, or a stretch of the axis."""
    first, last = low + 0.5, high - 0.5
    if not (first.is_integer() and last.is_integer()):
        return f"{low:.4g} to {high:.4g}"
    return f"{first:.0f}" if first == last else f"{first:.0f} to {last:.0f}"


def keys_of(figure: HistogramFigure) -> list[Key]:
    """Return the legend's keys: areas for bars, lines for curves."""
    keys = [Key(one.name, one.series, filled=True) for one in figure.histograms]
    for curve in figure.curves:
        style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
        keys.append(Key(curve.name, curve.series, style))
    return keys
