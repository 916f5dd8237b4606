"""Which sets of parameters are worth showing, and how well each does its task."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from grnstudio.core.criteria import Criterion, Protocol
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology
from grnstudio.learn.circuit.data import probe_stimuli, test_cases
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.result import on_grid
from grnstudio.learn.circuit.verify.courses import courses, margins_of, tested
from grnstudio.learn.circuit.verify.sets import Sets

FINE = 4  # by how much Euler steps are shortened to see whether a success is real
NEAR = 11  # a purpose of chance


class Ranked(NamedTuple):
    """Sets, best first: those that succeed with short steps too, then those that succeed at all.

    Among equals the one nearest to the drawn curves comes first. ``fits`` are the numbers of the
    fits they are from, -1 for random ones.
    """

    sets: Sets
    fits: np.ndarray
    losses: np.ndarray
    margins: np.ndarray
    fine_margins: np.ndarray


class Judge:
    """A task's test and curves, for sets of parameters of one topology."""

    def __init__(
        self,
        task: Task,
        topology: Topology,
        protocol: Protocol,
        criteria: tuple[Criterion, ...],
    ) -> None:
        self._task, self._topology = task, topology
        self._protocol, self._criteria = protocol, criteria
        self._objective = Objective(test_cases(task), torch.device("cpu"))

    def ranked(self, sets: Sets, fits: np.ndarray) -> Ranked:
        """Return the sets, tried and sorted, the best of each fit alone."""
        margins = margins_of(self._topology, sets, self._protocol, self._criteria)
        fine = self._protocol.finer(FINE)
        fine_margins = margins_of(self._topology, sets, fine, self._criteria)
        losses = self._losses(self._on_task(sets))
        passed = np.where((margins > 0) & (fine_margins > 0), 0, np.where(margins > 0, 1, 2))
        order = np.lexsort((losses, passed))
        _, first = np.unique(fits[order], return_index=True)
        is_first = np.isin(np.arange(len(order)), first)
        order = order[(fits[order] < 0) | is_first]
        return Ranked(
            sets.some(order), fits[order], losses[order], margins[order], fine_margins[order]
        )

    def responses(self, sets: Sets) -> np.ndarray:
        """Return courses on the task's grid, ``[sets, conditions, points, genes]``."""
        return on_grid(self._task, self._on_task(sets), self._objective.cases)

    def probed(self, sets: Sets) -> np.ndarray | None:
        """Return courses under the task's probe, ``[sets, stimuli, steps, genes]``, if it has one.

        They begin where the sets do.
        """
        if self._task.probe is None:
            return None
        stimuli = probe_stimuli(self._task)
        found = courses(self._topology, sets, stimuli.inputs, stimuli.step, stimuli.steps)
        return found.transpose(1, 3, 0, 2).copy()

    def tested(self, sets: Sets) -> np.ndarray:
        """Return courses under the test of success, ``[sets, cases, steps, genes]``."""
        return tested(self._topology, sets, self._protocol)

    def share_nearby(self, sets: Sets, count: int, variation: float, seed: int) -> float:
        """Return the share of ``count`` sets around the one in ``sets`` that succeed."""
        rng = np.random.default_rng((seed, NEAR))
        shape = (count, *sets.strengths.shape[1:])
        near = [
            part * np.exp(variation * rng.standard_normal(shape))
            for part in (sets.strengths, sets.thresholds)
        ]
        rest = (np.repeat(part, count, axis=0) for part in sets[2:])
        margins = margins_of(self._topology, Sets(*near, *rest), self._protocol, self._criteria)
        return float((margins > 0).mean())

    def _on_task(self, sets: Sets) -> np.ndarray:
        stimuli = self._objective.cases.stimuli
        return courses(self._topology, sets, stimuli.inputs, stimuli.step, stimuli.steps)

    def _losses(self, levels: np.ndarray) -> np.ndarray:
        _, goal = self._objective.draw(None, levels.shape[1])
        losses: np.ndarray = self._objective.losses(torch.as_tensor(levels), goal).numpy()
        return losses
