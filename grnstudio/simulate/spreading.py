"""How molecules go from node to node of a grid, between two steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from grnstudio.simulate.grid_config import CLOSED, HOPS, KERNEL, LOOSE, GridConfig

Spread = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Takes whole counts ``[nx, ny]`` of one species and gives those after spreading."""


def spreader(config: GridConfig, interval: float) -> Spread:
    """Return how molecules spread in ``interval``, as ``config`` says."""
    closed = config.edges == CLOSED
    if config.mode == HOPS:
        ways = [hops(nodes, config.rate * interval, closed) for nodes in (config.nx, config.ny)]
        return partial(moved, across=ways[0], down=ways[1])
    if config.mode == KERNEL:
        weights = _gaussian(config.sigma)
        shares = [
            _shared(nodes, weights / weights.sum(), closed) for nodes in (config.nx, config.ny)
        ]
        return partial(moved, across=shares[0], down=shares[1])
    if config.mode == LOOSE:
        return partial(_blurred, weights=_gaussian(config.sigma), closed=closed)
    return partial(_raised, alpha=config.alpha, closed=closed)


def hops(nodes: int, expected: float, closed: bool) -> np.ndarray:
    """Return where a molecule is after a while, ``[from, to]``, in a row of ``nodes``.

    It hops to each side ``expected`` times on average, and never over a closed edge. Hops across
    and down are independent, so rows and columns may be done one after the other, exactly.
    """
    from scipy.linalg import expm

    ways: np.ndarray = expm(expected * _rates(nodes, closed))
    ways = np.clip(ways, 0.0, None)
    return np.asarray(ways / ways.sum(axis=1, keepdims=True))


def moved(
    counts: np.ndarray, rng: np.random.Generator, across: np.ndarray, down: np.ndarray
) -> np.ndarray:
    """Move every molecule by itself, first across and then down; none is lost or made."""
    return _dealt(_dealt(counts, rng, across).T, rng, down).T


def _rates(nodes: int, closed: bool) -> np.ndarray:
    rates = np.zeros((nodes, nodes))
    for node in range(nodes):
        for other in (node - 1, node + 1):
            if not closed or 0 <= other < nodes:
                rates[node, other % nodes] += 1.0
    np.fill_diagonal(rates, rates.diagonal() - rates.sum(axis=1))
    return rates


def _dealt(counts: np.ndarray, rng: np.random.Generator, ways: np.ndarray) -> np.ndarray:
    """Deal the molecules of each row of nodes to where ``ways`` leads."""
    out = np.zeros_like(counts)
    for node, way in enumerate(ways):
        filled = np.flatnonzero(counts[node])
        if filled.size:
            dealt = rng.multinomial(counts[node, filled].astype(np.int64), way)
            out[:, filled] += dealt.T
    return out


def _gaussian(sigma: float) -> np.ndarray:
    """Return the weights of a node and those beside in a row, 1 in the middle."""
    return np.exp(-0.5 * (np.arange(-1, 2) / sigma) ** 2)


def _shared(nodes: int, weights: np.ndarray, closed: bool) -> np.ndarray:
    """Return ``weights`` as shares ``[from, to]``; what would leave a closed edge stays there."""
    ways = np.zeros((nodes, nodes))
    for node in range(nodes):
        for off, weight in zip((-1, 0, 1), weights, strict=True):
            other = min(max(node + off, 0), nodes - 1) if closed else (node + off) % nodes
            ways[node, other] += weight
    return ways


def _blurred(
    counts: np.ndarray, rng: np.random.Generator, weights: np.ndarray, closed: bool
) -> np.ndarray:
    """Blur by a kernel that is 1 in the middle, so that there is more than before."""
    padded = np.pad(counts, 1, mode="edge" if closed else "wrap")
    nx, ny = counts.shape
    rows = sum(weight * padded[i : i + nx] for i, weight in enumerate(weights))
    blurred = sum(weight * rows[:, j : j + ny] for j, weight in enumerate(weights))
    return _whole(np.asarray(blurred), rng)


def _raised(counts: np.ndarray, rng: np.random.Generator, alpha: float, closed: bool) -> np.ndarray:
    """Raise nodes to a share of the largest amount beside them."""
    padded = np.pad(counts, 1, mode="constant" if closed else "wrap")
    nx, ny = counts.shape
    beside = [
        padded[i : i + nx, j : j + ny] for i in range(3) for j in range(3) if (i, j) != (1, 1)
    ]
    return np.maximum(counts, _whole(alpha * np.max(beside, axis=0), rng))


def _whole(amounts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return whole molecules whose mean are ``amounts``."""
    return np.floor(amounts + rng.random(amounts.shape))
