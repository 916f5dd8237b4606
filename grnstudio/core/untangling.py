"""Moves parts of a layout, one by one, to where fewer links cross and none runs over a part.

Links count as straight lines here. The same layout and seed always end the same.
"""

from __future__ import annotations

import numpy as np

from grnstudio.core.layout_graph import LayoutGraph

ROUNDS = 4
TRIED = 24  # places for a part in each round
FAR, NEAR = 220.0, 25.0  # how far from where a part is, at first and at last
GAP = 18.0  # between two parts
CLEAR = 5.0  # between a link and a part
CROSSING = 110.0  # pixels of link that a crossing is as bad as
COVERED = 120.0  # pixels of link that running over a part is as bad as
AGAINST = 40.0  # pixels of link that leading back to an earlier layer is as bad as
LENGTH = 0.4
OVERLAP = 1e6


def untangled(graph: LayoutGraph, at: np.ndarray, seed: int, axis: int | None = None) -> np.ndarray:
    """Return places with fewer crossings.

    Of a layout in layers ``axis`` says along which axis these follow each other: parts stay on
    them, and links are to lead onward.
    """
    chance = np.random.default_rng(seed)
    web = _Web(graph, at.copy(), axis)
    for turn in range(ROUNDS):
        restless = web.restless(everywhere=turn == 0)
        if not len(restless):
            break
        reach = NEAR + (FAR - NEAR) * (1 - turn / ROUNDS)
        moved = sum(web.move(part, reach, chance) for part in chance.permutation(restless))
        if not moved:
            break
    return web.at


def tangles(graph: LayoutGraph, at: np.ndarray) -> int:
    """Return how many links cross, as straight lines."""
    return int(_Web(graph, at, None).crossed().sum()) // 2


