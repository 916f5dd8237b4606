"""Reads the statements of a network's text, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import ClassVar

from grnstudio.core.antimony_reactions import is_reaction, reaction
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
    """Reads a text, statement by statement; raises `AntimonySyntaxError`."""

    def __init__(self, text: str) -> None:
        self._cursor = Cursor(text)
        self._counts = {"_J": 0, "_E": 0}
        self._taken = frozenset(_NUMBERED.findall(text))
        self._heading: Heading | None = None
        self._is_open = False

    def statements(self) -> Iterator[Statement]:
        """Yield what the text says."""
        cursor = self._cursor
        while not cursor.is_over:
            if cursor.is_done:
                cursor.take()
            elif cursor.sees("end") and cursor.ahead().kind not in ("name", "sign"):
                self._close()
            else:
                statement = self._statement()
                yield statement
                if isinstance(statement, Declaration):
                    yield from self._declared_further(statement)
        if self._is_open and self._heading:
            cursor.fail("This model has no end; write 'end' after it.", self._heading.id)

    def _close(self) -> None:
        if not self._is_open:
            self._cursor.fail("This 'end' ends nothing; remove it.")
        self._is_open = False
        self._cursor.take()
        self._cursor.finish("The model")

    def _statement(self) -> Statement:
        cursor = self._cursor
        self._refuse_interactions()
        found = cursor.ahead()
        if cursor.token.kind in ("name", "quoted"):
            if found.text in ("=", ":=", "'", ".") and found.kind == "sign":
                return self._setting()
            if found.text == ":":
                return self._labelled()
        if is_reaction(cursor):
            return reaction(cursor, self._unnamed("_J"))
        keyword = cursor.token.text if cursor.token.kind == "name" else ""
        if keyword in _KINDS:
            return self._declaration()
        if keyword in self._readers:
            return self._readers[keyword](self)
        if keyword in _REFUSED:
            cursor.fail(_REFUSED[keyword])
        return self._about()

    def _setting(self) -> Statement:
        cursor = self._cursor
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
        cursor = self._cursor
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
        cursor = self._cursor
        words = set()
        while cursor.sees(*_KINDS) and cursor.ahead().text not in ("=", ",", "in"):
            word = cursor.take().text
            words.add(word)
            if cursor.is_done:
                cursor.fail(f"After '{word}' there should be an id.")
        return self._declared(frozenset(words))

    def _declared(self, words: frozenset[str]) -> Declaration:
        cursor = self._cursor
        boundary = cursor.skip("$")
        id = cursor.id("An id")
        place = cursor.id("A compartment") if cursor.skip("in") else None
        value = cursor.formula(f"The value of {id.name}", ",") if cursor.skip("=") else None
        return Declaration(words, id, boundary, place, value)

    def _declared_further(self, first: Declaration) -> Iterator[Declaration]:
        cursor = self._cursor
        while cursor.skip(","):
            yield self._declared(first.words)
        cursor.finish(f"The declaration of {first.id.name}")

    def _event(self, id: Id) -> Statement:
        cursor = self._cursor
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
            self._cursor.fail(f"Events have no '{name.name}'; did you mean '{near[0]}'?", name)
        if value.text not in ("true", "false"):
            self._cursor.fail(f"'{name.name}' is true or false.", value)
        return value.text == "true"

    def _event_assignments(self) -> Iterator[tuple[Id, Formula]]:
        cursor = self._cursor
        while not cursor.is_done:
            id = cursor.id("What the event sets")
            cursor.expect("=", id.name)
            yield id, cursor.formula(f"What the event sets {id.name} to", ",")
            if not cursor.skip(","):
                break

    def _function(self) -> Statement:
        cursor = self._cursor
        start = cursor.take()
        id = cursor.id("The name of the function")
        cursor.expect("(", id.name)
        arguments = []
        while not cursor.sees(")"):
            arguments.append(cursor.id("An argument").name)
            if not cursor.skip(","):
                break
        cursor.expect(")", "the arguments of a function")
        self._skip_ends()
        formula = cursor.formula(f"The formula of {id.name}")
        self._skip_ends()
        if not cursor.skip("end"):
            cursor.fail("This function has no end; write 'end' after its one formula.", start)
        return self._finished(FunctionText(id, tuple(arguments), formula))

    def _skip_ends(self) -> None:
        while self._cursor.is_done and not self._cursor.is_over:
            self._cursor.take()

    def _model(self) -> Statement:
        cursor = self._cursor
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
        self._cursor.take()
        text = " ".join(token.text for token in self._cursor.to_end())
        return self._finished(Remark(f"The unit '{text}' was left out: units are not reckoned."))

    def _assertion(self) -> Statement:
        cursor = self._cursor
        cursor.take()
        formula = cursor.formula("The condition", ("else",)).bare()
        message = cursor.string("A message") if cursor.skip("else") else ""
        return self._finished(Check(formula, message))

    def _unnamed_event(self) -> Statement:
        return self._event(self._unnamed("_E"))

    def _about(self) -> Statement:
        """Read ``A is "name"``, ``A in cell``, ``k has unit`` and annotations."""
        cursor = self._cursor
        if cursor.token.kind not in ("name", "quoted"):
            cursor.fail(f"A statement cannot begin with {cursor.shown()}.")
        start = cursor.token
        return self._about_id(cursor.id("A name"), start)

    def _about_id(self, id: Id, start: Token) -> Statement:
        cursor = self._cursor
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
        cursor = self._cursor
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
        self._cursor.finish("The statement")
        return statement

    def _unnamed(self, stem: str) -> Id:
        while f"{stem}{self._counts[stem]}" in self._taken:
            self._counts[stem] += 1
        self._counts[stem] += 1
        return Id(f"{stem}{self._counts[stem] - 1}", self._cursor.token.position)

    def _refuse_interactions(self) -> None:
        words = [token.text for token in self._cursor.first(7)]
        if words[1:2] == [":"]:
            words = words[2:]
        arrow = words[1:3] in (["-", "o"], ["-", "|"], ["-", "("])
        if arrow and len(words) == 4 and words[0].isidentifier() and words[3].isidentifier():
            self._cursor.fail(
                f"Interactions ({words[0]} {''.join(words[1:3])} {words[3]}) are not read; write "
                f"the regulator into the rate of the reaction instead."
            )

    _readers: ClassVar[dict[str, Callable[[Grammar], Statement]]] = {
        "model": _model,
        "module": _model,
        "function": _function,
        "unit": _unit,
        "assert": _assertion,
        "at": _unnamed_event,
    }
