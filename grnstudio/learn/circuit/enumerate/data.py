"""What the search through all topologies needs of a design."""

from __future__ import annotations

from grnstudio.core.success import success_criteria
from grnstudio.core.task import Task
from grnstudio.errors import MissingInput
from grnstudio.project import Design


def inputs(design: Design) -> Task:
    """Return the task to search for; raises `MissingInput` saying what to add."""
    if design.task is None:
        raise MissingInput("Draw what a gene should do first, or open an example.")
    success_criteria(design.task)  # raises where nothing is drawn
    return design.task
