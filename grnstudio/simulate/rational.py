"""The exponential of large sparse matrices whose eigenvalues lie along the negative axis.

A rational function stands in for exp: the sum of ``residue / (z - pole)`` that Carathéodory and
Fejér's method finds (Trefethen, Weideman, Schmelzer 2006), which differs from exp(z) by 1e-13 at
most wherever z is negative. So a time step takes one sparse factorisation a pair of poles, however
fast the fastest reaction is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

DEGREE = 14
TERMS, POINTS, SCALE = 75, 1024, 9.0  # of the series; what Trefethen and others found to do
MOST_KEPT = 10_000_000  # entries of a factor, of 20 bytes or so


@lru_cache(maxsize=4)
def poles(degree: int = DEGREE) -> tuple[np.ndarray, np.ndarray]:
    """Return the poles in the upper half plane and their residues; the others mirror them."""
    circle = np.exp(2j * np.pi * np.arange(POINTS) / POINTS)
    moved = np.exp(SCALE * (circle.real - 1) / (circle.real + 1 + 1e-16))
    series = np.fft.fft(moved).real / POINTS
    places = np.arange(TERMS)
    sums = 1 + places[:, None] + places[None, :]
    hankel = np.where(sums <= TERMS, series[np.minimum(sums, TERMS)], 0.0)
    left, size, right = np.linalg.svd(hankel)
    above, below = left[::-1, degree], right[degree]
    ratio = np.fft.fft(above, POINTS) / np.fft.fft(below, POINTS)
    near = np.polyval(series[TERMS::-1], circle) - size[degree] * circle**TERMS * ratio
    roots = np.roots(below)
    roots = roots[np.abs(roots) > 1]
    top = np.fft.fft(np.polyval(np.poly(roots), circle) * near).real / POINTS
    residues = np.array(
        [
            np.polyval(top[degree::-1], one) / np.prod(one - np.delete(roots, place))
            for place, one in enumerate(roots)
        ]
    )
    found = SCALE * (roots - 1) ** 2 / (roots + 1) ** 2
    residues = 4 * residues * found / (roots**2 - 1)
    kept = found.imag > 0
    return found[kept], residues[kept]


@dataclass(slots=True, eq=False)
class Exponential:
    """exp(``time`` * ``matrix``) for any number of columns.

    Factors are kept for the next time if there is room for them.
    """

    matrix: Any
    time: float
    _factors: dict[complex, Any] = field(default_factory=dict)

    def apply(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return ``columns`` ``[rows, any]`` a ``time`` later, and their integral until then."""
        given = columns.astype(np.complex128)
        later, spent = np.zeros_like(columns), np.zeros_like(columns)
        for pole, residue in zip(*poles(), strict=True):
            solved = residue * self._solved(complex(pole), given)
            later += 2 * solved.real
            spent += 2 * (solved / pole).real
        return later, self.time * spent

    def _solved(self, pole: complex, given: np.ndarray) -> np.ndarray:
        """Solve for ``given`` by the matrix shifted by ``pole``.

        Factors are picked to be sparse, which costs digits where rates are many orders apart: a
        second solution, for what the first left over, brings them back.
        """
        import scipy.sparse as sparse

        size = self.matrix.shape[0]
        shifted = self.time * self.matrix - sparse.diags_array(np.full(size, pole))
        factor = self._factor(pole, shifted)
        first = factor.solve(given)
        found: np.ndarray = first + factor.solve(given - shifted @ first)
        return found

    def _factor(self, pole: complex, shifted: Any) -> Any:
        """Return the factors of the ``shifted`` matrix."""
        import scipy.sparse as sparse
        from scipy.sparse.linalg import splu

        if pole in self._factors:
            return self._factors[pole]
        found = splu(
            sparse.csc_array(shifted), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.01,
            options={"SymmetricMode": True},
        )  # fmt: skip
        if found.nnz < MOST_KEPT:
            self._factors[pole] = found
        return found
