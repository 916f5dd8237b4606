"""What a run says of topologies, in the same words whether networks or a search found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from grnstudio.core.atlas import Atlas, Comparison, compare, of_hits
from grnstudio.core.figures import (
    AtlasFigure,
    CurveFigure,
    Figure,
    GraphFigure,
    HeatmapFigure,
    HistogramFigure,
)
from grnstudio.core.topology import Topology, free_genes
from grnstudio.core.topology_motifs import cores_in, motif_names
from grnstudio.errors import GRNStudioError
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

CUTOFF, UNEVEN = "Cut-off", "Degeneracy"  # titles of pictures that have places of their own
TOPOLOGY, MOTIFS, CORES = "Topology", "Motifs", "Known cores"
SORTING = (
    "cutoff",
    "tolerance",
    "joined",
    "gauge",
)  # settings of an atlas that sort what is trained
Cell = tuple[str, float | str]  # what is written, and what the column is sorted by


@dataclass(eq=False)
class FoundTopologies:
    """The topologies of one run, by their keys in ``atlas``, the most frequent first."""

    run: Run
    result: Any
    described: dict[int, tuple[str, str]] = field(default_factory=dict)
    counted: ClassVar[str] = ""  # what is counted, in the plural
    columns: ClassVar[tuple[str, ...]] = ()  # of the table

    @property
    def name(self) -> str:
        """What the run is called by."""
        return f"run {self.run.key}"

    @property
    def atlas(self) -> Atlas:
        """The topologies, and how often each was found."""
        atlas: Atlas = self.result.atlas
        return atlas

    @property
    def free(self) -> tuple[str, ...]:
        """The genes without a target."""
        return free_genes(self.result.task)

    @property
    def merged(self) -> tuple[str, ...]:
        """The genes up to whose sign topologies count as one."""
        return ()

    @property
    def hits(self) -> Mapping[Topology, int]:
        """How often each topology was found."""
        return {one.topology: one.count for one in self.atlas.entries}

    def words(self, key: int) -> tuple[str, str]:
        """Return the motifs of a topology, and the known cores in it."""
        if key not in self.described:
            topology = self.atlas.entries[key].topology
            cores = "; ".join(match.text for match in cores_in(topology, self.free))
            self.described[key] = ", ".join(motif_names(topology)), cores
        return self.described[key]

    def cell(self, key: int, column: str) -> Cell:
        """Return what the table says of a topology in one of its columns."""
        if column == TOPOLOGY:
            text = self.atlas.entries[key].topology.text
        else:
            text = self.words(key)[column == CORES]
        return text, text

    def figures(self) -> tuple[Figure, ...]:
        """Draw all of them."""
        return LEARNERS[self.run.learner].figures(self.result, self.run.design)

    def topology_figures(self, key: int) -> tuple[Figure, ...]:
        """Draw one of them."""
        raise NotImplementedError

    def choice(self, key: int, network: int = -1) -> str:
        """Return what the run calls a topology by, to be found again."""
        raise NotImplementedError

    def compared(self, other: FoundTopologies) -> Comparison:
        """Compare with what another run has found for the same genes."""
        return compare(self.atlas, of_hits(other.hits, 1, self.merged))

    def fits(self, other: Run) -> bool:
        """Whether ``other`` found topologies of the same regulators and targets."""
        mine, task = self.result.task, other.design.task
        same = task is not None and (task.regulators, task.targets) == (
            mine.regulators,
            mine.targets,
        )
        return same and other.key != self.run.key


@dataclass(eq=False)
class TrainedTopologies(FoundTopologies):
    """What trained networks have found, sorted by a cut-off on their links."""

    counted: ClassVar = "networks"
    columns: ClassVar = ("Networks", "Share", TOPOLOGY, MOTIFS, CORES)

    @property
    def merged(self) -> tuple[str, ...]:
        return self.free if self.result.settings.gauge else ()

    def sorted_as(self, settings: Mapping[str, Any]) -> TrainedTopologies:
        """Return the same networks sorted otherwise."""
        return TrainedTopologies(self.run, self.result.at(**settings))

    def is_sorted_as(self, settings: Mapping[str, Any]) -> bool:
        """Whether the networks are sorted as ``settings`` say."""
        return all(getattr(self.result.settings, name) == x for name, x in settings.items())

    def figures(self) -> tuple[Figure, ...]:
        return LEARNERS["atlas"].figures(self.result, self.run.design)

    def cell(self, key: int, column: str) -> Cell:
        count = self.atlas.entries[key].count
        share = count / max(1, self.atlas.total)
        numbers = {"Networks": (str(count), count), "Share": (f"{share:.1%}", share)}
        return numbers[column] if column in numbers else super().cell(key, column)

    def topology_figures(self, key: int) -> tuple[Figure, ...]:
        found: tuple[Figure, ...] = LEARNERS["atlas"].of_result(
            "topology_figures", self.result, key
        )
        return found

    def members(self, key: int) -> list[tuple[int, float]]:
        """Return the networks of a topology, counted from 0, and their losses, best first."""
        losses = self.result.circuits.losses
        members = self.atlas.entries[key].members
        return sorted(((one, float(losses[one])) for one in members), key=lambda one: one[1])

    def member_figures(self, network: int) -> tuple[Figure, ...]:
        """Draw one network, counted from 0."""
        found: tuple[Figure, ...] = LEARNERS["atlas"].of_result(
            "member_figures", self.result, network
        )
        return found

    def choice(self, key: int, network: int = -1) -> str:
        """Return the number of a network, that of the topology's best one unless given."""
        return str(1 + (self.members(key)[0][0] if network < 0 else network))


