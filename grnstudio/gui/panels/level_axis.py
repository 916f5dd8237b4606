"""An axis whose logarithmic ticks are as many as there is room for, and read as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pyqtgraph as pg

MANTISSAS = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
ROOM = 20.0  # pixels from one label to the next


class LevelAxis(pg.AxisItem):
    """Linear as pyqtgraph has it; logarithmic with ticks of our own."""

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
    for mantissas in MANTISSAS:
        ticks = _ticks(low, high, mantissas, 1)
        if _apart(ticks) * pixels >= ROOM:
            return ticks
    every = math.ceil(ROOM / pixels)
    return _ticks(low, high, (1,), every)


def _ticks(low: float, high: float, mantissas: Sequence[int], every: int) -> list[float]:
    powers = range(math.floor(low), math.ceil(high) + 1)
    logs = [p + math.log10(m) for p in powers if p % every == 0 for m in mantissas]
    return [one for one in logs if low <= one <= high]


def _apart(ticks: Sequence[float]) -> float:
    gaps = [b - a for a, b in pairwise(ticks)]
    return min(gaps, default=math.inf)
