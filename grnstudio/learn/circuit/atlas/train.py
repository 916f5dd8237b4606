"""Train many circuits, batch after batch, and sort what they have found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit import train as circuit
from grnstudio.learn.circuit.atlas.config import AtlasConfig
from grnstudio.learn.circuit.atlas.result import AtlasResult, figures, map_settings
from grnstudio.learn.circuit.result import CircuitResult, from_arrays, to_arrays
from grnstudio.learn.device import threads
from grnstudio.project import Design, Run

DONE, CURRENT = "done.", "current."  # prefixes in a checkpoint


def train(config: AtlasConfig, task: Task, resume: Checkpoint | None = None) -> Steps[AtlasResult]:
    """Train ``config.networks`` circuits in batches; network n trains from seed + n in any batch.

    A stopped atlas keeps the batches that are done, or what there is of the first. Raises
    `ModelError` when the loss of every network of a batch has stopped being a number.
    """
    growth = _Growth(config, task)
    current = growth.restore(resume) if resume else None
    while growth.count < config.networks:
        yield from growth.batch(current)
        current = None
    return growth.result()


class _Growth:
    """The networks that are trained, and the batch in training."""

    def __init__(self, config: AtlasConfig, task: Task) -> None:
        self.config, self.task = config, task
        self.done: CircuitResult | None = None
        self.sorted: AtlasResult | None = None

    @property
    def count(self) -> int:
        """How many networks are trained."""
        return len(self.done.losses) if self.done else 0

    def batch(self, resume: Checkpoint | None) -> Steps[None]:
        """Train the next batch, from its own checkpoint if there is one."""
        first = self.count
        size = min(self.config.batch, self.config.networks - first)
        config = replace(self.config, networks=size, seed=self.config.seed + first)
        steps = circuit.train(config, self.task, resume, threads(self.config.workers))
        stage = f"networks {first + 1} to {first + size}"
        before, total = self._steps(first), self._steps(self.config.networks)
        try:
            while True:
                step = next(steps)
                yield Step(
                    before + step.done,
                    total,
                    {"loss": step.metrics["loss"]},
                    lambda step=step: self.figures(step),  # type: ignore[misc]
                    lambda step=step: self.checkpoint(step),  # type: ignore[misc]
                    lambda step=step: self.result(step),  # type: ignore[misc]
                    stage,
                )
        except StopIteration as end:
            self._add(end.value)
        finally:
            steps.close()

    def _steps(self, networks: int) -> int:
        return -(-networks // self.config.batch) * self.config.steps

    def _add(self, batch: CircuitResult) -> None:
        batch = replace(batch, probed=None)  # it would be most of a project file
        self.done = batch if self.done is None else joined([self.done, batch])
        self.sorted = None

    def result(self, step: Step | None = None) -> AtlasResult:
        """Return the atlas of the networks that are done, else of the batch in training."""
        if self.done is None:
            assert step is not None
            first = replace(step.result(), probed=None)
            return AtlasResult(first, map_settings(self.config))
        if self.sorted is None:
            self.sorted = AtlasResult(self.done, map_settings(self.config))
        return self.sorted

    def figures(self, step: Step) -> Sequence[Figure]:
        """Draw the atlas so far, and the best courses of the batch in training."""
        courses = step.figures()[: len(self.task.conditions)]
        return (*(figures(self.result(), self.task) if self.done else ()), *courses)

    def checkpoint(self, step: Step) -> Checkpoint:
        """Return all that is needed to go on after ``step``."""
        kept = {CURRENT + name: value for name, value in step.checkpoint().items()}
        return kept | ({} if self.done is None else _plain(self.done))

    def restore(self, checkpoint: Checkpoint) -> Checkpoint:
        """Go back to ``checkpoint``; return that of the batch in training."""
        arrays = _part(checkpoint, DONE)
        if arrays:
            self.done = _restored(self.task, arrays)
        return _part(checkpoint, CURRENT)


def joined(parts: Sequence[CircuitResult]) -> CircuitResult:
    """Return several ensembles for one task as one, in their order."""
    first = parts[0]
    weights = {
        name: np.concatenate([part.weights[name] for part in parts]) for name in first.weights
    }
    return replace(
        first,
        weights=weights,
        responses=np.concatenate([part.responses for part in parts]),
        errors=np.concatenate([part.errors for part in parts]),
        losses=np.concatenate([part.losses for part in parts]),
        reading=replace(
            first.reading, effects=np.concatenate([part.reading.effects for part in parts])
        ),
        probed=None,
    )


def _plain(result: CircuitResult) -> dict[str, object]:
    arrays, weights = to_arrays(result)
    plain = {f"weights.{name}": value for name, value in weights.items()}
    for name, value in arrays.items():
        plain[name] = value.item() if value.ndim == 0 else value
    return {DONE + name: value for name, value in (plain | {"device": result.device}).items()}


def _restored(task: Task, kept: Mapping[str, object]) -> CircuitResult:
    arrays = {name: np.asarray(value) for name, value in kept.items()}
    weights = {
        name.removeprefix("weights."): value
        for name, value in arrays.items()
        if name.startswith("weights.")
    }
    device = str(kept["device"])
    run = Run(0, "circuit", "", Design(task), {}, arrays=arrays, weights=weights, device=device)
    return from_arrays(run)


def _part(checkpoint: Checkpoint, prefix: str) -> dict[str, object]:
    return {
        name.removeprefix(prefix): value
        for name, value in checkpoint.items()
        if name.startswith(prefix)
    }
