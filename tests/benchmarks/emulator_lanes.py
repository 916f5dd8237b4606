"""Exact runs of X44, many side by side, some thirty times as fast as one after the other.

Its genes switch whatever its proteins do, so when they will is drawn first. In between, the
proteins' chain is uniformised: steps come at a fixed rate, its ``bound``, and a step is a reaction
or nothing, so that none needs a logarithm or an end of its own and the processor makes eight runs'
steps at once. How many steps there are until the genes switch next is a Poisson number. Where
propensities outgrow the bound, or fall far below it, the time of the steps so far is drawn, a Beta
share of the time there was, and the rest begins anew by another bound: that the chain itself tells
when to stop does not matter to times that do not depend on it. Without P2 and P3, and no gene
for P2, only P1 comes and goes, and what is left of it is drawn at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

LANES = 64
AT_ONCE = 32  # steps between two looks at whether a lane needs another bound
ROOM, LEAST_ROOM, TOO_MUCH = 1.25, 100.0, 2.0  # of a bound over the propensities
ROUNDING = 1e-12
P1, P2, P3, P4, BIRTH_1, BIRTH_2, DEATH_1, DEATH_2, BOUND, LEFT = (LANES * n for n in range(10))
ROWS = 10
S0, S1, S2, S3 = (LANES * n for n in range(4))
G1, G2, G3, PLANNED, REST, SPENT, LAG, RUN = range(8)
"""Columns of what a lane knows besides: its genes, the steps planned and the time they are for, the
time of the run so far, how many steps of the emulator are over, and which run it is."""

SOURCES, TARGETS = (G1, G2, G2, G3), (G2, G1, G3, G2)  # of a gene's switches

_S11, _S17, _S19, _S45 = np.uint64(11), np.uint64(17), np.uint64(19), np.uint64(45)
_BIND, _PART, _MAKE, _TAKE = 0, 1, 2, 3
_NAMES = ("b3", "b6", "b4", "b5", "a11", "a21", "a31", "a32", "b1", "b2",
          "gamma12", "gamma21", "gamma23", "gamma32")  # fmt: skip


def runs(
    starts: np.ndarray,
    count: int,
    step: float,
    lags: tuple[int, ...],
    values: Mapping[str, float],
    seed: int,
    threads: int = 1,
) -> np.ndarray:
    """Return ``[starts, count, lags, species]`` from ``starts`` ``[starts, species]``.

    Species are G1, G2, G3, P1, P2, P3, P4.
    """
    rates = np.array([values[name] for name in _NAMES])
    times = step * np.array(lags, dtype=float)
    out = np.empty((len(starts), count, len(lags), starts.shape[1]), dtype=np.int32)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(
            lambda one: _from_one(starts[one].astype(float), times, rates, seed + one, out[one]),
            range(len(starts)),
        ))  # fmt: skip
    return out


def _from_one(
    start: np.ndarray, times: np.ndarray, rates: np.ndarray, seed: int, out: np.ndarray
) -> None:
    rng = np.random.default_rng(seed)
    words = rng.integers(1, 2**63, 4 * LANES).astype(np.uint64)
    _walk(start, times, rates, rng, words, out)


@njit(nogil=True, cache=True, error_model="numpy")
def _walk(
    start: np.ndarray, times: np.ndarray, rates: np.ndarray, rng: np.random.Generator,
    words: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """Make every run of ``out`` ``[runs, times, species]``, each in whichever lane is free."""
    lanes, known = np.zeros(ROWS * LANES), np.full((LANES, 8), -1.0)
    begun, busy = 0, 0
    for lane in range(LANES):
        if begun < out.shape[0]:
            _begin(lanes, known[lane], lane, start, begun)
            _plan(lanes, known[lane], lane, times, rates, rng)
            begun, busy = begun + 1, busy + 1
    while busy:
        _advance(lanes, words, rates)
        for lane in range(LANES):
            its = known[lane]
            while its[RUN] >= 0 and _is_due(lanes, lane, rates):
                if lanes[LEFT + lane] > 0:
                    _settle(lanes, its, lane, rng)
                elif _switch_or_record(lanes, its, lane, times, rates, rng, out):
                    if begun == out.shape[0]:
                        its[RUN], lanes[LEFT + lane] = -1, 0.0
                        busy -= 1
                        break
                    _begin(lanes, its, lane, start, begun)
                    begun += 1
                _plan(lanes, its, lane, times, rates, rng)


@njit(nogil=True, cache=True, error_model="numpy")
def _advance(lanes: np.ndarray, words: np.ndarray, rates: np.ndarray) -> None:
    """Make some steps in every lane that has steps left and whose bound holds.

    The random numbers are xoshiro256+, a stream for each lane.
    """
    bind, part, make, take = rates[_BIND], rates[_PART], rates[_MAKE], rates[_TAKE]
    for _ in range(AT_ONCE):
        for i in range(LANES):
            a, b, c, d = words[S0 + i], words[S1 + i], words[S2 + i], words[S3 + i]
            u = np.float64((a + d) >> _S11) * 2.0**-53
            shifted = b << _S17
            c ^= a
            d ^= b
            words[S1 + i] = b ^ c
            words[S0 + i] = a ^ d
            words[S2 + i] = c ^ shifted
            words[S3 + i] = (d << _S45) | (d >> _S19)
            p1, p2, p3, p4 = lanes[P1 + i], lanes[P2 + i], lanes[P3 + i], lanes[P4 + i]
            c1 = bind * p1 * p2
            c2 = c1 + part * p3
            c3 = c2 + make * p3
            c4 = c3 + take * p2 * p4
            c5 = c4 + lanes[BIRTH_1 + i]
            c6 = c5 + lanes[BIRTH_2 + i]
            c7 = c6 + lanes[DEATH_1 + i] * p1
            c8 = c7 + lanes[DEATH_2 + i] * p2
            bound, left = lanes[BOUND + i], lanes[LEFT + i]
            goes = (1.0 if left > 0.0 else 0.0) * (1.0 if c8 <= bound else 0.0)
            x = u * bound
            v1 = goes if x < c1 else 0.0
            v2 = goes if x < c2 else 0.0
            v3 = goes if x < c3 else 0.0
            v4 = goes if x < c4 else 0.0
            v5 = goes if x < c5 else 0.0
            v6 = goes if x < c6 else 0.0
            v7 = goes if x < c7 else 0.0
            v8 = goes if x < c8 else 0.0
            lanes[P1 + i] = p1 - v1 + (v2 - v1) + (v5 - v4) - (v7 - v6)
            lanes[P2 + i] = p2 - v1 + (v2 - v1) + (v3 - v2) - (v4 - v3) + (v6 - v5) - (v8 - v7)
            lanes[P3 + i] = p3 + v1 - (v2 - v1) - (v3 - v2) + (v4 - v3)
            lanes[P4 + i] = p4 + (v3 - v2) - (v4 - v3)
            lanes[LEFT + i] = left - goes


@njit(nogil=True, cache=True, error_model="numpy")
def _propensities(lanes: np.ndarray, i: int, rates: np.ndarray) -> float:
    """Return the sum of a lane's, its genes' switching apart."""
    p1, p2, p3, p4 = lanes[P1 + i], lanes[P2 + i], lanes[P3 + i], lanes[P4 + i]
    among = rates[_BIND] * p1 * p2 + rates[_TAKE] * p2 * p4 + (rates[_PART] + rates[_MAKE]) * p3
    births = lanes[BIRTH_1 + i] + lanes[BIRTH_2 + i]
    return among + births + lanes[DEATH_1 + i] * p1 + lanes[DEATH_2 + i] * p2


@njit(nogil=True, cache=True, error_model="numpy")
def _is_due(lanes: np.ndarray, i: int, rates: np.ndarray) -> bool:
    """Tell if a lane's steps are over, or another bound would be better or is needed."""
    total, bound = _propensities(lanes, i, rates), lanes[BOUND + i]
    much = bound > TOO_MUCH * total + 2.0 * LEAST_ROOM
    reached = total > bound * (1.0 - ROUNDING)  # sums in another order may differ by as much
    return lanes[LEFT + i] <= 0.0 or reached or much


