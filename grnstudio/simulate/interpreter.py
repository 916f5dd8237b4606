"""The interpreter that runs compiled formulas: compiled once, cached on disk, for every network.

A formula is postfix code. True is 1 and false 0; any number but 0 counts as true. Nothing raises:
what cannot be worked out is not a number, and what is too large is infinite.

Numba keeps a kernel until the file it stands in changes. After a change here or in `operators`,
touch the files of the kernels that call `run`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate import operators as op


def _kernel(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return njit(nogil=True, cache=True, error_model="numpy")(function)


@_kernel
def _factorial(x: float) -> float:
    if x != math.floor(x) or x > 170:
        return math.gamma(x + 1)
    if x < 0:
        return math.nan
    product = 1.0
    for factor in range(2, int(x) + 1):
        product *= factor
    return product


@_kernel
def _hyperbolic(code: int, x: float) -> float:
    if code == op.SINH:
        return math.sinh(x)
    if code == op.COSH:
        return math.cosh(x)
    if code == op.TANH:
        return math.tanh(x)
    if code == op.SECH:
        return 1 / math.cosh(x)
    if code == op.CSCH:
        return 1 / math.sinh(x)
    if code == op.COTH:
        return 1 / math.tanh(x)
    if code == op.ARCSINH:
        return np.arcsinh(x)
    if code == op.ARCCOSH:
        return np.arccosh(x)
    if code == op.ARCTANH:
        return np.arctanh(x)
    if code == op.ARCSECH:
        return np.arccosh(1 / x)
    if code == op.ARCCSCH:
        return np.arcsinh(1 / x)
    if code == op.ARCCOTH:
        return np.arctanh(1 / x)
    return math.nan


@_kernel
def _circular(code: int, x: float) -> float:
    if code == op.SIN:
        return math.sin(x)
    if code == op.COS:
        return math.cos(x)
    if code == op.TAN:
        return math.tan(x)
    if code == op.SEC:
        return 1 / math.cos(x)
    if code == op.CSC:
        return 1 / math.sin(x)
    if code == op.COT:
        return 1 / math.tan(x)
    if code == op.ARCSIN:
        return np.arcsin(x)
    if code == op.ARCCOS:
        return np.arccos(x)
    if code == op.ARCTAN:
        return math.atan(x)
    if code == op.ARCSEC:
        return np.arccos(1 / x)
    if code == op.ARCCSC:
        return np.arcsin(1 / x)
    if code == op.ARCCOT:
        return math.atan(1 / x)
    return _hyperbolic(code, x)


@_kernel
def _unary(code: int, x: float) -> float:
    if code == op.NEG:
        return -x
    if code == op.EXP:
        return np.exp(x)
    if code == op.LN:
        return np.log(x)
    if code == op.LOG10:
        return np.log10(x)
    if code == op.SQRT:
        return np.sqrt(x)
    if code == op.ABS:
        return abs(x)
    if code == op.FLOOR:
        return np.floor(x)
    if code == op.CEIL:
        return np.ceil(x)
    if code == op.NOT:
        return 1.0 if x == 0 else 0.0
    if code == op.FACTORIAL:
        return _factorial(x)
    return _circular(code, x)


@_kernel
def _root(degree: float, x: float) -> float:
    if x < 0 and degree % 2 == 1:
        return -((-x) ** (1 / degree))
    return x ** (1 / degree)


@_kernel
def _truth(code: int, a: float, b: float) -> float:
    if code == op.LT:
        return 1.0 if a < b else 0.0
    if code == op.LE:
        return 1.0 if a <= b else 0.0
    if code == op.GT:
        return 1.0 if a > b else 0.0
    if code == op.GE:
        return 1.0 if a >= b else 0.0
    if code == op.EQ:
        return 1.0 if a == b else 0.0
    if code == op.NE:
        return 1.0 if a != b else 0.0
    if code == op.AND:
        return 1.0 if a != 0 and b != 0 else 0.0
    if code == op.OR:
        return 1.0 if a != 0 or b != 0 else 0.0
    if code == op.XOR:
        return 1.0 if (a != 0) != (b != 0) else 0.0
    if code == op.IMPLIES:
        return 1.0 if a == 0 or b != 0 else 0.0
    return math.nan


@_kernel
def _binary(code: int, a: float, b: float) -> float:
    if code == op.MUL:
        return a * b
    if code == op.ADD:
        return a + b
    if code == op.SUB:
        return a - b
    if code == op.DIV:
        return a / b
    if code == op.POW:
        return a * a if b == 2.0 else a**b
    if code == op.LOG:
        return np.log(b) / np.log(a)
    if code == op.ROOT:
        return _root(a, b)
    if code == op.MIN:
        return min(a, b)
    if code == op.MAX:
        return max(a, b)
    if code == op.QUOTIENT:
        return np.trunc(a / b)
    if code == op.REM:
        return math.nan if b == 0 else np.fmod(a, b)
    return _truth(code, a, b)


@_kernel
def run(
    codes: np.ndarray,
    numbers: np.ndarray,
    start: int,
    stop: int,
    values: np.ndarray,
    stack: np.ndarray,
) -> float:
    """Return what the formula in ``codes[start:stop]`` comes to, given all ``values``.

    ``stack`` is room to work in, as deep as the deepest formula needs.
    """
    here, top = start, -1
    while here < stop:
        code = codes[here]
        here += 1
        if code >= op.FIRST_BINARY:
            top -= 1
            stack[top] = _binary(code, stack[top], stack[top + 1])
        elif code == op.VALUE:
            top += 1
            stack[top] = values[codes[here]]
            here += 1
        elif code == op.NUMBER:
            top += 1
            stack[top] = numbers[codes[here]]
            here += 1
        elif code == op.BRANCH:
            here = here + 1 if stack[top] != 0 else start + codes[here]
            top -= 1
        elif code == op.JUMP:
            here = start + codes[here]
        else:
            stack[top] = _unary(code, stack[top])
    return stack[0]


@_kernel
def run_all(
    codes: np.ndarray,
    numbers: np.ndarray,
    bounds: np.ndarray,
    targets: np.ndarray,
    values: np.ndarray,
    stack: np.ndarray,
) -> None:
    """Work out one formula after the other, each into ``values`` at its target."""
    for index in range(targets.size):
        values[targets[index]] = run(
            codes, numbers, bounds[index], bounds[index + 1], values, stack
        )
