"""What a search has found, as arrays and as pictures: operations edge by edge, and cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.core.figures import CellEdge, CellFigure, Figure, HeatmapFigure
from grnstudio.learn.emulator.genotype import Edge, Genotype, places, widths


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Probabilities ``[edges of all cells, operations]``, and the cells that follow from them.

    ``base`` is as in `widths`.
    """

    probabilities: np.ndarray
    operations: tuple[str, ...]
    genotype: Genotype
    base: int

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return this as named arrays."""
        told = {
            "operations": list(self.operations),
            "genotype": self.genotype.describe(),
            "base": self.base,
        }
        return {
            "probabilities": np.array(self.probabilities),
            "told": np.array(json.dumps(told, sort_keys=True)),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Found:
        """Return what `to_arrays` made arrays of."""
        told = json.loads(str(arrays["told"]))
        genotype = Genotype.of(told["genotype"])
        probabilities = np.asarray(arrays["probabilities"], dtype=float)
        return cls(probabilities, tuple(told["operations"]), genotype, int(told["base"]))

    def figures(self) -> tuple[Figure, ...]:
        """Draw the probabilities, and the cells."""
        return operations_figure(self), cells_figure(self)

    def __str__(self) -> str:
        return counted(self.genotype.operations())


def operations_figure(found: Found) -> HeatmapFigure:
    """Draw how probable each operation of each edge is."""
    cells, each = len(found.genotype.cells), places(found.genotype.nodes)
    rows = [f"{cell + 1}: {one} to {other}" for cell in range(cells) for one, other in each]
    return HeatmapFigure(
        "Operations",
        np.array(found.probabilities),
        tuple(rows),
        found.operations,
        "cell: edge",
        "operation",
        "probability",
        "how probable each operation is on each edge; nodes 0 and 1 are what a cell is given",
        centred=False,
    )


def cells_figure(found: Found) -> CellFigure:
    """Draw the cells, each edge as strongly as its operation is probable."""
    genotype = found.genotype
    sizes = widths(found.base, found.base, len(genotype.cells), genotype.widening)
    parts = found.probabilities.reshape(len(sizes), -1, len(found.operations))
    edges = tuple(
        tuple(_drawn(one, part, found.operations, genotype.nodes) for one in cell)
        for cell, part in zip(genotype.cells, parts, strict=True)
    )
    note = f"{found}; ⌀ is the mean of the last two nodes"
    return CellFigure("Cells", edges, genotype.nodes, tuple(sizes), note)


def _drawn(edge: Edge, part: np.ndarray, operations: Sequence[str], nodes: int) -> CellEdge:
    row = places(nodes).index((edge.source, edge.target))
    share = float(part[row, operations.index(edge.operation)])
    return CellEdge(edge.source, edge.target, edge.operation, share)


def counted(operations: Mapping[str, int]) -> str:
    """Say how often each operation is there, and how many edges are not."""
    said = [f"{count} {name}" for name, count in operations.items() if name != "none"]
    left_out = operations.get("none", 0)
    return ", ".join(said) + (f"; {left_out} edges left out" if left_out else "")
