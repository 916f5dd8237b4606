"""Zooming into the canvas and moving about in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from grnstudio.gui.editors.curve_plot import CurvePlot

ZOOM = 1.15  # per notch of the wheel
NOTCH = 120  # as Qt counts a wheel's turn


class ViewDrag:
    """A drag that moves what a plot shows; points are those of the scene."""

    def __init__(self, plot: CurvePlot, at: QPointF) -> None:
        self._plot, self._last = plot, at

    def move(self, to: QPointF) -> None:
        """Keep what was under the pointer there."""
        (x0, y0), (x1, y1) = self._plot.at(self._last), self._plot.at(to)
        self._plot.vb.translateBy(x=x0 - x1, y=y0 - y1)
        self._last = to


def zoom(plot: CurvePlot, turned: int, at: tuple[float, float]) -> None:
    """Zoom by a turn of the wheel around a point of the plot, which stays in its place."""
    factor = ZOOM ** (-turned / NOTCH)
    plot.vb.scaleBy((factor, factor), center=QPointF(*at))
