"""Agents on a grid that share spreading species, as a job.

In each step every node lives on by itself, and then molecules spread. Where an emulator draws
nodes, many runs take a step together. Run r of a seed is always the same, however many there are,
whichever take their steps together, and whatever thread makes it.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import Figure
from grnstudio.core.grid_course import GridCourse, frame_figure, limits_of, total_figure
from grnstudio.core.grid_start import GridStart, read
from grnstudio.core.network import Network
from grnstudio.errors import SettingError
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.background import LOOK_SECONDS, Stopped
from grnstudio.simulate.courses import emulable
from grnstudio.simulate.emulated import taken
from grnstudio.simulate.grid_config import GridConfig
from grnstudio.simulate.grid_nodes import Within
from grnstudio.simulate.grid_notes import notes_on
from grnstudio.simulate.output import available
from grnstudio.simulate.spreading import Spread, spreader

STEPS = 200  # where nothing says how long a step is
CLOSE = 1e-9
TOGETHER = 2048, 16_384  # nodes, the least that pay a thread and the most that take a step at once
COPIES = 3  # of the frames, while they are made and sent
STAGE = "simulating the grid"


def simulate_grid(
    network: Network, config: GridConfig, emulator: Emulator | None = None
) -> Steps[GridCourse]:
    """Let a grid of ``network`` live as ``config`` says; a stopped one keeps what is done.

    ``emulator`` is for the methods that draw nodes by one. Raises `SettingError` and `ModelError`
    for what cannot be.
    """
    yield Step(0, 0, stage="preparing")  # engines are loaded and compiled, where nothing is yet
    plan = Outline.of(network, config, emulator)
    course = _Course(plan)
    yield from course.work()
    return course.known()


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is simulated: how nodes live, how molecules spread, and when it is looked at."""

    config: GridConfig
    times: np.ndarray
    species: tuple[str, ...]
    start: GridStart
    within: Within
    spread: Spread
    spreading: tuple[int, ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, network: Network, config: GridConfig, emulator: Emulator | None = None) -> Outline:
        """Return the outline; raises `SettingError` and `ModelError` for what cannot be."""
        process = emulable(network)
        names = process.names
        times = _times(config, emulator)
        start = read(config.start, config.nx, config.ny, names, process.initial.tolist())
        spreading = tuple(_place(one, names, "Species that spread") for one in config.spread)
        for one in config.summed:
            _place(one, names, "Counted together")
        _fits(config, len(times), len(names))
        within = Within(config, process, float(times[1]), network, emulator)
        spread = spreader(config, config.spread_every * float(times[1]))
        notes = () if spreading else ("No species spreads, so nodes know nothing of each other.",)
        return cls(config, times, names, start, within, spread, spreading, notes)


def _times(config: GridConfig, emulator: Emulator | None) -> np.ndarray:
    step = config.step
    if config.method != "ssa":
        known = taken(emulator).step
        if step and abs(step - known) > CLOSE * known:
            raise SettingError(
                f"The emulator jumps by {known:g}, and not by {step:g}. Let the time step of the "
                "grid be 0, which takes the emulator's."
            )
        step = known
    step = step or config.end / STEPS
    count = math.floor(config.end / step * (1 + CLOSE))
    if count < 1:
        raise SettingError(
            f"The grid ends at {config.end:g}, before its first step of {step:g} is over. Let it "
            "live longer, or have a shorter step."
        )
    return np.asarray(step * np.arange(count + 1))


def _place(name: str, names: Sequence[str], where: str) -> int:
    if name not in names:
        raise SettingError(
            f"{where}: there is no species '{name}' that reactions change; there are "
            f"{', '.join(names)}."
        )
    return names.index(name)


def _fits(config: GridConfig, times: int, species: int) -> None:
    numbers = float(times) * species * (config.nx * config.ny + config.runs)
    if 8 * COPIES * numbers > available():
        raise SettingError(
            f"{times - 1} steps of {config.nx} x {config.ny} nodes would take "
            f"{8 * COPIES * numbers / 2**30:.3g} GiB of memory, and there are "
            f"{available() / 2**30:.3g}. Ask for fewer nodes, a longer step or a shorter time."
        )


