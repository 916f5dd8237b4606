"""How the links of a regulation view run, such that their heads keep apart at every gene."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

import numpy as np

from grnstudio.gui.panels.graph_route import APART, Box, loop, route

Link = tuple[str, str]
ROOM = 14.0  # between the heads of two links
MOST = 15.0  # pixels a link is moved aside
EDGE = 4.0  # of a box, where no link is to meet it
SIDES = (np.array([0.0, -1.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0]))


def courses(
    links: Collection[Link], boxes: Mapping[str, Box], only: Collection[Link] | None = None
) -> dict[Link, np.ndarray]:
    """Return how links run among genes that stand as ``boxes``; of ``only`` some, if given."""
    pairs = set(links)
    wanted = pairs if only is None else pairs & set(only)
    aside = _asides(pairs, boxes, {name for link in wanted for name in link})
    middle = np.mean([box.middle for box in boxes.values()], axis=0) if boxes else np.zeros(2)
    found = {}
    for link in wanted:
        source, target = boxes[link[0]], boxes[link[1]]
        if source is target:
            found[link] = loop(source, source.middle - _free_side(link[0], pairs, boxes, middle))
            continue
        others = [box for name, box in boxes.items() if name not in link]
        mutual = link[::-1] in pairs
        apart = APART if mutual else 0.0
        most = max(min(_breadth(box, source, target) for box in (source, target)), 0.0)
        moved = max(-most, min(aside.get(link, 0.0) + apart, most)) - apart
        found[link] = route(source, target, others, mutual, moved)
    return found


def _breadth(box: Box, source: Box, target: Box) -> float:
    """Return how far aside of its middle a link still meets a box squarely."""
    way = target.middle - source.middle
    way = np.abs(way) / max(float(np.hypot(*way)), 1e-9)
    return float(way[1] * box.width / 2 + way[0] * box.height / 2) - EDGE


def touched(links: Collection[Link], names: Collection[str]) -> frozenset[Link]:
    """Return the links whose courses change when the genes ``names`` move."""
    near = {name for link in links for name in link if set(link) & set(names)} | set(names)
    return frozenset(link for link in links if near & set(link))


def _free_side(
    name: str, links: Collection[Link], boxes: Mapping[str, Box], middle: np.ndarray
) -> np.ndarray:
    """Return the way out of a gene that is farthest from its links, best away from the others.

    Never the left, as `loop` has it.
    """
    here = boxes[name].middle
    others = {other for link in links if name in link for other in link} - {name}
    ways = [boxes[other].middle - here for other in sorted(others)]
    ways = [way / max(float(np.hypot(*way)), 1e-9) for way in ways]
    outward = here - middle
    outward = outward / max(float(np.hypot(*outward)), 1e-9)

    def crowd(side: np.ndarray) -> float:
        nearest = max((float(way @ side) for way in ways), default=-1.0)
        return nearest - 0.3 * float(outward @ side)

    return min(SIDES, key=crowd)


def _asides(
    links: Collection[Link], boxes: Mapping[str, Box], at: Collection[str]
) -> dict[Link, float]:
    """Return by how much links go aside from the straight way, such that they part ``at`` genes."""
    known = set(links)
    beside: dict[str, list[str]] = {name: [] for name in at}
    for source, target in sorted(known):
        for name, other in ((source, target), (target, source)):
            if name in beside and name != other and other not in beside[name]:
                beside[name].append(other)
    found: dict[Link, float] = {}
    for name, others in beside.items():
        for other, moved in _spread(name, others, known, boxes):
            # Aside is to the right of the way a link goes, and so the other way for one that comes.
            for link, way in (((name, other), 1.0), ((other, name), -1.0)):
                if link in known:
                    total = found.get(link, 0.0) + way * moved
                    found[link] = max(-MOST, min(total, MOST))
    return found


def _spread(
    name: str, others: list[str], links: Collection[Link], boxes: Mapping[str, Box]
) -> Iterator[tuple[str, float]]:
    """Yield the neighbours whose links meet a gene too close to others', and where they are to."""
    here = boxes[name]
    angles = {}
    for other in others:
        away = boxes[other].middle - here.middle
        angles[other] = math.atan2(float(away[1]), float(away[0]))
    order = sorted(others, key=lambda other: (angles[other], other))
    places = {other: _port(here, angles[other]) for other in order}
    group: list[str] = order[:1]
    for before, after in pairwise(order):
        if float(np.hypot(*(places[after] - places[before]))) >= ROOM:
            yield from _moved(group, name, links)
            group = []
        group.append(after)
    yield from _moved(group, name, links)


def _moved(group: list[str], name: str, links: Collection[Link]) -> Iterator[tuple[str, float]]:
    if len(group) < 2:
        return
    mutual = [(name, other) in links and (other, name) in links for other in group]
    widths = [ROOM + (2 * APART if both else 0.0) for both in mutual]
    at = -sum(widths) / 2
    for other, width in zip(group, widths, strict=True):
        yield other, at + width / 2
        at += width


def _port(box: Box, angle: float) -> np.ndarray:
    """Return where a straight line from the middle of a box leaves it."""
    way = np.array([math.cos(angle), math.sin(angle)])
    half = np.array([box.width / 2, box.height / 2])
    reach = float((half / np.maximum(np.abs(way), 1e-9)).min())
    at: np.ndarray = box.middle + reach * way
    return at
