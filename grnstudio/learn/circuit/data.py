"""A task as arrays: what drives the circuits, and what is wanted of them. No torch here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import PositionAxis, Task
from grnstudio.errors import MissingInput
from grnstudio.project import Design

TEST_LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)  # of the range of a random level, where it is tested


@dataclass(frozen=True, slots=True, eq=False)
class Stimuli:
    """Inputs for ``B`` cases, ``[T or 1, inputs, B]``, and the Euler steps to take under them."""

    inputs: np.ndarray
    step: float
    steps: int
    final_only: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What ``B`` cases shall do, all ``[T, G, B]``: levels, and how much an error there counts.

    ``steady`` [B] marks cases in which every gene shall stay where its first sample is;
    ``condition`` [B] says to which condition of the task a case belongs.
    """

    levels: np.ndarray
    counts: np.ndarray
    steady: np.ndarray
    condition: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Stimuli and goal at level 0, what a unit of random level adds, and the range it is from."""

    stimuli: Stimuli
    goal: Goal
    inputs_per_level: np.ndarray
    levels_per_level: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def random(self) -> bool:
        """Whether a level is drawn anew at every step."""
        return bool((self.high > self.low).any())


def inputs(design: Design) -> Task:
    """Return the task to train for; raises `MissingInput` saying what to add."""
    if design.task is None:
        raise MissingInput("Draw what a gene should do first, or open an example.")
    design.task.require_trainable()
    return design.task


def training_cases(task: Task) -> Cases:
    """Return one case per condition, or per condition and position."""
    return _cases(task, [(index, None) for index in range(len(task.conditions))])


def test_cases(task: Task) -> Cases:
    """Return the cases with each random level replaced by fixed ones spread over its range."""
    pairs: list[tuple[int, float | None]] = []
    for index, one in enumerate(task.conditions):
        if one.level and one.level.high > one.level.low:
            span = one.level.high - one.level.low
            pairs += [(index, one.level.low + share * span) for share in TEST_LEVELS]
        else:
            pairs.append((index, None))
    return _cases(task, pairs)


def reading_stimuli(task: Task) -> Stimuli:
    """Return the stimuli under which links are mutated: the task's probe, else its conditions."""
    if task.probe is None:
        cases = test_cases(task)
        where = "positions" if cases.stimuli.final_only else "conditions"
        count = cases.stimuli.inputs.shape[2]
        return Stimuli(
            cases.stimuli.inputs,
            cases.stimuli.step,
            cases.stimuli.steps,
            cases.stimuli.final_only,
            f"{count} {where if count > 1 else where[:-1]}",
        )
    return probe_stimuli(task)


def probe_stimuli(task: Task) -> Stimuli:
    """Return the stimuli of the task's step test: inputs at rest, then one of them raised."""
    probe = task.probe
    assert probe is not None
    raised = [(name, level) for name, levels in probe.levels.items() for level in levels]
    rest = np.array([probe.rest.get(name, 0.0) for name in task.inputs])
    courses = np.tile(rest[None, :, None], (probe.euler_steps, 1, len(raised)))
    for case, (name, level) in enumerate(raised):
        courses[probe.onset :, task.inputs.index(name), case] = level
    return Stimuli(courses, probe.euler_step, probe.euler_steps, label=f"{len(raised)} stimuli")


def _cases(task: Task, pairs: Sequence[tuple[int, float | None]]) -> Cases:
    spatial = isinstance(task.axis, PositionAxis)
    built = [_case(task, index, level, spatial) for index, level in pairs]
    u, u_per, goal, goal_per, counts = (
        np.concatenate(parts, axis=-1) for parts in zip(*(one[1:] for one in built), strict=True)
    )
    width = task.axis.count if spatial else 1
    conditions = [task.conditions[index] for index, _ in pairs]
    low, high = zip(*(one.bounds for one in built), strict=True)
    if np.array_equal(u, np.broadcast_to(u[:1], u.shape)) and not np.ptp(u_per, axis=0).any():
        u, u_per = u[:1], u_per[:1]
    return Cases(
        Stimuli(u, task.axis.euler_step, task.axis.euler_steps, spatial),
        Goal(
            goal,
            counts,
            np.repeat([one.steady for one in conditions], width),
            np.repeat([index for index, _ in pairs], width),
        ),
        u_per,
        goal_per,
        np.repeat(low, width),
        np.repeat(high, width),
    )


class _Part(NamedTuple):
    """The range of a condition's random level, and its arrays, cases last."""

    bounds: tuple[float, float]
    inputs: np.ndarray
    inputs_per_level: np.ndarray
    goal: np.ndarray
    goal_per_level: np.ndarray
    counts: np.ndarray


def _case(task: Task, index: int, level: float | None, spatial: bool) -> _Part:
    """Return a condition at level 0 and what a unit of level adds, or at a fixed ``level``."""
    one = task.conditions[index]
    u, u_per = _stack(task.inputs, one.inputs, task.axis.count, 0.0)
    goal, goal_per = _stack(task.targets, one.targets, task.axis.count, np.nan)
    weights = np.array([gene.weight for gene in task.genes])[:, None] * one.weight
    counts = np.where(np.isnan(goal), 0.0, weights)
    goal = np.nan_to_num(goal)
    bounds = (one.level.low, one.level.high) if one.level else (0.0, 0.0)
    if level is not None or bounds[0] == bounds[1]:
        fixed = bounds[0] if level is None else level
        u, goal = u + fixed * u_per, goal + fixed * goal_per
        u_per, goal_per, bounds = 0 * u_per, 0 * goal_per, (0.0, 0.0)
    parts = (u, u_per, goal, goal_per, counts)
    if spatial:
        late = [_at_the_end(part, task.axis.euler_steps) for part in parts[2:]]
        return _Part(bounds, u[None], u_per[None], *late)
    return _Part(bounds, *(part.T[:, :, None] for part in parts))


def _at_the_end(part: np.ndarray, steps: int) -> np.ndarray:
    course = np.zeros((steps, *part.shape))
    course[-1] = part
    return course


def _stack(
    names: Sequence[str], curves: Mapping[str, DrawnCurve], count: int, missing: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return curves and what a unit of level adds to them, ``[names, points]`` each."""
    values, per_level = np.full((len(names), count), missing), np.zeros((len(names), count))
    for row, name in enumerate(names):
        if curve := curves.get(name):
            values[row] = np.where(np.isnan(curve.values), missing, curve.values)
            if curve.per_level is not None:
                per_level[row] = np.nan_to_num(curve.per_level)
    return values, per_level
