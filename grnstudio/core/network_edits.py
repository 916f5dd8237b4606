"""Edits of a network, each of which makes another network that shares what stayed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from grnstudio.core.expressions import OPERATORS, operators, symbols
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Part,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_rename import renamed
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule, Event, Function, InitialAssignment, RateRule
from grnstudio.core.settling import set_apart, settled
from grnstudio.errors import ModelError, RateSyntaxError

FIELDS: dict[type, str] = {
    Compartment: "compartments",
    Species: "species",
    Parameter: "parameters",
    Function: "functions",
    Reaction: "reactions",
    Event: "events",
}
"""Where a network keeps its parts."""

FEW = 16  # names that are looked for in a formula before it is read

P = TypeVar("P")


def empty() -> Network:
    """Return the network that an edit of no network begins with: the one of an empty text."""
    return Network()


def put(network: Network, part: Part, called: str = "") -> Network:
    """Return the network with ``part`` in the place of the one ``called`` so, or at the end.

    If it was called otherwise before, all that speaks of it follows. Raises `ModelError`, also
    where a reaction loses an amount by whose name something else speaks of it.
    """
    called = called or part.id
    if called != part.id:
        network = renamed(network, called, part.id)
    field = FIELDS[type(part)]
    old: tuple[Part, ...] = getattr(network, field)
    new = tuple(part if one.id == part.id else one for one in old)
    edit: dict[str, Any] = {field: new if part in new else (*old, part)}
    edited = replace(network, **edit)
    if isinstance(part, Reaction):
        _check_amounts(edited, _amounts(one for one in old if one.id == part.id) - _amounts([part]))
    return edited


def set_rule(network: Network, rule: AssignmentRule | RateRule) -> Network:
    """Return the network with ``rule`` for its target, in the place of another one."""
    return replace(network, rules=_for_target(network.rules, rule))


def set_initial(network: Network, rule: InitialAssignment) -> Network:
    """Return the network with another formula for the value of a target at the start."""
    return replace(network, initial=_for_target(network.initial, rule))


def without_rules(network: Network, targets: Collection[str]) -> Network:
    """Return the network without the rules that set ``targets``, at the start or later."""
    return replace(
        network,
        rules=tuple(one for one in network.rules if one.target not in targets),
        initial=tuple(one for one in network.initial if one.target not in targets),
    )


def without(network: Network, ids: Collection[str]) -> Network:
    """Return the network without the parts called ``ids`` and without what depends on them.

    `dependents` says what goes with them. What a formula that goes had set has a value of its own
    again. Raises `ModelError` for an id there is not.
    """
    known = {one.id for one in network.parts()}
    for id in ids:
        if id not in known:
            raise ModelError(f"The network has nothing called '{id}'.")
    gone = {*ids, *dependents(network, ids)}
    named = _names_of(network, gone)
    parts: dict[str, Any] = {
        field: tuple(one for one in getattr(network, field) if one.id not in gone)
        for field in FIELDS.values()
    }
    left = replace(
        network,
        **parts,
        initial=tuple(one for one in network.initial if not _touches(one, named)),
        rules=tuple(one for one in network.rules if not _touches(one, named)),
        constraints=tuple(one for one in network.constraints if not named & _used(one.formula)),
        conversion="" if network.conversion in gone else network.conversion,
        drawing=network.drawing.only(known - gone),
        extras={
            key: extra for key, extra in network.extras.items() if key.partition(":")[0] not in gone
        },
    )
    return settled(left, set_apart(network) - set_apart(left))


def dependents(network: Network, ids: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the parts that cannot stay once ``ids`` are gone, in the network's order.

    What speaks of something goes with it: a reaction with its species, a species with its
    compartment, an event with what its trigger watches.
    """
    gone, more = set(ids), set(ids)
    parts = [one for one in network.parts() if not isinstance(one, Compartment | Parameter)]
    while more:
        speaks = _Speaking(_names_of(network, more))
        more = {one.id for one in parts if one.id not in gone and speaks(one)}
        gone |= more
    return tuple(one.id for one in network.parts() if one.id in gone and one.id not in ids)


