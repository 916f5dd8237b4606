"""Finding what a name in a formula stands for, or saying what it might have been."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Set

from grnstudio.core.expressions import COMMON_SYMBOLS, Apply, Expression, Number, Symbol, arity
from grnstudio.core.rate_names import CONSTANT_NAMES, FUNCTIONS
from grnstudio.core.rate_tokens import Token
from grnstudio.errors import RateSyntaxError

_BY_COUNT = {
    ("log", 1): "log10",
    ("root", 1): "sqrt",
    ("minus", 1): "neg",
}


class Lookup:
    """The names that a formula may use: ``symbols``, and ``functions`` by how much they take."""

    def __init__(
        self, text: str, symbols: Collection[str] | None, functions: Mapping[str, int] | None
    ) -> None:
        self._text = text
        is_set = symbols is None or isinstance(symbols, Set)  # a large one takes long to copy
        self._symbols = symbols if is_set else frozenset(symbols or ())
        self._functions = functions

    def owns(self, token: Token) -> bool:
        """Return whether a name that could be an operator is one of the symbols."""
        return token.kind == "quoted" or token.text in (self._symbols or ())

    def symbol(self, token: Token) -> Expression:
        """Return the symbol or constant that a name stands for."""
        name = token.text.strip("`")
        if token.kind == "name" and name in CONSTANT_NAMES and name not in (self._symbols or ()):
            return Apply(CONSTANT_NAMES[name])
        known = self._symbols
        if known is None or name in known or name in COMMON_SYMBOLS:
            return Symbol(name)
        if token.kind == "name" and (name in FUNCTIONS or name in (self._functions or ())):
            problem = f"'{name}' is a function; write {name}(...)."
        else:
            problem = f"There is nothing called '{name}'.{_hint(name, known)}"
        raise RateSyntaxError(problem, self._text, token.position)

    def call(self, token: Token, arguments: tuple[Expression, ...]) -> Expression:
        """Return the function a name stands for, applied to ``arguments``."""
        name = token.text.strip("`")
        users = self._functions
        if users is not None and name in users:
            self._check_count(token, len(arguments), (users[name], users[name]))
            return Apply(name, arguments)
        if token.kind == "name" and name == "sqr" and len(arguments) == 1:
            return Apply("^", (arguments[0], Number(2.0)))
        if token.kind == "name" and name in FUNCTIONS:
            operator = _BY_COUNT.get((name, len(arguments)), FUNCTIONS[name])
            self._check_count(token, len(arguments), arity(operator))
            return Apply(operator, arguments)
        if users is None:
            return Apply(name, arguments)
        raise RateSyntaxError(self._no_function(name), self._text, token.position)

    def _no_function(self, name: str) -> str:
        if name in (self._symbols or ()):
            return f"'{name}' is not a function; to multiply, write {name} * (...)."
        hint = _hint(name, frozenset(FUNCTIONS) | frozenset(self._functions or ()))
        return f"There is no function called '{name}'.{hint}"

    def _check_count(self, token: Token, count: int, allowed: tuple[int, int | None]) -> None:
        fewest, most = allowed
        if fewest <= count and (most is None or count <= most):
            return
        wanted = f"{fewest}" if fewest == most else f"at least {fewest}"
        plural = "" if fewest == 1 else "s"
        problem = f"{token.text} takes {wanted} argument{plural}, not {count}."
        raise RateSyntaxError(problem, self._text, token.position)


def _hint(name: str, known: Collection[str]) -> str:
    folded = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), folded, n=3, cutoff=0.5)
    if close:
        return f" Did you mean {' or '.join(folded[one] for one in close)}?"
    if 0 < len(known) <= 12:
        return f" There are {', '.join(sorted(known))}."
    return " Correct the name, or add it to the network."
