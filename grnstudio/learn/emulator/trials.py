"""Runs from the same starts, exact and by an emulator, to hold one against the other."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TypeVar

import numpy as np

from grnstudio.core.assessing import AssessConfig
from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.errors import SettingError
from grnstudio.learn.emulator import engine, exact_draws
from grnstudio.simulate.background import LOOK_SECONDS
from grnstudio.simulate.courses import Courses, Made, Piece, Stop, make
from grnstudio.simulate.emulated import process_of
from grnstudio.simulate.many_runs import Prepared
from grnstudio.simulate.output import available

T = TypeVar("T")
Part = tuple[int, int, int]  # which start, its first run, how many
MOST_THREADS = 8
EVERY = 40  # steps up to which each is looked at; of more, as many spread evenly
COPIES = 8  # bytes of a count while it is made and compared
PIECE_SECONDS = 0.08
CHUNK = 1024  # runs drawn by the emulator between two looks


@dataclass(slots=True, eq=False)
class Trials:
    """Runs from the starts of ``courses``, seen after ``lags`` steps, on ``threads`` threads.

    Exact runs leap over what only comes and goes, where that pays. ``exact_seconds``, of runs that
    do not, and ``emulated_seconds`` are of computing, for so many steps of single runs;
    ``share`` is how much of the exact runs of the start under way is done. ``is_drawn`` says
    whether exact runs were drawn from exact distributions.
    """

    emulator: Emulator
    courses: Courses
    lags: np.ndarray
    threads: int
    device: str = "auto"
    exact_seconds: float = 0.0
    exact_steps: int = 0
    emulated_seconds: float = 0.0
    emulated_steps: int = 0
    share: float = 0.0
    is_cold: bool = True
    is_untried: bool = True
    is_drawn: bool = False
    size: int = 1
    stop: Stop = field(default_factory=Stop)

    def exact(self, first: int = 0) -> Iterator[np.ndarray | None]:
        """Yield exact runs ``[runs, lags, species]`` from each start on, None while they last."""
        if first == self.courses.settings:
            return
        columns = [self.courses.species.index(name) for name in self.emulator.species]
        tried = yield from self._tried()
        found = None
        if exact_draws.are_quicker(self.courses, tried):
            found = yield from self._from_distributions(tried)
        if found is None:
            yield from self._simulated(first, columns)
            return
        self.is_drawn = True
        for runs in found[first:]:
            yield _whole(runs[:, :, columns])

    def _tried(self) -> Generator[None, None, list[Made]]:
        """Return a few runs of each start in which every reaction was simulated."""
        made: list[Made] = []
        tasks = iter(exact_draws.pilots(self.courses, self.stop))
        for one in dealt(tasks, self.threads, self.stop):
            if one is None:
                yield None
            else:
                self._learn(one)
                made.append(one)
        return made

    def _from_distributions(self, made: list[Made]) -> Generator[None, None, np.ndarray | None]:
        """Return runs drawn from exact distributions, None if there are too many states."""
        courses = self.courses
        seen = np.concatenate([one.counts.reshape(-1, len(courses.species)) for one in made])
        work = partial(exact_draws.drawn, courses, self.lags, np.unique(seen, axis=0), self.stop)
        found: np.ndarray | None = None
        for done in dealt(iter([lambda: (work(),)]), 1, self.stop):
            if done is None:
                yield None
            else:
                found = done[0]
        return found

    def _simulated(self, first: int, columns: list[int]) -> Iterator[np.ndarray | None]:
        parts: list[np.ndarray] = []
        for found in dealt(self._pieces(first), self.threads, self.stop):
            if found is None:
                yield None
                continue
            part, made = found
            if self.courses.leapt is None:
                self._learn(made)
            self.size = max(
                1, int(min(4.0 * part[2], PIECE_SECONDS * part[2] / max(made.seconds, 1e-7)))
            )
            parts.append(_whole(made.counts[:, self.lags][:, :, columns]))
            self.share = sum(part[1:]) / self.courses.runs
            if sum(part[1:]) == self.courses.runs:
                self.share = 0.0
                yield np.concatenate(parts)
                parts = []

    def emulated(self, runs: int, first: int = 0) -> Iterator[np.ndarray | None]:
        """Yield the emulator's runs ``[runs, lags, species]`` from each start, None meanwhile."""
        parts: list[np.ndarray] = []
        for found in dealt(self._draws(runs, first), self.threads, self.stop):
            if found is None:
                yield None
                continue
            part, values, seconds = found
            self._count(part, seconds)
            parts.append(_whole(values))
            if sum(part[1:]) == runs:
                yield np.concatenate(parts)
                parts = []

    def _pieces(self, start: int) -> Iterator[Callable[[], tuple[Part, Made]]]:
        """Yield exact runs to be made, as many at a time as seems right when they are begun."""
        for setting in range(start, self.courses.settings):
            first = 0
            while first < self.courses.runs:
                runs = min(self.size, self.courses.runs - first)
                piece = self.courses.piece(setting, first, runs, self.stop)
                yield partial(
                    lambda part, piece: (part, make(piece)), (setting, first, runs), piece
                )
                first += runs

    def _learn(self, made: Made) -> None:
        """Count what runs took in which every reaction was simulated."""
        runs = len(made.counts)
        if self.is_untried and self.exact_steps:  # the first runs of all have kernels to load
            self.exact_seconds, self.exact_steps, self.is_untried = 0.0, 0, False
        self.exact_seconds += made.seconds
        self.exact_steps += runs * self.courses.steps

    def _count(self, part: Part, seconds: float) -> None:
        """Count what draws took; the first of all take longer, and are left out if others come."""
        if self.is_cold and self.emulated_steps:
            self.emulated_seconds, self.emulated_steps, self.is_cold = 0.0, 0, False
        self.emulated_seconds += seconds
        self.emulated_steps += part[2] * int(self.lags[-1])

    def _draws(
        self, runs: int, start: int
    ) -> Iterator[Callable[[], tuple[Part, np.ndarray, float]]]:
        for setting in range(start, self.courses.settings):
            prepared, order = self._prepared(setting)
            for first in range(0, runs, CHUNK):
                part = (setting, first, min(CHUNK, runs - first))
                yield partial(self._drawn, part, prepared, order)

    def _prepared(self, setting: int) -> tuple[Prepared, list[int]]:
        """Return the emulator ready to begin as a start does, and where its species stand."""
        values = zip(self.courses.vary, self.courses.values(setting).tolist(), strict=True)
        begun = begun_at(self.emulator.network, {**self.courses.start(setting), **dict(values)})
        seed, times = self.courses.seed_of(setting), self.lags * self.emulator.step
        prepared = engine.prepare(
            begun, times, seed % 2**62, emulator=self.emulator, device=self.device
        )
        names = process_of(self.emulator, begun).names
        return prepared, [names.index(name) for name in self.emulator.species]

    def _drawn(
        self, part: Part, prepared: Prepared, order: list[int]
    ) -> tuple[Part, np.ndarray, float]:
        _, first, runs = part
        out = np.full((runs, self.lags.size, prepared.width), np.nan)
        clock = time.perf_counter if _on_gpu(self.device) else time.thread_time
        begun = clock()
        prepared.fill(first, out, self.stop)
        return part, out[:, :, order], clock() - begun


