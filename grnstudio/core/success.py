"""What doing a task means, so that a computer can tell: a test and criteria from what is drawn.

Curves that are level or go up and down are judged by just that, as levels may differ from those
drawn; so are pulses that an input calls forth as it comes. Other curves are to be followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations
from math import ceil

import numpy as np

from grnstudio.core.criteria import (
    Above,
    Adapts,
    Criterion,
    Follows,
    Oscillates,
    Protocol,
    Steady,
    margins,
)
from grnstudio.core.task import Condition, PositionAxis, Task
from grnstudio.errors import MissingInput

__all__ = [
    "Above",
    "Adapts",
    "Criterion",
    "Follows",
    "Oscillates",
    "Protocol",
    "Steady",
    "margins",
    "protocol",
    "success_criteria",
]

STEP, WINDOW = 0.25, 100  # of the test of what lasts: half of its steps are looked at
USUAL_START = 0.1  # of genes, where the task leaves open what it is for all of them
LEVEL = 0.1  # of a gene's range: what varies less is level
LOWEST = 0.1  # of a gene's highest drawn level: lower ones count as that, in ratios
HALF = 0.5  # of what is drawn is enough: of a ratio of levels, and of an answer
LEFT = 0.1  # of a drawn answer may be left in the end
UNEXPLAINED = 0.25  # of the variance of drawn levels


def protocol(task: Task) -> Protocol:
    """Return how circuits are tested for ``task``; raises `MissingInput` if nothing is drawn."""
    return _Reading(task).protocol()


def success_criteria(task: Task) -> tuple[Criterion, ...]:
    """Return what must hold for a circuit to do ``task``; raises `MissingInput` likewise."""
    return tuple(_Reading(task).criteria())


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A task as shapes of curves; ``kind`` is lasting, answer or course."""

    task: Task

    def __post_init__(self) -> None:
        if not self.task.outputs:
            raise MissingInput("Draw what a gene should do first: no target has been drawn.")

    @property
    def kind(self) -> str:
        """How the task is judged."""
        changes = [_changes(_inputs(self.task, one)) for one in self.task.conditions]
        if isinstance(self.task.axis, PositionAxis) or max(changes) > 1:
            return "course"
        shapes = {shape for _, _, shape in self._shapes()}
        if shapes <= {"level", "oscillation"} and not any(changes):
            return "lasting"
        begins = self._rest() is not None or all(changes)
        return "answer" if shapes <= {"level", "pulse"} and begins else "course"

    def protocol(self) -> Protocol:
        """Return the test."""
        task, kind = self.task, self.kind
        names, levels = self._cases()
        if kind == "course":
            axis, steps = task.axis, task.axis.euler_steps
            shape = axis.euler_step, steps, 1 if isinstance(axis, PositionAxis) else steps
        else:
            half = self._half()
            shape = STEP, 2 * half, half if kind == "lasting" else half // 2
        return Protocol(task.inputs, task.targets, names, levels, _starts(task), *shape)

    def criteria(self) -> Iterator[Criterion]:
        """Yield the criteria."""
        if self.kind == "course":
            yield from (self._followed(gene) for gene in self.task.outputs)
            return
        for one, gene, shape in self._shapes():
            if shape == "level":
                yield Steady(one.name, gene)
            elif shape == "oscillation":
                yield Oscillates(one.name, gene)
            else:
                yield _adapting(_drawn(self.task, one, gene), one.name, gene, self._half())
        for gene in self.task.outputs:
            yield from (Steady(one.name, gene) for one in self._merely_steady(gene))
            yield from self._ratios(gene)

    def _cases(self) -> tuple[tuple[str, ...], np.ndarray]:
        task = self.task
        courses = [_inputs(task, one) for one in task.conditions]  # each [points, inputs]
        names = tuple(one.name for one in task.conditions)
        if isinstance(task.axis, PositionAxis):
            names = tuple(f"{one.name}, {x:g}" for one in task.conditions for x in task.axis.values)
            return names, np.concatenate(courses)[:, None]
        levels = np.stack(courses)
        if self.kind == "course":
            return names, levels
        if self.kind == "lasting":
            return names, levels[:, :1]
        before, after, rest = levels[:, :1].copy(), levels[:, -1:], self._rest()
        for case, one in enumerate(courses):
            if rest is not None and not _changes(one):
                before[case] = levels[task.conditions.index(rest), :1]
        return names, np.concatenate(
            [np.repeat(part, self._half(), 1) for part in (before, after)], 1
        )

    def _half(self) -> int:
        """Return half the steps of a test of what lasts; it takes longer for slow tasks."""
        axis = self.task.axis
        return max(WINDOW, ceil(axis.euler_steps * axis.euler_step / STEP - 1e-9))

    def _shapes(self) -> Iterator[tuple[Condition, str, str]]:
        for gene in self.task.outputs:
            spans = [_drawn(self.task, one, gene) for one in self.task.conditions]
            known = np.concatenate(spans)
            known = known[~np.isnan(known)]
            reach = max(float(np.ptp(known)), float(np.abs(known).max()))
            for one, values in zip(self.task.conditions, spans, strict=True):
                if not np.isnan(values).all():
                    yield one, gene, _shape(values[~np.isnan(values)], reach)

    def _rest(self) -> Condition | None:
        """Return the condition from which the others begin: a steady one, else a level one."""
        level = {one.name for one, _, shape in self._shapes() if shape == "level"}
        moving = {one.name for one, _, shape in self._shapes() if shape != "level"}
        still = [one for one in self.task.conditions if one.name in level - moving]
        return next((one for one in still if one.steady), still[0] if still else None)

    def _merely_steady(self, gene: str) -> Iterator[Condition]:
        """Yield the conditions that ask a gene to stay where it is, wherever that is."""
        for one in self.task.conditions:
            if one.steady and np.isnan(_drawn(self.task, one, gene)).all():
                yield one

    def _ratios(self, gene: str) -> Iterator[Above]:
        """Ask levels that are drawn far apart to be half as far apart."""
        means = {
            one.name: float(np.nanmean(_drawn(self.task, one, gene)))
            for one, name, shape in self._shapes()
            if name == gene and shape == "level"
        }
        lowest = LOWEST * max(means.values(), default=0.0)
        for high, low in permutations(means, 2):
            wanted = HALF * means[high] / max(means[low], lowest, 1e-9)
            if wanted >= 1.0:
                yield Above(high, gene, low, round(wanted, 6))

    def _followed(self, gene: str) -> Follows:
        task, (names, _) = self.task, self._cases()
        levels = np.stack([_drawn(task, one, gene) for one in task.conditions])
        known = levels[~np.isnan(levels)]
        spread = float(known.std()) or LEVEL * max(1.0, float(np.abs(known).max()))
        if isinstance(task.axis, PositionAxis):
            ends = np.full((levels.size, task.axis.euler_steps), np.nan)
            ends[:, -1] = levels.reshape(-1)
            levels = ends
        return Follows(names, gene, levels, round(spread * UNEXPLAINED**0.5, 6))


