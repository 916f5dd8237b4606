"""How much each link of a circuit does, by its mutation: to its target, or to the loss."""

from __future__ import annotations

import numpy as np
import torch

from grnstudio.core.task import Task
from grnstudio.learn.circuit.data import Stimuli, reading_stimuli, test_cases
from grnstudio.learn.circuit.model import Circuits
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.reading import mutated, single_mutants


def effects_of_removal(
    circuits: Circuits, task: Task, criterion: str, fraction: float
) -> np.ndarray:
    """Return what the criterion says of each link of one circuit, NaN where there is none."""
    if criterion == "loss":
        return loss_rises(circuits, task, fraction)
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


def loss_rises(circuits: Circuits, task: Task, fraction: float) -> np.ndarray:
    """Return by how much each link's mutation raises the loss, ``[regulator, target]``."""
    objective = Objective(test_cases(task), circuits.flat.device)
    mutants = single_mutants(circuits, fraction)
    with torch.no_grad():
        levels = mutated(circuits, objective.cases.stimuli, mutants)[:, 0]
        _, goal = objective.draw(None, len(mutants))
        losses = objective.losses(levels, goal).double()
    rises = (losses[1:] - losses[0]).reshape(circuits.links.shape)
    return _existing(circuits, rises.cpu().numpy())


def _existing(circuits: Circuits, values: np.ndarray) -> np.ndarray:
    return np.where((circuits.links == 0).cpu().numpy(), np.nan, values)
