"""How well arcs that are drawn can be followed: how often they cross, and run over parts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grnstudio.core.arc_ports import standing
from grnstudio.core.arc_routes import blocked, routed
from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram

CROSSING = 110.0  # pixels of arc that a crossing is as bad as
COVERED = 60.0  # and that running over a part is as bad as
LENGTH = 0.4


def crossings(courses: Mapping[int, np.ndarray]) -> int:
    """Return how often courses cross each other."""
    lines = list(courses.values())
    lows = np.array([one.min(axis=0) for one in lines]).reshape(-1, 2)
    highs = np.array([one.max(axis=0) for one in lines]).reshape(-1, 2)
    near = ((lows[:, None] <= highs) & (highs[:, None] >= lows)).all(axis=2)
    pairs = np.argwhere(np.triu(near, 1)).tolist()
    return sum(_crossed(lines[one], lines[other]) for one, other in pairs)


def untidiness(
    diagram: Diagram, places: Mapping[str, Place], boxes: Mapping[str, Place]
) -> tuple[float, int]:
    """Return how hard the arcs are to follow, in pixels of arc, and how often they cross."""
    courses = routed(diagram, places, boxes)
    crossed = crossings(courses)
    length = sum(float(np.hypot(*np.diff(one, axis=0).T).sum()) for one in courses.values())
    covered = len(blocked(standing(diagram, places, boxes), courses))
    return CROSSING * crossed + COVERED * covered + LENGTH * length, crossed


def _crossed(one: np.ndarray, other: np.ndarray) -> int:
    a, b, c, d = one[:-1, None], one[1:, None], other[None, :-1], other[None, 1:]
    across = _turn(b - a, c - a) * _turn(b - a, d - a) < 0
    across &= _turn(d - c, a - c) * _turn(d - c, b - c) < 0
    return int(across.sum())


def _turn(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    found: np.ndarray = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return found