@njit(nogil=True, cache=True, error_model="numpy")
def _begin(lanes: np.ndarray, its: np.ndarray, i: int, start: np.ndarray, run: int) -> None:
    its[:] = 0.0
    its[G1 : G3 + 1] = start[:3]
    its[RUN] = run
    for place in range(4):
        lanes[P1 + place * LANES + i] = start[3 + place]


@njit(nogil=True, cache=True, error_model="numpy")
def _plan(
    lanes: np.ndarray, its: np.ndarray, i: int, times: np.ndarray, rates: np.ndarray,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Draw when the genes switch next, unless that is known, and how many steps come before."""
    if its[REST] <= 0.0:
        switching = _switching(its, rates).sum()
        its[REST] = min(rng.exponential(1.0 / switching), times[int(its[LAG])] - its[SPENT])
    lanes[BIRTH_1 + i], lanes[BIRTH_2 + i] = rates[4] * its[G1], rates[5] * its[G2]
    lanes[DEATH_1 + i] = rates[8] + rates[6] * its[G3]
    lanes[DEATH_2 + i] = rates[9] + rates[7] * its[G3]
    if lanes[P2 + i] == 0.0 and lanes[P3 + i] == 0.0 and its[G2] == 0.0:
        decay, birth = lanes[DEATH_1 + i], lanes[BIRTH_1 + i]
        lives = math.exp(-decay * its[REST])
        left = rng.binomial(int(lanes[P1 + i]), lives)
        lanes[P1 + i] = left + rng.poisson(birth / decay * (1.0 - lives))
        its[PLANNED] = 0.0
    else:
        lanes[BOUND + i] = ROOM * _propensities(lanes, i, rates) + LEAST_ROOM
        its[PLANNED] = rng.poisson(lanes[BOUND + i] * its[REST])
    lanes[LEFT + i] = its[PLANNED]


@njit(nogil=True, cache=True, error_model="numpy")
def _switching(its: np.ndarray, rates: np.ndarray) -> np.ndarray:
    return np.array([
        rates[10] * its[G1], rates[11] * its[G2], rates[12] * its[G2], rates[13] * its[G3]
    ])  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy")
def _settle(lanes: np.ndarray, its: np.ndarray, i: int, rng: np.random.Generator) -> None:
    """Draw the time of the steps that were made, of all those planned."""
    made = its[PLANNED] - lanes[LEFT + i]
    if made > 0:
        spent = its[REST] * rng.beta(made, its[PLANNED] + 1.0 - made)
        its[SPENT] += spent
        its[REST] -= spent


@njit(nogil=True, cache=True, error_model="numpy")
def _switch_or_record(
    lanes: np.ndarray, its: np.ndarray, i: int, times: np.ndarray, rates: np.ndarray,
    rng: np.random.Generator, out: np.ndarray,
) -> bool:  # fmt: skip
    """End what was planned: tell if that is the end of the run."""
    its[SPENT] += its[REST]
    its[REST] = 0.0
    lag = int(its[LAG])
    if its[SPENT] < times[lag] * (1.0 - ROUNDING):
        switching = _switching(its, rates)
        goal, which = rng.random() * switching.sum(), 0
        while goal >= switching[which]:
            goal -= switching[which]
            which += 1
        its[SOURCES[which]] -= 1.0
        its[TARGETS[which]] += 1.0
        return False
    for place in range(3):
        out[int(its[RUN]), lag, place] = its[place]
    for place in range(4):
        out[int(its[RUN]), lag, 3 + place] = lanes[P1 + place * LANES + i]
    its[SPENT], its[LAG] = times[lag], lag + 1
    return lag + 1 == times.size
