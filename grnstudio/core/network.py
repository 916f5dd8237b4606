"""Reaction networks: compartments, species, parameters, reactions, and what else governs them.

Immutable; every edit makes another network that shares what stayed. Semantics are those of SBML
Level 3 Version 2 core. Formulas are text, read by `core.rates` when they are needed.

One meaning of a rate: under `MassAction` the rate equation uses ``k*A^2`` for ``2 A ->`` and the
propensity ``k*A*(A - 1)`` (falling factorials, no 1/n!), so that the one is the limit of the other.
A `RateLaw` is used as it stands in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from grnstudio.core.drawing import Drawing
from grnstudio.core.rules import (
    AssignmentRule,
    Constraint,
    Event,
    Function,
    InitialAssignment,
    RateRule,
)
from grnstudio.errors import ModelError

MAX_ID = 1000
"""Letters of an id."""


@dataclass(frozen=True, slots=True)
class Compartment:
    """A place of a given ``size``, None if something else sets it."""

    id: str
    size: float | None = 1.0
    constant: bool = True
    dimensions: float = 3.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Species:
    """A chemical species.

    ``initial`` is an amount, or a concentration with ``is_concentration``; None if something else
    sets it. In formulas the name means the amount if ``only_substance`` (or without a compartment),
    else amount over compartment size. Reactions do not change a ``boundary`` species.
    ``conversion`` names a parameter that reactions' extents are multiplied by.
    """

    id: str
    initial: float | None = 0.0
    compartment: str = ""
    is_concentration: bool = False
    only_substance: bool = True
    boundary: bool = False
    constant: bool = False
    conversion: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number, None if something else sets it."""

    id: str
    value: float | None = None
    constant: bool = True
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MassAction:
    """A speed of ``constant`` (a formula) times the reactants, as often as each takes part."""

    constant: str


