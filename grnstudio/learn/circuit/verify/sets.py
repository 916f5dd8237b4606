"""Sets of parameters of Hill circuits with the same links. No torch here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.topology import Topology


class Sets(NamedTuple):
    """Parameters, sets first: of links ``[sets, regulator, target]``, 1 where none is.

    ``exponents`` and ``basal``, ``[sets]``, hold for all links and genes of a set; ``initial`` are
    levels at the start, ``[sets, genes]``.
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
            np.full(shape[1], self.basal[index]),
            self.initial[index],
        )


def joined(*parts: Sets) -> Sets:
    """Return all the sets, one after the other."""
    return Sets(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
