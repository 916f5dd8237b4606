"""The direct method among events and rates that change with time, compiled once for every network.

Between two happenings nothing changes but what moves evenly. A propensity that time changes is
bounded for a span of it; a reaction is drawn as if the bounds were the propensities, and then
happens with the chance that it truly has by its bound (Lewis and Shedler's thinning, 1979), which
is exact. Spans are as short as the bounds need to be near. A run stops at every time at which
something turns or is due, and starts to wait anew there, which is exact as waiting has no memory.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate.chance import stream, uniform
from grnstudio.simulate.clockwork import TRIGGER, Clockwork
from grnstudio.simulate.interpreter import run
from grnstudio.simulate.intervals import bounds
from grnstudio.simulate.propensities import (
    AFFECTED,
    CHANGE,
    CODE,
    FIRST,
    GUARD,
    KIND,
    LINEAR,
    QUADRATIC,
    SECOND,
    Laws,
    propensities,
)
from grnstudio.simulate.ssa_happenings import (
    FIRED,
    IS_RUNNING,
    NO_BOUND,
    NO_CHANCE,
    PLACE,
    RUN,
    WAITING,
    WHICH,
    WRONG,
    Course,
    look_ahead,
    settle,
)

TIME_CAME, NOTHING = -1, -2
SHORTEST = 1e-12  # of the time; spans below this mean that there is no bound


def _kernel(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return njit(nogil=True, cache=True, error_model="numpy")(function)


@_kernel
def _is_held_back(laws: Laws, i: int, x: np.ndarray) -> bool:
    for g in range(laws.rows[i, GUARD], laws.rows[i, GUARD + 1]):
        if x[laws.pool[g]] < laws.weights[g]:
            return True
    return False


@_kernel
def _bound(laws: Laws, i: int, c: Course) -> tuple[float, float]:
    """Return bounds of a propensity until the end of the span."""
    if _is_held_back(laws, i, c.x):
        return 0.0, 0.0
    start, stop = int(np.int64(laws.rows[i, CODE])), int(np.int64(laws.rows[i, CODE + 1]))
    return bounds(
        laws.codes, laws.numbers, start, stop, c.x, c.slopes, c.clock[0] - c.x[-1],
        c.lows, c.highs, c.forks,
    )  # fmt: skip


@_kernel
def _wrong(kind: int, which: int, c: Course) -> None:
    c.counters[WRONG], c.counters[WHICH] = kind, which


@_kernel
def _renew(laws: Laws, work: Clockwork, i: int, c: Course) -> None:
    """Work out a propensity, or what it is at most."""
    if work.smooth[i]:
        value = _bound(laws, i, c)[1]
        if value == math.inf:
            _wrong(NO_BOUND, i, c)
    else:
        propensities(laws, i, i + 1, c.x, c.stack, c.chances)
        value = c.chances[i]
    if not value >= 0.0 or value == math.inf:
        _wrong(NO_CHANCE if c.counters[WRONG] == 0 else c.counters[WRONG], i, c)
    c.chances[i] = value


@_kernel
def _span(laws: Laws, work: Clockwork, c: Course, end: float) -> None:
    """Choose a span for which the bounds are near, and work out all propensities for it."""
    now, length = c.x[-1], 2.0 * c.clock[1]
    limit = min(c.clock[2], end)
    shortest = SHORTEST * max(abs(now), min(limit - now, 1.0)) + 1e-300
    while work.smooth.any():
        c.clock[0] = min(now + length, limit) if limit > now else now + length
        length = c.clock[0] - now
        least, most = 0.0, 0.0
        for i in range(c.chances.size):
            if work.smooth[i]:
                low, high = _bound(laws, i, c)
                least += max(low, 0.0)
                most += high
        if most <= 2.0 * least or (most - least) * length <= 1.0 or length <= shortest:
            break
        length *= 0.5
    if not work.smooth.any():
        c.clock[0] = math.inf
    c.clock[1] = length
    for i in range(c.chances.size):
        _renew(laws, work, i, c)


@_kernel
def _move(c: Course, time: float) -> None:
    """Let time pass."""
    for slot in range(c.x.size - 1):
        if c.slopes[slot] != 0.0:
            c.x[slot] += c.slopes[slot] * (time - c.x[-1])
    c.x[-1] = time


@_kernel
def _record(c: Course, times: np.ndarray, out: np.ndarray, limit: float) -> None:
    """Keep what is held at the times before ``limit``."""
    place = c.counters[PLACE]
    while place < times.size and times[place] < limit:
        for slot in range(c.x.size - 1):
            out[place, slot] = c.x[slot] + c.slopes[slot] * (times[place] - c.x[-1])
        place += 1
    c.counters[PLACE] = place


@_kernel
def _is_true(laws: Laws, i: int, share: float, c: Course) -> bool:
    """Whether a reaction drawn by its bound happens, ``share`` being drawn from 0 to 1."""
    start, stop = np.int64(laws.rows[i, CODE]), np.int64(laws.rows[i, CODE + 1])
    value = run(laws.codes, laws.numbers, start, stop, c.x, c.stack)
    if not 0.0 <= value <= c.chances[i]:
        _wrong(NO_CHANCE, i, c)
    return share * c.chances[i] <= value


@_kernel
def _react(
    laws: Laws, work: Clockwork, c: Course, times: np.ndarray, out: np.ndarray, budget: int
) -> int:
    """Let reactions happen until something else must be seen to; return how many were drawn.

    ``c.counters[FIRED]`` tells the last reaction, `TIME_CAME` if none was to happen in time, or
    `NOTHING` if it did not truly happen.
    """
    # As much as can be in one function: a call with arrays costs more than a reaction.
    rows, constants, pool, weights = laws.rows, laws.constants, laws.pool, laws.weights
    x, chances, smooth, watched = c.x, c.chances, work.smooth, work.watched
    codes, numbers, starts, triggers, met = (
        work.codes,
        work.numbers,
        work.bounds,
        work.events,
        c.met,
    )
    s, is_still = (c.words[0], c.words[1], c.words[2], c.words[3]), work.moving.shape[0] == 0
    is_plain = is_still and work.turns.size == 0
    limit = min(c.clock[0], c.clock[2], np.nextafter(times[-1], math.inf))
    following, done, fired = times[c.counters[PLACE]], 0, NOTHING
    while done < budget and c.counters[WRONG] == 0:
        total, fired = 0.0, TIME_CAME
        for r in range(chances.size):
            total += chances[r]
        u, s = uniform(s)
        done += 1
        later = x[-1] - math.log(u) / total if total > 0.0 else math.inf
        if later >= limit:
            break
        if following < later:
            _record(c, times, out, later)
            following = times[c.counters[PLACE]]
        if not is_still:
            _move(c, later)
        x[-1] = later
        u, s = uniform(s)
        goal, r = u * total, 0
        while r < chances.size and (fired < 0 or goal > 0.0):
            if chances[r] > 0.0:
                fired = r
                goal -= chances[r]
            r += 1
        if smooth[fired]:
            u, s = uniform(s)
            if not _is_true(laws, fired, u, c):
                fired = NOTHING
                continue
        for e in range(rows[fired, CHANGE], rows[fired, CHANGE + 1]):
            x[pool[e]] += weights[e]
        if watched[fired]:
            turned = not is_plain
            for event in range(met.size):
                number = triggers[event, TRIGGER]
                truth = run(codes, numbers, starts[number], starts[number + 1], x, c.stack)
                turned |= met[event] != (truth != 0.0 and not math.isnan(truth))
            if turned:
                break
        for a in range(rows[fired, AFFECTED], rows[fired, AFFECTED + 1]):
            i = np.int64(pool[a])
            if rows[i, KIND] == LINEAR:
                chances[i] = constants[i, 0] * x[rows[i, FIRST]]
            elif rows[i, KIND] == QUADRATIC:
                second = x[rows[i, SECOND]] - constants[i, 1]
                chances[i] = constants[i, 0] * x[rows[i, FIRST]] * second
            else:
                _renew(laws, work, i, c)
            if not chances[i] >= 0.0:
                _wrong(NO_CHANCE, i, c)
    c.words[0], c.words[1], c.words[2], c.words[3] = s
    c.counters[FIRED] = fired
    return done


@_kernel
def _see_to(laws: Laws, work: Clockwork, c: Course, end: float) -> None:
    """Let happen what a reaction led to."""
    fired = c.counters[FIRED]
    happened = settle(work, c)
    look_ahead(work, c)
    if happened or work.moving.shape[0] > 0:
        _span(laws, work, c, end)
        return
    for a in range(laws.rows[fired, AFFECTED], laws.rows[fired, AFFECTED + 1]):
        _renew(laws, work, np.int64(laws.pool[a]), c)


@_kernel
def _advance(
    laws: Laws, work: Clockwork, c: Course, times: np.ndarray, out: np.ndarray, budget: int
) -> int:
    """Go on with one run for at most ``budget`` draws; return how many were made."""
    end, done = times[-1], 0
    while done < budget and c.counters[PLACE] < times.size and c.counters[WRONG] == 0:
        done += _react(laws, work, c, times, out, budget - done)
        if c.counters[WRONG] != 0:
            break
        if c.counters[FIRED] != TIME_CAME:
            if c.counters[FIRED] >= 0 and work.watched[c.counters[FIRED]]:
                _see_to(laws, work, c, end)
            continue
        limit = min(c.clock[0], c.clock[2])
        _record(c, times, out, limit)
        if limit > end:
            continue
        _move(c, limit)
        if limit == c.clock[2]:
            settle(work, c)
            look_ahead(work, c)
        _span(laws, work, c, end)
    return done


@_kernel
def _start(
    laws: Laws, work: Clockwork, initial: np.ndarray, met: np.ndarray, c: Course, end: float
) -> None:
    c.x[:], c.met[:], c.slopes[:] = initial, met, 0.0
    c.slopes[-1] = 1.0
    c.counters[PLACE], c.counters[WAITING], c.counters[IS_RUNNING] = 0, 0, 1
    c.clock[1] = max(end, 1e-300)
    settle(work, c)
    look_ahead(work, c)
    _span(laws, work, c, end)


@_kernel
def walk_among_events(
    laws: Laws, work: Clockwork, initial: np.ndarray, met: np.ndarray, c: Course,
    times: np.ndarray, seed: np.uint64, first: int, out: np.ndarray, budget: int,
) -> int:  # fmt: skip
    """Go on with runs ``first`` and after, into ``out`` ``[runs, times, held]``.

    Returns how many draws were made, ``budget`` at most. ``c.counters[RUN]`` tells the runs that
    are done, ``c.counters[WRONG]`` what is wrong with run ``c.counters[RUN]``, else 0.
    """
    done = 0
    while c.counters[RUN] < out.shape[0] and done < budget and c.counters[WRONG] == 0:
        if c.counters[IS_RUNNING] == 0:
            words = stream(seed, first + c.counters[RUN])
            c.words[0], c.words[1], c.words[2], c.words[3] = words
            _start(laws, work, initial, met, c, times[-1])
        done += _advance(laws, work, c, times, out[c.counters[RUN]], budget - done)
        if c.counters[PLACE] == times.size and c.counters[WRONG] == 0:
            c.counters[RUN] += 1
            c.counters[IS_RUNNING] = 0
    return done
