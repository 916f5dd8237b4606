"""Pictures of a search through all topologies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grnstudio.core.atlas import Atlas, by_motif, of_hits
from grnstudio.core.atlas_figures import atlas_figure, degeneracy_figure, places, venn_figure
from grnstudio.core.figures import (
    AtlasFigure,
    Figure,
    GraphFigure,
    HeatmapFigure,
    Histogram,
    HistogramFigure,
    link_heatmap,
)
from grnstudio.core.task import Task
from grnstudio.core.topology import free_genes
from grnstudio.core.topology_motifs import cores_in, motif_names
from grnstudio.learn.circuit.enumerate.courses import course_figures

if TYPE_CHECKING:
    from grnstudio.learn.circuit.enumerate.result import EnumerateResult

DRAWN = 150  # topologies in the layered graph
MOTIFS = 12


def figures(result: EnumerateResult, task: Task) -> tuple[Figure, ...]:
    """Draw the successful topologies in layers, how uneven they are, and their links."""
    drawn = _most_frequent(result)
    shown: list[Figure] = [_layered(result, drawn, places(drawn)), _by_links(result)]
    if len(result.order) > 1:
        shown += [degeneracy_figure(result.atlas), _motifs(result)]
    return (*shown, *link_figures(result, "all"))


def live_figures(result: EnumerateResult) -> tuple[Figure, ...]:
    """Draw what there is while the search goes on, quickly."""
    drawn = _most_frequent(result)
    return _layered(result, drawn, places(drawn, swaps=0)), _by_links(result)


def link_figures(result: EnumerateResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links of the topologies that ``choice`` means as a heat-map and as a graph."""
    graph = result.graph_of(choice)
    heatmap = link_heatmap(graph, "Links of successful topologies", "mean sign")
    return heatmap, GraphFigure("Topology", graph, graph.default_cutoff(), graph.method)


def topology_figures(result: EnumerateResult, key: int) -> tuple[Figure, ...]:
    """Draw a successful topology by its place in order: its graph, and its best courses."""
    number = int(result.order[key])
    topology, graph = result.topology(number), result.graph_of(str(key + 1))
    cores = [f"contains {match.text}" for match in cores_in(topology, free_genes(result.task))]
    motifs = ", ".join(motif_names(topology)) or "no motif"
    robust = f"{result.robust_share[number]:.0%} of them with finer steps too"
    note = "; ".join([graph.method, robust, *cores, motifs])
    return GraphFigure(f"Topology {key + 1}", graph, 0.0, note), *course_figures(
        result.task, result.circuit(str(key + 1))
    )


def comparison_figures(result: EnumerateResult, atlas: Atlas, name: str) -> tuple[Figure, ...]:
    """Draw what an atlas called ``name`` shares with the successful topologies."""
    found = result.compared(atlas)
    return venn_figure(found, (name, "Hill search")), atlas_figure(atlas, name, comparison=found)


def _most_frequent(result: EnumerateResult) -> Atlas:
    numbers = result.order[:DRAWN].tolist()
    return of_hits({result.topology(number): int(result.hits[number]) for number in numbers})


def _layered(result: EnumerateResult, drawn: Atlas, x: np.ndarray) -> AtlasFigure:
    count, there = len(result.order), len(result.signs)
    note = f"{count} of {there:,} topologies succeed with {result.needed} or more parameter sets"
    if count > DRAWN:
        note += f"; the {DRAWN} most frequent are drawn"
    return atlas_figure(drawn, "Successful topologies", x=x, note=note)


def _by_links(result: EnumerateResult) -> HistogramFigure:
    links = np.count_nonzero(result.signs.reshape(len(result.signs), -1), axis=1)
    edges = np.arange(links.min(), links.max() + 2) - 0.5
    successful = np.histogram(links[result.order], edges)[0].astype(float)
    there = np.histogram(links, edges)[0].astype(float)
    share = np.divide(successful, there, out=np.zeros_like(there), where=there > 0)
    return HistogramFigure(
        "Successful topologies by number of links",
        (Histogram("successful", edges, share),),
        x_label="links",
        y_label="share of topologies",
        note=", ".join(
            f"{int(good)} of {int(every)} with {int(edge + 0.5)}"
            for good, every, edge in zip(successful, there, edges, strict=False)
        ),
    )


def _motifs(result: EnumerateResult) -> HeatmapFigure:
    shares = list(by_motif(_most_frequent(result), motif_names).items())[:MOTIFS]
    return HeatmapFigure(
        "Motifs",
        np.array([[share] for _, share in shares]).reshape(-1, 1),
        tuple(name for name, _ in shares),
        ("share of successes",),
        "motif",
        "",
        "share of successes",
        centred=False,
    )