@dataclass(eq=False)
class SearchedTopologies(FoundTopologies):
    """What a search with random parameters has found."""

    counted: ClassVar = "successful parameter sets"
    columns: ClassVar = ("Successes", "Probability", TOPOLOGY, MOTIFS, CORES, "With finer steps")

    @property
    def hits(self) -> Mapping[Topology, int]:
        hits: Mapping[Topology, int] = self.result.hits_by_topology(self.result.needed)
        return hits

    def cell(self, key: int, column: str) -> Cell:
        count, number = self.atlas.entries[key].count, int(self.result.order[key])
        chance, robust = self.result.probability(number), float(self.result.robust_share[number])
        numbers = {
            "Successes": (f"{count:,}", count),
            "Probability": (f"{chance:.2g}", chance),
            "With finer steps": (f"{robust:.0%}", robust),
        }
        return numbers[column] if column in numbers else super().cell(key, column)

    def topology_figures(self, key: int) -> tuple[Figure, ...]:
        found: tuple[Figure, ...] = LEARNERS["enumerate"].of_result(
            "topology_figures", self.result, key
        )
        return found

    def choice(self, key: int, network: int = -1) -> str:
        return str(key + 1)

    def sets(self, key: int) -> list[list[str]]:
        """Return the best parameter sets of a topology as a table, its header first."""
        rows: list[list[str]] = LEARNERS["enumerate"].of_result("set_rows", self.result, key)
        return rows


def found_in(run: Run) -> FoundTopologies:
    """Return what ``run`` has found; networks of any circuit run make an atlas."""
    result = LEARNERS[run.learner].from_run(run)
    if run.learner == "enumerate":
        return SearchedTopologies(run, result)
    if run.learner != "atlas":
        result = LEARNERS["atlas"].of_result("atlas_of", result)
    return TrainedTopologies(run, result)


def described(graphs: list[Figure], words: tuple[str, str]) -> list[Figure]:
    """Return graphs with the motifs and known cores of their topology for a note."""
    motifs, cores = words
    note = "; ".join(part for part in (f"contains {cores}" if cores else "", motifs) if part)
    return [replace(one, note=note or "no motif") for one in graphs]


def can_be_mapped(run: Run) -> bool:
    """Whether ``run`` keeps networks or topologies to be mapped."""
    return bool(run.arrays) and run.learner in ("circuit", "atlas", "enumerate")


def sorting_of(design: Design) -> dict[str, Any]:
    """Return how the page sorts networks."""
    config = LEARNERS["atlas"].configured(design)
    return {name: getattr(config, name) for name in SORTING}


def sorted_for(found: FoundTopologies, design: Design) -> FoundTopologies:
    """Return ``found``, its networks sorted as ``design`` says if it can be read."""
    if not isinstance(found, TrainedTopologies):
        return found
    try:
        return found.sorted_as(sorting_of(design))
    except GRNStudioError:
        return found  # the problems dock says which setting is amiss


def marked(figure: AtlasFigure, comparison: Comparison | None, where: str) -> AtlasFigure:
    """Return ``figure`` with those topologies marked that are in another run, or nearly so."""
    if comparison is None:
        return figure
    words = {"direct": f"in {where}", "near": "one link away", "": ""}
    nodes = tuple(replace(one, mark=words[comparison.mark(one.key)]) for one in figure.nodes)
    return replace(figure, nodes=nodes)


def shares(figures: tuple[Figure, ...]) -> list[Figure]:
    """Return the pictures of how topologies are shared out."""
    return [
        one
        for one in figures
        if isinstance(one, HistogramFigure)
        or (isinstance(one, CurveFigure) and one.title == UNEVEN)
        or (isinstance(one, HeatmapFigure) and one.title == MOTIFS)
    ]


def parts(figures: tuple[Figure, ...]) -> tuple[list[Figure], list[Figure], list[Figure]]:
    """Return the graphs, the courses and the links among the figures of a topology."""
    graphs: list[Figure] = [one for one in figures if isinstance(one, GraphFigure)]
    curves: list[Figure] = [one for one in figures if isinstance(one, CurveFigure)]
    links: list[Figure] = [one for one in figures if isinstance(one, HeatmapFigure)]
    return graphs, curves, links
