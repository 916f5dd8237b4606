"""Giving a part of a network another id in its text, all else staying as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from grnstudio.core.antimony_items import Item, formulas_of
from grnstudio.core.antimony_phrases import id_text
from grnstudio.core.antimony_sheet import Sheet
from grnstudio.core.antimony_statements import (
    KEYWORDS,
    Declaration,
    EventLine,
    FunctionText,
    Heading,
    Property,
    ReactionLine,
    Statement,
    Value,
)
from grnstudio.core.antimony_tokens import Token, tokens
from grnstudio.core.network import Network

_OPTIONS = frozenset({"priority", "t0", "persistent", "fromTrigger"})


def rename(sheet: Sheet, old: str, new: str, before: Network) -> None:
    """Write ``new`` wherever statements that can be read speak of ``old``."""
    hiding = {one.id for one in before.reactions if old in one.locals}
    is_function = any(one.id == old for one in before.functions)
    for line, item in sheet.found(old, ReactionLine, EventLine):
        if item.is_unnamed:
            sheet.label(line)
    spelled = re.compile(rf"{re.escape(old)}(?!\w)").search
    for line in sheet.lines():
        if old not in line.plain or not spelled(line.plain):
            continue
        places = [
            token._replace(kind="formula")
            if token.kind == "name" and _in_formula(item.statement, token.position)
            else token
            for item in line.items
            if item.statement
            for token, after in _spelled(item, line.plain, old)
            if _means(item.statement, token, after.text, is_function, hiding)
        ]
        for token in sorted(set(places), key=lambda one: -one.position):
            sheet.put(line, token.position, token.position + len(token.text), _spelling(token, new))


def _spelling(token: Token, new: str) -> str:
    """Return the new id, in backquotes where it needs them: formulas know no words of the text."""
    return (
        new if token.kind == "formula" else f"`{new}`" if token.kind == "quoted" else id_text(new)
    )


def _spelled(item: Item, plain: str, old: str) -> Iterator[tuple[Token, Token]]:
    """Yield each place where an item spells ``old``, with what follows."""
    start = item.group[0] if item.group[1] else item.start
    start = item.start if isinstance(item.statement, Declaration) else start
    for token, after in pairwise(tokens(plain[start : item.end])):
        if token.kind in ("name", "quoted") and token.text.strip("`") == old:
            yield token._replace(position=token.position + start), after


def _means(
    statement: Statement, token: Token, after: str, is_function: bool, hiding: set[str]
) -> bool:
    """Say whether a word at its place means the part, and is no word of the language."""
    is_call = after == "("
    if isinstance(statement, FunctionText):
        return is_function and (is_call or token.position == statement.id.position)
    if _in_formula(statement, token.position):
        if isinstance(statement, ReactionLine) and statement.id.name in hiding:
            return is_function and is_call
        return is_call == is_function
    if token.kind == "name" and token.text in KEYWORDS:
        return False
    match statement:
        case Heading():
            return False
        case Value(owner=owner) if owner:
            return token.position == owner.position
        case Property():
            return token.position < statement.position or statement.key == "conversion"
        case EventLine():
            return not (token.text in _OPTIONS and after == "=")
    return True


def _in_formula(statement: Statement, position: int) -> bool:
    return any(
        one.position <= position < one.position + len(one.text) for one in formulas_of(statement)
    )