def begun_at(network: Network, values: dict[str, float]) -> Network:
    """Return ``network`` with other numbers, which stand in place of initial assignments too."""
    kept = tuple(one for one in network.initial if one.target not in values)
    return with_values(replace(network, initial=kept), values)


def check_room(config: AssessConfig, species: int) -> None:
    """Raise `SettingError` if a test of so many species would need too much memory."""
    lags = spread(config.tested[-1], config.tested).size
    needed = 3.0 * COPIES * config.settings * config.runs * lags * species
    if needed > available() / 2:
        raise SettingError(
            f"A test from {config.settings} starts, {config.runs:,} runs of each and {lags} times "
            f"would take {needed / 2**30:.3g} GiB of memory. Ask for fewer starts or runs in the "
            "test."
        )


def spread(last: int, wanted: Sequence[int] = (), most: int = EVERY) -> np.ndarray:
    """Return the steps up to ``last``, or ``most`` of them and those ``wanted``."""
    if last <= most:
        return np.arange(1, last + 1)
    return np.union1d(np.linspace(1, last, most).round().astype(np.int64), wanted).astype(np.int64)


def factors(emulator: Emulator, nominal: dict[str, float]) -> tuple[float, float]:
    """Return by how much all parameters may be multiplied and still be within what was varied."""
    values = np.array([nominal[name] for name in emulator.parameters])
    moved = values != 0
    if not moved.any():
        return 1.0, 1.0
    low, high = emulator.low[moved] / values[moved], emulator.high[moved] / values[moved]
    return float(np.minimum(low, high).max()), float(np.maximum(low, high).min())


def threads_of(workers: int) -> int:
    """Return how many threads a setting of ``workers`` means: 0 is one per core, at most 8."""
    return workers or min(MOST_THREADS, os.cpu_count() or 1)


def _made(part: Part, piece: Piece) -> tuple[Part, Made]:
    return part, make(piece)


def _on_gpu(device: str) -> bool:
    import torch

    return device != "cpu" and torch.cuda.is_available()


def _whole(counts: np.ndarray) -> np.ndarray:
    """Return whole counts in little room, and others as they are."""
    if not np.array_equal(counts, np.round(counts)):
        return counts
    large = np.abs(counts).max(initial=0.0) > np.iinfo(np.int32).max
    return counts.astype(np.int64 if large else np.int32)


def dealt(
    tasks: Iterator[Callable[[], T]], threads: int, stop: Stop | None = None
) -> Iterator[T | None]:
    """Yield what tasks give, in their order, and None while that is waited for.

    Each is taken from ``tasks`` when a thread has room for it. What is left when nobody listens
    any more is given up.
    """
    pool = ThreadPoolExecutor(threads)
    waiting = deque(pool.submit(task) for task in islice(tasks, 2 * threads))
    try:
        while waiting:
            if not wait([waiting[0]], LOOK_SECONDS).done:
                yield None
                continue
            result = waiting.popleft().result()
            if (task := next(tasks, None)) is not None:
                waiting.append(pool.submit(task))
            yield result
    finally:
        if stop is not None and waiting:
            stop.is_unwanted = True
        pool.shutdown(wait=False, cancel_futures=True)
