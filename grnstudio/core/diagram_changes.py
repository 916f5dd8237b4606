"""The diagram of a network after an edit, made of the one before it: most arcs stay."""

from __future__ import annotations

import re
from collections import defaultdict

from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction
from grnstudio.core.network_diagram import (
    NOTHING,
    Arc,
    Diagram,
    Process,
    arcs_of,
    diagram,
    pairs,
    process_of,
)

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def redrawn(network: Network, before: Network, shown: Diagram) -> Diagram:
    """Return the diagram of ``network``; ``shown`` is that of ``before``.

    It is the one that `diagram` makes; only what an edit touched is looked at again.
    """
    turned = _turned(network, before)
    if turned is None:
        return diagram(network)
    if not turned and network.reactions is before.reactions and _ids(network) == _ids(before):
        return shown
    old = {one.id: one for one in before.reactions}
    kept: dict[str, list[Arc]] = defaultdict(list)
    for arc in shown.arcs:
        kept[arc.process].append(arc)
    processes = {one.name: one for one in shown.processes}
    influences = Influences(network)
    ranks = {one.id: rank for rank, one in enumerate(network.species)}
    found: list[Process] = []
    arcs: list[Arc] = []
    for reaction, inverse in pairs(network):
        process = process_of(reaction, inverse)
        same = old.get(reaction.id) is reaction and processes.get(process.name) == process
        found.append(process)
        if same and not (turned and turned & _words(reaction)):
            arcs += kept[process.name]
        else:
            arcs += arcs_of(reaction, process, influences, ranks)
    nothings = tuple(one.species for one in arcs if one.species.startswith(NOTHING))
    return Diagram(_ids(network), tuple(found), nothings, tuple(arcs))


def _turned(network: Network, before: Network) -> set[str] | None:
    """Return the parameters of other values; None if signs of arcs may be others anywhere."""
    if network is before:
        return set()
    for field in ("functions", "rules", "compartments"):
        if getattr(network, field) != getattr(before, field):
            return None
    ids, old = _ids(network), _ids(before)
    if ids != old:
        left = set(ids) & set(old)
        if [one for one in ids if one in left] != [one for one in old if one in left]:
            return None
    if network.parameters is before.parameters:
        return set()
    values = {(one.id, one.value) for one in network.parameters}
    turned = {id for id, _ in values ^ {(one.id, one.value) for one in before.parameters}}
    return None if turned and network.rules else turned


def _ids(network: Network) -> tuple[str, ...]:
    return tuple(one.id for one in network.species)


def _words(reaction: Reaction) -> set[str]:
    match reaction.kinetics:
        case MassAction(formula) | RateLaw(formula):
            return set(_WORD.findall(formula))
    return set()
