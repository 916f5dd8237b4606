"""Gathers what a network's text says about each id, and what kind of thing each id is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from grnstudio.core.antimony_statements import (
    Check,
    Declaration,
    EventLine,
    FunctionText,
    Heading,
    Naming,
    Place,
    Property,
    ReactionLine,
    Remark,
    Rule,
    Statement,
    Term,
    Value,
)
from grnstudio.core.antimony_tokens import AntimonySyntaxError, Formula, Id


@dataclass(slots=True)
class Draft:
    """What the statements of a text say, by id."""

    source: str
    heading: Heading | None = None
    words: dict[str, set[str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)  # where an id stands first
    boundary: set[str] = field(default_factory=set)
    places: dict[str, Id] = field(default_factory=dict)
    values: dict[str, Formula] = field(default_factory=dict)
    locals: dict[Id, Formula] = field(default_factory=dict)
    twins: set[tuple[str, str]] = field(default_factory=set)  # reactions with their parameters
    owners: dict[Id, Id] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    reactions: dict[str, ReactionLine] = field(default_factory=dict)
    events: dict[str, EventLine] = field(default_factory=dict)
    functions: dict[str, FunctionText] = field(default_factory=dict)
    labels: dict[str, Id] = field(default_factory=dict)
    names: dict[str, Naming] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, statement: Statement) -> None:
        """Take in one statement; raises `AntimonySyntaxError` if it contradicts another."""
        match statement:
            case Heading():
                self.heading = statement
            case Declaration():
                self._declare(statement)
            case Value():
                self._set(statement)
            case Rule():
                self._once(statement.id, self.rules, "a rule")
                self.rules[self._see(statement.id)] = statement
            case ReactionLine():
                self._react(statement)
            case EventLine():
                self._once(statement.id, self.events, "an event")
                self.events[statement.id.name] = statement
            case FunctionText():
                self._once(statement.id, self.functions, "a function")
                self.functions[statement.id.name] = statement
            case Naming():
                self.names[statement.id.name] = statement
            case Place():
                self.places[statement.id.name] = statement.place
            case Property():
                self.properties.append(statement)
            case Check():
                self.checks.append(statement)
            case Remark():
                self.remarks.append(statement.text)

    @property
    def species(self) -> list[str]:
        """Ids of species, in the order in which they come up."""
        declared = {id for id, words in self.words.items() if words & {"species", "substanceOnly"}}
        found = declared | self.used
        return [id for id in self.seen if id in found]

    @property
    def used(self) -> set[str]:
        """Ids of species that take part in reactions."""
        return {term.species.name for term in self.terms()}

    @property
    def compartments(self) -> list[str]:
        """Ids of compartments, in the order in which they come up."""
        return [id for id in self.seen if "compartment" in self.words.get(id, ())]

    @property
    def parameters(self) -> list[str]:
        """Ids that are set or declared and are nothing else."""
        other = {*self.species, *self.compartments, *self.labels, *self.reactions}
        return [id for id in self.seen if id not in other]

    @property
    def changed(self) -> frozenset[str]:
        """Ids that rules or events set."""
        by_events = {id.name for one in self.events.values() for id, _ in one.assignments}
        return frozenset(by_events | self.rules.keys())

    def terms(self) -> Iterator[Term]:
        """Yield every place of a species in a reaction."""
        for one in self.reactions.values():
            yield from one.reactants
            yield from one.products

    def fail(self, problem: str, at: Id | Formula | int) -> AntimonySyntaxError:
        """Return the error that shows a place."""
        position = at if isinstance(at, int) else at.position
        return AntimonySyntaxError(problem, self.source, position)

    def line(self, position: int) -> int:
        """Return the line of a position."""
        return self.source.count("\n", 0, position) + 1

    def _see(self, id: Id) -> str:
        self.seen.setdefault(id.name, id.position)
        return id.name

    def _once(self, id: Id, others: Collection[str], what: str) -> None:
        if id.name in others:
            raise self.fail(f"'{id.name}' has {what} already; remove one of them.", id)

    def _declare(self, one: Declaration) -> None:
        words = self.words.setdefault(self._see(one.id), set())
        words |= one.words or {"species"}  # a mere $A
        if "compartment" in words and words & {"species", "substanceOnly"}:
            problem = f"'{one.id.name}' cannot be both a compartment and a species; rename one."
            raise self.fail(problem, one.id)
        if one.boundary:
            self.boundary.add(one.id.name)
        if one.place:
            self.places[one.id.name] = one.place
        if one.value:
            self._set(Value(one.id, one.value))

    def _set(self, one: Value) -> None:
        if one.owner:
            twin = (one.owner.name, one.id.name)
            if twin in self.twins:
                problem = f"'{'.'.join(twin)}' has a value already; remove one of them."
                raise self.fail(problem, one.id)
            self.twins.add(twin)
            self.owners[one.id] = one.owner
            self.locals[one.id] = one.formula
            return
        if one.id.name in self.values:
            line = self.line(self.values[one.id.name].position)
            problem = f"'{one.id.name}' has a value already, on line {line}; remove one of them."
            raise self.fail(problem, one.id)
        self.values[self._see(one.id)] = one.formula

    def _react(self, one: ReactionLine) -> None:
        self._once(one.id, self.reactions, "a reaction")
        self.reactions[one.id.name] = one
        for term in (*one.reactants, *one.products):
            self._see(term.species)
            if term.boundary:
                self.boundary.add(term.species.name)
            if term.label:
                self._once(term.label, self.labels, "a place as a stoichiometry")
                self.labels[self._see(term.label)] = term.label
