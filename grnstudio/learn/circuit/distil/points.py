"""The networks of a distillation, on the way to fewer links. No torch here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.core.task import Link, Task
from grnstudio.core.topology import WRITTEN, Topology, free_genes, of_signs
from grnstudio.errors import SettingError
from grnstudio.learn.circuit.distil.measures import Response, responses
from grnstudio.learn.circuit.result import CircuitResult


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The networks trained with some of the links, and the best of them.

    ``key`` names the point, from 1 on; ``parent`` is the one before, or -1; ``lineage`` the
    distillation or branch it belongs to. ``allowed`` and ``effects`` are ``[regulator, target]``:
    the links there may be, and what the criterion says of each, NaN for those that may not.
    ``losses`` [networks] and ``errors`` [networks, conditions] are of all, ``best`` is one network.
    A loss is the larger of that in training and that after a rest, where the task has one.
    """

    key: int
    parent: int
    lineage: int
    seed: int
    steps: int
    allowed: np.ndarray
    effects: np.ndarray
    losses: np.ndarray
    errors: np.ndarray
    best: CircuitResult

    @property
    def links(self) -> int:
        """How many links there may be."""
        return int(self.allowed.sum())

    @property
    def loss(self) -> float:
        """The loss of the best network."""
        return float(np.nanmin(self.losses)) if np.isfinite(self.losses).any() else float("inf")

    @property
    def topology(self) -> Topology:
        """The signs of the links there may be, as read from the best network."""
        signs = np.where(self.allowed, np.sign(np.nan_to_num(self.best.reading.effects[0])), 0)
        return of_signs(self.best.task.regulators, self.best.task.targets, signs)

    @property
    def responses(self) -> dict[str, Response]:
        """How the best network answers each input of the step test."""
        probed = self.best.probed
        return responses(self.best.task, None if probed is None else probed[0])


@dataclass(frozen=True, slots=True, eq=False)
class DistilResult:
    """The points of all distillations and branches for ``task``, in the order of training.

    ``tolerance`` is the loss above which a network has failed, ``criterion`` what made a link the
    weakest.
    """

    task: Task
    points: tuple[Point, ...]
    tolerance: float
    criterion: str
    device: str = "cpu"

    def point(self, key: int) -> Point:
        """Return the point called ``key``; raises `SettingError`."""
        for one in self.points:
            if one.key == key:
                return one
        raise SettingError(f"There is no point {key}; there are 1 to {len(self.points)}.")

    def failed(self, key: int) -> bool:
        """Whether the network of a point no longer does its task."""
        return self.point(key).loss > self.tolerance

    @property
    def sparsest(self) -> Point:
        """The point with the fewest links that does its task; where none does, of least loss."""
        working = [one for one in self.points if one.loss <= self.tolerance]
        if not working:
            return min(self.points, key=lambda one: one.loss)
        return min(working, key=lambda one: (one.links, one.loss))

    @property
    def graph(self) -> RegulatoryGraph:
        """The graph of the sparsest network that does its task."""
        return self.graph_of("")

    def chosen(self, choice: str) -> Point:
        """Return the point meant by "" (the sparsest that works), "best" or a key."""
        if choice in ("", "sparsest"):
            return self.sparsest
        if choice == "best":
            return min(self.points, key=lambda one: one.loss)
        if not choice.isdecimal():
            raise SettingError(
                f"The network is sparsest, best, all, or a point from 1 to {len(self.points)}, "
                f"not '{choice}'."
            )
        return self.point(int(choice))

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return the graph of a point's best network, or with "all" that of the links that stay.

        That one has the mean effects over the sparsest networks of all lineages, free genes
        reversed to be alike; its agreement is the share of them that have the link.
        """
        if choice == "all":
            return self._survivors()
        one = self.chosen(choice)
        method = f"{one.best.reading.method}; point {one.key}, {one.links} links"
        task, effects = self.task, one.best.reading.effects
        return majority(task.regulators, task.targets, effects, method)

    def sparsest_of_each(self) -> list[Point]:
        """Return the sparsest network that works of each lineage that has one."""
        found: dict[int, Point] = {}
        for one in sorted(self.points, key=lambda one: (one.links, one.loss)):
            if one.loss <= self.tolerance:
                found.setdefault(one.lineage, one)
        return [found[lineage] for lineage in sorted(found)]

    def survival(self) -> np.ndarray:
        """Return the share of lineages whose sparsest network has a link, ``[regulator, target]``.

        NaN for links that the task forbids.
        """
        ends = self.sparsest_of_each() or [self.sparsest]
        share = np.mean([one.allowed for one in ends], axis=0)
        return np.where(self.task.allowed, share, np.nan)

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each point, for a table."""
        return [self._row(one) for one in self.points]

    def removed(self, key: int) -> tuple[Link, ...]:
        """Return the links that a point lacks and its parent has, or the task allows."""
        one = self.point(key)
        before = self.task.allowed if one.parent < 0 else self.point(one.parent).allowed
        gone = before & ~one.allowed
        names = self.task.regulators, self.task.targets
        return tuple((names[0][i], names[1][j]) for i, j in np.argwhere(gone))

    def label(self, key: int) -> str:
        """Return which links went before a point, such as "without g1 -> g2"."""
        gone = ", ".join(f"{source} {WRITTEN[1]} {target}" for source, target in self.removed(key))
        return f"without {gone}" if gone else "all links"

    def _row(self, one: Point) -> dict[str, object]:
        row: dict[str, object] = {
            "point": one.key,
            "from": one.parent if one.parent > 0 else "",
            "distillation": one.lineage,
            "links": one.links,
            "removed": ", ".join(f"{a} -> {b}" for a, b in self.removed(one.key)),
            "loss": one.loss,
            "works": one.loss <= self.tolerance,
        }
        for name, response in one.responses.items():
            row |= {f"{part} ({name})": value for part, value in response._asdict().items()}
        return row | {"network": one.topology.text}

    def _survivors(self) -> RegulatoryGraph:
        ends = self.sparsest_of_each() or [self.sparsest]
        task, first = self.task, min(ends, key=lambda one: (one.links, one.loss))
        guide = np.nan_to_num(first.best.reading.effects[0])
        effects = np.stack([_alike(task, one.best.reading.effects[0], guide) for one in ends])
        there = np.stack([one.allowed for one in ends])
        mean = (effects * there).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
        weights = np.where(task.allowed, mean, np.nan)
        share = there.mean(axis=0)
        method = f"{first.best.reading.method}; sparsest of {len(ends)} distillations"
        names = task.regulators, task.targets
        return RegulatoryGraph(*names, weights, None, share, method, len(ends))


def _alike(task: Task, effects: np.ndarray, guide: np.ndarray) -> np.ndarray:
    """Return effects with free genes reversed where that makes them more like ``guide``.

    What counts as the high level of a gene without a target is open, and differs between networks.
    """
    effects, inputs = np.nan_to_num(effects), len(task.inputs)
    free = [task.targets.index(name) for name in free_genes(task)]
    better = True
    while better:
        better = False
        for gene in free:
            turned = effects.copy()
            turned[inputs + gene] *= -1
            turned[:, gene] *= -1
            if (turned * guide).sum() > (effects * guide).sum():
                effects, better = turned, True
    return effects
