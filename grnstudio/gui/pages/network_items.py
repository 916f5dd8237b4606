"""What the explorer and the properties say of a network's parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grnstudio.core.network import (
    MassAction,
    Network,
    Part,
    Participant,
    Reaction,
    Species,
)
from grnstudio.core.rules import Event, Function, RateRule

ARROW, BOTH, NOTHING = "→", "⇌", "∅"


@dataclass(frozen=True, slots=True)
class Entry:
    """A part as a line: its id, and a few words on it."""

    id: str
    note: str


def groups(network: Network) -> dict[str, list[Entry]]:
    """Return the parts of ``network`` by the heading they stand under, without empty ones."""
    found = {
        "Species": [Entry(one.id, _amount(one)) for one in network.species],
        "Parameters": [Entry(one.id, _value(one.value)) for one in network.parameters],
        "Reactions": [Entry(one.id, equation(one)) for one in network.reactions],
        "Compartments": [Entry(one.id, _value(one.size)) for one in network.compartments],
        "Rules": [Entry(one.target, _rule(one.formula, isinstance(one, RateRule)))
                  for one in network.rules],
        "Events": [Entry(one.id, one.trigger) for one in network.events],
        "Functions": [Entry(one.id, _function(one)) for one in network.functions],
    }  # fmt: skip
    return {name: entries for name, entries in found.items() if entries}


def counts(network: Network) -> dict[str, int]:
    """Return how many parts there are under each heading of `groups`."""
    found = {
        "Species": network.species,
        "Parameters": network.parameters,
        "Reactions": network.reactions,
        "Compartments": network.compartments,
        "Rules": network.rules,
        "Events": network.events,
        "Functions": network.functions,
    }
    return {name: len(parts) for name, parts in found.items() if parts}


def equation(reaction: Reaction) -> str:
    """Return a reaction as chemists write it."""
    arrow = BOTH if reaction.reversible else ARROW
    return f"{_side(reaction.reactants)} {arrow} {_side(reaction.products)}"


def facts(network: Network, id: str) -> list[tuple[str, str]]:
    """Return where a part takes part and is spoken of, as names and values."""
    part = _part(network, id)
    if part is None:
        return []
    rows = [*(_of_species(network, part) if isinstance(part, Species) else ()), *_uses(network, id)]
    if isinstance(part, Reaction):
        rows += [("Modifiers", ", ".join(part.modifiers)), ("Own parameters", _locals(part))]
    return [(name, value) for name, value in rows if value]


def kind_of(network: Network, id: str) -> str:
    """Return what sort of part ``id`` is, in a word."""
    part = _part(network, id)
    return type(part).__name__ if part else ""


def _part(network: Network, id: str) -> Part | None:
    return next((one for one in network.parts() if one.id == id), None) if id else None


def _of_species(network: Network, one: Species) -> list[tuple[str, str]]:
    return [
        ("Made by", _names(network, one.id, "products")),
        ("Used by", _names(network, one.id, "reactants")),
        ("Modifies", ", ".join(r.id for r in network.reactions if one.id in r.modifiers)),
    ]


def _locals(one: Reaction) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in one.locals.items())


def _uses(network: Network, id: str) -> Iterator[tuple[str, str]]:
    """Yield where formulas name ``id``."""
    word = re.compile(rf"(?<![\w.]){re.escape(id)}(?!\w)")
    rates = [
        one.id
        for one in network.reactions
        if id in (formula := _formula(one)) and word.search(formula)
    ]
    yield "In the rate of", ", ".join(rates)
    yield (
        "In the rule of",
        ", ".join(one.target for one in network.rules if word.search(one.formula)),
    )
    yield "In the event", ", ".join(one.id for one in network.events if word.search(_text(one)))


def _formula(one: Reaction) -> str:
    if isinstance(one.kinetics, MassAction):
        return one.kinetics.constant
    return one.kinetics.formula if one.kinetics else ""


def _text(one: Event) -> str:
    return " ".join((one.trigger, one.delay, one.priority, *one.assignments.values()))


def _names(network: Network, id: str, side: str) -> str:
    sides = [(one.id, part) for one in network.reactions for part in getattr(one, side)]
    return ", ".join(dict.fromkeys(reaction for reaction, part in sides if part.species == id))


def _side(parts: Sequence[Participant]) -> str:
    return " + ".join(map(_participant, parts)) or NOTHING


def _participant(one: Participant) -> str:
    if one.stoichiometry == 1.0 and not one.id:
        return one.species
    return f"{one.id or _value(one.stoichiometry)} {one.species}"


def _amount(one: Species) -> str:
    text = _value(one.initial)
    return f"{text} (concentration)" if one.is_concentration and text else text


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def _rule(formula: str, is_rate: bool) -> str:
    return f"′ = {formula}" if is_rate else f":= {formula}"


def _function(one: Function) -> str:
    return f"({', '.join(one.arguments)}) = {one.formula}"
