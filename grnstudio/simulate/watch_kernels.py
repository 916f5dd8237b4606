"""Looks at the triggers of events between the steps of a solver."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.interpreter import run, run_all


@njit(nogil=True, cache=True, error_model="numpy")
def _state(  # type: ignore[no-untyped-def]  # noqa: ANN202
    time: float, row: int,
    base: np.ndarray, parts: np.ndarray, shifts: np.ndarray, widths: np.ndarray,
):  # fmt: skip
    value, weight = base[row], 1.0
    for part in range(shifts.size):
        weight *= (time - shifts[part]) / widths[part]
        value += parts[row, part] * weight
    return value


@njit(nogil=True, cache=True, error_model="numpy")
def states(  # type: ignore[no-untyped-def]  # noqa: ANN201
    times: np.ndarray,
    base: np.ndarray, parts: np.ndarray, shifts: np.ndarray, widths: np.ndarray,
):  # fmt: skip
    """Return the values of an interpolant, ``[row, time]``."""
    result = np.empty((base.size, times.size))
    for index in range(times.size):
        for row in range(base.size):
            result[row, index] = _state(times[index], row, base, parts, shifts, widths)
    return result


@njit(nogil=True, cache=True, error_model="numpy")
def is_turned(  # type: ignore[no-untyped-def]  # noqa: ANN201
    time: float, base: np.ndarray, parts: np.ndarray, shifts: np.ndarray, widths: np.ndarray,
    slots: np.ndarray, values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray,
    event_codes: np.ndarray, event_numbers: np.ndarray, event_bounds: np.ndarray,
    event_stack: np.ndarray, triggers: np.ndarray, met: np.ndarray,
):  # fmt: skip
    """Return whether any trigger differs from ``met`` at a time of the interpolant."""
    values[0] = time
    for row in range(slots.size):
        values[slots[row]] = _state(time, row, base, parts, shifts, widths)
    run_all(codes, numbers, bounds, targets, values, stack)
    for index in range(triggers.size):
        start, stop = event_bounds[triggers[index]], event_bounds[triggers[index] + 1]
        result = run(event_codes, event_numbers, start, stop, values, event_stack)
        if (result != 0 and not np.isnan(result)) != met[index]:
            return True
    return False


@njit(nogil=True, cache=True, error_model="numpy")
def first_turn(  # type: ignore[no-untyped-def]  # noqa: ANN201
    low: float, high: float, looks: int,
    base: np.ndarray, parts: np.ndarray, shifts: np.ndarray, widths: np.ndarray,
    slots: np.ndarray, values: np.ndarray,
    codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray, targets: np.ndarray,
    stack: np.ndarray,
    event_codes: np.ndarray, event_numbers: np.ndarray, event_bounds: np.ndarray,
    event_stack: np.ndarray, triggers: np.ndarray, met: np.ndarray,
):  # fmt: skip
    """Return the first time in (low, high] at which a trigger has turned, or not a number.

    Looks ``looks`` times; then halves the stretch in which the first turn was seen, until
    nothing lies between.
    """
    start, seen = low, False
    for look in range(1, looks + 1):
        time = high if look == looks else start + (high - start) * look / looks
        seen = is_turned(
            time, base, parts, shifts, widths, slots, values, codes, numbers, bounds, targets,
            stack, event_codes, event_numbers, event_bounds, event_stack, triggers, met,
        )  # fmt: skip
        if seen:
            high = time
            break
        low = time
    if not seen:
        return np.nan
    while True:
        middle = low + (high - low) / 2
        if middle <= low or middle >= high:
            return high
        turned = is_turned(
            middle, base, parts, shifts, widths, slots, values, codes, numbers, bounds, targets,
            stack, event_codes, event_numbers, event_bounds, event_stack, triggers, met,
        )  # fmt: skip
        if turned:
            high = middle
        else:
            low = middle


@njit(nogil=True, cache=True, error_model="numpy")
def first_after(  # type: ignore[no-untyped-def]  # noqa: ANN201
    values: np.ndarray, codes: np.ndarray, numbers: np.ndarray, bounds: np.ndarray,
    stack: np.ndarray, late: float,
):  # fmt: skip
    """Return the first result above the present time, or above it when it comes a bit late."""
    first = np.inf
    for index in range(bounds.size - 1):
        time = run(codes, numbers, bounds[index], bounds[index + 1], values, stack)
        if time <= values[0]:
            time += late * max(abs(time), abs(values[0]))
        if values[0] < time < first:
            first = time
    return first
