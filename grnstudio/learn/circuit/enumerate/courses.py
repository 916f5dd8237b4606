"""What a Hill circuit does in the test of its task, case by case."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.criteria import Follows, Protocol
from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.task import PositionAxis, Task


def course_figures(task: Task, circuit: HillCircuit) -> tuple[CurveFigure, ...]:
    """Draw a circuit's courses, or its profiles, beside targets that it is to follow."""
    test = protocol(task)
    shape = (len(test.cases), test.steps, len(test.inputs))
    levels = np.broadcast_to(test.levels, shape).transpose(1, 2, 0)
    found = circuit.courses(levels, test.step, test.steps)
    if isinstance(task.axis, PositionAxis):
        return tuple(_profiles(task, found[-1]))
    return tuple(_in_time(task, test, found))


def _in_time(task: Task, test: Protocol, found: np.ndarray) -> Iterator[CurveFigure]:
    followed = {one.gene: one for one in success_criteria(task) if isinstance(one, Follows)}
    for case, name in enumerate(test.cases):
        curves = []
        for series, gene in enumerate(test.genes):
            if gene in followed and not np.isnan(followed[gene].levels[case]).all():
                wanted = followed[gene].levels[case]
                curves.append(Curve(f"{gene} target", test.times, wanted, series, dashed=True))
            curves.append(Curve(gene, test.times, found[:, series, case], series))
        changes = np.flatnonzero(np.diff(test.levels[case], axis=0).any(axis=1))
        marks = tuple(float(test.times[change]) for change in changes)
        yield CurveFigure(name, tuple(curves), note=_note(task, name), marks=marks)


def _note(task: Task, case: str) -> str:
    """Return what is asked of a case; what is followed is drawn beside."""
    asked = [one for one in success_criteria(task) if not isinstance(one, Follows)]
    return "; ".join(one.text for one in asked if one.case == case)


def _profiles(task: Task, ends: np.ndarray) -> Iterator[CurveFigure]:
    x = task.axis.values
    for index, one in enumerate(task.conditions):
        levels = ends[:, index * len(x) : (index + 1) * len(x)]
        curves = []
        for series, gene in enumerate(task.targets):
            if gene in one.targets:
                wanted = one.targets[gene].values
                curves.append(Curve(f"{gene} target", x, wanted, series, dashed=True))
            curves.append(Curve(gene, x, levels[series], series))
        yield CurveFigure(one.name, tuple(curves), task.axis.label)
