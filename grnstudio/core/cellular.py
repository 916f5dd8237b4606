"""Rules of cellular automata with graded genes: who regulates whom, by Hill functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError

LINKED = 0.7  # chance that a link exists; either sign is as likely
DRAWS = 16  # draws of the thresholds of each topology


@dataclass(frozen=True, slots=True, eq=False)
class CellRule:
    """How fast each gene is made: the sum of its activators times the product of its inhibitors.

    An activator at ``x`` counts ``x^2 / (K^2 + x^2)``, an inhibitor ``K^2 / (K^2 + x^2)``.
    ``signs`` and ``thresholds`` (K) are ``[2 genes, genes]``: the genes nearby, then in the cell.
    """

    signs: np.ndarray
    thresholds: np.ndarray

    def __post_init__(self) -> None:
        regulators, genes = self.signs.shape
        if regulators != 2 * genes or self.thresholds.shape != self.signs.shape:
            raise ModelError(
                f"Signs and thresholds of a rule are both [2 genes, genes], not "
                f"{list(self.signs.shape)} and {list(self.thresholds.shape)}."
            )

    @property
    def genes(self) -> int:
        """Number of genes in each cell."""
        return int(self.signs.shape[1])

    def synthesis(self, regulators: np.ndarray) -> np.ndarray:
        """Return how fast each gene is made under levels ``[..., 2 genes]``."""
        squares, half = regulators[..., :, None] ** 2, self.thresholds**2
        on = squares / (half + squares)
        activation = np.where(self.signs > 0, on, 0).sum(axis=-2)
        relief = np.where(self.signs < 0, 1 - on, 1).prod(axis=-2)
        made: np.ndarray = activation * relief
        return made


def drawn_rule(seed: Iterable[int], candidate: int, genes: int = 10) -> CellRule:
    """Return a candidate of a seed; `DRAWS` after one another share their links' signs."""
    key = tuple(seed)
    topology = np.random.default_rng((*key, 0, candidate // DRAWS))
    shape = (2 * genes, genes)
    signs = np.where(topology.random(shape) < LINKED, topology.choice((-1, 1), shape), 0)
    chance = np.random.default_rng((*key, 1, candidate))
    return CellRule(signs, 1.0 - chance.random(shape))  # above 0, so that 0 regulates nothing


def scattered(rng: np.random.Generator, starts: int, cells: int, genes: int) -> np.ndarray:
    """Draw levels from 0 to 1 for every gene of every cell, ``[starts, cells, genes]``."""
    return rng.random((starts, cells, genes))


def seeded(rng: np.random.Generator, starts: int, cells: int, genes: int) -> np.ndarray:
    """Draw levels from 0 to 1 for the middle cell alone, ``[starts, cells, genes]``."""
    levels = np.zeros((starts, cells, genes))
    levels[:, cells // 2] = rng.random((starts, genes))
    return levels


def switched(rng: np.random.Generator, starts: int, cells: int, genes: int) -> np.ndarray:
    """Switch each gene of the middle cell on or off, ``[starts, cells, genes]``."""
    levels = np.zeros((starts, cells, genes))
    levels[:, cells // 2] = rng.random((starts, genes)) < 0.5
    return levels
