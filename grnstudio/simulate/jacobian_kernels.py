"""Fills in the entries of a Jacobian by the plan of `jacobian.Slopes`."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.interpreter import run


@njit(nogil=True, cache=True, error_model="numpy")
def fill(  # type: ignore[no-untyped-def]  # noqa: ANN201
    values: np.ndarray, size: int,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, stack: np.ndarray,
    chain: np.ndarray, gradients: np.ndarray, sums: np.ndarray,
    factors: np.ndarray, slots: np.ndarray, entries: np.ndarray,
):  # fmt: skip
    """Set ``entries`` to the Jacobian where the values stand; ``gradients`` is room to work in."""
    partials = np.empty(bounds.size - 1)
    for index in range(partials.size):
        partials[index] = run(codes, numbers, bounds[index], bounds[index + 1], values, stack)
    gradients[:] = 0.0
    gradients[:size] = 1.0
    for link in range(chain.shape[0]):
        gradients[chain[link, 2]] += partials[chain[link, 0]] * gradients[chain[link, 1]]
    entries[:] = 0.0
    for index in range(sums.shape[0]):
        term, which = sums[index, 0], sums[index, 1]
        slope = gradients[sums[index, 2]]
        if term >= 0:
            slope *= factors[term]
            for other in range(3):
                if other != which and slots[term, other] >= 0:
                    slope *= values[slots[term, other]]
        entries[sums[index, 3]] += slope
