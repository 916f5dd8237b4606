"""What distilling will hardly do with a task. No torch here."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.task import Task
from grnstudio.errors import ModelError
from grnstudio.learn.circuit import remarks as circuit
from grnstudio.learn.circuit.distil.config import DistilConfig
from grnstudio.learn.circuit.distil.plan import protected_links


def remarks(task: Task, config: DistilConfig) -> Iterator[str]:
    """Yield a sentence for each thing that will not go well, with a remedy."""
    yield from circuit.remarks(task, config)
    try:
        kept = protected_links(task, config)
    except ModelError as error:
        yield f"Links to keep: {error}"
        return
    if not (task.allowed & ~kept).any():
        yield "Every link is kept, so that none can go: keep fewer links."
    elif config.fewest >= task.allowed.sum():
        yield (
            f"The task allows {task.allowed.sum()} links and distilling stops at {config.fewest}: "
            "lower 'Fewest links'."
        )
