"""What the search through all topologies will hardly find."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.success import Follows, success_criteria
from grnstudio.core.task import Task
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.learn.circuit.enumerate.config import EnumerateConfig

MANY_SETS = 5_000_000_000  # some 2 hours of one core with 2 genes


def remarks(task: Task, config: EnumerateConfig) -> Iterator[str]:
    """Yield a sentence for each part of the search that will not go well, with a remedy."""
    try:
        space = config.space(task)
        if space.is_too_large:
            yield (
                f"{len(task.genes)} genes make {space.bound:.3g} patterns of links, more than can "
                "be searched: ask for fewer links at most, require or bar some, or leave out a "
                "gene."
            )
        elif space.bound * config.samples > MANY_SETS:
            yield (
                f"Up to {space.bound:,} topologies with {config.samples:,} parameter sets each "
                "take hours: ask for fewer links at most, require or bar some, or draw fewer sets."
            )
    except GRNStudioError as error:
        yield str(error)
    try:
        followed = [one for one in success_criteria(task) if isinstance(one, Follows)]
    except MissingInput:
        return
    if followed:
        yield (
            f"{', '.join(one.gene for one in followed)} must follow what is drawn, which few "
            "random parameters do; level, pulse and oscillating targets under lasting inputs are "
            "judged by their shape alone."
        )
