"""Exact distributions of X47 long after its start, for any number of starts at once.

Its reactions take from a tenth of a microsecond to a thousand units of time. Short steps would have
to follow what happens at first, when hundreds of molecules decay one after the other. Long ones do
not: an implicit step takes what is fast for over, and never amplifies it, so what long ones get
wrong at first dies out, while what is slow and still there at the end they follow to rounding. That
holds as long as there is time to die out, which is seen by doing it again in longer steps.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.rational import Rates, Step
from grnstudio.simulate.state_space import MARGIN, StateSpace

ALIKE = 1e-6  # of the probability; steps err by far less
MOST_STATES = 1_000_000


def space_of(process: JumpProcess, molecules: int) -> StateSpace:
    """Return all states of as many gene copies as there are and up to ``molecules`` of P1 and P2.

    Species are G1, G2, P1, P2.
    """
    corners = np.repeat(process.initial[None, :], 3, axis=0)
    corners[:, 2:] = np.eye(3, 2) * (molecules - MARGIN)
    return StateSpace(process, MOST_STATES, corners)


def settled(
    space: StateSpace, starts: np.ndarray, step: float, lags: tuple[int, ...], parts: int
) -> Iterator[np.ndarray]:
    """Yield probabilities ``[states, starts]`` after each of ``lags`` steps of time ``step``.

    Each is taken in so many ``parts``. What would leave the states that are listed does not happen.
    """
    one = Step(Rates(space.generator(reflecting=True)), step / parts, ALIKE)
    columns = np.zeros((len(space), len(starts)))
    columns[space.places(starts), np.arange(len(starts))] = 1.0
    for lag in range(1, max(lags) + 1):
        for _ in range(parts):
            columns, _ = one.apply(columns)
        if lag in lags:
            found = np.maximum(columns, 0.0)
            yield found / found.sum(axis=0)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest L1 distance between columns."""
    return float(np.abs(one - other).sum(axis=0).max())
