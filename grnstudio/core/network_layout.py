"""Where the parts of a reaction network's diagram go; the same diagram always looks the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.core.layer_courses import courses
from grnstudio.core.layer_places import Extent, across, along
from grnstudio.core.layer_ranks import breadth_first, depth_first, greedy, wandering
from grnstudio.core.layers import ROUNDS, Layered, layered, reordered, turned
from grnstudio.core.layout_pieces import SHAPE, components, packed
from grnstudio.core.network_diagram import ACTS, CONSUMES, PRODUCES, Diagram

SPECIES_HEIGHT = 26.0
SQUARE = 12.0  # a process
SQUARE_USE = 0.62  # how much of a square's side links may end at
NOTHING_SIZE = 14.0  # a source or sink
LABEL_HEIGHT = 17.0
LABEL_GAP = 6.0
WEIGHTS = {CONSUMES: 1.0, ACTS: 0.4}  # how much links want to be short
MANY = 150  # nodes from which on fewer ways to lay them out are tried
MOST = 600  # nodes from which on pictures run from top to bottom
MOST_BENDS = 3_000
SOME_ROUNDS = 6
MOST_ROOTS = 32  # nodes that orders by distance begin at
TRIED_LINKS = 3_000  # links that are looked at in all such orders together
MOST_WANDERING = 160  # orders by chance that are tried where others leave links that cross
WANDERED_LINKS = 15_000  # links that are looked at in all of those together
FEW_ROUNDS = 10
KEPT = 4  # ways that are looked at closely
TRIES = 8  # orders within layers to begin with
PITCH = 45.0  # pixels from layer to layer and from node to node, roughly
UPWARD = 60.0  # pixels of link that one against the stream is as bad as
CROSSING = 120.0  # pixels of link that a crossing is as bad as
SMALLNESS = 4.0  # pixels of link that a pixel of a large picture's size is as bad as
LARGE = 600.0
LONG = 800.0  # what runs one way is turned back on itself beyond that
LINK_ROOM = 6.0  # of a species' side, for each of its links
LONGEST_SIDE = 120.0
CORNER = 6.0

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """Places of middles by name, and the course of each arc, ``[points, 2]``, from its species.

    ``horizontal`` layouts run from left to right, others from top to bottom.
    """

    horizontal: bool
    places: Mapping[str, Place]
    boxes: Mapping[str, Place]  # width and height of species
    courses: tuple[np.ndarray, ...]
    rect: tuple[float, float, float, float]  # left, top, width, height
    crossings: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """The layout of what hangs together, its corner at the origin."""

    places: dict[str, Place]
    courses: dict[int, np.ndarray]
    size: Place
    crossings: int
    badness: float  # in pixels


def lay_out(
    diagram: Diagram,
    widths: Mapping[str, float],
    labels: Mapping[str, float],
    boxes: Mapping[str, Place] | None = None,
    *,
    in_haste: bool = False,
) -> NetworkLayout:
    """Lay out ``diagram``; ``widths`` of species, ``labels`` the widths of processes' names.

    ``boxes`` holds species to a width and height, however many links they have. ``in_haste`` looks
    at fewer layouts.
    """
    sizes = _Sizes(diagram, widths, labels, boxes or {})
    laid = [_Component(diagram, names, arcs, in_haste) for names, arcs in components(diagram)]
    found = []
    ways = (False, True) if laid and len(laid[0].names) <= MOST else (False,)
    for horizontal in ways:
        pieces = [
            one.best([sizes.extent(name, horizontal) for name in one.names], horizontal)
            for one in laid
        ]
        boxes = {name: sizes.of_species(name, horizontal) for name in diagram.species}
        found.append(_whole(pieces, boxes, len(diagram.arcs), horizontal))
    return max(found, key=lambda one: _scale(one.rect[2:]))


def _scale(size: Sequence[float]) -> float:
    """Return how large a picture of this size gets where there is room of the usual shape."""
    return min(SHAPE / max(size[0], 1.0), 1.0 / max(size[1], 1.0))


def _whole(
    pieces: Sequence[_Piece], boxes: Mapping[str, Place], arcs: int, horizontal: bool
) -> NetworkLayout:
    """Put pieces side by side."""
    places: dict[str, Place] = {}
    drawn: dict[int, np.ndarray] = {}
    corners = packed([piece.size for piece in pieces])
    for piece, (x, y) in zip(pieces, corners, strict=True):
        places |= {name: (a + x, b + y) for name, (a, b) in piece.places.items()}
        drawn |= {index: course + np.array([x, y]) for index, course in piece.courses.items()}
    right = max((x + one.size[0] for one, (x, _) in zip(pieces, corners, strict=True)), default=0.0)
    low = max((y + one.size[1] for one, (_, y) in zip(pieces, corners, strict=True)), default=0.0)
    ordered = tuple(drawn[index] for index in range(arcs))
    crossings = sum(piece.crossings for piece in pieces)
    return NetworkLayout(horizontal, places, boxes, ordered, (0.0, 0.0, right, low), crossings)


class _Sizes:
    """How much room parts need; species with many links get a longer side for them."""

    def __init__(
        self,
        diagram: Diagram,
        widths: Mapping[str, float],
        labels: Mapping[str, float],
        boxes: Mapping[str, Place],
    ) -> None:
        self._widths, self._labels, self._boxes = widths, labels, boxes
        self._links = Counter(arc.species for arc in diagram.arcs)

    def of_species(self, name: str, horizontal: bool) -> Place:
        """Return width and height of a species' box."""
        if name in self._boxes:
            return self._boxes[name]
        side = min(LINK_ROOM * self._links[name], LONGEST_SIDE)
        if horizontal:
            return self._widths[name], max(SPECIES_HEIGHT, side)
        return max(self._widths[name], side), SPECIES_HEIGHT

    def extent(self, name: str, horizontal: bool) -> Extent:
        """Return how far a part reaches; names of processes stand beside them, or below."""
        if name in self._widths:
            width, height = self.of_species(name, horizontal)
            across, along = (height, width) if horizontal else (width, height)
            return Extent(across / 2, across / 2, along / 2, across / 2 - CORNER, along / 2)
        half = (SQUARE if name in self._labels else NOTHING_SIZE) / 2
        label = self._labels.get(name, 0.0)
        side = SQUARE_USE * half
        if label and horizontal:
            return Extent(half, half + LABEL_HEIGHT, max(half, label / 2), side, half)
        after = half + LABEL_GAP + label if label else half
        return Extent(half, after, half, side, half)


