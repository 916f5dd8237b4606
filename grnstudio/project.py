"""A project: the design being edited, and the runs made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grnstudio.core.frames import SpaceTime
from grnstudio.core.network import Network
from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint

Arrays = Mapping[str, np.ndarray]
TAKEN = "topology"  # among a design's configs: the ``run`` and ``choice`` its topology is from


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """All that the user edits, and can undo.

    ``configs`` holds, by learner and for ``simulate``, the settings that differ from the defaults;
    for `TAKEN`, where the topology that is to be verified was found.
    ``network`` is the reaction network that is edited and simulated; ``network_text`` is what was
    typed, with its comments, and may be ahead of ``network`` where it cannot be read yet.
    ``frames`` are films of a row of cells to learn from.
    """

    task: Task | None = None
    configs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notes: str = ""
    network: Network | None = None
    network_text: str = ""
    frames: SpaceTime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A record of one training: what was asked, how it went, and the arrays that came of it.

    ``design`` is the design at its start. ``outcome`` is finished, stopped, or failed (``message``
    says why); ``checkpoint`` is there as long as the run can go on. ``metrics`` has ``step`` and
    one array per metric; ``arrays`` and ``weights`` are the result as its learner keeps it.
    """

    key: int
    learner: str
    title: str
    design: Design
    config: Mapping[str, Any]
    outcome: str = "finished"
    message: str = ""
    started: str = ""  # ISO 8601, UTC
    seconds: float = 0.0
    device: str = "cpu"
    versions: Mapping[str, str] = field(default_factory=dict)
    metrics: Arrays = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)
    weights: Arrays = field(default_factory=dict)
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A design and its runs, oldest first."""

    design: Design = field(default_factory=Design)
    runs: tuple[Run, ...] = ()

    def next_key(self) -> int:
        """Return a number for the next run; numbers are not given twice while runs last."""
        return 1 + max((run.key for run in self.runs), default=0)

    def run(self, key: int) -> Run:
        """Return the run numbered ``key``; raises `KeyError`."""
        return {run.key: run for run in self.runs}[key]
