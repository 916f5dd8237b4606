"""The numbers of a network that one may turn: parameters and initial amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grnstudio.core.network import Network, Parameter, Reaction, Species
from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A number that nothing but the network's author sets; of a species, its initial amount.

    A parameter that only the rate of a reaction knows is called ``reaction.parameter``.
    """

    name: str
    value: float
    is_species: bool = False
    unit: str = ""


def adjustables(network: Network) -> tuple[Adjustable, ...]:
    """Return what may be turned: parameters, those of reactions, then species."""
    set_elsewhere = {one.target for one in network.initial} | {one.target for one in network.rules}
    parameters = [
        Adjustable(one.id, one.value, False, one.unit)
        for one in network.parameters
        if one.value is not None and one.id not in set_elsewhere
    ]
    own = [
        Adjustable(local_name(reaction, name), value)
        for reaction in network.reactions
        for name, value in reaction.locals.items()
    ]
    sizes = _sizes(network)
    species = [
        Adjustable(one.id, amount, True)
        for one in network.species
        if one.id not in set_elsewhere and (amount := _amount(one, sizes)) is not None
    ]
    return (*parameters, *own, *species)


def local_name(reaction: Reaction, name: str) -> str:
    """Return what a parameter of ``reaction`` alone is called among those of the network."""
    return f"{reaction.id}.{name}"


def with_values(network: Network, values: Mapping[str, float]) -> Network:
    """Return the network with other values; raises `ModelError` for what cannot be turned."""
    if not values:
        return network
    known = {one.name for one in adjustables(network)}
    for name in values:
        if name not in known:
            raise ModelError(
                f"'{name}' is not a number of the network that can be set: it is unknown, or a "
                "rule or an initial assignment sets it."
            )
    sizes = _sizes(network)
    return replace(
        network,
        parameters=tuple(_turned(one, values) for one in network.parameters),
        species=tuple(_filled(one, values, sizes) for one in network.species),
        reactions=tuple(_tuned(one, values) for one in network.reactions),
    )


def differing(network: Network, values: Mapping[str, float]) -> dict[str, float]:
    """Return those of ``values`` that can be turned and are not the network's own."""
    own = {one.name: one.value for one in adjustables(network)} if values else {}
    return {name: value for name, value in values.items() if own.get(name, value) != value}


def _turned(one: Parameter, values: Mapping[str, float]) -> Parameter:
    return replace(one, value=values[one.id]) if one.id in values else one


def _tuned(one: Reaction, values: Mapping[str, float]) -> Reaction:
    turned = {
        name: values[full] for name in one.locals if (full := local_name(one, name)) in values
    }
    return replace(one, locals={**one.locals, **turned}) if turned else one


def _filled(one: Species, values: Mapping[str, float], sizes: Mapping[str, float]) -> Species:
    if one.id not in values:
        return one
    divisor = sizes[one.compartment] if one.is_concentration else 1.0
    return replace(one, initial=values[one.id] / divisor)


def _amount(one: Species, sizes: Mapping[str, float]) -> float | None:
    if one.initial is None or not one.is_concentration:
        return one.initial
    size = sizes.get(one.compartment, 0.0)
    return one.initial * size if size else None


def _sizes(network: Network) -> dict[str, float]:
    """Return the sizes of the compartments that state one; a concentration needs it."""
    set_elsewhere = {one.target for one in network.initial} | {one.target for one in network.rules}
    return {
        one.id: one.size
        for one in network.compartments
        if one.size is not None and one.id not in set_elsewhere
    }