class _Component:
    """Lays out what hangs together, in the best of some ways."""

    def __init__(
        self, diagram: Diagram, names: Sequence[str], arcs: Sequence[int], in_haste: bool
    ) -> None:
        self.names = names
        self._arcs = arcs
        numbers = {name: number for number, name in enumerate(names)}
        own = [diagram.arcs[index] for index in arcs]
        self._ends = [(numbers[one.species], numbers[one.process]) for one in own]
        self._links = [
            (b, a, 1.0) if arc.role == PRODUCES else (a, b, WEIGHTS[arc.role])
            for arc, (a, b) in zip(own, self._ends, strict=True)
        ]
        self._tried = self._try_orders(in_haste)

    def best(self, extents: Sequence[Extent], horizontal: bool) -> _Piece:
        """Return the layout with short links, few crossings and a good shape."""
        pieces = (self._piece(one, extents, horizontal) for one in self._tried)
        return min(pieces, key=lambda one: one.badness)

    def _try_orders(self, in_haste: bool) -> list[Layered]:
        """Return some ways to put the nodes in layers, of many nodes only two."""
        count, many = len(self.names), len(self.names) > MANY
        found = [
            layered(count, self._links, order, MOST_BENDS, SOME_ROUNDS if many else ROUNDS)
            for order in self._orders()
        ]
        if not (many or in_haste) and min(one.crossings for one in found):
            found += [
                layered(count, self._links, order, MOST_BENDS, FEW_ROUNDS)
                for order in self._wandering_orders()
            ]
        streams = [one for one in found if not self._upward(one)]
        if any(PITCH * len(one.layers) < LONG for one in streams):
            found = streams  # without cycles all can run one way
        best = sorted(found, key=lambda one: _roughly(one) + UPWARD * self._upward(one))
        tries = min(TRIES, TRIED_LINKS // (KEPT * max(len(self._links), 1)))
        kept = [reordered(one, tries) for one in best[: 2 if many else KEPT]]
        return [turned(one) if 2 * self._upward(one) > len(self._links) else one for one in kept]

    def _upward(self, layers: Layered) -> int:
        """Return how many links point from lower to upper layers."""
        ends = zip(layers.chains, self._links, strict=True)
        return sum(chain[0] != link[0] for chain, link in ends)

    def _orders(self) -> Iterator[list[int]]:
        """Yield orders that say which way links point; chance in them is always the same."""
        count, nodes = len(self.names), list(range(len(self.names)))
        yield depth_first(count, self._links, nodes)
        if count <= MANY:
            yield greedy(count, self._links, nodes)
        degree = Counter(end for ends in self._ends for end in ends)
        hub = max(nodes, key=lambda node: degree[node])
        wanted = min(MOST_ROOTS, TRIED_LINKS // max(len(self._links), 1))
        spread = nodes[:: max(count // max(wanted, 1), 1)]
        for root in list(dict.fromkeys([hub, *spread]))[:wanted]:
            yield breadth_first(count, self._links, root)

    def _wandering_orders(self) -> Iterator[list[int]]:
        for seed in range(min(MOST_WANDERING, WANDERED_LINKS // len(self._links))):
            yield wandering(len(self.names), self._links, seed)

    def _piece(self, layers: Layered, extents: Sequence[Extent], horizontal: bool) -> _Piece:
        x = across(layers, extents, SOME_ROUNDS if len(extents) > MANY else ROUNDS)
        lines = along(layers, extents, x)
        drawn = courses(layers, extents, x, lines)
        level = {node: index for index, layer in enumerate(layers.layers) for node in layer}
        middles = np.array([(x[n], lines[level[n]][1]) for n in range(layers.count)])
        left = min(
            [
                _edge(middles, [-one.before for one in extents], min),
                *(float(one[:, 0].min()) for one in drawn),
            ]
        )
        right = max(
            [
                _edge(middles, [one.after for one in extents], max),
                *(float(one[:, 0].max()) for one in drawn),
            ]
        )
        corner, turn = np.array([left, 0.0]), [1, 0] if horizontal else [0, 1]
        places = dict(
            zip(self.names, map(tuple, (middles - corner)[:, turn].tolist()), strict=True)
        )
        size = (lines[-1][2], right - left) if horizontal else (right - left, lines[-1][2])
        length = sum(float(np.hypot(*np.diff(one, axis=0).T).sum()) for one in drawn)
        kept = {
            index: (one if chain[0] == link[0] else one[::-1]) - corner
            for index, one, chain, link in zip(
                self._arcs, drawn, layers.chains, self._ends, strict=True
            )
        }
        kept = {index: one[:, turn] for index, one in kept.items()}
        badness = (
            length + CROSSING * layers.crossings + SMALLNESS * max(1 / _scale(size) - LARGE, 0.0)
        )
        badness += UPWARD * self._upward(layers)
        return _Piece(places, kept, size, layers.crossings, badness)


def _roughly(layers: Layered) -> float:
    """Return how bad a layout will be, before nodes have places."""
    length = PITCH * len(layers.steps)
    size = PITCH * max(len(layers.layers), *map(len, layers.layers))
    return length + CROSSING * layers.crossings + SMALLNESS * max(size - LARGE, 0.0)


def _edge(middles: np.ndarray, reaches: Sequence[float], which: Callable[..., float]) -> float:
    """Return how far nodes reach on one side of their layers."""
    return float(which(middles[:, 0] + np.array(reaches)))
