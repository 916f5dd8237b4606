"""How links run between nodes in layers: straight past nodes, curved between layers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from grnstudio.core.layer_places import Extent
from grnstudio.core.layers import Layered

PORT = 9.0  # between two links that end at one side of a node
BULGE = 14.0
_T = np.linspace(0.0, 1.0, 13)[:, None]
_START, _END = (1 - _T) ** 2 * (1 + 2 * _T), _T**2 * (3 - 2 * _T)
_ALONG = (1 - _T) ** 3, 3 * _T * (1 - _T), _T**3


def courses(
    layered: Layered,
    extents: Sequence[Extent],
    at: Mapping[int, float],
    lines: Sequence[tuple[float, float, float]],
) -> list[np.ndarray]:
    """Return the course of each link from its upper to its lower node, ``[points, 2]``."""
    level = {node: index for index, layer in enumerate(layered.layers) for node in layer}
    bulges = _bulges(layered)
    leaving = _ports(layered, extents, at, 1)
    arriving = _ports(layered, extents, at, -1)
    found = []
    for index, chain in enumerate(layered.chains):
        first, last = chain[0], chain[-1]
        x = at[first] + leaving[index]
        top, middle, bottom = lines[level[first]]
        points = [np.array([[x, middle + extents[first].end]])]
        for node in chain[1:]:
            aim = at[node] + (arriving[index] if node == last else 0.0)
            top, middle, after = lines[level[node]]
            points.append(_bend(np.array([x, bottom]), np.array([aim, top]), bulges[index]))
            x, bottom = aim, after
        points.append(np.array([[x, middle - extents[last].end]]))
        found.append(np.concatenate(points))
    return found


def _ports(
    layered: Layered, extents: Sequence[Extent], at: Mapping[int, float], side: int
) -> dict[int, float]:
    """Return by chain how far from its node's middle it leaves (1) or arrives (-1)."""
    ends: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for index, chain in enumerate(layered.chains):
        node, beyond = (chain[0], chain[1]) if side > 0 else (chain[-1], chain[-2])
        ends[node].append((at[beyond], index))
    ports = {}
    for node, links in ends.items():
        reach = 2 * extents[node].side
        step = min(PORT, reach / (len(links) - 1)) if len(links) > 1 else 0.0
        for place, (_, index) in enumerate(sorted(links)):
            ports[index] = step * (place - (len(links) - 1) / 2)
    return ports


def _bulges(layered: Layered) -> list[float]:
    """Return by chain how far it bends aside, so that links of the same two nodes stand apart."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, chain in enumerate(layered.chains):
        groups[chain[0], chain[-1]].append(index)
    found = [0.0] * len(layered.chains)
    for group in groups.values():
        for place, index in enumerate(group):
            found[index] = BULGE * (place - (len(group) - 1) / 2)
    return found


def _bend(start: np.ndarray, end: np.ndarray, bulge: float) -> np.ndarray:
    """Return a curve that leaves and arrives in the direction of the layers."""
    if abs(start[0] - end[0]) < 0.5 and not bulge:
        return np.array([start, end])
    x = _START * start[0] + _END * end[0] + bulge * np.sin(np.pi * _T) ** 2
    y = _ALONG[0] * start[1] + _ALONG[1] * (start[1] + end[1]) / 2 + _ALONG[2] * end[1]
    return np.hstack([x, y])
