"""Layouts in which linked parts want to be near each other, and all others as far as they are."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from grnstudio.core.layout_graph import LayoutGraph
from grnstudio.core.overlaps import pushed_apart

GAP = 16.0
LINK = 34.0  # the free part of a link
FULL = 400  # parts up to which every pair is looked at
PIVOTS = 60
ROUNDS, FEW_ROUNDS = 120, 36
STILL = 0.2  # pixels


def sprung(graph: LayoutGraph, seed: int) -> Generator[float, None, np.ndarray]:
    """Return places of one connected graph; the share that is done is yielded on the way."""
    count = len(graph.names)
    if count < 2:
        return np.zeros((count, 2))
    lengths = _lengths(graph)
    pivots, distances = _distances(graph, lengths, seed)
    at = _start(distances, seed)
    terms = _terms(graph, lengths, pivots, distances)
    rounds = ROUNDS if count <= FULL else FEW_ROUNDS
    for done in range(rounds):
        after = _relaxed(at, *terms)
        moved = float(np.abs(after - at).max())
        at = after
        yield done / rounds
        if moved < STILL:
            break
    return pushed_apart(at, graph.low, graph.high, GAP, np.zeros(count, dtype=bool))


def _lengths(graph: LayoutGraph) -> np.ndarray:
    """Return how long links are to be, from middle to middle."""
    size = graph.sizes.mean(axis=1) / 2
    found: np.ndarray = LINK + size[graph.links].sum(axis=1)
    return found


def _distances(graph: LayoutGraph, lengths: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return some parts far from each other, and how far all are from them along links."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    count = len(graph.names)
    one, other = graph.links.T
    web = coo_array((lengths, (one, other)), shape=(count, count)).tocsr()
    web.data = np.minimum(web.data, lengths.max())  # links that are double count once
    if count <= FULL:
        return np.arange(count), dijkstra(web, directed=False)
    pivot = int(np.random.default_rng(seed).integers(count))
    chosen, rows = [], []
    nearest = np.full(count, np.inf)
    for _ in range(PIVOTS):
        chosen.append(pivot)
        rows.append(dijkstra(web, directed=False, indices=np.array([pivot]))[0])
        nearest = np.minimum(nearest, rows[-1])
        pivot = int(nearest.argmax())
    return np.array(chosen), np.array(rows)


def _start(distances: np.ndarray, seed: int) -> np.ndarray:
    """Return places from distances alone, by classical scaling on the pivots."""
    squared = distances.T**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    at = -0.5 * centred @ vectors[:, :-3:-1]
    at *= distances.max() / max(float(np.abs(at).max()), 1e-9) / 2
    for axis in range(at.shape[1]):  # an eigenvector's sign is chance
        at[:, axis] *= np.sign(at[np.abs(at[:, axis]).argmax(), axis]) or 1.0
    if at.shape[1] < 2:
        at = np.column_stack([at, np.zeros(len(at))])
    found: np.ndarray = at + np.random.default_rng(seed).normal(0.0, 3.0, at.shape)
    return found


def _terms(
    graph: LayoutGraph, lengths: np.ndarray, pivots: np.ndarray, distances: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return which part keeps which distance from which other, and how much that matters."""
    count = len(graph.names)
    one = np.tile(np.arange(count), len(pivots))
    other, far = np.repeat(pivots, count), distances.ravel()
    weight = 1.0 / np.maximum(far, 1.0) ** 2
    if len(pivots) < count:
        a, b = graph.links.T
        one, other = np.concatenate([one, a, b]), np.concatenate([other, b, a])
        far = np.concatenate([far, lengths, lengths])
        weight = np.concatenate([weight, np.tile(count / len(pivots) / 8 / lengths**2, 2)])
    apart = one != other
    return one[apart], other[apart], far[apart], weight[apart]


def _relaxed(
    at: np.ndarray, one: np.ndarray, other: np.ndarray, far: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Move each part to where its distances, on the whole, come out best."""
    away = at[one] - at[other]
    length = np.maximum(np.hypot(*away.T), 1e-3)
    wish = at[other] + away * (far / length)[:, None]
    total = np.bincount(one, weight, len(at))
    moved = [np.bincount(one, weight * wish[:, axis], len(at)) / total for axis in range(2)]
    return np.column_stack(moved)
