"""Where the names of processes stand: beside them, clear of what else is drawn if they can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np

from grnstudio.core.arc_ports import standing
from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram
from grnstudio.core.network_layout import LABEL_GAP, SQUARE

# Sides to stand on, the best first: right, left, below, above, and the four corners.
SIDES = np.array(
    [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]], dtype=float
)
RANKS = np.array([0.0, 2.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0])
ON_BOX, ON_NAME, ON_ARC = 400.0, 300.0, 14.0  # ranks that covering is as bad as; arcs by the point
CLOSE = 2.0
NONE: Mapping[str, Place] = MappingProxyType({})


def label_places(
    diagram: Diagram,
    places: Mapping[str, Place],
    boxes: Mapping[str, Place],
    labels: Mapping[str, Place],
    courses: Mapping[int, np.ndarray],
    only: Collection[str] | None = None,
    kept: Mapping[str, Place] = NONE,
) -> dict[str, Place]:
    """Return by process how far the middle of its name stands from its own.

    ``labels`` are widths and heights of names, ``courses`` those of arcs. With ``only``, the names
    of these processes alone are placed, and the others stand where ``kept`` says.
    """
    parts = standing(diagram, places, boxes)
    lows, highs = parts.middles - parts.halves, parts.middles + parts.halves
    points = _dense(courses)
    taken = {name: _box(places[name], kept[name], labels[name]) for name in kept if name in labels}
    found: dict[str, Place] = {}
    for process in diagram.processes:
        name = process.name
        if name in labels and (only is None or name in only):
            taken.pop(name, None)
            offsets = _offsets(labels[name])
            low = np.array(places[name]) + offsets - np.array(labels[name]) / 2 - CLOSE
            high = low + np.array(labels[name]) + 2 * CLOSE
            names = np.array(list(taken.values())).reshape(-1, 2, 2)
            cost = RANKS + ON_BOX * _overlaps(low, high, lows, highs)
            cost += ON_NAME * _overlaps(low, high, names[:, 0], names[:, 1])
            cost += ON_ARC * _held(low, high, points)
            best = offsets[int(cost.argmin())]
            found[name] = (float(best[0]), float(best[1]))
            taken[name] = _box(places[name], found[name], labels[name])
    return found


def _offsets(label: Place) -> np.ndarray:
    """Return where the middle of a name goes on each side."""
    beside = SQUARE / 2 + LABEL_GAP + label[0] / 2
    over = SQUARE / 2 + LABEL_GAP / 2 + label[1] / 2
    found = SIDES * np.array([beside, over])
    corner = (SIDES != 0).all(axis=1)
    found[corner, 0] -= np.sign(found[corner, 0]) * LABEL_GAP
    return np.asarray(found)


def _box(place: Place, offset: Place, label: Place) -> np.ndarray:
    middle, half = np.add(place, offset), np.array(label) / 2
    return np.array([middle - half, middle + half])


def _overlaps(low: np.ndarray, high: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> np.ndarray:
    """Return how many boxes each place of a name covers."""
    clash = (low[:, None] < highs) & (high[:, None] > lows)
    found: np.ndarray = clash.all(axis=2).sum(axis=1)
    return found


def _held(low: np.ndarray, high: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return how many points each place of a name covers."""
    near = points[((points > low.min(axis=0)) & (points < high.max(axis=0))).all(axis=1)]
    inside = (near > low[:, None]) & (near < high[:, None])
    found: np.ndarray = inside.all(axis=2).sum(axis=1)
    return found


def _dense(courses: Mapping[int, np.ndarray]) -> np.ndarray:
    """Return points of all courses, also between those that are far apart."""
    pieces = [np.concatenate([one[:-1], (one[:-1] + one[1:]) / 2]) for one in courses.values()]
    return np.concatenate(pieces) if pieces else np.zeros((0, 2))
