"""What is said of the parts of a network that are pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction, Species
from grnstudio.core.network_diagram import Process
from grnstudio.gui.panels.network_items import count_text

MOST_NAMED = 5


def describe_process(network: Network, process: Process) -> str:
    """Return each of a process's reactions as "v1: R + EGF → Ra", with its rate below."""
    reactions = {one.id: one for one in network.reactions}
    lines = []
    for one in (reactions[id] for id in process.reactions if id in reactions):
        lines.append(f"{one.id}: {equation(one)}")
        lines.append(f"rate {_rate(one)}")
    return "\n".join(lines)


def describe_species(network: Network, id: str) -> str:
    """Return how a species begins, and which reactions make it and use it."""
    species = next((one for one in network.species if one.id == id), None)
    if species is None:
        return ""
    lines = [f"{species.name} ({id})" if species.name and species.name != id else id]
    lines += [_start(species)] if species.initial is not None else []
    if species.constant:
        lines.append("constant")
    elif species.boundary:
        lines.append("boundary: reactions leave it unchanged")
    made = [one.id for one in network.reactions if _has(one.products, id)]
    used = [one.id for one in network.reactions if _has(one.reactants, id)]
    for verb, names in (("made by", made), ("used by", used)):
        if names:
            rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            lines.append(f"{verb} {', '.join(names[:MOST_NAMED])}{rest}")
    return "\n".join(lines)


def equation(reaction: Reaction) -> str:
    """Return a reaction as chemists write it."""
    arrow = "⇌" if reaction.reversible else "→"
    return f"{_side(reaction.reactants)} {arrow} {_side(reaction.products)}"


def _side(side: Iterable[Participant]) -> str:
    return (
        " + ".join(f"{count_text(one.stoichiometry)} {one.species}".strip() for one in side) or "∅"
    )


def _rate(reaction: Reaction) -> str:
    if isinstance(reaction.kinetics, MassAction):
        return f"{reaction.kinetics.constant} by mass action"
    return reaction.kinetics.formula if isinstance(reaction.kinetics, RateLaw) else "not given"


def _start(species: Species) -> str:
    what = "concentration" if species.is_concentration else "amount"
    place = f" in {species.compartment}" if species.compartment else ""
    return f"initial {what} {species.initial:.6g}{place}"


def _has(side: Iterable[Participant], id: str) -> bool:
    return any(one.species == id for one in side)
