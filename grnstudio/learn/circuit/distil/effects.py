"""How much each link of a circuit does: its mutation to its target, or its loss to the task."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.task import Task
from grnstudio.learn.circuit.data import Stimuli, reading_stimuli, test_cases
from grnstudio.learn.circuit.euler import Course, simulate
from grnstudio.learn.circuit.model import Circuits
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.reading import mutated, single_mutants


def effects_of_removal(
    circuits: Circuits, task: Task, criterion: str, fraction: float
) -> np.ndarray:
    """Return what the criterion says of each link of one circuit, NaN where there is none."""
    if criterion == "loss":
        return loss_rises(circuits, task)
    return target_changes(circuits, reading_stimuli(task), fraction)


def target_changes(circuits: Circuits, stimuli: Stimuli, fraction: float) -> np.ndarray:
    """Return the mean squared change of each link's target, ``[regulator, target]``.

    The mean is over stimuli and times; the mutant passes on ``fraction`` of the source's level.
    """
    regulators, genes = circuits.links.shape
    with torch.no_grad():
        levels = mutated(circuits, stimuli, single_mutants(circuits, fraction))[:, 0]
    if stimuli.final_only:
        levels = levels[-1:]
    change = (levels[:, :1] - levels[:, 1:]).double().square().mean(dim=(0, 3))
    on_target = change.unflatten(0, (regulators, genes)).diagonal(dim1=1, dim2=2)
    return _existing(circuits, on_target.cpu().numpy())


def loss_rises(circuits: Circuits, task: Task) -> np.ndarray:
    """Return by how much the loss rises without what each link tells, ``[regulator, target]``.

    The target sees the mean level of the source instead, over times and conditions: what a constant
    does can be learned without the link, so that only what the link tells counts.
    """
    regulators, genes = circuits.links.shape
    objective = Objective(test_cases(task), circuits.flat.device)
    mutants = 1 + regulators * genes
    held = torch.zeros(mutants, regulators, genes, device=circuits.flat.device)
    for mutant in range(1, mutants):
        held[mutant].view(-1)[mutant - 1] = 1
    with torch.no_grad():
        inputs, goal = objective.draw(None, mutants)
        losses = objective.losses(_levels_with(circuits, objective, held, inputs), goal).double()
    rises = (losses[1:] - losses[0]).reshape(regulators, genes)
    return _existing(circuits, rises.cpu().numpy())


def _levels_with(circuits: Circuits, objective: Objective, held: Tensor, inputs: Tensor) -> Tensor:
    """Return the levels, ``[T, mutants, genes, B]``, with links ``held`` at their sources' means.

    A constant that a target sees is a part of the biases of its first layer.
    """
    stimuli = objective.cases.stimuli
    named = {n: x.repeat_interleave(len(held), 0) for n, x in circuits.parameters().items()}
    layers = circuits.layers(named, circuits.links.expand(len(held), -1, -1))
    constant = layers.w1 * held.mT.flatten(0, 1)[:, None]
    means = _mean_levels(circuits, inputs[:, :1], stimuli)
    layers = layers._replace(w1=layers.w1 - constant, b1=layers.b1 + constant @ means[:, None])
    start, scale = circuits.start(named, inputs.shape[-1])
    course = Course(start, scale, inputs, stimuli.step, stimuli.steps, threads=circuits.threads)
    return simulate(layers, course)


def _mean_levels(circuits: Circuits, inputs: Tensor, stimuli: Stimuli) -> Tensor:
    """Return the mean level of each regulator, inputs first."""
    levels = circuits.run(inputs, stimuli.step, stimuli.steps)
    return torch.cat([x[:, 0].mean(dim=(0, 2)) for x in (inputs, levels)])


def _existing(circuits: Circuits, values: np.ndarray) -> np.ndarray:
    return np.where((circuits.links == 0).cpu().numpy(), np.nan, values)
