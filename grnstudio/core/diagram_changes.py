"""The diagram of a network after an edit, made of the one before it: most arcs stay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, Reaction
from grnstudio.core.network_diagram import (
    NO_DIAGRAM,
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


def redrawn(network: Network | None, before: Network | None, shown: Diagram) -> Diagram:
    """Return the diagram of ``network``; ``shown`` is that of ``before``.

    It is the one that `diagram` makes; only what an edit touched is looked at again.
    """
    if network is None or before is None:
        return diagram(network) if network else NO_DIAGRAM
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
    is_turned = _speaking_of(turned)
    for reaction, inverse in _pairs(network, before, shown):
        process = processes.get(reaction.id)
        ids = (reaction.id, inverse.id) if inverse else (reaction.id,)
        if process and process.reactions == ids and old.get(reaction.id) is reaction:
            found.append(process)
            if not is_turned(reaction):
                arcs += kept[process.name]
                continue
        else:
            process = process_of(reaction, inverse)
            found.append(process)
        arcs += arcs_of(reaction, process, influences, ranks)
    nothings = tuple(one.species for one in arcs if one.species.startswith(NOTHING))
    return Diagram(_ids(network), tuple(found), nothings, tuple(arcs))


def _pairs(
    network: Network, before: Network, shown: Diagram
) -> list[tuple[Reaction, Reaction | None]]:
    """Return what `pairs` does; it stays as it was where the reactions do."""
    if network.reactions is not before.reactions:
        return pairs(network)
    known = {one.id: one for one in network.reactions}
    ids = [one.reactions for one in shown.processes]
    return [(known[one[0]], known[one[1]] if len(one) > 1 else None) for one in ids]


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


def _speaking_of(names: set[str]) -> Callable[[Reaction], bool]:
    """Return what says whether the rate of a reaction speaks of ``names``."""
    spelled = re.compile("|".join(map(re.escape, sorted(names)))).search if names else None

    def speaks(reaction: Reaction) -> bool:
        if spelled is None or reaction.kinetics is None:
            return False
        law = reaction.kinetics
        formula = law.constant if isinstance(law, MassAction) else law.formula
        return spelled(formula) is not None and not names.isdisjoint(_WORD.findall(formula))

    return speaks
