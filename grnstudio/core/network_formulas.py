"""All formulas of a network, and whether they mean something."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from grnstudio.core.expressions import operators, symbols
from grnstudio.core.network import MassAction, Network
from grnstudio.core.rates import parse
from grnstudio.core.rules import Function
from grnstudio.errors import ModelError, RateSyntaxError


class Formula(NamedTuple):
    """A formula, what messages call its place, and the names that only it knows."""

    place: str
    text: str
    own: Collection[str] = ()


@lru_cache(maxsize=8192)
def names_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the symbols and the functions that a formula speaks of, none if it is not readable."""
    try:
        tree = parse(text, None, None)
    except (RateSyntaxError, ModelError):
        return frozenset(), frozenset()
    return symbols(tree), operators(tree)


def problem_of(text: str) -> str:
    """Say why a formula cannot be read, whatever its names may mean; empty if it can."""
    try:
        parse(text, None, None)
    except RateSyntaxError as error:
        return error.problem
    return ""


def formulas(network: Network) -> Iterator[Formula]:
    """Yield every formula of ``network`` but those of functions."""
    for one in network.reactions:
        if isinstance(one.kinetics, MassAction):
            yield Formula(f"The constant of reaction '{one.id}'", one.kinetics.constant, one.locals)
        elif one.kinetics is not None:
            yield Formula(f"The rate of reaction '{one.id}'", one.kinetics.formula, one.locals)
    yield from formulas_besides(network)


def formulas_besides(network: Network) -> Iterator[Formula]:
    """Yield every formula but those of reactions and functions."""
    for start in network.initial:
        yield Formula(f"The initial assignment of '{start.target}'", start.formula)
    for rule in network.rules:
        yield Formula(f"The rule of '{rule.target}'", rule.formula)
    for event in network.events:
        yield Formula(f"The trigger of event '{event.id}'", event.trigger)
        for kind, text in (("delay", event.delay), ("priority", event.priority)):
            if text:
                yield Formula(f"The {kind} of event '{event.id}'", text)
        for target, text in event.assignments.items():
            yield Formula(f"What event '{event.id}' sets '{target}' to", text)
    for number, constraint in enumerate(network.constraints, 1):
        yield Formula(f"Constraint {number}", constraint.formula)


def check_formulas(network: Network) -> None:
    """Raise `ModelError`, with the place, for a formula that cannot be read."""
    functions = {one.id: one for one in network.functions}
    for function in network.functions:
        _check(Formula(f"Function '{function.id}'", function.formula), function.arguments, None)
    known = network.symbols
    for one in formulas(network):
        _check(one, known.union(one.own) if one.own else known, functions)


def _check(
    formula: Formula, known: Collection[str], functions: Mapping[str, Function] | None
) -> None:
    try:
        parse(formula.text, known, functions)
    except (RateSyntaxError, ModelError) as error:
        raise ModelError(f"{formula.place}: {error}") from error
