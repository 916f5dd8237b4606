"""Curves drawn by hand: strokes and points become samples on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCurve:
    """A curve on a grid, ``[points]``, NaN where nothing is asked.

    ``per_level`` is added once per unit of a condition's random level. ``knots`` are the points
    that a spline goes through, as long as the curve has been made by points alone.
    """

    values: np.ndarray
    per_level: np.ndarray | None = None
    knots: Knots = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _frozen(self.values))
        if self.per_level is not None:
            object.__setattr__(self, "per_level", _frozen(self.per_level))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been drawn."""
        return bool(np.isnan(self.values).all())

    def at_level(self, level: float) -> np.ndarray:
        """Return the curve when the condition's random level is ``level``, ``[points]``."""
        return self.values if self.per_level is None else self.values + level * self.per_level

    def with_stroke(self, grid: np.ndarray, x: np.ndarray, y: np.ndarray) -> DrawnCurve:
        """Draw a freehand stroke over the curve; where it doubles back, the later part holds."""
        values = self.values.copy()
        for (x0, y0), (x1, y1) in zip(
            zip(x[:-1], y[:-1], strict=True), zip(x[1:], y[1:], strict=True), strict=True
        ):
            touched = (grid >= min(x0, x1)) & (grid <= max(x0, x1))
            share = (grid[touched] - x0) / (x1 - x0) if x1 != x0 else 1.0
            values[touched] = y0 + share * (y1 - y0)
        if len(x) > 0:
            values[np.abs(grid - x[-1]).argmin()] = y[-1]
        return DrawnCurve(values)

    def with_value(self, index: int, value: float) -> DrawnCurve:
        """Set one sample, NaN to ask for nothing there, as the table does."""
        values = self.values.copy()
        values[index] = value
        return DrawnCurve(values)

    def erased(self, grid: np.ndarray, low: float, high: float) -> DrawnCurve:
        """Ask for nothing between ``low`` and ``high`` on the grid."""
        gone = (grid >= low) & (grid <= high)
        return DrawnCurve(np.where(gone, np.nan, self.values))

    def smoothed(self, width: int = 5) -> DrawnCurve:
        """Average over ``width`` neighbouring samples; gaps stay gaps, and ends stay near."""
        drawn = ~np.isnan(self.values)
        kernel = np.ones(width)
        total = np.convolve(np.where(drawn, self.values, 0.0), kernel, "same")
        count = np.convolve(drawn.astype(float), kernel, "same")
        mean = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
        return DrawnCurve(np.where(drawn, mean, np.nan))

    def clipped(self, low: float, high: float) -> DrawnCurve:
        """Hold the curve between ``low`` and ``high``."""
        return replace(self, values=np.clip(self.values, low, high))


def constant(value: float, count: int) -> DrawnCurve:
    """Return a flat curve of ``count`` samples."""
    return DrawnCurve(np.full(count, float(value)))


def empty(count: int) -> DrawnCurve:
    """Return a curve that asks for nothing."""
    return DrawnCurve(np.full(count, np.nan))


def through(knots: Sequence[tuple[float, float]], grid: np.ndarray) -> DrawnCurve:
    """Return the shape-preserving spline (PCHIP) through ``knots``; it never overshoots them.

    Of knots at one place the last holds. Fewer than two make no curve.
    """
    placed = tuple(sorted({round(x, 9): y for x, y in knots}.items()))
    values = np.full(len(grid), np.nan)
    if len(placed) > 1:
        from scipy.interpolate import PchipInterpolator

        x, y = np.array(placed).T
        margin = 1e-9 * (x[-1] - x[0])
        inside = (grid >= x[0] - margin) & (grid <= x[-1] + margin)
        with np.errstate(over="ignore"):  # next to a slope near 1e-308 the spline is flat, rightly
            spline = PchipInterpolator(x, y)
        values[inside] = spline(np.clip(grid[inside], x[0], x[-1]))
    return DrawnCurve(values, knots=placed)


def _frozen(values: np.ndarray) -> np.ndarray:
    own = np.array(values, dtype=float)
    own.flags.writeable = False
    return own
