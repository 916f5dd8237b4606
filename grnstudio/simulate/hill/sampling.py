"""Random parameters of a Hill circuit: how often it does a task, and by which of them best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from grnstudio.core.criteria import Criterion, Protocol, margins
from grnstudio.simulate.chance import stream
from grnstudio.simulate.exponential import exponential
from grnstudio.simulate.hill import engine
from grnstudio.simulate.hill.checks import Checks
from grnstudio.simulate.hill.model import HillModel

CHUNK = 4_096  # sets that are drawn and tested at once
LOOKED_AT = 512  # of the sets that succeed, those among which the best are looked for
FINER = 4  # by how much Euler steps are shortened to see whether a success is real


@dataclass(frozen=True, slots=True, eq=False)
class Successes:
    """How many of ``samples`` sets succeeded, and the best of them.

    ``b`` and ``K`` are ``[best, regulator, target]``. ``robust`` [best] says which of them succeed
    with Euler steps of a quarter too, and ``margin`` [best] by how much each passes; the robust
    ones come first, each kind by margin. ``robust_share`` is their share of the ``looked_at``
    first successes, which alone were tested so.
    """

    model: HillModel
    samples: int
    hits: int
    b: np.ndarray
    K: np.ndarray
    margin: np.ndarray
    robust: np.ndarray
    looked_at: int = 0
    robust_share: float = 0.0

    @property
    def probability(self) -> float:
        """The share of sets that succeed."""
        return self.hits / self.samples if self.samples else 0.0


def successes(
    model: HillModel,
    protocol: Protocol,
    criteria: tuple[Criterion, ...],
    samples: int,
    seed: int = 0,
    keep: int = 10,
    going_on: Callable[[], bool] = lambda: True,
) -> Successes:
    """Draw each b and K from the exponential distribution of mean 1, and test every set.

    Set ``s`` of a seed is the same however many are drawn, and the topology's own: its signs are
    part of the seed. ``going_on`` is asked now and then; when it says no, what is done is returned.
    Lets other threads work meanwhile.
    """
    checks, key = Checks(protocol, criteria), seed_of(model, seed)
    found: list[int] = []
    hits, done = 0, 0
    while done < samples and going_on():
        count = min(CHUNK, samples - done)
        passed = numbers_of_successes(model, checks, key, done, count)
        found += passed[: LOOKED_AT - len(found)].tolist()
        hits, done = hits + len(passed), done + count
    best = judged(model, checks, key, np.array(found, dtype=np.int64), keep)
    return replace(best, samples=done, hits=hits)


def numbers_of_successes(
    model: HillModel, checks: Checks, key: np.uint64, first: int, count: int
) -> np.ndarray:
    """Return which of the ``count`` sets from number ``first`` on succeed, by their numbers.

    Lets other threads work meanwhile.
    """
    found = [np.zeros(0, dtype=np.int64)]
    for start in range(first, first + count, CHUNK):
        numbers = np.arange(start, min(start + CHUNK, first + count))
        b, K = drawn(key, numbers, len(model.source))
        found.append(start + engine.numbers_passing(model, b, K**model.exponent, checks))
    return np.concatenate(found)


def seed_of(model: HillModel, seed: int) -> np.uint64:
    """Return the seed of a topology's parameters, hashed from its signs and ``seed``."""
    signs = (model.topology.matrix + 1).reshape(-1).tolist()
    sequence = np.random.SeedSequence([seed, len(signs), *signs])
    return np.uint64(sequence.generate_state(1, np.uint64)[0])


@njit(nogil=True, cache=True, error_model="numpy")
def drawn(key: np.uint64, numbers: np.ndarray, links: int) -> tuple[np.ndarray, np.ndarray]:
    """Return b and K of the sets with these numbers, ``[links, sets]`` each."""
    b, K = np.empty((links, numbers.size)), np.empty((links, numbers.size))
    for i in range(numbers.size):
        s = stream(key, numbers[i])
        for link in range(links):
            b[link, i], s = exponential(s)
            K[link, i], s = exponential(s)
    return b, K


def judged(
    model: HillModel, checks: Checks, key: np.uint64, numbers: np.ndarray, keep: int
) -> Successes:
    """Return the best ``keep`` of the successful sets with these numbers."""
    b, K = (model.of_links(part) for part in drawn(key, numbers, len(model.source)))
    protocol, criteria, count = checks.protocol, checks.criteria, len(numbers)
    if not count:
        return Successes(model, 0, 0, b, K, np.zeros(0), np.zeros(0, dtype=bool))
    robust = engine.passing(model, b, K, protocol.finer(FINER), criteria)
    margin = margins(engine.courses(model, b, K, protocol), protocol, criteria)
    best = np.lexsort((-margin, ~robust))[:keep]
    return Successes(
        model, count, count, b[best], K[best], margin[best], robust[best],
        count, float(robust.mean()),
    )  # fmt: skip
