"""What the Hill check has found: a verdict, and the best sets of parameters. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from grnstudio.core.figures import Figure, GraphFigure
from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.hill_network import circuit_network, with_inputs
from grnstudio.core.network import Network
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.success import success_criteria
from grnstudio.core.task import Task, TimeAxis
from grnstudio.core.topology import Topology, free_genes, read
from grnstudio.errors import MissingInput, SettingError
from grnstudio.learn.circuit.verify.data import Trained
from grnstudio.learn.circuit.verify.pictures import fit, table, test
from grnstudio.learn.circuit.verify.sets import Sets
from grnstudio.learn.circuit.verify.verdict import verdict
from grnstudio.project import Run


@dataclass(frozen=True, slots=True)
class Tried:
    """How many random sets were drawn and did the task, and how many fits were made and do it.

    ``variation`` is by how much the sets vary that were tried around the best.
    """

    samples: int
    hits: int
    fits: int
    fits_passed: int
    variation: float

    @property
    def robustness(self) -> float:
        """The share of random sets that succeed."""
        return self.hits / self.samples if self.samples else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class VerifyResult:
    """The best sets of parameters for some ``links``, best first, and how each does the task.

    The links are those ``given``, or a mirror image in which high and low of free genes are
    exchanged.
    ``fits`` [sets] are -1 for random sets. ``margins`` say by how much each succeeds, above 0 if
    it does, ``fine_margins`` with Euler steps of a quarter; ``nearby`` the share of sets around
    it that do, NaN where that was not tried. ``responses`` are courses on the task's grid,
    ``[sets, conditions, points, genes]``, ``tests`` those of the test of success, ``[sets, cases,
    steps, genes]``, ``probed`` those of the task's probe, ``[sets, stimuli, steps, genes]``.
    """

    task: Task
    given: str
    links: str
    sets: Sets
    fits: np.ndarray
    losses: np.ndarray
    margins: np.ndarray
    fine_margins: np.ndarray
    nearby: np.ndarray
    responses: np.ndarray
    tests: np.ndarray
    probed: np.ndarray | None
    tried: Tried
    trained: Trained | None = None
    device: str = "cpu"

    @property
    def topology(self) -> Topology:
        """The links that were checked."""
        return read(self.links, self.task.regulators, self.task.targets)

    @property
    def turned(self) -> tuple[str, ...]:
        """Genes whose high and low are exchanged, as against the links given."""
        given = read(self.given, self.task.regulators, self.task.targets)
        free = free_genes(self.task)
        for count in range(len(free) + 1):
            for genes in combinations(free, count):
                if given.reversed(genes) == self.topology:
                    return genes
        return ()

    @property
    def succeeds(self) -> np.ndarray:
        """Which of the sets do the task, ``[sets]``."""
        return np.asarray(self.margins > 0)

    @property
    def is_sound(self) -> np.ndarray:
        """Which of them do it with Euler steps of a quarter as well, ``[sets]``."""
        return np.asarray(self.succeeds & (self.fine_margins > 0))

    @property
    def verdict(self) -> str:
        """Whether Hill functions can do it, in words."""
        return verdict(self)

    @property
    def criteria(self) -> tuple[str, ...]:
        """What a set must do to succeed, in words."""
        return tuple(one.text for one in success_criteria(self.task))

    def index(self, choice: str = "") -> int:
        """Return the place of a set: "best" or "" is the first, else a number from 1 on.

        Raises `SettingError`, and `MissingInput` where there is no set at all.
        """
        count = len(self.losses)
        if not count:
            raise MissingInput("No parameters have been tried; start the Hill check.")
        if choice in ("", "best", "all"):
            return 0
        if not choice.isdecimal() or not 1 <= int(choice) <= count:
            raise SettingError(f"The set is best, or 1 to {count}, not '{choice}'.")
        return int(choice) - 1

    def circuit(self, choice: str = "") -> HillCircuit:
        """Return a set as a circuit with all its constants."""
        return self.sets.circuit(self.topology, self.index(choice))

    def network(self, choice: str = "", size: float = 1.0) -> Network:
        """Return a set as a reaction network, its inputs changing as in the task.

        A level of 1 is ``size`` molecules; with 1 species are levels.
        """
        number = 1 + self.index(choice)
        title = f"{self.task.title}, Hill set {number}"
        network = circuit_network(self.circuit(choice), title, size)
        return with_inputs(network, self.task, size)

    def graph_of(self, choice: str = "") -> RegulatoryGraph:
        """Return the links as a graph."""
        number = 1 + self.index(choice)
        return self.topology.graph(f"Hill functions, set {number} of {len(self.losses)}")

    def set_figures(self, choice: str = "") -> tuple[Figure, ...]:
        """Draw a set's courses beside targets and the trained network, and its test of success."""
        index = self.index(choice)
        shown = tuple(fit(self, index, one) for one in range(len(self.task.conditions)))
        return (*shown, test(self, index)) if isinstance(self.task.axis, TimeAxis) else shown


def figures(result: VerifyResult, task: Task) -> tuple[Figure, ...]:
    """Draw the best set beside targets and the trained network, all sets, and the links."""
    if not len(result.losses):
        return ()
    return (*result.set_figures(), *link_figures(result))


def link_figures(result: VerifyResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the parameters of all sets as a table, and the links as a graph."""
    return table(result), GraphFigure("Links checked", result.graph_of(choice), 0.0)


def to_arrays(result: VerifyResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays; the parameters stand for weights."""
    tried = result.tried
    arrays = {
        "given": np.array(result.given),
        "links": np.array(result.links),
        "fits": result.fits,
        "losses": result.losses,
        "margins": result.margins,
        "fine_margins": result.fine_margins,
        "nearby": result.nearby,
        "responses": result.responses,
        "tests": result.tests,
        "tried": np.array([tried.samples, tried.hits, tried.fits, tried.fits_passed]),
        "variation": np.array(tried.variation),
    }
    if result.probed is not None:
        arrays["probed"] = result.probed
    if result.trained is not None:
        arrays["trained"] = result.trained.responses
        arrays["trained_loss"] = np.array(result.trained.loss)
    return arrays, dict(result.sets._asdict())


def from_arrays(run: Run) -> VerifyResult:
    """Return the result that ``run`` keeps."""
    arrays, task = run.arrays, run.design.task
    assert task is not None
    trained = None
    if "trained" in arrays:
        trained = Trained(arrays["trained"], float(arrays["trained_loss"]))
    samples, hits, fits, fits_passed = (int(count) for count in arrays["tried"])
    return VerifyResult(
        task,
        str(arrays["given"]),
        str(arrays["links"]),
        Sets(*(run.weights[name] for name in Sets._fields)),
        arrays["fits"],
        arrays["losses"],
        arrays["margins"],
        arrays["fine_margins"],
        arrays["nearby"],
        arrays["responses"],
        arrays["tests"],
        arrays.get("probed"),
        Tried(samples, hits, fits, fits_passed, float(arrays["variation"])),
        trained,
        run.device,
    )
