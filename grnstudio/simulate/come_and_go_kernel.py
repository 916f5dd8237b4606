"""The direct method, with leaps over species that only come and go; see `come_and_go`."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate.chance import Stream, binomial, poisson, stream, uniform
from grnstudio.simulate.propensities import Laws, all_propensities

DONE, UNFINISHED = -1, -2
EVENTS = 200_000  # in a call; between two looks at whether to stop
HELD, MEAN, FADED, IS_FREE = range(4)  # what is known of a species that is leapt over

# While a species is leapt over, x holds 1 in its place: so the propensity of a reaction that takes
# it is that of one molecule, and of all others that look at it 0, since they cannot happen.


@njit(nogil=True, cache=True, error_model="numpy")
def _settle(leapt: np.ndarray, s: Stream) -> Stream:
    """Draw how many there are of a species by now."""
    left, s = binomial(leapt[HELD], math.exp(-leapt[FADED]), s)
    made, s = poisson(leapt[MEAN], s)
    leapt[HELD], leapt[MEAN], leapt[FADED] = left + made, 0.0, 0.0
    return s


@njit(nogil=True, cache=True, error_model="numpy")
def _turn(plan, x: np.ndarray, leapt: np.ndarray, seen: np.ndarray, s: Stream) -> Stream:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Begin and end leaps, by whether any reaction that can happen looks at a species."""
    seen[:] = False
    for look in range(plan.at.size):
        is_possible = True
        for f in range(plan.begins[look], plan.begins[look + 1]):
            if x[plan.factors[f]] == plan.shifts[f]:
                is_possible = False
        if is_possible:
            seen[plan.at[look]] = True
    for i in range(plan.slots.size):
        slot = plan.slots[i]
        if leapt[i, IS_FREE] == 0.0 and not seen[i]:
            leapt[i, HELD], leapt[i, MEAN], leapt[i, FADED] = x[slot], 0.0, 0.0
            leapt[i, IS_FREE], x[slot] = 1.0, 1.0
        elif leapt[i, IS_FREE] != 0.0 and seen[i]:
            s = _settle(leapt[i], s)
            leapt[i, IS_FREE], x[slot] = 0.0, leapt[i, HELD]
    return s


@njit(nogil=True, cache=True, error_model="numpy")
def _pass(leapt: np.ndarray, made: np.ndarray, taken: np.ndarray, time: float) -> float:
    """Let time pass for species that are leapt over; return about how many reactions that was."""
    reactions = 0.0
    for i in range(made.size):
        if leapt[i, IS_FREE] != 0.0:
            fading = taken[i] * time
            new = made[i] * time
            if fading > 0.0:
                new *= -math.expm1(-fading) / fading
            leapt[i, MEAN] = leapt[i, MEAN] * math.exp(-fading) + new
            leapt[i, FADED] += fading
            reactions += 2.0 * made[i] * time
    return reactions


@njit(nogil=True, cache=True, error_model="numpy")
def go_on(  # type: ignore[no-untyped-def]
    laws: Laws, changes: np.ndarray, plan, x: np.ndarray, leapt: np.ndarray,  # noqa: ANN001
    times: np.ndarray, out: np.ndarray, seed: np.uint64, run: int, stack: np.ndarray,
    clock: np.ndarray, words: np.ndarray, counter: np.ndarray, budget: int,
) -> int:  # fmt: skip
    """Go on with one run into ``out``; return the reaction that cannot be, or how it ended.

    ``x``, ``leapt``, ``clock``, ``words`` and ``counter`` hold where it is; words are 0 at first.
    """
    s = (words[0], words[1], words[2], words[3])
    if words.max() == 0:
        s = stream(seed, run)
    count, leaps = changes.shape[0], plan.slots.size
    chances, seen = np.zeros(count), np.zeros(leaps, np.bool_)
    made, taken = np.zeros(leaps), np.zeros(leaps)
    t, place = clock[0], counter[0]
    for _ in range(budget):
        if place == times.size:
            return DONE
        s = _turn(plan, x, leapt, seen, s)
        all_propensities(laws, x, stack, chances)
        total, last = 0.0, -1
        made[:] = 0.0
        taken[:] = 0.0
        for r in range(count):
            if not 0.0 <= chances[r] < np.inf:
                return r
            i = plan.of[r]
            if i < 0 or leapt[i, IS_FREE] == 0.0:
                total += chances[r]
                last = r if chances[r] > 0.0 else last
            elif plan.acts[r] > 0:
                made[i] += chances[r]
            else:
                taken[i] += chances[r]
        u, s = uniform(s)
        wait, left = (-math.log(u) / total if total > 0.0 else np.inf), times[place] - t
        clock[2] += _pass(leapt, made, taken, min(wait, left))
        if wait >= left:
            t = times[place]
            for i in range(leaps):
                if leapt[i, IS_FREE] != 0.0:
                    s = _settle(leapt[i], s)
            while place < times.size and times[place] <= t:
                out[place] = x
                for i in range(leaps):
                    if leapt[i, IS_FREE] != 0.0:
                        out[place, plan.slots[i]] = leapt[i, HELD]
                place += 1
            continue
        t += wait
        clock[1] += 1.0
        u, s = uniform(s)
        goal, fired = u * total, -1
        for r in range(count):
            i = plan.of[r]
            if chances[r] > 0.0 and (i < 0 or leapt[i, IS_FREE] == 0.0):
                fired = r
                if goal <= chances[r] or r == last:
                    break
                goal -= chances[r]
        for i in range(leaps):
            if leapt[i, IS_FREE] != 0.0 and changes[fired, plan.slots[i]] != 0.0:
                s = _settle(leapt[i], s)
                leapt[i, HELD] += changes[fired, plan.slots[i]]
                x[plan.slots[i]] -= changes[fired, plan.slots[i]]
        for j in range(x.size):
            x[j] += changes[fired, j]
    clock[0], counter[0] = t, place
    words[0], words[1], words[2], words[3] = s
    return UNFINISHED
