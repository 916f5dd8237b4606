"""The numbers of a regulation: where they stand in a network, and how they are changed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.hill_factors import Hill, factors
from grnstudio.core.network import MassAction, Network, Parameter, Reaction
from grnstudio.core.network_edits import put
from grnstudio.core.regulating import formula_of, is_own, net, synthesis, term, tree_of
from grnstudio.core.regulation_edits import with_hill
from grnstudio.errors import ModelError

Field: TypeAlias = Literal["threshold", "exponent", "rate"]
LABELS: dict[Field, str] = {
    "threshold": "Half effect at, K",
    "exponent": "Steepness, n",
    "rate": "Maximal rate",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number; ``name`` is the parameter that holds it, empty where the formula states it.

    ``value`` is None where it is no plain number.
    """

    value: float | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Regulation:
    """What a Hill factor says: how, from where on, how steeply, and up to which rate."""

    source: str
    target: str
    sign: int
    adds: bool
    reaction: str
    formula: str
    threshold: Quantity
    exponent: Quantity
    rate: Quantity


def regulation_between(network: Network, source: str, target: str) -> Regulation | None:
    """Return the numbers of a regulation, None if it is no Hill factor."""
    found = term(network, source, target)
    if found is None:
        return None
    reaction, one = found
    coefficient: Expression | None = Symbol(one.coefficient) if one.coefficient else one.rest()
    return Regulation(
        source,
        target,
        one.hill.sign,
        is_own(one),
        reaction.id,
        formula_of(reaction),
        _quantity(network, reaction, one.hill.threshold),
        _quantity(network, reaction, one.hill.exponent),
        _quantity(network, reaction, coefficient),
    )


def with_value(network: Network, source: str, target: str, field: Field, value: float) -> Network:
    """Return the network with another number in a regulation; raises `ModelError`."""
    one = regulation_between(network, source, target)
    if one is None:
        raise ModelError(f"No Hill factor says how '{source}' regulates '{target}'.")
    _check(field, value)
    quantity: Quantity = getattr(one, field)
    if quantity.name:
        return _with_constant(network, one.reaction, quantity.name, value)
    if field == "rate":
        raise ModelError(
            f"The maximal rate in '{one.formula}' is no parameter; change the rate of "
            f"'{one.reaction}' itself."
        )

    def change(hill: Hill) -> Hill:
        number = Number(float(value))
        if field == "threshold":
            return replace(hill, threshold=number)
        return replace(hill, exponent=number)

    return with_hill(network, source, target, change)


def number(text: str, label: str) -> float:
    """Return the number that a text says; raises `ModelError`."""
    try:
        return float(text)
    except ValueError:
        raise ModelError(
            f"{label} takes a number such as 0.001 or 1e-3, not '{text.strip()}'."
        ) from None


def expression_parameters(network: Network, gene: str) -> dict[str, str]:
    """Return the parameters that say how fast a gene is "made" at most, and "lost".

    What is not said by a parameter alone is left out.
    """
    found: dict[str, str] = {}
    made = synthesis(network, gene)
    if made is not None:
        above, _ = factors(_first_addend(tree_of(made)))
        names = [one.name for one in above if isinstance(one, Symbol)]
        found["made"] = next((name for name in names if _is_parameter(network, made, name)), "")
    for one in network.reactions:
        is_decay = net(one)[gene] < 0 and len(net(one)) == 1
        constant = one.kinetics.constant if isinstance(one.kinetics, MassAction) else ""
        if is_decay and _is_parameter(network, one, constant):
            found.setdefault("lost", constant)
    return {key: name for key, name in found.items() if name}


def _first_addend(tree: Expression) -> Expression:
    while isinstance(tree, Apply) and tree.operator in ("+", "-") and tree.arguments:
        tree = tree.arguments[0]
    return tree


def _is_parameter(network: Network, one: Reaction, name: str) -> bool:
    known = name not in one.locals and any(each.id == name for each in network.parameters)
    return known and _quantity(network, one, Symbol(name)).value is not None


def _check(field: Field, value: float) -> None:
    if not math.isfinite(value) or value < 0 or (value == 0 and field != "rate"):
        least = "0 or more" if field == "rate" else "above 0"
        raise ModelError(f"{LABELS[field]} is a number {least}, not {value:g}.")


def _quantity(network: Network, reaction: Reaction, tree: Expression | None) -> Quantity:
    match tree:
        case Number(value):
            return Quantity(value)
        case Apply("neg", (Number(value),)):
            return Quantity(-value)
        case Symbol(name) if name in reaction.locals:
            return Quantity(reaction.locals[name], name)
        case Symbol(name):
            set_elsewhere = {one.target for one in (*network.rules, *network.initial)}
            for one in network.parameters:
                if one.id == name and name not in set_elsewhere:
                    return Quantity(one.value, name)
    return Quantity(None)


def _with_constant(network: Network, reaction: str, name: str, value: float) -> Network:
    one = next(one for one in network.reactions if one.id == reaction)
    if name in one.locals:
        return network.with_reaction(replace(one, locals={**one.locals, name: value}))
    parameter = network.part(name)
    assert isinstance(parameter, Parameter)  # only those are read as quantities
    return put(network, replace(parameter, value=value))
