"""Derivatives of formulas, as formulas.

Steps, comparisons and conditions count as flat: a derivative is right wherever there is one, and at
a jump or a kink it is that of the branch taken there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from grnstudio.core.expressions import (
    CONSTANTS,
    MAX_DEPTH,
    MAX_SIZE,
    RELATIONS,
    Apply,
    Expression,
    Number,
    Symbol,
    substitute,
)
from grnstudio.core.rate_parser import read
from grnstudio.errors import ModelError

_Arguments: TypeAlias = tuple[Expression, ...]
_Slopes: TypeAlias = list[Expression | None]  # None where nothing depends on the symbol

_ZERO, _ONE = Number(0.0), Number(1.0)
_LOGIC = {"and", "or", "xor", "not", "implies"}
_FLAT = CONSTANTS | RELATIONS | _LOGIC | {"floor", "ceil", "quotient", "time", "avogadro"}
_OF_ONE = {
    "exp": "exp(u)",
    "ln": "1 / u",
    "log10": "1 / (u * ln(10))",
    "sqrt": "1 / (2 * sqrt(u))",
    "abs": "piecewise(-1, u < 0, 1)",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1 / cos(u)^2",
    "sec": "sec(u) * tan(u)",
    "csc": "-(csc(u) * cot(u))",
    "cot": "-(1 / sin(u)^2)",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1 / cosh(u)^2",
    "sech": "-(sech(u) * tanh(u))",
    "csch": "-(csch(u) * coth(u))",
    "coth": "-(1 / sinh(u)^2)",
    "arcsin": "1 / sqrt(1 - u^2)",
    "arccos": "-(1 / sqrt(1 - u^2))",
    "arctan": "1 / (1 + u^2)",
    "arccot": "-(1 / (1 + u^2))",
    "arcsec": "1 / (abs(u) * sqrt(u^2 - 1))",
    "arccsc": "-(1 / (abs(u) * sqrt(u^2 - 1)))",
    "arcsinh": "1 / sqrt(u^2 + 1)",
    "arccosh": "1 / (sqrt(u - 1) * sqrt(u + 1))",
    "arctanh": "1 / (1 - u^2)",
    "arccoth": "1 / (1 - u^2)",
    "arcsech": "-(1 / (u * sqrt(1 - u^2)))",
    "arccsch": "-(1 / (abs(u) * sqrt(1 + u^2)))",
}


def derivative(expression: Expression, symbol: str) -> Expression:
    """Return the derivative by ``symbol``; raises `ModelError` where none can be written down.

    Functions of the user's must have been written out. All other symbols are held constant, so
    what rules make of them is the caller's concern.
    """
    slopes: _Slopes = []
    for node, is_done in _upwards(expression):
        if not is_done:
            slopes.append(_ONE if node == Symbol(symbol) else None)
        elif isinstance(node, Apply):
            count = len(_parts(node))
            below = slopes[len(slopes) - count :]
            del slopes[len(slopes) - count :]
            slopes.append(_slope(node, below))
    result = slopes.pop() or _ZERO
    _check_extent(result)
    return result


def _check_extent(result: Expression) -> None:
    """Measure a tree, shared branches once; raises `ModelError` if nobody could walk it."""
    extents: dict[int, tuple[int, int]] = {}
    waiting = [(result, False)]
    while waiting:
        node, is_ready = waiting.pop()
        if id(node) in extents:
            continue
        if not isinstance(node, Apply):
            extents[id(node)] = (1, 1)
        elif is_ready:
            below = [extents[id(one)] for one in node.arguments]
            size = 1 + sum(one[0] for one in below)
            extents[id(node)] = (size, 1 + max((one[1] for one in below), default=0))
        else:
            waiting.append((node, True))
            waiting.extend((one, False) for one in node.arguments)
    size, depth = extents[id(result)]
    if size > MAX_SIZE or depth > MAX_DEPTH:
        raise ModelError("A formula is too large or nested too deep to differentiate; simplify it.")


def _check_pairs(arguments: _Arguments) -> None:
    if len(arguments) ** 2 > MAX_SIZE:
        raise ModelError(
            f"A product or extreme of {len(arguments):,} terms is too large to differentiate."
        )


def _upwards(expression: Expression) -> list[tuple[Expression, bool]]:
    """Return leaves and operators, each operator (marked True) after what it is applied to."""
    order: list[tuple[Expression, bool]] = []
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        order.append((node, isinstance(node, Apply)))
        if isinstance(node, Apply):
            waiting.extend(_parts(node))
    return order[::-1]


def _parts(node: Apply) -> _Arguments:
    """Return the arguments that a slope may come from."""
    if node.operator in _FLAT:
        return ()
    if node.operator == "piecewise":
        return (*node.arguments[:-1:2], *node.arguments[-1:][: len(node.arguments) % 2])
    return node.arguments


def _slope(node: Apply, slopes: _Slopes) -> Expression | None:
    operator = node.operator
    if operator in ("delay", "rateOf"):
        raise ModelError(f"{operator} has no derivative that can be written as a formula.")
    if all(one is None for one in slopes):
        return None
    if operator in _OF_ONE:
        outer = substitute(_outer(operator), {"u": node.arguments[0]})
        return _product(outer, slopes[0])
    if operator not in _RULES:
        what = "is not differentiable" if operator == "factorial" else "is not written out"
        raise ModelError(f"There is no derivative: {operator} {what}.")
    return _RULES[operator](node.arguments, slopes)


@cache
def _outer(operator: str) -> Expression:
    return read(_OF_ONE[operator], None, {})


def _sum(*terms: Expression | None) -> Expression | None:
    some = [one for one in terms if one is not None]
    if len(some) < 2:
        return some[0] if some else None
    return Apply("+", tuple(some))


def _product(*factors: Expression | None) -> Expression | None:
    if None in factors:
        return None
    some: list[Expression] = []
    for one in factors:
        if isinstance(one, Apply) and one.operator == "*":
            some.extend(one.arguments)
        elif one is not None and one != _ONE:
            some.append(one)
    if len(some) < 2:
        return some[0] if some else _ONE
    return Apply("*", tuple(some))


def _negative(term: Expression | None) -> Expression | None:
    if isinstance(term, Number):
        return Number(-term.value)
    return term and Apply("neg", (term,))


def _difference(left: Expression | None, right: Expression | None) -> Expression | None:
    if left is None or right is None:
        return left or _negative(right)
    return Apply("-", (left, right))


def _power(base: Expression, exponent: Expression) -> Expression:
    return base if exponent == _ONE else Apply("^", (base, exponent))


def _of_product(factors: _Arguments, slopes: _Slopes) -> Expression | None:
    _check_pairs(factors)
    terms = []
    for index, slope in enumerate(slopes):
        if slope is not None:
            terms.append(_product(*factors[:index], slope, *factors[index + 1 :]))
    return _sum(*terms)


def _of_quotient(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    above, below = arguments
    first = slopes[0] and Apply("/", (slopes[0], below))
    second = _product(above, slopes[1])
    square = Apply("^", (below, Number(2.0)))
    return _difference(first, second and Apply("/", (second, square)))


def _of_power(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    base, exponent = arguments
    whole = Apply("^", (base, exponent))
    if slopes[1] is None:
        if isinstance(exponent, Number):
            less: Expression = Number(exponent.value - 1.0)
        else:
            less = Apply("-", (exponent, _ONE))
        return _product(exponent, _power(base, less), slopes[0])
    growth = _product(slopes[1], Apply("ln", (base,)))
    if slopes[0] is not None:
        above = _product(exponent, slopes[0])
        growth = _sum(growth, above and Apply("/", (above, base)))
    return _product(whole, growth)


def _of_logarithm(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    base, of = (Apply("ln", (one,)) for one in arguments)
    inner = [one and Apply("/", (one, of)) for one, of in zip(slopes, arguments, strict=True)]
    return _of_quotient((of, base), [inner[1], inner[0]])


def _of_root(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    degree, base = arguments
    inverse = Apply("/", (_ONE, degree))
    return _of_power((base, inverse), [slopes[1], _of_quotient((_ONE, degree), [None, slopes[0]])])


def _of_remainder(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    return _difference(slopes[0], _product(slopes[1], Apply("quotient", arguments)))


def _of_piecewise(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
    branches = list(arguments)
    branches[::2] = [one or _ZERO for one in slopes]
    return Apply("piecewise", tuple(branches))


def _of_extreme(sign: str) -> Callable[[_Arguments, _Slopes], Expression | None]:
    """Return the rule for the argument that stands in relation ``sign`` to all others."""

    def rule(arguments: _Arguments, slopes: _Slopes) -> Expression | None:
        _check_pairs(arguments)
        branches: list[Expression] = []
        for index, one in enumerate(arguments[:-1]):
            wins = [Apply(sign, (one, other)) for other in arguments[index + 1 :]]
            condition = wins[0] if len(wins) == 1 else Apply("and", tuple(wins))
            branches += [slopes[index] or _ZERO, condition]
        return Apply("piecewise", (*branches, slopes[-1] or _ZERO))

    return rule


_RULES: dict[str, Callable[[_Arguments, _Slopes], Expression | None]] = {
    "+": lambda _, slopes: _sum(*slopes),
    "-": lambda _, slopes: _difference(slopes[0], slopes[1]),
    "neg": lambda _, slopes: _negative(slopes[0]),
    "*": _of_product,
    "/": _of_quotient,
    "^": _of_power,
    "log": _of_logarithm,
    "root": _of_root,
    "rem": _of_remainder,
    "piecewise": _of_piecewise,
    "max": _of_extreme(">="),
    "min": _of_extreme("<="),
}
