"""What the Hill check needs of a design, and of the network whose links are checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grnstudio.core.success import success_criteria
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, read
from grnstudio.errors import MissingInput
from grnstudio.learn.circuit.result import CircuitResult
from grnstudio.project import Design


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The trained network to compare with: courses ``[conditions, points, genes]`` and error."""

    responses: np.ndarray
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class VerifyInputs:
    """A task, and the trained network whose links are checked, if there is one."""

    task: Task
    trained: Trained | None = None

    def beside(self, result: CircuitResult, choice: str = "best") -> VerifyInputs:
        """Return these with a network of ``result`` to compare with, of several the best.

        Raises `SettingError` for a choice that is no network.
        """
        networks = result.networks(choice or "best")
        index = result.best if result.best in networks else networks[0]
        return replace(self, trained=Trained(result.responses[index], float(result.losses[index])))


def inputs(design: Design) -> VerifyInputs:
    """Return the task to check for; raises `MissingInput` saying what to add."""
    if design.task is None:
        raise MissingInput("Draw what a gene should do first, or open an example.")
    success_criteria(design.task)  # raises where nothing is drawn
    return VerifyInputs(design.task)


def topology_of(links: str, task: Task) -> Topology:
    """Return the links to check; raises `MissingInput` for none, `ModelError` for a wrong one."""
    topology = read(links, task.regulators, task.targets)
    if topology.links == 0:
        raise MissingInput(
            "There are no links to check: take those of an inferred network, or write some, such "
            f"as '{task.regulators[0]} -> {task.targets[0]}'."
        )
    return topology
