"""Ways around boxes for arcs that would run through them: the shortest, past corners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CORNER_COST = 24.0  # pixels of way that a corner is as bad as
ROUNDS = 6
MOST_BOXES = 12  # that one arc goes round; through more it runs as it is
ROUNDING = 22.0
BEND_POINTS = 6
_T = np.linspace(0.0, 1.0, BEND_POINTS)[:, None]


def way_round(
    start: np.ndarray, end: np.ndarray, lows: np.ndarray, highs: np.ndarray, clear: float
) -> np.ndarray | None:
    """Return the corners of a short way from ``start`` to ``end``, ``clear`` of boxes, or None.

    Only boxes that come in the way are looked at, those on other ways when these are tried.
    """
    lows, highs = lows - clear, highs + clear
    if _holds(lows, highs, start).any() or _holds(lows, highs, end).any():
        return None
    known = np.zeros(len(lows), dtype=bool)
    way = np.array([start, end])
    for _ in range(ROUNDS):
        hit = _hits(way[:-1], way[1:], lows, highs)
        if not hit.any():
            return way
        known |= np.logical_or.reduce(hit, axis=0)
        if known.sum() > MOST_BOXES:
            return None
        found = _shortest(start, end, lows[known], highs[known])
        if found is None:
            return None
        way = found
    return None


def rounded(corners: np.ndarray) -> np.ndarray:
    """Return a course along ``corners`` that turns gently."""
    pieces: list[np.ndarray] = [corners[:1]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        pieces.append((1 - _T) ** 2 * near + 2 * _T * (1 - _T) * corner + _T**2 * far)
    return np.concatenate([*pieces, corners[-1:]])


def _towards(corner: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the point where a turn at ``corner`` begins."""
    away = other - corner
    length = max(float(np.hypot(*away)), 1e-9)
    found: np.ndarray = corner + away * min(ROUNDING / length, 0.5)
    return found


def _holds(lows: np.ndarray, highs: np.ndarray, point: np.ndarray) -> np.ndarray:
    inside = (point > lows) & (point < highs)
    return np.asarray(inside).all(axis=1).astype(bool)


def _hits(starts: np.ndarray, ends: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> np.ndarray:
    """Return which lines run through which boxes, ``[lines, boxes]``."""
    step = ends - starts
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)[:, None]
    one, other = (lows - starts[:, None]) / step, (highs - starts[:, None]) / step
    enters = np.minimum(one, other).max(axis=2)
    leaves = np.maximum(one, other).min(axis=2)
    found: np.ndarray = np.maximum(enters, 0.0) + 1e-6 < np.minimum(leaves, 1.0)
    return found


def _shortest(
    start: np.ndarray, end: np.ndarray, lows: np.ndarray, highs: np.ndarray
) -> np.ndarray | None:
    """Return the shortest way by corners of these boxes, ends included."""
    corners = [
        np.column_stack([x[:, 0], y[:, 1]])
        for x, y in ((lows, lows), (lows, highs), (highs, lows), (highs, highs))
    ]
    spots = np.concatenate([[start, end], *corners])
    inside = ((spots[:, None] > lows + 1e-6) & (spots[:, None] < highs - 1e-6)).all(axis=2)
    spots = spots[~np.asarray(inside).any(axis=1)]
    count = len(spots)
    one, other = np.triu_indices(count, 1)
    free = ~_hits(spots[one], spots[other], lows, highs).any(axis=1)
    cost = np.full((count, count), np.inf)
    length = np.hypot(*(spots[one] - spots[other]).T) + CORNER_COST
    cost[one[free], other[free]] = cost[other[free], one[free]] = length[free]
    order = _cheapest(cost)
    return None if order is None else spots[order]


def _cheapest(cost: np.ndarray) -> Sequence[int] | None:
    """Return the cheapest way from the first to the second spot."""
    count = len(cost)
    total, before = np.full(count, np.inf), np.full(count, -1)
    total[0] = 0.0
    waiting = np.ones(count, dtype=bool)
    while True:
        near = int(np.where(waiting, total, np.inf).argmin())
        if not waiting[near] or not np.isfinite(total[near]):
            return None
        if near == 1:
            break
        waiting[near] = False
        through = total[near] + cost[near]
        better = through < total
        total, before = np.where(better, through, total), np.where(better, near, before)
    way = [1]
    while way[-1] != 0:
        way.append(int(before[way[-1]]))
    return way[::-1]