@dataclass(slots=True, eq=False)
class _Course:
    """What has been simulated so far, of every run up to step ``reached``."""

    outline: Outline
    values: np.ndarray = field(init=False)
    totals: np.ndarray = field(init=False)
    reached: np.ndarray = field(init=False)
    counts: np.ndarray = field(init=False)
    begun: float = field(default_factory=time.monotonic)
    unwanted: bool = False

    def __post_init__(self) -> None:
        config, times = self.outline.config, self.outline.times.size
        species = len(self.outline.species)
        self.values = np.zeros((times, config.nx, config.ny, species))
        self.totals = np.zeros((config.runs, times, species))
        self.reached = np.full(config.runs, -1)
        self.counts = np.zeros((config.runs, 5), dtype=np.int64)

    def work(self) -> Steps[None]:
        """Make all runs, and say now and then how far they are."""
        config = self.outline.config
        pool = ThreadPoolExecutor(min(config.runs, self._threads))
        try:
            waiting: set[Future[None]] = {pool.submit(self._live, one) for one in self._blocks()}
            while waiting:
                done, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
                for one in done:
                    one.result()
                yield self._step()
        finally:
            self.unwanted = True
            pool.shutdown(wait=False, cancel_futures=True)

    def known(self) -> GridCourse:
        """Return the first run as far as it is, and all others that are as far."""
        outline, last = self.outline, int(self.reached[0])
        runs = np.flatnonzero(self.reached >= last)
        times = last + 1
        notes = list(outline.notes)
        if times < outline.times.size:
            notes.append(f"Stopped at time {outline.times[last]:.6g}, before the end.")
        elif runs.size < outline.config.runs:
            notes.append(f"Stopped after {runs.size} of {outline.config.runs} runs.")
        seen = self.values[:times]
        counts = self.counts.sum(axis=0)
        notes += notes_on(outline.config, counts, outline.species, seen)
        exact, emulated, still = (int(one) for one in counts[:3])
        return GridCourse(
            outline.times[:times], outline.species, seen.copy(),
            self.totals[runs, :times], outline.config.summed, outline.config.spread,
            outline.config.method, exact, emulated, still, time.monotonic() - self.begun,
            tuple(notes),
        )  # fmt: skip

    def _step(self) -> Step:
        done = int(np.maximum(self.reached, 0).sum())
        return Step(
            done, self.outline.config.runs * (self.outline.times.size - 1), {},
            self._figures, result=self._so_far, stage=STAGE,
        )  # fmt: skip

    def _so_far(self) -> GridCourse | None:
        return self.known() if self.reached[0] >= 0 else None

    def _figures(self) -> Sequence[Figure]:
        if self.reached[0] < 1:
            return ()
        course = self.known()
        shown = [*course.names[:1], *course.spreading]
        frames = [frame_figure(course, name, -1, limits_of(course, name)) for name in shown]
        return (*frames, total_figure(course))

    @property
    def _threads(self) -> int:
        return self.outline.config.threads or os.cpu_count() or 1

    def _blocks(self) -> Iterator[np.ndarray]:
        """Yield which runs take their steps together."""
        config = self.outline.config
        size = 1
        if config.method != "ssa":
            least, most = (nodes // (config.nx * config.ny) for nodes in TOGETHER)
            share = -(-config.runs // self._threads)
            size = max(1, min(max(share, least), most))
        for first in range(0, config.runs, size):
            yield np.arange(first, min(first + size, config.runs))

    def _live(self, runs: np.ndarray) -> None:
        """Make some runs; the chance of each is its own."""
        try:
            self._advance(runs)
        except Stopped:
            return

    def _advance(self, runs: np.ndarray) -> None:
        outline, config = self.outline, self.outline.config
        spawned = [np.random.SeedSequence(config.seed, spawn_key=(run,)).spawn(3) for run in runs]
        rngs = [np.random.default_rng(one[0]) for one in spawned]
        seeds = np.array([one[1].generate_state(1, np.uint64)[0] for one in spawned])
        nodes = outline.within.block(seeds)
        starts = [outline.start.draw(np.random.default_rng(one[2])) for one in spawned]
        states = np.stack(starts)
        self._keep(runs, 0, states)
        for step in range(1, outline.times.size):
            if self.unwanted:
                return
            flat = states.reshape(len(runs), -1, states.shape[-1])
            states = nodes.advance(flat, self._stopped).reshape(states.shape)
            if step % config.spread_every == 0:
                for one, rng in zip(states, rngs, strict=True):
                    for place in outline.spreading:
                        one[..., place] = outline.spread(one[..., place], rng)
            self.counts[runs[0]] = nodes.counts
            self._keep(runs, step, states)

    def _stopped(self) -> bool:
        return self.unwanted

    def _keep(self, runs: np.ndarray, step: int, states: np.ndarray) -> None:
        if runs[0] == 0:
            self.values[step] = states[0]
        self.totals[runs, step] = states.sum(axis=(1, 2))
        self.reached[runs] = step
