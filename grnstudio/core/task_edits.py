"""Edits of a task: each returns another task whose curves, links and probe agree with its names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import Axis, Condition, Gene, Link, Task
from grnstudio.errors import ModelError

V = TypeVar("V")


def free_name(stem: str, taken: Collection[str]) -> str:
    """Return ``stem`` with the lowest number that makes it a name not taken."""
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def add_gene(task: Task, name: str = "") -> Task:
    """Add a gene after the others; it may regulate and be regulated by all."""
    gene = Gene(name or free_name("g", task.regulators), None)
    return replace(task, genes=(*task.genes, gene))


def add_input(task: Task, name: str = "") -> Task:
    """Add an input after the others; it is 0 until drawn, and may regulate every gene."""
    name = name or ("I" if "I" not in task.regulators else free_name("I", task.regulators))
    return replace(task, inputs=(*task.inputs, name))


def change_gene(task: Task, name: str, **changes: Any) -> Task:
    """Change a gene's initial level or weight; `rename` changes its name."""
    weight = changes.get("weight", 0.0)
    if weight < 0:
        raise ModelError(f"The weight of {name} is {weight:g}; give it 0 or more.")
    if (initial := changes.get("initial")) is not None and initial < 0:
        raise ModelError(f"{name} cannot start at {initial:g}; a level is 0 or more.")
    genes = tuple(replace(one, **changes) if one.name == name else one for one in task.genes)
    return replace(task, genes=genes)


def rename(task: Task, old: str, new: str) -> Task:
    """Rename a gene or an input wherever it stands."""
    new = new.strip()
    if old == new:
        return task
    if new in task.regulators:
        raise ModelError(f"There is a gene or input called '{new}' already; choose another name.")
    return replace(
        task,
        **_called(task, lambda name: new if name == old else name),
        inputs=tuple(new if name == old else name for name in task.inputs),
        genes=tuple(replace(g, name=new) if g.name == old else g for g in task.genes),
    )


def remove(task: Task, name: str) -> Task:
    """Remove a gene or an input with its curves and links."""
    if task.targets == (name,):
        raise ModelError(f"{name} is the only gene; add another before you remove it.")
    return replace(
        task,
        **_called(task, lambda one: None if one == name else one),
        inputs=tuple(one for one in task.inputs if one != name),
        genes=tuple(gene for gene in task.genes if gene.name != name),
    )


def add_condition(task: Task, name: str = "") -> Task:
    """Add a condition without curves after the others."""
    name = name or free_name("condition ", [one.name for one in task.conditions])
    return replace(task, conditions=(*task.conditions, Condition(name)))


def duplicate_condition(task: Task, index: int) -> Task:
    """Add a copy of a condition right after it."""
    taken = [one.name for one in task.conditions]
    copy = replace(task.conditions[index], name=free_name(f"{taken[index]} ", taken))
    before, after = task.conditions[: index + 1], task.conditions[index + 1 :]
    return replace(task, conditions=(*before, copy, *after))


def change_condition(task: Task, index: int, **changes: Any) -> Task:
    """Change a condition's name, weight, random level, or whether it holds steady."""
    if changes.get("weight", 0.0) < 0:
        raise ModelError(f"A condition's weight is {changes['weight']:g}; give it 0 or more.")
    if "name" in changes:
        changes["name"] = changes["name"].strip()
    conditions = list(task.conditions)
    conditions[index] = replace(conditions[index], **changes)
    return replace(task, conditions=tuple(conditions))


def remove_condition(task: Task, index: int) -> Task:
    """Remove a condition with its curves."""
    if len(task.conditions) == 1:
        raise ModelError("This is the only condition; add another before you remove it.")
    return replace(task, conditions=task.conditions[:index] + task.conditions[index + 1 :])


def copy_to_all(task: Task, condition: int, name: str) -> Task:
    """Give every condition the curve that ``name`` has in one of them."""
    curve = task.curve(condition, name)
    for index in range(len(task.conditions)):
        task = task.with_curve(index, name, curve)
    return task


def without_curve(task: Task, condition: int, name: str) -> Task:
    """Take away the curve that ``name`` has in a condition."""
    one = task.conditions[condition]
    inputs, targets = (
        {key: curve for key, curve in curves.items() if key != name}
        for curves in (one.inputs, one.targets)
    )
    return change_condition(task, condition, inputs=inputs, targets=targets)


def with_link(task: Task, link: Link, allowed: bool) -> Task:
    """Allow or forbid a link, given as regulator and target."""
    others = tuple(one for one in task.forbidden if one != link)
    return replace(task, forbidden=others if allowed else (*others, link))


def with_axis(task: Task, axis: Axis) -> Task:
    """Put the task on another grid; curves keep their values where the grids overlap.

    Beyond the old grid, what was drawn up to its end holds. From time to position and back,
    curves are stretched.
    """
    x = axis.values
    same_kind = type(axis) is type(task.axis)
    replace(task, axis=axis, conditions=(Condition("any"),))  # refuses a grid that cannot be
    old = task.axis.values
    if not same_kind:
        old = x[0] + (old - old[0]) / (old[-1] - old[0]) * (x[-1] - x[0])
    conditions = tuple(
        replace(
            one,
            inputs={name: _resampled(curve, old, x) for name, curve in one.inputs.items()},
            targets={name: _resampled(curve, old, x) for name, curve in one.targets.items()},
        )
        for one in task.conditions
    )
    probe = task.probe if same_kind else None
    return replace(task, axis=axis, conditions=conditions, probe=probe)


def _resampled(curve: DrawnCurve, old: np.ndarray, x: np.ndarray) -> DrawnCurve:
    drawn = ~np.isnan(curve.values)
    if not drawn.any():
        return DrawnCurve(np.full(len(x), np.nan))
    kept = np.interp(x, old, drawn.astype(float)) >= 0.5
    values = np.where(kept, np.interp(x, old[drawn], curve.values[drawn]), np.nan)
    level = curve.per_level
    return DrawnCurve(values, None if level is None else np.interp(x, old, level))


def _called(task: Task, called: Callable[[str], str | None]) -> dict[str, Any]:
    """Return curves, links and probe under other names; what is called None goes."""
    conditions = tuple(
        replace(one, inputs=_keys(one.inputs, called), targets=_keys(one.targets, called))
        for one in task.conditions
    )
    links = [(called(source), called(target)) for source, target in task.forbidden]
    forbidden = tuple((s, t) for s, t in links if s is not None and t is not None)
    probe = task.probe
    if probe:
        levels = _keys(probe.levels, called)
        probe = replace(probe, rest=_keys(probe.rest, called), levels=levels) if levels else None
    return {"conditions": conditions, "forbidden": forbidden, "probe": probe}


def _keys(curves: Mapping[str, V], called: Callable[[str], str | None]) -> dict[str, V]:
    renamed = ((called(name), value) for name, value in curves.items())
    return {name: value for name, value in renamed if name is not None}
