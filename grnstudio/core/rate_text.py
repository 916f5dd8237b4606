"""Formulas as text, such that reading them gives the same tree again."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from grnstudio.core.expressions import (
    CONSTANTS,
    OPERATORS,
    RELATIONS,
    Apply,
    Expression,
    Number,
    Symbol,
    depth,
)
from grnstudio.core.rate_names import (
    AND,
    CALLS,
    FUNCTIONS,
    LONG_CHAIN,
    OR,
    POWER,
    PRODUCT,
    RELATION,
    RESERVED,
    SIGN,
    SUM,
    WHOLE,
)
from grnstudio.errors import ModelError

_LEVELS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(RELATIONS, RELATION),
    **dict.fromkeys("+-", SUM),
    **dict.fromkeys("*/", PRODUCT),
    **dict.fromkeys(("neg", "not"), SIGN),
    "^": POWER,
}
_CHAINS = frozenset("+-*/")
_SIGNS = {"and": "&&", "or": "||"}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_QUOTABLE = re.compile(r"[!-_a-~]+", re.ASCII)


def write(expression: Expression, symbols: Collection[str] = ()) -> str:
    """Return the text of a formula; ``parse`` gives the same tree again.

    Give the ids of a network that may call something ``pi`` or ``true`` as ``symbols``: constants
    are then written ``pi()``.
    """
    return _Writer(frozenset(symbols) & CONSTANTS).text(expression)


class _Writer:
    def __init__(self, taken: frozenset[str]) -> None:
        self._taken = taken

    def text(self, node: Expression, weakest: int = 0) -> str:
        """Return the text of ``node``, in parentheses if it binds less than ``weakest``."""
        text, level = self._bare(node)
        return text if level >= weakest else f"({text})"

    def _bare(self, node: Expression) -> tuple[str, int]:
        if isinstance(node, Number) and math.isnan(node.value):
            return self._bare(Apply("notanumber"))
        if isinstance(node, Number):
            return _number(node.value)
        if isinstance(node, Symbol):
            return _name(node.name), WHOLE
        if node.operator in CONSTANTS and not node.arguments:
            return node.operator + ("()" if node.operator in self._taken else ""), WHOLE
        level = _LEVELS.get(node.operator)
        count = len(node.arguments)
        if level == SIGN and count == 1:
            return self._signed(node), SIGN
        if level is None or count < 2 or (count > 2 and node.operator in ("-", "/", "^", "!=")):
            inside = ", ".join([self.text(one) for one in node.arguments])
            return f"{_call(node.operator)}({inside})", WHOLE
        return self._between(node, level), level

    def _signed(self, node: Apply) -> str:
        sign = "-" if node.operator == "neg" else "!"
        inside = node.arguments[0]
        if sign == "-" and isinstance(inside, Number):
            return f"-({self.text(inside)})"  # apart from the negative number
        return sign + self.text(inside, SIGN)

    def _between(self, node: Apply, level: int) -> str:
        first, *rest = node.arguments
        sign = _SIGNS.get(node.operator, node.operator)
        if sign == "^":
            return f"{self.text(first, WHOLE)}^{self.text(rest[0], SIGN)}"
        # && and || do not mix without parentheses.
        weakest = RELATION if level <= AND else level + 1
        head = self.text(first, level if _continues(node, first) else weakest)
        return f" {sign} ".join([head, *[self.text(one, weakest) for one in rest]])


def _continues(node: Apply, first: Expression) -> bool:
    """Return whether ``first`` stands at the head of a sum or product without parentheses."""
    if node.operator not in _CHAINS or not isinstance(first, Apply):
        return False
    if first.operator == node.operator in ("+", "*"):
        return False
    return node.operator != "-" or depth(first) <= LONG_CHAIN


def _number(value: float) -> tuple[str, int]:
    size = "1e999" if math.isinf(value) else repr(abs(float(value))).removesuffix(".0")
    negative = math.copysign(1.0, value) < 0
    return ("-" + size, SIGN) if negative else (size, WHOLE)


def _name(name: str) -> str:
    if _PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    if not _QUOTABLE.fullmatch(name):
        raise ModelError(f"'{name}' cannot be written in a formula; rename it.")
    return f"`{name}`"


def _call(operator: str) -> str:
    if operator in OPERATORS:
        return CALLS.get(operator, operator)
    return f"`{operator}`" if operator in FUNCTIONS else _name(operator)
