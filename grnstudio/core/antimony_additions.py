"""What comes into a network's text when the network grows, and what must be said for it to hold."""

from __future__ import annotations

from collections.abc import Sequence

from grnstudio.core.antimony_changes import Changes, Valued
from grnstudio.core.antimony_items import spoken_of
from grnstudio.core.antimony_phrases import formula_text, id_text
from grnstudio.core.antimony_sheet import Found, declared
from grnstudio.core.antimony_statements import (
    Declaration,
    EventLine,
    FunctionText,
    Heading,
    ReactionLine,
    Rule,
    Statement,
    Value,
)
from grnstudio.core.antimony_text import name_text, part_text, reaction_text
from grnstudio.core.network import Compartment, Network, Parameter, Part, Participant, Species
from grnstudio.core.network import Reaction as OneReaction
from grnstudio.core.rules import AssignmentRule, Event, Function

_FIELDS = ("functions", "compartments", "species", "reactions", "parameters", "events")
_KINDS: dict[type, tuple[type[Statement], ...]] = {
    Function: (FunctionText,),
    Compartment: (Declaration,),
    Species: (Declaration, Value),
    OneReaction: (ReactionLine,),
    Parameter: (Value, Declaration, Rule),
    Event: (EventLine,),
}
_DEFAULTS: dict[type, str] = {Compartment: "1", Species: "0"}


