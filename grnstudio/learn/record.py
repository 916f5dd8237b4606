"""Turns the outcome of a training into a `Run`, the same for the window and the command line."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from grnstudio import __version__
from grnstudio.jobs import Cancelled, Failed, Finished, Outcome
from grnstudio.learn.base import LearnerSpec
from grnstudio.project import Arrays, Run

PACKAGES = ("torch", "numpy", "scipy")


@dataclass(slots=True)
class MetricLog:
    """Gathers metrics as they come."""

    entries: list[tuple[int, Mapping[str, float]]]

    def add(self, news: Iterable[tuple[int, Mapping[str, float]]]) -> None:
        """Keep the metrics of some more steps, of those that have any."""
        self.entries.extend(one for one in news if one[1])

    def arrays(self) -> Arrays:
        """Return ``step`` and one array per metric, NaN where a step lacks it."""
        names = list(dict.fromkeys(name for _, metrics in self.entries for name in metrics))
        columns = {
            name: np.array([metrics.get(name, np.nan) for _, metrics in self.entries], np.float32)
            for name in names
        }
        return {"step": np.array([step for step, _ in self.entries], np.int64), **columns}


def concluded(run: Run, spec: LearnerSpec, outcome: Outcome, metrics: MetricLog) -> Run:
    """Return ``run`` as it stands after ``outcome``; a resumed run keeps its earlier metrics."""
    run = replace(run, metrics=_joined(run.metrics, metrics.arrays()), versions=versions())
    match outcome:
        case Finished(result):
            return replace(_with_result(run, spec, result), outcome="finished", checkpoint=None)
        case Cancelled(checkpoint, result):
            run = _with_result(run, spec, result) if result is not None else run
            return replace(run, outcome="stopped", checkpoint=checkpoint or None)
        case Failed(error):
            return replace(run, outcome="failed", message=str(error) or type(error).__name__)


def versions() -> dict[str, str]:
    """Return the versions that a run depends on."""
    found = {"grnstudio": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _with_result(run: Run, spec: LearnerSpec, result: Any) -> Run:
    arrays, weights = spec.to_arrays(result)
    return replace(run, arrays=arrays, weights=weights, device=result.device)


def _joined(before: Arrays, after: Arrays) -> Arrays:
    if "step" not in before or not len(after["step"]):
        return after if len(after.get("step", ())) else before
    kept = before["step"] < after["step"][0]
    blank = np.full(len(after["step"]), np.nan, np.float32)
    names = dict.fromkeys([*before, *after])
    return {
        name: np.concatenate(
            [before.get(name, np.full(len(kept), np.nan))[kept], after.get(name, blank)]
        )
        for name in names
    }
