"""Many runs of a stochastic engine as a job."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.trajectories import Trajectories
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.background import LOOK_SECONDS, Clock
from grnstudio.simulate.config import KEEP
from grnstudio.simulate.engines import ENGINES
from grnstudio.simulate.ensemble import Outline, single
from grnstudio.simulate.many_runs import Prepared
from grnstudio.simulate.output import sample_size
from grnstudio.simulate.simulation import SHARES, Simulation
from grnstudio.simulate.statistics import Moments, quantiles, slices

BATCH_SECONDS = 0.04
BATCH_BYTES = 8 * 2**20
PARTS = 1000  # of the time of a lone run, to count progress in


def sample(outline: Outline) -> Steps[Simulation]:
    """Make the runs in batches; results do not depend on their size, nor on the threads."""
    sampling = _Sampling(outline, _prepared(outline))
    yield from sampling.work()
    spread = sampling.nothing_sorted()
    for part in slices(sampling.kept):
        spread[:, part] = quantiles(sampling.kept[:, part])
        yield sampling.step("sorting", drawn=False)
    found = sampling.known(spread)
    yield Step(
        *sampling.progress(), {"runs": found.runs}, lambda: outline.figures(found),
        result=lambda: found, stage="sorting",
    )  # fmt: skip
    return found


def _prepared(outline: Outline) -> Prepared:
    config = outline.config
    more: dict[str, Any] = {"epsilon": config.epsilon} if config.method == "tau" else {}
    if config.method == "emulator":
        more = {"emulator": outline.emulator}
    module = import_module(ENGINES[config.method].module)
    prepared: Prepared = module.prepare(outline.network, outline.times, config.seed, **more)
    return prepared


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Runs ``first`` and after; ``raw`` is filled as they go on."""

    first: int
    raw: np.ndarray
    future: Future[tuple[Trajectories, float]]


