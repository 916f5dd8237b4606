"""Cellular automata with graded genes: compiled, and the search for rules that make patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from grnstudio.core.cellular import CellRule, drawn_rule, switched
from grnstudio.core.frames import neighbours

CELLS, STEP, STEPS, TAIL = 21, 0.1, 400, 100  # of the search
NOISE = 1e-4  # on synthesis in the search, so that nothing rests on an edge
LIVELY = 0.2  # mean deviation over time, and over cells, that a rule must exceed


@dataclass(frozen=True, slots=True)
class Liveliness:
    """Mean standard deviations of the last frames of a film: over time, and over cells."""

    time: float
    space: float

    @property
    def enough(self) -> bool:
        """Whether a rule makes a pattern that lasts and moves."""
        return self.time > LIVELY and self.space > LIVELY


def simulate(
    rule: CellRule,
    start: np.ndarray,
    step: float,
    steps: int,
    every: int = 1,
    ring: bool = True,
    noise: np.ndarray | None = None,
) -> np.ndarray:
    """Return the frames from each start, ``[starts, 1 + steps // every, cells, genes]``.

    ``start`` is ``[starts, cells, genes]``, the first frame. Euler steps of length ``step``;
    ``noise`` ``[starts, steps, cells, genes]`` is added to what is made.
    """
    beside = neighbours(start.shape[1], ring)
    frames = np.empty((len(start), 1 + steps // every, *start.shape[1:]))
    none = np.zeros((0, 0, 0, 0))
    _run(
        np.ascontiguousarray(start, float),
        beside,
        np.ascontiguousarray(rule.signs, np.int8),
        np.ascontiguousarray(rule.thresholds**2, float),
        step,
        every,
        none if noise is None else noise,
        frames,
    )
    return frames


def liveliness(rule: CellRule, rng: np.random.Generator) -> Liveliness:
    """Return how much a rule's film changes at its end, from a middle cell switched at random."""
    start = switched(rng, 1, CELLS, rule.genes)
    noise = rng.normal(0.0, NOISE, (1, STEPS, CELLS, rule.genes))
    tail = simulate(rule, start, STEP, STEPS, noise=noise)[0, -TAIL:]
    return Liveliness(float(tail.std(axis=0).mean()), float(tail.std(axis=1).mean()))


def is_lively(seed: tuple[int, ...], candidate: int, genes: int = 10) -> bool:
    """Say whether a candidate of a seed makes a pattern worth learning from."""
    rng = np.random.default_rng((*seed, 2, candidate))
    return liveliness(drawn_rule(seed, candidate, genes), rng).enough


@njit(nogil=True, cache=True, error_model="numpy")
def _run(  # type: ignore[no-untyped-def]  # noqa: ANN202
    start: np.ndarray,
    beside: np.ndarray,
    signs: np.ndarray,
    squares: np.ndarray,
    step: float,
    every: int,
    noise: np.ndarray,
    frames: np.ndarray,
):
    """Fill ``frames`` with every ``every``-th state from each start."""
    starts, cells, genes = start.shape
    kept = frames.shape[1]
    levels = np.empty((cells, genes))
    made = np.empty((cells, genes))
    seen = np.empty(2 * genes)
    for film in range(starts):
        levels[:] = start[film]
        frames[film, 0] = levels
        for index in range((kept - 1) * every):
            for cell in range(cells):
                _regulators(levels, beside, cell, seen)
                for gene in range(genes):
                    made[cell, gene] = _made(seen, signs, squares, gene)
                    if noise.size:
                        made[cell, gene] += noise[film, index, cell, gene]
            for cell in range(cells):
                for gene in range(genes):
                    levels[cell, gene] += step * (made[cell, gene] - levels[cell, gene])
            if (index + 1) % every == 0:
                frames[film, (index + 1) // every] = levels


@njit(nogil=True, cache=True, error_model="numpy")
def _regulators(  # type: ignore[no-untyped-def]  # noqa: ANN202
    levels: np.ndarray, beside: np.ndarray, cell: int, seen: np.ndarray
):
    """Set ``seen`` to the squared levels nearby and in the cell."""
    cells, genes = levels.shape
    seen[:] = 0
    for other in range(cells):
        share = beside[cell, other]
        if share > 0:
            for gene in range(genes):
                seen[gene] += share * levels[other, gene]
    for gene in range(genes):
        seen[genes + gene] = levels[cell, gene]
    for row in range(2 * genes):
        seen[row] *= seen[row]


@njit(nogil=True, cache=True, error_model="numpy")
def _made(  # type: ignore[no-untyped-def]  # noqa: ANN202
    seen: np.ndarray, signs: np.ndarray, squares: np.ndarray, gene: int
):
    """Return how fast a gene is made: activators add, inhibitors multiply."""
    activation, relief = 0.0, 1.0
    for row in range(seen.size):
        if signs[row, gene] > 0:
            activation += seen[row] / (squares[row, gene] + seen[row])
        elif signs[row, gene] < 0:
            relief *= squares[row, gene] / (squares[row, gene] + seen[row])
    return activation * relief