@dataclass(frozen=True, slots=True)
class RateLaw:
    """A speed given in full by ``formula``, as SBML's kinetic laws are."""

    formula: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A species in a reaction, ``stoichiometry`` times.

    With an ``id`` formulas may speak of the stoichiometry, and rules may change it unless it is
    ``constant``; None if something else sets it.
    """

    species: str
    stoichiometry: float | None = 1.0
    id: str = ""
    constant: bool = True


@dataclass(frozen=True, slots=True)
class Reaction:
    """``reactants -> products``; ``locals`` are parameters that only its rate knows.

    Without kinetics it never happens. ``modifiers`` are species its rate depends on besides the
    reactants. ``reversible`` says that a negative rate is meant.
    """

    id: str
    reactants: tuple[Participant, ...] = ()
    products: tuple[Participant, ...] = ()
    kinetics: MassAction | RateLaw | None = None
    modifiers: tuple[str, ...] = ()
    locals: Mapping[str, float] = field(default_factory=dict)
    reversible: bool = False
    compartment: str = ""
    name: str = ""


Part: TypeAlias = Compartment | Species | Parameter | Function | Reaction | Event


@dataclass(frozen=True, slots=True)
class Network:
    """An immutable network of reactions.

    ``extras`` keeps what a file said and no field here holds (notes, annotations, units), by the
    id it belongs to, so that saving loses nothing. ``drawing`` says where things were put.
    """

    id: str = "network"
    name: str = ""
    compartments: tuple[Compartment, ...] = ()
    species: tuple[Species, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    functions: tuple[Function, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    initial: tuple[InitialAssignment, ...] = ()
    rules: tuple[AssignmentRule | RateRule, ...] = ()
    events: tuple[Event, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    conversion: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict, compare=False)
    drawing: Drawing = field(default_factory=Drawing, compare=False)

    def __post_init__(self) -> None:
        _check_ids(self)
        _check_places(self)
        _check_reactions(self)
        _check_targets(self)

    def parts(self) -> Iterator[Part]:
        """Yield everything that has an id that formulas or the user may name."""
        yield from self.compartments
        yield from self.species
        yield from self.parameters
        yield from self.functions
        yield from self.reactions
        yield from self.events

    def part(self, id: str) -> Part:
        """Return the part called ``id``; raises `ModelError`."""
        for one in self.parts():
            if one.id == id:
                return one
        raise ModelError(f"The network has nothing called '{id}'.")

    @property
    def symbols(self) -> frozenset[str]:
        """Ids that stand for a value in formulas."""
        named = {one.id for one in _participants(self.reactions)}
        named.discard("")
        named.update([one.id for one in self.compartments], [one.id for one in self.species])
        named.update([one.id for one in self.parameters], [one.id for one in self.reactions])
        return frozenset(named)

    def with_reaction(self, reaction: Reaction) -> Network:
        """Return this network with ``reaction`` added, or in place of its namesake."""
        reactions = {one.id: one for one in self.reactions} | {reaction.id: reaction}
        return replace(self, reactions=tuple(reactions.values()))


def _participants(reactions: Iterable[Reaction]) -> Iterator[Participant]:
    """Yield what takes part in reactions."""
    return (
        one
        for reaction in reactions
        for side in (reaction.reactants, reaction.products)
        for one in side
    )


def _check_ids(network: Network) -> None:
    ids = [one.id for one in network.parts()]
    known = set(ids)
    if len(known) == len(ids) and "" not in known and max(map(len, known), default=0) <= MAX_ID:
        return
    seen: set[str] = set()
    for one in network.parts():
        if not one.id:
            raise ModelError(f"A {type(one).__name__.lower()} has no id; give it one.")
        if len(one.id) > MAX_ID:
            raise ModelError(
                f"'{one.id[:30]}…' has {len(one.id):,} letters; an id has at most {MAX_ID:,}."
            )
        if one.id in seen:
            raise ModelError(f"Two parts of the network are called '{one.id}'; rename one of them.")
        seen.add(one.id)


def _check_places(network: Network) -> None:
    compartments = {"", *(one.id for one in network.compartments)}
    used = {one.compartment for one in network.species}
    used |= {one.compartment for one in network.reactions}
    parts: tuple[Species | Reaction, ...] = (*network.species, *network.reactions)
    for part in parts if not used <= compartments else ():
        if part.compartment not in compartments:
            raise ModelError(
                f"'{part.id}' is in '{part.compartment}', which the network does not list among "
                "its compartments. Add it, or correct the place."
            )
    factors = {network.conversion, *(one.conversion for one in network.species)} - {""}
    for factor in sorted(factors - {one.id for one in network.parameters}) if factors else ():
        raise ModelError(
            f"'{factor}' is a conversion factor, but the network does not list it among its "
            "parameters. Add it, or correct the factor."
        )


def _check_reactions(network: Network) -> None:
    known = {one.id for one in network.species}
    used = {one.species for one in _participants(network.reactions)}
    used.update(*[one.modifiers for one in network.reactions])
    for reaction in network.reactions if not used <= known else ():
        named = [one.species for one in (*reaction.reactants, *reaction.products)]
        for stranger in (name for name in (*named, *reaction.modifiers) if name not in known):
            raise ModelError(
                f"Reaction '{reaction.id}' uses {stranger}, which the network does not list among "
                "its species. Add it, or correct the reaction."
            )


def _check_targets(network: Network) -> None:
    if not (network.initial or network.rules or network.events):
        return
    symbols: frozenset[str] = network.symbols
    ruled: set[str] = set()
    settings: tuple[InitialAssignment | AssignmentRule | RateRule, ...]
    settings = (*network.initial, *network.rules)
    for one in settings:
        if one.target not in symbols:
            raise ModelError(f"A rule sets '{one.target}', which the network does not have.")
    for rule in network.rules:
        if rule.target in ruled:
            raise ModelError(f"Two rules set '{rule.target}'; remove one of them.")
        ruled.add(rule.target)
    for event in network.events:
        for target in event.assignments:
            if target not in symbols:
                raise ModelError(
                    f"Event '{event.id}' sets '{target}', which the network does not have."
                )
