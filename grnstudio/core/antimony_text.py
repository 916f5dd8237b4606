"""Writes a network as text, such that reading it gives the same network again."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from grnstudio.core.antimony_statements import KEYWORDS, MASS_ACTION
from grnstudio.core.antimony_tokens import quoted
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    Reaction,
    Species,
)
from grnstudio.core.rules import AssignmentRule, Event, Function, RateRule
from grnstudio.errors import ModelError

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_QUOTABLE = re.compile(r"[!-_a-~]+", re.ASCII)
_SIGNS = {RateRule: "' =", AssignmentRule: " :="}
_WORD = re.compile(r"[\w.]+", re.ASCII)


def write(network: Network) -> str:
    """Return the text of ``network``; raises `ModelError` for what text cannot say."""
    writer = _Writer(network)
    body = [section for section in writer.sections() if section]
    lines = [line for function in network.functions for line in _function(function)]
    lines.append(f"model {_id(network.id)}()")
    for number, section in enumerate(body):
        lines += ([""] if number else []) + [f"  {line}" for line in section]
    return "\n".join([*lines, "end"]) + "\n"


class _Writer:
    def __init__(self, network: Network) -> None:
        self._network = network
        self._initial = {one.target for one in network.initial}
        self._changed = {one.target for one in network.rules}
        self._changed |= {target for event in network.events for target in event.assignments}

    def sections(self) -> Iterator[list[str]]:
        network = self._network
        yield self._head()
        yield [line for one in network.compartments for line in self._compartment(one)]
        yield [line for one in network.species for line in self._species(one)]
        yield [self._reaction(one) for one in network.reactions]
        yield [line for one in network.reactions for line in self._stoichiometries(one)]
        yield [line for one in network.parameters for line in self._parameter(one)]
        yield [line for one in network.reactions for line in self._of_reaction(one)]
        yield [f"{_id(one.target)} = {_formula(one.formula)}" for one in network.initial]
        yield [
            f"{_id(one.target)}{_SIGNS[type(one)]} {_formula(one.formula)}" for one in network.rules
        ]
        yield [self._event(one) for one in network.events]
        yield [
            f"assert ({_formula(one.formula)})"
            + (f" else {quoted(one.message)}" if one.message else "")
            for one in network.constraints
        ]
        yield [
            f"{_id(one.id)} is {quoted(one.name)}"
            for one in network.parts()
            if one.name and not isinstance(one, Function)
        ] + [f"{_id(one.id)} is {quoted(one.name)}" for one in network.functions if one.name]

    def _head(self) -> list[str]:
        network = self._network
        lines = []
        if network.name:
            taken = network.id in {one.id for one in network.parts()} | network.symbols
            lines.append(f"{'model' if taken else _id(network.id)} is {quoted(network.name)}")
        if network.conversion:
            lines.append(f"model has conversion {_id(network.conversion)}")
        return lines

    def _is_set(self, id: str, value: float | None) -> bool:
        return value is not None and id not in self._initial

    def _constancy(self, id: str, is_constant: bool) -> str:
        """Return the word that is needed where constancy does not follow from the rules."""
        return "" if is_constant != (id in self._changed) else ("const " if is_constant else "var ")

    def _compartment(self, one: Compartment) -> Iterator[str]:
        value = f" = {_number(one.size)}" if self._is_set(one.id, one.size) else ""
        yield f"{self._constancy(one.id, one.constant)}compartment {_id(one.id)}{value}"
        if one.dimensions != 3.0:
            yield f"{_id(one.id)} has dimensions {_number(one.dimensions)}"

    def _species(self, one: Species) -> Iterator[str]:
        words = "const " if one.constant else ""
        words += "substanceOnly " if one.only_substance and one.compartment else ""
        place = f" in {_id(one.compartment)}" if one.compartment else ""
        boundary = "$" if one.boundary else ""
        yield f"{words}species {boundary}{_id(one.id)}{place}"
        if self._is_set(one.id, one.initial):
            scale = ""
            if one.compartment and one.is_concentration == one.only_substance:
                scale = (" * " if one.only_substance else " / ") + _id(one.compartment)
            yield f"{_id(one.id)} = {_number(one.initial)}{scale}"
        if one.conversion:
            yield f"{_id(one.id)} has conversion {_id(one.conversion)}"

    def _reaction(self, one: Reaction) -> str:
        arrow = "->" if one.reversible else "=>"
        sides = (self._side(one.reactants), arrow, self._side(one.products))
        text = f"{_id(one.id)}: {' '.join(side for side in sides if side)}"
        if one.kinetics is None:
            return text
        if isinstance(one.kinetics, MassAction):
            return f"{text}; {MASS_ACTION}({_formula(one.kinetics.constant)})"
        return f"{text}; {_formula(one.kinetics.formula)}"

    def _side(self, side: Iterable[Participant]) -> str:
        return " + ".join(f"{self._count(one)}{_id(one.species)}" for one in side)

    def _count(self, one: Participant) -> str:
        is_set = one.stoichiometry is not None or one.id in self._initial | self._changed
        if one.id and is_set:
            return f"{_id(one.id)} "
        if one.stoichiometry is None or not math.isfinite(one.stoichiometry):
            raise ModelError(
                f"How often a reaction uses '{one.species}' is no number, and text cannot say it; "
                "give its stoichiometry a number."
            )
        return "" if one.stoichiometry == 1.0 else f"{_number(one.stoichiometry)} "

    def _stoichiometries(self, reaction: Reaction) -> Iterator[str]:
        for one in (*reaction.reactants, *reaction.products):
            if one.id:
                yield from self._value(one.id, one.stoichiometry, one.constant)

    def _value(self, id: str, value: float | None, is_constant: bool) -> Iterator[str]:
        word = self._constancy(id, is_constant)
        if self._is_set(id, value):
            yield f"{word}{_id(id)} = {_number(value)}"
        else:
            yield f"{word or ('const ' if is_constant else 'var ')}{_id(id)}"

    def _parameter(self, one: Parameter) -> Iterator[str]:
        yield from self._value(one.id, one.value, one.constant)
        if one.unit:
            plain = _PLAIN.fullmatch(one.unit) and one.unit not in KEYWORDS
            yield f"{_id(one.id)} has {one.unit if plain else quoted(one.unit)}"

    def _of_reaction(self, one: Reaction) -> Iterator[str]:
        for id, value in one.locals.items():
            yield f"{_id(one.id)}.{_id(id)} = {_number(value)}"
        if one.compartment:
            yield f"{_id(one.id)} in {_id(one.compartment)}"

    def _event(self, one: Event) -> str:
        delay = f"{_guarded(one.delay)} after " if one.delay else ""
        options = f", priority={_guarded(one.priority)}" if one.priority else ""
        flags = {"t0": one.initially, "persistent": one.persistent, "fromTrigger": one.at_trigger}
        options += "".join(f", {name}=false" for name, value in flags.items() if not value)
        sets = ", ".join(
            f"{_id(target)} = {_formula(formula)}" for target, formula in one.assignments.items()
        )
        text = f"{_id(one.id)}: at {delay}({_formula(one.trigger)}){options}: {sets}"
        return text.rstrip()


def _function(one: Function) -> list[str]:
    head = f"function {_id(one.id)}({', '.join(_id(name) for name in one.arguments)})"
    return [head, f"  {_formula(one.formula)}", "end", ""]


def _id(id: str) -> str:
    if _PLAIN.fullmatch(id) and id not in KEYWORDS:
        return id
    if not _QUOTABLE.fullmatch(id):
        raise ModelError(f"'{id}' cannot be written in a text; rename it.")
    return f"`{id}`"


def _formula(text: str) -> str:
    return " ".join(text.split())


def _guarded(text: str) -> str:
    """Keep a formula apart from the words that follow it."""
    text = _formula(text)
    return text if _WORD.fullmatch(text) else f"({text})"


def _number(value: float | None) -> str:
    return "nan" if value is None else repr(float(value)).removesuffix(".0")
