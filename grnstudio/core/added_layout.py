"""Room for what is added to a drawing that stands; nothing that stands is moved."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from typing import TypeAlias

import numpy as np

from grnstudio.core.drawing import Place
from grnstudio.core.layout_graph import LayoutGraph, part
from grnstudio.core.layout_pieces import components
from grnstudio.core.layout_styles import styled
from grnstudio.core.network_diagram import Diagram

GAP = 18.0
AWAY = 74.0  # from its only neighbour
STEP = 12.0
RINGS = 40
LOOKED_AT = 160  # free places among which the best is taken
ON_LINE = 90.0  # pixels of link that standing on a link is as bad as

Laying: TypeAlias = Generator[float, None, dict[str, Place]]


def placed_beside(
    kept: Mapping[str, Place], diagram: Diagram, graph: LayoutGraph, style: str, seed: int
) -> Laying:
    """Return ``kept`` and a place for each other part, near those it is linked to."""
    fresh = _among(diagram, set(graph.names) - kept.keys())
    ground = _Ground(graph, kept)
    pieces = sorted(
        (names for names, _ in components(fresh)),
        key=lambda names: -ground.ties(names),
    )
    for done, names in enumerate(pieces):
        own = yield from styled(_among(fresh, set(names)), part(graph, names), style, seed)
        ground.set_down(own)
        yield done / len(pieces)
    return {name: ground.places[name] for name in graph.names}


class _Ground:
    """What stands, and where there is room beside it."""

    def __init__(self, graph: LayoutGraph, kept: Mapping[str, Place]) -> None:
        self.places = dict(kept)
        self._graph = graph
        self._numbers = {name: number for number, name in enumerate(graph.names)}
        self._linked: dict[str, list[str]] = {name: [] for name in graph.names}
        for a, b in graph.links.tolist():
            self._linked[graph.names[a]].append(graph.names[b])
            self._linked[graph.names[b]].append(graph.names[a])

    def ties(self, names: Collection[str]) -> int:
        """Return how many links lead from ``names`` to what stands."""
        return sum(one in self.places for name in names for one in self._linked[name])

    def set_down(self, own: Mapping[str, Place]) -> None:
        """Put a piece, laid out by itself, where there is room near what it is linked to."""
        names = list(own)
        at = np.array([own[name] for name in names])
        shift = self._best(names, at, self._wish(names, at))
        moved = (at + shift).tolist()
        self.places |= {name: (x, y) for name, (x, y) in zip(names, moved, strict=True)}

    def _wish(self, names: list[str], at: np.ndarray) -> np.ndarray:
        """Return how far a piece would like to be moved, were there nothing in its way."""
        ties = [
            (place, one)
            for place, name in enumerate(names)
            for one in self._linked[name]
            if one in self.places
        ]
        if not ties:
            return self._below(names, at)
        targets = np.array([self.places[one] for _, one in ties])
        found = (targets - at[[place for place, _ in ties]]).mean(axis=0)
        owners = {one for _, one in ties}
        if len(owners) == 1:
            found = found + AWAY * self._outward(owners.pop())
        return np.asarray(found)

    def _below(self, names: list[str], at: np.ndarray) -> np.ndarray:
        """Return the shift to the lower left of what stands."""
        low, high = self._boxes(list(self.places), np.array(list(self.places.values())))
        own_low, _ = self._boxes(names, at)
        wish = np.array([low[:, 0].min(), high[:, 1].max() + GAP])
        return np.asarray(wish - own_low.min(axis=0))

    def _outward(self, name: str) -> np.ndarray:
        """Return the direction in which a part has the fewest neighbours; downwards if none."""
        here = np.array(self.places[name])
        beside = [self.places[one] for one in self._linked[name] if one in self.places]
        away = here - np.array(beside) if beside else np.zeros((0, 2))
        length = np.maximum(np.hypot(*away.T), 1e-9)
        total = (away / length[:, None]).sum(axis=0)
        size = float(np.hypot(*total))
        return total / size if size > 0.1 else np.array([0.0, 1.0])

    def _boxes(self, names: list[str], at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        numbers = [self._numbers[name] for name in names]
        return at - self._graph.low[numbers], at + self._graph.high[numbers]

    def _best(self, names: list[str], at: np.ndarray, wish: np.ndarray) -> np.ndarray:
        """Return the shift nearest to ``wish`` that puts no part on another, or on a link."""
        own_low, own_high = self._boxes(names, at)
        standing = list(self.places)
        low, high = self._boxes(standing, np.array([self.places[one] for one in standing]))
        found: list[tuple[float, np.ndarray]] = []
        lines = self._lines(set(names))
        for shifts in np.array_split(wish + _OFFSETS, len(_OFFSETS) // 64):
            free = ~_clash(own_low - GAP, own_high + GAP, shifts, low, high)
            for shift in shifts[free]:
                cost = float(np.hypot(*(shift - wish)))
                cost += ON_LINE * _crossed(lines, own_low + shift, own_high + shift)
                found.append((cost, shift))
            if len(found) >= LOOKED_AT:
                break
        if not found:
            return self._below(names, at)
        return min(found, key=lambda one: one[0])[1]

    def _lines(self, besides: set[str]) -> np.ndarray:
        """Return the links between parts that stand, as points along them, ``[links, k, 2]``."""
        ends = [
            (self.places[a], self.places[b])
            for a, b in ((self._graph.names[i], self._graph.names[j]) for i, j in self._pairs())
            if a in self.places and b in self.places
        ]
        ends_at = np.array(ends).reshape(-1, 2, 2)
        share = np.linspace(0.0, 1.0, 12)[None, :, None]
        return ends_at[:, :1] * (1 - share) + ends_at[:, 1:] * share

    def _pairs(self) -> list[list[int]]:
        found: list[list[int]] = self._graph.links.tolist()
        return found


def _offsets() -> np.ndarray:
    steps = np.arange(-RINGS, RINGS + 1) * STEP
    grid = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    found: np.ndarray = grid[np.argsort((grid**2).sum(axis=1), kind="stable")]
    return found


_OFFSETS = _offsets()


def _clash(
    own_low: np.ndarray, own_high: np.ndarray, shifts: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return for which shifts a box of a piece would lie on one that stands."""
    moved_low, moved_high = own_low[None] + shifts[:, None], own_high[None] + shifts[:, None]
    reach_low, reach_high = moved_low.min(axis=(0, 1)), moved_high.max(axis=(0, 1))
    near = ((low < reach_high) & (high > reach_low)).all(axis=1)
    low, high = low[near], high[near]
    apart = (moved_low[:, :, None] >= high) | (moved_high[:, :, None] <= low)
    found: np.ndarray = (~apart.any(axis=-1)).any(axis=(1, 2))
    return found


def _crossed(lines: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
    """Return how many lines run through any of some boxes."""
    near = ((lines > low.min(axis=0)) & (lines < high.max(axis=0))).all(axis=2).any(axis=1)
    points = lines[near][:, :, None]
    inside = ((points > low) & (points < high)).all(axis=-1)
    return int(inside.any(axis=(1, 2)).sum())


def _among(diagram: Diagram, names: Collection[str]) -> Diagram:
    """Return what of ``diagram`` is among ``names``."""
    return Diagram(
        tuple(one for one in diagram.species if one in names),
        tuple(one for one in diagram.processes if one.name in names),
        tuple(one for one in diagram.nothings if one in names),
        tuple(one for one in diagram.arcs if {one.species, one.process} <= set(names)),
    )
