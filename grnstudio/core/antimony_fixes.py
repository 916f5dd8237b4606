"""Ways to mend a network's text where it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from grnstudio.core.antimony_items import spoken_of
from grnstudio.core.antimony_lines import lines_of
from grnstudio.core.antimony_phrases import id_text
from grnstudio.core.antimony_statements import KEYWORDS
from grnstudio.core.antimony_tokens import tokens, without_comments
from grnstudio.core.expressions import OPERATORS
from grnstudio.errors import RateSyntaxError

MOST = 4
"""Fixes that are offered at once."""

_ID = re.compile(r"`[^`\s]+`|[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_NAMED = re.compile(r"'([^']+)'")
_MEANT = re.compile(r"did you mean '([^']+)'")


@dataclass(frozen=True, slots=True)
class TextFix:
    """A way to mend a text: ``insert`` in the place of what stands from ``start`` to ``end``."""

    label: str
    start: int
    end: int
    insert: str

    def applied(self, text: str) -> str:
        """Return the mended text."""
        return text[: self.start] + self.insert + text[self.end :]


def text_fixes(text: str, error: RateSyntaxError) -> tuple[TextFix, ...]:
    """Return ways to mend what ``error`` says of ``text``, the likeliest first."""
    place = _Place(text, error)
    for words, makers in _FIXES.items():
        if words in error.problem:
            found = [fix for maker in makers for fix in maker(place)]
            return tuple(dict.fromkeys(found))[:MOST]
    return ()


class _Place:
    """Where an error is, and what stands around it."""

    def __init__(self, text: str, error: RateSyntaxError) -> None:
        self.text, self.problem = text, error.problem
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.line_start = starts[min(error.line, len(starts)) - 1]
        self.at = min(self.line_start + error.column - 1, len(text))
        end = text.find("\n", self.at)
        self.line_end = len(text) if end < 0 else end
        self.plain = without_comments(text)

    @property
    def word(self) -> tuple[str, int]:
        """The id at the place, and where it ends."""
        found = _ID.match(self.text, self.at)
        return (found[0].strip("`"), found.end()) if found else ("", self.at)

    @property
    def known(self) -> list[str]:
        """The ids that statements which can be read say something of."""
        ids = {
            id
            for line in lines_of(self.text)
            for item in line.items
            if item.statement
            for id in spoken_of(item.statement)
        }
        return sorted(ids - {""})

    @property
    def code_end(self) -> int:
        """Where the code of the line ends, before its comment."""
        return self.line_start + len(self.plain[self.line_start : self.line_end].rstrip())

    def below(self, statement: str) -> TextFix:
        """Return the fix that writes a statement in a line of its own under this one."""
        line = self.text[self.line_start : self.line_end]
        indent = line[: len(line) - len(line.lstrip())]
        is_inside = bool(re.match(r"\s*function\b", line))
        place = self.line_start if is_inside else self.line_end
        text = f"{statement}\n" if is_inside else f"\n{indent}{statement}"
        return TextFix(f"Add {statement}", place, place, text)


def _other_name(place: _Place) -> Iterator[TextFix]:
    word, end = place.word
    known = [one for one in place.known if one != word]
    for near in get_close_matches(word, known, 2, 0.7) if word else ():
        yield TextFix(f"Use {near} instead", place.at, end, id_text(near))


def _other_function(place: _Place) -> Iterator[TextFix]:
    word, end = place.word
    known = sorted({*place.known, *(one for one in OPERATORS if one.isalnum())} - {word})
    for near in get_close_matches(word, known, 2, 0.6) if word else ():
        yield TextFix(f"Use {near} instead", place.at, end, near)


def _name(place: _Place) -> Iterator[TextFix]:
    """Add what is not there as a parameter, or name something that is."""
    word, end = place.word
    if not word:
        return
    if place.plain[end:].lstrip(" ")[:1] == "(":
        yield from _other_function(place)
    elif "add compartment" in place.problem:
        yield place.below(f"compartment {id_text(word)} = 1")
    elif "correct the name" not in place.problem and not _in_function(place):
        yield place.below(f"{id_text(word)} = 1")
    yield from _other_name(place)


def _in_function(place: _Place) -> bool:
    for line in reversed(place.plain[: place.line_start].split("\n")[-6:]):
        if re.match(r"\s*function\b", line):
            return True
        if re.search(r"\bend\b", line):
            return False
    return False


def _replaced_by(*pairs: tuple[str, str]) -> Callable[[_Place], Iterator[TextFix]]:
    """Return what writes one sign for another, where the place has it."""

    def make(place: _Place) -> Iterator[TextFix]:
        for old, new in pairs:
            if place.plain.startswith(old, place.at):
                yield TextFix(f"Write {new}", place.at, place.at + len(old), new)

    return make


def _inserted(sign: str, label: str) -> Callable[[_Place], Iterator[TextFix]]:
    def make(place: _Place) -> Iterator[TextFix]:
        at = place.at
        if place.plain[at : at + 1] in ("*", "/", "^", "("):  # the word before begins the formula
            head = place.plain[:at].rstrip(" \t")
            at = len(head) - len(re.split(r"[^\w`]", head)[-1])
        before = len(place.plain[:at].rstrip(" \t"))
        yield TextFix(label, before, at, sign)

    return make


def _meant(place: _Place) -> Iterator[TextFix]:
    if found := _MEANT.search(place.problem):
        _, end = place.word
        yield TextFix(f"Write {found[1]}", place.at, end, found[1])


def _as_two_species(place: _Place) -> Iterator[TextFix]:
    word, end = place.word
    if word:
        yield TextFix(f"Write {word} +", place.at, end, f"{id_text(word)} +")
        yield place.below(f"{id_text(word)} = 1")


def _end(place: _Place) -> Iterator[TextFix]:
    end = len(place.text.rstrip())
    yield TextFix("Write end", end, end, "\nend")


def _function_end(place: _Place) -> Iterator[TextFix]:
    """Write the end of a function after the first line of its formula."""
    head = place.plain.find("\n", place.at)
    found = re.compile(r"\S[^\n]*").search(place.plain, len(place.text) if head < 0 else head)
    if found and found[0].strip() not in KEYWORDS:
        end = found.end()
        yield TextFix("Write end", end, end, "\nend")


def _bracket(place: _Place) -> Iterator[TextFix]:
    """Close a parenthesis where its statement ends."""
    rest = place.plain[place.at : place.code_end]
    end = next(
        (token.position for token in tokens(rest) if token.kind in ("semicolon", "end")), len(rest)
    )
    end = place.at + len(rest[:end].rstrip())
    yield TextFix("Write )", end, end, ")")


def _statement_gone(place: _Place) -> Iterator[TextFix]:
    """Remove the statement that says something once more."""
    start = 0
    for line in lines_of(place.text):
        end = start + len(line.raw)
        for item in line.items:
            a, b = item.group if item.group[1] else (item.start, item.end)
            if start + a <= place.at < start + b:
                told = place.text[start + a : start + b].strip()
                line.drop(a, b)
                yield TextFix(f"Remove {told[:40]}", start, end, line.raw)
                return
        start = end + 1


def _word_gone(place: _Place) -> Iterator[TextFix]:
    word, end = place.word
    if word:
        yield TextFix(f"Remove {word}", place.at, end, "")


_FIXES: dict[str, tuple[Callable[[_Place], Iterator[TextFix]], ...]] = {
    "is read as a stoichiometry": (_as_two_species,),
    "nothing called": (_name,),
    "no function": (_other_function,),
    "did you mean '": (_meant,),
    "begins no statement": (_other_name,),
    "write A + 2 B -> C, with =>": (_replaced_by(("<->", "->"), ("<=>", "->"), ("-->", "->")),),
    "put + between species": (
        _inserted("; ", "Write ; before it"),
        _inserted(" + ", "Write + before it"),
    ),
    "should end here: end the line": (_inserted("; ", "Write ; before it"),),
    "This model has no end": (_end,),
    "This function has no end": (_function_end,),
    "ends nothing": (_word_gone,),
    "never closed": (_bracket,),
    "remove one of them": (_statement_gone,),
    "has a reaction already": (_statement_gone,),
}
"""By words of what is said of a place, the ways to mend it."""
