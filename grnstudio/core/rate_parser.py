"""Reading a formula's text into a tree, without recursion and without evaluating anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from grnstudio.core.expressions import MAX_DEPTH, RELATIONS, Apply, Expression, Number
from grnstudio.core.rate_lookup import Lookup
from grnstudio.core.rate_names import BEFORE, BETWEEN, LONG_CHAIN, POWER
from grnstudio.core.rate_tokens import Token, tokens
from grnstudio.errors import RateSyntaxError

_NARY = frozenset({"+", "*", "and", "or"})


class _Operand(NamedTuple):
    """A finished tree, or with an ``operator`` one that may still grow: ``a + b``, ``a < b``."""

    depth: int
    node: Expression = Number(0.0)
    operator: str = ""
    terms: list[Expression] = []  # noqa: RUF012 - a chain brings its own
    signs: list[str] = []  # noqa: RUF012


class _Waiting(NamedTuple):
    operator: str
    level: int
    token: Token
    is_prefix: bool


@dataclass(slots=True)
class _Frame:
    """An open parenthesis or call, and what was read inside so far."""

    opened: Token
    call: Token | None = None
    operands: list[_Operand] = field(default_factory=list)
    waiting: list[_Waiting] = field(default_factory=list)
    arguments: list[_Operand] = field(default_factory=list)


def read(
    text: str, symbols: Collection[str] | None, functions: Mapping[str, int] | None
) -> Expression:
    """Return the tree of ``text``; calls of the user's functions are kept.

    ``functions`` says how many arguments each takes. None stands for any names.
    """
    return _Parser(text, Lookup(text, symbols, functions)).read()


class _Parser:
    def __init__(self, text: str, lookup: Lookup) -> None:
        self._text = text
        self._lookup = lookup
        self._tokens = tokens(text)
        self._next = 0
        self._frames = [_Frame(self._tokens[0])]

    def read(self) -> Expression:
        """Read to the end, operand after operator after operand."""
        while True:
            self._operand()
            while self._is(")"):
                self._close_call_or_parenthesis()
            token = self._take()
            if token.kind == "end":
                return self._end(token)
            self._operator(token)

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _is(self, text: str, ahead: int = 0) -> bool:
        index = min(self._next + ahead, len(self._tokens) - 1)
        return self._tokens[index].kind == "sign" and self._tokens[index].text == text

    def _refuse(self, problem: str, token: Token) -> NoReturn:
        raise RateSyntaxError(problem, self._text, token.position)

    def _operand(self) -> None:
        """Read prefixes, opening parentheses and the number, name or empty call after them."""
        while True:
            token = self._take()
            frame = self._frames[-1]
            if token.kind == "number":
                frame.operands.append(_Operand(1, Number(float(token.text))))
                return
            if token.kind in ("name", "quoted") and self._is("("):
                self._open(_Frame(self._take(), token))
                if self._is(")"):
                    return
            elif token.text in BEFORE and not self._lookup.owns(token):
                if self._prefix(token):
                    return
            elif token.kind in ("name", "quoted"):
                frame.operands.append(_Operand(1, self._lookup.symbol(token)))
                return
            elif token.text == "(":
                self._open(_Frame(token))
            else:
                self._refuse_missing(token)

    def _open(self, frame: _Frame) -> None:
        self._frames.append(frame)
        if len(self._frames) > MAX_DEPTH:
            problem = f"Parentheses are nested more than {MAX_DEPTH} deep; simplify the formula."
            self._refuse(problem, frame.opened)

    def _prefix(self, token: Token) -> bool:
        """Keep a prefix for later; return whether it made a negative number."""
        operator, level = BEFORE[token.text]
        follower = self._tokens[self._next]
        is_power = self._is("^", 1) or self._is("**", 1)
        if operator == "neg" and follower.kind == "number" and not is_power:
            self._take()
            self._frames[-1].operands.append(_Operand(1, Number(-float(follower.text))))
            return True
        if operator:
            self._frames[-1].waiting.append(_Waiting(operator, level, token, True))
        return False

    def _refuse_missing(self, token: Token) -> NoReturn:
        if len(self._tokens) == 1:
            self._refuse("The formula is empty; write a number, a name or a calculation.", token)
        shown = "the end" if token.kind == "end" else f"'{token.text}'"
        self._refuse(f"Something is missing before {shown}: a number or a name.", token)

    def _operator(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.text == "," and token.kind == "sign":
            if frame.call is None:
                self._refuse("A comma separates arguments of a function only.", token)
            frame.arguments.append(self._reduced(frame))
            return
        if token.kind not in ("sign", "name") or token.text not in BETWEEN:
            problem = f"An operator such as * is missing before '{token.text}'."
            self._refuse(problem, token)
        operator, level = BETWEEN[token.text]
        if operator == "and" and any(one.operator == "or" for one in frame.waiting):
            self._refuse("Say with parentheses whether && or || comes first.", token)
        while frame.waiting and frame.waiting[-1].level + (level != POWER) > level:
            self._reduce(frame)
        frame.waiting.append(_Waiting(operator, level, token, False))

    def _reduced(self, frame: _Frame) -> _Operand:
        while frame.waiting:
            self._reduce(frame)
        return _closed(frame.operands.pop())

    def _reduce(self, frame: _Frame) -> None:
        """Apply the operator that came last to what stands around it."""
        operator, _, token, is_prefix = frame.waiting.pop()
        right = _closed(frame.operands.pop())
        if is_prefix:
            result = _Operand(right.depth + 1, Apply(operator, (right.node,)))
        else:
            result = _joined(operator, frame.operands.pop(), right)
        self._check_depth(result, token)
        frame.operands.append(result)

    def _check_depth(self, operand: _Operand, token: Token) -> None:
        if operand.depth > MAX_DEPTH:
            problem = f"The formula is nested more than {MAX_DEPTH} deep here; simplify it."
            self._refuse(problem, token)

    def _close_call_or_parenthesis(self) -> None:
        token = self._take()
        if len(self._frames) == 1:
            self._refuse("This parenthesis closes nothing; remove it or open one.", token)
        frame = self._frames.pop()
        if frame.operands:
            frame.arguments.append(self._reduced(frame))
        inside = frame.arguments
        if frame.call:
            node = self._lookup.call(frame.call, tuple([one.node for one in inside]))
            deepest = max((one.depth for one in inside), default=0)
            result = _Operand(deepest + 1, node)
        else:
            result = inside[0]
        self._check_depth(result, frame.opened)
        self._frames[-1].operands.append(result)

    def _end(self, token: Token) -> Expression:
        frame = self._frames[-1]
        if len(self._frames) > 1:
            self._refuse("This parenthesis is never closed; add ')'.", frame.opened)
        result = self._reduced(frame)
        self._check_depth(result, token)
        return result.node


def _joined(operator: str, left: _Operand, right: _Operand) -> _Operand:
    """Return ``left operator right``, which may lengthen a chain on the left."""
    if operator == "-" and left.operator in ("+", "-") and left.depth > LONG_CHAIN:
        operator = "+"
        right = _Operand(right.depth + 1, Apply("neg", (right.node,)))
    deep = max(left.depth, right.depth + 1)
    if operator in RELATIONS and left.signs:
        return left._replace(
            depth=deep, terms=[*left.terms, right.node], signs=[*left.signs, operator]
        )
    if operator in _NARY and left.operator == operator:
        left.terms.append(right.node)
        return left._replace(depth=deep)
    left = _closed(left)
    deep = max(left.depth, right.depth) + 1
    terms = [left.node, right.node]
    return _Operand(
        deep, operator=operator, terms=terms, signs=[operator] * (operator in RELATIONS)
    )


def _closed(operand: _Operand) -> _Operand:
    """Return a chain as the tree it has become."""
    operator, terms, signs = operand.operator, operand.terms, operand.signs
    if not operator:
        return operand
    if len(signs) > 1 and (len(set(signs)) > 1 or operator == "!="):
        pairs = zip(signs, terms, terms[1:], strict=False)
        each = tuple([Apply(sign, (a, b)) for sign, a, b in pairs])
        return _Operand(operand.depth + 1, Apply("and", each))
    return _Operand(operand.depth, Apply(operator, tuple(terms)))
