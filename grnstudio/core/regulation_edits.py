"""Edits of a network as a signed graph: genes and regulations come, change and go.

A regulation is a Hill factor in the rate at which its target is made. It either multiplies that
rate or adds to it, with a maximal rate of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from grnstudio.core.drawing import Place
from grnstudio.core.expressions import Expression, Symbol, symbols
from grnstudio.core.hill_factors import Hill, Term, plus, rewritten
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_edits import put, without
from grnstudio.core.network_rename import fresh_id
from grnstudio.core.rates import write
from grnstudio.core.regulating import (
    carrying,
    change_of,
    formula_of,
    has_factor,
    is_added,
    is_own,
    net,
    regulated_by,
    synthesis,
    term,
    tree_of,
    without_unused,
)
from grnstudio.errors import ModelError

RATE, DECAY = 20.0, 0.2
"""Of a gene as it is drawn: the most it is made of, and what of it is lost, per unit of time."""

THRESHOLD, EXPONENT = 10.0, 3.0
"""Of a regulation as it is drawn. A ring of three repressors swings for exponents above 2 only."""

STARTS = (0.0, 10.0, 20.0)
"""What genes begin with, in turn: in equal ones nothing would tell a switch which way to go."""


def with_gene(network: Network, id: str = "", place: Place | None = None) -> tuple[Network, str]:
    """Return the network with one more gene, which is made and decays, and what it is called."""
    taken = network.symbols | {one.id for one in network.parts()}
    id = id or fresh_id(_first_letter(taken), taken)
    start = STARTS[len(network.species) % len(STARTS)]
    home = network.compartments[0].id if network.compartments else ""
    network = expressed(put(network, Species(id, start, home)), id)
    if place is not None:
        drawing = network.drawing
        places = {**drawing.regulation, id: place}
        network = replace(network, drawing=replace(drawing, regulation=places))
    return network, id


def expressed(network: Network, gene: str) -> Network:
    """Return the network with a gene that is made, at a constant rate, and that decays.

    What of the two there is already stays as it is.
    """
    if synthesis(network, gene) is None:
        network, rate = _with_parameter(network, f"beta_{gene}", RATE)
        id = fresh_id(f"synthesis_{gene}", _taken(network))
        made = Reaction(id, (), (Participant(gene),), RateLaw(rate))
        network = network.with_reaction(made)
    if not any(change_of(one, gene) < 0 for one in network.reactions):
        network, rate = _with_parameter(network, f"delta_{gene}", DECAY)
        id = fresh_id(f"decay_{gene}", _taken(network))
        lost = Reaction(id, (Participant(gene),), (), MassAction(rate))
        network = network.with_reaction(lost)
    return network


def regulated(network: Network, source: str, target: str, sign: int, adds: bool = False) -> Network:
    """Return the network in which ``source`` activates (1) or represses (-1) ``target``.

    What it does already is turned to that sign. Raises `ModelError` if nothing can regulate the
    target, or if it is so already.
    """
    _check_target(network, source, target)
    old = term(network, source, target)
    if old is not None:
        if old[1].hill.sign == sign:
            done = "activates" if sign > 0 else "represses"
            raise ModelError(f"'{source}' {done} '{target}' already; choose the link to change it.")
        return flipped(network, source, target)
    network = expressed(network, target)
    network, threshold = _with_parameter(network, f"K_{source}_{target}", THRESHOLD)
    network, exponent = _with_parameter(network, f"n_{source}_{target}", EXPONENT)
    factor = Hill(source, sign, Symbol(threshold), Symbol(exponent))
    if adds:
        network, rate = _with_parameter(network, f"beta_{source}_{target}", RATE)
    made = _made(network, target)
    tree = tree_of(made)
    if adds:
        return _with_rate(network, made, plus(tree, factor.onto(Symbol(rate))))
    return _with_rate(network, made, factor.onto(tree))


def unregulated(network: Network, source: str, target: str) -> Network:
    """Return the network without the regulation of ``target`` by ``source``.

    Its Hill factors are taken out of the rates, and their constants if nothing else uses them. If
    there are none, the reactions that turn the one into the other go. Raises `ModelError` for what
    acts otherwise.
    """
    carriers = tuple(carrying(network, source, target))
    if not carriers:
        raise ModelError(_unreached(network, source, target))
    factored = [one for one in carriers if has_factor(one, source)]
    if factored:
        after = network
        for one in factored:
            after = _rewritten(after, one, source, _left_out)
        return without_unused(network, after)
    for one in carriers:
        if source not in {part.species for part in one.reactants}:
            raise ModelError(_otherwise(one, source))
    return without_unused(network, without(network, [one.id for one in carriers]))


def flipped(network: Network, source: str, target: str) -> Network:
    """Return the network with an activation turned into a repression, or the other way round."""

    def turn(one: Term) -> Expression:
        return one.with_hill(replace(one.hill, sign=-one.hill.sign))

    return _changed(network, source, target, turn)


def combined(network: Network, source: str, target: str, adds: bool) -> Network:
    """Return the network in which a regulation adds to the rate of its target, or multiplies it."""
    reaction, old = _term(network, source, target)
    if is_added(network, source, target) == adds:
        return network
    before = network
    network = _rewritten(network, reaction, source, _left_out)
    made = _made(network, target, reaction.id)
    tree = tree_of(made)
    if not adds:
        return without_unused(before, _with_rate(network, made, old.hill.onto(tree)))
    network, rate = _with_parameter(network, f"beta_{source}_{target}", RATE)
    return _with_rate(network, made, plus(tree, old.hill.onto(Symbol(rate))))


def with_hill(
    network: Network, source: str, target: str, change: Callable[[Hill], Hill]
) -> Network:
    """Return the network with another threshold, exponent or sign of a regulation."""
    return _changed(network, source, target, lambda one: one.with_hill(change(one.hill)))


def without_genes(network: Network, genes: Collection[str]) -> Network:
    """Return the network without ``genes`` and the regulations by them; others are still made.

    What is only about them goes too: their reactions, and constants nothing else uses.
    """
    before = network
    gone = set(genes)
    for source, target in regulated_by(network, gone):
        if term(network, source, target) is not None:
            network = unregulated(network, source, target)
    return without_unused(before, without(network, genes))


def only_genes(network: Network, genes: Collection[str]) -> tuple[Network, tuple[str, ...]]:
    """Return ``genes`` with the regulations among them, and the ids of these and their reactions.

    It is what is copied when genes are: those that regulate them from without are left out.
    """
    others = [one.id for one in network.species if one.id not in genes]
    alone = without_genes(network, others) if others else network
    theirs = {one.id for one in alone.species}
    reactions = (one.id for one in alone.reactions if any(net(one)[name] for name in theirs))
    return alone, (*(one.id for one in alone.species), *reactions)


def _left_out(one: Term) -> Expression | None:
    return None if is_own(one) else one.rest()


def _changed(
    network: Network, source: str, target: str, change: Callable[[Term], Expression]
) -> Network:
    reaction, _ = _term(network, source, target)
    return _rewritten(network, reaction, source, change)


def _term(network: Network, source: str, target: str) -> tuple[Reaction, Term]:
    found = term(network, source, target)
    if found is not None:
        return found
    for one in carrying(network, source, target):
        raise ModelError(_otherwise(one, source))
    raise ModelError(_unreached(network, source, target))


def _unreached(network: Network, source: str, target: str) -> str:
    """Say why no rate that makes or uses ``target`` speaks of ``source``."""
    if any(one.target == target for one in network.rules):
        return f"A rule sets '{target}'. Change what it says of '{source}' in the rule's formula."
    if network.rules:
        return (
            f"'{source}' acts on '{target}' through a rule, if at all. Change the rule's formula, "
            "or the rate that uses what the rule sets."
        )
    return f"'{source}' does not regulate '{target}'."


def _otherwise(one: Reaction, source: str) -> str:
    return (
        f"The rate of '{one.id}', {formula_of(one)}, depends on '{source}' otherwise than by a "
        "Hill factor. Change the rate itself, or delete the reaction."
    )


def _rewritten(
    network: Network, one: Reaction, source: str, change: Callable[[Term], Expression | None]
) -> Network:
    try:
        tree = rewritten(tree_of(one), source, change)
    except ModelError as error:
        raise ModelError(_otherwise(one, source)) from error
    if tree is None:
        return without(network, [one.id])
    return _with_rate(network, one, tree)


def _with_rate(network: Network, one: Reaction, tree: Expression) -> Network:
    """Return the network with another formula for a rate; modifiers are what it depends on."""
    text = write(tree, network.symbols)
    sides = {part.species for part in (*one.reactants, *one.products)}
    was, used = symbols(tree_of(one)), symbols(tree) - sides - one.locals.keys()
    kept = {name for name in one.modifiers if name not in was}
    kinetics = MassAction(text) if isinstance(one.kinetics, MassAction) else RateLaw(text)
    modifiers = tuple(o.id for o in network.species if o.id in used | kept)
    return network.with_reaction(replace(one, kinetics=kinetics, modifiers=modifiers))


def _check_target(network: Network, source: str, target: str) -> None:
    species = {one.id: one for one in network.species}
    for name in (source, target):
        if name not in species:
            raise ModelError(f"'{name}' is not a species of the network; draw it first.")
    one = species[target]
    if one.boundary or one.constant:
        raise ModelError(
            f"'{target}' is held by its surroundings, so nothing can regulate it. Let it change "
            "(not a boundary, not constant) first."
        )
    if any(rule.target == target for rule in network.rules):
        raise ModelError(
            f"A rule sets '{target}', so regulate it there: change the rule's formula."
        )


def _made(network: Network, target: str, id: str = "") -> Reaction:
    """Return the reaction ``id`` if it is still there, else the one that makes ``target``."""
    for one in network.reactions:
        if one.id == id:
            return one
    network = expressed(network, target)
    made = synthesis(network, target)
    if made is None:
        raise ModelError(f"Nothing makes '{target}'.")
    return made


def _with_parameter(network: Network, stem: str, value: float) -> tuple[Network, str]:
    id = fresh_id(stem, _taken(network))
    return replace(network, parameters=(*network.parameters, Parameter(id, value))), id


def _taken(network: Network) -> frozenset[str]:
    locals_ = {name for one in network.reactions for name in one.locals}
    return network.symbols | {one.id for one in network.parts()} | locals_


def _first_letter(taken: Collection[str]) -> str:
    return next((letter for letter in "ABCDFGHXYZ" if letter not in taken), "G")
