"""The direct method of Gillespie, compiled once for every network.

Where reactions are few and quick all propensities are worked out after each one. Else only those
are that may have changed, and they are the leaves of a tree of sums. Sums are made afresh from
their parts, never by adding differences, so that no rounding piles up.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.chance import stream, uniform
from grnstudio.simulate.exponential import exponential
from grnstudio.simulate.interpreter import run
from grnstudio.simulate.propensities import (
    CODE,
    CONSTANT,
    FACTOR,
    FORMULA,
    GUARD,
    KIND,
    OVER,
    Laws,
)
from grnstudio.simulate.ssa_plan import Plan

RUN, PLACE, IS_RUNNING, WRONG = range(4)  # what the slots of ``counters`` hold

# Indices are unsigned, since negative ones, which count from the end, cost a check each; and a sum
# of signed and unsigned is a float. The kernels are long, since to hand arrays over, inlined or
# not, costs the counting of references to them, as much as a reaction. Most of the time goes into
# loops whose ends the processor cannot foresee: hence eight leaves are told apart without a loop.
_ZERO, _ONE, _TWO, _THREE, _FOUR, _FIVE, _SIX, _SEVEN = (np.uint64(n) for n in range(8))


@njit(nogil=True, cache=True, error_model="numpy")
def _advance_few(
    spots: np.ndarray, numbers: np.ndarray, x: np.ndarray, times: np.ndarray, out: np.ndarray,
    clock: np.ndarray, words: np.ndarray, counters: np.ndarray, chances: np.ndarray,
    reactions: np.uint64, budget: int,
) -> int:  # fmt: skip
    """Let at most ``budget`` of few quick reactions happen in one run; return how many did."""
    s = (words[0], words[1], words[2], words[3])
    t, place, done = clock[0], np.uint64(counters[PLACE]), 0
    last, changes, following = reactions - _ONE, reactions << _ONE, times[place]
    while done < budget:
        total, r, a = 0.0, _ZERO, _ZERO
        while r < reactions:
            chances[r] = numbers[a] * x[spots[a]] * (x[spots[a + _ONE]] - numbers[a + _ONE])
            total += chances[r]
            a += _TWO
            r += _ONE
        wait, s = exponential(s)
        t = t + wait / total if total > 0.0 else np.inf
        if following < t:
            while place < times.size and times[place] < t:
                for j in range(out.shape[1]):
                    out[place, j] = x[j]
                place += _ONE
            if place == times.size:
                break
            following = times[place]
        u, s = uniform(s)
        goal, fired = u * total, _ZERO
        while goal > chances[fired] and fired < last:
            goal -= chances[fired]
            fired += _ONE
        while chances[fired] == 0.0:  # rounding may lead past the last one that can happen
            fired = fired - _ONE if fired > _ZERO else last
        row = changes + fired
        a, end = spots[row], spots[row + _ONE]
        while a < end:
            x[spots[a]] += numbers[a]
            a += _ONE
        done += 1
    words[0], words[1], words[2], words[3] = s
    clock[0], counters[PLACE] = t, place
    return done


@njit(nogil=True, cache=True, error_model="numpy")
def _advance_many(
    laws: Laws, spots: np.ndarray, numbers: np.ndarray, x: np.ndarray, times: np.ndarray,
    out: np.ndarray, clock: np.ndarray, words: np.ndarray, counters: np.ndarray,
    stack: np.ndarray, tree: np.ndarray, reactions: np.uint64, leaves: np.uint64, top: np.uint64,
    tops: np.uint64, budget: int,
) -> int:  # fmt: skip
    """Let at most ``budget`` reactions happen in one run; return how many did."""
    rows, constants, pool, weights = laws.rows, laws.constants, laws.pool, laws.weights
    s = (words[0], words[1], words[2], words[3])
    t, place, done, fired = clock[0], np.uint64(counters[PLACE]), 0, reactions
    last, following = reactions - _ONE, times[place]
    while done < budget:
        row = fired << _THREE
        a, end = spots[row], spots[row + _ONE]
        while a < end:
            first, second = x[spots[a + _ONE]], x[spots[a + _TWO]]
            tree[spots[a]] = numbers[a] * first * (second - numbers[a + _ONE])
            a += _THREE
        end = spots[row + _TWO]
        while a < end:
            i = spots[a]
            kind, value = rows[i, KIND], constants[i, 0]
            for g in range(rows[i, GUARD], rows[i, GUARD + 1]):
                if x[pool[g]] < weights[g]:
                    kind, value = CONSTANT, 0.0
            if kind == FORMULA:
                start, stop = np.int64(rows[i, CODE]), np.int64(rows[i, CODE + 1])
                value = run(laws.codes, laws.numbers, start, stop, x, stack)
            elif value != 0.0:
                for f in range(rows[i, FACTOR], rows[i, FACTOR + 1]):
                    value *= x[pool[f]] - weights[f]
                if rows[i, OVER + 1] > rows[i, OVER] and value != 0.0:
                    bottom = constants[i, 2]
                    for o in range(rows[i, OVER], rows[i, OVER + 1]):
                        bottom += weights[o] * x[pool[o]]
                    value /= bottom
            if not 0.0 <= value < np.inf:
                counters[WRONG] = i
                return done
            tree[i] = value
            a += _ONE
        end = spots[row + _THREE]
        while a < end:
            c = (spots[a] - leaves) << _THREE
            low = (tree[c] + tree[c + _ONE]) + (tree[c + _TWO] + tree[c + _THREE])
            high = (tree[c + _FOUR] + tree[c + _FIVE]) + (tree[c + _SIX] + tree[c + _SEVEN])
            tree[spots[a]] = low + high
            a += _ONE
        node, low, high = top, 0.0, 0.0
        while node < tops:
            low += tree[node]
            high += tree[node + _ONE]
            node += _TWO
        total = low + high
        wait, s = exponential(s)
        t = t + wait / total if total > 0.0 else np.inf
        if following < t:
            while place < times.size and times[place] < t:
                for j in range(out.shape[1]):
                    out[place, j] = x[j]
                place += _ONE
            if place == times.size:
                break
            following = times[place]
        u, s = uniform(s)
        goal, node, end = u * total, top, tops - _ONE
        while goal > tree[node] and node < end:
            goal -= tree[node]
            node += _ONE
        c = (node - leaves) << _THREE
        while c >= leaves:
            node, end = c, c + _SEVEN
            while goal > tree[node] and node < end:
                goal -= tree[node]
                node += _ONE
            c = (node - leaves) << _THREE
        to_2 = tree[c] + tree[c + _ONE]
        to_4 = to_2 + (tree[c + _TWO] + tree[c + _THREE])
        to_6 = to_4 + (tree[c + _FOUR] + tree[c + _FIVE])
        fired = c + (np.uint64(goal > tree[c]) + np.uint64(goal > to_2))
        fired += np.uint64(goal > to_2 + tree[c + _TWO]) + np.uint64(goal > to_4)
        fired += np.uint64(goal > to_4 + tree[c + _FOUR]) + np.uint64(goal > to_6)
        fired += np.uint64(goal > to_6 + tree[c + _SIX])
        while fired > last or tree[fired] == 0.0:  # rounding may lead past the last that can be
            fired = fired - _ONE if fired > _ZERO else last
        row = fired << _THREE
        a, end = spots[row + _THREE], spots[row + _FOUR]
        while a < end:
            x[spots[a]] += numbers[a]
            a += _ONE
        done += 1
    words[0], words[1], words[2], words[3] = s
    clock[0], counters[PLACE] = t, place
    return done


@njit(nogil=True, cache=True, error_model="numpy")
def walk(
    laws: Laws, plan: Plan, initial: np.ndarray, times: np.ndarray, seed: np.uint64, first: int,
    out: np.ndarray, x: np.ndarray, clock: np.ndarray, words: np.ndarray, counters: np.ndarray,
    stack: np.ndarray, tree: np.ndarray, budget: int,
) -> int:  # fmt: skip
    """Go on with runs ``first`` and after, into ``out`` ``[runs, times, species]``.

    Returns how many reactions happened, ``budget`` at most; the other arrays keep what the next
    call goes on from. ``x`` and ``initial`` end with a 1. ``counters[RUN]`` tells the runs that are
    done, and ``counters[WRONG]`` the reaction whose propensity cannot be, else -1.
    """
    done, reactions = 0, np.uint64(laws.rows.shape[0] - 1)
    leaves, top, tops = np.uint64(plan.leaves), np.uint64(plan.top), np.uint64(plan.tops)
    while counters[RUN] < out.shape[0] and done < budget and counters[WRONG] < 0:
        if counters[IS_RUNNING] == 0:
            words[0], words[1], words[2], words[3] = stream(seed, first + counters[RUN])
            x[:] = initial
            clock[0], counters[PLACE], counters[IS_RUNNING] = 0.0, 0, 1
        if plan.is_few:
            done += _advance_few(
                plan.spots, plan.numbers, x, times, out[counters[RUN]], clock, words, counters,
                tree, reactions, budget - done,
            )  # fmt: skip
        else:
            done += _advance_many(
                laws, plan.spots, plan.numbers, x, times, out[counters[RUN]], clock, words,
                counters, stack, tree, reactions, leaves, top, tops, budget - done,
            )  # fmt: skip
        if counters[PLACE] == times.size:
            counters[RUN] += 1
            counters[IS_RUNNING] = 0
    return done
