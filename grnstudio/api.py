"""Training and simulation from Python, with the engines of the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint, Step, run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

if TYPE_CHECKING:
    from grnstudio.core.network import Network


def train(
    task: Task | str,
    learner: str = "circuit",
    *,
    on_step: Callable[[Step], object] = lambda step: None,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Train for a task, or for the example of that name, here and to the end.

    Settings that are not named are those the task suggests, then the learner's own.
    ``on_step`` is called after every training step. Raises `GRNStudioError` for a task that cannot
    be trained or a setting that cannot be. Returns the learner's result, such as
    `grnstudio.learn.circuit.result.CircuitResult`.
    """
    if isinstance(task, str):
        from grnstudio.io.examples import load_example

        task = load_example(task)
    spec, design = LEARNERS[learner], Design(task)
    job = spec.job(spec.configured(design, **settings), spec.inputs(design), resume)
    return run(job.begin(), on_step)


def load(path: Path | str) -> Network:
    """Read a reaction network from an SBML, Antimony or JSON file, by its suffix.

    Raises `FileFormatError` or `ModelError` saying what cannot be read and where.
    """
    from grnstudio.io import networks

    network, _ = networks.read(path)
    return network
