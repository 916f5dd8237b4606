"""The numbers of a regulation: where they stand in a network, and how they are changed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.hill_factors import Hill
from grnstudio.core.network import Network, Parameter, Reaction
from grnstudio.core.network_edits import put
from grnstudio.core.regulating import formula_of, is_own, term
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