def _adapting(values: np.ndarray, case: str, gene: str, onset: int) -> Adapts:
    values = values[~np.isnan(values)]
    rise, fall = values.max() - values[0], values[0] - values.min()
    answer = float(rise if rise >= fall else -fall)
    return Adapts(case, gene, onset, round(HALF * answer, 6), round(LEFT * abs(answer), 6))


def _shape(values: np.ndarray, reach: float) -> str:
    """Return level, oscillation, pulse or other, for a curve of a gene that reaches that far."""
    span = float(np.ptp(values))
    if span < LEVEL * reach or span == 0.0:
        return "level"
    share = (values - values.min()) / span
    far = [
        bool(high) for high, near in zip(share > 0.5, abs(share - 0.5), strict=True) if near > 0.2
    ]
    turns = sum(a != b for a, b in pairwise(far))
    if turns >= 3:
        return "oscillation"
    return "pulse" if turns == 2 and abs(share[-1] - share[0]) < 0.3 else "other"


def _drawn(task: Task, one: Condition, gene: str) -> np.ndarray:
    curve = one.targets.get(gene)
    return np.full(task.axis.count, np.nan) if curve is None else curve.at_level(_middle(one))


def _inputs(task: Task, one: Condition) -> np.ndarray:
    """Return the inputs of a condition, 0 where there is nothing, ``[points, inputs]``."""
    found = np.zeros((task.axis.count, len(task.inputs)))
    for column, name in enumerate(task.inputs):
        if name in one.inputs:
            found[:, column] = np.nan_to_num(one.inputs[name].at_level(_middle(one)))
    return found


def _changes(inputs: np.ndarray) -> int:
    """Return how often inputs ``[points, inputs]`` change."""
    return int(np.diff(inputs, axis=0).any(axis=1).sum())


def _middle(one: Condition) -> float:
    return 0.0 if one.level is None else (one.level.low + one.level.high) / 2


def _starts(task: Task) -> tuple[float, ...]:
    """Return where genes begin; those of which that is open begin as the first that is known."""
    known = [gene.initial for gene in task.genes if gene.initial is not None]
    usual = known[0] if known else USUAL_START
    return tuple(float(usual if gene.initial is None else gene.initial) for gene in task.genes)
