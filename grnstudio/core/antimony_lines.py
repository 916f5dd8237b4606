"""The lines of a network's text, which can be changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from grnstudio.core.antimony_items import REMEMBERED, Item, Reading, reading
from grnstudio.core.antimony_statements import EventLine, ReactionLine, Statement
from grnstudio.core.antimony_tokens import Id, comments, without_comments

_FUNCTION = re.compile(r"(?:^|;)\s*function\b")
_END = re.compile(r"(?<![\w`])end(?![\w`])")
_NUMBERED = re.compile(r"\b_[JE]\d+")


class Line:
    """A line, or several that a comment or a function holds together, which can be changed."""

    __slots__ = ("about", "is_gone", "items", "next", "plain", "previous", "raw", "seen")

    def __init__(self, raw: str, plain: str, read: Reading | None = None) -> None:
        self.previous: Line | None = None
        self.next: Line | None = None
        self.is_gone = False
        self.raw, self.plain = raw, plain
        read = read or reading(plain)
        self.items, self.about, self.seen = read.items, read.about, read.seen

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
    raws = text.split("\n")
    if "/*" not in text and "\\\n" not in text and "function" not in text:
        return [Line(raw, *read_line(raw)) for raw in raws]
    plains = without_comments(text).split("\n")
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


@lru_cache(maxsize=REMEMBERED)
def read_line(raw: str) -> tuple[str, Reading]:
    """Return a line without its comment, and what stands in it, where no line goes on after it."""
    plain = without_comments(raw)
    plain = raw if plain == raw else plain
    return plain, reading(plain)


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
