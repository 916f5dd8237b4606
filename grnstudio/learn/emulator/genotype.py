"""Genotypes: which cells a searched network consists of, as plain data.

The space is that of Repin and Petrov (2021): cells of nodes, each the sum of what its edges make of
earlier nodes by one of eight operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grnstudio.errors import FileFormatError, SettingError

NONE = "none"
OPERATIONS = (
    "dense",
    "swish-dense",
    "element-wise",
    "gated",
    "relu",
    "swish",
    "skip",
    NONE,
)
REDUCED = 2  # the output of a cell is the mean of so many last nodes
KEPT = 2  # edges that a node may keep
WIDEST = 8192  # numbers that a cell may work on


@dataclass(frozen=True, slots=True)
class Edge:
    """What a node takes from an earlier one; nodes 0 and 1 are what the cell is given."""

    source: int
    target: int
    operation: str


@dataclass(frozen=True, slots=True)
class Genotype:
    """The edges of each cell; cells have ``nodes`` nodes of their own, and widen by a factor."""

    cells: tuple[tuple[Edge, ...], ...]
    nodes: int
    widening: int

    def describe(self) -> dict[str, Any]:
        """Return this ready for JSON."""
        cells = [[[one.source, one.target, one.operation] for one in cell] for cell in self.cells]
        return {"cells": cells, "nodes": self.nodes, "widening": self.widening}

    @classmethod
    def of(cls, description: Mapping[str, Any]) -> Genotype:
        """Return what `describe` described; raises `FileFormatError` for anything else."""
        try:
            cells = tuple(
                tuple(Edge(int(source), int(target), str(name)) for source, target, name in cell)
                for cell in description["cells"]
            )
            found = cls(cells, int(description["nodes"]), int(description["widening"]))
        except (KeyError, TypeError, ValueError):
            raise FileFormatError(
                f"These are no cells of an emulator: {str(description)[:80]}; train it again."
            ) from None
        found._check()
        return found

    def body(self, base: int) -> dict[str, Any]:
        """Return the body of these cells as `body.body_of` takes it; ``base`` is as in `widths`."""
        width = widths(base, base, len(self.cells), self.widening)[-1]
        return {"kind": "cells", "base": base, "genotype": self.describe(), "width": width}

    def operations(self) -> dict[str, int]:
        """Return how often each operation is used, and under "none" how many edges are not there.

        Skips that crowd out all others are a known failure of such searches, so they are counted.
        """
        used = [edge.operation for cell in self.cells for edge in cell]
        counts = {name: used.count(name) for name in OPERATIONS}
        counts[NONE] = len(self.cells) * len(places(self.nodes)) - len(used)
        return {name: count for name, count in counts.items() if count}

    def _check(self) -> None:
        known = set(places(self.nodes))
        for cell in self.cells:
            for one in cell:
                if (one.source, one.target) not in known or one.operation not in OPERATIONS:
                    raise FileFormatError(
                        f"A cell of {self.nodes} nodes has no edge '{one.operation}' from node "
                        f"{one.source} to node {one.target}; train the emulator again."
                    )


def places(nodes: int) -> list[tuple[int, int]]:
    """Return source and target of all edges that a cell may have, in order of their targets."""
    return [(source, target) for target in range(2, nodes + 2) for source in range(target)]


def widening_cells(cells: int) -> tuple[int, ...]:
    """Return which of so many cells widen: the first of up to three, else two of them."""
    return (0,) if cells <= 3 else (cells // 3, 2 * cells // 3)


def widths(inputs: int, base: int, cells: int, widening: int) -> list[int]:
    """Return how many numbers each cell works on: ``inputs``, then ``base`` times the factors.

    ``base`` is how many numbers tell a state; inputs are more, since they tell each in several
    ways. Raises `SettingError` if cells would get too wide.
    """
    found, width, factor = [], inputs, 1
    for cell in range(cells):
        if cell in widening_cells(cells):
            factor *= widening
            width = base * factor
        found.append(width)
    if width > WIDEST:
        factors = " × ".join([str(base)] + [str(widening)] * len(widening_cells(cells)))
        raise SettingError(
            f"With {cells} cells and a widening of {widening}, cells would work on {factors} = "
            f"{width:,} numbers, more than {WIDEST:,}; lower the widening, or use fewer cells."
        )
    return found


def operations_of(text: str) -> tuple[str, ...]:
    """Return the operations that ``text`` names, all if it is empty; raises `SettingError`."""
    named = text.replace(",", " ").split()
    for name in named:
        if name not in OPERATIONS:
            raise SettingError(
                f"There is no operation '{name}' to search among; there are "
                f"{', '.join(OPERATIONS)}."
            )
    chosen = tuple(name for name in OPERATIONS if name in named) or OPERATIONS
    if chosen == (NONE,):
        raise SettingError("Name an operation besides 'none' to search among.")
    return chosen


def searched_body(
    base: int, cells: int, nodes: int, widening: int, operations: Sequence[str]
) -> dict[str, Any]:
    """Return the body that holds all genotypes as `body.body_of` takes it."""
    return {
        "kind": "searched",
        "base": base,
        "cells": cells,
        "nodes": nodes,
        "widening": widening,
        "operations": list(operations),
        "width": widths(base, base, cells, widening)[-1],
    }


def derived(
    probabilities: np.ndarray, operations: Sequence[str], cells: int, nodes: int, widening: int
) -> Genotype:
    """Return the cells that ``probabilities`` ``[edges of all cells, operations]`` speak for.

    The most probable operation stands for its edge, and an edge for which that is "none" is left
    out. Of the others each node keeps the two whose operations are most probable.
    """
    each = len(places(nodes))
    parts = np.asarray(probabilities).reshape(cells, each, len(operations))
    return Genotype(tuple(_cell(part, operations, nodes) for part in parts), nodes, widening)


def _cell(probabilities: np.ndarray, operations: Sequence[str], nodes: int) -> tuple[Edge, ...]:
    rows = list(zip(places(nodes), probabilities, strict=True))
    kept: list[Edge] = []
    reached = {0, 1}
    for target in range(2, nodes + 2):
        chosen = [
            (float(row.max()), -source, Edge(source, target, operations[int(row.argmax())]))
            for (source, to), row in rows
            if to == target and source in reached
        ]
        best = sorted((one for one in chosen if one[2].operation != NONE), key=lambda one: one[:2])
        kept += [edge for _, _, edge in best[-KEPT:]]
        reached |= {target} if best else set()
    if not reached & set(_last(nodes)):
        kept.append(_best_to_the_end(rows, operations, nodes))
    return _needed(kept, nodes)


def _last(nodes: int) -> range:
    """Return the nodes whose mean a cell gives."""
    return range(nodes + 2 - min(REDUCED, nodes), nodes + 2)


def _best_to_the_end(
    rows: Sequence[tuple[tuple[int, int], np.ndarray]], operations: Sequence[str], nodes: int
) -> Edge:
    """Return the most probable edge that makes what a cell gives depend on what it is given.

    Without any, the cell, and the network with it, would say the same of all states.
    """
    ways = [
        (float(share), -source, Edge(source, target, name))
        for (source, target), row in rows
        if source in (0, 1) and target in _last(nodes)
        for name, share in zip(operations, row, strict=True)
        if name != NONE
    ]
    return max(ways, key=lambda one: one[:2])[2]


def _needed(edges: Sequence[Edge], nodes: int) -> tuple[Edge, ...]:
    """Return the edges that lead to what a cell gives, in order of their targets."""
    useful = set(_last(nodes))
    for node in range(nodes + 1, 1, -1):
        if node in useful:
            useful |= {one.source for one in edges if one.target == node}
    kept = [one for one in edges if one.target in useful]
    return tuple(sorted(kept, key=lambda one: (one.target, one.source)))
