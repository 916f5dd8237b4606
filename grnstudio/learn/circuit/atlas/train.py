"""Train many circuits, batch after batch, and sort what they have found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit.atlas.batch import Batch, part
from grnstudio.learn.circuit.atlas.config import AtlasConfig
from grnstudio.learn.circuit.atlas.result import AtlasResult, figures, map_settings
from grnstudio.learn.circuit.result import CircuitResult, from_arrays, to_arrays
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
        yield from growth.grow(current)
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

    def grow(self, resume: Checkpoint | None) -> Steps[None]:
        """Train the next batch, from its own checkpoint if there is one."""
        first = self.count
        batch = Batch(self.config, self.task, first, resume)
        before, total = self._steps(first), self._steps(self.config.networks)
        try:
            while step := batch.step():
                yield Step(
                    before + step.done,
                    total,
                    {"loss": step.metrics["loss"]},
                    lambda: self.figures(batch),
                    lambda: self.checkpoint(batch),
                    lambda: self.result(batch),
                    f"networks {first + 1} to {first + batch.size}",
                )
            self._add(batch.result())
        finally:
            batch.close()

    def _steps(self, networks: int) -> int:
        return -(-networks // self.config.batch) * self.config.steps

    def _add(self, batch: CircuitResult) -> None:
        self.done = batch if self.done is None else joined([self.done, batch])
        self.sorted = None

    def result(self, batch: Batch | None = None) -> AtlasResult:
        """Return the atlas of the networks that are done, else of the batch in training."""
        if self.done is None:
            assert batch is not None
            return AtlasResult(batch.result(), map_settings(self.config))
        if self.sorted is None:
            self.sorted = AtlasResult(self.done, map_settings(self.config))
        return self.sorted

    def figures(self, batch: Batch) -> Sequence[Figure]:
        """Draw the atlas so far, and the best courses of the batch in training."""
        return (*(figures(self.result(), self.task) if self.done else ()), *batch.figures())

    def checkpoint(self, batch: Batch) -> Checkpoint:
        """Return all that is needed to go on."""
        kept = {CURRENT + name: value for name, value in batch.checkpoint().items()}
        return kept | ({} if self.done is None else _plain(self.done))

    def restore(self, checkpoint: Checkpoint) -> Checkpoint:
        """Go back to ``checkpoint``; return that of the batch in training."""
        arrays = part(checkpoint, DONE)
        if arrays:
            self.done = _restored(self.task, arrays)
        return part(checkpoint, CURRENT)


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
