"""Many runs of a stochastic engine, over threads; what comes out does not depend on them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import SettingError

Worker: TypeAlias = Callable[[int, np.ndarray, Callable[[], bool]], None]
"""Fills runs ``first`` and after into an array; asks now and then whether to stop."""

Watcher: TypeAlias = Callable[[int, int], None]
"""Told how many of how many runs are done; what it raises ends the simulation."""

BATCHES_PER_THREAD = 16


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A stochastic engine, ready to make runs of one network at given times.

    ``fill`` works on arrays ``[runs, times, width]``, which ``observed`` makes trajectories of,
    given their times. ``notes`` are remarks for the user. An engine that makes runs by the
    ``block`` loses no time where the number of a batch's first run is a multiple of that.
    """

    width: int
    fill: Worker
    observed: Callable[[np.ndarray, np.ndarray], Trajectories]
    notes: tuple[str, ...] = ()
    block: int = 1

    def trajectories(
        self, times: np.ndarray, runs: int, threads: int, watch: Watcher | None
    ) -> Trajectories:
        """Make ``runs`` runs, from the first on."""
        values = np.empty((runs, times.size, self.width))
        simulate_runs(self.fill, values, threads, watch, self.block)
        return self.observed(times, values)


def checked(times: np.ndarray, runs: int, threads: int) -> np.ndarray:
    """Return the times as an array of their own; raises `SettingError`."""
    grid = np.array(times, dtype=np.float64)
    if grid.ndim != 1 or not grid.size or not np.isfinite(grid).all():
        raise SettingError("Times must be a list of at least one finite number.")
    if grid[0] < 0 or (np.diff(grid) < 0).any():
        raise SettingError(f"Times must not fall, nor begin before 0; these begin at {grid[0]:g}.")
    if runs < 1 or threads < 1:
        raise SettingError(f"{runs} runs on {threads} threads is too few; ask for at least one.")
    return grid


def simulate_runs(
    work: Worker, out: np.ndarray, threads: int, watch: Watcher | None = None, block: int = 1
) -> None:
    """Fill ``out`` ``[runs, ...]`` by ``work``, on the calling thread if ``threads`` is 1."""
    total = out.shape[0]
    if threads == 1 and watch is None:
        work(0, out, lambda: False)
        return
    stopped = False
    size = block * max(1, -(-total // (threads * BATCHES_PER_THREAD * block)))
    with ThreadPoolExecutor(min(threads, os.cpu_count() or 1)) as pool:
        batches = {
            pool.submit(work, first, out[first : first + size], lambda: stopped): first
            for first in range(0, total, size)
        }
        try:
            for done in _finished(batches):
                if watch:
                    watch(sum(min(size, total - batches[one]) for one in done), total)
        finally:
            stopped = True
            for one in batches:
                one.cancel()


def _finished(batches: dict[Future[None], int]) -> Iterator[list[Future[None]]]:
    """Yield all batches that are done, whenever there are more; raises what one raised."""
    done: list[Future[None]] = []
    waiting = set(batches)
    while waiting:
        ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for one in ended:
            one.result()
        done += ended
        yield done
