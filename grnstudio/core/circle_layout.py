"""Layouts on a circle, for motifs: who acts on whom goes round."""

from __future__ import annotations

import numpy as np

from grnstudio.core.layout_graph import LayoutGraph
from grnstudio.core.overlaps import pushed_apart

GAP = 16.0
ROOM = 46.0  # along the circle, between two parts
LEAST = 80.0  # the radius of the smallest circle
OUT = 62.0  # from the circle to what hangs on one of its parts
BESIDE = 54.0  # from a process to another of the same species
MOST_SWAPPED = 60  # parts on the circle up to which their order is improved


def encircled(graph: LayoutGraph, around: int) -> np.ndarray:
    """Return places of one connected graph, whose first ``around`` parts go on the circle."""
    count = len(graph.names)
    order = _order(graph, around)
    radius = _radius(graph, order)
    at = np.zeros((count, 2))
    first = np.pi if len(order) == 2 else -np.pi / 2
    angle = first + 2 * np.pi * np.arange(len(order)) / max(len(order), 1)
    at[order] = radius * np.column_stack([np.cos(angle), np.sin(angle)])
    fixed = np.arange(count) < around
    _place_rest(graph, around, at, radius)
    return pushed_apart(at, graph.low, graph.high, GAP, fixed)


def _radius(graph: LayoutGraph, order: list[int]) -> float:
    if len(order) < 2:
        return 0.0
    need = np.hypot(*graph.sizes[order].T).sum() + ROOM * len(order)
    return max(LEAST, float(need) / (2 * np.pi))


def _order(graph: LayoutGraph, around: int) -> list[int]:
    """Return the parts on the circle such that those that are linked are near each other."""
    beside = _neighbours(graph, around)
    order: list[int] = []
    for start in range(around):
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in order:
                order.append(node)
                waiting += sorted(beside[node], reverse=True)
    pairs = [(a, b) for a in range(around) for b in beside[a] if a < b]
    return _swapped(order, pairs) if around <= MOST_SWAPPED else order


def _neighbours(graph: LayoutGraph, around: int) -> list[set[int]]:
    """Return for each part on the circle those it is linked to, also by way of other parts."""
    linked: list[set[int]] = [set() for _ in graph.names]
    for a, b in graph.links.tolist():
        linked[a].add(b)
        linked[b].add(a)
    found = []
    for node in range(around):
        through = {far for near in linked[node] if near >= around for far in linked[near]}
        found.append({one for one in linked[node] | through if one < around} - {node})
    return found


def _swapped(order: list[int], pairs: list[tuple[int, int]]) -> list[int]:
    """Exchange parts as long as that brings linked ones nearer to each other."""
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    best = _spans(order, ends)
    improved = len(ends) > 0
    while improved:
        improved = False
        for a in range(len(order)):
            for b in range(a + 1, len(order)):
                tried = list(order)
                tried[a], tried[b] = tried[b], tried[a]
                if (cost := _spans(tried, ends)) < best:
                    order, best, improved = tried, cost, True
    return order


def _spans(order: list[int], ends: np.ndarray) -> int:
    spot = np.empty(len(order), dtype=int)
    spot[order] = np.arange(len(order))
    step = np.abs(spot[ends[:, 0]] - spot[ends[:, 1]])
    return int(np.minimum(step, len(order) - step).sum())


def _place_rest(graph: LayoutGraph, around: int, at: np.ndarray, radius: float) -> None:
    """Put processes between their species, or outside of the circle if they have but one."""
    linked: list[list[int]] = [[] for _ in graph.names]
    for a, b in graph.links.tolist():
        linked[a].append(b)
        linked[b].append(a)
    hung: dict[int, int] = {}
    between: dict[tuple[int, ...], list[int]] = {}
    for node in range(around, len(graph.names)):
        inner = sorted({one for one in linked[node] if one < around})
        if len(inner) > 1:
            between.setdefault(tuple(inner), []).append(node)
        elif inner:
            _hang(node, inner[0], at, radius, hung)
    for ends, nodes in between.items():
        _spread(nodes, at[list(ends)], at)
    for node in range(around, len(graph.names)):
        if linked[node] and all(one >= around for one in linked[node]):
            near = at[linked[node][0]]
            length = float(np.hypot(*near)) or 1.0
            at[node] = near + OUT * 0.8 * (near / length if length > 1 else np.array([0.0, 1.0]))


def _spread(nodes: list[int], ends: np.ndarray, at: np.ndarray) -> None:
    """Put processes of the same species side by side between these."""
    chord = ends[-1] - ends[0]
    across = np.array([-chord[1], chord[0]]) / max(float(np.hypot(*chord)), 1e-9)
    for place, node in enumerate(nodes):
        at[node] = ends.mean(axis=0) + BESIDE * (place - (len(nodes) - 1) / 2) * across


def _hang(node: int, owner: int, at: np.ndarray, radius: float, hung: dict[int, int]) -> None:
    """Put a process outside of its only species, several of them fanned out."""
    place = hung[owner] = hung.get(owner, -1) + 1
    outward = at[owner] / radius if radius else np.array([0.0, -1.0])
    side = (place + 1) // 2 * (1 if place % 2 else -1) * 0.9
    turn = np.array([[np.cos(side), -np.sin(side)], [np.sin(side), np.cos(side)]])
    at[node] = at[owner] + OUT * 1.3 * (turn @ outward)
