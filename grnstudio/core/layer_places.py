"""Where the nodes of layers go: straight links first, and no two nodes too close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grnstudio.core.layers import Layered

BEND_ROOM = 5.0  # on each side of a link that passes a layer
GAP = 18.0  # between two nodes of a layer
BEND_GAP = 6.0  # between a node and a passing link
LEAST_GAP, MOST_GAP = 26.0, 64.0  # between two layers
SLOPE = 0.16  # room between layers for each pixel that a link runs across
ROUNDS = 16
STRAIGHT = 3.0  # how much more than a node's links bends of a link want to be in line


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a node reaches from its place: across its layer, and towards other layers.

    Links end within ``side`` of its middle, and ``end`` before it.
    """

    before: float
    after: float
    along: float
    side: float
    end: float


BEND = Extent(BEND_ROOM, BEND_ROOM, 0.0, 0.0, 0.0)


def across(layered: Layered, extents: Sequence[Extent], rounds: int = ROUNDS) -> dict[int, float]:
    """Return the places of all nodes across their layers."""
    wishes = _Wishes(layered)
    lines = [(layer, _gaps(layered, layer, extents)) for layer in layered.layers]
    at: dict[int, float] = {}
    for layer, gaps in lines:
        _place(layer, gaps, [(0.0, 1.0)] * len(layer), at)
    for turn in range(rounds):
        wishes.look_along(at)
        for layer, gaps in lines if turn % 2 == 0 else reversed(lines):
            _place(layer, gaps, [wishes.of(node, at) for node in layer], at)
    return at


def along(
    layered: Layered, extents: Sequence[Extent], at: dict[int, float]
) -> list[tuple[float, float, float]]:
    """Return each layer's upper edge, the line its nodes stand on, and its lower edge."""
    level = {node: index for index, layer in enumerate(layered.layers) for node in layer}
    runs = [0.0] * len(layered.layers)
    for a, b in layered.steps:
        runs[level[a]] = max(runs[level[a]], abs(at[a] - at[b]))
    found = []
    top = 0.0
    for layer, run in zip(layered.layers, runs, strict=True):
        here = [extents[node] if node < layered.count else BEND for node in layer]
        middle = top + max(one.along for one in here)
        bottom = middle + max(one.along for one in here)
        found.append((top, middle, bottom))
        top = bottom + min(max(LEAST_GAP, SLOPE * run), MOST_GAP)
    return found


class _Wishes:
    """Where nodes would like to be: amid their links; bends of a link, in line with each other."""

    def __init__(self, layered: Layered) -> None:
        self._beside: dict[int, list[int]] = defaultdict(list)
        self._bends = [chain[1:-1] for chain in layered.chains if len(chain) > 2]
        self._line: dict[int, tuple[float, float]] = {}
        for chain in layered.chains:
            ends = [(chain[0], chain[1]), (chain[-2], chain[-1])]
            for a, b in dict.fromkeys(ends):
                self._beside[a].append(b)
                self._beside[b].append(a)

    def look_along(self, at: Mapping[int, float]) -> None:
        """Note where the bends of each link are on the whole, and how much they are to agree."""
        for bends in self._bends:
            weight = STRAIGHT * (len(bends) - 1)
            middle = sum([at[one] for one in bends]) / len(bends)
            for bend in bends:
                self._line[bend] = (middle, weight)

    def of(self, node: int, at: Mapping[int, float]) -> tuple[float, float]:
        """Return where a node would like to be, and how much."""
        beside = self._beside[node]
        middle, weight = self._line.get(node, (0.0, 0.0))
        total = weight + len(beside)
        if not total:
            return at[node], 0.01
        return (weight * middle + sum([at[one] for one in beside])) / total, total


def _gaps(layered: Layered, layer: Sequence[int], extents: Sequence[Extent]) -> list[float]:
    """Return the least distance of each node of a layer to the one before."""
    gaps = [0.0]
    for left, right in pairwise(layer):
        bends = (left >= layered.count) + (right >= layered.count)
        one = extents[left] if left < layered.count else BEND
        other = extents[right] if right < layered.count else BEND
        gaps.append(one.after + other.before + (GAP, BEND_GAP, 0.0)[bends])
    return gaps


def _place(
    layer: Sequence[int],
    gaps: Sequence[float],
    wishes: Sequence[tuple[float, float]],
    at: dict[int, float],
) -> None:
    """Put nodes as near to their wishes as the gaps allow, by pooling those that would touch."""
    pools: list[tuple[float, float, int]] = []  # where, how much, how many nodes
    offset = 0.0
    offsets = []
    for (wish, weight), gap in zip(wishes, gaps, strict=True):
        offset += gap
        offsets.append(offset)
        where, much, many = wish - offset, weight, 1
        while pools and pools[-1][0] >= where:
            before, more, others = pools.pop()
            where = (where * much + before * more) / (much + more)
            much, many = much + more, many + others
        pools.append((where, much, many))
    index = 0
    for where, _, many in pools:
        for _ in range(many):
            at[layer[index]] = where + offsets[index]
            index += 1
