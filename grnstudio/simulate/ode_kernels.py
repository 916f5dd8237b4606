"""What the solvers of differential equations call: one call for the whole network."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.interpreter import run, run_all


@njit(nogil=True, cache=True, error_model="numpy")
def place(  # type: ignore[no-untyped-def]  # noqa: ANN201
    time: float,
    y: np.ndarray,
    state: np.ndarray,
    values: np.ndarray,
    codes: np.ndarray,
    numbers: np.ndarray,
    bounds: np.ndarray,
    targets: np.ndarray,
    stack: np.ndarray,
):
    """Set ``values`` to the time and state given, and to what is derived from them."""
    values[0] = time
    for row in range(state.size):
        values[state[row]] = y[row]
    run_all(codes, numbers, bounds, targets, values, stack)


@njit(nogil=True, cache=True, error_model="numpy")
def change(  # type: ignore[no-untyped-def]  # noqa: ANN201
    values: np.ndarray,
    codes: np.ndarray,
    numbers: np.ndarray,
    bounds: np.ndarray,
    targets: np.ndarray,
    stack: np.ndarray,
    rows: np.ndarray,
    factors: np.ndarray,
    slots: np.ndarray,
    result: np.ndarray,
):
    """Set ``result`` to the derivative of the state, given all values."""
    result[:] = 0
    for index in range(targets.size):
        result[targets[index]] = run(
            codes, numbers, bounds[index], bounds[index + 1], values, stack
        )
    for term in range(rows.size):
        speed = factors[term] * values[slots[term, 0]]
        if slots[term, 1] >= 0:
            speed *= values[slots[term, 1]]
        if slots[term, 2] >= 0:
            speed *= values[slots[term, 2]]
        result[rows[term]] += speed


@njit(nogil=True, cache=True, error_model="numpy")
def move(  # type: ignore[no-untyped-def]  # noqa: ANN201
    time: float, y: np.ndarray, state: np.ndarray, values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray,
    rated_codes: np.ndarray, rated_numbers: np.ndarray, rated_bounds: np.ndarray,
    rated_targets: np.ndarray, rated_stack: np.ndarray,
    rows: np.ndarray, factors: np.ndarray, slots: np.ndarray,
):  # fmt: skip
    """Return the derivative of the state."""
    place(time, y, state, values, codes, numbers, bounds, targets, stack)
    result = np.empty(y.size)
    change(
        values, rated_codes, rated_numbers, rated_bounds, rated_targets, rated_stack,
        rows, factors, slots, result,
    )  # fmt: skip
    return result


@njit(nogil=True, cache=True, error_model="numpy")
def sample(  # type: ignore[no-untyped-def]  # noqa: ANN201
    times: np.ndarray, states: np.ndarray, state: np.ndarray, values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray, wanted: np.ndarray, result: np.ndarray,
):  # fmt: skip
    """Set ``result[time]`` to the values of the slots ``wanted``; ``states[row, time]``."""
    for index in range(times.size):
        place(times[index], states[:, index], state, values, codes, numbers, bounds, targets, stack)
        for column in range(wanted.size):
            result[index, column] = values[wanted[column]]
