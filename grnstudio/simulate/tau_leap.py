"""Tau-leaping (Cao, Gillespie and Petzold, 2006): many reactions at once where little changes.

Approximate; the error falls with ``epsilon``, the share by which propensities may change during a
leap. Reactions within ten firings of using something up happen one at a time, a leap that would
take a species below zero is halved, and where leaps would not pay single exact steps are made.
Leaps end at the times asked for, so other times give other runs of the same law. Refuses what
exact simulation (`ssa`) refuses.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numba import njit

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import SettingError
from grnstudio.simulate.chance import Stream, poisson, stream, uniform
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.many_runs import Prepared, Watcher, checked
from grnstudio.simulate.propensities import Laws, all_propensities

ENGINE = "tau-leaping"
FEW_LEFT = 10.0
EXACT_STEPS = 100
STEPS_A_CALL = 200_000  # between two looks at whether to stop
DONE, UNFINISHED = -1, -2
PLACE, EXACT = 0, 1  # counters


def simulate(
    network: Network,
    times: np.ndarray,
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    *,
    epsilon: float = 0.03,
    on_runs: Watcher | None = None,
) -> Trajectories:
    """Simulate ``runs`` runs from time 0 and give the amounts at ``times``."""
    grid = checked(times, runs, threads)
    prepared = prepare(network, grid, seed, epsilon=epsilon)
    return prepared.trajectories(grid, runs, threads, on_runs)


def prepare(network: Network, times: np.ndarray, seed: int, *, epsilon: float = 0.03) -> Prepared:
    """Return the engine ready to make any runs of ``seed``."""
    if not 0 < epsilon < 1:
        raise SettingError(f"epsilon is {epsilon:g}; it must lie between 0 and 1.")
    process = jump_process(network)

    def fill(first: int, out: np.ndarray, stopped: Callable[[], bool]) -> None:
        leaps(process, times, seed, first, out, stopped, epsilon)

    return Prepared(len(process.names), fill, partial(process.observed, engine=ENGINE))


def leaps(
    process: JumpProcess, times: np.ndarray, seed: int, first: int, out: np.ndarray,
    stopped: Callable[[], bool] = lambda: False, epsilon: float = 0.03,
) -> None:  # fmt: skip
    """Fill ``out`` ``[runs, times, names]`` with runs ``first`` and after."""
    orders, word = _orders(process), np.uint64(seed % 2**64)
    for index in range(out.shape[0]):
        x, clock, words = process.initial.copy(), np.zeros(1), np.zeros(4, dtype=np.uint64)
        counters, ended = np.zeros(2, dtype=np.int64), UNFINISHED
        while ended == UNFINISHED:
            if stopped():
                return
            ended = _leap(
                process.laws, process.changes, orders, x, times, out[index], word,
                first + index, epsilon, process.stack.copy(), clock, words, counters,
            )  # fmt: skip
        if ended != DONE:
            raise process.refusal(ended, first + index)


def _orders(process: JumpProcess) -> np.ndarray:
    """Return the highest order of the reactions each species drives; 0 if it drives none."""
    orders = np.zeros(len(process.names))
    for form in process.forms:
        order = len(form.product.factors) if form.product and not form.product.over else 3
        for slot in form.reads:
            orders[slot] = max(orders[slot], order)
    return orders


@njit(nogil=True, cache=True, error_model="numpy")
def _critical(changes: np.ndarray, x: np.ndarray, chances: np.ndarray, out: np.ndarray) -> float:
    """Mark the reactions that would soon use something up; return their propensities' sum."""
    total = 0.0
    for r in range(chances.size):
        out[r] = False
        for i in range(x.size):
            if changes[r, i] < 0.0 and x[i] + FEW_LEFT * changes[r, i] < 0.0 < chances[r]:
                out[r] = True
        if out[r]:
            total += chances[r]
    return total


