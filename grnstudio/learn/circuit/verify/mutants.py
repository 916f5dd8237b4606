"""Mutants of circuits with Hill functions: their courses beside wild type."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.mutant_result import MutantResult
from grnstudio.core.mutants import WILD_TYPE, Mutant, read
from grnstudio.core.task import Task
from grnstudio.jobs import Step, Steps
from grnstudio.learn.circuit.data import Stimuli, probe_stimuli, test_cases
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.result import on_grid
from grnstudio.learn.circuit.verify.result import VerifyResult


def courses(result: VerifyResult, text: str = "", choice: str = "best") -> Steps[MutantResult]:
    """Simulate mutants of a set, written as `core.mutants.read` takes them; "": the standard ones.

    ``choice`` is the "best" set or a number from 1 on. Raises `ModelError` for a mutant that cannot
    be read, `SettingError` for another choice.
    """
    task, circuit = result.task, result.circuit(choice)
    mutants, tests = read(text, task), Objective(test_cases(task), torch.device("cpu"))
    responses, losses, probed = [], [], []
    for place, mutant in enumerate((WILD_TYPE, *mutants), start=1):
        levels = levels_of(circuit, task, tests.cases.stimuli, mutant)[:, None]
        _, goal = tests.draw(None, 1)
        losses.append(tests.losses(torch.as_tensor(levels), goal).numpy())
        responses.append(on_grid(task, levels, tests.cases))
        if task.probe is not None:
            stepped = levels_of(circuit, task, probe_stimuli(task), mutant)
            probed.append(stepped.transpose(2, 0, 1)[None])
        yield Step(place, 1 + len(mutants), stage="mutants")
    return MutantResult(
        task,
        mutants,
        np.stack(responses, axis=1),
        np.stack(losses, axis=1),
        np.stack(probed, axis=1) if probed else None,
        circuits=f"Hill functions, set {1 + result.index(choice)} of {len(result.losses)}",
    )


def levels_of(circuit: HillCircuit, task: Task, stimuli: Stimuli, mutant: Mutant) -> np.ndarray:
    """Return a mutant's levels after each step, ``[steps, genes, cases]``."""
    doses = np.array([mutant.doses.get(name, 1.0) for name in task.inputs])
    made, fed, start = [], [], []
    for name, level in zip(task.targets, circuit.initial, strict=True):
        held = mutant.held.get(name)
        factor = mutant.synthesis.get(name, 1.0) if held is None else 0.0
        made.append(factor)
        fed.append(held or 0.0)
        start.append(held if held is not None else 0.0 if factor == 0 else level)
    changed = replace(circuit, initial=np.array(start))
    inputs = stimuli.inputs * doses[:, None]
    columns = (np.array(part)[:, None] for part in (made, fed))
    return changed.courses(inputs, stimuli.step, stimuli.steps, *columns)
