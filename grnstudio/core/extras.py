"""What a network carries along when its text is read afresh: its name, notes, annotations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from grnstudio.core.network import Network, Part, Reaction
from grnstudio.core.network_edits import FIELDS


def carried_over(before: Network | None, network: Network) -> Network:
    """Return ``network`` with what belongs to it of ``before``: its name, places and extras.

    The name stays unless ``network`` brings one or is another model. What is said of a part's
    inside (``bind:reactant:0``) stays as long as the part is the same.
    """
    if before is None:
        return network
    network = _shared(before, network)
    if not network.name and network.id == before.id:
        network = replace(network, name=before.name)
    if before.drawing and not network.drawing:
        ids = {one.id for one in network.parts()}
        network = replace(network, drawing=before.drawing.only(ids))
    if not before.extras:
        return network
    old = {one.id: one for one in before.parts()}
    new = {one.id: one for one in network.parts()}
    kept = {}
    for key, extra in before.extras.items():
        id, _, inside = key.partition(":")
        if (id in new and old.get(id) == new[id]) if inside else (not id or id in new):
            kept[key] = extra
        elif inside in network.symbols and id not in old:
            kept[key] = extra  # said of a rule or an initial value, by what it sets
    return replace(network, extras={**kept, **network.extras})


def _shared(before: Network, network: Network) -> Network:
    """Return ``network`` with the very parts of ``before`` where they are the same.

    Modifiers that a rate does not speak of, which text cannot say, stay with their reaction.
    """
    old = {one.id: one for one in before.parts()}
    species = {one.id for one in network.species}
    parts: dict[str, Any] = {
        field: tuple(_known(old.get(one.id), one, species) for one in getattr(network, field))
        for field in FIELDS.values()
    }
    return replace(network, **parts)


def _known(old: Part | None, one: Part, species: Collection[str]) -> Part:
    if isinstance(old, Reaction) and isinstance(one, Reaction):
        known = tuple(name for name in old.modifiers if name in species)
        if not set(one.modifiers) <= set(known):
            return one
        one = replace(one, modifiers=known)
    return old if old == one else one
