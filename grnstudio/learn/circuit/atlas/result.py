"""An atlas as arrays, and its pictures. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

import numpy as np

from grnstudio.core.atlas import by_motif, compare, of_hits
from grnstudio.core.atlas_figures import (
    atlas_figure,
    cutoff_figure,
    degeneracy_figure,
    venn_figure,
)
from grnstudio.core.figures import Figure, GraphFigure, HeatmapFigure, link_heatmap
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology
from grnstudio.core.topology_motifs import cores_in, motif_names
from grnstudio.learn.circuit import result as circuit
from grnstudio.learn.circuit.atlas.sorting import (
    AtlasResult,
    MapSettings,
    atlas_of,
    map_settings,
    some_of,
)
from grnstudio.project import Run

__all__ = [
    "AtlasResult",
    "MapSettings",
    "atlas_of",
    "comparison_figures",
    "described",
    "figures",
    "from_arrays",
    "link_figures",
    "map_settings",
    "member_figures",
    "some_of",
    "to_arrays",
    "topology_figures",
]

PREFIX = "map_"  # of the settings among a run's arrays
MOTIFS_SHOWN = 12


def to_arrays(result: AtlasResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them."""
    arrays, weights = circuit.to_arrays(result.circuits)
    settings = {PREFIX + name: np.array(value) for name, value in asdict(result.settings).items()}
    return arrays | settings, weights


def from_arrays(run: Run) -> AtlasResult:
    """Return the result that ``run`` keeps."""
    names = [field.name for field in fields(MapSettings)]
    kept = {name: run.arrays[PREFIX + name].item() for name in names}
    return AtlasResult(circuit.from_arrays(run), MapSettings(**kept))


def figures(result: AtlasResult, task: Task) -> tuple[Figure, ...]:
    """Draw the layered graph, the curve of cut-offs, shares and motifs, and the first topology."""
    return (
        atlas_figure(result.atlas, x=result.places, note=result.summary),
        cutoff_figure(result.curve, result.cutoff),
        degeneracy_figure(result.atlas),
        _motif_figure(result),
        *link_figures(result),
    )


def link_figures(result: AtlasResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links that `AtlasResult.graph_of` gives for ``choice``."""
    return _links(result.graph_of(choice), result.cutoff, _title(result, choice))


def topology_figures(result: AtlasResult, key: int) -> tuple[Figure, ...]:
    """Draw a topology: its graph with motifs, the courses of its networks, and their mean links."""
    entry, members = result.atlas.entries[key], result.members(key)
    courses = circuit.figures(members, result.task)[: len(result.task.conditions)]
    title = f"Topology {key + 1}"
    heatmap, _ = _links(result.graph_of(f"topology {key + 1}"), result.cutoff, title)
    note = described(entry.topology, result.free)
    graph = GraphFigure(title, entry.topology.graph(), 0.0, note)
    return (graph, *courses, heatmap)


def member_figures(result: AtlasResult, network: int) -> tuple[Figure, ...]:
    """Draw one network, counted from 0, as a trained circuit."""
    return circuit.figures(some_of(result.circuits, [network]), result.task)


def comparison_figures(
    result: AtlasResult,
    hits: Mapping[Topology, int],
    least: int = 1,
    names: tuple[str, str] = ("networks", "Hill search"),
) -> tuple[Figure, ...]:
    """Draw the atlas beside topologies found otherwise, such as a search's with ``least`` hits."""
    other = of_hits(hits, least, result.free if result.settings.gauge else ())
    found = compare(result.atlas, other)
    venn = venn_figure(found, names)
    return atlas_figure(result.atlas, x=result.places, comparison=found, note=venn.note), venn


def described(topology: Topology, free: tuple[str, ...] = ()) -> str:
    """Return known cores and motifs of a topology in a line."""
    cores = [match.text for match in cores_in(topology, free)]
    parts = [", ".join(motif_names(topology)) or "no motif"]
    if cores:
        parts.insert(0, f"contains {'; '.join(cores)}")
    return f"{topology.text}: {'; '.join(parts)}"


def _title(result: AtlasResult, choice: str) -> str:
    if not choice and result.atlas.entries:
        return "Most frequent topology"
    return choice.capitalize() if choice.startswith("topology") else "Networks"


def _links(graph: RegulatoryGraph, cutoff: float, title: str) -> tuple[HeatmapFigure, GraphFigure]:
    heatmap = link_heatmap(graph, f"Link mutation: {title.lower()}", "change of the target's level")
    return heatmap, GraphFigure(title, graph, cutoff, graph.method)


def _motif_figure(result: AtlasResult) -> HeatmapFigure:
    def names(topology: Topology) -> tuple[str, ...]:
        cores = [f"contains {match.core.name}" for match in cores_in(topology, result.free)]
        return (*motif_names(topology), *cores)

    shares = list(by_motif(result.atlas, names).items())[:MOTIFS_SHOWN]
    return HeatmapFigure(
        "Motifs",
        np.array([[share] for _, share in shares]).reshape(-1, 1),
        tuple(name for name, _ in shares),
        ("share of networks",),
        "motif",
        "",
        "share of networks",
        centred=False,
    )
