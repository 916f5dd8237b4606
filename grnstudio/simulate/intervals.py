"""Bounds of formulas while what they depend on moves: proven, so that nothing is missed.

A formula's code is run as `interpreter.run` does, on intervals instead of numbers. Every result is
widened by more than rounding can be off. Bounds hold; they need not be the nearest there are, and
come near as the span becomes short.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.core.expressions import Expression, operators
from grnstudio.simulate import operators as op
from grnstudio.simulate.interval_rules import Interval, of_one, of_two

ROUNDING = 2e-15
UNMET, END, LOW, HIGH = range(4)  # columns of ``forks``
BOUNDED = frozenset(
    {"+", "-", "*", "/", "^", "neg", "exp", "ln", "log10", "sqrt", "abs", "floor", "ceil", "not"}
    | {"sin", "cos", "tanh", "arctan", "<", "<=", ">", ">=", "==", "!=", "and", "or", "xor"}
    | {"implies", "min", "max", "quotient", "rem", "piecewise", *op.CONSTANTS}
)
"""Operators that have bounds; any other could be anything."""


def unbounded(formula: Expression) -> str:
    """Return an operator in ``formula`` that has no bounds; an empty text if there is none."""
    return min(operators(formula) - BOUNDED, default="")


def room_for_forks(codes: np.ndarray) -> np.ndarray:
    """Return room for all conditions that a program has."""
    return np.zeros((1 + int(np.count_nonzero(codes == op.BRANCH)), 4))


@njit(nogil=True, cache=True, error_model="numpy")
def _widened(low: float, high: float) -> Interval:
    if math.isnan(low) or math.isnan(high):
        return -math.inf, math.inf
    # Whole numbers of any size that a count has are exact, and must stay so for comparisons.
    if low == high and low == math.floor(low) and abs(low) < 1e15:
        return low, high
    return low - ROUNDING * abs(low), high + ROUNDING * abs(high)


@njit(nogil=True, cache=True, error_model="numpy")
def _held(value: float, slope: float, span: float) -> Interval:
    """Return where a value lies within ``span`` that changes at ``slope``."""
    if slope == 0.0:
        return value, value
    later = value + slope * span
    return _widened(min(value, later), max(value, later))


@njit(nogil=True, cache=True, error_model="numpy")
def bounds(
    codes: np.ndarray, numbers: np.ndarray, start: int, stop: int, values: np.ndarray,
    slopes: np.ndarray, span: float, lows: np.ndarray, highs: np.ndarray, forks: np.ndarray,
) -> Interval:  # fmt: skip
    """Return what the formula in ``codes[start:stop]`` lies between within ``span``.

    ``values`` change at ``slopes``. ``lows`` and ``highs`` are room to work in, as deep as the
    formula needs, ``forks`` `room_for_forks`. Where a condition may or may not hold, both ways are
    gone, the one with its value met first.
    """
    here, top, open_forks = start, -1, 0
    while here < stop or open_forks:
        if open_forks and here == forks[open_forks - 1, END]:
            open_forks -= 1
            lows[top] = min(lows[top], forks[open_forks, LOW])
            highs[top] = max(highs[top], forks[open_forks, HIGH])
            continue
        code = codes[here]
        here += 1
        if code >= op.FIRST_BINARY:
            top -= 1
            low, high = of_two(code, lows[top], highs[top], lows[top + 1], highs[top + 1])
            lows[top], highs[top] = _widened(low, high)
        elif code == op.VALUE:
            top += 1
            slot = codes[here]
            lows[top], highs[top] = _held(values[slot], slopes[slot], span)
            here += 1
        elif code == op.NUMBER:
            top += 1
            number = numbers[codes[here]]
            lows[top], highs[top] = (
                (number, number) if number == number else _widened(number, number)
            )
            here += 1
        elif code == op.BRANCH:
            low, high, unmet = lows[top], highs[top], start + codes[here]
            top -= 1
            here = unmet if low == high == 0.0 else here + 1
            if low <= 0.0 <= high and low != high:
                forks[open_forks, UNMET], forks[open_forks, END] = unmet, -1.0
                open_forks += 1
        elif code == op.JUMP:
            if open_forks and here + 1 == forks[open_forks - 1, UNMET]:
                forks[open_forks - 1, LOW], forks[open_forks - 1, HIGH] = lows[top], highs[top]
                forks[open_forks - 1, END] = start + codes[here]
                top -= 1
                here += 1
            else:
                here = start + codes[here]
        else:
            low, high = of_one(code, lows[top], highs[top])
            lows[top], highs[top] = _widened(low, high)
    return lows[0], highs[0]
