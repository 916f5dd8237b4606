"""Random parameters, a portion at a time; the same as the search through all topologies draws."""

from __future__ import annotations

import numpy as np

from grnstudio.core.criteria import Criterion, Protocol
from grnstudio.learn.circuit.verify.sets import Sets
from grnstudio.simulate.hill.checks import Checks
from grnstudio.simulate.hill.model import HillModel
from grnstudio.simulate.hill.sampling import drawn, numbers_of_successes, seed_of

PORTION = 600_000  # Euler steps taken between two looks, at most
LOOKED_AT = 500  # successful sets of which the best are kept


class Sampling:
    """How many sets have been tried, and the numbers of those that succeeded."""

    def __init__(
        self, model: HillModel, protocol: Protocol, criteria: tuple[Criterion, ...], seed: int
    ) -> None:
        self._model, self._checks = model, Checks(protocol, criteria)
        self._key = seed_of(model, seed)
        self.done, self.hits = 0, 0
        self.found = np.zeros(0, dtype=np.int64)

    @property
    def portion(self) -> int:
        """How many sets are tried between two looks."""
        protocol = self._checks.protocol
        return max(16, min(1_000, PORTION // (len(protocol.cases) * protocol.steps)))

    def go_on(self, most: int) -> None:
        """Try another portion, up to ``most`` sets in all."""
        count = min(self.portion, most - self.done)
        found = numbers_of_successes(self._model, self._checks, self._key, self.done, count)
        self.hits += len(found)
        self.found = np.concatenate([self.found, found[: LOOKED_AT - len(self.found)]])
        self.done += count

    def sets(self, numbers: np.ndarray) -> Sets:
        """Return the sets with these numbers, at the start of the test."""
        model, count = self._model, len(numbers)
        links = np.where(model.topology.matrix == 0, 1.0, 0.0)
        b, k = (model.of_links(part) + links for part in drawn(self._key, numbers, len(model.sign)))
        start = np.tile(np.array(self._checks.protocol.start), (count, 1))
        basal = np.full(start.shape, model.basal)
        return Sets(b, k, np.full(count, model.exponent), basal, start)
