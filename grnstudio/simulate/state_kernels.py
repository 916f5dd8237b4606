"""Listing states and finding them again, compiled: a hash table of rows, by open addressing."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.propensities import Laws, all_propensities

UNLISTED = -1


@njit(nogil=True, cache=True, error_model="numpy")
def explore(
    laws: Laws,
    stack: np.ndarray,
    changes: np.ndarray,
    sums: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    states: np.ndarray,
    known: int,
    rates: np.ndarray,
    slots: np.ndarray,
) -> tuple[int, int]:
    """List what the ``known`` states lead to, in ``states``, and enter all in ``slots``.

    Returns how many states there are, one more than there is room for if there is too little; and
    the reaction that has no propensity in one of them, or -1.
    """
    for state in range(known):
        slots[_slot(slots, states, states[state])] = state
    count, here, target = known, 0, np.empty(states.shape[1])
    while here < count:
        all_propensities(laws, states[here], stack, rates[here])
        for reaction in range(changes.shape[0]):
            rate = rates[here, reaction]
            if not (0.0 <= rate < np.inf):
                return count, reaction
            if not changes[reaction].any():
                rates[here, reaction] = 0.0
                continue
            if rate == 0.0:
                continue
            target[:] = states[here] + changes[reaction]
            slot = _slot(slots, states, target)
            if slots[slot] >= 0 or not _is_within(sums, low, high, target):
                continue
            if count == states.shape[0]:
                return count + 1, -1
            states[count] = target
            slots[slot] = count
            count += 1
        here += 1
    return count, -1


@njit(nogil=True, cache=True, error_model="numpy")
def moves(
    states: np.ndarray, rates: np.ndarray, changes: np.ndarray, slots: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return source, reaction and target of every move that can happen."""
    size = (rates > 0).sum()
    source, reaction = np.empty(size, np.int64), np.empty(size, np.int64)
    target, at = np.empty(size, np.int64), 0
    for state in range(states.shape[0]):
        for one in range(changes.shape[0]):
            if rates[state, one] > 0:
                source[at], reaction[at] = state, one
                target[at] = slots[_slot(slots, states, states[state] + changes[one])]
                at += 1
    return source, reaction, target


@njit(nogil=True, cache=True, error_model="numpy")
def _slot(slots: np.ndarray, states: np.ndarray, state: np.ndarray) -> int:
    """Return where ``state`` stands in the table, or the empty place where it belongs."""
    mixed = np.uint64(1469598103934665603)
    for value in state:
        mixed = (mixed ^ np.uint64(np.int64(value))) * np.uint64(1099511628211)
        mixed ^= mixed >> np.uint64(29)
    last = slots.size - 1
    at = np.int64(mixed & np.uint64(last))
    while slots[at] >= 0 and not (states[slots[at]] == state).all():
        at = (at + 1) & last
    return int(at)


@njit(nogil=True, cache=True, error_model="numpy")
def _is_within(sums: np.ndarray, low: np.ndarray, high: np.ndarray, state: np.ndarray) -> bool:
    for row in range(sums.shape[0]):
        total = 0.0
        for column in range(state.size):
            total += sums[row, column] * state[column]
        if total < low[row] or total > high[row]:
            return False
    return True
