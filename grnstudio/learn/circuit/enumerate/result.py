"""What a search through all topologies has found: how often each succeeds, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grnstudio.core.atlas import Atlas, Comparison, compare, of_hits
from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.hill_network import circuit_network, with_inputs
from grnstudio.core.network import Network
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.success import protocol
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, of_signs
from grnstudio.core.topology_motifs import motif_names
from grnstudio.errors import MissingInput, SettingError
from grnstudio.learn.circuit.enumerate.forecast import forecast
from grnstudio.learn.circuit.enumerate.pictures import (
    comparison_figures,
    figures,
    link_figures,
    live_figures,
    topology_figures,
)
from grnstudio.project import Run

__all__ = [
    "EnumerateResult",
    "Row",
    "comparison_figures",
    "figures",
    "forecast",
    "from_arrays",
    "link_figures",
    "live_figures",
    "set_rows",
    "to_arrays",
    "topology_figures",
]


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

    def place(self, choice: str = "") -> int:
        """Return the place in order meant by "best", which "" stands for, or a number from 1.

        Raises `SettingError` for another choice, `MissingInput` if no topology has succeeded.
        """
        count = len(self.order)
        if choice not in ("", "best") and not (choice.isdecimal() and 1 <= int(choice) <= count):
            known = f"all, best, or 1 to {count}" if count else "all or best"
            raise SettingError(f"The topology is {known}, not '{choice}'.")
        if not count:
            raise MissingInput(
                "No topology has succeeded: draw more parameter sets, or allow more links."
            )
        return int(choice) - 1 if choice.isdecimal() else 0

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return "all" successful topologies as one graph, weighted by hits, or that of a `place`.

        Without successes there is a graph without links.
        """
        if not len(self.order) and choice in ("", "all", "best"):
            method = f"no topology with {self.needed} or more successes"
            names = self.task.regulators, self.task.targets
            return RegulatoryGraph(*names, np.zeros(self.signs.shape[1:]), method=method)
        if choice == "all":
            return self._mean(self.order)
        place = self.place(choice)
        number = int(self.order[place])
        method = (
            f"topology {place + 1} of {len(self.order)} by successes: {self.hits[number]} of "
            f"{self.tried[number]:,} parameter sets"
        )
        return self.topology(number).graph(method)

    def circuit(self, choice: str = "") -> HillCircuit:
        """Return a topology with its best parameters; ``choice`` is as for `place`."""
        number = int(self.order[self.place(choice)])
        best = int(np.flatnonzero(self.best_of == number)[0])
        topology = self.topology(number)
        there = topology.matrix != 0
        return HillCircuit(
            topology,
            np.where(there, self.b[best], 1.0),
            np.where(there, self.K[best], 1.0),
            np.full(there.shape, self.exponent),
            np.full(there.shape[1], self.basal),
            np.array(protocol(self.task).start),
        )

    def network(self, choice: str = "", size: float = 1.0) -> Network:
        """Return `circuit` as a reaction network, its inputs changing as in the task.

        A level of 1 is ``size`` molecules; with 1 species are levels.
        """
        title = f"{self.task.title}, topology {self.place(choice) + 1}"
        return with_inputs(circuit_network(self.circuit(choice), title, size), self.task, size)

    def compared(self, atlas: Atlas) -> Comparison:
        """Compare another atlas of the same task, such as a trained one, with what succeeds here.

        The other is the first of the two: its direct hits are topologies that succeed here too.
        """
        return compare(atlas, self.atlas)

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


def set_rows(result: EnumerateResult, key: int) -> list[list[str]]:
    """Return the best sets of a topology by its place in order, as text under a header."""
    topology, kept = result.topology(int(result.order[key])), result.best_of == result.order[key]
    links = list(topology.signed_links())
    header = ["Set", "Margin", "With finer steps"]
    for source, target, sign in links:
        header += [f"b {source}→{target}"] if sign > 0 else []
        header += [f"K {source}{'→' if sign > 0 else '⊣'}{target}"]
    rows = [header]
    for place, best in enumerate(np.flatnonzero(kept).tolist(), start=1):
        row = [str(place), f"{result.margin[best]:.3g}", "yes" if result.robust[best] else "no"]
        for source, target, sign in links:
            at = best, topology.regulators.index(source), topology.targets.index(target)
            row += [f"{result.b[at]:.4g}"] if sign > 0 else []
            row += [f"{result.K[at]:.4g}"]
        rows.append(row)
    return rows


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
