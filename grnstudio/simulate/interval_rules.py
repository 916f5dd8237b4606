"""Where results of operators can lie, given where their arguments lie: interval arithmetic.

What cannot be told is anything, ``(-inf, inf)``. Rounding is not seen to here.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numba import njit

from grnstudio.simulate import operators as op

Interval: TypeAlias = tuple[float, float]

TURN = 2.0 * math.pi


def _kernel(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return njit(nogil=True, cache=True, error_model="numpy")(function)


@_kernel
def _times(a: float, b: float) -> float:
    return 0.0 if a == 0.0 or b == 0.0 else a * b


@_kernel
def _hull(a: float, b: float, c: float, d: float) -> Interval:
    low, high = min(min(a, b), min(c, d)), max(max(a, b), max(c, d))
    if math.isnan(a + b) or math.isnan(c + d):
        return -math.inf, math.inf
    return low, high


@_kernel
def _product(a: float, b: float, c: float, d: float) -> Interval:
    return _hull(_times(a, c), _times(a, d), _times(b, c), _times(b, d))


@_kernel
def _quotient(a: float, b: float, c: float, d: float) -> Interval:
    if c > 0.0 or d < 0.0:
        return _product(a, b, 1.0 / d, 1.0 / c)
    return -math.inf, math.inf


@_kernel
def _power(a: float, b: float, c: float, d: float) -> Interval:
    if a > 0.0 or (a == 0.0 and c >= 0.0):
        return _hull(a**c, a**d, b**c, b**d)
    if c != d or c != math.floor(c) or (c < 0.0 and b >= 0.0):
        return -math.inf, math.inf
    low, high, _, _ = a**c, b**c, 0.0, 0.0
    if c % 2.0 == 0.0:
        least = 0.0 if b >= 0.0 and c > 0.0 else min(low, high)
        return least, max(low, high)
    return min(low, high), max(low, high)


@_kernel
def _sine(a: float, b: float) -> Interval:
    if not b - a < TURN or max(abs(a), abs(b)) > 1e9:
        return -1.0, 1.0
    low, high = min(math.sin(a), math.sin(b)), max(math.sin(a), math.sin(b))
    slack = 1e-6  # so near to a peak counts as passing it, whatever rounding says
    if math.floor((b + slack) / TURN - 0.25) > math.floor((a - slack) / TURN - 0.25):
        high = 1.0
    if math.floor((b + slack) / TURN - 0.75) > math.floor((a - slack) / TURN - 0.75):
        low = -1.0
    return low, high


@_kernel
def _even(x: float, y: float, a: float, b: float, least: float) -> Interval:
    """Return the interval of an even function that rises from ``least`` at 0."""
    return (least if a <= 0.0 <= b else min(x, y)), max(x, y)


@_kernel
def _whole_minus(low: float, high: float) -> Interval:
    return 1.0 - high, 1.0 - low


@_kernel
def of_one(code: int, a: float, b: float) -> Interval:
    """Return where an operator of one argument leads from ``[a, b]``."""
    if code == op.NEG:
        return -b, -a
    if code == op.EXP:
        return math.exp(min(a, 709.0)) if a < 709.0 else math.inf, (
            math.exp(b) if b < 709.0 else math.inf
        )
    if code == op.LN and a > 0.0:
        return math.log(a), math.log(b)
    if code == op.LOG10 and a > 0.0:
        return math.log10(a), math.log10(b)
    if code == op.SQRT and a >= 0.0:
        return math.sqrt(a), math.sqrt(b)
    if code == op.ABS:
        return _even(abs(a), abs(b), a, b, 0.0)
    if code == op.FLOOR:
        return np.floor(a), np.floor(b)
    if code == op.CEIL:
        return np.ceil(a), np.ceil(b)
    if code == op.NOT:
        return _whole_minus(*_truth(a, b))
    if code == op.SIN:
        return _sine(a, b)
    if code == op.COS:
        return _sine(a + 0.25 * TURN, b + 0.25 * TURN)
    if code == op.TANH:
        return math.tanh(a), math.tanh(b)
    if code == op.ARCTAN:
        return math.atan(a), math.atan(b)
    return -math.inf, math.inf


@_kernel
def _truth(a: float, b: float) -> Interval:
    """Return whether a number in ``[a, b]`` counts as true, perhaps 1 and surely 1."""
    return (0.0 if a <= 0.0 <= b else 1.0), (0.0 if a == 0.0 == b else 1.0)


@_kernel
def _relation(code: int, a: float, b: float, c: float, d: float) -> Interval:
    if code == op.LT:
        return (1.0 if b < c else 0.0), (1.0 if a < d else 0.0)
    if code == op.LE:
        return (1.0 if b <= c else 0.0), (1.0 if a <= d else 0.0)
    if code == op.GT:
        return (1.0 if a > d else 0.0), (1.0 if b > c else 0.0)
    if code == op.GE:
        return (1.0 if a >= d else 0.0), (1.0 if b >= c else 0.0)
    same = (1.0 if a == b == c == d else 0.0), (1.0 if a <= d and c <= b else 0.0)
    return same if code == op.EQ else _whole_minus(*same)


@_kernel
def _logic(code: int, a: float, b: float, c: float, d: float) -> Interval:
    p, q = _truth(a, b)
    r, s = _truth(c, d)
    if code == op.AND:
        return min(p, r), min(q, s)
    if code == op.OR:
        return max(p, r), max(q, s)
    if code == op.IMPLIES:
        return max(1.0 - q, r), max(1.0 - p, s)
    if p == q and r == s:
        return (0.0, 0.0) if p == r else (1.0, 1.0)
    return 0.0, 1.0


@_kernel
def _remainder(a: float, b: float, c: float, d: float) -> Interval:
    if c != d or c == 0.0:
        return -math.inf, math.inf
    first, last = np.trunc(a / c), np.trunc(b / c)
    if first == last:
        return np.fmod(a, c), np.fmod(b, c)
    return (0.0 if a >= 0.0 else -abs(c)), (0.0 if b <= 0.0 else abs(c))


@_kernel
def of_two(code: int, a: float, b: float, c: float, d: float) -> Interval:
    """Return where an operator of two arguments leads from ``[a, b]`` and ``[c, d]``."""
    if code == op.ADD:
        return a + c, b + d
    if code == op.SUB:
        return a - d, b - c
    if code == op.MUL:
        return _product(a, b, c, d)
    if code == op.DIV:
        return _quotient(a, b, c, d)
    if code == op.POW:
        return _power(a, b, c, d)
    if op.LT <= code <= op.NE:
        return _relation(code, a, b, c, d)
    if op.AND <= code <= op.IMPLIES:
        return _logic(code, a, b, c, d)
    if code == op.MIN:
        return min(a, c), min(b, d)
    if code == op.MAX:
        return max(a, c), max(b, d)
    if code == op.QUOTIENT:
        low, high = _quotient(a, b, c, d)
        return np.trunc(low), np.trunc(high)
    if code == op.REM:
        return _remainder(a, b, c, d)
    return -math.inf, math.inf
