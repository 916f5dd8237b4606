"""Reactions that never happen, go on without what they use, or make something of nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction, Species
from grnstudio.core.network_edits import dependents, put, without
from grnstudio.core.network_formulas import names_in
from grnstudio.core.network_problems import Fix, Problem
from grnstudio.core.rate_forms import applied, form

MOST_FOR_BALANCE = 40
"""Reactions of a network in which those are looked for that break what all others keep."""

_TURNS = (0, 3)  # amounts that a rate is tried at


def rate_problems(network: Network) -> Iterator[Problem]:
    """Yield what is odd about the rates of reactions."""
    influences = Influences(network)
    kept = {one.id for one in network.species if one.boundary or one.constant}
    for one in network.reactions:
        if one.kinetics is None:
            yield _without_rate(one)
        elif _is_still(influences, one):
            yield _still(network, one)
        else:
            yield from _going_negative(kept, influences, one)
    yield from _starved(network, influences)
    yield from _unbalanced(network)


def _without_rate(one: Reaction) -> Problem:
    words = f"Reaction '{one.id}' never happens: it has no rate."
    fix = Fix("Give it mass action", partial(applied, reaction=one.id, one=form("mass action")))
    return Problem("never-fires", "warning", words, (one.id,), (fix,))


def _still(network: Network, one: Reaction) -> Problem:
    """Say that a rate is zero: meant so where a parameter is, else likely a mistake."""
    match one.kinetics:
        case MassAction(formula) | RateLaw(formula):
            named = names_in(formula)[0]
        case _:
            named = frozenset[str]()
    zero = [each.id for each in network.parameters if each.id in named and each.value == 0.0]
    zero = zero or [name for name, value in one.locals.items() if value == 0.0 and name in named]
    why = f", as {zero[0]} = 0" if zero else " whatever there is"
    words = f"Reaction '{one.id}' never happens: its rate is 0{why}."
    return Problem("never-fires", "hint" if zero else "warning", words, (one.id,))


def _is_still(influences: Influences, one: Reaction) -> bool:
    return all(influences.rate(one, turn=turn) == 0.0 for turn in _TURNS)


def _going_negative(
    kept: Collection[str], influences: Influences, one: Reaction
) -> Iterator[Problem]:
    """Yield reactants that are still used up when nothing is left of them."""
    if not isinstance(one.kinetics, RateLaw):
        return
    made = {each.species: each.stoichiometry for each in one.products}
    for reactant in one.reactants:
        name = reactant.species
        if name in kept or made.get(name) == reactant.stoichiometry:
            continue
        rates = [influences.rate(one, name, turn) for turn in _TURNS]
        if all(rate is not None and rate > 0 for rate in rates):
            words = (
                f"Reaction '{one.id}' goes on when no {name} is left, so {name} may become "
                f"negative. Its rate should vanish with {name}."
            )
            fix = Fix(f"Multiply the rate by {name}", partial(_times, reaction=one.id, name=name))
            yield Problem("negative-going", "warning", words, (one.id, name), (fix,))


def _times(network: Network, reaction: str, name: str) -> Network:
    one = network.part(reaction)
    if not isinstance(one, Reaction) or not isinstance(one.kinetics, RateLaw):
        return network
    formula = one.kinetics.formula.strip()
    is_plain = not set("+-<>=&|") & set(formula)
    law = RateLaw(f"{formula}*{name}" if is_plain else f"({formula})*{name}")
    return put(network, replace(one, kinetics=law))


def _starved(network: Network, influences: Influences) -> Iterator[Problem]:
    """Yield reactions that wait for what nothing makes and what there is nothing of."""
    running = [
        one
        for one in network.reactions
        if one.kinetics is not None and not _is_still(influences, one)
    ]
    set_elsewhere = {one.target for one in (*network.initial, *network.rules)}
    set_elsewhere |= {id for event in network.events for id in event.assignments}
    there = {one.id for one in network.species if one.initial != 0.0} | set_elsewhere
    waiting = {one.id: one for one in running}
    wanted: dict[str, list[Reaction]] = {}
    for one in running:
        for each in (*one.reactants, *one.products):
            wanted.setdefault(each.species, []).append(one)
    coming = deque(running)
    while coming:
        one = coming.popleft()
        if one.id in waiting and _can_start(one, there, influences):
            del waiting[one.id]
            sides = (*one.reactants, *one.products) if one.reversible else one.products
            made = {each.species for each in sides} - there
            there |= made
            coming += [each for name in made for each in wanted[name]]
    for one in waiting.values():
        lacking = [each.species for each in one.reactants if each.species not in there]
        yield _starving(one, list(dict.fromkeys(lacking)))


def _starving(one: Reaction, lacking: Sequence[str]) -> Problem:
    words = (
        f"Reaction '{one.id}' never happens: there is no {lacking[0]} at the start, and nothing "
        "makes it."
    )
    fix = Fix(f"Start with {lacking[0]} = 1", partial(_with_some, id=lacking[0]))
    return Problem("never-fires", "warning", words, (one.id, *lacking), (fix,))


def _with_some(network: Network, id: str) -> Network:
    one = network.part(id)
    return put(network, replace(one, initial=1.0)) if isinstance(one, Species) else network


def _can_start(one: Reaction, there: Collection[str], influences: Influences) -> bool:
    """Say whether all that a reaction uses, one way or the other, is there or not needed."""
    sides = [one.reactants, one.products] if one.reversible else [one.reactants]
    for side in sides:
        lacking = [each.species for each in side if each.species not in there]
        if side is one.products and not side:
            continue
        if not lacking or any(not _stops(influences, one, name) for name in lacking):
            return True
    return not one.reactants


def _stops(influences: Influences, one: Reaction, name: str) -> bool:
    if isinstance(one.kinetics, MassAction):
        return True
    rates = [influences.rate(one, name, turn) for turn in _TURNS]
    return all(rate is not None and rate <= 0 for rate in rates)


def _unbalanced(network: Network) -> Iterator[Problem]:
    """Yield reactions that break a sum which all others keep: one side is likely mistyped.

    Of several that might, those whose leaving out gives the plainest sum.
    """
    if len(network.reactions) > MOST_FOR_BALANCE:
        return
    kept = _conserved(network)
    found = [(one, law) for one in network.reactions if (law := _broken(network, one, kept))]
    plainest = min((max(law.values()) for _, law in found), default=0)
    for one, law in found:
        if max(law.values()) == plainest:
            words = (
                f"Reaction '{one.id}' makes or destroys something: all other reactions keep "
                f"{' + '.join(_term(law[name], name) for name in law)}. Are its numbers right?"
            )
            yield Problem("unbalanced", "hint", words, (one.id,))


def _broken(network: Network, one: Reaction, kept: Collection[str]) -> Mapping[str, int]:
    """Return the sum of what takes part in a reaction that all other reactions keep, if any."""
    used = {each.species for each in one.reactants}
    made = {each.species for each in one.products}
    if not used or not made or used & made or one.kinetics is None or used | made <= set(kept):
        return {}
    if dependents(network, [one.id]):
        return {}
    for law in conservation_laws(without(network, [one.id])):
        sum = law.coefficients
        if used | made <= sum.keys() and min(sum.values()) > 0:
            return sum
    return {}


def _conserved(network: Network) -> set[str]:
    laws = [law.coefficients for law in conservation_laws(network)]
    return {name for law in laws if min(law.values()) > 0 for name in law}


def _term(count: int, name: str) -> str:
    return name if count == 1 else f"{count} {name}"
