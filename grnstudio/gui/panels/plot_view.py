"""A bare plot in the house style: two thin axes, a light grid, a range that does not twitch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from grnstudio.gui.panels.level_axis import OVERHANG, LevelAxis
from grnstudio.gui.panels.look import CAPTION_PX, Look, caption_font

Range = tuple[float, float]
MARGIN = 0.04
SMALLEST_SHARE = 0.6  # a range is kept while the data fill at least this much of it


class PlotView(pg.PlotWidget):
    """Axes and curves. The plain wheel is left to the page; Ctrl and the wheel zoom."""

    pointed = Signal(float, float)  # data coordinates under the mouse
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        axes = {name: LevelAxis(name) for name in ("left", "bottom")}
        super().__init__(parent, background=look.tokens.panel, axisItems=axes)
        if look.on_paper:
            self.setCacheMode(self.CacheModeFlag.CacheNone)  # else the ground is an image
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._view = self.getPlotItem().getViewBox()
        self._view.disableAutoRange()
        self._view.setDefaultPadding(0.0)
        self._view.sigRangeChangedManually.connect(self._hold)
        self._held = False
        self._fitted: tuple[Range, Range] | None = None
        self.is_log = False
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setStyle(tickFont=caption_font(), tickLength=-4, autoReduceTextSpace=False)
            if not look.on_paper:  # a grid costs 5 ms a frame to draw anew; on paper it stays lines
                axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self.getPlotItem().layout.setContentsMargins(1, 1, OVERHANG, 1)
        self.restyle(look)
        self.scene().sigMouseMoved.connect(self._point)

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(320, 200)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        one = look.tokens
        self.setBackground(one.panel)
        line = look.color(one.secondary if look.on_paper else one.disabled)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(look.pen(line))
            axis.setTickPen(look.pen(line, 0.75))
            axis.setTextPen(look.color(one.text if look.on_paper else one.secondary))
            axis.setLabel(axis.labelText, **self._label_style(look))
        self.showGrid(x=True, y=True, alpha=0.12 if look.on_paper else 0.16)
        self._look = look

    def set_axes(self, x_label: str, y_label: str, log_y: bool) -> None:
        """Name the axes; the values drawn on a log axis are decimal logarithms."""
        for name, text in (("bottom", x_label), ("left", y_label)):
            axis = self.getAxis(name)
            if axis.labelText != text:
                axis.setLabel(text, **self._label_style(self._look))
        if log_y != self.is_log:
            self.is_log = log_y
            self.getAxis("left").setLogMode(x=False, y=log_y)
            self._fitted = None

    @property
    def is_held(self) -> bool:
        """Whether the user has zoomed."""
        return self._held

    def fit(self, x: Range, y: Range, x_margin: float = 0.0, grounded: bool = False) -> None:
        """Show these data, unless the user has zoomed; small changes do not move the view.

        Without a margin across every change moves it, so that curves fill the plot. A
        ``grounded`` plot has its foot at the least value.
        """
        old = self._fitted or (None, None)
        low, high = steady_range(y, old[1], MARGIN)
        wanted = (steady_range(x, old[0], x_margin), (y[0] if grounded else low, high))
        if wanted != self._fitted and not self._held:
            self._view.setRange(xRange=wanted[0], yRange=wanted[1], padding=0.0)
        self._fitted = wanted

    def show_all(self) -> None:
        """Undo the user's zoom."""
        self._held = False
        if self._fitted:
            self._view.setRange(xRange=self._fitted[0], yRange=self._fitted[1], padding=0.0)

    def zoom_like(self, other: PlotView) -> None:
        """Show the same part of the plane as ``other``."""
        x, y = other.getPlotItem().viewRange()
        self._held = True
        self._view.setRange(xRange=x, yRange=y, padding=0.0)

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Return where the point ``(x, y)`` of the data lies on this widget, in pixels."""
        place = self.mapFromScene(self._view.mapViewToScene(pg.Point(x, y)))
        return place.x(), place.y()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; else let the page scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that nothing is pointed at."""
        super().leaveEvent(event)
        self.left.emit()

    def _hold(self, *changed: Any) -> None:
        self._held = True

    def _point(self, place: Any) -> None:
        if self._view.sceneBoundingRect().contains(place):
            spot = self._view.mapSceneToView(place)
            self.pointed.emit(spot.x(), spot.y())
        else:
            self.left.emit()

    def _label_style(self, look: Look) -> dict[str, str]:
        one = look.tokens
        color = one.text if look.on_paper else one.secondary
        return {"color": color, "font-size": f"{CAPTION_PX}px"}


def steady_range(data: Range, old: Range | None, margin: float) -> Range:
    """Return a range for ``data``, the ``old`` one as long as it fits well."""
    low, high = data
    if not high > low:
        reach = 0.5 if not low else 0.1 * abs(low)
        low, high = low - reach, high + reach
    pad = margin * (high - low)
    if old and margin and old[0] <= low and high <= old[1]:
        fills = (high - low + 2 * pad) / (old[1] - old[0])
        if fills >= SMALLEST_SHARE:
            return old
    return float(low - pad), float(high + pad)


def bounds(arrays: list[np.ndarray]) -> Range | None:
    """Return the least and the greatest finite value, None if there is none."""
    values = np.concatenate(arrays) if arrays else np.empty(0)
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else None
