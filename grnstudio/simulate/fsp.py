"""Exact distributions by finite state projection (Munsky and Khammash, 2006).

The states that matter are listed, and the master equation is solved among them. What leaves them
is lost and reported: a probability given here is too small by the lost share at most. The list
grows where probability leaves it, until the loss is below the tolerance. For a few species with up
to some hundred thousand states; it refuses more, and whatever exact stochastic simulation refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from grnstudio.core.network import Network
from grnstudio.errors import ModelError
from grnstudio.simulate.distributions import Distributions
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.many_runs import checked
from grnstudio.simulate.state_space import StateSpace
from grnstudio.simulate.transient import ALIKE, Transient

MOST_STATES = 300_000
ROUNDING = 1e-14  # by which probabilities need not add up to 1
EARLY = (1e-5, 1e-4)  # of a step, for which every start is followed alone
EARLY_LOSS = 0.1  # of what may be lost in a step
Watcher: TypeAlias = Callable[[int, np.ndarray, np.ndarray], object]


def distributions(
    network: Network,
    times: np.ndarray,
    *,
    tolerance: float = 1e-8,
    most_states: int = MOST_STATES,
    on_time: Watcher | None = None,
) -> Distributions:
    """Return the distribution at ``times``, losing ``tolerance`` of the probability at most.

    ``on_time`` is told how many of ``times`` are done, the states listed and their probabilities
    at the last of these times; what it raises ends the work.
    """
    grid = checked(times, 1, 1)
    process = jump_process(network)
    space = StateSpace(process, most_states, process.initial[None, :])
    course = _Course.of(space, process.initial[None, :])
    rows: list[np.ndarray] = []
    lost: list[float] = []
    for time in grid:
        allowed = tolerance * (time / grid[-1] if grid[-1] else 1.0)
        while not course.moved_to(time, allowed):
            if on_time:
                on_time(len(rows), space.states, course.columns[:, 0])
        rows.append(course.columns[:, 0])
        lost.append(course.lost)
        if on_time:
            on_time(len(rows), space.states, rows[-1])
    probabilities = np.array([np.pad(row, (0, len(space) - row.size)) for row in rows])
    return Distributions(space.process.names, grid, space.states, probabilities, np.array(lost))


@dataclass(slots=True, eq=False)
class _Course:
    """Probabilities ``columns`` ``[states, starts]`` on their way, among states that may grow."""

    space: StateSpace
    columns: np.ndarray
    now: float = 0.0
    lost: float = 0.0
    alike: float = ALIKE
    guess: float = 0.0
    _transient: Transient = field(init=False)
    _leaving: np.ndarray = field(init=False)

    @classmethod
    def of(cls, space: StateSpace, starts: np.ndarray, alike: float = ALIKE) -> _Course:
        """Begin with certainty at ``starts``."""
        columns = np.zeros((len(space), len(starts)))
        columns[space.places(starts), np.arange(len(starts))] = 1.0
        return cls(space, columns, alike=alike)

    def __post_init__(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """Work with the states that are listed."""
        self._transient = Transient(self.space.generator(), self.alike, self.guess)
        source, reaction = self.space.leaving()
        rates = self.space.rates[source, reaction]
        self._leaving = np.bincount(source, rates, minlength=len(self.space))

    @property
    def longest(self) -> float:
        """Return how long steps in time may be, as far as one knows; 0 if that is not asked."""
        return self._transient.longest

    def is_stiff(self, time: float) -> bool:
        """Return if the way to ``time`` is one of small steps and long ones."""
        return self._transient.is_stiff(self.columns.shape[1], time - self.now)

    def moved_to(self, time: float, allowed: float) -> bool:
        """Go on to ``time``; if more than ``allowed`` was lost then, list more states instead."""
        later, spent = self._transient.after(self.columns, time - self.now)
        # What left is told by where time was spent, or else by what stayed. Rounding spoils the one
        # where a state that is hardly ever visited is left fast, the other where nearly all stay.
        before = self.columns.sum(axis=0)
        stayed = before - self._leaving @ spent
        if 1.0 - stayed.min() > allowed:
            stayed = np.minimum(before, later.sum(axis=0))
        loss = max(0.0, 1.0 - float(stayed.min()))
        if loss > max(allowed, ROUNDING) and not self.space.is_complete:
            self._widen(np.maximum(spent.max(axis=1), 0.0))
            return False
        self.now, self.columns, self.lost = time, later * (stayed / later.sum(axis=0)), loss
        return True

    def without(self, share: float) -> _Course:
        """Return the same among fewer states, if no more than ``share`` is lost by that."""
        most = self.columns.max(axis=1)
        rising = np.argsort(most)
        kept = np.ones(len(most), dtype=bool)
        kept[rising[np.cumsum(most[rising]) <= share]] = False
        space = StateSpace(self.space.process, self.space.most, self.space.states[kept])
        if 2 * len(space) > len(self.space):
            return self
        columns = np.zeros((len(space), self.columns.shape[1]))
        columns[: kept.sum()] = self.columns[kept][space.order]
        return _Course(space, columns, self.now, self.lost, self.alike, self.longest)

    def _widen(self, spent: np.ndarray) -> None:
        """List more states where probability left, given the time ``spent`` in each."""
        self.space.widen(spent[:, None] * self.space.rates)
        more = len(self.space) - len(self.columns)
        self.columns = np.pad(self.columns, ((0, more), (0, 0)))
        self.guess = self.longest if self.now else 0.0
        self._follow()


def lagged(
    network: Network,
    starts: np.ndarray,
    step: float,
    steps: int,
    *,
    seen: np.ndarray | None = None,
    tolerance: float = 1e-6,
    most_states: int = MOST_STATES,
    alike: float = ALIKE,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield states, and their probabilities ``[states, starts]``, after each of ``steps`` steps.

    ``starts`` are counts ``[starts, species]`` in the order of the jump process; they share one
    list of states and one factorisation. States that were ``seen`` in runs tell how far to look at
    first. Steps in time may differ from their halves by ``alike`` of the probability.
    """
    starts = np.asarray(starts, dtype=np.float64)
    process = jump_process(network)
    known = starts if seen is None else np.concatenate([starts, seen])
    course = _Course.of(StateSpace(process, most_states, known), starts, alike)
    if course.is_stiff(step):
        early = [step * share for share in EARLY]
        course = _together(course, known, early, EARLY_LOSS * tolerance / steps)
    for number in range(1, steps + 1):
        while not course.moved_to(number * step, tolerance * number / steps):
            pass
        yield course.space.states, course.columns
        course = course.without(0.1 * tolerance / steps)


