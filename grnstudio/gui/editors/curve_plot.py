"""One plot of the drawing canvas: curves over the grid, with what helps to draw them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPen

from grnstudio.core.curves import DrawnCurve, Knots
from grnstudio.core.task import Axis, RandomLevel, TimeAxis
from grnstudio.gui.editors.interactions import Surface
from grnstudio.gui.panels.level_axis import LevelAxis
from grnstudio.gui.theme import tokens

CAPTION_PX = 11
REACH_PX = 9
SOLID = Qt.PenStyle.SolidLine
DOTS = 130  # more samples than this are drawn without a dot each
TOP = 1.02


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A curve and how to show it."""

    curve: DrawnCurve
    color: QColor
    active: bool = False
    knots: Knots = ()
    level: RandomLevel | None = None
    assumed: bool = False  # not drawn, but taken to be so

    @property
    def follows(self) -> bool:
        """Whether a random level moves the curve."""
        return self.level is not None and self.curve.per_level is not None


def axis_label(axis: Axis) -> str:
    """Return the axis's name with its unit."""
    return "time (1/γ)" if isinstance(axis, TimeAxis) else axis.label


class CurvePlot(pg.PlotItem):
    """Curves by name; its view is moved by the canvas alone."""

    def __init__(self, title: str, margin: float = 0.03) -> None:
        axes = {side: LevelAxis(side) for side in ("left", "bottom")}
        super().__init__(enableMenu=False, axisItems=axes)
        self._margin = margin
        self._title = title
        self._top = TOP
        self._lines: dict[str, pg.PlotDataItem] = {}
        self._bands: dict[str, list[pg.GraphicsObject]] = {}
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setDefaultPadding(0)
        self._ghost = self._line(z=20)
        self._knots = pg.ScatterPlotItem(size=9, pxMode=True)
        self._knots.setZValue(30)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._dots = pg.ScatterPlotItem(size=4, pxMode=True, pen=None)
        self._dots.setZValue(15)
        self._spot = pg.ScatterPlotItem(size=11, pxMode=True)
        self._spot.setZValue(40)
        for item in (self._dots, self._knots, self._cursor, self._spot):
            self.addItem(item, ignoreBounds=True)
        self.point_at(None)
        self.restyle()

    def restyle(self) -> None:
        """Take colours and fonts from the theme."""
        now, font = tokens(), QFont()
        font.setPixelSize(CAPTION_PX)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(self._pen(now.line, width=1))
            axis.setTextPen(now.secondary)
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4, tickTextOffset=4)
            axis.label.setFont(font)
        self.showGrid(x=True, y=True, alpha=0.12 if now.name == "light" else 0.2)
        self.getAxis("left").setWidth(42)
        self.setLabel("left", self._title, color=now.secondary)
        self._cursor.setPen(self._pen(now.accent, width=1, style=Qt.PenStyle.DotLine))
        self._spot.setPen(self._pen(now.accent, width=2))
        self._spot.setBrush(pg.mkBrush(now.panel))

    def show_curves(self, grid: np.ndarray, looks: dict[str, Look]) -> None:
        """Draw ``looks``, reusing the lines that are already there."""
        self._clear_all_but(looks)
        self._knots.setData([], [])
        self._dots.setData([], [])
        for name, look in looks.items():
            if name not in self._lines:
                self._lines[name] = self._line()
            self._show_line(self._lines[name], grid, look)
            if look.follows:
                self._show_levels(name, grid, look)
            if look.active:
                self._show_knots(look)
        highs = [np.nanmax(_highest(one)) for one in looks.values() if not one.curve.is_empty]
        self._fit(max((TOP, *(1.05 * float(high) for high in highs))))

    def preview(self, grid: np.ndarray, curve: DrawnCurve | None, color: QColor | None) -> None:
        """Show what a gesture would draw, or with None nothing."""
        if curve is None or color is None:
            self._ghost.setData([], [])
            return
        self._ghost.setPen(self._pen(color, width=3))
        _show(self._ghost, grid, curve.values)
        knots = curve.knots
        self._knots.setData([x for x, _ in knots], [y for _, y in knots])

    def point_at(self, x: float | None, y: float = float("nan")) -> None:
        """Show the keyboard's cursor at a sample, or with None nowhere."""
        self._cursor.setVisible(x is not None)
        seen = x is not None and y == y
        self._spot.setData([x] if seen else [], [y] if seen else [])
        if x is not None:
            self._cursor.setPos(x)

    def surface(self, grid: np.ndarray, snaps: bool) -> Surface:
        """Return what gestures draw on at the present zoom."""
        wide, high = self.vb.viewPixelSize()
        return Surface(grid, (REACH_PX * abs(wide), REACH_PX * abs(high)), self._top, snaps)

    def reset(self, grid: np.ndarray) -> None:
        """Show the whole grid, and levels from 0 to 1 or to the highest curve."""
        margin = 0.03 * (grid[-1] - grid[0])
        self.setXRange(grid[0] - margin, grid[-1] + margin, padding=0)
        self.setYRange(-self._margin, self._top + self._margin, padding=0)

    def at(self, scene: QPointF) -> tuple[float, float]:
        """Return where a point of the scene lies in the plot."""
        point = self.vb.mapSceneToView(scene)
        return point.x(), point.y()

    def _pen(self, color: QColor | str, width: float, style: Qt.PenStyle = SOLID) -> QPen:
        """Return a pen as wide on fine screens as on others; pyqtgraph's count device pixels."""
        view = self.getViewWidget()
        pen: QPen = pg.mkPen(color, width=width * (view.devicePixelRatioF() if view else 1.0))
        pen.setStyle(style)
        return pen

    def _fit(self, top: float) -> None:
        if top != self._top:
            self._top = top
            self.setYRange(-self._margin, top + self._margin, padding=0)

    def _show_line(self, line: pg.PlotCurveItem, grid: np.ndarray, look: Look) -> None:
        color = QColor(look.color)
        color.setAlpha(255 if look.active else 150)
        style = Qt.PenStyle.DotLine if look.assumed else SOLID
        wide = look.active and not look.assumed
        line.setPen(self._pen(color, width=2.2 if wide else 1.3, style=style))
        _show(line, grid, look.curve.values)
        line.setZValue(10 if look.active else 0)
        if wide and not look.knots and len(grid) <= DOTS:
            drawn = ~np.isnan(look.curve.values)
            self._dots.setBrush(pg.mkBrush(color))
            self._dots.setData(grid[drawn], look.curve.values[drawn])

    def _show_levels(self, name: str, grid: np.ndarray, look: Look) -> None:
        """Show the curve at the lowest, middle and highest level, and what lies between."""
        if name not in self._bands:
            low, middle, high = (self._line() for _ in range(3))
            between = pg.FillBetweenItem(low, high)
            between.setZValue(-10)
            self.addItem(between, ignoreBounds=True)
            self._bands[name] = [low, middle, high, between]
        *lines, band = self._bands[name]
        level = look.level or RandomLevel()
        color = QColor(look.color)
        color.setAlpha(120)
        for line, at in zip(lines, np.linspace(level.low, level.high, 3), strict=True):
            line.setPen(self._pen(color, width=1, style=Qt.PenStyle.DotLine))
            _show(line, grid, look.curve.at_level(float(at)))
        color.setAlpha(50)
        band.setBrush(pg.mkBrush(color))

    def _clear_all_but(self, looks: dict[str, Look]) -> None:
        for name in self._lines.keys() - looks.keys():
            self.removeItem(self._lines.pop(name))
        for name in [name for name in self._bands if name not in looks or not looks[name].follows]:
            for item in self._bands.pop(name):
                self.removeItem(item)

    def _show_knots(self, look: Look) -> None:
        own = bool(look.curve.knots)  # others are only offered
        self._knots.setPen(self._pen(look.color, width=2))
        self._knots.setBrush(pg.mkBrush(tokens().panel if own else None))
        self._knots.setData([x for x, _ in look.knots], [y for _, y in look.knots])

    def _line(self, z: float = 0) -> pg.PlotDataItem:
        line = pg.PlotDataItem([], [], connect="finite", antialias=True)
        line.setZValue(z)
        self.addItem(line, ignoreBounds=True)
        return line


def _show(line: pg.PlotDataItem, grid: np.ndarray, values: np.ndarray) -> None:
    """Draw values; a line of nothing but gaps would make pyqtgraph warn."""
    drawn = not np.isnan(values).all()
    line.setData(grid if drawn else [], values if drawn else [])


def _highest(look: Look) -> np.ndarray:
    high = look.level.high if look.level else 0.0
    values: np.ndarray = np.fmax(look.curve.values, look.curve.at_level(high))
    return values
