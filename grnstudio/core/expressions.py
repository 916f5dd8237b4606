"""Formulas as trees: numbers, symbols, and operators applied to what is below them.

Operators are named as in text where text has a sign for them (``+``, ``<=``), else as in MathML
(``arcsin``, ``piecewise``). ``neg`` and ``not`` take one argument; ``piecewise`` takes value,
condition, value, condition, ..., and perhaps a value for otherwise. Constants such as ``pi`` are
operators without arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

MAX_DEPTH = 200  # deeper trees are refused, so walking them may recurse
MAX_SIZE = 200_000  # nodes that functions written out, or derivatives, may come to


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name that stands for a value; ``time`` and ``avogadro`` are known to every network."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator, built in or a function of the user's, applied to ``arguments``."""

    operator: str
    arguments: tuple[Expression, ...] = ()


Expression: TypeAlias = Number | Symbol | Apply

COMMON_SYMBOLS = frozenset({"time", "avogadro"})
CONSTANTS = frozenset({"pi", "exponentiale", "infinity", "notanumber", "true", "false"})
RELATIONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
TRIGONOMETRIC = frozenset(
    arc + name + hyperbolic
    for arc in ("", "arc")
    for name in ("sin", "cos", "tan", "sec", "csc", "cot")
    for hyperbolic in ("", "h")
)
_ANY = (0, None)
_UNARY = (1, 1)
_BINARY = (2, 2)
_ARITY: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(("+", "*", "and", "or", "xor", "piecewise"), _ANY),
    **dict.fromkeys(RELATIONS - {"!="}, _ANY),
    **dict.fromkeys(("!=", "-", "/", "^", "log", "root"), _BINARY),
    **dict.fromkeys(("quotient", "rem", "implies", "delay"), _BINARY),
    **dict.fromkeys(("neg", "not", "exp", "ln", "log10", "sqrt", "abs"), _UNARY),
    **dict.fromkeys(("floor", "ceil", "factorial", "rateOf"), _UNARY),
    **dict.fromkeys(TRIGONOMETRIC, _UNARY),
    **dict.fromkeys(("min", "max"), (1, None)),
    # As operators, time and avogadro are told apart from a network's own names.
    **dict.fromkeys(CONSTANTS | COMMON_SYMBOLS, (0, 0)),
}
OPERATORS = frozenset(_ARITY)


def arity(operator: str) -> tuple[int, int | None]:
    """Return how few and how many arguments an operator takes; None for any number."""
    return _ARITY[operator]


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield every node, the root first."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Apply):
            waiting.extend(reversed(node.arguments))


def symbols(expression: Expression) -> frozenset[str]:
    """Return the names that a formula depends on."""
    return frozenset(node.name for node in walk(expression) if isinstance(node, Symbol))


def operators(expression: Expression) -> frozenset[str]:
    """Return the operators that a formula uses."""
    return frozenset(node.operator for node in walk(expression) if isinstance(node, Apply))


def depth(expression: Expression) -> int:
    """Return how many nodes lie on the longest way down, the root included."""
    deepest = 0
    waiting = [(expression, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(node, Apply):
            waiting.extend((one, level + 1) for one in node.arguments)
    return deepest


def substitute(expression: Expression, replacements: Mapping[str, Expression]) -> Expression:
    """Return the formula with symbols replaced, all at once."""
    if isinstance(expression, Symbol):
        return replacements.get(expression.name, expression)
    if isinstance(expression, Number):
        return expression
    arguments = tuple([substitute(one, replacements) for one in expression.arguments])
    same = all(a is b for a, b in zip(arguments, expression.arguments, strict=True))
    return expression if same else Apply(expression.operator, arguments)
