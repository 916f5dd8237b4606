"""Events in a stochastic simulation: what triggers, what waits, and in which order it happens.

The rules are those of SBML, as `events` has them for rate equations.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from grnstudio.simulate.chance import uniform
from grnstudio.simulate.clockwork import (
    DELAY,
    EARLY,
    FIRST,
    IS_COUNT,
    PERSISTS,
    PRIORITY,
    SIZE,
    STOP,
    TARGET,
    TRIGGER,
    VALUE,
    Clockwork,
)
from grnstudio.simulate.interpreter import run

MOST_AT_ONCE = 100_000  # events in one instant; more are taken to be without end
MOST_WAITING = 20_000
# What the slots of ``counters`` hold.
RUN, PLACE, IS_RUNNING, WRONG, WHICH, WAITING, FIRED = range(7)
ENDLESS, BAD_DELAY, BAD_COUNT, TOO_MANY, NO_CHANCE, NO_BOUND = range(1, 7)  # what can be wrong


class Course(NamedTuple):
    """A run under way: what it holds, ``x``, the time last; how fast that moves; what waits.

    ``met`` are the triggers. ``due``, ``waiting`` and ``kept`` are when, which, and with what
    values events wait, ``row`` is room for values. ``clock`` has the end of the span that
    propensities are bounded for, its length, and when something is to happen next. ``lows``,
    ``highs`` and ``forks`` are room for bounds.
    """

    x: np.ndarray
    slopes: np.ndarray
    met: np.ndarray
    turned: np.ndarray
    due: np.ndarray
    waiting: np.ndarray
    kept: np.ndarray
    row: np.ndarray
    clock: np.ndarray
    counters: np.ndarray
    words: np.ndarray
    stack: np.ndarray
    lows: np.ndarray
    highs: np.ndarray
    forks: np.ndarray
    chances: np.ndarray


def _kernel(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return njit(nogil=True, cache=True, error_model="numpy")(function)


@_kernel
def formula(work: Clockwork, number: int, c: Course) -> float:
    """Return what a formula comes to at present."""
    start, stop = work.bounds[number], work.bounds[number + 1]
    return run(work.codes, work.numbers, start, stop, c.x, c.stack)


@_kernel
def _evaluate(work: Clockwork, event: int, c: Course, out: np.ndarray) -> None:
    """Work out the values that ``event`` assigns."""
    first = work.events[event, FIRST]
    for one in range(first, work.events[event, STOP]):
        out[one - first] = formula(work, work.assignments[one, VALUE], c)


@_kernel
def _begin(work: Clockwork, event: int, c: Course) -> None:
    delay, counters = 0.0, c.counters
    if work.events[event, DELAY] >= 0:
        delay = formula(work, work.events[event, DELAY], c)
    place = counters[WAITING]
    if not delay >= 0.0 or place == c.due.size:
        counters[WRONG], counters[WHICH] = (TOO_MANY if delay >= 0.0 else BAD_DELAY), event
        return
    c.due[place], c.waiting[place] = c.x[-1] + delay, event
    if work.events[event, EARLY]:
        _evaluate(work, event, c, c.kept[place])
    counters[WAITING] += 1


@_kernel
def _forget(place: int, c: Course) -> None:
    """Take what waits at ``place`` off the list, whose order stays."""
    last = c.counters[WAITING] - 1
    for one in range(place, last):
        c.due[one], c.waiting[one] = c.due[one + 1], c.waiting[one + 1]
        c.kept[one] = c.kept[one + 1]
    c.counters[WAITING] = last


@_kernel
def _notice(work: Clockwork, c: Course) -> None:
    """See which triggers have turned, and begin or give up events accordingly."""
    for event in range(c.met.size):
        value = formula(work, work.events[event, TRIGGER], c)
        c.turned[event] = value != 0.0 and not math.isnan(value)
    for event in range(c.met.size):
        if c.turned[event] and not c.met[event]:
            _begin(work, event, c)
        elif c.met[event] and not c.turned[event] and not work.events[event, PERSISTS]:
            for place in range(c.counters[WAITING] - 1, -1, -1):
                if c.waiting[place] == event:
                    _forget(place, c)
        c.met[event] = c.turned[event]


@_kernel
def _urgency(work: Clockwork, event: int, c: Course) -> float:
    if work.events[event, PRIORITY] < 0:
        return -math.inf
    value = formula(work, work.events[event, PRIORITY], c)
    return -math.inf if math.isnan(value) else value


@_kernel
def _is_sooner(place: int, chosen: int, c: Course) -> bool:
    if c.due[place] == c.due[chosen]:
        return c.waiting[place] < c.waiting[chosen]
    return c.due[place] < c.due[chosen]


@_kernel
def _choose(work: Clockwork, c: Course) -> int:
    """Return the place of the most urgent event that is due, -1 if none is.

    By lot among equals; in the order of time and of the network where none has a priority.
    """
    chosen, most, equals = -1, -math.inf, 0
    for place in range(c.counters[WAITING]):
        if c.due[place] > c.x[-1]:
            continue
        urgency = _urgency(work, c.waiting[place], c)
        if chosen < 0 or urgency > most:
            chosen, most, equals = place, urgency, 1
        elif urgency == most == -math.inf:
            if _is_sooner(place, chosen, c):
                chosen = place
        elif urgency == most:
            equals += 1
            u, s = uniform((c.words[0], c.words[1], c.words[2], c.words[3]))
            c.words[0], c.words[1], c.words[2], c.words[3] = s
            if u * equals <= 1.0:
                chosen = place
    return chosen


@_kernel
def _perform(work: Clockwork, place: int, c: Course) -> None:
    event, row = c.waiting[place], c.row
    if work.events[event, EARLY]:
        row[:] = c.kept[place]
    else:
        _evaluate(work, event, c, row)
    _forget(place, c)
    first, stop = work.events[event, FIRST], work.events[event, STOP]
    for one in range(first, stop):
        if work.assignments[one, SIZE] >= 0:
            row[one - first] *= formula(work, work.assignments[one, SIZE], c)
    for one in range(first, stop):
        value = row[one - first]
        if work.assignments[one, IS_COUNT]:
            value = np.floor(value + 0.5)
            if not 0.0 <= value < math.inf:
                c.counters[WRONG], c.counters[WHICH] = BAD_COUNT, event
        c.x[work.assignments[one, TARGET]] = value


@_kernel
def settle(work: Clockwork, c: Course) -> bool:
    """Let all events happen that are due; return whether any did."""
    _notice(work, c)
    happened = 0
    while c.counters[WRONG] == 0:
        place = _choose(work, c)
        if place < 0:
            break
        event = c.waiting[place]
        _perform(work, place, c)
        _notice(work, c)
        happened += 1
        if happened > MOST_AT_ONCE:
            c.counters[WRONG], c.counters[WHICH] = ENDLESS, event
    return happened > 0


@_kernel
def look_ahead(work: Clockwork, c: Course) -> None:
    """Work out how fast things move, and when something will happen besides reactions."""
    for one in range(work.moving.shape[0]):
        c.slopes[work.moving[one, 0]] = formula(work, work.moving[one, 1], c)
    soonest, now = math.inf, c.x[-1]
    for place in range(c.counters[WAITING]):
        soonest = min(soonest, c.due[place])
    for one in range(work.turns.size):
        turn = formula(work, work.turns[one], c)
        # What turns there may have turned right after only, as a strict comparison does.
        if not turn > now:
            turn += max(1e-13 * abs(turn), 1e-300)
        if turn > now:
            soonest = min(soonest, turn)
    c.clock[2] = soonest
