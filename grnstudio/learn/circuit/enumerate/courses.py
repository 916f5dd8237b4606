"""What a Hill circuit does in the test of its task, case by case."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.criteria import Protocol
from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.core.success import protocol
from grnstudio.core.task import PositionAxis, Task
from grnstudio.core.topology import Topology


def course_figures(
    task: Task, topology: Topology, b: np.ndarray, K: np.ndarray, exponent: float, basal: float
) -> tuple[CurveFigure, ...]:
    """Draw the courses of one set of parameters, ``[regulator, target]``."""
    from grnstudio.simulate.hill.engine import courses
    from grnstudio.simulate.hill.model import HillModel

    test = protocol(task)
    found = courses(HillModel(topology, exponent, basal), b[None], K[None], test)[0]
    if isinstance(task.axis, PositionAxis):
        return tuple(_profiles(task, found[:, -1]))
    return tuple(_in_time(test, found))


def _in_time(test: Protocol, found: np.ndarray) -> Iterator[CurveFigure]:
    for case, name in enumerate(test.cases):
        curves = tuple(
            Curve(gene, test.times, found[case, :, series], series)
            for series, gene in enumerate(test.genes)
        )
        changes = np.flatnonzero(np.diff(test.levels[case], axis=0).any(axis=1)) + 1
        marks = tuple(float(test.times[change - 1]) for change in changes)
        yield CurveFigure(name, curves, note="Hill circuit, its best parameters", marks=marks)


def _profiles(task: Task, ends: np.ndarray) -> Iterator[CurveFigure]:
    x = task.axis.values
    for index, one in enumerate(task.conditions):
        levels = ends[index * len(x) : (index + 1) * len(x)]
        curves = tuple(
            Curve(gene, x, levels[:, series], series) for series, gene in enumerate(task.targets)
        )
        note = "Hill circuit, its best parameters"
        yield CurveFigure(one.name, curves, task.axis.label, note=note)
