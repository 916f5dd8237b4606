"""How long the stages of a teaching are, in batches that a fixed network learns from.

By these the share that is done is told, and the time that is left: what took so long for one batch
is taken to be so for all that follow, in other stages too.
"""

from __future__ import annotations

from collections.abc import Sequence

from grnstudio.learn.emulator import turns
from grnstudio.learn.emulator.config import EARLY_STEPS, EmulatorConfig

HELD_OUT = 0.1  # of the starts, for tests
SHARE = 0.2  # of the starts to learn from, whose pairs teach a search its choices, not the weights
SEARCH, REPORT = "search", "report"
DEARER = 1.3  # batches that one of a search takes as long as
TESTED = 250  # steps of single runs in a test, exact ones and emulated ones, in the time of a batch


def lengths(
    config: EmulatorConfig, kinds: Sequence[str], given: int | None = None
) -> dict[str, int]:
    """Return the length of each stage; ``given`` is how many pairs there are already."""
    pairs = config.pairs if given is None else given
    early = config.early * min(EARLY_STEPS, config.steps) if given is None else 0
    whole = config.pairs - early if given is None else 0
    learned = int((1 - HELD_OUT) * pairs)
    epoch = max(1, learned // config.batch)
    found = {"data": -(-whole // config.batch), "early": -(-early // config.batch)}
    for kind in kinds:
        found[kind] = epoch * config.epochs
        if kind == SEARCH:
            choices = int(SHARE * learned)
            found[kind] = sum(searched(config, learned - choices, choices))
    return found | {REPORT: max(1, config.tests.steps[1] // TESTED)}


def searched(config: EmulatorConfig, own: int, other: int) -> tuple[int, int]:
    """Return the lengths of a search among pairs for weights and choices, and of fine-tuning."""
    sizes = {turns.WARM_UP: own, turns.WEIGHTS: own, turns.CHOICES: other}
    tuned = config.fine_tune * max(1, (own + other) // config.batch)
    return round(DEARER * turns.total(config, sizes)), tuned
