"""How the arcs of a diagram run when its parts stand where the user put them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from grnstudio.core.arc_detours import rounded, way_round
from grnstudio.core.arc_ports import Ports, Standing, ports, standing
from grnstudio.core.box_grid import BoxGrid
from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram

POINTS = 17
PULLS = (
    0.3,
    0.1,
    0.0,
)  # how far an arc runs on as it leaves, by its length; the first is tried first
MOST_PULL = 70.0
# How far an arc that goes round others leaves its ends before it turns, and how far it keeps from
# others: where there is room, and where there is less.
OUT = ((12.0, 9.0), (5.0, 3.0))
TOUCH = 2.0
MOST_DETOURS = 250  # arcs at once; where more are in the way of each other, they stay as they are
_T = np.linspace(0.0, 1.0, POINTS)
_BLEND = np.stack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T**2 * (1 - _T), _T**3])


def routed(
    diagram: Diagram,
    places: Mapping[str, Place],
    boxes: Mapping[str, Place],
    only: Collection[int] | None = None,
) -> dict[int, np.ndarray]:
    """Return the courses of arcs by index, ``[points, 2]``, each from its species to its process.

    ``places`` are middles of all parts, ``boxes`` widths and heights of species; processes,
    sources and sinks need none. With ``only``, courses of these arcs alone are found.
    """
    chosen = np.array(sorted(range(len(diagram.arcs)) if only is None else only), dtype=int)
    if not len(chosen):
        return {}
    parts = standing(diagram, places, boxes)
    ends = ports(parts, None if only is None else chosen)
    found: dict[int, np.ndarray] = {}
    waiting = chosen
    for pull in PULLS:
        curves = dict(zip(waiting.tolist(), _curves(ends, waiting, pull), strict=True))
        found |= curves
        waiting = blocked(parts, curves)
    if len(waiting) <= MOST_DETOURS:
        for index in waiting.tolist():
            found[index] = _detour(parts, ends, index, found[index])
    return found


def arcs_of(diagram: Diagram, names: Collection[str]) -> frozenset[int]:
    """Return the arcs whose courses change when the parts ``names`` move."""
    moved = set(names)
    processes = {one.process for one in diagram.arcs if one.species in moved} | moved
    touched = [
        index
        for index, one in enumerate(diagram.arcs)
        if one.species in moved or one.process in processes
    ]
    return frozenset(touched)


def blocked(parts: Standing, courses: Mapping[int, np.ndarray]) -> np.ndarray:
    """Return the arcs that run through any box but those at their ends."""
    pieces = [_finer(course) for course in courses.values()]
    arcs = np.repeat(np.array(list(courses), dtype=int), [len(one) for one in pieces])
    grid = BoxGrid(parts.middles - parts.halves - TOUCH, parts.middles + parts.halves + TOUCH)
    point, box = grid.holding(np.concatenate(pieces) if pieces else np.zeros((0, 2)))
    arc = arcs[point]
    strange = (box != parts.sources[arc]) & (box != parts.targets[arc])
    return np.unique(arc[strange])


def _finer(course: np.ndarray) -> np.ndarray:
    """Return the same course with a point more between any two."""
    found = np.empty((2 * len(course) - 1, 2))
    found[::2] = course
    found[1::2] = (course[:-1] + course[1:]) / 2
    return found


def _detour(parts: Standing, ends: Ports, index: int, straight: np.ndarray) -> np.ndarray:
    """Return a course round all boxes, or ``straight`` where there is none."""
    start, end = ends.starts[index], ends.ends[index]
    lows, highs = parts.middles - parts.halves, parts.middles + parts.halves
    for out, clear in OUT:
        first, last = start + out * ends.leaving[index], end + out * ends.arriving[index]
        way = way_round(first, last, lows, highs, clear)
        if way is not None:
            return rounded(np.vstack([start, way, end]))
    return straight


def _curves(found: Ports, chosen: np.ndarray, share: float) -> np.ndarray:
    """Return smooth courses that leave and arrive straight, ``[arcs, points, 2]``."""
    start, end = found.starts[chosen], found.ends[chosen]
    length = np.hypot(*(end - start).T)
    pull = np.minimum(share * length, MOST_PULL)[:, None]
    control = np.stack(
        [start, start + pull * found.leaving[chosen], end + pull * found.arriving[chosen], end]
    )
    curves: np.ndarray = np.einsum("kp,kac->apc", _BLEND, control)
    return curves
