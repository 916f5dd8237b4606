"""Tasks as JSON, `resources/schemas/task-1.schema.json`; numbers are kept to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from grnstudio.core.curves import DrawnCurve, constant, empty
from grnstudio.core.task import (
    Axis,
    Condition,
    Gene,
    PositionAxis,
    RandomLevel,
    StepProbe,
    Task,
    TimeAxis,
)
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io import json_text, schema
from grnstudio.io.atomic import write_text
from grnstudio.io.migrations import migrated, version_of

FORMAT = "grnstudio-task"
TRAINED = "trained"


def read(path: Path | str) -> Task:
    """Return the task in the file ``path``."""
    return decode(json_text.read(path), str(path))


def write(task: Task, path: Path | str) -> None:
    """Save ``task`` as JSON, atomically."""
    write_text(json_text.render(encode(task)), path)


def decode(data: Any, where: str) -> Task:
    """Return the task that ``data`` describes; ``where`` is what messages call it."""
    data = migrated(data, FORMAT, where)
    schema.check(data, "task-1", where)
    try:
        return _task(data)
    except ModelError as error:
        raise FileFormatError(f"{where}: {error}") from error


def encode(task: Task) -> dict[str, Any]:
    """Return ``task`` as JSON data; what is at its default is left out."""
    data = {
        "format": FORMAT,
        "version": version_of(FORMAT),
        "title": task.title,
        "summary": task.summary,
        "axis": _axis_data(task.axis),
        "inputs": list(task.inputs),
        "genes": [_gene_data(gene) for gene in task.genes],
        "conditions": [_condition_data(one) for one in task.conditions],
    }
    if task.forbidden:
        data["forbidden_links"] = [list(link) for link in task.forbidden]
    if task.probe:
        data["probe"] = _probe_data(task.probe)
    if task.training:
        data["training"] = dict(task.training)
    return data


def _task(data: Mapping[str, Any]) -> Task:
    axis, inputs = _axis(data["axis"]), tuple(data.get("inputs", ()))
    genes = tuple(_gene(one) for one in data["genes"])
    names = tuple(gene.name for gene in genes)
    return Task(
        title=data.get("title", Task().title),
        summary=data.get("summary", ""),
        axis=axis,
        inputs=inputs,
        genes=genes,
        conditions=tuple(_condition(one, axis.count, inputs, names) for one in data["conditions"]),
        forbidden=tuple((source, target) for source, target in data.get("forbidden_links", ())),
        probe=_probe(data["probe"], inputs) if "probe" in data else None,
        training=dict(data.get("training", {})),
    )


def _axis(data: Mapping[str, Any]) -> Axis:
    about: dict[str, Any] = {name: value for name, value in data.items() if name != "kind"}
    for name in ("count", "euler_steps"):
        if name in about:
            about[name] = int(about[name])
    return TimeAxis(**about) if data["kind"] == "time" else PositionAxis(**about)


def _axis_data(axis: Axis) -> dict[str, Any]:
    data = {"step": axis.step, "count": axis.count}
    if isinstance(axis, PositionAxis):
        data |= {"start": axis.start, "euler_step": axis.euler_step}
        data |= {"euler_steps": axis.euler_steps}
    kind = "time" if isinstance(axis, TimeAxis) else "position"
    label = {} if axis.label == kind else {"label": axis.label}
    return {"kind": kind, **data, **label}


def _gene(data: Mapping[str, Any]) -> Gene:
    initial = data.get("initial", 0.0)
    return Gene(data["name"], None if initial == TRAINED else initial, data.get("weight", 1.0))


def _gene_data(gene: Gene) -> dict[str, Any]:
    weight = {} if gene.weight == 1.0 else {"weight": gene.weight}
    return {
        "name": gene.name,
        "initial": TRAINED if gene.initial is None else gene.initial,
        **weight,
    }


def _condition(
    data: Mapping[str, Any], count: int, inputs: tuple[str, ...], genes: tuple[str, ...]
) -> Condition:
    level = data.get("level")
    return Condition(
        data["name"],
        inputs=_curves(data.get("inputs", {}), count, inputs),
        targets=_curves(data.get("targets", {}), count, genes),
        weight=data.get("weight", 1.0),
        steady=data.get("steady", False),
        level=RandomLevel(level["low"], level["high"]) if level else None,
    )


def _condition_data(one: Condition) -> dict[str, Any]:
    data: dict[str, Any] = {"name": one.name}
    for kind, curves in (("inputs", one.inputs), ("targets", one.targets)):
        if curves:
            data[kind] = {name: _curve_data(curve) for name, curve in curves.items()}
    if one.weight != 1.0:
        data["weight"] = one.weight
    if one.steady:
        data["steady"] = True
    if one.level:
        data["level"] = {"low": one.level.low, "high": one.level.high}
    return data


def _curves(data: Mapping[str, Any], count: int, names: tuple[str, ...]) -> dict[str, DrawnCurve]:
    """Return curves in the order of the task, since a file has them in the alphabet's."""
    return {name: _curve(data[name], count) for name in _in_order(data, names)}


def _in_order(data: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    return [*(n for n in names if n in data), *(n for n in data if n not in names)]


def _curve(data: Any, count: int) -> DrawnCurve:
    if not isinstance(data, dict):
        return _samples(data, count)
    per_level = _samples(data["per_level"], count).values if "per_level" in data else None
    knots = tuple((float(x), float(y)) for x, y in data.get("knots", ()))
    return DrawnCurve(_samples(data["values"], count).values, per_level, knots)


def _samples(data: Any, count: int) -> DrawnCurve:
    if data is None:
        return empty(count)
    if isinstance(data, list):
        return DrawnCurve(np.array([np.nan if one is None else one for one in data], dtype=float))
    return constant(data, count)


def _curve_data(curve: DrawnCurve) -> Any:
    values = _samples_data(curve.values)
    if curve.per_level is None and not curve.knots:
        return values
    data = {"values": values}
    if curve.per_level is not None:
        data["per_level"] = _samples_data(curve.per_level)
    if curve.knots:
        data["knots"] = [list(knot) for knot in curve.knots]
    return data


def _samples_data(values: np.ndarray) -> Any:
    if np.isnan(values).all():
        return None
    if (values == values[0]).all():
        return float(values[0])
    return [None if np.isnan(one) else float(one) for one in values]


def _probe(data: Mapping[str, Any], inputs: tuple[str, ...]) -> StepProbe:
    return StepProbe(
        euler_step=data["euler_step"],
        euler_steps=int(data["euler_steps"]),
        onset=int(data["onset"]),
        rest={name: data["rest"][name] for name in _in_order(data["rest"], inputs)},
        levels={name: tuple(data["levels"][name]) for name in _in_order(data["levels"], inputs)},
    )


def _probe_data(probe: StepProbe) -> dict[str, Any]:
    return {
        "euler_step": probe.euler_step,
        "euler_steps": probe.euler_steps,
        "onset": probe.onset,
        "rest": dict(probe.rest),
        "levels": {name: list(levels) for name, levels in probe.levels.items()},
    }
