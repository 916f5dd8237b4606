"""What stands against learning a rule with the settings as they are. No torch here."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.task import Task
from grnstudio.learn.circuit.cellular.config import STARTS, CellularConfig


def remarks(task: Task, config: CellularConfig) -> Iterator[str]:
    """Yield a sentence for each setting that makes links hard to tell; no task is needed."""
    if config.first_frame == STARTS[2]:
        yield (
            "From the middle cell alone films are mirrored, so that half of the cells add nothing; "
            f"first frames that are {STARTS[0]} tell links apart more surely."
        )
    if config.ring and config.cells < 3:
        yield (
            f"On a ring of {config.cells} cells there is no telling what comes from beside; "
            "take 3 cells or more."
        )