def _together(course: _Course, known: np.ndarray, early: list[float], allowed: float) -> _Course:
    """Return ``course``, whose starts are the first of ``known``, where fast moves have died out.

    Until then every start is followed alone, among the few states near it.
    """
    space, count = course.space, course.columns.shape[1]
    alone = [_alone(space.process, one, early, allowed, course.alike) for one in known[:count]]
    listed = np.concatenate([known, *(one.space.states for one in alone)])
    whole = StateSpace(space.process, space.most, listed)
    places = np.unique(listed, axis=0, return_inverse=True)[1]
    columns, at = np.zeros((len(whole), count)), len(known)
    for number, one in enumerate(alone):
        columns[places[at : at + len(one.columns)], number] = one.columns[:, 0]
        at += len(one.columns)
    now, lost = alone[0].now, max(one.lost for one in alone)
    guess = min(one.longest or now / 2 for one in alone)
    return _Course(whole, columns, now, lost, course.alike, guess)


def _alone(
    process: JumpProcess, start: np.ndarray, early: list[float], allowed: float, alike: float
) -> _Course:
    """Follow one start until the last of ``early``."""
    course = _Course.of(StateSpace(process, MOST_STATES, start[None, :]), start[None, :], alike)
    for time in early:
        while not course.moved_to(time, allowed):
            pass
        course = course.without(0.1 * allowed)
    return course


def stationary(
    network: Network, *, tolerance: float = 1e-12, most_states: int = MOST_STATES
) -> Distributions:
    """Return the distribution that is reached in the end; raises `ModelError` if there is not one.

    States are added until those at the edge of the list have ``tolerance`` of the probability at
    most; what would leave the list does not happen.
    """
    process = jump_process(network)
    space = StateSpace(process, most_states, process.initial[None, :])
    while True:
        p, at_edge = _balance(space), np.zeros(len(space), dtype=bool)
        at_edge[space.leaving()[0]] = True
        edge = float(p[at_edge].sum())
        if edge <= tolerance:
            break
        space.widen(p[:, None] * space.rates)
    at_last = np.array([np.inf])
    return Distributions(space.process.names, at_last, space.states, p[None, :], np.array([edge]))


def _balance(space: StateSpace) -> np.ndarray:
    """Solve for the probabilities that do not change, the start's class of states given.

    Among sets that are left only where the list ends, all states are given the same.
    """
    import scipy.sparse as sparse
    from scipy.sparse.csgraph import connected_components
    from scipy.sparse.linalg import splu

    generator = space.generator(reflecting=True)
    count, label = connected_components(generator.T, connection="strong")
    flow = sparse.coo_array(generator)
    leaves = np.zeros(count, dtype=bool)
    leaves[label[flow.col[label[flow.row] != label[flow.col]]]] = True
    ends = np.zeros(count, dtype=bool)
    ends[label[space.leaving()[0]]] = True
    closed = np.flatnonzero(~leaves)
    if (sure := np.flatnonzero(~leaves & ~ends)).size > 1:
        raise ModelError(
            f"The network ends in one of {sure.size} sets of states that it cannot leave, so "
            "there is not one stationary distribution. Look at its distribution at a late time."
        )
    p = np.zeros(len(space))
    if closed.size > 1:
        p[np.isin(label, closed)] = 1.0 / np.isin(label, closed).sum()
        return p
    inside = np.flatnonzero(label == closed[0])
    if inside.size == 1:
        p[inside] = 1.0
        return p
    # One probability is set to 1 and its equation left out: it follows from the others.
    block = sparse.csc_array(generator[inside][:, inside])
    anchor = _likely(block)
    rest = np.delete(np.arange(inside.size), anchor)
    solved = splu(sparse.csc_array(block[rest][:, rest])).solve(-block[rest][:, [anchor]].toarray())
    p[inside[anchor]] = 1.0
    p[inside[rest]] = solved[:, 0]
    return np.asarray(np.maximum(p, 0.0) / np.maximum(p, 0.0).sum())


def _likely(block: object) -> int:
    """Return a state that is not rare, by letting the chain run for a while from everywhere."""
    size = block.shape[0]  # type: ignore[attr-defined]
    p = np.full((size, 1), 1.0 / size)
    later, _ = Transient(block).after(p, 1000.0 / -block.diagonal().min())  # type: ignore[attr-defined]
    return int(later.argmax())
