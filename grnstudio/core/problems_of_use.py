"""Parts of a network that nothing uses, or that stand there twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from grnstudio.core.network import MassAction, Network, RateLaw, Reaction, Species
from grnstudio.core.network_edits import put, without
from grnstudio.core.network_formulas import formulas, names_in
from grnstudio.core.network_problems import Fix, Problem


def use_problems(network: Network) -> Iterator[Problem]:
    """Yield what has no effect: unused and isolated parts, duplicates, modifiers by name only."""
    used = _used(network)
    yield from _unused(network, used)
    yield from _empty(network)
    yield from _duplicates(network)
    yield from _modifiers(network, used)


class _Used:
    """What formulas speak of, in all and by reaction."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.functions: set[str] = set()
        self.by_reaction: dict[str, frozenset[str]] = {}


def _used(network: Network) -> _Used:
    used = _Used()
    for one in formulas(network):
        names, functions = names_in(one.text)
        used.names |= names - set(one.own)
        used.functions |= functions
    for function in network.functions:
        used.functions |= names_in(function.formula)[1]
    for reaction in network.reactions:
        match reaction.kinetics:
            case MassAction(text) | RateLaw(text):
                used.by_reaction[reaction.id] = names_in(text)[0] - reaction.locals.keys()
    return used


def _unused(network: Network, used: _Used) -> Iterator[Problem]:
    set_ = {one.target for one in (*network.rules, *network.initial)}
    set_ |= {target for event in network.events for target in event.assignments}
    sides = {each.species for one in network.reactions for each in (*one.reactants, *one.products)}
    factors = {network.conversion, *(one.conversion for one in network.species)}
    places = {one.compartment for one in network.species}
    places |= {one.compartment for one in network.reactions}
    for species in network.species:
        if species.id in sides or species.id in set_:
            continue
        if species.id not in used.names:
            yield _idle("species", species.id, "no reaction uses or makes it and no rate needs it")
        elif not species.boundary and not species.constant:
            yield _fixed(species.id)
    for parameter in network.parameters:
        if parameter.id not in used.names | set_ | factors:
            yield _idle("parameter", parameter.id, "no formula speaks of it")
    for function in network.functions:
        if function.id not in used.functions:
            yield _idle("function", function.id, "no formula uses it")
    for place in network.compartments:
        if place.id not in places | used.names | set_:
            yield _idle("compartment", place.id, "there is nothing in it")


def _idle(kind: str, id: str, why: str) -> Problem:
    words = f"{kind.capitalize()} '{id}' has no effect: {why}."
    fix = Fix(f"Remove {id}", partial(without, ids=(id,)))
    return Problem(f"unused-{kind}", "hint", words, (id,), (fix,))


def _fixed(id: str) -> Problem:
    words = (
        f"Species '{id}' stands alone: rates depend on it, but no reaction, rule or event changes "
        "it. Say that it is a boundary species if it is meant to stay."
    )
    fix = Fix(f"Make {id} a boundary species", partial(_as_boundary, id=id))
    return Problem("isolated-species", "hint", words, (id,), (fix,))


def _as_boundary(network: Network, id: str) -> Network:
    one = network.part(id)
    return put(network, replace(one, boundary=True)) if isinstance(one, Species) else network


def _empty(network: Network) -> Iterator[Problem]:
    for one in network.reactions:
        if not one.reactants and not one.products:
            words = f"Reaction '{one.id}' has no effect: it uses nothing and makes nothing."
            fix = Fix(f"Remove {one.id}", partial(without, ids=(one.id,)))
            yield Problem("isolated-reaction", "warning", words, (one.id,), (fix,))


def _duplicates(network: Network) -> Iterator[Problem]:
    first: dict[tuple[object, ...], str] = {}
    for one in network.reactions:
        if one.kinetics is None or not (one.reactants or one.products):
            continue
        says = (_side(one, "reactants"), _side(one, "products"), _plain(one), _own(one))
        known = first.setdefault(says, one.id)
        if known != one.id:
            words = (
                f"Reactions '{known}' and '{one.id}' are the same, so it happens twice as often."
            )
            fix = Fix(f"Remove {one.id}", partial(without, ids=(one.id,)))
            yield Problem("duplicate-reaction", "warning", words, (known, one.id), (fix,))


def _side(one: Reaction, side: str) -> tuple[tuple[str, float | None, str], ...]:
    return tuple(
        sorted(
            ((each.species, each.stoichiometry, each.id) for each in getattr(one, side)), key=repr
        )
    )


def _plain(one: Reaction) -> str:
    match one.kinetics:
        case MassAction(text):
            return f"mass action {''.join(text.split())}"
        case RateLaw(text):
            return "".join(text.split())
    return ""


def _own(one: Reaction) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(one.locals.items()))


def _modifiers(network: Network, used: _Used) -> Iterator[Problem]:
    """Yield modifiers that the rate does not speak of, not even through a rule."""
    rules = {one.target: one.formula for one in network.rules}
    for one in network.reactions:
        if not one.modifiers:
            continue
        reached = _reached(used.by_reaction.get(one.id, frozenset()), rules)
        for name in one.modifiers:
            if name not in reached:
                words = f"Reaction '{one.id}' lists {name} as a modifier, but its rate ignores it."
                mend = partial(_without_modifier, reaction=one.id, name=name)
                fix = Fix(f"Remove the modifier {name}", mend)
                yield Problem("unused-modifier", "hint", words, (one.id, name), (fix,))


def _reached(names: frozenset[str], rules: dict[str, str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += names_in(rules[name])[0] if name in rules else ()
    return found


def _without_modifier(network: Network, reaction: str, name: str) -> Network:
    one = network.part(reaction)
    if not isinstance(one, Reaction):
        return network
    return put(network, replace(one, modifiers=tuple(m for m in one.modifiers if m != name)))
