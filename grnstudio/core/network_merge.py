"""Bringing the parts of one network into another, with names that clash told apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from grnstudio.core.network import Network
from grnstudio.core.network_edits import FIELDS, mentions, without
from grnstudio.core.network_rename import all_renamed, fresh_id
from grnstudio.errors import ModelError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Merged:
    """A network with another brought in; ``names`` says what the other's parts are called there.

    ``remarks`` tell of what both state and the first network decides.
    """

    network: Network
    names: dict[str, str]
    remarks: tuple[str, ...] = ()


def merged(network: Network, other: Network, same: Collection[str] = ()) -> Merged:
    """Return ``network`` with all of ``other`` in it.

    Parts of one id are one part if the id is in ``same``, and stay as ``network`` has them; of
    others the one that comes in gets another name. Raises `ModelError` where two parts of ``same``
    are of different kinds.
    """
    _check_kinds(network, other, same)
    incoming, names = _told_apart(network, other, same)
    held = {one.id for one in network.parts()}
    parts: dict[str, Any] = {
        field: (
            *getattr(network, field),
            *(one for one in getattr(incoming, field) if one.id not in held),
        )
        for field in FIELDS.values()
    }
    remarks: list[str] = []
    whole = replace(
        network,
        **parts,
        initial=_joined(network.initial, incoming.initial, remarks, "initial assignment"),
        rules=_joined(network.rules, incoming.rules, remarks, "rule"),
        constraints=(*network.constraints, *incoming.constraints),
        conversion=network.conversion or incoming.conversion,
        extras={**_of_parts(incoming), **network.extras},
        drawing=incoming.drawing.joined(network.drawing),
    )
    return Merged(whole, names, tuple(remarks))


def fragment(network: Network, ids: Collection[str]) -> Network:
    """Return what ``ids`` need to stand alone: they, their species, parameters and functions.

    It is what is copied when a part of a drawing is: a reaction with what takes part in it.
    """
    needed = _needed(network, ids)
    return without(network, [one.id for one in network.parts() if one.id not in needed])


def _needed(network: Network, ids: Collection[str]) -> set[str]:
    """Return ``ids`` and all whose going would take one of them along."""
    parts = {one.id: one for one in network.parts()}
    labels = {
        each.id: one.id
        for one in network.reactions
        for each in (*one.reactants, *one.products)
        if each.id
    }
    needed: set[str] = set()
    waiting = list(ids)
    while waiting:
        name = waiting.pop()
        id = labels.get(name, name)
        if id in parts and id not in needed:
            needed.add(id)
            waiting.extend(mentions(parts[id]))
    return needed


def _check_kinds(network: Network, other: Network, same: Collection[str]) -> None:
    kinds = {one.id: type(one) for one in network.parts()}
    for one in other.parts():
        if one.id in same and kinds.get(one.id, type(one)) is not type(one):
            kind, of = kinds[one.id].__name__.lower(), type(one).__name__.lower()
            raise ModelError(
                f"'{one.id}' is a {kind} in one network and a {of} in the other, so it cannot be "
                "the same. Give one of them another name."
            )


def _told_apart(
    network: Network, other: Network, same: Collection[str]
) -> tuple[Network, dict[str, str]]:
    taken = set(network.symbols) | {one.id for one in network.parts()}
    own = [one.id for one in other.parts()]
    own += sorted(other.symbols - set(own))
    names = {}
    everywhere = taken | set(own)
    for id in own:
        names[id] = id
        if id in taken and id not in same:
            names[id] = fresh_id(id, everywhere)
            everywhere.add(names[id])
    return all_renamed(other, names), names


def _joined(
    first: tuple[R, ...], second: tuple[R, ...], remarks: list[str], kind: str
) -> tuple[R, ...]:
    ruled = {one.target for one in first}  # type: ignore[attr-defined]
    for one in second:
        if one.target in ruled:  # type: ignore[attr-defined]
            target = one.target  # type: ignore[attr-defined]
            remarks.append(f"The {kind} of '{target}' that came with it was left out: it has one.")
    return (*first, *(one for one in second if one.target not in ruled))  # type: ignore


def _of_parts(incoming: Network) -> dict[str, Any]:
    """Return the extras that belong to parts; what is said of the whole stays behind."""
    ids = {one.id for one in incoming.parts()}
    return {key: extra for key, extra in incoming.extras.items() if key.partition(":")[0] in ids}
