"""The direct method of Gillespie, compiled once for every network.

A propensity is worked out again only after a reaction that may change it. Reactions are drawn
through sums over blocks of them, and the sums are made afresh from their parts, never by adding
differences, so that no rounding piles up.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate.chance import stream, uniform
from grnstudio.simulate.interpreter import run
from grnstudio.simulate.propensities import (
    AFFECTED,
    BLOCK,
    CHANGE,
    CODE,
    CONSTANT,
    FACTOR,
    FIRST,
    FORMULA,
    GUARD,
    KIND,
    LINEAR,
    OVER,
    QUADRATIC,
    SECOND,
    Laws,
)  # fmt: skip

RUN, PLACE, IS_RUNNING, WRONG = range(4)  # what the slots of ``counters`` hold


@njit(nogil=True, cache=True, error_model="numpy")
def _advance(
    laws: Laws, width: int, x: np.ndarray, times: np.ndarray, out: np.ndarray, clock: np.ndarray,
    words: np.ndarray, counters: np.ndarray, stack: np.ndarray, chances: np.ndarray,
    sums: np.ndarray, budget: int,
) -> int:  # fmt: skip
    """Let at most ``budget`` reactions happen in one run; return how many did."""
    # All in one function: a call with arrays costs as much as a reaction, for counting references.
    # Indices are unsigned, since negative ones, which count from the end, cost a check each.
    rows, constants, pool, weights = laws.rows, laws.constants, laws.pool, laws.weights
    codes, numbers, last = laws.codes, laws.numbers, chances.size - 1
    s = (words[0], words[1], words[2], words[3])
    t, place, done, fired = clock[0], counters[PLACE], 0, chances.size
    while done < budget:
        for a in range(rows[fired, AFFECTED], rows[fired, AFFECTED + 1]):
            i = pool[a]
            kind, value = rows[i, KIND], constants[i, 0]
            if kind == LINEAR:
                value *= x[rows[i, FIRST]]
            elif kind == QUADRATIC:
                value *= x[rows[i, FIRST]] * (x[rows[i, SECOND]] - constants[i, 1])
            elif kind != CONSTANT:
                for g in range(rows[i, GUARD], rows[i, GUARD + 1]):
                    if x[pool[g]] < weights[g]:
                        kind, value = CONSTANT, 0.0
                if kind == FORMULA:
                    start, stop = np.int64(rows[i, CODE]), np.int64(rows[i, CODE + 1])
                    value = run(codes, numbers, start, stop, x, stack)
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
            chances[i] = value
        total = 0.0
        if width >= chances.size:
            for r in range(chances.size):
                total += chances[r]
        else:
            for b in range(rows[fired, BLOCK], rows[fired, BLOCK + 1]):
                begin, part = int(np.int64(pool[b])) * width, 0.0
                for r in range(begin, min(begin + width, chances.size)):
                    part += chances[r]
                sums[pool[b]] = part
            for block in range(sums.size):
                total += sums[block]
        u, s = uniform(s)
        t = t - math.log(u) / total if total > 0.0 else np.inf
        while place < times.size and times[place] < t:
            for j in range(x.size):
                out[place, j] = x[j]
            place += 1
        if place == times.size:
            break
        u, s = uniform(s)
        goal, block = u * total, 0
        while block < sums.size - 1 and goal > sums[block]:
            goal -= sums[block]
            block += 1
        fired = block * width
        while fired < last and goal > chances[fired]:
            goal -= chances[fired]
            fired += 1
        while chances[fired] == 0.0:  # rounding may lead past the last one that can happen
            fired = fired - 1 if fired > 0 else last
        for e in range(rows[fired, CHANGE], rows[fired, CHANGE + 1]):
            x[pool[e]] += weights[e]
        done += 1
    words[0], words[1], words[2], words[3] = s
    clock[0], counters[PLACE] = t, place
    return done


@njit(nogil=True, cache=True, error_model="numpy")
def walk(
    laws: Laws, width: int, initial: np.ndarray, times: np.ndarray, seed: np.uint64, first: int,
    out: np.ndarray, x: np.ndarray, clock: np.ndarray, words: np.ndarray, counters: np.ndarray,
    stack: np.ndarray, chances: np.ndarray, sums: np.ndarray, budget: int,
) -> int:  # fmt: skip
    """Go on with runs ``first`` and after, into ``out`` ``[runs, times, species]``.

    Returns how many reactions happened, ``budget`` at most; the other arrays keep what the next
    call goes on from. ``counters[RUN]`` tells the runs that are done, and ``counters[WRONG]`` the
    reaction whose propensity cannot be, else -1.
    """
    done = 0
    while counters[RUN] < out.shape[0] and done < budget and counters[WRONG] < 0:
        if counters[IS_RUNNING] == 0:
            words[0], words[1], words[2], words[3] = stream(seed, first + counters[RUN])
            x[:] = initial
            clock[0], counters[PLACE], counters[IS_RUNNING] = 0.0, 0, 1
        done += _advance(
            laws, width, x, times, out[counters[RUN]], clock, words, counters,
            stack, chances, sums, budget - done,
        )  # fmt: skip
        if counters[PLACE] == times.size:
            counters[RUN] += 1
            counters[IS_RUNNING] = 0
    return done
