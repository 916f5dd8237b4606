"""Where the nodes of a regulatory graph go. The same graph always gets the same places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

Place: TypeAlias = tuple[float, float]
Places: TypeAlias = dict[str, Place]
NODE_HEIGHT = 30.0
ON_A_CIRCLE = 8  # more genes than this are laid out by their links
LOOP_ROOM = 52.0
SIDE_GAP = 130.0
ROW_GAP = 78.0
CLEARANCE = (34.0, 30.0)  # least room between two nodes, across and down


def place_nodes(
    inputs: Sequence[str],
    genes: Sequence[str],
    links: Sequence[tuple[str, str, float]],
    widths: Mapping[str, float],
) -> Places:
    """Place inputs in a column on the left, genes on a circle or, if many, by their links."""
    if len(genes) <= ON_A_CIRCLE:
        places = _circle(genes, widths)
    else:
        places = spread(_by_links(genes, links), widths)
    left = min(x - widths[name] / 2 for name, (x, _) in places.items())
    column = left - SIDE_GAP - max((widths[name] for name in inputs), default=0.0) / 2
    middle = (len(inputs) - 1) / 2
    for row, name in enumerate(inputs):
        places[name] = (column, (row - middle) * ROW_GAP)
    return places


def spread(places: Places, widths: Mapping[str, float], rounds: int = 200) -> Places:
    """Push overlapping nodes apart."""
    names = list(places)
    at = np.array([places[name] for name in names])
    half = np.array([[widths[name] / 2, NODE_HEIGHT / 2] for name in names])
    needed = half[:, None] + half[None] + np.array(CLEARANCE)
    for _ in range(rounds):
        apart = at[:, None] - at[None]
        missing = needed - np.abs(apart)
        touching = (missing > 0).all(axis=2) & ~np.eye(len(names), dtype=bool)
        if not touching.any():
            break
        along = missing.argmin(axis=2)  # the shorter way out
        push = np.where(np.arange(2) == along[..., None], missing, 0.0) * _sides(apart)
        at = at + 0.26 * np.where(touching[..., None], push, 0.0).sum(axis=1)
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}


def fit_rect(places: Places, widths: Mapping[str, float]) -> tuple[float, float, float, float]:
    """Return left, top, width, height of the graph with room for loops, whatever links there are.

    As it depends on nodes alone, the view stands still while links come and go.
    """
    left = min(x - widths[name] / 2 for name, (x, _) in places.items()) - 16
    right = max(x + widths[name] / 2 for name, (x, _) in places.items()) + LOOP_ROOM
    top = min(y for _, y in places.values()) - NODE_HEIGHT / 2 - LOOP_ROOM
    bottom = max(y for _, y in places.values()) + NODE_HEIGHT / 2 + LOOP_ROOM
    return left, top, right - left, bottom - top


def _circle(genes: Sequence[str], widths: Mapping[str, float]) -> Places:
    count = len(genes)
    widest = max(widths[name] for name in genes)
    if count == 1:
        return {genes[0]: (0.0, 0.0)}
    if count == 2:
        return {genes[0]: (0.0, -ROW_GAP), genes[1]: (0.0, ROW_GAP)}
    radius = max(100.0, count * (widest + 56) / (2 * math.pi))
    first = -math.pi / 2 if count % 2 else -math.pi / 2 - math.pi / count  # none in the inputs' way
    angles = [2 * math.pi * k / count + first for k in range(count)]
    return {
        name: (radius * math.cos(angle), radius * math.sin(angle))
        for name, angle in zip(genes, angles, strict=True)
    }


def _by_links(genes: Sequence[str], links: Sequence[tuple[str, str, float]]) -> Places:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(genes)
    known = set(genes)
    for source, target, weight in links:
        if source in known and target in known and source != target:
            graph.add_edge(source, target, weight=abs(weight))
    largest = max((about["weight"] for *_, about in graph.edges(data=True)), default=1.0) or 1.0
    for *_, about in graph.edges(data=True):
        about["weight"] /= largest
    start = nx.circular_layout(graph)  # a start without chance
    found = nx.spring_layout(graph, pos=start, iterations=80, seed=1, k=2 / math.sqrt(len(genes)))
    reach = 62 * math.sqrt(len(genes))
    return {name: (1.35 * reach * float(x), reach * float(y)) for name, (x, y) in found.items()}


def _sides(apart: np.ndarray) -> np.ndarray:
    """Return which way each node is pushed from each other; ties are split by their order."""
    order = np.sign(np.arange(len(apart))[:, None] - np.arange(len(apart))[None])
    sides: np.ndarray = np.where(apart == 0, order[..., None], np.sign(apart))
    return sides
