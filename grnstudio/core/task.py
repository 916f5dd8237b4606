"""A task: what a gene circuit shall do, under which inputs, with which genes and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf, isfinite
from typing import Any, TypeAlias

import numpy as np

from grnstudio.core.curves import DrawnCurve, empty
from grnstudio.errors import MissingInput, ModelError

Link: TypeAlias = tuple[str, str]  # regulator, target
MAX_POINTS = 2_000
MAX_GENES = 200


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Time courses: sample ``k`` is the state after ``k + 1`` Euler steps of length ``step``.

    Times are in units of a gene product's lifetime, 1/gamma.
    """

    step: float = 0.2
    count: int = 60
    label: str = "time"

    @property
    def values(self) -> np.ndarray:
        """The times of the samples, ``[points]``."""
        return self.step * np.arange(1, self.count + 1)

    @property
    def euler_step(self) -> float:
        """Length of one Euler step."""
        return self.step

    @property
    def euler_steps(self) -> int:
        """Number of Euler steps in a simulation."""
        return self.count


@dataclass(frozen=True, slots=True)
class PositionAxis:
    """Spatial profiles: each position is a cell of its own, compared at its last Euler step."""

    start: float = 0.05
    step: float = 0.01
    count: int = 91
    label: str = "position"
    euler_step: float = 0.1
    euler_steps: int = 30

    @property
    def values(self) -> np.ndarray:
        """The positions of the samples, ``[points]``."""
        return self.start + self.step * np.arange(self.count)


Axis: TypeAlias = TimeAxis | PositionAxis


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene of the circuit.

    ``initial`` is its level at the start, or None for one that training finds; ``weight`` is how
    much an error of its targets counts.
    """

    name: str
    initial: float | None = 0.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class RandomLevel:
    """A level drawn anew, uniformly from ``low`` to ``high``, at every training step."""

    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One experiment: inputs on the task's grid (a missing one is 0), and the targets they ask for.

    ``steady`` asks every gene, the free ones too, to stay where its first sample is.
    """

    name: str
    inputs: Mapping[str, DrawnCurve] = field(default_factory=dict)
    targets: Mapping[str, DrawnCurve] = field(default_factory=dict)
    weight: float = 1.0
    steady: bool = False
    level: RandomLevel | None = None