class Additions:
    """Statements that come into the sheet of a change."""

    def __init__(self, changes: Changes) -> None:
        self._changes, self._sheet = changes, changes.sheet
        self._phrases = changes.phrases
        self._after: Network = changes.after

    def add(self) -> None:
        """Write all parts that are not in the text yet."""
        changes = self._changes
        fresh = set(changes.fresh)
        for field in _FIELDS if fresh else ():
            parts: Sequence[Part] = getattr(self._after, field)
            for number, one in enumerate(parts):
                if one.id in fresh:
                    self._add_part(parts, number)
        for id, label in changes.labels.items():
            if id not in changes.old_labels:
                text = "; ".join(part_text(label, self._phrases))
                self._sheet.add_at_end(text)
        for start in self._after.initial:
            if changes.is_fresh(start.target):
                changes.say.set_value(start.target, formula_text(start.formula))

    def _add_part(self, parts: Sequence[Part], number: int) -> None:
        one = parts[number]
        lines = list(part_text(one, self._phrases))
        further = list(reaction_text(one)) if isinstance(one, OneReaction) else []
        if one.name:
            (lines if isinstance(one, Species | Parameter) else further).append(
                name_text(one.id, one.name)
            )
        self._write(parts, number, "; ".join(lines))
        for text in further:
            self._changes.say.add_about(one.id, text)
        if isinstance(one, OneReaction):
            self._changes.touched |= {each.species for each in (*one.reactants, *one.products)}

    def _write(self, parts: Sequence[Part], number: int, text: str) -> None:
        """Write ``text`` after the part before, before the one after, or where its kind stands."""
        sheet = self._sheet
        for one in reversed(parts[max(0, number - 20) : number]):
            if place := self._place(one):
                sheet.add_after(place, text)
                return
        for one in parts[number + 1 : number + 20]:
            if place := self._place(one):
                sheet.add_before(place[0], text)
                return
        self._write_first(parts[number], text)

    def _place(self, one: Part) -> Found | None:
        for kind in _KINDS[type(one)]:
            if found := self._sheet.found(one.id, kind):
                return found[0]
        spoken = self._sheet.where(one.id, lambda each: one.id in spoken_of(each))
        return spoken[0] if spoken else None

    def _write_first(self, one: Part, text: str) -> None:
        """Write the first part of its kind."""
        lines = self._sheet.lines()
        headings = [
            line
            for line in lines
            if any(isinstance(each.statement, Heading) for each in line.items)
        ]
        first = next((line for line in lines if line.items), None)
        if isinstance(one, Function) and first:
            self._sheet.add_before(first, text)
        elif isinstance(one, Compartment | Species) and headings:
            self._sheet.add_below(headings[0], text, "  ")
        elif isinstance(one, Compartment | Species) and first:
            self._sheet.add_before(first, text)
        else:
            self._sheet.add_at_end(text)

    def settle(self) -> None:
        """Say of what was touched what the text no longer says."""
        changes = self._changes
        parts: Sequence[Valued] = (
            *self._after.compartments,
            *self._after.species,
            *self._after.parameters,
        )
        for number, one in enumerate(parts) if changes.touched else ():
            if one.id in changes.touched:
                self._settle(parts, number)
        for id, label in changes.labels.items():
            if id in changes.touched:
                self._settle_value(label)

    def _settle(self, parts: Sequence[Valued], number: int) -> None:
        one = parts[number]
        match one:
            case Species():
                self._settle_species(one)
            case Compartment() | Parameter():
                self._settle_value(one)
        if one.id in self._changes.revalued:
            self._settle_start(one)

    def _settle_species(self, one: Species) -> None:
        sheet = self._sheet
        words = sheet.words_of(one.id)
        used = any(
            one.id in spoken_of(item.statement)
            for _, item in sheet.where(one.id, lambda each: isinstance(each, ReactionLine))
            if item.statement
        )
        is_dollar = one.boundary and self._is_boundary(one.id)
        if not used and not is_dollar and not words & {"species", "substanceOnly"}:
            number = self._after.species.index(one)
            mark = "$" if one.boundary else ""
            self._write(self._after.species, number, f"species {mark}{id_text(one.id)}")
        is_boundary = self._is_boundary(one.id) or (used and "const" in sheet.words_of(one.id))
        if one.boundary and not is_boundary:
            self._mark(one)
        elif not one.boundary:
            self._unmark(one.id)

    def _is_boundary(self, id: str) -> bool:
        return bool(self._sheet.where(id, lambda one: _marks(one, id)))

    def _mark(self, one: Species) -> None:
        for line, item in self._sheet.found(one.id, Declaration):
            if isinstance(item.statement, Declaration):
                text = declared(item.statement, boundary=True)
                self._sheet.put(line, item.start, item.end, text)
                return
        self._write(
            self._after.species, self._after.species.index(one), f"species ${id_text(one.id)}"
        )

    def _unmark(self, id: str) -> None:
        while found := self._sheet.where(id, lambda one: _marks(one, id)):
            line, item = found[0]
            match item.statement:
                case Declaration():
                    text = declared(item.statement, boundary=False)
                    self._sheet.put(line, item.start, item.end, text)
                case ReactionLine():
                    terms = (*item.statement.reactants, *item.statement.products)
                    term = next(one for one in terms if one.boundary and one.species.name == id)
                    place = line.plain.rindex("$", 0, term.species.position)
                    self._sheet.put(line, place, place + 1, "")

    def _settle_value(self, one: Compartment | Parameter | Participant) -> None:
        """Say whether a value is constant where it does not follow, and that there is one."""
        sheet, words = self._sheet, self._sheet.words_of(one.id)
        said = "const" in words or ("var" not in words and one.id not in self._phrases.changed)
        if said != one.constant:
            word, other = ("const", "var") if one.constant else ("var", "const")
            self._changes.say.set_word(one.id, other, False)
            if self._phrases.constancy(one.id, one.constant):
                self._changes.say.set_word(one.id, word, True)
        if isinstance(one, Participant) and not self._phrases.is_labelled(one):
            return
        if not sheet.found(one.id, Declaration, Value, Rule):
            text = "; ".join(part_text(one, self._phrases))
            if isinstance(one, Parameter):
                self._write(self._after.parameters, self._after.parameters.index(one), text)
            else:
                sheet.add_at_end(text)

    def _settle_start(self, one: Valued) -> None:
        """State the value at the start where the text would be read with another."""
        text = self._phrases.value(one)
        if not text or any(_states(item.statement) for _, item in self._sheet.found(one.id)):
            return
        rules = {rule.target for rule in self._after.rules if isinstance(rule, AssignmentRule)}
        if one.id in rules or text != _DEFAULTS.get(type(one), ""):
            self._changes.say.set_value(one.id, text)


def _marks(statement: Statement, id: str) -> bool:
    match statement:
        case Declaration():
            return statement.boundary and statement.id.name == id
        case ReactionLine():
            terms = (*statement.reactants, *statement.products)
            return any(one.boundary and one.species.name == id for one in terms)
    return False


def _states(statement: Statement | None) -> bool:
    match statement:
        case Value(owner=None):
            return True
        case Declaration(value=value):
            return value is not None
    return False
