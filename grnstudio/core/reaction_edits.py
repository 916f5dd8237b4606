"""Edits of a network as a drawing of reactions: species, processes and arcs come and go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np

from grnstudio.core.drawing import Place
from grnstudio.core.expressions import Expression, Symbol, symbols
from grnstudio.core.hill_factors import Hill, Term, factors, product, rewritten, times
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_diagram import ACTS, CONSUMES, NOTHING, Arc, Process
from grnstudio.core.network_edits import put, without
from grnstudio.core.network_rename import fresh_id
from grnstudio.core.rate_forms import FORMS, MASS_ACTION, applied, form
from grnstudio.core.rates import parse, write
from grnstudio.core.regulating import without_unused
from grnstudio.core.regulation_edits import DECAY, EXPONENT, RATE, THRESHOLD
from grnstudio.core.tables.editing import added
from grnstudio.core.tables.reactions import reactions
from grnstudio.errors import ModelError

Effect: TypeAlias = Literal["activates", "inhibits", "catalyses"]
Side: TypeAlias = Literal["reactants", "products"]

SIGNS: Mapping[str, int] = {"activates": 1, "inhibits": -1}
BESIDE, BELOW = 90.0, 60.0
CLEAR = 60.0  # from a place to what stands there already
CONVERSION = 1.0
"""Of a reaction as it is drawn between species: how fast it is, times what it uses."""


def with_species(network: Network, at: Place, id: str = "") -> tuple[Network, str]:
    """Return the network with one more species drawn at a place, and what it is called."""
    id = id or numbered("S", network)
    home = network.compartments[0].id if network.compartments else ""
    return _drawn(put(network, Species(id, compartment=home)), {id: at}), id


def with_reaction(
    network: Network, source: str, target: str, places: Mapping[str, Place] | None = None
) -> tuple[Network, str]:
    """Return the network with a mass-action reaction from a species to another, and its id.

    Either may be "", for nothing. ``places`` are those of the process, "", and of its source or
    sink, "in" and "out". Raises `ModelError` for a reaction that would change nothing.
    """
    if source == target:
        what = f"from '{source}' to itself" if source else "from nothing to nothing"
        raise ModelError(
            f"A reaction {what} would change nothing. Draw it to another species, or to or from "
            "the void to make or lose one."
        )
    id = numbered("J", network)
    value = RATE if not source else DECAY if not target else CONVERSION
    network, constant = _with_parameter(network, f"k_{id}", value)
    sides = [(Participant(name),) if name else () for name in (source, target)]
    network = network.with_reaction(Reaction(id, sides[0], sides[1], MassAction(constant)))
    spelled = {f"{NOTHING}{id} {key}" if key else id: at for key, at in (places or {}).items()}
    return _drawn(network, spelled), id


def with_equation(network: Network, text: str, at: Place) -> tuple[Network, str]:
    """Return the network with a reaction typed as ``A + B => C``, drawn around a place, and its id.

    Species that are not there are added beside it. Raises `ModelError`.
    """
    table = reactions(lambda: FORMS)
    found = added(network, table, {"Equation": text})
    (id,) = found.keys
    after, one = found.network, _reaction(found.network, found.keys[0])
    if one.kinetics is None:
        after = applied(
            after, id, form("reversible mass action" if one.reversible else MASS_ACTION)
        )
    known = {each.id for each in network.species}
    places = {id: at}
    for side, way in ((one.reactants, -1), (one.products, 1)):
        fresh = [each.species for each in side if each.species not in known | places.keys()]
        for row, name in enumerate(fresh):
            y = at[1] + BELOW * (row - (len(fresh) - 1) / 2)
            places[name] = (at[0] + way * BESIDE, y)
        if not side:
            places[f"{NOTHING}{id} {'in' if way < 0 else 'out'}"] = (at[0] + way * BESIDE, at[1])
    return _drawn(after, places), id


def spread_about(
    places: Mapping[str, Place], taken: Collection[str], source: str, target: str
) -> dict[str, Place]:
    """Return places for a process and its source or sink where nothing stands yet."""
    stand = [places[name] for name in taken if name in places]
    if source in places and target in places:
        (a, b), (c, d) = places[source], places[target]
        middle, across = ((a + c) / 2, (b + d) / 2), (b - d, c - a)
        length = max(float(np.hypot(*across)), 1.0)
        tries = [
            (middle[0] + far * across[0] / length, middle[1] + far * across[1] / length)
            for far in (0.0, 40.0, -40.0, 80.0, -80.0)
        ]
        return {"": max(tries, key=lambda one: min(_room(one, stand), CLEAR))}
    x, y = places[source or target]
    ways = ((1, 0), (-1, 0), (0, -1), (0, 1)) if source else ((-1, 0), (1, 0), (0, -1), (0, 1))
    reach = (BESIDE, BELOW)

    def at(way: Place, times: float) -> Place:
        return x + times * way[0] * reach[0], y + times * way[1] * reach[1]

    best = max(
        ways, key=lambda way: min(_room(at(way, 1), stand), _room(at(way, 1.8), stand), CLEAR)
    )
    return {"": at(best, 1), "out" if source else "in": at(best, 1.8)}


def _room(at: Place, others: Iterable[Place]) -> float:
    return min((float(np.hypot(at[0] - x, at[1] - y)) for x, y in others), default=CLEAR)


def with_participant(network: Network, reaction: str, species: str, side: Side) -> Network:
    """Return the network in which a reaction uses, or makes, one more of a species."""
    one = _reaction(network, reaction)
    old: tuple[Participant, ...] = getattr(one, side)
    same = next((each for each in old if each.species == species and not each.id), None)
    if same is None or same.stoichiometry is None:
        parts = (*old, Participant(species))
    else:
        more = replace(same, stoichiometry=same.stoichiometry + 1)
        parts = tuple(more if each is same else each for each in old)
    changed = replace(one, reactants=parts) if side == "reactants" else replace(one, products=parts)
    return _settled(network, changed)


def modified(network: Network, reaction: str, species: str, effect: Effect) -> Network:
    """Return the network in which ``species`` acts on a reaction: its rate gains a factor.

    A Hill factor whose constants become parameters, or of a catalyst the species itself. Raises
    `ModelError` if it acts on it already.
    """
    one = _reaction(network, reaction)
    tree = _tree(one)
    if tree is None:
        raise ModelError(f"Reaction '{reaction}' has no rate that '{species}' could change.")
    if species in symbols(tree):
        raise ModelError(
            f"'{species}' has a part in the rate of '{reaction}' already; double-click the "
            "process to change its rate."
        )
    if effect == "catalyses":
        return _with_rate(network, one, times(tree, Symbol(species)))
    network, threshold = _with_parameter(network, f"K_{species}_{reaction}", THRESHOLD)
    network, exponent = _with_parameter(network, f"n_{species}_{reaction}", EXPONENT)
    hill = Hill(species, SIGNS[effect], Symbol(threshold), Symbol(exponent))
    return _with_rate(network, one, hill.onto(tree))


def without_arc(network: Network, arc: Arc, process: Process) -> Network:
    """Return the network without what an arc of its diagram stands for.

    Raises `ModelError` if a rate speaks of a species that acts, otherwise than by a factor.
    """
    if arc.species.startswith(NOTHING):
        return without_unused(network, without(network, process.reactions))
    before = network
    for id in process.reactions:
        one = _reaction(network, id)
        if arc.role == ACTS:
            network = _unmodified(network, one, arc.species)
        else:
            first = id == process.reactions[0]
            side: Side = "reactants" if (arc.role == CONSUMES) is first else "products"
            network = _settled(network, _less(one, arc.species, side))
    return without_unused(before, network)


def numbered(stem: str, network: Network) -> str:
    """Return the first of ``S1``, ``S2``, ... that nothing in the network is called."""
    taken = network.symbols | {one.id for one in network.parts()}
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _unmodified(network: Network, one: Reaction, species: str) -> Network:
    for side in ("reactants", "products"):
        one = _less(one, species, side)
    tree = _tree(one)
    if tree is None or species not in symbols(tree):
        rest = tuple(name for name in one.modifiers if name != species)
        return _settled(network, replace(one, modifiers=rest))
    return _with_rate(network, one, _freed(tree, one, species))


def _freed(tree: Expression, one: Reaction, species: str) -> Expression:
    """Return a rate without the factor that a species is, or has."""
    above, below = factors(tree)
    rest = tuple(each for each in above if each != Symbol(species))
    if len(rest) < len(above) and rest and species not in symbols(product(rest, below)):
        return product(rest, below)
    leave: Callable[[Term], Expression | None] = Term.rest
    try:
        found = rewritten(tree, species, leave)
    except ModelError:
        found = None
    if found is None:
        raise ModelError(
            f"The rate of '{one.id}', {write(tree)}, speaks of '{species}' in a way that cannot be "
            "taken out by itself. Double-click the process to give it another rate, or delete it."
        )
    return found


def _less(one: Reaction, species: str, side: str) -> Reaction:
    old: tuple[Participant, ...] = getattr(one, side)
    parts = tuple(each for each in old if each.species != species)
    return replace(one, reactants=parts) if side == "reactants" else replace(one, products=parts)


def _with_rate(network: Network, one: Reaction, tree: Expression) -> Network:
    text = write(tree, network.symbols)
    kinetics = MassAction(text) if isinstance(one.kinetics, MassAction) else RateLaw(text)
    was = symbols(_tree(one) or tree)
    rest = tuple(name for name in one.modifiers if name not in was)
    return _settled(network, replace(one, kinetics=kinetics, modifiers=rest))


def _settled(network: Network, one: Reaction) -> Network:
    """Return the network with a reaction, whose modifiers are what its rate depends on besides.

    One that neither uses nor makes anything goes.
    """
    if not one.reactants and not one.products:
        return without(network, [one.id])
    tree = _tree(one)
    used = symbols(tree) - one.locals.keys() if tree is not None else frozenset()
    sides = {each.species for each in (*one.reactants, *one.products)}
    named = used | set(one.modifiers)
    modifiers = tuple(each.id for each in network.species if each.id in named - sides)
    return network.with_reaction(replace(one, modifiers=modifiers))


def _tree(one: Reaction) -> Expression | None:
    match one.kinetics:
        case MassAction(formula) | RateLaw(formula):
            return parse(formula)
    return None


def _reaction(network: Network, id: str) -> Reaction:
    one = network.part(id)
    if not isinstance(one, Reaction):
        raise ModelError(f"'{id}' is not a reaction.")
    return one


def _with_parameter(network: Network, stem: str, value: float) -> tuple[Network, str]:
    taken = network.symbols | {one.id for one in network.parts()}
    id = fresh_id(stem, taken)
    return replace(network, parameters=(*network.parameters, Parameter(id, value))), id


def _drawn(network: Network, places: Mapping[str, Place]) -> Network:
    return replace(network, drawing=network.drawing.placed("reactions", places))
