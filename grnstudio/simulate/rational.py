"""Steps in time of large sparse chains, by a rational function in the place of exp.

Padé's approximant of degrees 6 and 7, as a sum of ``weight / (pole - z)``. All its poles have
positive real parts. So ``pole - time * rates`` is diagonally dominant: it is factored in whatever
order is sparse, without loss of digits, and its inverse never amplifies. Fast reactions die out,
and what adds up to 1 keeps doing so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit

from grnstudio.simulate.output import available

DEGREE = 7  # odd: one pole is real. Of higher degrees, sums lose more digits
WEAK = 0.3  # expected moves out of a state in a step, which are left out of factors
LEFT_OUT = 1e-4  # of what steps may differ by, where repeating ends that brings these moves back
ENTRY_BYTES, SHARE = 24, 0.25  # of a factor; of the memory, which it may take


@lru_cache(maxsize=1)
def poles() -> tuple[np.ndarray, np.ndarray]:
    """Return the poles on and above the real axis, and weights that count those below as well."""
    m, n = DEGREE - 1, DEGREE
    factorial = math.factorial

    def coefficients(degree: int, sign: float) -> np.ndarray:
        terms = [
            sign**j * math.comb(degree, j) * factorial(m + n - j) / factorial(m + n)
            for j in range(degree + 1)
        ]
        return np.array(terms[::-1])

    above, below = coefficients(m, 1.0), coefficients(n, -1.0)
    found = np.roots(below)
    for _ in range(3):
        found = found - np.polyval(below, found) / np.polyval(np.polyder(below), found)
    weights = -np.polyval(above, found) / np.polyval(np.polyder(below), found)
    real = np.abs(found.imag) < 1e-9
    kept = real | (found.imag > 0)
    return np.where(real, found.real, found)[kept], np.where(real, weights.real, 2 * weights)[kept]


@dataclass(slots=True, eq=False)
class Rates:
    """Rates ``matrix`` ``[to, from]``, and up to which part of every column they may be left out.

    ``reached`` sums the rates out of a state from the slowest to each.
    """

    matrix: Any
    reached: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        import scipy.sparse as sparse

        self.matrix = sparse.csc_array(self.matrix)
        self.matrix.sort_indices()
        source = np.repeat(np.arange(self.size), np.diff(self.matrix.indptr))
        out = np.where(self.matrix.indices == source, 0.0, self.matrix.data)
        order = np.lexsort((out, source))
        total = np.cumsum(out[order])
        before = np.concatenate([[0.0], total])[self.matrix.indptr[:-1]]
        self.reached = np.empty_like(total)
        self.reached[order] = total - before[source]
        self.reached[self.matrix.indices == source] = np.inf

    @property
    def size(self) -> int:
        """Return how many states there are."""
        return int(self.matrix.shape[0])

    def parts(self, time: float) -> tuple[Any, Any]:
        """Return moves in a step of ``time``: those that matter within it, and the others."""
        import scipy.sparse as sparse

        weak = time * self.reached <= WEAK
        shape, source = self.matrix.shape, self.matrix.indptr
        counts = np.concatenate([[0], np.cumsum(weak)])[source]
        others = sparse.csc_array(
            (time * self.matrix.data[weak], self.matrix.indices[weak], counts), shape=shape
        )
        strong = sparse.csc_array(
            (time * self.matrix.data[~weak], self.matrix.indices[~weak], source - counts),
            shape=shape,
        )
        return strong, sparse.csr_array(others)


@dataclass(slots=True, eq=False)
class Step:
    """A step of ``time`` of a chain with given ``rates``; its errors are far below ``alike``.

    Factors are kept for the next time if there is room for them.
    """

    rates: Rates
    time: float
    alike: float
    _strong: Any = field(init=False)
    _weak: Any = field(init=False)
    _factors: dict[complex, Any] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._strong, self._weak = self.rates.parts(self.time)

    def apply(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return ``columns`` ``[rows, any]`` a step later, and their integral until then."""
        rows = np.ascontiguousarray(columns.T)
        later, spent = np.zeros_like(rows), np.zeros_like(rows)
        for pole, weight in zip(*poles(), strict=True):
            solved = self._solved(complex(pole), rows)
            _add(solved, weight, self.time * weight / pole, later, spent)
        return later.T, spent.T

    def _solved(self, pole: complex, rows: np.ndarray) -> np.ndarray:
        """Solve for every one of ``rows`` by ``pole`` less the moves.

        Slow moves are not in the factors. What comes by one of them, by two and so on is added up.
        """
        factor = self._factor(pole)
        total = factor.solve(rows.T.astype(float if pole.imag == 0 else complex)).T
        moved = np.empty_like(total)
        weak, more = self._weak, total
        while _moved(weak.indptr, weak.indices, weak.data, more, moved) > LEFT_OUT * self.alike:
            more = factor.solve(moved.T).T
            total += more
        return np.asarray(total)

    def _factor(self, pole: complex) -> Any:
        """Return the factors of ``pole`` less the moves that matter."""
        import scipy.sparse as sparse
        from scipy.sparse.linalg import splu

        if pole in self._factors:
            return self._factors[pole]
        shift = pole.real if pole.imag == 0 else pole
        shifted = sparse.diags_array(np.full(self.rates.size, shift)) - self._strong
        found = splu(
            sparse.csc_array(shifted), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )  # fmt: skip
        if DEGREE * ENTRY_BYTES * found.nnz < SHARE * available():
            self._factors[pole] = found
        return found


@njit(nogil=True, cache=True, error_model="numpy")
def _moved(
    starts: np.ndarray, indices: np.ndarray, moves: np.ndarray, rows: np.ndarray, out: np.ndarray
) -> float:
    """Fill ``out`` with what ``moves`` make of ``rows``; return the most of any of them."""
    most = 0.0
    for row in range(rows.shape[0]):
        summed = 0.0
        for state in range(rows.shape[1]):
            total = 0.0 * rows[row, state]
            for entry in range(starts[state], starts[state + 1]):
                total += moves[entry] * rows[row, indices[entry]]
            out[row, state] = total
            summed += abs(total.real) + abs(total.imag)
        most = max(most, summed)
    return most


@njit(nogil=True, cache=True, error_model="numpy")
def _add(
    solved: np.ndarray, weight: complex, over: complex, later: np.ndarray, spent: np.ndarray
) -> None:
    """Add the real part of what is ``solved``, times ``weight`` and times ``over``."""
    for row in range(solved.shape[0]):
        for state in range(solved.shape[1]):
            one = solved[row, state]
            later[row, state] += weight.real * one.real - weight.imag * one.imag
            spent[row, state] += over.real * one.real - over.imag * one.imag
