"""Writes a network as text, such that reading it gives the same network again."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.antimony_phrases import (
    Phrases,
    check_text,
    event_text,
    formula_text,
    function_text,
    id_text,
    number_text,
    rule_text,
    unit_text,
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


def write(network: Network) -> str:
    """Return the text of ``network``; raises `ModelError` for what text cannot say."""
    body = [section for section in _sections(network) if section]
    lines = [line for one in network.functions for line in (function_text(one), "")]
    lines.append(f"model {id_text(network.id)}()")
    for number, section in enumerate(body):
        lines += ([""] if number else []) + [f"  {line}" for line in section]
    return "\n".join([*lines, "end"]) + "\n"


def part_text(part: Part | Participant, phrases: Phrases) -> Iterator[str]:
    """Yield the statements that say what ``part`` is, all but its name and the rules for it."""
    match part:
        case Compartment():
            yield from _compartment(part, phrases)
        case Species():
            yield from _species(part, phrases)
        case Parameter():
            yield from _parameter(part, phrases)
        case Participant():
            yield from _number(part.id, part.stoichiometry, part.constant, phrases)
        case Reaction():
            yield phrases.reaction(part)
        case Event():
            yield event_text(part)
        case Function():
            yield function_text(part)


def reaction_text(one: Reaction) -> Iterator[str]:
    """Yield what is said of a reaction besides its line: its own parameters and its place."""
    for id, value in one.locals.items():
        yield f"{id_text(one.id)}.{id_text(id)} = {number_text(value)}"
    if one.compartment:
        yield f"{id_text(one.id)} in {id_text(one.compartment)}"


def name_text(id: str, name: str) -> str:
    """Return the statement that names something."""
    return f"{id_text(id)} is {quoted(name)}"


def _sections(network: Network) -> Iterator[list[str]]:
    phrases = Phrases(network)
    yield list(_head(network))
    yield [line for one in network.compartments for line in part_text(one, phrases)]
    yield [line for one in network.species for line in part_text(one, phrases)]
    yield [line for one in network.reactions for line in part_text(one, phrases)]
    yield [
        line
        for reaction in network.reactions
        for one in (*reaction.reactants, *reaction.products)
        if one.id
        for line in part_text(one, phrases)
    ]
    yield [line for one in network.parameters for line in part_text(one, phrases)]
    yield [line for one in network.reactions for line in reaction_text(one)]
    yield [f"{id_text(one.target)} = {formula_text(one.formula)}" for one in network.initial]
    yield [rule_text(one) for one in network.rules]
    yield [line for one in network.events for line in part_text(one, phrases)]
    yield [check_text(one) for one in network.constraints]
    named = [one for one in network.parts() if one.name]
    named.sort(key=lambda one: isinstance(one, Function))
    yield [name_text(one.id, one.name) for one in named]


def _head(network: Network) -> Iterator[str]:
    if network.name:
        taken = network.id in {one.id for one in network.parts()} | network.symbols
        yield f"model is {quoted(network.name)}" if taken else name_text(network.id, network.name)
    if network.conversion:
        yield f"model has conversion {id_text(network.conversion)}"


def _compartment(one: Compartment, phrases: Phrases) -> Iterator[str]:
    value = f" = {number_text(one.size)}" if phrases.is_set(one.id, one.size) else ""
    yield f"{phrases.constancy(one.id, one.constant)}compartment {id_text(one.id)}{value}"
    if one.dimensions != 3.0:
        yield f"{id_text(one.id)} has dimensions {number_text(one.dimensions)}"


def _species(one: Species, phrases: Phrases) -> Iterator[str]:
    words = "const " if one.constant else ""
    words += "substanceOnly " if one.only_substance and one.compartment else ""
    place = f" in {id_text(one.compartment)}" if one.compartment else ""
    boundary = "$" if one.boundary else ""
    yield f"{words}species {boundary}{id_text(one.id)}{place}"
    if phrases.is_set(one.id, one.initial):
        yield f"{id_text(one.id)} = {phrases.value(one)}"
    if one.conversion:
        yield f"{id_text(one.id)} has conversion {id_text(one.conversion)}"


def _parameter(one: Parameter, phrases: Phrases) -> Iterator[str]:
    yield from _number(one.id, one.value, one.constant, phrases)
    if one.unit:
        yield f"{id_text(one.id)} has {unit_text(one.unit)}"


def _number(id: str, value: float | None, is_constant: bool, phrases: Phrases) -> Iterator[str]:
    word = phrases.constancy(id, is_constant)
    if phrases.is_set(id, value):
        yield f"{word}{id_text(id)} = {number_text(value)}"
    else:
        yield f"{word or ('const ' if is_constant else 'var ')}{id_text(id)}"
