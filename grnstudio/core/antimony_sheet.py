"""A network's text that can be changed statement by statement, all else staying as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from grnstudio.core.antimony_items import Item, subject
from grnstudio.core.antimony_lines import Line, closed, is_unlabelled, lines_of, numbered
from grnstudio.core.antimony_phrases import id_text
from grnstudio.core.antimony_statements import Declaration, Statement
from grnstudio.core.antimony_tokens import without_comments

Found = tuple[Line, Item]
Test = Callable[[Statement], bool]
WORDS = ("const", "var", "substanceOnly", "species", "compartment", "formula")
"""Words of a declaration, in the order in which they are written."""
FEW = 10  # ids whose lines are looked for one by one


class Sheet:
    """The lines of a text, and what each of them is about."""

    def __init__(self, text: str) -> None:
        lines = lines_of(text)
        self.is_shaken = False  # whether statements came or went
        self._known: list[Line] = lines
        self._head = Line("", "")
        self._about: dict[str, list[Line]] | None = None  # by id, once many were asked for
        self._asked: dict[str, list[Line]] = {}
        self._names: dict[Line, dict[int, str]] = dict(numbered(lines, text))
        for line, names in self._names.items():
            line.name(names)
        last = self._head
        for line in lines:
            last.next, line.previous = line, last
            last = line

    @property
    def text(self) -> str:
        """The text as it stands."""
        return "\n".join([line.raw for line in self.lines()])

    def lines(self) -> list[Line]:
        """Return all lines, in order."""
        if not self._known:
            line = self._head.next
            while line:
                if not line.is_gone:
                    self._known.append(line)
                line = line.next
        return self._known

    def found(self, id: str, *kinds: type[Statement]) -> list[Found]:
        """Return the statements of these kinds whose subject is ``id``."""
        return self.where(
            id, lambda one: isinstance(one, kinds or Statement) and subject(one) == id
        )

    def where(self, id: str, test: Test) -> list[Found]:
        """Return the statements that speak of ``id`` and pass ``test``."""
        return [
            (line, item)
            for line in self._lines_about(id)
            if not line.is_gone
            for item in line.items
            if item.statement and test(item.statement)
        ]

    def _lines_about(self, id: str) -> list[Line]:
        """Return the lines that speak of ``id``, and some that did."""
        if self._about is None and id not in self._asked and len(self._asked) >= FEW:
            self._about = self._indexed()
        if self._about is not None:
            return self._about.get(id, [])
        if id not in self._asked:
            self._asked[id] = [line for line in self.lines() if id in line.about]
        return self._asked[id]

    def _indexed(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines():
            for id in line.about:
                if id in found:
                    found[id].append(line)
                else:
                    found[id] = [line]
        return found | self._asked

    def every(self, test: Test) -> Iterator[Found]:
        """Yield all statements that pass ``test``, in order."""
        for line in self.lines():
            for item in line.items:
                if item.statement and test(item.statement):
                    yield line, item

    def put(self, line: Line, start: int, end: int, text: str) -> None:
        """Replace a piece of a line."""
        seen = line.seen
        if line not in self._names:
            line.put(start, end, text)
        else:
            kept, old = list(self._names[line].values()), (line.raw, line.plain)
            line.put(start, end, text)
            if not self._rename(line, kept):
                line.take(*old)
                start, end = self._shifted(line, start), self._shifted(line, end)
                self.label(line)
                line.put(start, end, text)
        self.is_shaken |= line.seen != seen
        self._note(line)

    def drop(self, line: Line, item: Item) -> None:
        """Take a statement out, or an id out of a declaration of several."""
        if isinstance(item.statement, Declaration) and self._is_shared(line, item):
            self._split(line, item, "")
            return
        names = self._names.get(line, {})
        kept = [id for number, id in names.items() if line.items[number].start != item.start]
        line.drop(*(item.group if item.group[1] else (item.start, item.end)))
        self._rename(line, kept)
        self._note(line)
        self.is_shaken, self._known = True, []

    def _rename(self, line: Line, ids: list[str]) -> bool:
        """Let statements without a label keep the ids that count for them, if they are as many."""
        numbers = [number for number, one in enumerate(line.items) if is_unlabelled(one.statement)]
        if len(numbers) != len(ids):
            return False
        self._names.pop(line, None)
        if ids:
            self._names[line] = dict(zip(numbers, ids, strict=True))
            line.name(self._names[line])
        return True

    def say(self, line: Line, item: Item, text: str) -> None:
        """Write ``text`` in the place of a statement; of a declaration, for its id alone."""
        if isinstance(item.statement, Declaration) and self._is_shared(line, item):
            self._split(line, item, text)
            return
        start, end = item.group
        if line.plain[end:].lstrip(" \t").startswith(";"):
            text = closed(text)
        self.put(line, start, end, text)

    def add_after(self, place: Found, text: str) -> None:
        """Write another statement after one, in a line of its own where that is the last."""
        line, item = place
        rest = [one for one in line.items if one.start >= (item.group[1] or item.end)]
        if rest and "\n" not in line.plain[item.end : rest[0].start]:
            self.label(line)
            line.add(next(one for one in line.items if _same(one, item)), text)
            self._note(line)
            self.is_shaken = True
            return
        self._insert(line, line.indent, text)

    def add_before(self, line: Line, text: str) -> None:
        """Write another line before one."""
        self._insert(line.previous or self._head, line.indent, text)

    def add_below(self, line: Line, text: str, indent: str = "") -> None:
        """Write another line after one, further in by ``indent``."""
        self._insert(line, line.indent + indent, text)

    def add_at_end(self, text: str) -> None:
        """Write another line where the model ends."""
        lines = self.lines()
        for line in reversed(lines):
            if any(one.is_end for one in line.items):
                inside = next((one.indent for one in lines if one.indent and one.items), "  ")
                self._insert(line.previous or self._head, inside, text)
                return
        last = lines[-1] if lines else self._head
        is_blank = not last.raw.strip() and last.previous is not None
        self._insert(last.previous or last if is_blank else last, "", text)

    def words_of(self, id: str) -> set[str]:
        """Return the words that ``id`` is declared with."""
        return {
            word
            for _, item in self.found(id, Declaration)
            if isinstance(item.statement, Declaration)
            for word in item.statement.words
        }

    def unnumbered(self) -> None:
        """Write the labels out where the ids that count for what has none would be others."""
        while True:
            lines = self.lines()
            wrong = False
            for line, names in numbered(lines, self.text):
                known = self._names.get(line, {})
                if any(known.get(number) != id for number, id in names.items()):
                    wrong = True
            if not wrong:
                return
            for line in list(self._names):
                if not line.is_gone:
                    self.label(line)

    def _insert(self, before: Line, indent: str, text: str) -> None:
        text = "\n".join(indent + one for one in text.split("\n"))
        line = Line(text, without_comments(text))
        line.previous, line.next = before, before.next
        if before.next:
            before.next.previous = line
        before.next = line
        self._note(line)
        self.is_shaken, self._known = True, []

    def _note(self, line: Line) -> None:
        found = self._asked if self._about is None else self._about
        for id in line.about:
            if id in found:
                if line not in found[id]:
                    found[id].append(line)
            elif self._about is not None:
                found[id] = [line]

    def label(self, line: Line) -> None:
        """Write the labels of a line's statements out."""
        names = self._names.pop(line, None)
        if not names:
            return
        starts = {number: line.items[number].start for number in names}
        for number in sorted(names, reverse=True):
            line.put(starts[number], starts[number], f"{id_text(names[number])}: ")
        self._note(line)

    def _shifted(self, line: Line, position: int) -> int:
        """Return where a position comes to lie once labels are written out."""
        names = self._names.get(line)
        if not names:
            return position
        return position + sum(
            len(id_text(id)) + 2
            for number, id in names.items()
            if line.items[number].start < position
        )

    def _is_shared(self, line: Line, item: Item) -> bool:
        return sum(one.group == item.group for one in line.items) > 1

    def _split(self, line: Line, item: Item, text: str) -> None:
        """Write the ids of a declaration apart, ``text`` in the place of ``item``."""
        group = [one for one in line.items if one.group == item.group]
        words = line.plain[item.group[0] : group[0].start].strip()
        number = group.index(item)
        before = ", ".join(line.plain[one.start : one.end] for one in group[:number])
        after = ", ".join(line.plain[one.start : one.end] for one in group[number + 1 :])
        if text:
            parts = [f"{words} {before}" if before else "", text, f"{words} {after}"]
            self.put(line, *item.group, "; ".join(parts if after else parts[:2]).strip("; "))
        else:
            joined = ", ".join(one for one in (before, after) if one)
            self.put(line, *item.group, f"{words} {joined}")


def _same(one: Item, other: Item) -> bool:
    if one.statement is None or other.statement is None:
        return False
    return type(one.statement) is type(other.statement) and subject(one.statement) == subject(
        other.statement
    )


def declaration(words: Collection[str], one: Declaration, body: str = "") -> str:
    """Return a declaration with other words, of what it declares otherwise or of ``body``."""
    kept = [word for word in WORDS if word in words]
    return " ".join([*kept, body or declared(one)])


def declared(one: Declaration, **changes: object) -> str:
    """Return what follows the words of a declaration, with some of it changed."""
    one = replace(one, **changes)  # type: ignore[arg-type]
    place = f" in {id_text(one.place.name)}" if one.place else ""
    value = f" = {one.value.text}" if one.value else ""
    return f"{'$' if one.boundary else ''}{id_text(one.id.name)}{place}{value}"
