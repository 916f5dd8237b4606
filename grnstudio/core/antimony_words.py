"""What may be written at a place in a network's text: names, functions and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from grnstudio.core.antimony_statements import KEYWORDS, MASS_ACTION
from grnstudio.core.antimony_tokens import without_comments
from grnstudio.core.expressions import COMMON_SYMBOLS, CONSTANTS, OPERATORS
from grnstudio.core.network import Network
from grnstudio.core.rules import Function

LONGEST = 200_000
"""Letters of a text in which names that no network has yet are looked for."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_COMMON = (
    "exp",
    "ln",
    "log10",
    "log",
    "sqrt",
    "pow",
    "abs",
    "min",
    "max",
    "piecewise",
    "sin",
    "cos",
)
_MARK = "\x00"
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"?')


class Word(NamedTuple):
    """Something to write, ``kind`` in the user's words."""

    text: str
    kind: str


def vocabulary(network: Network | None, text: str) -> tuple[Word, ...]:
    """Return what may be written: parts of the network, names in the text, functions, words."""
    found: dict[str, Word] = {}
    for one in (*_parts(network), *_language(), *_typed(text)):
        found.setdefault(one.text, one)
    return tuple(found.values())


def _parts(network: Network | None) -> Iterator[Word]:
    if network is None:
        return
    for one in network.parts():
        kind = type(one).__name__.lower()
        yield Word(f"{one.id}(" if isinstance(one, Function) else one.id, kind)


def _language() -> Iterator[Word]:
    yield Word(f"{MASS_ACTION}(", "rate law")
    for name in (*_COMMON, *sorted(one for one in OPERATORS if one.isalnum())):
        if name not in CONSTANTS | COMMON_SYMBOLS | KEYWORDS and name not in ("neg", "xor"):
            yield Word(f"{name}(", "function")
    for name in sorted(COMMON_SYMBOLS | CONSTANTS - {"infinity", "notanumber"}):
        yield Word(name, "constant" if name in CONSTANTS else "symbol")
    for name in sorted(KEYWORDS - {"module", "import", "delete", "formula", "unit"}):
        yield Word(name, "word")


def _typed(text: str) -> Iterator[Word]:
    if len(text) <= LONGEST:
        for name in sorted(set(_NAME.findall(_STRING.sub("", without_comments(text))))):
            yield Word(name, "name")


def started(line: str) -> str | None:
    """Return the name that the end of ``line`` begins, None inside a comment or a quoted text.

    Numbers begin no name.
    """
    plain = without_comments(line + _MARK)
    if not plain.endswith(_MARK) or _STRING.sub("", plain).endswith('"'):
        return None
    if any(found.end() == len(plain) for found in _STRING.finditer(plain)):
        return None
    found = re.search(r"[A-Za-z0-9_.]*$", line)
    word = found[0] if found else ""
    return word if not word or word[0].isalpha() or word[0] == "_" else None
