"""Sets of parameters of Hill circuits with the same links. No torch here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.topology import Topology


class Sets(NamedTuple):
    """Parameters, sets first: of links ``[sets, regulator, target]``, 1 where none is.

    ``exponents`` [sets] hold for all links of a set; ``basal`` are syntheses without activators
    and ``initial`` levels at the start, ``[sets, genes]``.
    """

    strengths: np.ndarray
    thresholds: np.ndarray
    exponents: np.ndarray
    basal: np.ndarray
    initial: np.ndarray

    def some(self, chosen: np.ndarray) -> Sets:
        """Return the sets that an index or a mask chooses."""
        return Sets(*(part[chosen] for part in self))

    def circuit(self, topology: Topology, index: int) -> HillCircuit:
        """Return one set as a circuit."""
        shape = topology.matrix.shape
        return HillCircuit(
            topology,
            self.strengths[index],
            self.thresholds[index],
            np.full(shape, self.exponents[index]),
            self.basal[index],
            self.initial[index],
        )

    def basal_text(self, index: int) -> str:
        """Return the basal syntheses of one set in words, one number where genes share it."""
        each = [f"{value:.2g}" for value in self.basal[index]]
        return each[0] if len(set(each)) == 1 else ", ".join(each)


def joined(*parts: Sets) -> Sets:
    """Return all the sets, one after the other."""
    return Sets(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
