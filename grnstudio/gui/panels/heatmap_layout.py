"""Where the parts of a heat-map go, and what its cells say. Plain arithmetic, no widgets."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

MINUS = "−"
BAR_ROOM = 76.0
LINE = 15.0
NAME_SHARE = 0.3
HATCH_STEP = 5.0


@dataclass(frozen=True, slots=True)
class HeatmapLayout:
    """The matrix, its colour bar and how the names of the columns stand."""

    matrix: QRectF
    bar: QRectF
    rows: int
    columns: int
    upright: bool  # column names are turned by a quarter

    @property
    def cell_size(self) -> tuple[float, float]:
        """Width and height of a cell."""
        return self.matrix.width() / self.columns, self.matrix.height() / self.rows

    def cell(self, row: int, column: int) -> QRectF:
        """Return a cell, its edges on whole pixels so that neighbours meet."""
        width, height = self.matrix.width() / self.columns, self.matrix.height() / self.rows
        left = self.matrix.left() + round(column * width)
        top = self.matrix.top() + round(row * height)
        right = self.matrix.left() + round((column + 1) * width)
        bottom = self.matrix.top() + round((row + 1) * height)
        gap = 1.0 if min(width, height) > 12 else 0.0
        return QRectF(left, top, right - left - gap, bottom - top - gap)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return row and column of the cell under ``place``."""
        if not self.matrix.contains(place):
            return None
        width, height = self.cell_size
        column = min(int((place.x() - self.matrix.left()) / width), self.columns - 1)
        row = min(int((place.y() - self.matrix.top()) / height), self.rows - 1)
        return row, column


def lay_out(
    area: QRectF,
    row_names: tuple[str, ...],
    column_names: tuple[str, ...],
    labels: tuple[bool, bool],
    measure: Callable[[str], float],
) -> HeatmapLayout:
    """Fit a matrix with names, axis labels (rows, columns: whether there are any) and a bar."""
    rows, columns = max(len(row_names), 1), max(len(column_names), 1)
    widest = max(map(measure, row_names), default=0.0)
    left = min(widest, NAME_SHARE * area.width()) + 8 + (LINE if labels[0] else 0)
    width = max(area.width() - left - BAR_ROOM, float(columns))
    longest = max(map(measure, column_names), default=0.0)
    upright = longest + 4 > width / columns
    names = min(longest, NAME_SHARE * area.height()) if upright else LINE
    top = names + 6 + (LINE if labels[1] else 0)
    height = max(area.height() - top - 4, float(rows))
    matrix = QRectF(area.left() + left, area.top() + top, math.floor(width), math.floor(height))
    bar = QRectF(matrix.right() + 12, matrix.top() + 5, 10, max(matrix.height() - 10, 1))
    return HeatmapLayout(matrix, bar, rows, columns, upright)


def color_limit(values: np.ndarray) -> float:
    """Return the value of the strongest colour: 1, 2 or 5 times a power of ten, at least as large.

    It seldom changes while a matrix is being learned, so colours can be compared over time.
    """
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    if not largest:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= largest)


def decimals_for(limit: float) -> int:
    """Return the decimals that show a hundredth of ``limit``, roughly."""
    return int(np.clip(2 - math.floor(math.log10(limit)), 0, 6))


def signed(value: float, decimals: int) -> str:
    """Write a value with its sign; one that rounds to nothing has none."""
    if abs(value) < 0.5 * 10.0**-decimals:
        return "0"
    return f"{value:+.{decimals}f}".replace("-", MINUS)


def cell_decimals(
    values: np.ndarray, limit: float, width: float, measure: Callable[[str], float]
) -> int | None:
    """Return how many decimals fit into cells of ``width``, None where only a sign does."""
    finite = values[np.isfinite(values)]
    longest = float(finite[np.abs(finite).argmax()]) if finite.size else 0.0
    best = decimals_for(limit)
    for decimals in (best, best - 1, best - 2):
        if decimals >= 1 and measure(signed(longest, decimals)) + 6 <= width:
            return decimals
    return None


def hatch(cell: QRectF) -> list[QLineF]:
    """Return the slanted lines that mark a cell without a value."""
    x, y, w, h = cell.x(), cell.y(), cell.width(), cell.height()
    return [
        QLineF(x + max(0.0, k - h), y + min(k, h), x + min(k, w), y + max(0.0, k - w))
        for k in np.arange(HATCH_STEP, w + h, HATCH_STEP)
    ]


def sign_glyph(cell: QRectF, value: float) -> list[QLineF]:
    """Return the strokes of a plus or a minus in the middle of a cell."""
    x, y = round(cell.center().x()), round(cell.center().y())
    arm = 3 if min(cell.width(), cell.height()) > 8 else 2
    across = QLineF(x - arm, y, x + arm, y)
    return [across, QLineF(x, y - arm, x, y + arm)] if value > 0 else [across]


def every(count: int, room: float, needed: float) -> int:
    """Return of how many names one is written, so that they do not touch."""
    return max(1, math.ceil(needed * count / max(room, 1.0)))
