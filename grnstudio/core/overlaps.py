"""Makes room: parts that overlap are pushed apart, and free places are found for others."""

from __future__ import annotations

import numpy as np

ROUNDS = 120
RINGS = 60
STEP = 14.0


def pushed_apart(
    places: np.ndarray, low: np.ndarray, high: np.ndarray, gap: float, fixed: np.ndarray
) -> np.ndarray:
    """Return places where no two parts are nearer than ``gap``; ``fixed`` ones do not move.

    ``low`` and ``high`` say how far each part reaches from its place, ``[n, 2]``.
    """
    size, shift = low + high + gap, (high - low) / 2
    at = places + shift
    for _ in range(ROUNDS):
        one, other, missing = _touching(at, size)
        if not len(one):
            break
        at = at + _pushes(at, one, other, missing, fixed)
    found: np.ndarray = _settled(at, size, fixed) - shift
    return found


def free_place(
    wish: np.ndarray, size: np.ndarray, taken: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """Return the free middle nearest to ``wish`` for a box of ``size`` among boxes ``taken``."""
    steps = np.arange(-RINGS, RINGS + 1) * STEP
    offsets = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    offsets = offsets[np.argsort((offsets**2).sum(axis=1), kind="stable")]
    for block in np.array_split(offsets, 60):
        spots = wish + block
        needed = (size + sizes) / 2
        clash = (np.abs(spots[:, None] - taken[None]) < needed[None]).all(axis=2).any(axis=1)
        if not clash.all():
            found: np.ndarray = spots[int(np.argmin(clash))]
            return found
    lowest = (taken[:, 1] + sizes[:, 1] / 2).max() + size[1] / 2
    return np.array([wish[0], lowest])


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
    at = at.copy()
    moved = np.where(fixed[other], one, other)
    for number in np.unique(moved[~fixed[moved]]).tolist():
        rest = np.arange(len(at)) != number
        at[number] = free_place(at[number], size[number], at[rest], size[rest])
    return at
