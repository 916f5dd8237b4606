"""The chemical Langevin equation (Gillespie, 2000): noise of many molecules, as real numbers.

Euler and Maruyama's method with a fixed step. What would fall below 0 is reflected there along the
reactions that noise comes from (Leite and Williams, 2019), so that what reactions keep is kept.
Propensities below 0, which amounts under one molecule can give, count as 0; it is right where every
species has many molecules, and not below some ten. Refuses events, rate rules and rates that change
with time, and what exact simulation (`ssa`) refuses.
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
from grnstudio.simulate.chance import normal, stream
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.many_runs import Prepared, Watcher, checked
from grnstudio.simulate.propensities import Laws, all_propensities

ENGINE = "chemical Langevin"
STEPS = 10_000


def simulate(
    network: Network,
    times: np.ndarray,
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    *,
    step: float | None = None,
    on_runs: Watcher | None = None,
) -> Trajectories:
    """Simulate ``runs`` runs from time 0 and give the amounts at ``times``.

    Between two times the steps are equal and at most ``step``, a ten-thousandth of the whole time
    unless given.
    """
    grid = checked(times, runs, threads)
    return prepare(network, grid, seed, step=step).trajectories(grid, runs, threads, on_runs)


def prepare(
    network: Network, times: np.ndarray, seed: int, *, step: float | None = None
) -> Prepared:
    """Return the engine ready to make any runs of ``seed``."""
    longest = times[-1] / STEPS if step is None else step
    if not (longest > 0 or times[-1] == 0):
        raise SettingError(f"The step is {longest:g}; it must be greater than 0.")
    process = jump_process(network)
    word = np.uint64(seed % 2**64)

    def fill(first: int, out: np.ndarray, stopped: Callable[[], bool]) -> None:
        for index in range(out.shape[0]):
            if stopped():
                return
            wrong = _langevin(
                process.laws, process.changes, process.initial.copy(), times, out[index],
                word, first + index, longest, process.stack.copy(),
            )  # fmt: skip
            if wrong >= 0:
                raise process.refusal(wrong, first + index)

    engine = f"{ENGINE}, step {longest:g}"
    return Prepared(len(process.names), fill, partial(process.observed, engine=engine))


@njit(nogil=True, cache=True, error_model="numpy")
def _reflect(changes: np.ndarray, chances: np.ndarray, x: np.ndarray, after: np.ndarray) -> None:
    """Bring what is below 0 in ``after`` back, by more or less of the reactions that led there.

    A reaction makes up for it the more, the more noise it has. Where this does not end soon, the
    step from ``x`` is cut short.
    """
    sweeps = 4 * x.size + 20
    for sweep in range(sweeps):
        lowest = int(after.argmin())
        if after[lowest] >= 0.0:
            return
        spread = 0.0
        for r in range(chances.size):
            spread += changes[r, lowest] * changes[r, lowest] * max(chances[r], 0.0)
        lift = -after[lowest] / spread * (2.0 if sweep < sweeps // 2 else 1.0 + 1e-9)
        for r in range(chances.size):
            if changes[r, lowest] != 0.0 and chances[r] > 0.0:
                for j in range(x.size):
                    after[j] += changes[r, j] * changes[r, lowest] * chances[r] * lift
    share = 1.0
    for i in range(x.size):
        if after[i] < 0.0:
            share = min(share, x[i] / (x[i] - after[i]))
    for i in range(x.size):
        after[i] = max(x[i] + share * (after[i] - x[i]), 0.0)


@njit(nogil=True, cache=True, error_model="numpy")
def _langevin(
    laws: Laws, changes: np.ndarray, x: np.ndarray, times: np.ndarray, out: np.ndarray,
    seed: np.uint64, run: int, longest: float, stack: np.ndarray,
) -> int:  # fmt: skip
    """Simulate one run into ``out``; return the reaction that cannot be, else -1."""
    s = stream(seed, run)
    chances, t, after = np.zeros(changes.shape[0]), 0.0, x.copy()
    for place in range(times.size):
        left = times[place] - t
        steps = math.ceil(left / longest * (1.0 - 1e-12)) if left > 0.0 else 0
        for _ in range(steps):
            all_propensities(laws, x, stack, chances)
            lowest = 0.0
            for r in range(chances.size):
                if not chances[r] < np.inf:
                    return r
                if chances[r] <= 0.0:
                    continue
                mean = chances[r] * left / steps
                noise, s = normal(s)
                extent = mean + math.sqrt(mean) * noise
                for i in range(x.size):
                    after[i] += changes[r, i] * extent
            for i in range(x.size):
                lowest = min(lowest, after[i])
            if lowest < 0.0:
                _reflect(changes, chances, x, after)
            x[:] = after
        out[place] = x
        t = times[place]
    return -1