@dataclass(slots=True, eq=False)
class _Sampling:
    """Runs under way, and what is known of those before."""

    outline: Outline
    prepared: Prepared
    clock: Clock = field(default_factory=Clock)
    begun: int = 0
    size: int = field(init=False)
    engine: str = ""
    remarks: tuple[str, ...] = ()
    moments: Moments = field(init=False)
    kept: np.ndarray = field(init=False)
    under_way: deque[_Batch] = field(default_factory=deque)
    unwanted: bool = False

    def __post_init__(self) -> None:
        outline, config = self.outline, self.outline.config
        shape = (outline.times.size, len(outline.names))
        self.moments, self.size = Moments(shape), self.prepared.block
        all_runs = config.keep == KEEP[0]
        self.kept = np.empty((config.runs if all_runs else sample_size(config, *shape), *shape))

    def work(self) -> Steps[None]:
        """Make all runs; a step now and then, however long one run takes."""
        threads = self.outline.config.threads or os.cpu_count() or 1
        pool = ThreadPoolExecutor(threads)
        try:
            while self.moments.runs < self.outline.config.runs:
                while len(self.under_way) < 2 * threads and self.begun < self.outline.config.runs:
                    self._begin(pool)
                wait([self.under_way[0].future], LOOK_SECONDS, FIRST_COMPLETED)
                while self.under_way and self.under_way[0].future.done():
                    self._take(self.under_way.popleft())
                yield self.step("simulating")
        finally:
            self.unwanted = True
            pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, pool: ThreadPoolExecutor) -> None:
        count = min(self.size, self.outline.config.runs - self.begun)
        first = self.begun
        raw = np.full((count, self.outline.times.size, self.prepared.width), np.nan)

        def fill() -> tuple[Trajectories, float]:
            start = time.perf_counter()
            self.prepared.fill(first, raw, lambda: self.unwanted)
            spent = time.perf_counter() - start
            return self.prepared.observed(self.outline.times, raw), spent

        self.under_way.append(_Batch(first, raw, pool.submit(self.clock.timed, fill)))
        self.begun += count

    def _take(self, batch: _Batch) -> None:
        """Add a batch to what is known, and fit the size of the next to the time it took."""
        runs, seconds = batch.future.result()
        values = runs.values[:, :, self.outline.columns(runs.names)]
        self.moments.add(values)
        room = self.kept[batch.first : batch.first + len(values)]
        room[:] = values[: len(room)]
        self.engine = runs.engine
        self.remarks = tuple(dict.fromkeys((*self.remarks, *runs.notes)))
        each = max(seconds / len(values), 1e-9)
        fitting = BATCH_BYTES // (8 * max(1, values[0].size))
        wanted = min(4.0 * len(values), BATCH_SECONDS / each, fitting)
        block = self.prepared.block
        self.size = block * max(1, int(wanted / block))

    def step(self, stage: str, drawn: bool = True) -> Step:
        """Return what can be said between two batches."""
        return Step(
            *self.progress(), {"runs": self.moments.runs}, self._figures if drawn else tuple,
            result=self.simulation, stage=stage,
        )  # fmt: skip

    def progress(self) -> tuple[int, int]:
        """Return how much of how much is done: runs, or parts of the time of a lone one."""
        runs, end = self.outline.config.runs, float(self.outline.times[-1])
        if runs > 1:
            return self.moments.runs, runs
        if self.moments.runs or not end:
            return PARTS, PARTS
        filled = self._filled()
        return int(PARTS * self.outline.times[filled - 1] / end) if filled else 0, PARTS

    def _filled(self) -> int:
        """Return at how many times the first run under way has values."""
        if not self.under_way or not self.prepared.width:
            return 0
        return int(np.count_nonzero(~np.isnan(self.under_way[0].raw[0, :, 0])))

    def _figures(self) -> Sequence[Figure]:
        """Draw what there is; pictures under way show standard deviations, hence no quantiles."""
        if self.moments.runs:
            return self.outline.figures(self.known(self.nothing_sorted()))
        return self.outline.figures(self._lone())

    def nothing_sorted(self) -> np.ndarray:
        """Return room for quantiles."""
        return np.zeros((len(SHARES), *self.moments.mean.shape))

    def simulation(self) -> Simulation | None:
        """Return all that is known so far, if there is anything."""
        if not self.moments.runs:
            return self._lone()
        return self.known(quantiles(self.kept[: self.moments.runs]))

    def _lone(self) -> Simulation | None:
        """Return the beginning of the only run, if that is what is under way."""
        filled = self._filled()
        if self.outline.config.runs > 1 or self.moments.runs or not filled:
            return None
        times = self.outline.times[:filled]
        runs = self.prepared.observed(times, self.under_way[0].raw[:, :filled].copy())
        values = runs.values[0][:, self.outline.columns(runs.names)]
        note = f"Stopped at time {times[-1]:.6g}, before the end."
        return single(
            self.outline, runs.engine, values, cost=self.clock.seconds,
            notes=(*self.prepared.notes, *runs.notes, note),
        )  # fmt: skip

    def known(self, spread: np.ndarray) -> Simulation:
        """Return the runs that are done, with their quantiles."""
        outline, done = self.outline, self.moments.runs
        trajectories = None
        if outline.config.keep == KEEP[0]:
            trajectories = Trajectories(outline.times, outline.names, self.kept[:done], self.engine)
        return outline.simulation(
            self.engine, done, self.moments.mean.copy(), self.moments.sd, spread,
            trajectories=trajectories, cost=self.clock.seconds, notes=tuple(self._notes()),
        )  # fmt: skip

    def _notes(self) -> list[str]:
        done, wanted = self.moments.runs, self.outline.config.runs
        notes = [*self.prepared.notes, *self.remarks]
        if done < wanted:
            notes.append(f"Stopped after {done} of {wanted} runs.")
        if self.outline.config.keep != KEEP[0] and done > len(self.kept):
            notes.append(f"Quantiles are those of the first {len(self.kept)} runs.")
        return notes
