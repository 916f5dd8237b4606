"""Mutants of trained circuits: their courses beside wild type."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.mutant_result import MutantResult
from grnstudio.core.mutants import WILD_TYPE, Mutant, read
from grnstudio.core.task import Task
from grnstudio.jobs import Step, Steps
from grnstudio.learn.circuit.data import Stimuli, probe_stimuli, test_cases
from grnstudio.learn.circuit.euler import Course, simulate
from grnstudio.learn.circuit.model import Circuits, restored
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.result import CircuitResult, on_grid
from grnstudio.learn.device import begin


def courses(result: CircuitResult, text: str = "", choice: str = "best") -> Steps[MutantResult]:
    """Simulate mutants written as `core.mutants.read` takes them, of "" the standard ones.

    ``choice`` is "all" networks of the result, the "best", or a number from 1 on. Raises
    `ModelError` for a mutant that cannot be read, `SettingError` for another choice.
    """
    begin(0)
    task = result.task
    mutants, networks = read(text, task), result.networks(choice or "best")
    circuits = restored(task, result.weights).some(networks)
    work = _Courses(task, circuits)
    for place, mutant in enumerate((WILD_TYPE, *mutants), start=1):
        work.add(mutant)
        yield Step(place, 1 + len(mutants), stage="mutants")
    which = f"{len(networks)} networks" if len(networks) > 1 else f"network {networks[0] + 1}"
    best = networks.index(result.best) if result.best in networks else 0
    probed = np.stack(work.probed, axis=1) if work.probed else None
    return MutantResult(
        task,
        mutants,
        np.stack(work.responses, axis=1),
        np.stack(work.losses, axis=1),
        probed,
        best,
        f"{which} of {len(result.losses)}",
    )


class _Courses:
    """Gathers courses, mutant by mutant."""

    def __init__(self, task: Task, circuits: Circuits) -> None:
        self._task, self._circuits = task, circuits
        self._tests = Objective(test_cases(task), circuits.flat.device)
        self.responses: list[np.ndarray] = []
        self.losses: list[np.ndarray] = []
        self.probed: list[np.ndarray] = []

    def add(self, mutant: Mutant) -> None:
        """Simulate a mutant under the task's conditions and its probe."""
        task, cases = self._task, self._tests.cases
        with torch.no_grad():
            levels = levels_of(self._circuits, task, cases.stimuli, mutant)
            _, goal = self._tests.draw(None, len(self._circuits.flat))
            self.losses.append(self._tests.losses(levels, goal).numpy())
            self.responses.append(on_grid(task, levels.numpy(), cases))
            if task.probe is not None:
                stepped = levels_of(self._circuits, task, probe_stimuli(task), mutant)
                self.probed.append(stepped.permute(1, 3, 0, 2).numpy().copy())


def levels_of(circuits: Circuits, task: Task, stimuli: Stimuli, mutant: Mutant) -> Tensor:
    """Return the levels of a mutant of each circuit after each step, ``[T, networks, genes, B]``.

    A gene that is held makes just what it loses, whatever regulates it.
    """
    named = circuits.parameters()
    doses = _values(task.inputs, mutant.doses, 1.0)
    u = torch.as_tensor(stimuli.inputs, dtype=torch.float32) * doses[:, None]
    u = u[:, None].expand(-1, len(circuits.flat), -1, -1)
    start, scale = circuits.start(named, u.shape[-1])
    start, made, fed = _changed(task, mutant, start)
    scale = made if scale is None else scale * made
    links = None if bool((circuits.links == 1).all()) else circuits.links
    noise = fed.expand(stimuli.steps, *start.shape)
    course = Course(start, scale, u, stimuli.step, stimuli.steps, noise)
    return simulate(circuits.layers(named, links), course)


def _changed(task: Task, mutant: Mutant, start: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return a mutant's start, the factors on its synthesis, and what is fed to genes besides."""
    made = _values(task.targets, {**mutant.synthesis, **dict.fromkeys(mutant.held, 0.0)}, 1.0)
    fed = _values(task.targets, mutant.held, 0.0)
    held = torch.tensor([name in mutant.held for name in task.targets])
    start = torch.where(held[:, None], fed[:, None], torch.where(made[:, None] == 0, 0.0, start))
    return start.contiguous(), made[None, :, None].expand(len(start), -1, -1), fed[:, None]


def _values(names: tuple[str, ...], values: Mapping[str, float], usual: float) -> Tensor:
    return torch.tensor([values.get(name, usual) for name in names], dtype=torch.float32)
