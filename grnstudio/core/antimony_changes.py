"""What of a network's text goes and what is rewritten when the network changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from grnstudio.core.antimony_phrases import (
    Phrases,
    check_text,
    event_text,
    function_text,
    id_text,
    number_text,
    rate_text,
    rule_text,
    unit_text,
)
from grnstudio.core.antimony_sayings import Sayings
from grnstudio.core.antimony_sheet import Found, Sheet
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
    Rule,
    Statement,
    Value,
)
from grnstudio.core.antimony_tokens import quoted
from grnstudio.core.network import (
    Compartment,
    Network,
    Parameter,
    Part,
    Participant,
    Reaction,
    Species,
)
from grnstudio.core.rules import Event, Function

Valued = Compartment | Species | Parameter | Participant
SETTING = (Value, Rule, Declaration, Place, Property, Naming)


class Changes:
    """The difference of two networks, carried into a sheet."""

    def __init__(self, sheet: Sheet, before: Network, after: Network, phrases: Phrases) -> None:
        self.sheet, self.before, self.after = sheet, before, after
        self.phrases, self.old_phrases = phrases, Phrases(before)
        self.say = Sayings(sheet, after)
        self.old = {one.id: one for one in before.parts()}
        self.new = {one.id: one for one in after.parts()}
        old = self.old
        self._others = [id for id, one in self.new.items() if old.get(id) is not one]
        self.old_labels, self.labels = _labels(before.reactions), _labels(after.reactions)
        self.touched: set[str] = set()  # what makes these what they are may be gone
        self.revalued: set[str] = set()  # what these are without a value may be another

    @property
    def fresh(self) -> list[str]:
        """The ids of parts that `is_fresh`, in the network's order."""
        return [id for id in self._others if self.is_fresh(id)]

    def is_fresh(self, id: str) -> bool:
        """Say whether something else, or nothing, was called ``id`` before."""
        if id in self.labels:
            return id not in self.old_labels
        return type(self.old.get(id)) is not type(self.new[id])

    def remove(self) -> None:
        """Take out what is said of parts that are gone."""
        gone = self.old.keys() - self.new.keys()
        gone |= {id for id in self._others if type(self.old.get(id)) is not type(self.new[id])}
        for id in [one for one in self.old if one in gone] if gone else ():
            self._remove(id, self.old[id])
        for id in self.old_labels.keys() - self.labels.keys():
            self._drop(id, Value, Rule, Declaration)
        rules = {one.target for one in self.after.rules}
        for rule in self.before.rules:
            if rule.target not in rules:
                self._drop(rule.target, Rule)
                self.touched.add(rule.target)
                self.revalued.add(rule.target)

    def _remove(self, id: str, one: Part) -> None:
        if isinstance(one, Reaction):
            self.touched |= {each.species for each in (*one.reactants, *one.products)}
        kinds = {Reaction: ReactionLine, Event: EventLine, Function: FunctionText}
        self._drop(id, kinds.get(type(one), Declaration), *SETTING)

    def _drop(self, id: str, *kinds: type[Statement]) -> None:
        while found := self.sheet.found(id, *kinds):
            self.sheet.drop(*found[0])

    def change(self) -> None:
        """Rewrite what is said of parts that are others."""
        self._change_model()
        for id in self._others:
            old, one = self.old.get(id), self.new[id]
            if old is not None and type(old) is type(one) and old != one:
                self._change_part(old, one)
        for id, label in self.labels.items():
            if id in self.old_labels and self.old_labels[id] != label:
                self.touched.add(id)
        self._change_values()
        self.touched |= self.phrases.changed ^ self.old_phrases.changed

    def change_rules(self) -> None:
        """Rewrite rules and constraints that are others, and write those that came."""
        self._change_rules()
        self._change_checks()

    def _change_part(self, old: Part, one: Part) -> None:
        self.touched.add(one.id)
        self.revalued.add(one.id)
        if old.name != one.name:
            self.say.set_name(one.id, one.name)
        match old, one:
            case Compartment(), Compartment():
                text = "" if one.dimensions == 3.0 else number_text(one.dimensions)
                if old.dimensions != one.dimensions:
                    self.say.set_property(one.id, "dimensions", text)
            case Species(), Species():
                self._change_species(old, one)
            case Parameter(), Parameter():
                if old.unit != one.unit:
                    self.say.set_property(one.id, "unit", one.unit and unit_text(one.unit))
            case Reaction(), Reaction():
                self._change_reaction(old, one)
            case Event(), Event():
                if replace(old, name=one.name) != one:
                    self._say(one.id, EventLine, event_text(one))
            case Function(), Function():
                if replace(old, name=one.name) != one:
                    self._say(one.id, FunctionText, function_text(one))

    def _say(self, id: str, kind: type[Statement], text: str) -> None:
        for line, item in self.sheet.found(id, kind)[:1]:
            label = f"{id_text(id)}: " if item.is_unnamed else ""
            self.sheet.say(line, item, text.removeprefix(label))

    def _change_species(self, old: Species, one: Species) -> None:
        if old.compartment != one.compartment:
            self.say.set_place(one.id, one.compartment)
        if old.conversion != one.conversion:
            self.say.set_property(one.id, "conversion", one.conversion and id_text(one.conversion))
        if old.constant != one.constant:
            self.say.set_word(one.id, "const", one.constant)
        is_only = bool(one.compartment) and one.only_substance
        if (bool(old.compartment) and old.only_substance) != is_only:
            self.say.set_word(one.id, "substanceOnly", is_only)

    def _change_reaction(self, old: Reaction, one: Reaction) -> None:
        sides = (old.reactants, old.products, old.reversible)
        if sides != (one.reactants, one.products, one.reversible) or old.kinetics != one.kinetics:
            self._change_line(old, one)
        if old.compartment != one.compartment:
            self.say.set_place(one.id, one.compartment)
        for id in old.locals.keys() - one.locals.keys():
            for line, item in self.say.local(one.id, id):
                self.sheet.drop(line, item)
        for id, value in one.locals.items():
            if repr(old.locals.get(id)) != repr(value):
                self.say.set_local(one.id, id, number_text(value))

    def _change_line(self, old: Reaction, one: Reaction) -> None:
        everyone = (*old.reactants, *old.products, *one.reactants, *one.products)
        self.touched |= {each.species for each in everyone}
        for line, item in self.sheet.found(one.id, ReactionLine)[:1]:
            said = item.statement
            if not isinstance(said, ReactionLine):
                continue
            terms = (*said.reactants, *said.products)
            dollars = {term.species.name for term in terms if term.boundary}
            same = (old.reactants, old.products, old.reversible) == (
                one.reactants,
                one.products,
                one.reversible,
            )
            if same and said.rate and one.kinetics and not said.mass_action:
                start = said.rate.position
                self.sheet.put(line, start, start + len(said.rate.text), rate_text(one))
            else:
                kept = {id for id in dollars if getattr(self.new.get(id), "boundary", False)}
                text = self.phrases.reaction(one, kept)
                label = f"{id_text(one.id)}: " if item.is_unnamed else ""
                self.sheet.say(line, item, text.removeprefix(label))

    def _change_values(self) -> None:
        """Rewrite values at the start that are others."""
        assigned = self.phrases.initial.keys() | self.old_phrases.initial.keys()
        for id in sorted(self.touched | {id for id in assigned if self._is_assigned(id)}):
            one = _valued_one(id, self.new, self.labels)
            old = _valued_one(id, self.old, self.old_labels)
            if one is None or old is None or type(old) is not type(one):
                continue
            text = self.phrases.value(one)
            if text != self.old_phrases.value(old):
                self.say.set_value(id, text)
                self.touched.add(id)
                self.revalued.add(id)

    def _is_assigned(self, id: str) -> bool:
        return self.phrases.initial.get(id) != self.old_phrases.initial.get(id)

    def _change_rules(self) -> None:
        old = {one.target: one for one in self.before.rules}
        for number, one in enumerate(self.after.rules):
            if old.get(one.target) == one:
                continue
            self.touched.add(one.target)
            self.revalued.add(one.target)
            text = rule_text(one)
            if found := self.sheet.found(one.target, Rule):
                self.sheet.say(*found[0], text)
                continue
            before = reversed(self.after.rules[max(0, number - 20) : number])
            near = [self.sheet.found(each.target, Rule) for each in before]
            near = [each for each in near if each]
            if near:
                self.sheet.add_after(near[0][-1], text)
            else:
                self.say.add_about(one.target, text)

    def _change_checks(self) -> None:
        old, new = self.before.constraints, self.after.constraints
        if old == new:
            return
        said = list(self.sheet.every(lambda one: isinstance(one, Check)))
        texts = [check_text(one) for one in new]
        for (line, item), text in zip(said, texts, strict=False):
            self.sheet.say(line, item, text)
        for line, item in reversed(said[len(texts) :]):
            self.sheet.drop(line, item)
        for text in texts[len(said) :]:
            self.sheet.add_at_end(text)

    def _change_model(self) -> None:
        old, new = self.before, self.after
        if (old.id, old.name, old.conversion) == (new.id, new.name, new.conversion):
            return
        headings = list(self.sheet.every(lambda one: isinstance(one, Heading)))
        if old.id != new.id and headings:
            line, item = headings[0]
            if isinstance(item.statement, Heading):
                start = item.statement.id.position
                length = len(id_text(old.id))
                self.sheet.put(line, start, start + length, id_text(new.id))
                known = self.sheet.found(old.id, Naming) if old.id not in self.new else []
                for place in known:
                    self.sheet.say(*place, f"{id_text(new.id)} is {quoted(new.name)}")
        elif old.id != new.id:
            self.sheet.add_before(self.sheet.lines()[0], f"model {id_text(new.id)}()")
            self.sheet.add_below(self.sheet.lines()[-1], "end")
        if old.name != new.name:
            id = new.id if headings and new.id not in self.new else ""
            found = self.sheet.found(id, Naming) or self.sheet.found("", Naming)
            name = f"{id_text(id) if id else 'model'} is {quoted(new.name)}" if new.name else ""
            self._write_head(found, name, headings)
        if old.conversion != new.conversion:
            text = new.conversion and id_text(new.conversion)
            self.say.set_property("", "conversion", text)

    def _write_head(self, found: list[Found], text: str, headings: list[Found]) -> None:
        if found and text:
            self.sheet.say(*found[-1], text)
        elif found:
            self.sheet.drop(*found[-1])
        elif text and headings:
            self.sheet.add_below(headings[0][0], f"  {text}")
        elif text:
            self.sheet.add_at_end(text)


def _labels(reactions: Iterable[Reaction]) -> dict[str, Participant]:
    return {
        one.id: one
        for reaction in reactions
        for one in (*reaction.reactants, *reaction.products)
        if one.id
    }


def _valued_one(
    id: str, parts: Mapping[str, Part], labels: Mapping[str, Participant]
) -> Valued | None:
    one = parts.get(id)
    return one if isinstance(one, Compartment | Species | Parameter) else labels.get(id)
