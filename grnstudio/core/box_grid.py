"""Boxes in a plane, found by the points in them without looking at all of them."""

from __future__ import annotations

import numpy as np

CELL = 64.0


class BoxGrid:
    """Boxes by the cells of a grid that they touch; ``lows`` and ``highs`` are ``[boxes, 2]``."""

    def __init__(self, lows: np.ndarray, highs: np.ndarray, cell: float = CELL) -> None:
        self.lows, self.highs, self._cell = lows.reshape(-1, 2), highs.reshape(-1, 2), cell
        self._origin = self.lows.min(axis=0) - cell if len(self.lows) else np.zeros(2)
        first = self._cells(self.lows)
        spans = self._cells(self.highs) - first + 1
        self._rows = int((first[:, 1] + spans[:, 1]).max(initial=0)) + 1
        owners, place = _counted(spans.prod(axis=1))
        across = first[owners, 0] + place // spans[owners, 1]
        down = first[owners, 1] + place % spans[owners, 1]
        keys = across * self._rows + down
        order = np.argsort(keys, kind="stable")
        self._keys, self._owners = keys[order], owners[order]

    def holding(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which points are in which boxes, as pairs of indices."""
        cells = self._cells(points)
        inside = (cells >= 0).all(axis=1) & (cells[:, 1] < self._rows)
        keys = np.where(inside, cells[:, 0] * self._rows + cells[:, 1], -1)
        first = np.searchsorted(self._keys, keys, "left")
        counts = np.searchsorted(self._keys, keys, "right") - first
        which, place = _counted(counts)
        boxes = self._owners[first[which] + place]
        here = points[which]
        held = ((here > self.lows[boxes]) & (here < self.highs[boxes])).all(axis=1)
        return which[held], boxes[held]

    def _cells(self, points: np.ndarray) -> np.ndarray:
        cells: np.ndarray = np.floor((points - self._origin) / self._cell).astype(np.int64)
        return cells


def _counted(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each index as often as it counts, and beside it 0, 1, 2 ..."""
    owners = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(owners)) - np.repeat(counts.cumsum() - counts, counts)
    return owners, place
