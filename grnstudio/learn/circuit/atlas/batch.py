"""Circuits that are trained together, each taken as it is once it has settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grnstudio.core.figures import Figure
from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint, Step, run
from grnstudio.learn.circuit import train as circuit
from grnstudio.learn.circuit.atlas.config import AtlasConfig
from grnstudio.learn.circuit.atlas.settling import Settling
from grnstudio.learn.circuit.atlas.sorting import FLAT_SHARE
from grnstudio.learn.circuit.distil.plan import flat_loss
from grnstudio.learn.circuit.result import CircuitResult
from grnstudio.learn.device import threads

SETTLED = "settled."  # prefix in a checkpoint


class Batch:
    """The networks of an atlas from number ``first`` on, as many as go together."""

    def __init__(
        self, config: AtlasConfig, task: Task, first: int, resume: Checkpoint | None = None
    ) -> None:
        self.size = min(config.batch, config.networks - first)
        self._config = replace(config, networks=self.size, seed=config.seed + first)
        self._task, self._threads = task, threads(config.workers)
        self._settling = Settling(
            config.patience,
            config.tolerance or FLAT_SHARE * flat_loss(task),
            part(resume, SETTLED) if resume else None,
        )
        self._before = resume
        self._last: Step | None = None
        self._steps = circuit.train(self._config, task, resume, self._threads)

    def step(self) -> Step | None:
        """Take a training step; None where there is none left to take."""
        if self._settling.all_settled:
            return None
        step = next(self._steps, None)
        if step is None:
            return None
        self._last = step
        if self._settling.looks_at(step.done):
            self._settling.look(step.done, step.checkpoint())
        return step

    def close(self) -> None:
        """End the training."""
        self._steps.close()

    def result(self) -> CircuitResult:
        """Return each network as it settled, the others at their best so far."""
        at = self._settling.settled(self._checkpoint())
        config = replace(self._config, steps=max(1, int(at["step"])))
        result: CircuitResult = run(circuit.train(config, self._task, at, self._threads))
        return replace(result, probed=None)  # it would be most of a project file

    def figures(self) -> Sequence[Figure]:
        """Draw the best courses so far."""
        shown = self._last.figures() if self._last else ()
        return shown[: len(self._task.conditions)]

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on."""
        state = {SETTLED + name: value for name, value in self._settling.state().items()}
        return {**self._checkpoint(), **state}

    def _checkpoint(self) -> Checkpoint:
        found = self._last.checkpoint() if self._last else self._before
        assert found is not None
        return found


def part(checkpoint: Checkpoint, prefix: str) -> dict[str, object]:
    """Return what a checkpoint holds under names with ``prefix``, without it."""
    return {
        name.removeprefix(prefix): value
        for name, value in checkpoint.items()
        if name.startswith(prefix)
    }
