"""What distilling needs of a design. No torch here."""

from __future__ import annotations

from grnstudio.core.task import Task
from grnstudio.errors import MissingInput
from grnstudio.learn.circuit import data
from grnstudio.project import Design


def inputs(design: Design) -> Task:
    """Return the task to distil for; raises `MissingInput` saying what to add."""
    task = data.inputs(design)
    if task.allowed.sum() < 2:
        raise MissingInput("Only one link is allowed, so none can go: allow more links.")
    return task
