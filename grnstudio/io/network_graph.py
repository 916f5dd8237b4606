"""Reaction networks as graphs of species and reactions: GraphML, JSON, and a table of links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grnstudio import __version__
from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction, Species
from grnstudio.io import json_text
from grnstudio.io.atomic import write_text

if TYPE_CHECKING:
    import networkx as nx

REACTANT, PRODUCT, MODIFIER = "reactant", "product", "modifier"
HEADER = ("source", "target", "role", "stoichiometry", "reaction", "rate")


def write_graphml(network: Network, path: Path | str) -> None:
    """Save ``network`` as GraphML, which networkx, Cytoscape and others read.

    Species and reactions are nodes; a link runs from reactants and modifiers to a reaction, and
    from it to its products.
    """
    import networkx as nx

    lines = ['<?xml version="1.0" encoding="utf-8"?>', *nx.generate_graphml(to_networkx(network))]
    write_text("\n".join(lines) + "\n", path)


def write_json(network: Network, path: Path | str) -> None:
    """Save the same graph as node-link JSON, as networkx and D3 read it."""
    import networkx as nx

    data: dict[str, Any] = nx.node_link_data(to_networkx(network), edges="links")
    write_text(json_text.render({"program": __version__, **data}), path)


def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return the graph of species and reactions; values that nothing states are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(id=network.id, name=_printable(network.name))
    for species in network.species:
        graph.add_node(species.id, **_about_species(species))
    for reaction in network.reactions:
        graph.add_node(reaction.id, **_about_reaction(reaction))
        for source, target, role, participant in _links(reaction):
            about: dict[str, Any] = {"role": role}
            if participant is not None and participant.stoichiometry is not None:
                about["stoichiometry"] = float(participant.stoichiometry)
            graph.add_edge(source, target, **about)
    return graph


def table(network: Network) -> Iterator[Sequence[str]]:
    """Yield a header, and a row for each part that a species takes in a reaction."""
    yield HEADER
    for reaction in network.reactions:
        for source, target, role, participant in _links(reaction):
            times = participant.stoichiometry if participant is not None else None
            number = "" if times is None else repr(float(times))
            yield source, target, role, number, reaction.id, rate_of(reaction)


def rate_of(reaction: Reaction) -> str:
    """Return the formula of a reaction's rate as it was written; empty if it has none."""
    if isinstance(reaction.kinetics, MassAction):
        return f"mass_action({reaction.kinetics.constant})"
    return reaction.kinetics.formula if isinstance(reaction.kinetics, RateLaw) else ""


def _links(reaction: Reaction) -> Iterator[tuple[str, str, str, Participant | None]]:
    for one in reaction.reactants:
        yield one.species, reaction.id, REACTANT, one
    for one in reaction.products:
        yield reaction.id, one.species, PRODUCT, one
    for name in reaction.modifiers:
        yield name, reaction.id, MODIFIER, None


def _about_species(species: Species) -> dict[str, Any]:
    about: dict[str, Any] = {
        "kind": "species",
        "label": _printable(species.name or species.id),
        "compartment": species.compartment,
        "boundary": species.boundary,
        "constant": species.constant,
    }
    if species.initial is not None:
        about["initial"] = float(species.initial)
        about["initial_is_concentration"] = species.is_concentration
    return about


def _about_reaction(reaction: Reaction) -> dict[str, Any]:
    return {
        "kind": "reaction",
        "label": _printable(reaction.name or reaction.id),
        "rate": _printable(rate_of(reaction)),
        "mass_action": isinstance(reaction.kinetics, MassAction),
        "reversible": reaction.reversible,
    }


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
