"""What a network carries along when its text is read afresh: its name, notes, annotations."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.core.network import Network


def carried_over(before: Network | None, network: Network) -> Network:
    """Return ``network`` with what belongs to it of ``before``: its name, places and extras.

    The name stays unless ``network`` brings one or is another model. What is said of a part's
    inside (``bind:reactant:0``) stays as long as the part is the same.
    """
    if before is None:
        return network
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
