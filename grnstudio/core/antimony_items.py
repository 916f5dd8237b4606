"""The statements in a line of a network's text, finished or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grnstudio.core.antimony_grammar import Grammar
from grnstudio.core.antimony_statements import (
    Check,
    Declaration,
    EventLine,
    FunctionText,
    Naming,
    Place,
    Property,
    ReactionLine,
    Rule,
    Statement,
    Value,
)
from grnstudio.core.antimony_tokens import AntimonySyntaxError, Formula, Id

REMEMBERED = 20_000
"""Lines that are not read again."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement at its place in a line; None for one that cannot be read, or an ``end``.

    Of a declaration of many ids each is an item; they share the ``group`` from its first word to
    its end. ``is_unnamed`` says that its id is a number given to it, which the text does not have.
    """

    statement: Statement | None
    start: int
    end: int
    group: tuple[int, int] = (0, 0)
    is_end: bool = False
    is_unnamed: bool = False

    @property
    def is_unfinished(self) -> bool:
        """Whether it cannot be read."""
        return self.statement is None and not self.is_end


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a line.

    ``about`` are the ids that it says something of, ``seen`` those that come up as values, in
    order.
    """

    items: tuple[Item, ...]
    about: frozenset[str]
    seen: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def reading(plain: str) -> Reading:
    """Return what stands in a line without comments."""
    items = tuple(_items(plain))
    statements = [one.statement for one in items if one.statement]
    about = [id for one in statements for id in spoken_of(one)]
    seen = [id for one in statements for id in _seen(one)]
    return Reading(items, frozenset(about), tuple(seen))


def _items(plain: str) -> Iterator[Item]:
    grammar = Grammar(plain, is_piece=True)
    cursor = grammar.cursor
    while not cursor.is_over:
        if cursor.is_done:
            cursor.take()
            continue
        start = cursor.token.position
        if grammar.sees_end:
            cursor.take()
            yield Item(None, start, cursor.end, is_end=True)
            continue
        try:
            statements = list(grammar.statement())
        except AntimonySyntaxError:
            cursor.to_end()
            yield Item(None, start, max(cursor.end, start + 1))
        else:
            yield from _placed(statements, plain, start, cursor.end)


def _placed(statements: list[Statement], plain: str, start: int, end: int) -> Iterator[Item]:
    first = statements[0]
    if isinstance(first, Declaration):
        starts = [_begin(one, plain) for one in statements if isinstance(one, Declaration)]
        ends = [plain.rindex(",", 0, one) for one in starts[1:]]
        for one, a, b in zip(statements, starts, [*ends, end], strict=True):
            yield Item(one, a, a + len(plain[a:b].rstrip()), (start, end))
        return
    if isinstance(first, ReactionLine) and first.rate is None:
        rest = plain[end:]
        end += len(rest) - len(rest.lstrip(" \t")) + 1 if rest.lstrip(" \t")[:1] == ";" else 0
    yield Item(first, start, end, (start, end))


def _begin(one: Declaration, plain: str) -> int:
    return plain.rindex("$", 0, one.id.position) if one.boundary else one.id.position


def subject(statement: Statement) -> str:
    """Return the id of what a statement is about, an empty text for the model."""
    match statement:
        case Value(owner=Id(owner)):
            return owner
        case Declaration() | Value() | Rule() | Naming() | Place() | Property():
            return statement.id.name
        case ReactionLine() | EventLine() | FunctionText():
            return statement.id.name
    return ""


def spoken_of(statement: Statement) -> Iterator[str]:
    """Yield the id that a statement is about, and those that it makes something of."""
    yield subject(statement)
    if isinstance(statement, ReactionLine):
        yield from _seen(statement)


def _seen(statement: Statement) -> Iterator[str]:
    """Yield the ids that a statement makes a value of, in the order in which they count."""
    match statement:
        case Declaration() | Rule() | Value(owner=None):
            yield statement.id.name
        case ReactionLine():
            for term in (*statement.reactants, *statement.products):
                yield term.species.name
                if term.label:
                    yield term.label.name


def formulas_of(statement: Statement) -> Iterator[Formula]:
    """Yield the formulas of a statement, but for those of functions."""
    match statement:
        case ReactionLine(rate=formula) | Declaration(value=formula):
            if formula:
                yield formula
        case Value(owner=None) | Rule() | Check():
            yield statement.formula
        case EventLine():
            yield statement.trigger
            yield from (one for one in (statement.delay, statement.priority) if one)
            yield from (formula for _, formula in statement.assignments)
