"""Where drawings in files put the parts of a network: where the user did, else laid out."""

from __future__ import annotations

from collections.abc import Mapping

from grnstudio.core.drawing import Place
from grnstudio.core.layouts import graph_laid_out, laid_out
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import Diagram
from grnstudio.core.network_layout import SPECIES_HEIGHT
from grnstudio.core.regulation_view import Regulations

LETTER, LEAST, MARGIN = 7.5, 42.0, 20.0  # of the box around a name; files name no font


def box_around(name: str) -> Place:
    """Return width and height of the box that a name is written in."""
    return max(LEAST, LETTER * len(name) + MARGIN), SPECIES_HEIGHT


def boxes(network: Network) -> dict[str, Place]:
    """Return width and height of each species."""
    return {one.id: box_around(one.name or one.id) for one in network.species}


def reaction_places(network: Network, drawn: Diagram) -> Mapping[str, Place]:
    """Return the middles of all parts of the reaction view."""
    names = [*drawn.species, *(one.name for one in drawn.processes), *drawn.nothings]
    kept = {name: at for name, at in network.drawing.reactions.items() if name in set(names)}
    return kept if len(kept) == len(names) else laid_out(drawn, boxes(network), keep=kept)


def regulation_places(network: Network, shown: Regulations) -> Mapping[str, Place]:
    """Return the middles of the genes of the regulation view."""
    kept = {name: at for name, at in network.drawing.regulation.items() if name in shown.genes}
    if len(kept) == len(shown.genes):
        return kept
    sizes = {name: box_around(name) for name in shown.genes} | boxes(network)
    links = [(one.source, one.target) for one in shown.links]
    return graph_laid_out(shown.genes, links, sizes, keep=kept)
