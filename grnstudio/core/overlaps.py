"""Makes room: parts that overlap are pushed apart, or put where there is room."""

from __future__ import annotations

import numpy as np

ROUNDS = 60
PATIENCE = 8  # rounds without fewer overlaps
WIDEN = 4  # rounds after which it is looked whether all is to be drawn wider
CROWDED = 0.6  # overlaps by part from which on it is
MOST_WIDER = 2.0
CELL = 8.0  # pixels of the map of what is taken
REACHES = (12, 48)  # cells that room is looked for around a part


def pushed_apart(
    places: np.ndarray, low: np.ndarray, high: np.ndarray, gap: float, fixed: np.ndarray
) -> np.ndarray:
    """Return places where no two parts are nearer than ``gap``; ``fixed`` ones do not move.

    ``low`` and ``high`` say how far each part reaches from its place, ``[n, 2]``.
    """
    size, shift = low + high + gap, (high - low) / 2
    at = places + shift
    fewest, idle = len(at) ** 2, 0
    for turn in range(ROUNDS):
        one, other, missing = _touching(at, size)
        idle = 0 if len(one) < fewest else idle + 1
        fewest = min(fewest, len(one))
        if not len(one) or idle > PATIENCE:
            break
        if turn % WIDEN == 0 and len(one) > CROWDED * len(at) and not fixed.any():
            at = at * np.sqrt(min(len(one) / (CROWDED * len(at)), MOST_WIDER))
        else:
            at = at + _pushes(at, one, other, missing, fixed)
    found: np.ndarray = _settled(at, size, fixed) - shift
    return found


def _touching(at: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs of boxes that overlap, and by how much across and down."""
    from scipy.spatial import cKDTree

    if len(at) < 2:
        empty = np.zeros(0, dtype=int)
        return empty, empty, np.zeros((0, 2))
    scale = size.max(axis=0)  # so that boxes can only touch within a distance of 1
    pairs = cKDTree(at / scale).query_pairs(1.0, p=np.inf, output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    one, other = pairs[:, 0], pairs[:, 1]
    missing = (size[one] + size[other]) / 2 - np.abs(at[one] - at[other])
    near = (missing > 1e-6).all(axis=1)
    return one[near], other[near], missing[near]


def _pushes(
    at: np.ndarray, one: np.ndarray, other: np.ndarray, missing: np.ndarray, fixed: np.ndarray
) -> np.ndarray:
    """Return how far each box goes, each pair the shorter way apart."""
    apart = at[one] - at[other]
    way = np.where(apart == 0, -1.0, np.sign(apart))
    axis = missing.argmin(axis=1)
    rows = np.arange(len(one))
    push = np.zeros_like(apart)
    push[rows, axis] = (missing[rows, axis] + 0.01) * way[rows, axis]
    free = 1.0 - fixed
    share = np.maximum(free[one] + free[other], 1.0)
    found = np.zeros_like(at)
    np.add.at(found, one, push * (free[one] / share)[:, None])
    np.add.at(found, other, -push * (free[other] / share)[:, None])
    crowd = np.bincount(np.concatenate([one, other]), minlength=len(at))
    return found / np.maximum(np.sqrt(crowd), 1.0)[:, None]


def _settled(at: np.ndarray, size: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Put one by one what still overlaps where there is room."""
    one, other, _ = _touching(at, size)
    moved = np.unique(np.where(fixed[other], one, other))
    moved = moved[~fixed[moved]]
    if not len(moved):
        return at
    taken = _Taken(at, size, np.setdiff1d(np.arange(len(at)), moved))
    found = at.copy()
    for number in moved.tolist():
        found[number] = taken.put(at[number], size[number])
    return found


class _Taken:
    """A map of what room is taken, in cells."""

    def __init__(self, at: np.ndarray, size: np.ndarray, placed: np.ndarray) -> None:
        margin = size.max(axis=0) + (REACHES[-1] + 2) * CELL
        self._origin = at.min(axis=0) - margin
        self._cells = np.zeros(np.ceil((np.ptp(at, axis=0) + 2 * margin) / CELL).astype(int), bool)
        for number in placed.tolist():
            self._take(self._window(at[number], size[number]))

    def put(self, wish: np.ndarray, size: np.ndarray) -> np.ndarray:
        """Take the room nearest to ``wish`` that is free; return its middle."""
        left, top, right, bottom = window = self._window(wish, size)
        for reach in REACHES:
            step = _nearest(
                self._cells[left - reach : right + reach, top - reach : bottom + reach],
                (right - left, bottom - top),
            )
            if step is not None:
                self._take(window + np.tile(step, 2))
                return np.asarray(wish + CELL * step)
        rows = np.flatnonzero(self._cells.any(axis=0))
        step = np.array([0, int(rows[-1]) + 1 - top])
        self._cells = np.pad(self._cells, ((0, 0), (0, int(size[1] / CELL) + 3)))
        self._take(window + np.tile(step, 2))
        return np.asarray(wish + CELL * step)

    def _window(self, middle: np.ndarray, size: np.ndarray) -> np.ndarray:
        low = np.floor((middle - size / 2 - self._origin) / CELL)
        high = np.ceil((middle + size / 2 - self._origin) / CELL)
        return np.concatenate([low, high]).astype(int)

    def _take(self, window: np.ndarray) -> None:
        left, top, right, bottom = window
        self._cells[left:right, top:bottom] = True


def _nearest(cells: np.ndarray, size: tuple[int, int]) -> np.ndarray | None:
    """Return the shortest step from the middle of ``cells`` to free ones of this size."""
    wide, high = size
    total = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), dtype=np.int32)
    total[1:, 1:] = cells.cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    held = total[wide:, high:] - total[:-wide, high:] - total[wide:, :-high]
    held = held + total[:-wide, :-high]
    x, y = np.nonzero(held == 0)
    if not len(x):
        return None
    steps = np.column_stack([x, y]) - np.array(held.shape) // 2
    found: np.ndarray = steps[int((steps**2).sum(axis=1).argmin())]
    return found
