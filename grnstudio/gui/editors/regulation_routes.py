"""How the links of a regulation view run, such that their heads keep apart at every gene."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from grnstudio.gui.panels.graph_route import APART, Box, crowd, loop, route

Link = tuple[str, str]
ROOM = 14.0  # between the heads of two links
MOST = 15.0  # pixels a link is moved aside
STEPS = (0.0, 9.0, -9.0, 16.0, -16.0)  # aside of where a link would go, if that is taken
WIDEST = 1.5  # how far off its straight way a link bends at most, as a share of half its length
FAR = 120.0  # pixels from the middle of a gene beyond its outline, and some room
EDGE = 4.0  # of a box, where no link is to meet it
NONE: Mapping[Link, np.ndarray] = MappingProxyType({})
SIDES = (np.array([0.0, -1.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0]))


def courses(
    links: Collection[Link],
    boxes: Mapping[str, Box],
    only: Collection[Link] | None = None,
    known: Mapping[Link, np.ndarray] = NONE,
) -> dict[Link, np.ndarray]:
    """Return how links run among genes that stand as ``boxes``.

    Of ``only`` some, if given; then ``known`` are courses of others, to be kept clear of.
    """
    pairs = set(links)
    wanted = [link for link in links if only is None or link in only]
    wanted.sort(key=lambda link: link[0] != link[1])  # loops have the least choice
    routing = _Routing(pairs, boxes, wanted)
    for link in pairs.intersection(known).difference(wanted):
        routing.take(link, known[link])
    return {link: routing.course(link) for link in wanted}


def straight_courses(links: Collection[Link], boxes: Mapping[str, Box]) -> dict[Link, np.ndarray]:
    """Return courses that go round nothing, for genes whose places are still to be found."""
    up = np.array([0.0, 1.0])
    return {
        (source, target): loop(boxes[source], boxes[source].middle + up)
        if source == target
        else route(boxes[source], boxes[target], (), (target, source) in links)
        for source, target in links
    }


class _Routing:
    def __init__(
        self, links: set[Link], boxes: Mapping[str, Box], wanted: Collection[Link]
    ) -> None:
        self._links, self._boxes = links, boxes
        self._aside = _asides(links, boxes, {name for link in wanted for name in link})
        self._taken: dict[str, list[np.ndarray]] = {name: [] for name in boxes}
        self._names = list(boxes)
        self._middles = np.array([(box.x, box.y) for box in boxes.values()]).reshape(-1, 2)
        self._middle = self._middles.mean(axis=0) if boxes else np.zeros(2)

    def take(self, link: Link, course: np.ndarray) -> None:
        """Keep the ends of a course for it."""
        self._taken[link[0]].append(course[0])
        self._taken[link[1]].append(course[-1])

    def course(self, link: Link) -> np.ndarray:
        """Find the course of a link, clear of those before it."""
        source, target = self._boxes[link[0]], self._boxes[link[1]]
        if source is target:
            side = _free_side(link[0], self._links, self._boxes, self._middle)
            found = loop(source, source.middle - side)
        else:
            found = self._between(link, source, target)
        self.take(link, found)
        return found

    def _near(self, link: Link, source: Box, target: Box) -> list[Box]:
        """Return the genes that a link may have to bend around."""
        half = (target.middle - source.middle) / 2
        reach = WIDEST * float(np.hypot(*half)) + FAR
        away = np.abs(self._middles - (source.middle + half)).max(axis=1)
        near = (self._names[index] for index in np.flatnonzero(away < reach))
        return [self._boxes[name] for name in near if name not in link]

    def _between(self, link: Link, source: Box, target: Box) -> np.ndarray:
        """Try ways beside each other until both ends are clear; return the clearest."""
        others = self._near(link, source, target)
        taken = [*self._taken[link[0]], *self._taken[link[1]]]
        mutual = link[::-1] in self._links
        apart = APART if mutual else 0.0
        most = max(min(_breadth(box, source, target) for box in (source, target)), 0.0)
        middle = self._aside.get(link, 0.0) + apart
        best, fewest = None, float(len(taken) + 3)
        for step in STEPS:
            moved = max(-most, min(middle + step, most)) - apart
            found = route(source, target, others, mutual, moved, taken)
            close = crowd(found[[0, -1]], taken)
            if close < fewest:
                best, fewest = found, close
            if not close:
                break
        assert best is not None  # the first try is never that crowded
        return best


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
