"""What a circuit can be trained for, but hardly as it is drawn. No torch here."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import Condition, PositionAxis, Task
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.data import TEST_LEVELS


def remarks(task: Task, config: CircuitConfig) -> Iterator[str]:
    """Yield a sentence for each part of ``task`` that no circuit can follow, with a remedy."""
    highest = np.inf if config.scale else _highest_level(task)
    for one in task.conditions:
        for name, curve in one.targets.items():
            if not curve.is_empty:
                yield from _out_of_reach(f"{name} in '{one.name}'", *_range(one, curve), highest)
        for name, curve in one.inputs.items():
            gaps = int(np.isnan(curve.values).sum())
            if 0 < gaps < len(curve.values):
                yield f"The input {name} in '{one.name}' has {gaps} gaps, where it counts as 0."
        if not one.steady and all(curve.is_empty for curve in one.targets.values()):
            yield f"Condition '{one.name}' asks for nothing: draw a target there, or remove it."


def _out_of_reach(where: str, low: float, high: float, highest: float) -> Iterator[str]:
    if low < 0:
        yield f"The target of {where} falls to {low:.3g}; no level is below 0."
    if high > highest:
        yield (
            f"The target of {where} rises to {high:.3g}, and no level exceeds {highest:.3g}: "
            "lower it, or try 'Find each gene's maximal level'."
        )


def _highest_level(task: Task) -> float:
    """Return what a gene that is made at full speed reaches from 0 in the time there is."""
    if isinstance(task.axis, PositionAxis):
        return 1 - (1 - task.axis.euler_step) ** task.axis.euler_steps
    return 1.0


def _range(condition: Condition, curve: DrawnCurve) -> tuple[float, float]:
    levels = [0.0]
    if condition.level:
        span = condition.level.high - condition.level.low
        levels = [condition.level.low + share * span for share in (0.0, *TEST_LEVELS, 1.0)]
    drawn = np.stack([curve.at_level(level) for level in levels])
    return float(np.nanmin(drawn)), float(np.nanmax(drawn))
