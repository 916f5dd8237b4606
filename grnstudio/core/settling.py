"""What follows in a network from a change of something else, as it does when its text is read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

from grnstudio.core.expressions import symbols
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    Reaction,
    Species,
)
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule

P = TypeVar("P", Compartment, Parameter, Reaction, Species)


def settled(network: Network, changed: Collection[str]) -> Network:
    """Return the network with what belongs to the parts ``changed`` put right.

    A reaction's modifiers are the species that its rate names besides those it makes and uses,
    in the network's order. What a rule or an event sets is not constant, and has a value of its
    own only where no formula gives it. A constant species that reactions use is a boundary.
    """
    return _Settling(network, changed).network()


def set_apart(network: Network) -> set[str]:
    """Return what formulas and events set; without them it has a value of its own again."""
    found = {one.target for one in (*network.initial, *network.rules)}
    return found | {name for event in network.events for name in event.assignments}


class _Settling:
    def __init__(self, network: Network, changed: Collection[str]) -> None:
        self._network, self._ids = network, frozenset(changed)
        self._varied = {one.target for one in network.rules}
        self._varied |= {target for event in network.events for target in event.assignments}
        self._given = {one.target for one in network.initial}
        self._assigned = {one.target for one in network.rules if isinstance(one, AssignmentRule)}
        self._ruled = {one.target for one in network.rules}
        self._symbols = network.symbols
        self._functions = {one.id: one for one in network.functions}
        self._places = {one.id: place for place, one in enumerate(network.species)}

    def network(self) -> Network:
        one = self._network
        reactions = self._labelled(self._each(one.reactions, self._reaction))
        self._used = {each.species for one in reactions for each in (*one.reactants, *one.products)}
        edit: dict[str, Any] = {
            "reactions": reactions,
            "compartments": self._each(one.compartments, self._compartment),
            "parameters": self._each(one.parameters, self._parameter),
            "species": self._each(one.species, self._species),
        }
        fresh = {name: parts for name, parts in edit.items() if parts is not getattr(one, name)}
        return replace(one, **fresh) if fresh else one

    def _each(self, parts: tuple[P, ...], mend: Callable[[P], P]) -> tuple[P, ...]:
        """Return ``parts`` with the changed ones mended; the same tuple if none needs it."""
        found = tuple([mend(one) if one.id in self._ids else one for one in parts])
        same = all(new is old for new, old in zip(found, parts, strict=True))
        return parts if same else found

    def _reaction(self, one: Reaction) -> Reaction:
        law, formula = one.kinetics, ""
        if law is not None:
            formula = law.constant if isinstance(law, MassAction) else law.formula
        known = self._symbols | one.locals.keys() if one.locals else self._symbols
        named = symbols(parse(formula, known, self._functions)) if formula else frozenset()
        own = {each.species for each in (*one.reactants, *one.products)} | one.locals.keys()
        species = [name for name in named - own if name in self._places]
        modifiers = tuple(sorted(species, key=self._places.__getitem__))
        return one if modifiers == one.modifiers else replace(one, modifiers=modifiers)

    def _labelled(self, reactions: tuple[Reaction, ...]) -> tuple[Reaction, ...]:
        """Let the stoichiometries vary that rules or events set."""
        labels = self._ids & self._symbols - self._places.keys()
        if not labels:
            return reactions
        found = tuple([self._with_labels(one) for one in reactions])
        same = all(new is old for new, old in zip(found, reactions, strict=True))
        return reactions if same else found

    def _with_labels(self, one: Reaction) -> Reaction:
        if not any(each.id in self._ids for each in (*one.reactants, *one.products) if each.id):
            return one
        sides = [tuple(map(self._label, side)) for side in (one.reactants, one.products)]
        return replace(one, reactants=sides[0], products=sides[1])

    def _label(self, one: Participant) -> Participant:
        if one.id not in self._ids:
            return one
        count = one.stoichiometry
        if count is None and one.id not in self._given and one.id not in self._ruled:
            count = 1.0
        constant = one.constant and one.id not in self._varied
        return replace(one, stoichiometry=count, constant=constant)

    def _compartment(self, one: Compartment) -> Compartment:
        constant = one.constant and one.id not in self._varied
        size = None if one.id in self._given else one.size
        if size is None and one.id not in self._given and one.id not in self._assigned:
            size = 1.0
        return _with(one, constant=constant, size=size)

    def _parameter(self, one: Parameter) -> Parameter:
        constant = one.constant and one.id not in self._varied
        return _with(one, constant=constant, value=None if one.id in self._given else one.value)

    def _species(self, one: Species) -> Species:
        initial, constant = one.initial, one.constant and one.id not in self._varied
        if one.id in self._given:
            initial = None
        elif initial is None and one.id not in self._assigned:
            initial = 0.0
        return _with(
            one,
            initial=initial,
            constant=constant,
            only_substance=one.only_substance or not one.compartment,
            is_concentration=bool(one.is_concentration and one.compartment and initial is not None),
            boundary=one.boundary or (constant and one.id in self._used),
        )


def _with(one: P, **fields: Any) -> P:
    """Return a part with ``fields``; the same one if it has them."""
    other = {name: value for name, value in fields.items() if getattr(one, name) != value}
    return replace(one, **other) if other else one
