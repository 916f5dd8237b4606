"""What each epoch of a search is for, and how many batches there are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grnstudio.learn.emulator.config import EmulatorConfig

WARM_UP, WEIGHTS, CHOICES, COMPARED = "warm-up", "weights", "choices", "comparison"
CANDIDATES = 12  # architectures drawn by their probability, beside the most probable one
LEAST_CHOICES = 30  # batches of an epoch of choices, for which few pairs are taken repeatedly


def turns(config: EmulatorConfig) -> Iterator[str]:
    """Yield what each epoch is for: after the warm-up, choices and weights by turns."""
    yield from [WARM_UP] * config.warm_up
    left = config.search_epochs
    while left:
        turn = min(config.turn, left)
        yield from [CHOICES] * turn
        yield from [WEIGHTS] * turn
        left -= turn


def batches(kind: str, size: int, batch: int) -> int:
    """Return how many batches an epoch of ``size`` pairs has."""
    least = LEAST_CHOICES if kind == CHOICES else 1
    return max(least, size // max(1, min(batch, size)))


def total(config: EmulatorConfig, sizes: Mapping[str, int]) -> int:
    """Return how many batches and candidates a search goes through, by pairs of each kind."""
    epochs = sum(batches(kind, sizes[kind], config.batch) for kind in turns(config))
    return epochs + CANDIDATES + 1
