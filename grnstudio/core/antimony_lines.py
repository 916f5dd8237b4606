"""The lines of a network's text and the statements in them, finished or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from grnstudio.core.antimony_grammar import Grammar
from grnstudio.core.antimony_statements import (
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
from grnstudio.core.antimony_tokens import AntimonySyntaxError, Id, comments, without_comments

_REMEMBERED = 20_000  # lines that are not read again
_FUNCTION = re.compile(r"(?:^|;)\s*function\b")
_END = re.compile(r"(?<![\w`])end(?![\w`])")
_NUMBERED = re.compile(r"\b_[JE]\d+")


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


@lru_cache(maxsize=_REMEMBERED)
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


class Line:
    """A line, or several that a comment or a function holds together, which can be changed."""

    __slots__ = ("about", "is_gone", "items", "next", "plain", "previous", "raw", "seen")

    def __init__(self, raw: str, plain: str) -> None:
        self.previous: Line | None = None
        self.next: Line | None = None
        self.is_gone = False
        self.take(raw, plain)

    def take(self, raw: str, plain: str) -> None:
        """Hold another text, which is ``plain`` without its comments."""
        self.raw, self.plain = raw, plain
        read = reading(plain)
        self.items, self.about, self.seen = read.items, read.about, read.seen

    def put(self, start: int, end: int, text: str) -> None:
        """Replace a piece by ``text``; comments inside the piece stay after it."""
        old = zip(self.raw[start:end], self.plain[start:end], strict=True)
        kept = "".join(raw if raw != plain else " " for raw, plain in old).split()
        text += "".join(f" {one}" for one in kept)
        plain = self.plain[:start] + without_comments(text) + self.plain[end:]
        self.take(self.raw[:start] + text + self.raw[end:], plain)

    def drop(self, start: int, end: int) -> None:
        """Take a statement out, with what parts it from its neighbours."""
        first, rest = self.indent, self.plain[end:]
        room = len(rest) - len(rest.lstrip(" \t"))
        if rest[room : room + 1] == ";":
            end += room + 1
            end += len(self.raw[end:]) - len(self.raw[end:].lstrip(" \t"))
        else:
            before = self.plain[:start].rstrip(" \t")
            if before.endswith(";") and all(one.end < len(before) for one in self.items):
                start = len(before) - 1
        self.put(start, end, "")
        if not self.raw.strip():
            self.is_gone = True
        elif not self.plain.strip():
            self.put(0, len(self.raw) - len(self.raw.lstrip(" \t")), first)
        elif not self.plain[start:].strip():
            self.take(self.raw.rstrip(), self.plain[: len(self.raw.rstrip())])

    def add(self, item: Item, text: str) -> None:
        """Write another statement after ``item``."""
        end = item.group[1] or item.end
        gap = ";" if isinstance(item.statement, ReactionLine) and not item.statement.rate else ""
        gap = "" if self.plain[:end].endswith(";") else gap
        if self.plain[end:].lstrip(" \t").startswith(";"):
            text = closed(text)
        self.put(end, end, f"{gap}; {text}")

    def name(self, names: dict[int, str]) -> None:
        """Give items without a label the ids that count for them, by their number."""
        self.items = tuple(
            replace(one, statement=_called(one.statement, names[number]), is_unnamed=True)
            if number in names
            else one
            for number, one in enumerate(self.items)
        )
        self.about |= frozenset(names.values())

    @property
    def indent(self) -> str:
        """The room before the first sign."""
        return self.raw[: len(self.raw) - len(self.raw.lstrip(" \t"))]


def _called(statement: Statement | None, id: str) -> Statement:
    assert isinstance(statement, ReactionLine | EventLine)
    return replace(statement, id=Id(id, statement.id.position))


def closed(text: str) -> str:
    """Return a statement as it stands before a semicolon: a reaction without a rate needs two."""
    is_bare = ";" not in text and ("->" in text or "=>" in text)
    return f"{text};" if is_bare else text


def is_unlabelled(statement: Statement | None) -> bool:
    """Say whether this is a reaction or an event whose label the text leaves out."""
    return isinstance(statement, ReactionLine | EventLine) and not statement.id.name


def numbered(lines: Iterable[Line], text: str) -> Iterator[tuple[Line, dict[int, str]]]:
    """Yield the ids that count for what has no label: line by line, by the items' numbers."""
    taken: frozenset[str] | None = None
    counts = {"_J": 0, "_E": 0}
    for line in lines:
        if "" not in line.about:
            continue
        found = {}
        for number, one in enumerate(line.items):
            if one.is_unnamed or is_unlabelled(one.statement):
                taken = frozenset(_NUMBERED.findall(text)) if taken is None else taken
                stem = "_J" if isinstance(one.statement, ReactionLine) else "_E"
                while f"{stem}{counts[stem]}" in taken:
                    counts[stem] += 1
                found[number] = f"{stem}{counts[stem]}"
                counts[stem] += 1
        if found:
            yield line, found


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text``; joined by line ends they are the text again."""
    plain = without_comments(text)
    if "\n" not in text:
        return [Line(text, plain)]
    raws, plains = text.split("\n"), plain.split("\n")
    glued = _glued(text) | _functions(plains)
    lines, number = [], 0
    while number < len(raws):
        end = number
        while end in glued and end + 1 < len(raws):
            end += 1
        raw, bare = "\n".join(raws[number : end + 1]), "\n".join(plains[number : end + 1])
        lines.append(Line(raw, bare))
        number = end + 1
    return lines


def _glued(text: str) -> set[int]:
    """Return the lines at whose end a comment goes on."""
    found: set[int] = set()
    if "/*" not in text:
        return found
    for start, end in comments(text):
        if lines := text.count("\n", start, end):
            first = text.count("\n", 0, start)
            found |= set(range(first, first + lines))
    return found


def _functions(plains: list[str]) -> set[int]:
    """Return the lines at whose end a function goes on."""
    found: set[int] = set()
    for number, plain in enumerate(plains):
        if number in found or "function" not in plain:
            continue
        if not (head := _FUNCTION.search(plain)) or _END.search(plain, head.end()):
            continue
        for end in range(number + 1, len(plains)):
            if _END.search(plains[end]):
                found |= set(range(number, end))
                break
    return found
