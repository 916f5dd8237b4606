"""What mutants of circuits do, beside wild type."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure, Figure, HeatmapFigure
from grnstudio.core.mutants import WILD_TYPE, Mutant
from grnstudio.core.task import Task, TimeAxis
from grnstudio.errors import SettingError

FAINT = 24  # networks drawn behind the best one


@dataclass(frozen=True, slots=True, eq=False)
class MutantResult:
    """Courses of wild type and ``mutants``, in that order, of one circuit or of several.

    ``responses`` are ``[networks, 1 + mutants, conditions, points, genes]`` on the task's grid,
    ``losses`` how far each is from the task, ``[networks, 1 + mutants]``; ``probed`` are courses
    under the task's probe, ``[networks, 1 + mutants, stimuli, steps, genes]``. ``best`` is the
    network to show; ``circuits`` says in words what was mutated.
    """

    task: Task
    mutants: tuple[Mutant, ...]
    responses: np.ndarray
    losses: np.ndarray
    probed: np.ndarray | None = None
    best: int = 0
    circuits: str = ""
    device: str = "cpu"

    @property
    def names(self) -> tuple[str, ...]:
        """Wild type, then the mutants."""
        return (WILD_TYPE.name, *(one.name for one in self.mutants))

    @property
    def changes(self) -> np.ndarray:
        """Mean change from wild type, ``[networks, mutants, conditions, genes]``."""
        mean = self.responses.mean(axis=3)
        difference: np.ndarray = mean[:, 1:] - mean[:, :1]
        return difference

    def index(self, mutant: str = "") -> int:
        """Return the place of a mutant by name; of "" that of the one that changes most.

        Raises `SettingError`.
        """
        if mutant in self.names:
            return self.names.index(mutant)
        if mutant:
            raise SettingError(f"There is no mutant '{mutant}'; there are {', '.join(self.names)}.")
        if not self.mutants:
            return 0
        away = np.abs(self.responses[self.best, 1:] - self.responses[self.best, :1])
        return 1 + int(away.mean(axis=(1, 2, 3)).argmax())

    def figures(self, mutant: str = "") -> tuple[Figure, ...]:
        """Draw what every mutant changes, and one of them beside wild type in every condition."""
        index = self.index(mutant)
        shown = [_courses(self, index, condition) for condition in range(len(self.task.conditions))]
        if self.probed is not None:
            shown.append(_step_test(self, index))
        return (_changes(self), *shown)


def _changes(result: MutantResult) -> HeatmapFigure:
    task, several = result.task, len(result.task.conditions) > 1
    columns = tuple(
        f"{gene}, {one.name}" if several else gene
        for one in task.conditions
        for gene in task.targets
    )
    return HeatmapFigure(
        "Mutants",
        result.changes[result.best].reshape(len(result.mutants), len(columns)),
        result.names[1:],
        columns,
        "mutant",
        "gene",
        "mean change from wild type",
        result.circuits,
    )


def _courses(result: MutantResult, index: int, condition: int) -> CurveFigure:
    task, one = result.task, result.task.conditions[condition]
    x, curves = task.axis.values, []
    for series, gene in enumerate(task.targets):
        of_gene = result.responses[:, :, condition, :, series]
        curves += [
            Curve(f"{gene} of {network}", x, courses[index], series, faint=True)
            for network, courses in enumerate(of_gene[:FAINT])
            if network != result.best
        ]
        curves += _beside(result, gene, x, of_gene[result.best], index, series)
    label = "time (1/γ)" if isinstance(task.axis, TimeAxis) else task.axis.label
    name = result.names[index]
    return CurveFigure(f"{name}, {one.name}", tuple(curves), label, note=_note(result, index))


def _step_test(result: MutantResult, index: int) -> CurveFigure:
    task, probe = result.task, result.task.probe
    assert probe is not None
    assert result.probed is not None
    time = probe.euler_step * np.arange(1, probe.euler_steps + 1)
    raised = [f"{name} = {level:g}" for name, levels in probe.levels.items() for level in levels]
    output = task.targets.index((task.outputs or task.targets)[0])
    courses = result.probed[result.best, :, :, :, output]
    curves = [
        curve
        for series, what in enumerate(raised)
        for curve in _beside(result, what, time, courses[:, series], index, series)
    ]
    title = f"{result.names[index]}, step test of {task.targets[output]}"
    note = f"input raised at t = {probe.euler_step * probe.onset:g}"
    return CurveFigure(title, tuple(curves), note=note)


def _beside(
    result: MutantResult, what: str, x: np.ndarray, courses: np.ndarray, index: int, series: int
) -> list[Curve]:
    """Return a course, ``[1 + mutants, points]``, of wild type dashed and of a mutant."""
    wild = Curve(f"{what}, {WILD_TYPE.name}", x, courses[0], series, dashed=True)
    return [wild] if index == 0 else [wild, Curve(what, x, courses[index], series)]


def _note(result: MutantResult, index: int) -> str:
    before, after = (float(result.losses[result.best, place]) for place in (0, index))
    return f"error of the task: {before:.3g} in wild type, {after:.3g} in the mutant"
