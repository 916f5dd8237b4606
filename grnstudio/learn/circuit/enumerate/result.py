"""What a search through all topologies has found: how often each succeeds, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grnstudio.core.atlas import Atlas, Comparison, compare, of_hits
from grnstudio.core.atlas_figures import atlas_figure, degeneracy_figure, places, venn_figure
from grnstudio.core.figures import (
    AtlasFigure,
    Figure,
    GraphFigure,
    HeatmapFigure,
    Histogram,
    HistogramFigure,
)
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, of_signs
from grnstudio.core.topology_motifs import motif_names
from grnstudio.errors import SettingError
from grnstudio.learn.circuit.enumerate.courses import course_figures
from grnstudio.project import Run

DRAWN = 150  # topologies in the layered graph


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of successful topologies; ``key`` is its place, the best first.

    ``robust`` is the share of its successes that succeed with Euler steps of a quarter too.
    """

    key: int
    topology: Topology
    hits: int
    probability: float
    robust: float
    motifs: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class EnumerateResult:
    """All topologies searched for ``task``: ``signs`` ``[topologies, regulator, target]``.

    ``hits`` of ``tried`` parameter sets succeeded, ``robust_share`` of those with finer steps too,
    all ``[topologies]``. The best sets are ``b`` and ``K``, ``[best, regulator, target]``, each of
    the topology numbered ``best_of``. A topology with fewer than ``needed`` hits does not count.
    """

    task: Task
    signs: np.ndarray
    hits: np.ndarray
    tried: np.ndarray
    robust_share: np.ndarray
    best_of: np.ndarray
    b: np.ndarray
    K: np.ndarray
    margin: np.ndarray
    robust: np.ndarray
    needed: int = 2
    exponent: float = 2.0
    basal: float = 0.0
    device: str = "cpu"

    @cached_property
    def order(self) -> np.ndarray:
        """The numbers of the successful topologies, the most successful first."""
        found = np.flatnonzero(self.hits >= self.needed)
        flat = self.signs[found].reshape(len(found), self.signs[0].size)
        ties = [flat[:, place] for place in reversed(range(flat.shape[1]))]
        order: np.ndarray = found[np.lexsort((*ties, -self.hits[found]))]
        return order

    @cached_property
    def atlas(self) -> Atlas:
        """The successful topologies with their hits; keys are places in `order`."""
        return of_hits(self.hits_by_topology(self.needed))

    @property
    def graph(self) -> RegulatoryGraph:
        """The graph to look at first."""
        return self.graph_of("")

    def topology(self, number: int) -> Topology:
        """Return a topology by its number among all."""
        return of_signs(self.task.regulators, self.task.targets, self.signs[number])

    def hits_by_topology(self, least: int = 1) -> Mapping[Topology, int]:
        """Return the topologies with at least ``least`` hits, and their hits."""
        found = np.flatnonzero(self.hits >= least).tolist()
        return {self.topology(number): int(self.hits[number]) for number in found}

    def probability(self, number: int) -> float:
        """Return the share of a topology's parameter sets that succeed."""
        return float(self.hits[number] / max(1, self.tried[number]))

    def rows(self) -> tuple[Row, ...]:
        """Return the table of successful topologies, the most successful first."""
        return tuple(self._row(key, number) for key, number in enumerate(self.order.tolist()))

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return "all" successful topologies as one graph, weighted by hits, or one of them.

        "best", which "" stands for, is the most successful, a number from 1 its place in order.
        Raises `SettingError` for another choice.
        """
        names, order = (self.task.regulators, self.task.targets), self.order
        if not len(order):
            self._refuse_unless(choice in ("", "all", "best"), choice)
            method = f"no topology with {self.needed} or more successes"
            return RegulatoryGraph(*names, np.zeros(self.signs.shape[1:]), method=method)
        if choice == "all":
            return self._mean(order)
        is_place = choice.isdecimal() and 1 <= int(choice) <= len(order)
        self._refuse_unless(choice in ("", "best") or is_place, choice)
        place = int(choice) if is_place else 1
        number = int(order[place - 1])
        method = (
            f"topology {place} of {len(order)} by successes: {self.hits[number]} of "
            f"{self.tried[number]:,} parameter sets"
        )
        return self.topology(number).graph(method)

    def _mean(self, order: np.ndarray) -> RegulatoryGraph:
        """Return the mean sign of each link over topologies, by their hits."""
        signs, share = self.signs[order].astype(float), self.hits[order] / self.hits[order].sum()
        mean = np.tensordot(share, signs, 1)
        return RegulatoryGraph(
            self.task.regulators,
            self.task.targets,
            mean,
            np.sqrt(np.tensordot(share, (signs - mean) ** 2, 1)),
            np.tensordot(share, (np.sign(signs) == np.sign(mean)).astype(float), 1),
            f"mean sign over {len(order)} successful topologies, by successes",
            len(order),
        )

    def _row(self, key: int, number: int) -> Row:
        topology, robust = self.topology(number), float(self.robust_share[number])
        chance, motifs = self.probability(number), motif_names(topology)
        return Row(key, topology, int(self.hits[number]), chance, robust, motifs)

    def _refuse_unless(self, right: bool, choice: str) -> None:
        if not right:
            known = f"all, best, or 1 to {len(self.order)}" if len(self.order) else "all or best"
            raise SettingError(f"The topology is {known}, not '{choice}'.")


def to_arrays(result: EnumerateResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays; it has no weights."""
    arrays = {
        "signs": result.signs,
        "hits": result.hits,
        "tried": result.tried,
        "robust_share": result.robust_share,
        "best_of": result.best_of,
        "best_b": result.b,
        "best_K": result.K,
        "best_margin": result.margin,
        "best_robust": result.robust,
        "needed": np.array(result.needed),
        "exponent": np.array(result.exponent),
        "basal": np.array(result.basal),
    }
    return arrays, {}


