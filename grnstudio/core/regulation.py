"""Signed regulatory graphs: who activates and who represses whom, how strongly, how surely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grnstudio.errors import ModelError

if TYPE_CHECKING:
    import networkx as nx

DEFAULT_CUTOFF = 0.05


@dataclass(frozen=True, slots=True)
class Edge:
    """A link; positive ``weight`` activates; ``agreement``: share of networks with that sign."""

    source: str
    target: str
    weight: float
    agreement: float = 1.0

    @property
    def sign(self) -> int:
        """1 for activation, -1 for repression, 0 for neither."""
        return int(np.sign(self.weight))


@dataclass(frozen=True, slots=True, eq=False)
class RegulatoryGraph:
    """Signed weights, ``[regulator, target]``, NaN where a link is forbidden.

    ``spread`` is the standard deviation over the networks it was read from, ``agreement`` the share
    of them with the sign of the mean. ``method`` says how the signs were found, lambda included.
    """

    regulators: tuple[str, ...]
    targets: tuple[str, ...]
    weights: np.ndarray
    spread: np.ndarray | None = None
    agreement: np.ndarray | None = None
    method: str = ""
    networks: int = 1

    def __post_init__(self) -> None:
        shape = (len(self.regulators), len(self.targets))
        for part in (self.weights, self.spread, self.agreement):
            if part is not None and part.shape != shape:
                raise ModelError(f"A graph of {shape} links was given {part.shape} values.")
        if strangers := set(self.targets) - set(self.regulators):
            raise ModelError(f"{', '.join(sorted(strangers))}: every target is a regulator too.")

    @property
    def inputs(self) -> tuple[str, ...]:
        """Regulators that nothing regulates."""
        return tuple(name for name in self.regulators if name not in self.targets)

    @property
    def strongest(self) -> float:
        """The largest absolute weight, 0 if there is none."""
        return float(np.nanmax(np.abs(self.weights), initial=0.0))

    def default_cutoff(self) -> float:
        """Return 5 % of the strongest weight: where weak links begin unless said otherwise."""
        return DEFAULT_CUTOFF * self.strongest

    def signs(self, cutoff: float = 0.0) -> np.ndarray:
        """Return -1, 0 or 1 for each link; those at or below ``cutoff`` are 0."""
        strong = np.abs(np.nan_to_num(self.weights)) > cutoff
        return np.where(strong, np.sign(np.nan_to_num(self.weights)), 0).astype(int)

    def edges(self, cutoff: float = 0.0) -> Iterator[Edge]:
        """Yield the links stronger than ``cutoff``, strongest first."""
        signs = self.signs(cutoff)
        found = sorted(zip(*np.nonzero(signs), strict=True), key=self._strength, reverse=True)
        for i, j in found:
            share = 1.0 if self.agreement is None else float(self.agreement[i, j])
            yield Edge(self.regulators[i], self.targets[j], float(self.weights[i, j]), share)

    def to_networkx(self, cutoff: float = 0.0) -> nx.DiGraph[str]:
        """Return a directed graph with ``sign``, ``weight`` and ``agreement`` on its edges."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph(method=self.method)
        for name in self.regulators:
            graph.add_node(name, kind="gene" if name in self.targets else "input")
        for edge in self.edges(cutoff):
            about = {"sign": edge.sign, "weight": edge.weight, "agreement": edge.agreement}
            graph.add_edge(edge.source, edge.target, **about)
        return graph

    def _strength(self, index: tuple[int, int]) -> float:
        return abs(float(self.weights[index]))


def majority(
    regulators: tuple[str, ...], targets: tuple[str, ...], members: np.ndarray, method: str
) -> RegulatoryGraph:
    """Sum up one link matrix per network, ``[networks, regulator, target]``, as one graph."""
    mean = members.mean(axis=0)
    same = np.sign(members) == np.sign(mean)
    return RegulatoryGraph(
        regulators, targets, mean, members.std(axis=0), same.mean(axis=0), method, len(members)
    )
