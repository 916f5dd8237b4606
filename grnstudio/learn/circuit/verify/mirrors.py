"""Which mirror image of some links to check: high and low of a free gene may be exchanged.

A trained network does not tell them apart, but a gene that is only repressed is silent with Hill
functions, while its mirror image may do the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, islice
from typing import Any

import numpy as np

from grnstudio.core.criteria import Criterion, Protocol
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, free_genes
from grnstudio.learn.circuit.verify.config import VerifyConfig
from grnstudio.learn.circuit.verify.sampling import Sampling
from grnstudio.simulate.hill.model import HillModel

SCOUTED = 4_000  # random sets tried of each image
MOST = 16  # images
MUCH = 2  # times as many successes are much better


class Mirrors:
    """The links as given and their images, and how many random sets of each succeed."""

    def __init__(
        self,
        config: VerifyConfig,
        task: Task,
        topology: Topology,
        protocol: Protocol,
        criteria: tuple[Criterion, ...],
    ) -> None:
        free = free_genes(task) if config.mirrors else ()
        turns = (genes for count in range(len(free) + 1) for genes in combinations(free, count))
        self.images = tuple(dict.fromkeys(topology.reversed(one) for one in islice(turns, MOST)))
        self._config = config
        self._trials = [
            Sampling(HillModel(one, config.exponent, config.basal), protocol, criteria, config.seed)
            for one in self.images
        ]

    @property
    def portions(self) -> int:
        """How many portions of random sets there are to try; none where there is one image."""
        each = -(-SCOUTED // self._trials[0].portion)
        return each * len(self.images) if len(self.images) > 1 else 0

    @property
    def done(self) -> int:
        """How many portions have been tried."""
        return sum(-(-one.done // one.portion) for one in self._trials)

    def go_on(self) -> int:
        """Try another portion; return how many sets of the best image have succeeded so far."""
        next(one for one in self._trials if one.done < SCOUTED).go_on(SCOUTED)
        return max(one.hits for one in self._trials)

    def best(self) -> Topology:
        """Return the links as given, or an image that does much better."""
        hits = [one.hits for one in self._trials]
        if any(hits):
            first = int(np.argmax(hits))
            return self.images[0 if MUCH * hits[0] > hits[first] else first]
        return min(self.images, key=self._silent)

    def checkpoint(self) -> Mapping[str, Any]:
        """Return all that is needed to go on."""
        return {
            "mirrors.done": np.array([one.done for one in self._trials]),
            "mirrors.hits": np.array([one.hits for one in self._trials]),
        }

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Go back to where ``checkpoint`` was."""
        pairs = zip(checkpoint["mirrors.done"], checkpoint["mirrors.hits"], strict=True)
        for one, (done, hits) in zip(self._trials, pairs, strict=True):
            one.done, one.hits = int(done), int(hits)

    def _silent(self, topology: Topology) -> int:
        """Return how many genes nothing activates, where that silences them."""
        if self._config.basal > 0:
            return 0
        return int((topology.matrix <= 0).all(axis=0).sum())
