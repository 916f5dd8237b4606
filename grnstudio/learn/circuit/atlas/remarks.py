"""What an atlas will hardly show of a task. No torch here."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.task import Task
from grnstudio.core.topology import free_genes
from grnstudio.learn.circuit import remarks as circuit
from grnstudio.learn.circuit.atlas.config import AtlasConfig

THIN = 30  # networks


def remarks(task: Task, config: AtlasConfig) -> Iterator[str]:
    """Yield a sentence for each thing that will not go well, with a remedy."""
    yield from circuit.remarks(task, config)
    if config.networks < THIN:
        yield (
            f"{config.networks} networks show little of what is possible: an atlas takes "
            f"{THIN} or more, as a rule 200."
        )
    if config.gauge and not free_genes(task):
        yield "Every gene has a target, so that none counts as one with its mirror image."
    if config.joined != "in any way" and len(task.genes) > 1 and _stand_apart(task, config):
        yield (
            "The links that are allowed cannot join all genes as asked, so that every network "
            "would be left out: allow more links, or change 'Genes are linked'."
        )


def _stand_apart(task: Task, config: AtlasConfig) -> bool:
    from grnstudio.core.atlas import Connection

    connection = Connection(config.joined, task.outputs)
    return not connection.mask(task.allowed[None], task.regulators, task.targets)[0]
