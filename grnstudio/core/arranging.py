"""Lining parts of a drawing up, and spreading them evenly."""

from __future__ import annotations

from collections.abc import Mapping

from grnstudio.core.drawing import Place

EDGES: Mapping[str, tuple[int, float]] = {
    "left": (0, -0.5),
    "center": (0, 0.0),
    "right": (0, 0.5),
    "top": (1, -0.5),
    "middle": (1, 0.0),
    "bottom": (1, 0.5),
}
"""The axis, and where on a box along it parts line up: a share of its size from the middle."""

WAYS: Mapping[str, int] = {"across": 0, "down": 1}


def aligned(places: Mapping[str, Place], sizes: Mapping[str, Place], edge: str) -> dict[str, Place]:
    """Return places whose ``edge`` is that of the outermost part; middles meet half way."""
    axis, share = EDGES[edge]
    at = {name: place[axis] + share * sizes[name][axis] for name, place in places.items()}
    if not at:
        return {}
    ends = min(at.values()), max(at.values())
    goal = sum(ends) / 2 if share == 0 else ends[share > 0]
    return {name: _put(places[name], axis, goal - share * sizes[name][axis]) for name in places}


def distributed(
    places: Mapping[str, Place], sizes: Mapping[str, Place], way: str
) -> dict[str, Place]:
    """Return places with equal gaps between parts; the first and the last stay."""
    axis = WAYS[way]
    order = sorted(places, key=lambda name: (places[name][axis], name))
    if len(order) < 3:
        return dict(places)
    first, last = order[0], order[-1]
    begin = places[first][axis] - sizes[first][axis] / 2
    end = places[last][axis] + sizes[last][axis] / 2
    gap = (end - begin - sum(sizes[name][axis] for name in order)) / (len(order) - 1)
    found = {}
    for name in order:
        found[name] = _put(places[name], axis, begin + sizes[name][axis] / 2)
        begin += sizes[name][axis] + gap
    return found


def _put(place: Place, axis: int, value: float) -> Place:
    return (value, place[1]) if axis == 0 else (place[0], value)