@dataclass(frozen=True, slots=True)
class StepProbe:
    """A test of a trained circuit: inputs at rest, and from step ``onset`` on one of them raised.

    Each input in ``levels`` is raised alone to each of its levels, so the stimuli are as many as
    there are levels in all.
    """

    euler_step: float
    euler_steps: int
    onset: int
    rest: Mapping[str, float]
    levels: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a circuit shall do. Regulators are the inputs, then the genes, in that order.

    ``training`` holds the settings that suit the task; they are where a learner's form starts.
    """

    title: str = "Untitled"
    summary: str = ""
    axis: Axis = field(default_factory=TimeAxis)
    inputs: tuple[str, ...] = ()
    genes: tuple[Gene, ...] = (Gene("g1"), Gene("g2", None))
    conditions: tuple[Condition, ...] = (Condition("condition 1"),)
    forbidden: tuple[Link, ...] = ()
    probe: StepProbe | None = None
    training: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_names(self)
        _check_numbers(self)
        _check_curves(self)
        _check_links(self)
        _check_probe(self)

    @property
    def regulators(self) -> tuple[str, ...]:
        """Inputs, then genes: the rows of every link matrix."""
        return (*self.inputs, *self.targets)

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of the genes: the columns of every link matrix."""
        return tuple(gene.name for gene in self.genes)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Genes for which a target is drawn under some condition; the others are free."""
        drawn = {
            name for one in self.conditions for name, c in one.targets.items() if not c.is_empty
        }
        return tuple(name for name in self.targets if name in drawn)

    @property
    def allowed(self) -> np.ndarray:
        """The links that may exist, True or False, ``[regulator, target]``."""
        forbidden = set(self.forbidden)
        return np.array([[(r, t) not in forbidden for t in self.targets] for r in self.regulators])

    def curve(self, condition: int, name: str) -> DrawnCurve:
        """Return the curve drawn for the input or gene ``name``, an empty one if there is none."""
        one = self.conditions[condition]
        drawn = one.inputs if name in self.inputs else one.targets
        return drawn.get(name) or empty(self.axis.count)

    def with_curve(self, condition: int, name: str, curve: DrawnCurve) -> Task:
        """Return this task with the curve of the input or gene ``name`` replaced."""
        one = self.conditions[condition]
        if name in self.inputs:
            one = replace(one, inputs={**one.inputs, name: curve})
        else:
            one = replace(one, targets={**one.targets, name: curve})
        rest = self.conditions
        return replace(self, conditions=(*rest[:condition], one, *rest[condition + 1 :]))

    def require_trainable(self) -> None:
        """Raise `MissingInput`, saying what to add, unless a circuit can be trained for this."""
        if not self.outputs:
            raise MissingInput("Draw what a gene should do first: no target has been drawn.")
        for condition, name, curve in self._drawn():
            points = int((~np.isnan(curve.values)).sum())
            if points == 1:
                raise MissingInput(
                    f"The target of {name} in '{condition.name}' is a single point; draw at least "
                    "two, or erase it."
                )
        for column, target in enumerate(self.targets):
            if not self.allowed[:, column].any():
                raise MissingInput(
                    f"Nothing may regulate {target}: every link to it is forbidden. Allow at "
                    f"least one link to {target}, or remove the gene."
                )

    def _drawn(self) -> Iterator[tuple[Condition, str, DrawnCurve]]:
        for one in self.conditions:
            yield from ((one, name, curve) for name, curve in one.targets.items())


def _check_names(task: Task) -> None:
    if not 1 <= len(task.genes) <= MAX_GENES:
        raise ModelError(f"A task has 1 to {MAX_GENES} genes, not {len(task.genes)}.")
    if not task.conditions:
        raise ModelError("A task has at least one condition; add one.")
    if not 1 < task.axis.count <= MAX_POINTS:
        raise ModelError(f"A grid has 2 to {MAX_POINTS} points, not {task.axis.count}.")
    if not (task.axis.step > 0 and task.axis.euler_step > 0):
        raise ModelError("The steps of the grid and of time must be above 0.")
    for kind, names in (
        ("inputs and genes", task.regulators),
        ("conditions", tuple(one.name for one in task.conditions)),
    ):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ModelError(f"Two {kind} are called '{twice[0]}'; rename one of them.")
        if not all(name.strip() for name in names):
            raise ModelError(f"One of the {kind} has no name; give it one.")
        if strange := [name for name in names if not name.isprintable()]:
            raise ModelError(f"The name {strange[0]!r} has characters that cannot be shown.")


def _check_numbers(task: Task) -> None:
    for gene in task.genes:
        if gene.initial is not None and not isfinite(gene.initial):
            raise ModelError(f"The initial level of {gene.name} is no number; give it one.")
    weights = [(f"gene '{one.name}'", one.weight) for one in task.genes]
    weights += [(f"condition '{one.name}'", one.weight) for one in task.conditions]
    for owner, weight in weights:
        if not 0 <= weight < inf:
            raise ModelError(f"The weight of {owner} is at least 0, not {weight}.")


def _check_curves(task: Task) -> None:
    for one in task.conditions:
        for known, curves in ((task.inputs, one.inputs), (task.targets, one.targets)):
            for name, curve in curves.items():
                _check_curve(task, f"'{name}' in condition '{one.name}'", name in known, curve)
        if one.level and not -inf < one.level.low <= one.level.high < inf:
            raise ModelError(f"The random level of '{one.name}' goes from high to low; swap them.")


def _check_curve(task: Task, where: str, known: bool, curve: DrawnCurve) -> None:
    if not known:
        raise ModelError(f"There is a curve for {where}, but no input or gene of that name.")
    if len(curve.values) != task.axis.count:
        raise ModelError(
            f"The curve of {where} has {len(curve.values)} values; the grid has {task.axis.count}."
        )
    if np.isinf(curve.values).any():
        raise ModelError(f"The curve of {where} has an infinite value; replace it.")
    if curve.per_level is None:
        return
    if len(curve.per_level) != task.axis.count or not np.isfinite(curve.per_level).all():
        raise ModelError(
            f"What a random level adds to the curve of {where} takes {task.axis.count} numbers."
        )


def _check_links(task: Task) -> None:
    for regulator, target in task.forbidden:
        if regulator not in task.regulators or target not in task.targets:
            raise ModelError(
                f"The forbidden link {regulator} -> {target} names no regulator and target of "
                f"this task; regulators are {', '.join(task.regulators)}."
            )


def _check_probe(task: Task) -> None:
    if task.probe is None:
        return
    named = {*task.probe.rest, *task.probe.levels}
    if strangers := sorted(named - set(task.inputs)):
        raise ModelError(f"The probe raises '{strangers[0]}', which is no input of this task.")
    if not 0 <= task.probe.onset < task.probe.euler_steps:
        raise ModelError(
            f"The probe raises its inputs at step {task.probe.onset}, outside its "
            f"{task.probe.euler_steps} steps."
        )
