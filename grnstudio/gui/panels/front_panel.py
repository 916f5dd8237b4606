"""Draws `FrontFigure`s: error against number of links, a point per network, to be chosen from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import FrontFigure, FrontPoint
from grnstudio.gui.panels.curve_lines import decimal_log
from grnstudio.gui.panels.legend import Key
from grnstudio.gui.panels.look import Look, caption_font
from grnstudio.gui.panels.plot_panel import PlotPanel
from grnstudio.gui.panels.plot_view import bounds

REACH = 14.0  # pixels from a point within which it is meant
WIDE = 30.0  # the ratio of errors from which on their axis is logarithmic
WORKS, FAILED = "does its task", "failed"
MOST_TICKS = 16
SLOPE = 38  # degrees, so that what is written beside neighbours keeps apart


class FrontPanel(PlotPanel):
    """Points joined to those they come from; a click, or an arrow key, chooses one."""

    point_chosen = Signal(int)  # its key, by the user

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        paper = self.look.on_paper
        self._lines = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._path = pg.PlotCurveItem(connect="finite", antialias=True)
        self._works = pg.ScatterPlotItem(size=9, symbol="o", useCache=not paper)
        self._failed = pg.ScatterPlotItem(size=9, symbol="x", useCache=not paper)
        self._ring = pg.ScatterPlotItem(size=18, symbol="o", brush=None, useCache=not paper)
        self._limit = pg.InfiniteLine(angle=0, movable=False)
        self._names: list[pg.TextItem] = []
        parts = (self._limit, self._lines, self._path, self._works, self._failed, self._ring)
        for depth, item in enumerate(parts):
            item.setZValue(depth)
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.scene().sigMouseClicked.connect(self._click)
        self.plot.setAccessibleName("Error against number of links")
        self.restyle()

    @property
    def chosen(self) -> int:
        """The key of the point that is chosen, -1 for none."""
        return int(self._figure.chosen) if self._figure is not None else -1

    def show_figure(self, figure: FrontFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.plot.set_axes("links", figure.y_label, _is_wide(figure))
        self._redraw()

    def place_of(self, key: int) -> tuple[float, float]:
        """Return where a point lies on the plot, in pixels; raises `KeyError`."""
        point = {one.key: one for one in self._figure.points}[key]
        return self.plot.to_widget(point.links, self._height(point.error))

    def describe(self, point: FrontPoint) -> str:
        """Say what a point stands for."""
        links = "1 link" if point.links == 1 else f"{point.links} links"
        text = f"Point {point.key}: {links}, error {point.error:.3g}"
        return f"{text}, {point.label}" if point.label else text

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        one, look = self.look.tokens, self.look
        self._lines.setPen(look.pen(look.color(one.disabled)))
        self._path.setPen(look.pen(look.color(one.accent), 2))
        self._works.setPen(look.pen(look.color(one.panel)))
        self._works.setBrush(look.series(0))
        self._failed.setPen(None)
        self._failed.setBrush(look.series(1))
        self._ring.setPen(look.pen(look.color(one.accent), 2))
        self._limit.setPen(look.pen(look.color(one.secondary), 1, Qt.PenStyle.DashLine))
        if self._figure is not None:
            self._redraw()

    def _make_actions(self) -> None:
        super()._make_actions()
        for key, text, step in (("Left", "Next point", 1), ("Right", "Point before", -1)):
            action = QAction(text, self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, step=step: self._walk(step))
            self.addAction(action)

    def _redraw(self) -> None:
        figure = self._figure
        if figure is None:
            return
        hidden = self.legend.hidden_names()
        shown = [one for one in figure.points if (FAILED if one.failed else WORKS) not in hidden]
        self._show_keys(_keys(figure))
        self._works.setData(*self._places([one for one in shown if not one.failed]))
        self._failed.setData(*self._places([one for one in shown if one.failed]))
        chosen = [one for one in figure.points if one.key == figure.chosen]
        self._ring.setData(*self._places(chosen))
        self._draw_lines(figure, shown)
        self._limit.setVisible(figure.tolerance is not None)
        if figure.tolerance is not None:
            self._limit.setValue(self._height(figure.tolerance))
        self._fit(figure)

    def _draw_lines(self, figure: FrontFigure, shown: list[FrontPoint]) -> None:
        by_key = {one.key: one for one in figure.points}
        pairs = [(by_key[one.parent], one) for one in shown if one.parent in by_key]
        self._lines.setData(*self._places([one for pair in pairs for one in pair]))
        path = list(_way_to(figure))
        self._path.setData(*self._places(path))
        self._name([one for one in path if one.parent in by_key])

    def _name(self, path: list[FrontPoint]) -> None:
        """Write beside the points on the way to the chosen one what went there."""
        for item in self._names:
            self.plot.removeItem(item)
        self._names = []
        for one in path:
            text = one.label.removeprefix("without ").replace("->", "→")
            color = self.look.color(self.look.tokens.text)
            item = pg.TextItem(f"  − {text}", color, anchor=(0, 0.5), angle=SLOPE)
            item.setFont(caption_font())
            item.setPos(one.links, self._height(one.error))
            self.plot.addItem(item, ignoreBounds=True)
            self._names.append(item)

    def _fit(self, figure: FrontFigure) -> None:
        heights = [self._height(one.error) for one in figure.points]
        if figure.tolerance is not None:
            heights.append(self._height(figure.tolerance))
        y = bounds([np.array(heights)])
        x = bounds([np.array([float(one.links) for one in figure.points])])
        if x and y:
            grounded = not self.plot.is_log
            reach = (0.0, 1.08 * y[1]) if grounded else y
            self.plot.getAxis("bottom").setTickSpacing(*_ticks(x[1]))
            self.plot.fit((0.0, x[1] + 0.7), reach, grounded=grounded)

    def _places(self, points: list[FrontPoint]) -> tuple[np.ndarray, np.ndarray]:
        x = np.array([float(one.links) for one in points])
        return x, np.array([self._height(one.error) for one in points])

    def _height(self, error: float) -> float:
        return float(decimal_log(np.array([error]))[0]) if self.plot.is_log else error

    def _near(self, x: float, y: float) -> list[str]:
        point = self._point_at(*self.plot.to_widget(x, y))
        return [self.describe(point)] if point else []

    def _point_at(self, across: float, down: float) -> FrontPoint | None:
        best, least = None, REACH
        for one in self._figure.points:
            at = self.plot.to_widget(one.links, self._height(one.error))
            apart = float(np.hypot(at[0] - across, at[1] - down))
            if apart <= least:
                best, least = one, apart
        return best

    def _click(self, event: Any) -> None:
        if self._figure is None or event.button() != Qt.MouseButton.LeftButton:
            return
        place = self.plot.mapFromScene(event.scenePos())
        point = self._point_at(place.x(), place.y())
        if point is not None:
            event.accept()
            self.point_chosen.emit(point.key)

    def _walk(self, step: int) -> None:
        if self._figure is None or not self._figure.points:
            return
        keys = [one.key for one in self._figure.points]
        at = keys.index(self.chosen) + step if self.chosen in keys else 0
        if 0 <= at < len(keys):
            self.point_chosen.emit(keys[at])
            self.say(self.describe(self._figure.points[at]))


def _ticks(most: float) -> tuple[float, float]:
    """Return the spacing of ticks, labelled and bare, for whole numbers of links."""
    major = 1.0 if most <= MOST_TICKS else 5.0
    return major, 1.0


def _is_wide(figure: FrontFigure) -> bool:
    errors = [one.error for one in figure.points if one.error > 0]
    return bool(errors) and max(errors) > WIDE * min(errors)


def _keys(figure: FrontFigure) -> list[Key]:
    keys = [Key(WORKS, 0, symbol="o")]
    if any(one.failed for one in figure.points):
        keys.append(Key(FAILED, 1, symbol="x"))
    if figure.tolerance is not None:
        keys.append(Key(f"tolerated {figure.tolerance:.3g}", None, Qt.PenStyle.DashLine))
    return keys


def _way_to(figure: FrontFigure) -> Iterator[FrontPoint]:
    """Yield the chosen point, and those it comes from."""
    by_key, key = {one.key: one for one in figure.points}, figure.chosen
    seen: set[int] = set()
    while key in by_key and key not in seen:
        seen.add(key)
        yield by_key[key]
        key = by_key[key].parent
