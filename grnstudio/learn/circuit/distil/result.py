"""A distillation as arrays and as figures. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.task import Task
from grnstudio.learn.circuit.distil import pictures
from grnstudio.learn.circuit.distil.pictures import (
    described,
    front,
    point_figures,
    survival_figures,
)
from grnstudio.learn.circuit.distil.points import DistilResult, Point
from grnstudio.learn.circuit.result import CircuitResult, LinkReading
from grnstudio.project import Run

__all__ = [
    "DistilResult",
    "Point",
    "assembled",
    "described",
    "figures",
    "from_arrays",
    "front",
    "link_figures",
    "point_figures",
    "restricted",
    "survival_figures",
    "to_arrays",
]
COLUMNS = ("key", "parent", "lineage", "seed", "steps")


def figures(result: DistilResult, task: Task) -> tuple[Figure, ...]:
    """Draw the front, the sparsest network that works, and the links that stay."""
    return pictures.figures(result)


def link_figures(result: DistilResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links of the point that ``choice`` means, as a heat-map and as a graph."""
    return pictures.link_figures(result, choice)


def to_arrays(result: DistilResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them."""
    arrays: dict[str, np.ndarray] = {
        "tolerance": np.array(result.tolerance),
        "criterion": np.array(result.criterion),
        "points": np.array(
            [[getattr(one, name) for name in COLUMNS] for one in result.points], np.int64
        ).reshape(-1, len(COLUMNS)),
    }
    weights: dict[str, np.ndarray] = {}
    for one in result.points:
        reading = one.best.reading
        arrays["link_procedure"] = np.array(reading.procedure)
        arrays["link_fraction"] = np.array(reading.fraction)
        arrays["link_stimuli"] = np.array(reading.stimuli)
        parts: dict[str, np.ndarray | None] = {
            "allowed": one.allowed,
            "effects": one.effects,
            "losses": one.losses,
            "errors": one.errors,
            "responses": one.best.responses,
            "link_effects": reading.effects,
            "probed": one.best.probed,
        }
        arrays |= {f"{one.key}.{name}": x for name, x in parts.items() if x is not None}
        weights |= {f"{one.key}.{name}": x for name, x in one.best.weights.items()}
    return arrays, weights


def from_arrays(run: Run) -> DistilResult:
    """Return the result that ``run`` keeps."""
    assert run.design.task is not None
    return assembled(run.design.task, run.arrays, run.weights, run.device)


def assembled(
    task: Task, arrays: Mapping[str, np.ndarray], weights: Mapping[str, np.ndarray], device: str
) -> DistilResult:
    """Return the result that `to_arrays` took apart."""
    points = tuple(
        _point(task, dict(zip(COLUMNS, map(int, row), strict=True)), arrays, weights, device)
        for row in arrays["points"]
    )
    tolerance, criterion = float(arrays["tolerance"]), str(arrays["criterion"])
    return DistilResult(task, points, tolerance, criterion, device)


def restricted(task: Task, allowed: np.ndarray) -> Task:
    """Return ``task`` with the links that are not ``allowed`` forbidden."""
    names = task.regulators, task.targets
    forbidden = tuple((names[0][i], names[1][j]) for i, j in np.argwhere(~allowed))
    return replace(task, forbidden=forbidden)


def _point(
    task: Task,
    row: Mapping[str, int],
    arrays: Mapping[str, np.ndarray],
    weights: Mapping[str, np.ndarray],
    device: str,
) -> Point:
    prefix = f"{row['key']}."
    part = {n.removeprefix(prefix): x for n, x in arrays.items() if n.startswith(prefix)}
    reading = LinkReading(
        part["link_effects"],
        str(arrays["link_procedure"]),
        float(arrays["link_fraction"]),
        str(arrays["link_stimuli"]),
    )
    best = int(np.nanargmin(part["losses"])) if np.isfinite(part["losses"]).any() else 0
    circuit = CircuitResult(
        restricted(task, part["allowed"]),
        {n.removeprefix(prefix): x for n, x in weights.items() if n.startswith(prefix)},
        part["responses"],
        part["errors"][[best]],
        part["losses"][[best]],
        reading,
        part.get("probed"),
        device,
    )
    key, parent, lineage, seed, steps = (row[name] for name in COLUMNS)
    of_all = part["losses"], part["errors"]
    return Point(
        key, parent, lineage, seed, steps, part["allowed"], part["effects"], *of_all, best=circuit
    )
