"""Names and values that a network's formulas need: undefined, without a value, in a circle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial

from grnstudio.core.expressions import COMMON_SYMBOLS, OPERATORS
from grnstudio.core.network import Compartment, MassAction, Network, Parameter, RateLaw, Species
from grnstudio.core.network_edits import put
from grnstudio.core.network_formulas import names_in, problem_of
from grnstudio.core.network_problems import Fix, Problem
from grnstudio.core.network_rename import check_id, corrected
from grnstudio.core.rules import AssignmentRule
from grnstudio.errors import GRNStudioError

FIRST_VALUE = 1.0
"""What a parameter is when a fix adds it."""


def name_problems(network: Network) -> Iterator[Problem]:
    """Yield formulas that cannot be read or name what there is not, missing values, circles."""
    yield from _formulas(network)
    yield from _missing(network)
    yield from _circles(network)
    yield from _overdetermined(network)


def _formulas(network: Network) -> Iterator[Problem]:
    known = network.symbols | COMMON_SYMBOLS
    functions = {one.id for one in network.functions}
    for ids, place, text, own in _places(network):
        named, called = names_in(text)
        if not named and not called and (problem := problem_of(text)):
            yield Problem("unreadable-formula", "error", f"{place}: {problem}", ids)
        for name in sorted(named - known - set(own)):
            yield _undefined(network, ids, place, name, known)
        for name in sorted(called - OPERATORS - functions):
            words = (
                f"{place}: there is no function called '{name}'. Define it, or correct the name."
            )
            yield Problem("undefined-function", "error", words, ids)


def _places(network: Network) -> Iterator[tuple[tuple[str, ...], str, str, Collection[str]]]:
    """Yield the parts, the name, the text and the own symbols of each formula."""
    for one in network.reactions:
        match one.kinetics:
            case MassAction(text) | RateLaw(text):
                yield (one.id,), f"Reaction '{one.id}'", text, one.locals
    for start in network.initial:
        place = f"The value of '{start.target}' at the start"
        yield (start.target,), place, start.formula, ()
    for rule in network.rules:
        yield (rule.target,), f"The rule of '{rule.target}'", rule.formula, ()
    for event in network.events:
        texts = (event.trigger, event.delay, event.priority, *event.assignments.values())
        for text in filter(None, texts):
            yield (event.id,), f"Event '{event.id}'", text, ()
    for check in network.constraints:
        yield (), "A constraint", check.formula, ()
    for function in network.functions:
        place = f"Function '{function.id}'"
        yield (function.id,), place, function.formula, function.arguments


def _undefined(
    network: Network, ids: tuple[str, ...], place: str, name: str, known: Collection[str]
) -> Problem:
    fixes = []
    is_function = any(one.id in ids for one in network.functions)
    if not is_function and _is_free(network, name):
        fixes.append(Fix(f"Add {name} = {FIRST_VALUE:g}", partial(_with_parameter, name=name)))
    near = get_close_matches(name, sorted(known), 2, 0.75)
    fixes += [Fix(f"Use {one} instead", partial(corrected, old=name, new=one)) for one in near]
    words = f"{place}: '{name}' is not defined. Add it as a parameter, or correct the name."
    return Problem("undefined-name", "error", words, ids, tuple(fixes))


def _is_free(network: Network, name: str) -> bool:
    try:
        check_id(name, network.symbols | {one.id for one in network.parts()})
    except GRNStudioError:
        return False
    return True


def _with_parameter(network: Network, name: str) -> Network:
    return put(network, Parameter(name, FIRST_VALUE))


def _missing(network: Network) -> Iterator[Problem]:
    set_elsewhere = {one.target for one in network.initial}
    set_elsewhere |= {one.target for one in network.rules if isinstance(one, AssignmentRule)}
    values: tuple[Compartment | Species | Parameter, ...]
    values = (*network.compartments, *network.species, *network.parameters)
    for one in values:
        if _value(one) is None and one.id not in set_elsewhere:
            what = {Compartment: "size", Species: "amount at the start"}.get(type(one), "value")
            words = f"'{one.id}' has no {what}. Give it one, or a rule that sets it."
            fix = Fix(f"Set {one.id} = {FIRST_VALUE:g}", partial(_with_value, id=one.id))
            yield Problem("missing-value", "error", words, (one.id,), (fix,))


def _value(one: Compartment | Species | Parameter) -> float | None:
    match one:
        case Compartment():
            return one.size
        case Species():
            return one.initial
    return one.value


def _with_value(network: Network, id: str) -> Network:
    match network.part(id):
        case Compartment() as one:
            return put(network, replace(one, size=FIRST_VALUE))
        case Species() as one:
            return put(network, replace(one, initial=FIRST_VALUE))
        case Parameter() as one:
            return put(network, replace(one, value=FIRST_VALUE))
    return network


def _circles(network: Network) -> Iterator[Problem]:
    """Yield values that need themselves, at all times or at the start."""
    always = {one.target: one.formula for one in network.rules if isinstance(one, AssignmentRule)}
    starts = {one.target: one.formula for one in network.initial}
    for circle in _circles_in(always):
        yield _circle(circle, "rule", partial(_without_rule, id=circle[-1]))
    for circle in _circles_in({**starts, **always}):
        if any(name in starts for name in circle):
            start = next(name for name in reversed(circle) if name in starts)
            yield _circle(circle, "value at the start", partial(_without_initial, id=start))


def _without_initial(network: Network, id: str) -> Network:
    return replace(network, initial=tuple(one for one in network.initial if one.target != id))


def _circle(circle: list[str], what: str, mend: Callable[[Network], Network]) -> Problem:
    chain = " needs ".join([*circle, circle[0]])
    words = f"The {what} of '{circle[0]}' needs itself: {chain}. Break the circle."
    fix = Fix(f"Remove the {what} of {circle[-1]}", mend)
    return Problem("cyclic-rules", "error", words, tuple(circle), (fix,))


def _circles_in(formulas: Mapping[str, str]) -> list[list[str]]:
    needs = {target: names_in(text)[0] & formulas.keys() for target, text in formulas.items()}
    done: set[str] = set()
    found = []
    for first in needs:
        path: list[str] = []
        waiting = [(first, iter(sorted(needs[first])))] if first not in done else []
        path += [first] if waiting else []
        while waiting:
            name, coming = waiting[-1]
            after = next(coming, None)
            if after is None:
                waiting.pop()
                path.pop()
                done.add(name)
            elif after in path:
                found.append(path[path.index(after) :])
            elif after not in done:
                path.append(after)
                waiting.append((after, iter(sorted(needs[after]))))
    return found


def _overdetermined(network: Network) -> Iterator[Problem]:
    """Yield species that both a rule and reactions set."""
    ruled = {one.target: one for one in network.rules}
    for species in network.species:
        if species.id not in ruled or species.boundary or species.constant:
            continue
        changing = [
            one.id
            for one in network.reactions
            if any(each.species == species.id for each in (*one.reactants, *one.products))
        ]
        if changing:
            words = (
                f"Species '{species.id}' is set by a rule and changed by reaction '{changing[0]}'. "
                "Make it a boundary species, which reactions do not change, or remove the rule."
            )
            fixes = (
                Fix(f"Make {species.id} a boundary", partial(_as_boundary, id=species.id)),
                Fix(
                    f"Remove the rule of {species.id}",
                    partial(_without_rule, id=species.id),
                ),
            )
            yield Problem("set-twice", "error", words, (species.id, changing[0]), fixes)


def _as_boundary(network: Network, id: str) -> Network:
    one = network.part(id)
    return put(network, replace(one, boundary=True)) if isinstance(one, Species) else network


def _without_rule(network: Network, id: str) -> Network:
    return replace(network, rules=tuple(one for one in network.rules if one.target != id))
