"""An axis in plain numbers, whose logarithmic ticks are as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QRectF

MANTISSAS = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
ROOM = 16.0  # pixels from one label to the next
OVERHANG = 8  # pixels by which a number may reach beyond its axis, as a 0 at its foot does
FEWEST = 3  # digits that an axis needs to be read by them


class LevelAxis(pg.AxisItem):
    """Linear as pyqtgraph has it, but never in thousandths; logarithmic with ticks of our own.

    One that ``is_whole`` has ticks at whole numbers alone.
    """

    is_whole = False

    def updateAutoSIPrefix(self) -> None:
        """Keep the numbers as they are; pyqtgraph scales them even where it is told not to."""
        self.picture = None  # pyqtgraph leaves the repainting after a change of range to this
        self.update()

    def boundingRect(self) -> QRectF:
        """Leave room for numbers at both ends of an axis below, which are left out otherwise."""
        rect: QRectF = super().boundingRect()
        reach = OVERHANG if self.orientation == "bottom" else 0
        return rect.adjusted(-reach, 0, reach, 0)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        plain: list[tuple[float, float]] = super().tickSpacing(minVal, maxVal, size)
        if not self.is_whole:
            return plain
        return [one for one in plain if one[0] >= 1 and one[0] % 1 == 0] or [(1, 0)]

    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        if not self.logMode:
            plain: list[tuple[float | None, list[float]]] = super().tickValues(minVal, maxVal, size)
            return plain
        return [(None, log_ticks(minVal, maxVal, size))]

    def tickStrings(
        self, values: Sequence[float], scale: float, spacing: float | None
    ) -> list[str]:
        if not self.logMode:
            plain: list[str] = super().tickStrings(values, scale, spacing)
            return plain
        return [f"{10**value:.3g}" for value in values]


def log_ticks(low: float, high: float, size: float) -> list[float]:
    """Return decimal logarithms of round numbers from ``low`` to ``high``, ``ROOM`` apart."""
    if not high > low:
        return []
    pixels = size / (high - low)
    choices = [_ticks(low, high, mantissas, 1) for mantissas in MANTISSAS]
    if len(choices[0]) < FEWEST:
        return _even_ticks(low, high, pixels)
    for ticks in choices:
        if _apart(ticks) * pixels >= ROOM:
            return ticks
    return _ticks(low, high, (1,), math.ceil(ROOM / pixels))


def _even_ticks(low: float, high: float, pixels: float) -> list[float]:
    """Return ticks evenly spaced in the numbers themselves, for less than a digit's range."""
    least, most = 10**low, 10**high
    power = 10.0 ** math.floor(math.log10(most - least))
    for step in (share * power for share in (0.1, 0.2, 0.5, 1.0, 2.0)):
        whole = range(math.ceil(least / step), math.floor(most / step) + 1)
        ticks = [math.log10(step * count) for count in whole]
        if _apart(ticks) * pixels >= ROOM:
            return ticks
    return []


def _ticks(low: float, high: float, mantissas: Sequence[int], every: int) -> list[float]:
    powers = range(math.floor(low), math.ceil(high) + 1)
    logs = [p + math.log10(m) for p in powers if p % every == 0 for m in mantissas]
    return [one for one in logs if low <= one <= high]


def _apart(ticks: Sequence[float]) -> float:
    gaps = [b - a for a, b in pairwise(ticks)]
    return min(gaps, default=math.inf)
