"""A topology as a model of Hill functions, and sets of its parameters.

A gene is made at the rate (basal + the sum over activators of b x^n / (K^n + x^n)) times the
product over repressors of K^n / (K^n + x^n), and lost at the rate 1: without an activator and a
basal rate it is silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.core.criteria import Protocol
from grnstudio.core.topology import Topology
from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True)
class HillModel:
    """Signs of links, how steep all of them are, and the rate of synthesis without activators."""

    topology: Topology
    exponent: float = 2.0
    basal: float = 0.0

    @property
    def source(self) -> np.ndarray:
        """The regulator of each link, ``[links]``; links are in the order of their targets."""
        return np.ascontiguousarray(np.nonzero(self.topology.matrix.T)[1])

    @property
    def target(self) -> np.ndarray:
        """The gene that each link regulates, ``[links]``."""
        return np.ascontiguousarray(np.nonzero(self.topology.matrix.T)[0])

    @property
    def sign(self) -> np.ndarray:
        """1 or -1 for each link, ``[links]``."""
        return self.topology.matrix[self.source, self.target]

    def of_links(self, values: np.ndarray) -> np.ndarray:
        """Return values of links, ``[links, sets]``, in place, ``[sets, regulator, target]``."""
        shape = (values.shape[1], *self.topology.matrix.shape)
        placed = np.zeros(shape)
        placed[:, self.source, self.target] = values.T
        return placed

    def by_link(self, values: np.ndarray) -> np.ndarray:
        """Return values ``[sets, regulator, target]`` of the links that exist, ``[links, sets]``.

        Raises `ModelError` where they do not fit the topology.
        """
        shape = self.topology.matrix.shape
        if values.ndim != 3 or values.shape[1:] != shape:
            raise ModelError(
                f"Parameters of this topology are [sets, {shape[0]}, {shape[1]}], "
                f"not {list(values.shape)}."
            )
        return np.ascontiguousarray(values[:, self.source, self.target].T, dtype=float)

    def check(self, protocol: Protocol) -> None:
        """Raise `ModelError` unless ``protocol`` is a test of circuits with these names."""
        names = (*protocol.inputs, *protocol.genes), protocol.genes
        if names != (self.topology.regulators, self.topology.targets):
            raise ModelError(
                f"The test is of the regulators {', '.join(names[0])} and the genes "
                f"{', '.join(names[1])}; the topology has {', '.join(self.topology.regulators)} "
                f"and {', '.join(self.topology.targets)}."
            )
