"""Topologies: who activates and who represses whom, strengths left out; distances, text, gauge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.task import Task
from grnstudio.errors import ModelError

Signs: TypeAlias = tuple[tuple[int, ...], ...]
ARROWS = {"->": 1, "-|": -1, "→": 1, "⊣": -1}
WRITTEN = {1: "->", -1: "-|"}
_LINK = re.compile(r"\s*(.+?)\s*(->|-\||→|⊣)\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class Topology:
    """Signs 1, -1 or 0 of all links, rows regulators (inputs first), columns targets (genes).

    Two topologies are equal if names and signs are. Raises `ModelError` for signs of another shape.
    """

    regulators: tuple[str, ...]
    targets: tuple[str, ...]
    signs: Signs

    def __post_init__(self) -> None:
        shape = (len(self.regulators), len(self.targets))
        matrix = np.array(self.signs, dtype=int).reshape(len(self.signs), -1)
        if matrix.shape != shape or not np.isin(matrix, (-1, 0, 1)).all():
            raise ModelError(f"A topology of {shape} links takes as many signs 1, 0 or -1.")

    @property
    def matrix(self) -> np.ndarray:
        """The signs as integers, ``[regulator, target]``."""
        return np.array(self.signs, dtype=int)

    @property
    def links(self) -> int:
        """How many links there are."""
        return int(np.count_nonzero(self.matrix))

    @property
    def inputs(self) -> tuple[str, ...]:
        """Regulators that nothing regulates."""
        return tuple(name for name in self.regulators if name not in self.targets)

    @property
    def text(self) -> str:
        """The links in words that `read` takes, such as ``I -> g1, g2 -| g1``."""
        return ", ".join(f"{a} {WRITTEN[sign]} {b}" for a, b, sign in self.signed_links())

    def signed_links(self) -> Iterator[tuple[str, str, int]]:
        """Yield regulator, target and sign of each link, row by row."""
        for row, regulator in zip(self.signs, self.regulators, strict=True):
            for sign, target in zip(row, self.targets, strict=True):
                if sign:
                    yield regulator, target, sign

    def sign(self, regulator: str, target: str) -> int:
        """Return the sign of one link, 0 where there is none."""
        return self.signs[self.regulators.index(regulator)][self.targets.index(target)]

    def distance(self, other: Topology) -> int:
        """Return by how many links two topologies differ; a turned sign counts 2."""
        return int(np.abs(self.matrix - other.matrix).sum())

    def gauged(self, free: Iterable[str]) -> Topology:
        """Return the one that stands for all that equal this up to sign reversal of ``free`` genes.

        Reversing a gene turns the signs of what regulates it and of what it regulates, itself
        twice: what counts as its high level is taken for its low one.
        """
        return of_signs(self.regulators, self.targets, self.matrix * _turns(self, set(free)))

    def reversed(self, genes: Collection[str]) -> Topology:
        """Return what it is when the high level of ``genes`` is taken for their low one."""
        rows = np.array([-1 if name in genes else 1 for name in self.regulators])
        columns = np.array([-1 if name in genes else 1 for name in self.targets])
        signs = self.matrix * rows[:, None] * columns[None, :]
        return of_signs(self.regulators, self.targets, signs)

    def graph(self, method: str = "") -> RegulatoryGraph:
        """Return the topology as a graph with weights 1 and -1."""
        weights = self.matrix.astype(float)
        return RegulatoryGraph(self.regulators, self.targets, weights, method=method)


def of_signs(regulators: Iterable[str], targets: Iterable[str], signs: np.ndarray) -> Topology:
    """Return the topology of a sign matrix, ``[regulator, target]``."""
    rows = tuple(tuple(int(sign) for sign in row) for row in np.asarray(signs))
    return Topology(tuple(regulators), tuple(targets), rows)


def of_graph(graph: RegulatoryGraph, cutoff: float | None = None) -> Topology:
    """Return the links of a graph above ``cutoff``; without one above 5 % of the strongest."""
    cutoff = graph.default_cutoff() if cutoff is None else cutoff
    return of_signs(graph.regulators, graph.targets, graph.signs(cutoff))


def read(text: str, regulators: Iterable[str], targets: Iterable[str]) -> Topology:
    """Read links such as ``I -> g1, g2 -| g1``; raises `ModelError` naming the one that fails."""
    regulators, targets = tuple(regulators), tuple(targets)
    signs = np.zeros((len(regulators), len(targets)), dtype=int)
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        found = _LINK.fullmatch(part)
        if found is None:
            raise ModelError(f"'{part.strip()}' is no link; write 'A -> B' or 'A -| B'.")
        source, arrow, target = found.groups()
        if source not in regulators or target not in targets:
            raise ModelError(
                f"The link '{part.strip()}' names no regulator and target of the task; regulators "
                f"are {', '.join(regulators)}, targets are {', '.join(targets)}."
            )
        signs[regulators.index(source), targets.index(target)] = ARROWS[arrow]
    return of_signs(regulators, targets, signs)


def free_genes(task: Task) -> tuple[str, ...]:
    """Return the genes of a task without a target: what their levels mean is open."""
    return tuple(name for name in task.targets if name not in task.outputs)


def _turns(topology: Topology, free: set[str]) -> np.ndarray:
    """Return 1 or -1 for each link, so that the signs, row by row, are as high as they can be.

    Each link in turn is made positive, unless earlier ones have settled how its two ends stand to
    each other. What is not free is settled from the start.
    """
    settled = dict.fromkeys(topology.regulators, (0, 1))  # group, and how it stands to the group
    for group, gene in enumerate(sorted(free & set(topology.targets)), start=1):
        settled[gene] = (group, 1)
    for regulator, target, sign in topology.signed_links():
        (here, turn), (there, other) = settled[regulator], settled[target]
        if here == there:
            continue
        joined, gone = min(here, there), max(here, there)  # the group of all that is not free is 0
        flip = sign * turn * other
        for name, (group, own) in settled.items():
            if group == gone:
                settled[name] = (joined, own * flip)
    rows = np.array([settled[name][1] for name in topology.regulators])
    columns = np.array([settled[name][1] for name in topology.targets])
    turns: np.ndarray = rows[:, None] * columns[None, :]
    return turns