def from_arrays(run: Run) -> EnumerateResult:
    """Return the result that ``run`` keeps."""
    arrays, task = run.arrays, run.design.task
    assert task is not None
    return EnumerateResult(
        task,
        arrays["signs"],
        arrays["hits"],
        arrays["tried"],
        arrays["robust_share"],
        arrays["best_of"],
        arrays["best_b"],
        arrays["best_K"],
        arrays["best_margin"],
        arrays["best_robust"],
        needed=int(arrays["needed"]),
        exponent=float(arrays["exponent"]),
        basal=float(arrays["basal"]),
        device=run.device,
    )


def figures(result: EnumerateResult, task: Task) -> tuple[Figure, ...]:
    """Draw the successful topologies in layers, how uneven they are, and their links."""
    drawn = _most_frequent(result)
    shown: list[Figure] = [_layered(result, drawn, places(drawn)), _by_links(result)]
    if len(result.order) > 1:
        shown.append(degeneracy_figure(result.atlas))
    return (*shown, *link_figures(result, "all"))


def live_figures(result: EnumerateResult) -> tuple[Figure, ...]:
    """Draw what there is while the search goes on, quickly."""
    drawn = _most_frequent(result)
    return _layered(result, drawn, places(drawn, swaps=0)), _by_links(result)


def link_figures(result: EnumerateResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links of the topologies that ``choice`` means as a heat-map and as a graph."""
    graph = result.graph_of(choice)
    heatmap = HeatmapFigure(
        "Links of successful topologies",
        graph.weights,
        graph.regulators,
        graph.targets,
        "regulator",
        "target",
        "mean sign",
        graph.method,
    )
    return heatmap, GraphFigure("Topology", graph, graph.default_cutoff(), graph.method)


def entry_figures(result: EnumerateResult, key: int) -> tuple[Figure, ...]:
    """Draw a successful topology by its place in order: its graph, and its best courses."""
    number = int(result.order[key])
    mine = np.flatnonzero(result.best_of == number)
    graph = result.graph_of(str(key + 1))
    note = f"{graph.method}; {result.robust_share[number]:.0%} of them with finer steps too"
    shown: list[Figure] = [GraphFigure("Topology", graph, 0.0, note)]
    if len(mine):
        best = int(mine[0])
        shown += course_figures(
            result.task,
            result.topology(number),
            result.b[best],
            result.K[best],
            result.exponent,
            result.basal,
        )
    return tuple(shown)


def comparison(result: EnumerateResult, atlas: Atlas) -> Comparison:
    """Compare the successful topologies with another atlas of the same task, such as trained ones.

    The atlas is the first of the two: its direct hits are topologies that succeed here too.
    """
    return compare(atlas, result.atlas)


def comparison_figures(result: EnumerateResult, atlas: Atlas, name: str) -> tuple[Figure, ...]:
    """Draw what an atlas called ``name`` shares with the successful topologies."""
    found = comparison(result, atlas)
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
