"""Which network to train next, from those that have been trained. No torch here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from grnstudio.core import topology
from grnstudio.core.task import Task
from grnstudio.learn.circuit.data import test_cases
from grnstudio.learn.circuit.distil.config import DistilConfig

FLAT_SHARE = 0.75  # of the loss of flat curves: with more, a network has learned nothing
OWN_LEVELS_COUNT = 0.25  # of the loss of one level for all: with less, the levels are the task


class Trained(Protocol):
    """What the plan asks of a network that has been trained."""

    @property
    def key(self) -> int: ...
    @property
    def parent(self) -> int: ...
    @property
    def lineage(self) -> int: ...
    @property
    def allowed(self) -> np.ndarray: ...
    @property
    def effects(self) -> np.ndarray: ...
    @property
    def loss(self) -> float: ...


@dataclass(frozen=True, slots=True, eq=False)
class Lineage:
    """A distillation: its number, the links it begins with, and the network it comes from or -1."""

    number: int
    allowed: np.ndarray
    parent: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A network to be trained: its links, ``[regulator, target]``, and where it comes from."""

    lineage: int
    parent: int
    allowed: np.ndarray


def next_wanted(
    lineage: Lineage,
    points: Sequence[Trained],
    config: DistilConfig,
    kept: np.ndarray,
    tolerance: float,
) -> Wanted | None:
    """Return the network to train next in ``lineage``, or None where it ends.

    ``kept`` [regulator, target] says which links are never taken away.
    """
    mine = [one for one in points if one.lineage == lineage.number]
    if not mine:
        return Wanted(lineage.number, lineage.parent, lineage.allowed)
    steps = _steps(mine)
    last = steps[-1]
    if min(one.loss for one in last) > tolerance and len(last) <= config.retries:
        return Wanted(lineage.number, last[0].parent, last[0].allowed)
    failed = 0
    for attempts in reversed(steps):
        if min(one.loss for one in attempts) <= tolerance:
            break
        failed += 1
    if failed >= config.failures or failed == len(steps):
        return None
    if failed and config.after_failure == "next weakest":
        base, tried = _best(steps[-1 - failed]), [one[0].allowed for one in steps[-failed:]]
    else:
        base, tried = _best(last), []
    allowed = without_weakest(base, config, kept, tried)
    return None if allowed is None else Wanted(lineage.number, base.key, allowed)


def without_weakest(
    base: Trained, config: DistilConfig, kept: np.ndarray, tried: Sequence[np.ndarray] = ()
) -> np.ndarray | None:
    """Return the links of ``base`` but the weakest that may go, None if none may.

    What is left has not been ``tried`` before.
    """
    links = int(base.allowed.sum())
    free: np.ndarray = base.allowed & ~kept
    for left in tried:
        free &= left
    if links <= config.fewest or not free.any():
        return None
    going = weakest(base.effects, free, config.ties)
    if links - going.sum() < config.fewest:
        going = weakest(base.effects, free, "one")
    less: np.ndarray = base.allowed & ~going
    return less


def weakest(effects: np.ndarray, free: np.ndarray, ties: str) -> np.ndarray:
    """Return which of the ``free`` links goes, True or False: that of the smallest effect.

    Equal ones go together, or with ``ties`` "one" the first of them alone.
    """
    values = np.where(free, effects, np.inf)
    least: np.ndarray = free & (values == values.min())
    if ties == "one":
        first = np.zeros_like(least)
        first.flat[np.flatnonzero(least)[0]] = True
        return first
    return least


def protected_links(task: Task, config: DistilConfig) -> np.ndarray:
    """Return the links that are never taken away; raises `ModelError` for a link unknown."""
    kept: np.ndarray = topology.read(config.protected, task.regulators, task.targets).matrix != 0
    if config.keep_inputs:
        kept[: len(task.inputs)] = True
    return kept


def tolerance_of(task: Task, config: DistilConfig, full_loss: float) -> float:
    """Return the loss above which a network has failed, given that of the full network."""
    if config.tolerance > 0:
        return config.tolerance
    flat = flat_loss(task)
    return min(FLAT_SHARE * flat, float(np.sqrt(full_loss * flat)))


def flat_loss(task: Task) -> float:
    """Return the loss of curves that stay at the mean of their targets.

    Each target at its own mean; where that is nearly all that is asked, one mean for all
    conditions; where all ask for one level, none at all.
    """
    cases = test_cases(task)
    levels, counts = cases.goal.levels, cases.goal.counts
    own = everywhere = _apart(levels, counts, (0, 2))
    if not cases.stimuli.final_only:
        own = _apart(levels, counts, (0,))
    chosen = own if own >= OWN_LEVELS_COUNT**2 * everywhere else everywhere
    chosen = chosen or float((counts * levels**2).sum())
    return float(np.sqrt(chosen / (counts.sum() if cases.stimuli.final_only else 1.0)))


def _apart(levels: np.ndarray, counts: np.ndarray, over: tuple[int, ...]) -> float:
    """Return the weighted squared deviations from the means ``over`` some axes, summed."""
    weights = counts.sum(axis=over, keepdims=True)
    means = (counts * levels).sum(axis=over, keepdims=True) / np.maximum(weights, 1e-12)
    return float((counts * (levels - means) ** 2).sum())


def _steps(points: list[Trained]) -> list[list[Trained]]:
    """Gather the attempts at the same links, in order."""
    steps: dict[bytes, list[Trained]] = {}
    for one in points:
        steps.setdefault(one.allowed.tobytes(), []).append(one)
    return list(steps.values())


def _best(attempts: Sequence[Trained]) -> Trained:
    return min(attempts, key=lambda one: one.loss)
