"""How likely each reaction is in a state: the kernels that every stochastic engine stands on.

Most propensities are a constant times factors ``x - m`` (mass action is), some of them over a sum
of species (Michaelis and Menten's are); these are worked out directly. Any other law runs in the
interpreter of formulas.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from grnstudio.simulate.interpreter import run

CONSTANT, LINEAR, QUADRATIC, PRODUCT, FORMULA = range(5)
KIND, FIRST, SECOND, FACTOR, OVER, GUARD, CODE, CHANGE, AFFECTED = (
    0, 1, 2, 3, 5, 7, 9, 11, 13,
)  # fmt: skip
COLUMNS = 15
"""Columns of ``Laws.rows``; from `FACTOR` on they are where a range begins, the next its end."""


class Laws(NamedTuple):
    """Reactions as arrays, few and flat, since each array a kernel touches costs it time.

    ``rows`` ``[reactions + 1, COLUMNS]`` says how a propensity is worked out (`KIND`), the two
    factors ``x[first] * (x[second] - shift)`` of a `QUADRATIC`, and where in ``pool`` and
    ``weights`` lie: factors and their shifts; the sum a product is over; the species needed for it
    to happen; what the reaction changes; and whose propensities follow.
    The row after the last changes nothing, and everything follows it. ``constants`` are the
    constant, the shift, and the constant part of the sum.
    """

    rows: np.ndarray
    constants: np.ndarray
    pool: np.ndarray
    weights: np.ndarray
    codes: np.ndarray
    numbers: np.ndarray


@njit(nogil=True, cache=True, error_model="numpy")
def propensities(
    laws: Laws, first: int, stop: int, x: np.ndarray, stack: np.ndarray, out: np.ndarray
) -> None:
    """Fill ``out`` with the propensities of reactions from ``first`` to ``stop`` in state ``x``."""
    # A loop in here, since a call with arrays costs ten times what one propensity does.
    rows, constants, pool, weights = laws.rows, laws.constants, laws.pool, laws.weights
    codes, numbers = laws.codes, laws.numbers
    for i in range(first, stop):
        kind, value = rows[i, KIND], constants[i, 0]
        for g in range(rows[i, GUARD], rows[i, GUARD + 1]):
            if x[pool[g]] < weights[g]:
                kind, value = CONSTANT, 0.0
        if kind == FORMULA:
            start, end = np.int64(rows[i, CODE]), np.int64(rows[i, CODE + 1])
            value = run(codes, numbers, start, end, x, stack)
        elif kind != CONSTANT:
            for f in range(rows[i, FACTOR], rows[i, FACTOR + 1]):
                value *= x[pool[f]] - weights[f]
            if rows[i, OVER + 1] > rows[i, OVER] and value != 0.0:
                bottom = constants[i, 2]
                for o in range(rows[i, OVER], rows[i, OVER + 1]):
                    bottom += weights[o] * x[pool[o]]
                value /= bottom
        out[i] = value


@njit(nogil=True, cache=True, error_model="numpy")
def all_propensities(laws: Laws, x: np.ndarray, stack: np.ndarray, out: np.ndarray) -> None:
    """Fill ``out`` with the propensities of all reactions in state ``x``."""
    propensities(laws, 0, out.size, x, stack, out)


@njit(nogil=True, cache=True, error_model="numpy")
def table(laws: Laws, states: np.ndarray, stack: np.ndarray) -> np.ndarray:
    """Return propensities of many states, ``[states, reactions]``."""
    out = np.empty((states.shape[0], laws.rows.shape[0] - 1))
    for row in range(states.shape[0]):
        all_propensities(laws, states[row], stack, out[row])
    return out
