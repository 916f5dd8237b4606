"""Transitions to learn from, made by simulation over threads or any other executor, as a job."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.network import Network
from grnstudio.core.starts import Starts
from grnstudio.core.transitions import Transitions
from grnstudio.errors import SettingError
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.simulate.background import LOOK_SECONDS
from grnstudio.simulate.courses import Courses, Made, Piece, Stop, emulable, make, varied
from grnstudio.simulate.estimate import Estimate, estimate, suggested_step
from grnstudio.simulate.output import available
from grnstudio.simulate.transition_figures import MOST_DRAWN, transition_figures

__all__ = [
    "Estimate",
    "emulable",
    "estimate",
    "split",
    "suggested_step",
    "transition_figures",
    "transitions",
    "varied",
]

PIECE_SECONDS = 0.1
STAGE = "simulating"


def transitions(
    network: Network,
    starts: Starts,
    *,
    step: float,
    steps: int,
    settings: int,
    runs: int,
    vary: tuple[str, ...] = (),
    lowest: float = 0.6,
    highest: float = 1.4,
    near_empty: float = 0.0,
    method: str = "ssa",
    seed: int = 0,
    executor: Executor | None = None,
    threads: int = 0,
    resume: Checkpoint | None = None,
) -> Steps[Transitions]:
    """Make ``runs`` courses of ``steps`` steps from each of ``settings`` starts, as pairs.

    Species that only come and go are leapt over where that pays, which is exact and may be hundreds
    of times as fast (`come_and_go`).

    What comes out depends on the seed and not on the ``executor``, which is ``threads`` threads
    (one per core if 0) unless given. There is a step with metrics for each start that is done, in
    order; steps without metrics only say that work goes on. A stopped job keeps the starts that are
    done and can go on from them. Raises as `Courses` does.
    """
    if near_empty:
        starts = starts.with_near_empty(near_empty)
    courses = Courses(
        network=network, starts=starts, step=step, steps=steps, settings=settings, runs=runs,
        vary=tuple(vary), lowest=lowest, highest=highest, method=method, seed=seed,
        leaping=True,
    )  # fmt: skip
    making = _Making(courses)
    if resume:
        making.go_on(resume)
    pool = executor or ThreadPoolExecutor(threads or os.cpu_count() or 1)
    try:
        yield from making.work(pool)
    finally:
        making.give_up()
        if executor is None:
            pool.shutdown(wait=False, cancel_futures=True)
    return making.transitions()


def split(
    transitions: Transitions, share: float = 0.2, seed: int = 0
) -> tuple[Transitions, Transitions]:
    """Return pairs to learn from and pairs to test with, a ``share`` of the starts.

    No start is on both sides. Raises `SettingError` for fewer than two starts.
    """
    settings = np.unique(transitions.setting)
    if len(settings) < 2 or not 0 < share < 1:
        raise SettingError(
            f"{len(settings)} starts cannot be split, {share:g} of them for testing. Have two "
            "starts or more, and a share between 0 and 1."
        )
    held = min(len(settings) - 1, max(1, round(share * len(settings))))
    order = np.random.default_rng([seed, len(settings)]).permutation(settings)
    return transitions.of_settings(order[held:]), transitions.of_settings(order[:held])


@dataclass(slots=True, eq=False)
class _Making:
    """Courses under way, and those that are done.

    ``counts`` ``[settings, runs, times, species]``, ``left`` the runs that a start still lacks;
    the first ``done`` starts lack none.
    """

    courses: Courses
    counts: np.ndarray = field(init=False)
    left: np.ndarray = field(init=False)
    reactions: np.ndarray = field(init=False)
    seconds: np.ndarray = field(init=False)
    values: np.ndarray = field(init=False)
    done: int = 0
    size: int = 1
    stop: Stop = field(default_factory=Stop)
    under_way: dict[Future[Made], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        courses = self.courses
        shape = (courses.settings, courses.runs, courses.times.size, len(courses.species))
        needed, there = 6.0 * 4 * np.prod(np.array(shape, dtype=float)), available()
        if needed > there:
            raise SettingError(
                f"{courses.settings} starts, {courses.runs} runs of each and {courses.steps} steps "
                f"would take {needed / 2**30:.3g} GiB of memory, and there are "
                f"{there / 2**30:.3g}. Ask for fewer starts, runs or steps."
            )
        self.counts = np.zeros(shape, dtype=np.int32)
        self.left = np.full(courses.settings, courses.runs)
        self.reactions = np.zeros(courses.settings, dtype=np.int64)
        self.seconds = np.zeros(courses.settings)
        self.values = np.zeros((courses.settings, len(courses.vary)))

    def go_on(self, resume: Checkpoint) -> None:
        """Take over the starts that were done before."""
        counts = np.asarray(resume["counts"])
        if counts.shape[1:] != self.counts.shape[1:] or len(counts) > len(self.counts):
            raise SettingError(
                "What was simulated before does not fit these settings. Begin again, or go back to "
                "the settings it was begun with."
            )
        self.done = len(counts)
        self._widen(counts.dtype)
        self.counts[: self.done] = counts
        self.left[: self.done] = 0
        self.values[: self.done] = resume["values"]
        self.reactions[: self.done] = resume["reactions"]
        self.seconds[: self.done] = resume["seconds"]

    def work(self, pool: Executor) -> Steps[None]:
        """Make all that is missing, in pieces; starts are told in order."""
        ahead = 2 * (getattr(pool, "_max_workers", 0) or os.cpu_count() or 1)
        pieces = self._pieces()
        begun, before = time.monotonic(), self.done
        while self.done < self.courses.settings:
            while len(self.under_way) < ahead and (one := next(pieces, None)):
                setting, piece = one
                self.under_way[pool.submit(make, piece)] = (setting, piece.first)
            for future in wait(self.under_way, LOOK_SECONDS, FIRST_COMPLETED).done:
                self._take(*self.under_way.pop(future), future.result())
            spent, was = max(time.monotonic() - begun, 1e-3), self.done
            while self.done < self.courses.settings and not self.left[self.done]:
                self.done += 1
                yield self._step(self.done, spent, before, tells=True)
            if self.done == was:
                yield self._step(self.done, spent, before)

    def give_up(self) -> None:
        """Stop what is still being made."""
        self.stop.is_unwanted = True
        for future in self.under_way:
            future.cancel()

    def transitions(self, done: int | None = None) -> Transitions:
        """Return the pairs of the first ``done`` starts, or of all that lack nothing."""
        return self._pairs(np.flatnonzero(self.left == 0) if done is None else np.arange(done))

    def _pairs(self, complete: np.ndarray) -> Transitions:
        courses, counts = self.courses, self.counts[complete]
        pairs, width = courses.runs * courses.steps, counts.shape[-1]
        return Transitions(
            courses.species,
            courses.vary,
            courses.step,
            counts[:, :, :-1].reshape(-1, width),
            counts[:, :, 1:].reshape(-1, width),
            np.repeat(self.values[complete], pairs, axis=0),
            np.repeat(complete, pairs),
            float(self.seconds[complete].sum()),
            int(self.reactions[complete].sum()),
            courses.method,
        )

    def _pieces(self) -> Iterator[tuple[int, Piece]]:
        """Yield what is to be made, each piece as large as seems right when it is begun."""
        for setting in range(self.done, self.courses.settings):
            whole = self.courses.piece(setting, 0, self.courses.runs, self.stop)
            self.values[setting] = self.courses.values(setting)
            first = 0
            while first < whole.runs:
                runs = min(self.size, whole.runs - first)
                yield setting, replace(whole, first=first, runs=runs)
                first += runs

    def _take(self, setting: int, first: int, made: Made) -> None:
        runs = len(made.counts)
        if made.counts.max(initial=0.0) > np.iinfo(np.int32).max:
            self._widen(np.dtype(np.int64))
        self.counts[setting, first : first + runs] = made.counts
        self.left[setting] -= runs
        self.reactions[setting] += made.reactions
        self.seconds[setting] += made.seconds
        each = max(made.seconds / runs, 1e-7)
        self.size = max(1, int(min(4.0 * runs, PIECE_SECONDS / each)))

    def _widen(self, kind: np.dtype[Any]) -> None:
        if self.counts.dtype != kind:
            self.counts = self.counts.astype(np.int64)

    def _step(self, done: int, spent: float, before: int, *, tells: bool = False) -> Step:
        """Return what can be said when the first ``done`` starts lack nothing."""
        courses = self.courses
        runs, each = done * courses.runs, courses.runs * courses.steps
        made = int(courses.runs * courses.settings - self.left.sum())
        rate = (made - before * courses.runs) * courses.steps / spent
        return Step(
            runs + (0 if tells or done == courses.settings else courses.runs - self.left[done]),
            courses.runs * courses.settings,
            {"pairs": float(done * each)} if tells else {},
            lambda: self._figures(done),
            lambda: self._checkpoint(done),
            self._so_far,
            f"{STAGE}, {rate:,.0f} pairs a second" if rate else STAGE,
        )

    def _so_far(self) -> Transitions | None:
        return self.transitions() if (self.left == 0).any() else None

    def _figures(self, done: int) -> Sequence[Figure]:
        courses = self.courses
        each = courses.runs * courses.steps
        apart = -(-done * each // MOST_DRAWN)  # starts, of which not all are looked at
        seen = self._pairs(np.arange(0, done, max(1, apart)))
        return transition_figures(seen, courses.steps, done * each)

    def _checkpoint(self, done: int) -> Checkpoint:
        return {
            "counts": self.counts[:done].copy(),
            "values": self.values[:done].copy(),
            "reactions": self.reactions[:done].copy(),
            "seconds": self.seconds[:done].copy(),
        }