class _Web:
    """Parts, and the straight links between them."""

    def __init__(self, graph: LayoutGraph, at: np.ndarray, axis: int | None) -> None:
        self.at = at
        self._axis = axis
        self._layers = np.unique(at[:, axis]) if axis is not None else np.zeros(0)
        self._low, self._high = graph.low, graph.high
        self._links, self._flow = graph.links, graph.flow
        self._own = [np.flatnonzero((graph.links == part).any(axis=1)) for part in range(len(at))]

    def crossed(self) -> np.ndarray:
        """Return by link how many others it crosses."""
        a, b = self.at[self._links[:, 0]], self.at[self._links[:, 1]]
        found = _cross(a[:, None], b[:, None], a[None], b[None])
        return np.asarray((found & ~self._meeting(self._links)).sum(axis=1))

    def restless(self, everywhere: bool) -> np.ndarray:
        """Return the parts that would like to move: those with links that cross or run over one."""
        ends = self.at[self._links]
        over = _runs_over(ends[:, :1], ends[:, 1:], *self._boxes())
        over[np.arange(len(self._links))[:, None], self._links] = False
        troubled = (self.crossed() > 0) | over.any(axis=1)
        if everywhere and troubled.any():
            return np.arange(len(self.at))
        return np.union1d(np.unique(self._links[troubled]), np.flatnonzero(over.any(axis=0)))

    def move(self, part: int, reach: float, chance: np.random.Generator) -> bool:
        """Move a part to the best of some places; return whether that is another."""
        own = self._own[part]
        if not len(own):
            return False
        beside = self._links[own].sum(axis=1) - part
        spots = self._spots(part, beside, reach, chance)
        cost = self._cost(part, own, beside, spots)
        best = int(cost.argmin())
        if cost[best] > cost[0] - 1e-6:
            return False
        self.at[part] = spots[best]
        return True

    def _spots(
        self, part: int, beside: np.ndarray, reach: float, chance: np.random.Generator
    ) -> np.ndarray:
        """Return where a part is, and places about there and amid those it is linked to."""
        here = np.repeat([self.at[part], self.at[beside].mean(axis=0)], TRIED // 2, axis=0)
        spots = here + chance.normal(0.0, reach, here.shape)
        if self._axis is not None:
            apart = np.abs(spots[:, self._axis, None] - self._layers)
            spots[:, self._axis] = self._layers[apart.argmin(axis=1)]
        return np.vstack([self.at[part], spots])

    def _cost(
        self, part: int, own: np.ndarray, beside: np.ndarray, spots: np.ndarray
    ) -> np.ndarray:
        """Return how bad each spot would be for a part."""
        ends = np.broadcast_to(self.at[beside], (len(spots), len(beside), 2))
        starts = np.broadcast_to(spots[:, None], ends.shape)
        others = np.delete(np.arange(len(self._links)), own)
        a, b = self.at[self._links[others, 0]], self.at[self._links[others, 1]]
        crossed = _cross_from(spots, self.at[beside], a, b)
        crossed &= (self._links[others, 0] != beside[:, None]) & (
            self._links[others, 1] != beside[:, None]
        )
        lows, highs = self._boxes()
        over = _runs_over(starts[:, :, None], ends[:, :, None], lows, highs)
        over[:, np.arange(len(beside)), beside] = False
        over[:, :, part] = False
        low, high = spots - self._low[part], spots + self._high[part]
        under = _runs_over(a[None], b[None], low[:, None], high[:, None])
        room = GAP - 2 * CLEAR
        low, high = low - CLEAR, high + CLEAR
        clash = _overlapping(low, high, lows - room, highs + room)
        clash[:, part] = False
        away = ends - starts
        length = np.hypot(away[..., 0], away[..., 1]).sum(axis=1)
        covered = over.sum(axis=(1, 2)) + under.sum(axis=1)
        found: np.ndarray = CROSSING * crossed.sum(axis=(1, 2)) + COVERED * covered
        found += LENGTH * length + OVERLAP * clash.any(axis=1)
        if self._axis is not None:
            sign = self._flow[own] * np.where(self._links[own, 0] == part, 1.0, -1.0)
            onward = away[..., self._axis] * sign
            found += AGAINST * (onward < 0).sum(axis=1)
        return found

    def _boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the boxes that links are to keep out of."""
        return self.at - self._low - CLEAR, self.at + self._high + CLEAR

    def _meeting(self, links: np.ndarray) -> np.ndarray:
        """Return which links have an end in common."""
        found: np.ndarray = (links[:, None, :, None] == links[None, :, None, :]).any(axis=(2, 3))
        return found


def _overlapping(
    low: np.ndarray, high: np.ndarray, lows: np.ndarray, highs: np.ndarray
) -> np.ndarray:
    """Return which of some boxes lie on which of others, ``[boxes, others]``."""
    found = np.ones((len(low), len(lows)), dtype=bool)
    for axis in range(2):
        found &= low[:, None, axis] < highs[:, axis]
        found &= high[:, None, axis] > lows[:, axis]
    return found


def _cross(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Return which lines from ``a`` to ``b`` cross those from ``c`` to ``d``."""
    one, other = b - a, d - c
    apart = _turn(one, c - a) * _turn(one, d - a) < 0
    found: np.ndarray = apart & (_turn(other, a - c) * _turn(other, b - c) < 0)
    return found


def _cross_from(spots: np.ndarray, ends: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return which lines from each spot to each end cross those from ``a`` to ``b``."""
    line = _turn(spots[:, None], ends)[:, :, None]
    apart = _turn(ends[:, None], a) + line - _turn(spots[:, None], a)[:, None]
    apart *= _turn(ends[:, None], b) + line - _turn(spots[:, None], b)[:, None]
    between = _turn(b - a, spots[:, None] - a)[:, None] * _turn(b - a, ends[:, None] - a)
    found: np.ndarray = (apart < 0) & (between < 0)
    return found


def _turn(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    found: np.ndarray = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return found


def _runs_over(
    starts: np.ndarray, ends: np.ndarray, lows: np.ndarray, highs: np.ndarray
) -> np.ndarray:
    """Return which lines run through which boxes."""
    enters, leaves = np.zeros(1), np.ones(1)
    for axis in range(2):
        start = starts[..., axis]
        step = ends[..., axis] - start
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        one, other = (lows[..., axis] - start) / step, (highs[..., axis] - start) / step
        enters = np.maximum(enters, np.minimum(one, other))
        leaves = np.minimum(leaves, np.maximum(one, other))
    return enters < leaves