@njit(nogil=True, cache=True, error_model="numpy")
def _longest(
    changes: np.ndarray, orders: np.ndarray, x: np.ndarray, chances: np.ndarray,
    critical: np.ndarray, epsilon: float,
) -> float:  # fmt: skip
    """Return the longest leap during which no propensity changes by more than ``epsilon``."""
    longest = np.inf
    for i in range(x.size):
        if orders[i] == 0.0:
            continue
        mean, spread = 0.0, 0.0
        for r in range(chances.size):
            if not critical[r]:
                mean += changes[r, i] * chances[r]
                spread += changes[r, i] * changes[r, i] * chances[r]
        steepness = orders[i] * (1.0 + 1.0 / max(x[i] - 1.0, 1.0)) if orders[i] > 1 else 1.0
        room = max(epsilon * x[i] / steepness, 1.0)
        if spread > 0.0:
            longest = min(longest, room * room / spread)
        if mean != 0.0:
            longest = min(longest, room / abs(mean))
    return longest


@njit(nogil=True, cache=True, error_model="numpy")
def _picked(chances: np.ndarray, among: np.ndarray, goal: float) -> int:
    """Return the reaction at ``goal`` along the row of the propensities ``among``."""
    picked = -1
    for r in range(chances.size):
        if among[r] and chances[r] > 0.0:
            picked = r
            if goal <= chances[r]:
                break
            goal -= chances[r]
    return picked


@njit(nogil=True, cache=True, error_model="numpy")
def _jump(
    changes: np.ndarray, x: np.ndarray, chances: np.ndarray, critical: np.ndarray, tau: float,
    after: np.ndarray, s: Stream,
) -> tuple[bool, Stream]:  # fmt: skip
    """Let reactions that are not critical happen for ``tau``; say whether nothing ran out."""
    after[:] = x
    for r in range(chances.size):
        if not critical[r] and chances[r] > 0.0:
            times, s = poisson(chances[r] * tau, s)
            for i in range(x.size):
                after[i] += times * changes[r, i]
    return after.min() >= 0.0 if after.size else True, s


@njit(nogil=True, cache=True, error_model="numpy")
def _leap(
    laws: Laws, changes: np.ndarray, orders: np.ndarray, x: np.ndarray, times: np.ndarray,
    out: np.ndarray, seed: np.uint64, run: int, epsilon: float, stack: np.ndarray,
    clock: np.ndarray, words: np.ndarray, counters: np.ndarray,
) -> int:  # fmt: skip
    """Go on with one run into ``out``; return the reaction that cannot be, or how it ended.

    ``x``, ``clock``, ``words`` and ``counters`` hold where it is; words are 0 at the start.
    """
    s = (words[0], words[1], words[2], words[3])
    if words.max() == 0:
        s = stream(seed, run)
    count = changes.shape[0]
    chances, after = np.zeros(count), x.copy()
    critical, everything = np.zeros(count, np.bool_), np.ones(count, np.bool_)
    t, place, exact = clock[0], counters[PLACE], counters[EXACT]
    for _ in range(STEPS_A_CALL):
        if place == times.size:
            return DONE
        all_propensities(laws, x, stack, chances)
        for r in range(count):
            if not 0.0 <= chances[r] < np.inf:
                return r
        total, left = chances.sum(), times[place] - t
        rare = _critical(changes, x, chances, critical)
        longest = _longest(changes, orders, x, chances, critical, epsilon) if exact == 0 else 0.0
        if exact == 0 and longest * total < 10.0:
            exact = EXACT_STEPS
        among, speed = (everything, total) if exact > 0 else (critical, rare)
        u, s = uniform(s)
        wait = -math.log(u) / speed if speed > 0.0 else np.inf
        tau, fits = min(wait, left), exact > 0
        if not fits:
            tau = min(tau, longest)
        while not fits:
            fits, s = _jump(changes, x, chances, critical, tau, after, s)
            if fits:
                x[:] = after
            else:
                tau *= 0.5
        if wait <= tau:
            u, s = uniform(s)
            fired = _picked(chances, among, u * speed)
            for i in range(x.size):
                x[i] += changes[fired, i]
        exact = max(0, exact - 1)
        t += tau
        if tau >= left:
            t = times[place]
            while place < times.size and times[place] <= t:
                out[place] = x
                place += 1
    clock[0], counters[PLACE], counters[EXACT] = t, place, exact
    words[0], words[1], words[2], words[3] = s
    return UNFINISHED
