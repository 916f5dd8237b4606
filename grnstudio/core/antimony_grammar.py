"""Reads the statements of a network's text, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import ClassVar

from grnstudio.core.antimony_reactions import is_reaction, reaction, refuse_interactions
from grnstudio.core.antimony_statements import (
    KEYWORDS,
    Check,
    Declaration,
    EventLine,
    FunctionText,
    Heading,
    Naming,
    Place,
    Property,
    Remark,
    Rule,
    Statement,
    Value,
)
from grnstudio.core.antimony_tokens import Cursor, Formula, Id, Token

_KINDS = ("species", "compartment", "const", "var", "substanceOnly", "formula")
_FLAGS = ("t0", "persistent", "fromTrigger")
_REFUSED = {
    "import": "Other files are not read from here; paste the text of that file.",
    "delete": "A part cannot be deleted; leave it out instead.",
}
_NUMBERED = re.compile(r"\b_[JE]\d+")


class Grammar:
    """Reads a text, statement by statement; raises `AntimonySyntaxError`.

    ``is_piece`` says that the text is a piece of one: there, what has no label has no id.
    """

    def __init__(self, text: str, is_piece: bool = False) -> None:
        self._is_piece = is_piece
        self.cursor = Cursor(text)
        self._counts = {"_J": 0, "_E": 0}
        self._taken = frozenset(_NUMBERED.findall(text))
        self._heading: Heading | None = None
        self._is_open = False

    def statements(self) -> Iterator[Statement]:
        """Yield what the text says."""
        cursor = self.cursor
        while not cursor.is_over:
            if cursor.is_done:
                cursor.take()
            elif self.sees_end:
                self._close()
            else:
                yield from self.statement()
        if self._is_open and self._heading:
            cursor.fail("This model has no end; write 'end' after it.", self._heading.id)

    @property
    def sees_end(self) -> bool:
        """Whether the end of the model stands next."""
        return self.cursor.sees("end") and self.cursor.ahead().kind not in ("name", "sign")

    def statement(self) -> Iterator[Statement]:
        """Yield the next statement, a declaration once for each id."""
        statement = self._statement()
        yield statement
        if isinstance(statement, Declaration):
            yield from self._declared_further(statement)

    def _close(self) -> None:
        if not self._is_open:
            self.cursor.fail("This 'end' ends nothing; remove it.")
        self._is_open = False
        self.cursor.take()
        self.cursor.finish("The model")

    def _statement(self) -> Statement:
        cursor = self.cursor
        refuse_interactions(cursor)
        found = cursor.ahead()
        if cursor.token.kind in ("name", "quoted"):
            if found.text in ("=", ":=", "'", ".") and found.kind == "sign":
                return self._setting()
            if found.text == ":":
                return self._labelled()
        if is_reaction(cursor):
            return reaction(cursor, self._unnamed("_J"))
        if cursor.sees("$"):
            return self._declared(frozenset())
        keyword = cursor.token.text if cursor.token.kind == "name" else ""
        if keyword in _KINDS:
            return self._declaration()
        if keyword in self._readers:
            return self._readers[keyword](self)
        if keyword in _REFUSED:
            cursor.fail(_REFUSED[keyword])
        return self._about()

    def _setting(self) -> Statement:
        cursor = self.cursor
        owner, id = None, cursor.id("A name")
        if cursor.skip("."):
            owner, id = id, cursor.id("The name of a parameter of that reaction")
        elif cursor.skip("'"):
            cursor.expect("=", f"{id.name}'")
            return self._finished(Rule(id, cursor.formula(f"The rate of {id.name}"), True))
        elif cursor.skip(":="):
            return self._finished(Rule(id, cursor.formula(f"The rule for {id.name}"), False))
        cursor.expect("=", id.name)
        return self._finished(Value(id, cursor.formula(f"The value of {id.name}"), owner))

    def _labelled(self) -> Statement:
        cursor = self.cursor
        id = cursor.id("A name")
        cursor.take()
        if cursor.sees("at"):
            return self._event(id)
        if is_reaction(cursor):
            return reaction(cursor, id)
        if cursor.ahead().text == "(":
            cursor.fail("Models made of other models are not read; write their reactions out.")
        return cursor.fail(
            f"After '{id.name}:' there should be a reaction (A -> B; k*A) or an event "
            f"(at (time > 5): A = 0), not {cursor.shown()}."
        )

    def _declaration(self) -> Statement:
        cursor = self.cursor
        words = set()
        while cursor.sees(*_KINDS) and cursor.ahead().text not in ("=", ",", "in"):
            word = cursor.take().text
            words.add(word)
            if cursor.is_done:
                cursor.fail(f"After '{word}' there should be an id.")
        return self._declared(frozenset(words))

    def _declared(self, words: frozenset[str]) -> Declaration:
        cursor = self.cursor
        boundary = cursor.skip("$")
        id = cursor.id("An id")
        place = cursor.id("A compartment") if cursor.skip("in") else None
        value = cursor.formula(f"The value of {id.name}", ",") if cursor.skip("=") else None
        return Declaration(words, id, boundary, place, value)

    def _declared_further(self, first: Declaration) -> Iterator[Declaration]:
        cursor = self.cursor
        while cursor.skip(","):
            yield self._declared(first.words)
        cursor.finish(f"The declaration of {first.id.name}")

    def _event(self, id: Id) -> Statement:
        cursor = self.cursor
        at = cursor.take()
        first = cursor.formula("The condition of the event", ("after", ",", ":")).bare()
        delay, trigger = None, first
        if cursor.skip("after"):
            delay, trigger = first, cursor.formula("The condition of the event", (",", ":")).bare()
        options: dict[str, bool] = {}
        priority = None
        while cursor.skip(","):
            name = cursor.id(f"One of {', '.join((*_FLAGS, 'priority'))}")
            cursor.expect("=", name.name)
            value = cursor.formula(f"The value of {name.name}", (",", ":")).bare()
            if name.name == "priority":
                priority = value
            else:
                options[name.name] = self._flag(name, value)
        if not cursor.skip(":"):
            cursor.fail("After the condition of an event there should be ': A = 0'.", at)
        assignments = tuple(self._event_assignments())
        return self._finished(EventLine(id, trigger, delay, priority, options, assignments))

    def _flag(self, name: Id, value: Formula) -> bool:
        if name.name not in _FLAGS:
            near = get_close_matches(name.name, _FLAGS, 1) or ["priority"]
            self.cursor.fail(f"Events have no '{name.name}'; did you mean '{near[0]}'?", name)
        if value.text not in ("true", "false"):
            self.cursor.fail(f"'{name.name}' is true or false.", value)
        return value.text == "true"

    def _event_assignments(self) -> Iterator[tuple[Id, Formula]]:
        cursor = self.cursor
        while not cursor.is_done:
            id = cursor.id("What the event sets")
            cursor.expect("=", id.name)
            yield id, cursor.formula(f"What the event sets {id.name} to", ",")
            if not cursor.skip(","):
                break

    def _function(self) -> Statement:
        cursor = self.cursor
        start = cursor.take()
        id = cursor.id("The name of the function")
        cursor.expect("(", id.name)
        arguments = []
        while not cursor.sees(")"):
            arguments.append(cursor.id("An argument").name)
            if not cursor.skip(","):
                break
        cursor.expect(")", "the arguments of a function")
        cursor.skip_ends()
        formula = cursor.formula(f"The formula of {id.name}")
        cursor.skip_ends()
        if not cursor.skip("end"):
            cursor.fail("This function has no end; write 'end' after its one formula.", start)
        return self._finished(FunctionText(id, tuple(arguments), formula))

    def _model(self) -> Statement:
        cursor = self.cursor
        word = cursor.take()
        if cursor.sees("is", "has"):
            return self._about_id(Id("", word.position), word)
        cursor.skip("*")
        heading = Heading(cursor.id("The name of the model"))
        if self._heading:
            cursor.fail("A second model begins here; keep each in a file of its own.", heading.id)
        if cursor.skip("("):
            cursor.expect(")", "the '(' of a model")
        self._heading, self._is_open = heading, True
        return self._finished(heading)

    def _unit(self) -> Statement:
        self.cursor.take()
        text = " ".join(token.text for token in self.cursor.to_end())
        return self._finished(Remark(f"The unit '{text}' was left out: units are not reckoned."))

    def _assertion(self) -> Statement:
        cursor = self.cursor
        cursor.take()
        formula = cursor.formula("The condition", ("else",)).bare()
        message = cursor.string("A message") if cursor.skip("else") else ""
        return self._finished(Check(formula, message))

    def _unnamed_event(self) -> Statement:
        return self._event(self._unnamed("_E"))

    def _about(self) -> Statement:
        """Read ``A is "name"``, ``A in cell``, ``k has unit`` and annotations."""
        cursor = self.cursor
        if cursor.token.kind not in ("name", "quoted"):
            cursor.fail(f"A statement cannot begin with {cursor.shown()}.")
        start = cursor.token
        return self._about_id(cursor.id("A name"), start)

    def _about_id(self, id: Id, start: Token) -> Statement:
        cursor = self.cursor
        if cursor.skip("is"):
            return self._finished(Naming(id, cursor.string("A name")))
        if cursor.skip("in"):
            return self._finished(Place(id, cursor.id("A compartment")))
        if cursor.sees("has"):
            return self._property(id)
        if cursor.token.kind == "name" and cursor.ahead().kind == "string":
            cursor.to_end()
            return self._finished(Remark(f"An annotation of {id.name} was left out."))
        near = get_close_matches(id.name, [*KEYWORDS], 1) if not cursor.is_done else []
        hint = f"did you mean '{near[0]}'?" if near else "write A -> B; k*A or k = 0.1."
        return cursor.fail(f"'{id.name}' begins no statement; {hint}", start)

    def _property(self, id: Id) -> Statement:
        cursor = self.cursor
        start = cursor.take()
        key = "unit"
        kinds = ("name", "quoted", "number")
        if cursor.sees("conversion", "dimensions") and cursor.ahead().kind in kinds:
            key = cursor.take().text
        if cursor.token.kind == "string":
            value = cursor.string("A unit")
        elif cursor.token.kind == "number":
            value = cursor.take().text
        else:
            value = cursor.id(f"A {key}").name
        return self._finished(Property(id, key, value, start.position))

    def _finished(self, statement: Statement) -> Statement:
        self.cursor.finish("The statement")
        return statement

    def _unnamed(self, stem: str) -> Id:
        if self._is_piece:
            return Id("", self.cursor.token.position)
        while f"{stem}{self._counts[stem]}" in self._taken:
            self._counts[stem] += 1
        self._counts[stem] += 1
        return Id(f"{stem}{self._counts[stem] - 1}", self.cursor.token.position)

    _readers: ClassVar[dict[str, Callable[[Grammar], Statement]]] = {
        "model": _model,
        "module": _model,
        "function": _function,
        "unit": _unit,
        "assert": _assertion,
        "at": _unnamed_event,
    }
