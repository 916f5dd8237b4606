"""Search all topologies for those that do a task with random parameters."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.task import Task
from grnstudio.core.topology import of_signs
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit.enumerate.config import EnumerateConfig
from grnstudio.learn.circuit.enumerate.result import EnumerateResult, live_figures
from grnstudio.simulate.hill.checks import Checks
from grnstudio.simulate.hill.model import HillModel
from grnstudio.simulate.hill.sampling import judged, numbers_of_successes, seed_of

UNIT = 16_384  # parameter sets tried in a step
MOST_WORKERS = 8
LOOKED_AT = 64  # successful sets of a topology among which the best are looked for
AHEAD = 3  # units under way or waiting, for each thread


def train(
    config: EnumerateConfig, task: Task, resume: Checkpoint | None = None
) -> Steps[EnumerateResult]:
    """Try every topology; the same seed gives the same successes on any number of threads.

    Raises `SettingError` if there are too many topologies, or none.
    """
    search = _Search(config, task)
    done = search.restore(resume) if resume else 0
    workers = config.workers or min(MOST_WORKERS, os.cpu_count() or 1)
    with closing(_tried(search.work, range(done, search.total), workers)) as units:
        for found in units:
            search.add(done, found)
            done += 1
            yield Step(
                done,
                search.total,
                search.metrics(),
                search.figures,
                lambda done=done: search.checkpoint(done),  # type: ignore[misc]
                search.result,
                "trying topologies",
            )
    return search.result()


def _tried(
    work: Callable[[int], np.ndarray], units: Sequence[int], workers: int
) -> Generator[np.ndarray, None, None]:
    """Yield what ``work`` gives for each unit, in order, working ahead on threads."""
    if workers == 1:
        yield from map(work, units)
        return
    pool = ThreadPoolExecutor(workers)
    try:
        waiting = deque(pool.submit(work, unit) for unit in units[: AHEAD * workers])
        for unit in range(AHEAD * workers, AHEAD * workers + len(units)):
            if unit < len(units):
                waiting.append(pool.submit(work, units[unit]))
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Search:
    """The topologies, and what has been found of each so far."""

    def __init__(self, config: EnumerateConfig, task: Task) -> None:
        self.config, self.task = config, task
        self.signs = config.space(task).topologies()
        self.checks = Checks(protocol(task), success_criteria(task))
        self.units_each = -(-config.samples // UNIT)
        self.total = self.units_each * len(self.signs)
        self.hits = np.zeros(len(self.signs), dtype=np.int64)
        self.tried = np.zeros(len(self.signs), dtype=np.int64)
        self.robust = np.zeros(len(self.signs))
        self.first: list[int] = []  # successful sets of the topology under way
        self.best: list[tuple[int, np.ndarray, np.ndarray, float, bool]] = []

    def model(self, index: int) -> HillModel:
        """Return a topology as a model."""
        topology = of_signs(self.task.regulators, self.task.targets, self.signs[index])
        return HillModel(topology, self.config.exponent, self.config.basal)

    def work(self, unit: int) -> np.ndarray:
        """Return the numbers of the successful sets of one unit. Runs on any thread."""
        index, part = divmod(unit, self.units_each)
        model, first = self.model(index), part * UNIT
        count = min(UNIT, self.config.samples - first)
        key = seed_of(model, self.config.seed)
        return numbers_of_successes(model, self.checks, key, first, count)

    def add(self, unit: int, found: np.ndarray) -> None:
        """Take in what a unit has found; units come in order."""
        index, part = divmod(unit, self.units_each)
        if part == 0:
            self.first = []
        self.hits[index] += len(found)
        self.tried[index] += min(UNIT, self.config.samples - part * UNIT)
        self.first += found[: LOOKED_AT - len(self.first)].tolist()
        if part == self.units_each - 1 and self.first:
            self._judge(index)

    def _judge(self, index: int) -> None:
        model = self.model(index)
        key = seed_of(model, self.config.seed)
        one = judged(model, self.checks, key, np.array(self.first), self.config.kept)
        self.robust[index] = one.robust_share
        for b, K, margin, robust in zip(one.b, one.K, one.margin, one.robust, strict=True):
            self.best.append((index, b, K, float(margin), bool(robust)))

    def metrics(self) -> dict[str, float]:
        """Return how many topologies have succeeded, and by how many sets in all."""
        successful = int((self.hits >= self.config.needed).sum())
        return {"successful topologies": successful, "successful sets": int(self.hits.sum())}

    def result(self) -> EnumerateResult:
        """Return all that has been found."""
        shape = (len(self.best), *self.signs.shape[1:])
        parts = list(zip(*self.best, strict=True)) or [()] * 5
        return EnumerateResult(
            self.task,
            self.signs,
            self.hits.copy(),
            self.tried.copy(),
            self.robust.copy(),
            np.array(parts[0], dtype=np.int64),
            np.array(parts[1], dtype=float).reshape(shape),
            np.array(parts[2], dtype=float).reshape(shape),
            np.array(parts[3], dtype=float),
            np.array(parts[4], dtype=bool),
            self.config.needed,
            self.config.exponent,
            self.config.basal,
        )

    def figures(self) -> Sequence[Figure]:
        """Draw what has been found so far."""
        return live_figures(self.result())

    def checkpoint(self, done: int) -> Checkpoint:
        """Return all that is needed to go on after ``done`` units."""
        result = self.result()
        return {
            "done": done,
            "hits": result.hits,
            "tried": result.tried,
            "robust": result.robust_share,
            "first": np.array(self.first, dtype=np.int64),
            "best_of": result.best_of,
            "best_b": result.b,
            "best_K": result.K,
            "best_margin": result.margin,
            "best_robust": result.robust,
        }

    def restore(self, checkpoint: Checkpoint) -> int:
        """Go back to ``checkpoint``; return how many units were done by then."""
        self.hits, self.tried = np.array(checkpoint["hits"]), np.array(checkpoint["tried"])
        self.robust = np.array(checkpoint["robust"])
        self.first = np.asarray(checkpoint["first"]).tolist()
        parts = (checkpoint[f"best_{name}"] for name in ("of", "b", "K", "margin", "robust"))
        self.best = [
            (int(index), np.array(b), np.array(K), float(margin), bool(robust))
            for index, b, K, margin, robust in zip(*parts, strict=True)
        ]
        return int(checkpoint["done"])
