"""Lets events happen: what triggers, what waits, and which of those that are due is first.

Waiting events are rows of arrays: when, which event, and the values assigned if known already.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate.interpreter import run, run_all

DONE, NO_ROOM, BAD_DELAY, ENDLESS = range(4)  # how settling ended
TRIGGER, DELAY, PRIORITY, FIRST, LAST, PERSISTENT, AT_TRIGGER = range(7)  # columns of a plan
FORMULA, TARGET, PLACE, KEPT = range(4)  # columns of assignments


@njit(nogil=True, cache=True, error_model="numpy")
def settle(  # type: ignore[no-untyped-def]  # noqa: ANN201
    values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray,
    own_codes: np.ndarray, own_numbers: np.ndarray, own_bounds: np.ndarray, own_stack: np.ndarray,
    plan: np.ndarray, assignments: np.ndarray, kept: np.ndarray,
    met: np.ndarray, times: np.ndarray, waiting: np.ndarray, results: np.ndarray,
    counts: np.ndarray, most: int,
):  # fmt: skip
    """Let all happen that is due where the values stand; return how that ended, and an event.

    ``counts`` are how many wait, how many happened, and the state of the lots.
    """
    while True:
        if counts[0] + plan.shape[0] > times.size:
            return NO_ROOM, 0
        run_all(codes, numbers, bounds, targets, values, stack)
        bad = _notice(
            values, own_codes, own_numbers, own_bounds, own_stack, plan, assignments,
            met, times, waiting, results, counts,
        )  # fmt: skip
        if bad >= 0:
            return BAD_DELAY, bad
        row = _first(
            values, own_codes, own_numbers, own_bounds, own_stack, plan, times, waiting, counts
        )
        if row < 0:
            return DONE, 0
        event = waiting[row]
        if not plan[event, AT_TRIGGER]:
            _work_out(
                values, own_codes, own_numbers, own_bounds, own_stack, plan, assignments,
                event, results[row],
            )  # fmt: skip
        _assign(
            values, codes, numbers, bounds, targets, stack,
            assignments[plan[event, FIRST] : plan[event, LAST]], kept, results[row],
        )  # fmt: skip
        _drop(row, times, waiting, results, counts)
        counts[1] += 1
        if counts[1] > most:
            return ENDLESS, event


@njit(nogil=True, cache=True, error_model="numpy")
def _notice(  # type: ignore[no-untyped-def]  # noqa: ANN202
    values: np.ndarray, codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray,
    stack: np.ndarray, plan: np.ndarray, assignments: np.ndarray,
    met: np.ndarray, times: np.ndarray, waiting: np.ndarray, results: np.ndarray,
    counts: np.ndarray,
):  # fmt: skip
    """Begin or give up events whose triggers have turned; return one with a bad delay, or -1."""
    for event in range(plan.shape[0]):
        at = plan[event, TRIGGER]
        result = run(codes, numbers, bounds[at], bounds[at + 1], values, stack)
        holds = result != 0 and not math.isnan(result)
        if holds and not met[event]:
            at, delay = plan[event, DELAY], 0.0
            if at >= 0:
                delay = run(codes, numbers, bounds[at], bounds[at + 1], values, stack)
                if not delay >= 0:
                    return event
            row = counts[0]
            times[row], waiting[row] = values[0] + delay, event
            if plan[event, AT_TRIGGER]:
                _work_out(
                    values, codes, numbers, bounds, stack, plan, assignments, event, results[row]
                )
            counts[0] += 1
        if met[event] and not holds and not plan[event, PERSISTENT]:
            row = 0
            while row < counts[0]:
                if waiting[row] == event:
                    _drop(row, times, waiting, results, counts)
                else:
                    row += 1
        met[event] = holds
    return -1


@njit(nogil=True, cache=True, error_model="numpy")
def _work_out(  # type: ignore[no-untyped-def]  # noqa: ANN202
    values: np.ndarray, codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray,
    stack: np.ndarray, plan: np.ndarray, assignments: np.ndarray, event: int, result: np.ndarray,
):  # fmt: skip
    """Set ``result`` to what the event assigns."""
    first = plan[event, FIRST]
    for index in range(first, plan[event, LAST]):
        at = assignments[index, FORMULA]
        result[index - first] = run(codes, numbers, bounds[at], bounds[at + 1], values, stack)


@njit(nogil=True, cache=True, error_model="numpy")
def _drop(  # type: ignore[no-untyped-def]  # noqa: ANN202
    row: int, times: np.ndarray, waiting: np.ndarray, results: np.ndarray, counts: np.ndarray
):
    """Take one out of those that wait; the others keep their order."""
    counts[0] -= 1
    for index in range(row, counts[0]):
        times[index], waiting[index] = times[index + 1], waiting[index + 1]
        results[index] = results[index + 1]


@njit(nogil=True, cache=True, error_model="numpy")
def _first(  # type: ignore[no-untyped-def]  # noqa: ANN202
    values: np.ndarray, codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray,
    stack: np.ndarray, plan: np.ndarray, times: np.ndarray, waiting: np.ndarray,
    counts: np.ndarray,
):  # fmt: skip
    """Return the row of the most urgent event that is due, -1 if there is none.

    By lot among equals; without priority the earliest, then the first in the network.
    """
    best, urgency, equals = -1, -np.inf, 0
    for row in range(counts[0]):
        if times[row] > values[0]:
            continue
        at, value = plan[waiting[row], PRIORITY], -np.inf
        if at >= 0:
            value = run(codes, numbers, bounds[at], bounds[at + 1], values, stack)
            if math.isnan(value):
                value = -np.inf
        if best < 0 or value > urgency:
            best, urgency, equals = row, value, 1
        elif value == urgency and value == -np.inf:
            is_earlier = times[row] < times[best]
            if is_earlier or (times[row] == times[best] and waiting[row] < waiting[best]):
                best = row
        elif value == urgency:
            equals += 1
            if _lot(counts) * equals < 1:
                best = row
    return best


@njit(nogil=True, cache=True, error_model="numpy")
def _lot(counts: np.ndarray) -> float:
    """Return a random number from 0 to 1, by Vigna's xorshift64*."""
    state = np.uint64(counts[2])
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    counts[2] = np.int64(state)
    return float((state * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(nogil=True, cache=True, error_model="numpy")
def _assign(  # type: ignore[no-untyped-def]  # noqa: ANN202
    values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray, assignments: np.ndarray, kept: np.ndarray, results: np.ndarray,
):  # fmt: skip
    """Set what an event sets.

    An assigned concentration is that in the compartment as it was before. Where the size of a
    compartment changes, amounts stay: ``kept`` has (amount, concentration, size) of those species
    that are held as concentrations.
    """
    amounts = np.empty(kept.shape[0])
    for index in range(kept.shape[0]):
        amounts[index] = values[kept[index, 0]]
    for index in range(assignments.shape[0]):
        if assignments[index, PLACE] >= 0:
            results[index] *= values[assignments[index, PLACE]]
        if assignments[index, KEPT] >= 0:
            amounts[assignments[index, KEPT]] = results[index]
    for index in range(assignments.shape[0]):
        values[assignments[index, TARGET]] = results[index]
    run_all(codes, numbers, bounds, targets, values, stack)  # sizes may follow from what was set
    for index in range(kept.shape[0]):
        values[kept[index, 1]] = amounts[index] / values[kept[index, 2]]
