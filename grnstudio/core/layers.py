"""Nodes of a graph in layers: which layer, and in which order, so that few links cross.

Nodes are whole numbers. The steps are Sugiyama's: break cycles, rank, order. The same graph always
gets the same layers.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from grnstudio.core.layer_ranks import Link, ranks

ROUNDS = 24
PATIENCE = 3
SWAPS = 4


@dataclass(frozen=True, slots=True)
class Layered:
    """Layers of nodes in order; those from ``count`` on are bends of long links.

    ``chains`` has for each link the nodes it runs through, from upper to lower layer.
    """

    count: int
    layers: list[list[int]]
    chains: list[list[int]]
    crossings: int

    @property
    def steps(self) -> list[tuple[int, int]]:
        """All pieces of links from one layer to the next."""
        return [step for chain in self.chains for step in pairwise(chain)]


def layered(
    count: int, links: Sequence[Link], order: Sequence[int], most_bends: int, rounds: int = ROUNDS
) -> Layered:
    """Put ``count`` nodes in layers; a link points downward if its nodes stand so in ``order``.

    Where links would have more than ``most_bends`` bends in all, none has any.
    """
    place = {node: index for index, node in enumerate(order)}
    downward = [(a, b, w) if place[a] < place[b] else (b, a, w) for a, b, w in links]
    rank = ranks(count, downward, order)
    layers: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for node in order:
        layers[rank[node]].append(node)
    if sum(rank[b] - rank[a] - 1 for a, b, _ in downward) <= most_bends:
        chains = _chains(count, downward, rank, layers)
    else:
        chains = [[a, b] for a, b, _ in downward]
    return _ordered(Layered(count, layers, chains, -1), rounds)


def reordered(layers: Layered, tries: int) -> Layered:
    """Return the same layers in an order with fewer crossings, if any of some tries finds one."""
    best = layers
    for seed in range(tries):
        if not best.crossings:
            break
        mixed = [list(layer) for layer in layers.layers]
        for layer in mixed:
            random.Random(seed).shuffle(layer)
        found = _ordered(replace(layers, layers=mixed), ROUNDS)
        best = min(best, found, key=lambda one: one.crossings)
    return best


def turned(layers: Layered) -> Layered:
    """Return the same layers upside down."""
    chains = [chain[::-1] for chain in layers.chains]
    return replace(layers, layers=layers.layers[::-1], chains=chains)


def crossings_between(upper: Sequence[int], steps: dict[int, list[int]], at: dict[int, int]) -> int:
    """Return how often links from the nodes of a layer, in their order, cross each other."""
    seen: list[int] = []
    found = 0
    for node in upper:
        places = [at[one] for one in steps[node]]
        places.sort()
        for place in places:
            index = bisect_right(seen, place)
            found += len(seen) - index
            seen.insert(index, place)
    return found


def _chains(
    count: int, links: Iterable[Link], rank: list[int], layers: list[list[int]]
) -> list[list[int]]:
    """Put a bend in every layer that a link passes."""
    chains = []
    for a, b, _ in links:
        chain = [a]
        for level in range(rank[a] + 1, rank[b]):
            layers[level].append(count)
            chain.append(count)
            count += 1
        chains.append([*chain, b])
    return chains


def _ordered(start: Layered, rounds: int) -> Layered:
    """Return the layers in an order with few crossings."""
    down: dict[int, list[int]] = defaultdict(list)
    up: dict[int, list[int]] = defaultdict(list)
    level = {node: index for index, layer in enumerate(start.layers) for node in layer}
    for a, b in start.steps:
        if level[b] - level[a] == 1:
            down[a].append(b)
            up[b].append(a)
    layers = [list(layer) for layer in start.layers]
    best, fewest, idle = start.layers, _count(layers, down), 0
    for turn in range(rounds):
        if not fewest or idle > PATIENCE:
            break
        sides = (up, down) if turn % 2 == 0 else (down, up)
        _sweep(layers if turn % 2 == 0 else layers[::-1], *sides, turn)
        now = _count(layers, down)
        idle += 1
        if now < fewest:
            best, fewest, idle = [list(layer) for layer in layers], now, 0
    return replace(start, layers=best, crossings=fewest)


def _sweep(
    layers: list[list[int]], behind: dict[int, list[int]], ahead: dict[int, list[int]], turn: int
) -> None:
    """Order each layer by the middles of its links to the one before, then swap neighbours."""
    for previous, layer in pairwise(layers):
        at = {node: index for index, node in enumerate(previous)}
        middle = {}
        for index, node in enumerate(layer):
            places = [at[one] for one in behind[node] if one in at]
            middle[node] = sum(places) / len(places) if places else float(index)
        if turn // 2 % 2:
            layer.reverse()  # ties the other way round
        layer.sort(key=middle.__getitem__)
    everywhere = {node: index for layer in layers for index, node in enumerate(layer)}
    for layer in layers:
        for _ in range(SWAPS):
            if not _swap(layer, everywhere, behind, ahead):
                break


def _swap(
    layer: list[int], at: dict[int, int], behind: dict[int, list[int]], ahead: dict[int, list[int]]
) -> bool:
    """Exchange neighbours whose links cross less the other way round; return whether any did."""
    helped = False
    places = [([at[n] for n in behind[node]], [at[n] for n in ahead[node]]) for node in layer]
    for index in range(len(layer) - 1):
        one, other = places[index], places[index + 1]
        if _gain(one[0], other[0]) + _gain(one[1], other[1]) > 0:
            layer[index], layer[index + 1] = layer[index + 1], layer[index]
            places[index], places[index + 1] = other, one
            helped = True
    for index, node in enumerate(layer):
        at[node] = index
    return helped


def _gain(left: list[int], right: list[int]) -> int:
    """Return how many crossings fewer links have whose upper ends change places."""
    gain = 0
    for a in left:
        for b in right:
            if a > b:
                gain += 1
            elif a < b:
                gain -= 1
    return gain


def _count(layers: list[list[int]], down: dict[int, list[int]]) -> int:
    found = 0
    for upper, lower in pairwise(layers):
        at = {node: index for index, node in enumerate(lower)}
        found += crossings_between(upper, down, at)
    return found
