"""The words and signs of a formula's text."""

from __future__ import annotations

import re
from typing import NamedTuple

from grnstudio.errors import RateSyntaxError

MAX_LENGTH = 100_000
LONG_CHAIN = 100  # levels of a - b + c - ... after which "- x" is read as "+ -x"

_PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<quoted>`[!-_a-~]+`)
    |(?P<sign>\*\*|<=|>=|==|!=|&&|\|\||[-+*/^%<>!(),])""",
    re.VERBOSE | re.ASCII,
)
_INSTEAD = {
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "²": "^2",
    "³": "^3",
    "√": "sqrt(...)",
    "∞": "infinity",
    "π": "pi",
    "¬": "!",
    "∧": "&&",
    "∨": "||",
    "=": "== to compare",
    "&": "&&",
    "|": "||",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    ";": "a comma between arguments",
}


class Token(NamedTuple):
    """A piece of text: ``kind`` is number, name, quoted, sign or end."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """Split ``text``, and end with an empty token; raises `RateSyntaxError`."""
    if len(text) > MAX_LENGTH:
        problem = f"The formula has {len(text):,} characters; at most {MAX_LENGTH:,} are read."
        raise RateSyntaxError(problem, text[:MAX_LENGTH], 0)
    found = []
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise RateSyntaxError(_stranger(text[position]), text, position)
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match.group(), position))
        position = match.end()
    return [*found, Token("end", "", len(text))]


def _stranger(character: str) -> str:
    if character == "`":
        return "A name in backquotes has no end, is empty, or holds a space; close it with `."
    shown = f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
    if character in _INSTEAD:
        return f"{shown} has no meaning in a formula; write {_INSTEAD[character]}."
    if character.isalnum():
        return f"{shown} cannot be part of a name; names are made of a-z, A-Z, 0-9 and _."
    return f"{shown} has no meaning in a formula; remove it."
