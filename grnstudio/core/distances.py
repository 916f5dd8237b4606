"""How far apart sampled distributions are: histograms on the same bins, and order statistics."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

BINS = 200
_TINY = 0.5  # of a run, for each bin that either visited: Jeffreys' prior


def bin_edges(values: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Return the edges of equal bins from the lowest of ``values`` to the highest."""
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, bins + 1)


def fitting_bins(runs: int) -> int:
    """Return how many bins suit so many runs: 200 for 10,000, fewer for fewer."""
    return max(10, min(BINS, round(2 * math.sqrt(runs))))


def binned(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Count ``values`` ``[..., runs]`` in equal bins, ``[..., bins + 2]``.

    The first count is of what lies below all bins and the last of what lies above, so that values
    which only one of two sets has are told from those that both have.
    """
    bins, low, high = len(edges) - 1, float(edges[0]), float(edges[-1])
    place = np.floor((np.asarray(values, dtype=float) - low) * (bins / (high - low)))
    place = np.where(values == high, bins - 1, place)
    place = np.clip(place, -1, bins).astype(np.int64) + 1
    rows = place.reshape(-1, place.shape[-1]) if place.size else place.reshape(0, 1)
    rows = rows + np.arange(len(rows))[:, None] * (bins + 2)
    counts = np.bincount(rows.ravel(), minlength=len(rows) * (bins + 2))
    return counts.reshape(*place.shape[:-1], bins + 2)


def l1(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the sum of differences of two histograms ``[..., bins]``: 0 if equal, 2 if apart."""
    return np.asarray(np.abs(_shares(first) - _shares(second)).sum(axis=-1))


def iou(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return 1 less what two histograms share of what they cover: 0 if equal, 1 if apart."""
    ours, theirs = _shares(first), _shares(second)
    both, either = np.minimum(ours, theirs), np.maximum(ours, theirs)
    return np.asarray(1.0 - both.sum(axis=-1) / either.sum(axis=-1))


def kl(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the divergence (Kullback, Leibler) of counts ``first`` from ``second``, in nats.

    Half a run is added to both wherever either has one, for it would be infinite otherwise.
    """
    visited = (first > 0) | (second > 0)
    ours = _shares(first + _TINY * visited)
    theirs = np.where(visited, _shares(second + _TINY * visited), 1.0)
    ratio = np.where(visited, ours, 1.0) / theirs
    return np.asarray((ours * np.log(ratio)).sum(axis=-1))


def expected_l1(counts: np.ndarray, runs: int) -> np.ndarray:
    """Return about how far two histograms of ``runs`` each are apart by chance alone.

    ``counts`` tell the distribution both are drawn from. The number holds for many runs in a bin.
    """
    return np.asarray(math.sqrt(4 / (math.pi * runs)) * np.sqrt(_shares(counts)).sum(axis=-1))


def wasserstein(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return how far values of ``first`` ``[..., runs]`` must move to be those of ``second``."""
    if first.shape == second.shape:
        gaps = np.sort(first, axis=-1).astype(float) - np.sort(second, axis=-1)
        return np.asarray(np.abs(gaps).mean(axis=-1))
    return _over_rows(first, second, np.abs)


def energy(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return 2 E|X-Y| - E|X-X'| - E|Y-Y'| of values ``[..., runs]``; 0 for equal ones alone."""
    return _over_rows(first, second, lambda gap: 2 * gap**2)


def chance_below(values: np.ndarray, sample: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the chance of less than each of ``values`` according to ``sample``, ``[values]``.

    Ties are broken at random, so if values are distributed like the sample, chances are spread
    evenly from 0 to 1 however few whole numbers occur (a randomised probability transform).
    """
    ordered = np.sort(sample)
    low = np.searchsorted(ordered, values, "left")
    high = np.searchsorted(ordered, values, "right")
    return np.asarray((low + rng.random(len(values)) * (high - low + 1)) / (len(ordered) + 1))


def _shares(counts: np.ndarray) -> np.ndarray:
    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray(counts / np.where(total > 0, total, 1.0))


def _over_rows(
    first: np.ndarray, second: np.ndarray, of_gap: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Integrate what ``of_gap`` makes of the gap between two distribution functions, by row."""
    shape = first.shape[:-1]
    ours, theirs = first.reshape(-1, first.shape[-1]), second.reshape(-1, second.shape[-1])
    found = [_integral(one, other, of_gap) for one, other in zip(ours, theirs, strict=True)]
    return np.array(found).reshape(shape)


def _integral(
    first: np.ndarray, second: np.ndarray, of_gap: Callable[[np.ndarray], np.ndarray]
) -> float:
    ends = np.sort(np.concatenate([first, second]).astype(float))
    ours = np.searchsorted(np.sort(first), ends[:-1], "right") / len(first)
    theirs = np.searchsorted(np.sort(second), ends[:-1], "right") / len(second)
    return float((of_gap(ours - theirs) * np.diff(ends)).sum())