class _Speaking:
    """Says whether a part speaks of one of ``named``; what lacks their letters goes unread."""

    def __init__(self, named: set[str]) -> None:
        self._named = named
        words = "|".join(re.escape(one) for one in named if one)
        self._spelled = re.compile(words if len(named) <= FEW else "").search

    def __call__(self, one: Part) -> bool:
        named = self._named
        if isinstance(one, Species):
            return one.compartment in named or one.conversion in named
        if not isinstance(one, Reaction):
            return not named.isdisjoint(mentions(one))
        for side in (one.reactants, one.products):
            for each in side:
                if each.species in named:
                    return True
        if one.compartment in named or not named.isdisjoint(one.modifiers):
            return True
        law = one.kinetics
        formula = (
            "" if law is None else law.constant if isinstance(law, MassAction) else law.formula
        )
        return self._spelled(formula) is not None and not named.isdisjoint(
            _used(formula) - one.locals.keys()
        )


def _names_of(network: Network, gone: set[str]) -> set[str]:
    """Return what formulas may not speak of any more: parts, and stoichiometries in them."""
    return gone | _amounts(one for one in network.reactions if one.id in gone)


def _amounts(parts: Iterable[Part]) -> set[str]:
    """Return the names of the stoichiometries in reactions that have one."""
    return {
        each.id
        for one in parts
        if isinstance(one, Reaction)
        for each in (*one.reactants, *one.products)
        if each.id
    }


def _check_amounts(network: Network, lost: set[str]) -> None:
    """Raise `ModelError` if something speaks of a stoichiometry that is there no more."""
    if not lost:
        return
    speaks = _Speaking(lost)
    rules = (*network.initial, *network.rules)
    users = [one.id for one in network.parts() if speaks(one)]
    users += [one.target for one in rules if _touches(one, lost)]
    users += [one.formula for one in network.constraints if lost & _used(one.formula)]
    if users:
        raise ModelError(
            f"The amount {', '.join(sorted(lost))} would go with its reactant or product, but "
            f"'{users[0]}' speaks of it; change that first."
        )


def mentions(part: Part) -> Iterator[str]:
    """Yield the names that a part speaks of; some may be empty or known to every network."""
    match part:
        case Species():
            yield from (part.compartment, part.conversion)
        case Function():
            yield from _called(part.formula)
        case Event():
            texts = (part.trigger, part.delay, part.priority, *part.assignments.values())
            for text in texts:
                yield from _used(text)
            yield from part.assignments
        case Reaction():
            yield from _mentioned_by_reaction(part)


def _mentioned_by_reaction(one: Reaction) -> Iterator[str]:
    yield from _taking_part(one)
    match one.kinetics:
        case MassAction(formula) | RateLaw(formula):
            yield from _used(formula) - one.locals.keys()


def _taking_part(one: Reaction) -> Iterator[str]:
    for each in (*one.reactants, *one.products):
        yield each.species
    yield from one.modifiers
    yield one.compartment


def _touches(rule: InitialAssignment | AssignmentRule | RateRule, named: set[str]) -> bool:
    return rule.target in named or bool(named & _used(rule.formula))


def _used(formula: str) -> frozenset[str]:
    """Return the symbols and the functions that a formula uses, none if it cannot be read."""
    if not formula:
        return frozenset()
    try:
        return symbols(parse(formula, None, None)) | _called(formula)
    except RateSyntaxError:
        return frozenset()


def _called(formula: str) -> frozenset[str]:
    try:
        return operators(parse(formula, None, None)) - OPERATORS
    except RateSyntaxError:
        return frozenset()


def _for_target(rules: Iterable[P], rule: P) -> tuple[P, ...]:
    """Return ``rules`` with ``rule`` in the place of the one for its target, or at the end."""
    target = rule.target  # type: ignore[attr-defined]
    old = tuple(rules)
    if any(one.target == target for one in old):  # type: ignore[attr-defined]
        return tuple(rule if one.target == target else one for one in old)  # type: ignore
    return (*old, rule)
