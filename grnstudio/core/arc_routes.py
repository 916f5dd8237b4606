"""How the arcs of a diagram run when its parts stand where the user put them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from grnstudio.core.arc_ports import Ports, ports, standing
from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram

POINTS = 17
PULL = 0.42  # how far an arc runs on in the direction it leaves in, as a share of its length
MOST_PULL = 70.0
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
    found = _curves(ports(parts), chosen)
    return {int(index): course for index, course in zip(chosen, found, strict=True)}


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


def _curves(found: Ports, chosen: np.ndarray) -> np.ndarray:
    """Return smooth courses that leave and arrive straight, ``[arcs, points, 2]``."""
    start, end = found.starts[chosen], found.ends[chosen]
    length = np.hypot(*(end - start).T)
    pull = np.minimum(PULL * length, MOST_PULL)[:, None]
    control = np.stack(
        [start, start + pull * found.leaving[chosen], end + pull * found.arriving[chosen], end]
    )
    curves: np.ndarray = np.einsum("kp,kac->apc", _BLEND, control)
    return curves
