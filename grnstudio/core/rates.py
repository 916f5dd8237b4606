"""Formulas: from text to trees and back, never evaluated.

The text is that of SBML Level 3: ``^`` or ``**`` for powers, ``&&``, ``||`` and ``!`` or the words,
``log(x)`` to base 10, ``ln`` natural, ``piecewise(value, condition, ..., otherwise)``. A name in
backquotes is a symbol whatever else it could mean (`` `pi` ``); a constant with parentheses is the
constant even where a network has something of its name (``pi()``, ``time()``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from grnstudio.core.expressions import (
    MAX_DEPTH,
    MAX_SIZE,
    Apply,
    Expression,
    Symbol,
)
from grnstudio.core.rate_algebra import from_sympy, to_sympy
from grnstudio.core.rate_parser import read
from grnstudio.core.rate_slopes import derivative
from grnstudio.core.rate_text import write
from grnstudio.core.rules import Function
from grnstudio.errors import ModelError, RateSyntaxError

__all__ = [
    "RateSyntaxError",
    "derivative",
    "expand",
    "from_sympy",
    "parse",
    "to_sympy",
    "write",
]

_NO_FUNCTIONS: Mapping[str, Function] = {}


def parse(
    text: str,
    symbols: Collection[str] | None = None,
    functions: Mapping[str, Function] | None = _NO_FUNCTIONS,
) -> Expression:
    """Return the tree of ``text``, the user's functions written out; raises `RateSyntaxError`.

    ``symbols`` of None lets any name be a symbol, ``functions`` of None any name be a function;
    calls of such functions are kept as they are.
    """
    if functions is None:
        return read(text, symbols, None)
    tree = read(text, symbols, {name: len(one.arguments) for name, one in functions.items()})
    try:
        return expand(tree, functions)
    except ModelError as error:
        raise RateSyntaxError(str(error), text, 0) from error


def expand(expression: Expression, functions: Mapping[str, Function]) -> Expression:
    """Return the formula with the user's functions written out; raises `ModelError`."""
    return _Expansion(functions).of(expression, {}).node if functions else expression


class _Sized(NamedTuple):
    node: Expression
    size: int = 1
    depth: int = 1


class _Expansion:
    def __init__(self, functions: Mapping[str, Function]) -> None:
        self._functions = functions
        self._within: list[str] = []
        self._visited = 0

    def of(self, node: Expression, bound: Mapping[str, _Sized]) -> _Sized:
        """Return ``node`` with its functions written out and ``bound`` names replaced."""
        self._visited += 1
        if isinstance(node, Symbol) and node.name in bound:
            return bound[node.name]
        if not isinstance(node, Apply):
            return _Sized(node)
        inside = [self.of(one, bound) for one in node.arguments]
        size = 1 + sum(one.size for one in inside)
        depth = 1 + max((one.depth for one in inside), default=0)
        if max(size, self._visited) > MAX_SIZE or depth > MAX_DEPTH:
            where = f" of {self._within[0]}" if self._within else ""
            raise ModelError(f"The formula grows too large; simplify the functions{where}.")
        if node.operator in self._functions:
            return self._body(self._functions[node.operator], inside)
        return _Sized(Apply(node.operator, tuple([one.node for one in inside])), size, depth)

    def _body(self, function: Function, inside: list[_Sized]) -> _Sized:
        if function.id in self._within:
            chain = " uses ".join([*self._within, function.id])
            raise ModelError(f"A function may not use itself: {chain}.")
        tree = _body(function)
        self._within.append(function.id)
        result = self.of(tree, dict(zip(function.arguments, inside, strict=True)))
        self._within.pop()
        return result


@lru_cache(maxsize=4096)
def _body(function: Function) -> Expression:
    try:
        return read(function.formula, None, None)
    except RateSyntaxError as error:
        raise ModelError(f"Function '{function.id}': {error}") from error
