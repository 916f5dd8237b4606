"""Runs of an emulator from one start, compared with two sets of exact ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grnstudio.core.distances import bin_edges, binned, chance_below, iou, kl, l1, wasserstein
from grnstudio.core.trust import CHANCES, MEASURES, Conduct

_WHOLE = 1e-6


class Comparison(NamedTuple):
    """What three sets of runs from one start come to; see `TrustReport` for the axes."""

    distances: np.ndarray
    chance: np.ndarray
    chances: np.ndarray
    linked: np.ndarray
    exact: np.ndarray
    emulated: np.ndarray


def edges_of(exact: np.ndarray, bins: int) -> np.ndarray:
    """Return the edges of equal bins for each species of ``exact`` ``[..., species]``."""
    columns = exact.reshape(-1, exact.shape[-1]).T
    return np.array([bin_edges(column, bins) for column in columns])


def compared(
    first: np.ndarray,
    second: np.ndarray,
    ours: np.ndarray,
    edges: np.ndarray,
    rng: np.random.Generator,
) -> Comparison:
    """Compare the emulator's runs ``ours`` ``[runs, lags, species]`` with two exact sets."""
    _, lags, species = ours.shape
    counted = np.empty((3, lags, species, edges.shape[1] + 1), dtype=np.int64)
    distances, chance = np.empty((2, len(MEASURES), lags, species))
    chances = np.empty((lags, species, CHANCES), dtype=np.int64)
    for lag in range(lags):
        for one in range(species):
            sets = [runs[:, lag, one] for runs in (first, second, ours)]
            counts = np.array([binned(values, edges[one]) for values in sets])
            counted[:, lag, one] = counts
            from_first = _measured(sets[2], sets[0], counts[2], counts[0])
            from_second = _measured(sets[2], sets[1], counts[2], counts[1])
            distances[:, lag, one] = (from_first + from_second) / 2
            chance[:, lag, one] = _measured(sets[0], sets[1], counts[0], counts[1])
            below = chance_below(sets[0], sets[2], rng)
            chances[lag, one] = np.histogram(below, CHANCES, (0, 1))[0]
    exact = counted[0] + counted[1]
    return Comparison(distances, chance, chances, _linked(first, second, ours), exact, counted[2])


def _measured(
    values: np.ndarray, others: np.ndarray, counts: np.ndarray, other_counts: np.ndarray
) -> np.ndarray:
    """Return the distances of `MEASURES`; of the divergence, from the exact to the emulated."""
    return np.array(
        [
            l1(counts, other_counts),
            iou(counts, other_counts),
            wasserstein(values, others),
            kl(other_counts, counts),
        ]
    )


def _linked(first: np.ndarray, second: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """Return how far correlations are off, ``[2, lags, species]``; see `TrustReport`."""
    of_first, of_second, of_ours = (_correlations(runs) for runs in (first, second, ours))
    off = (of_ours - (of_first + of_second) / 2, of_first - of_second)
    return np.array([np.sqrt((one**2).sum(axis=-1) / max(1, one.shape[-1] - 1)) for one in off])


def _correlations(runs: np.ndarray) -> np.ndarray:
    """Return correlations among species, ``[lags, species, species]``; 0 of what stays."""
    centred = (runs - runs.mean(axis=0)).transpose(1, 2, 0)
    spread = np.sqrt((centred**2).mean(axis=-1))
    scaled = centred / np.where(spread > 0, spread, 1.0)[:, :, None]
    return np.asarray(scaled @ scaled.transpose(0, 2, 1) / runs.shape[0])


def conduct_of(runs: np.ndarray, start: np.ndarray, laws: np.ndarray) -> Conduct:
    """Return how ``runs`` ``[runs, lags, species]`` from ``start`` keep to what must be.

    ``laws`` ``[laws, species]`` are the conserved sums.
    """
    off = np.abs((runs - start) @ laws.T)
    broken = (off > _WHOLE).any(axis=-1) if off.size else np.zeros(1)
    return Conduct(
        float((runs < 0).mean()),
        float((np.abs(runs - np.round(runs)) > _WHOLE).mean()),
        float(broken.mean()),
        float(off.max(initial=0.0)),
    )


def together(parts: list[Conduct]) -> Conduct:
    """Return the conduct over several starts of as many runs each."""
    if not parts:
        return Conduct()
    negative, fractional, broken = (
        float(np.mean([getattr(one, name) for one in parts]))
        for name in ("negative", "fractional", "broken")
    )
    return Conduct(negative, fractional, broken, max(one.largest for one in parts))
