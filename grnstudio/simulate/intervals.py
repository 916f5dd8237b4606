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
BOUNDED = frozenset(
    {"+", "-", "*", "/", "^", "neg", "exp", "ln", "log10", "sqrt", "abs", "floor", "ceil", "not"}
    | {"sin", "cos", "tanh", "arctan", "<", "<=", ">", ">=", "==", "!=", "and", "or", "xor"}
    | {"implies", "min", "max", "quotient", "rem", "piecewise", *op.CONSTANTS}
)
"""Operators that have bounds; any other could be anything."""


def unbounded(formula: Expression) -> str:
    """Return an operator in ``formula`` that has no bounds; an empty text if there is none."""
    return min(operators(formula) - BOUNDED, default="")


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
    codes: np.ndarray, numbers: np.ndarray, start: int, here: int, stop: int, values: np.ndarray,
    slopes: np.ndarray, span: float, lows: np.ndarray, highs: np.ndarray, base: int,
) -> Interval:  # fmt: skip
    """Return what ``codes[here:stop]`` of the formula at ``start`` lies between within ``span``.

    ``values`` change at ``slopes``. ``lows`` and ``highs`` are room to work in from ``base`` on.
    """
    top = base - 1
    while here < stop:
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
            lows[top] = highs[top] = numbers[codes[here]]
            here += 1
        elif code == op.BRANCH:
            unmet = start + codes[here]
            end = start + codes[unmet - 1]  # the value when met ends with a jump over the rest
            low, high = lows[top], highs[top]
            perhaps, surely = not low == high == 0.0, not low <= 0.0 <= high
            if perhaps:
                lows[top], highs[top] = bounds(
                    codes, numbers, start, here + 1, unmet - 2, values, slopes, span,
                    lows, highs, top,
                )  # fmt: skip
            if not surely:
                low, high = bounds(
                    codes, numbers, start, unmet, end, values, slopes, span, lows, highs, top + 1
                )
                if perhaps:
                    low, high = min(low, lows[top]), max(high, highs[top])
                lows[top], highs[top] = low, high
            here = end
        else:
            low, high = of_one(code, lows[top], highs[top])
            lows[top], highs[top] = _widened(low, high)
    return lows[base], highs[base]
