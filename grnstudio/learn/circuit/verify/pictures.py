"""Pictures of the Hill check. No torch here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure, HeatmapFigure
from grnstudio.core.success import protocol
from grnstudio.core.task import TimeAxis

if TYPE_CHECKING:
    from grnstudio.learn.circuit.verify.result import VerifyResult


def fit(result: VerifyResult, index: int, condition: int) -> CurveFigure:
    """Draw a set's courses beside the targets, and beside the trained network if there is one."""
    task, one = result.task, result.task.conditions[condition]
    x, count = task.axis.values, len(task.genes)
    level = 0.0 if one.level is None else (one.level.low + one.level.high) / 2
    curves = []
    for series, gene in enumerate(task.targets):
        if gene in one.targets and not one.targets[gene].is_empty:
            wanted = one.targets[gene].at_level(level)
            curves.append(Curve(f"{gene} target", x, wanted, series, dashed=True))
        if result.trained is not None and gene in task.outputs:
            beside = result.trained.responses[condition, :, series]
            curves.append(Curve(f"{gene} trained", x, beside, count + series))
        curves.append(Curve(gene, x, result.responses[index, condition, :, series], series))
    label = "time (1/γ)" if isinstance(task.axis, TimeAxis) else task.axis.label
    note = f"set {index + 1}: error {result.losses[index]:.3g}, {_success(result, index)}"
    return CurveFigure(one.name, tuple(curves), label, note=note)


def test(result: VerifyResult, index: int) -> CurveFigure:
    """Draw a set's outputs in the test of success."""
    task, test = result.task, protocol(result.task)
    courses = result.tests[index]  # [cases, steps, genes]
    places = [(series, name) for series, name in enumerate(task.targets) if name in task.outputs]
    note = f"set {index + 1} {_success(result, index)}"
    curves = [
        Curve(f"{name}, {case}", test.times, courses[row, :, series], row * len(places) + order)
        for order, (series, name) in enumerate(places)
        for row, case in enumerate(test.cases)
    ]
    return CurveFigure("Test of success", tuple(curves), note=note)


def _success(result: VerifyResult, index: int) -> str:
    if not result.succeeds[index]:
        return "does not do the task"
    if not result.is_sound[index]:
        return "does the task, but not with Euler steps of a quarter"
    return "does the task, also with Euler steps of a quarter"


def table(result: VerifyResult) -> HeatmapFigure:
    """Show each set's parameters in a row, as logarithms, which are what they vary by."""
    topology, sets = result.topology, result.sets
    columns, values = [], []
    for source, target, sign in topology.signed_links():
        at = (slice(None), topology.regulators.index(source), topology.targets.index(target))
        if sign > 0:
            columns.append(f"b {source}→{target}")
            values.append(sets.strengths[at])
        columns.append(f"K {source}→{target}")
        values.append(sets.thresholds[at])
    if np.ptp(sets.exponents) or np.ptp(sets.basal):
        columns += ["n", *(f"basal {gene}" for gene in topology.targets)]
        values += [sets.exponents, *np.maximum(sets.basal, 1e-6).T]
    rows = tuple(
        f"{number}{'' if sound else ' ?' if passed else ' ✗'}"
        for number, (passed, sound) in enumerate(
            zip(result.succeeds, result.is_sound, strict=True), start=1
        )
    )
    return HeatmapFigure(
        "Best parameter sets", np.log10(np.stack(values, axis=1)), rows, tuple(columns), "set",
        "parameter", "log10 of the parameter",
        "✗: does not do the task; ?: only with these Euler steps",
    )  # fmt: skip
