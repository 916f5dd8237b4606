"""How much there is to a search, before it begins."""

from __future__ import annotations

import os

from grnstudio.core.task import Task
from grnstudio.learn.circuit.enumerate.config import EnumerateConfig

MOST_WORKERS = 8
COUNTED = 60_000  # patterns of signs that are looked through to count topologies exactly
SECONDS = 0.7e-6  # of one core, for a parameter set and a gene


def forecast(config: EnumerateConfig, task: Task) -> str:
    """Return how many topologies there are to try, and about how long it takes.

    Raises `SettingError` if they are too many, or none; `ModelError` for a rule that is amiss.
    """
    space = config.space(task)
    space.check()
    exact = space.patterns <= COUNTED
    count = len(space.topologies()) if exact else space.bound
    workers = config.workers or min(MOST_WORKERS, os.cpu_count() or 1)
    seconds = count * config.samples * SECONDS * len(task.genes) / workers
    most = "" if exact else "up to "
    return (
        f"{most}{count:,} topologies × {config.samples:,} parameter sets: "
        f"{'' if exact else 'at most '}about {_time(seconds)}"
    )


def _time(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 5_400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
