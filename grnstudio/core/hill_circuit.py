"""A circuit in Hill form with all its constants: what it makes, and its time courses.

A gene is made at the speed ``f = (basal + sum of b x^n/(K^n + x^n)) * product of K^n/(K^n + x^n)``,
the sum over its activators, the product over its repressors, and ``dg/dt = f - g``: levels are
those of a task, time is in lifetimes of a gene product. Without basal term a gene that nothing
activates is silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.core.topology import Topology
from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class HillCircuit:
    """Strengths, thresholds and exponents of links, ``[regulator, target]``; 1 where none is.

    ``basal`` and ``initial`` are the genes' constant synthesis and levels at the start,
    ``[genes]``. The strength of a repressing link means nothing.
    """

    topology: Topology
    strengths: np.ndarray
    thresholds: np.ndarray
    exponents: np.ndarray
    basal: np.ndarray
    initial: np.ndarray

    def __post_init__(self) -> None:
        links = self.topology.matrix.shape
        for part in (self.strengths, self.thresholds, self.exponents):
            if part.shape != links:
                raise ModelError(f"A circuit of {links} links was given {part.shape} constants.")
        for part in (self.basal, self.initial):
            if part.shape != links[1:]:
                raise ModelError(f"A circuit of {links[1]} genes was given {part.shape} levels.")

    def synthesis(self, regulators: np.ndarray) -> np.ndarray:
        """Return f, ``[genes, ...]``, at given levels of all regulators, ``[regulators, ...]``."""
        signs = self.topology.matrix
        made = []
        for target in range(signs.shape[1]):
            total = np.full(regulators.shape[1:], float(self.basal[target]))
            held = np.ones(regulators.shape[1:])
            for source in np.flatnonzero(signs[:, target]).tolist():
                bound = self._bound(source, target, regulators[source])
                if signs[source, target] > 0:
                    total += self.strengths[source, target] * bound
                else:
                    held *= 1.0 - bound
            made.append(total * held)
        return np.stack(made)

    def courses(
        self,
        inputs: np.ndarray,
        step: float,
        steps: int,
        made: np.ndarray | float = 1.0,
        fed: np.ndarray | float = 0.0,
    ) -> np.ndarray:
        """Return the levels after each Euler step, ``[steps, genes, cases]``.

        ``inputs`` are ``[steps or 1, inputs, cases]``; ``made`` are factors on genes' synthesis and
        ``fed`` what they are given besides, ``[genes, 1]``.
        """
        g = np.repeat(self.initial[:, None].astype(float), inputs.shape[2], axis=1)
        levels = np.empty((steps, *g.shape))
        for k in range(steps):
            u = inputs[k if len(inputs) > 1 else 0]
            f = made * self.synthesis(np.concatenate([u, g])) + fed
            g = g + step * (f - g)
            levels[k] = g
        return levels

    def _bound(self, source: int, target: int, level: np.ndarray) -> np.ndarray:
        """Return how far a regulator's sites are occupied, from 0 to 1."""
        n, threshold = self.exponents[source, target], self.thresholds[source, target]
        with np.errstate(over="ignore", divide="ignore"):
            share: np.ndarray = 1.0 / (1.0 + (threshold / np.maximum(level, 0.0)) ** n)
        return share
