"""Whether circuits still do their task when they have rested before."""

from __future__ import annotations

import numpy as np
import torch

from grnstudio.core.task import Task
from grnstudio.learn.circuit.data import test_cases
from grnstudio.learn.circuit.euler import Course, simulate
from grnstudio.learn.circuit.model import Circuits
from grnstudio.learn.circuit.objective import Objective


def losses_after_rest(circuits: Circuits, task: Task) -> np.ndarray | None:
    """Return each network's loss where all begins as a steady condition has left it.

    A gene that drifts from its trained start can serve as a clock, and a pulse then needs no
    circuit; once the drift is over it fails. None for a task without a steady condition.
    """
    cases = test_cases(task)
    steady = np.flatnonzero(cases.goal.steady)
    if cases.stimuli.final_only or not len(steady):
        return None
    objective = Objective(cases, circuits.flat.device)
    named, stimuli = circuits.parameters(), cases.stimuli
    with torch.no_grad():
        inputs, goal = objective.draw(None, len(circuits.flat))
        _, scale = circuits.start(named, inputs.shape[-1])
        rested = circuits.run(inputs, stimuli.step, stimuli.steps)[-1, :, :, steady[0], None]
        start = rested.expand(-1, -1, inputs.shape[-1]).contiguous()
        course = Course(start, scale, inputs, stimuli.step, stimuli.steps, threads=circuits.threads)
        levels = simulate(circuits.layers(named, circuits.links), course)
        losses: np.ndarray = objective.losses(levels, goal).cpu().numpy()
    return losses
