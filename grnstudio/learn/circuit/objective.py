"""How far circuits are from what their task asks, per network and per condition."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from grnstudio.learn.circuit.data import Cases

TINY = 1e-12  # keeps the slope of the root finite at a perfect fit


class Objective:
    """The published objective for an ensemble, on one device.

    For time courses the root of the summed squared errors, with that of the steady conditions'
    drift added under the root; for profiles the root of the mean squared error.
    """

    def __init__(self, cases: Cases, device: torch.device) -> None:
        self.cases = cases
        self._inputs = _tensor(cases.stimuli.inputs, device)[:, None]
        self._inputs_per_level = _tensor(cases.inputs_per_level, device)[:, None]
        self._levels = _tensor(cases.goal.levels, device)[:, None]
        self._levels_per_level = _tensor(cases.levels_per_level, device)[:, None]
        self._counts = _tensor(cases.goal.counts, device)[:, None]
        self._steady = torch.as_tensor(np.flatnonzero(cases.goal.steady), device=device)
        self._low, self._span = (_tensor(x, device) for x in (cases.low, cases.high - cases.low))
        self._condition = torch.as_tensor(cases.goal.condition, device=device)
        self._total = float(cases.goal.counts.sum()) if cases.stimuli.final_only else 1.0

    def draw(self, shares: Tensor | None, networks: int) -> tuple[Tensor, Tensor]:
        """Return inputs [T or 1, networks, inputs, B] and goal [T, networks or 1, G, B].

        ``shares`` [networks, conditions], from 0 to 1, place each random level in its range.
        """
        if shares is None:
            return self._inputs.expand(-1, networks, -1, -1), self._levels
        level = (self._low + self._span * shares[:, self._condition])[:, None]
        inputs = self._inputs + self._inputs_per_level * level
        return inputs, self._levels + self._levels_per_level * level

    def losses(self, courses: Tensor, goal: Tensor) -> Tensor:
        """Return the objective of each network, ``[networks]``."""
        if self.cases.stimuli.final_only:
            courses, goal, counts = courses[-1:], goal[-1:], self._counts[-1:]
        else:
            counts = self._counts
        total = (counts * (courses - goal).square()).sum(dim=(0, 2, 3)) / self._total
        if len(self._steady):
            held = courses[..., self._steady]
            total = total + (held - held[:1]).square().sum(dim=(0, 2, 3))
        return (total + TINY).sqrt()

    def errors(self, courses: Tensor, goal: Tensor) -> np.ndarray:
        """Return the squared errors, ``[networks, conditions]``, unweighted.

        Summed over times, or averaged over positions; a random level's are averaged over the
        levels it is tested at.
        """
        drawn = (self._counts > 0).float()
        squared = (drawn * (courses - goal).square()).sum(dim=(0, 2)).cpu().numpy()
        asked = drawn[:, 0].sum(dim=(0, 1)).cpu().numpy()
        columns = []
        for condition in range(int(self._condition.max()) + 1):
            cases = self.cases.goal.condition == condition
            shared = asked[cases].sum() if self.cases.stimuli.final_only else cases.sum()
            columns.append(squared[:, cases].sum(axis=1) / max(1.0, float(shared)))
        return np.stack(columns, axis=1)


def loss_metrics(losses: Tensor) -> dict[str, float]:
    """Return the median of the networks' losses by the name loss, and each by its number."""
    each = losses.tolist()
    metrics = {"loss": losses.nanmedian().item()}
    if len(each) > 1:
        metrics |= {f"loss.{network}": loss for network, loss in enumerate(each, start=1)}
    return metrics


def _tensor(array: np.ndarray, device: torch.device) -> Tensor:
    return torch.as_tensor(array, dtype=torch.float32, device=device)
