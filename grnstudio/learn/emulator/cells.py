"""Bodies made of cells: that of a genotype, and the one that is searched, which holds them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from grnstudio.learn.emulator.gates import Pairs
from grnstudio.learn.emulator.genotype import NONE, REDUCED, Genotype, places, widths

FLOOR = 1e-4  # added to the sum of squares by which outputs are divided


class UnitNorm(nn.Module):
    """Brings vectors to length 1 about their mean: a layer norm without the root of their size."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        # The layer norm divides by the root of the mean square, and so needs less of both.
        width = x.shape[-1]
        scale = self.scale * width**-0.5
        return functional.layer_norm(x, (width,), scale, self.bias, FLOOR / width)


class Dense(nn.Module):
    """``W x + b``, as it is or through ``swish``, made a unit vector."""

    def __init__(self, width: int, swish: bool = False) -> None:
        super().__init__()
        self.linear, self.norm, self.swish = _linear(width, width), UnitNorm(width), swish

    def forward(self, x: Tensor) -> Tensor:
        y = self.linear(x)
        out: Tensor = self.norm(functional.silu(y) if self.swish else y)
        return out


class ElementWise(nn.Module):
    """``k x + b`` number by number, made a unit vector."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.ones(width))
        self.shift = nn.Parameter(torch.zeros(width))
        self.norm = UnitNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.norm(self.factor * x + self.shift)
        return out


class Gated(nn.Module):
    """A gated linear unit, made a unit vector."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear, self.gate = _linear(width, width), _linear(width, width)
        self.norm = UnitNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.norm(self.linear(x) * torch.sigmoid(self.gate(x)))
        return out


class Nothing(nn.Module):
    """Zeros, whatever comes in."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.zeros_like(x)


MAKERS: dict[str, Callable[[int], nn.Module]] = {
    "dense": Dense,
    "swish-dense": lambda width: Dense(width, swish=True),
    "element-wise": ElementWise,
    "gated": Gated,
    "relu": lambda width: nn.ReLU(),
    "swish": lambda width: nn.SiLU(),
    "skip": lambda width: nn.Identity(),
    NONE: lambda width: Nothing(),
}


class Way(nn.Module):
    """An edge: the operations it may use, of which one acts, or none if ``active`` is below 0.

    There are ``gates`` while two are compared: 1 for the one that acts and 0 for the other, whose
    gradients say how the loss would change with more of each.
    """

    def __init__(self, names: Sequence[str], width: int) -> None:
        super().__init__()
        self.operations = nn.ModuleList(MAKERS[name](width) for name in names)
        self.names = tuple(names)
        self.active, self.other = 0, 0
        self.gates: tuple[Tensor, Tensor] | None = None

    def forward(self, x: Tensor) -> Tensor:
        if self.active < 0:
            return torch.zeros_like(x)
        y: Tensor = self.operations[self.active](x)
        if self.gates is None:
            return y
        with torch.no_grad():
            other = self.operations[self.other](x)
        mixed: Tensor = self.gates[0] * y + self.gates[1] * other
        return mixed


class Widen(nn.Module):
    """A dense layer to another width, made a unit vector."""

    def __init__(self, width: int, to: int) -> None:
        super().__init__()
        self.linear, self.norm = _linear(width, to), UnitNorm(to)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.norm(self.linear(x))
        return out


class Cell(nn.Module):
    """Nodes that each sum what their edges bring; gives the mean of the last two.

    ``edges`` says which operations may be used between which nodes. Inputs of another width than
    the cell's are brought to it first.
    """

    def __init__(
        self,
        given: tuple[int, int],
        width: int,
        nodes: int,
        edges: Mapping[tuple[int, int], Sequence[str]],
    ) -> None:
        super().__init__()
        self.nodes = nodes
        self.first = nn.Identity() if given[0] == width else Widen(given[0], width)
        self.second = nn.Identity() if given[1] == width else Widen(given[1], width)
        self.ways = nn.ModuleDict(
            {
                f"{source}-{target}": Way(edges[source, target], width)
                for source, target in places(nodes)
                if (source, target) in edges
            }
        )

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        made: list[Tensor | None] = [self.first(first), self.second(second)]
        for target in range(2, self.nodes + 2):
            made.append(self._sum(made, target))
        last = made[-min(REDUCED, self.nodes) :]
        there = [one for one in last if one is not None]
        assert made[0] is not None
        return sum(there, start=torch.zeros_like(made[0])) / len(last)

    def _sum(self, made: Sequence[Tensor | None], target: int) -> Tensor | None:
        """Return what a node's edges bring in all, None if it has none."""
        whole: Tensor | None = None
        for source in range(target):
            x, name = made[source], f"{source}-{target}"
            if x is not None and name in self.ways:
                y = self.ways[name](x)
                whole = y if whole is None else whole + y
        return whole


class Cells(nn.Module):
    """A row of cells, each given what the two before it made; ``width`` is that of the last.

    ``base`` is what widths are multiples of once a cell has widened.
    """

    def __init__(
        self,
        inputs: int,
        base: int,
        nodes: int,
        widening: int,
        edges: Sequence[Mapping[tuple[int, int], Sequence[str]]],
    ) -> None:
        super().__init__()
        sizes = widths(inputs, base, len(edges), widening)
        given = [inputs, inputs, *sizes]
        self.cells = nn.ModuleList(
            Cell((given[place], given[place + 1]), width, nodes, edges[place])
            for place, width in enumerate(sizes)
        )
        self.width = sizes[-1]

    def forward(self, x: Tensor) -> Tensor:
        before, last = x, x
        for cell in self.cells:
            before, last = last, cell(before, last)
        return last


class CellBody(Cells):
    """The body that a genotype describes."""

    def __init__(self, inputs: int, base: int, genotype: Genotype) -> None:
        edges = [
            {(one.source, one.target): (one.operation,) for one in cell} for cell in genotype.cells
        ]
        super().__init__(inputs, base, genotype.nodes, genotype.widening, edges)


class SuperBody(Cells):
    """The body that holds every genotype; of each edge one operation acts at a time."""

    def __init__(
        self,
        inputs: int,
        base: int,
        cells: int,
        nodes: int,
        widening: int,
        operations: Sequence[str],
    ) -> None:
        edges = [dict.fromkeys(places(nodes), tuple(operations)) for _ in range(cells)]
        super().__init__(inputs, base, nodes, widening, edges)
        self.names = tuple(operations)
        self.ways = [way for way in self.modules() if isinstance(way, Way)]
        self._gates = torch.zeros(0)

    def act(self, active: np.ndarray) -> None:
        """Let the operations numbered ``active`` ``[edges]`` act."""
        for way, place in zip(self.ways, active.tolist(), strict=True):
            way.active, way.gates = place, None

    def act_as(self, genotype: Genotype) -> None:
        """Let those operations act that a network of ``genotype`` would have."""
        active = np.full(len(self.ways), -1)
        at = {place: number for number, place in enumerate(places(genotype.nodes))}
        for cell, edges in enumerate(genotype.cells):
            for one in edges:
                place = cell * len(at) + at[one.source, one.target]
                active[place] = self.names.index(one.operation)
        self.act(active)

    def compare(self, pairs: Pairs) -> None:
        """Let one of each pair act, with gates that tell what it and the other are worth."""
        weight = next(self.parameters())
        self._gates = weight.new_tensor([1.0, 0.0]).repeat(len(self.ways)).requires_grad_()
        gates = self._gates.unbind()
        for place, (way, (active, other)) in enumerate(
            zip(self.ways, pairs.both.tolist(), strict=True)
        ):
            way.active, way.other = active, other
            way.gates = gates[2 * place], gates[2 * place + 1]

    def worth(self, loss: Tensor) -> np.ndarray:
        """Return the gradients of ``loss`` by the gates ``[edges, 2]``, and of nothing else."""
        (found,) = torch.autograd.grad(loss, [self._gates])
        return np.array(found.double().cpu().numpy().reshape(-1, 2))

    def inherited(self, genotype: Genotype) -> dict[str, Tensor]:
        """Return what a `CellBody` of ``genotype`` takes over, by its names."""
        known = {
            f"cells.{cell}.ways.{edge.source}-{edge.target}.": self.names.index(edge.operation)
            for cell, edges in enumerate(genotype.cells)
            for edge in edges
        }
        found = {}
        for name, value in self.state_dict().items():
            way, _, rest = name.partition("operations.")
            place, _, part = rest.partition(".")
            if not rest:
                found[name] = value
            elif known.get(way) == int(place):
                found[f"{way}operations.0.{part}"] = value
        return found


def _linear(inputs: int, outputs: int) -> nn.Linear:
    layer = nn.Linear(inputs, outputs)
    nn.init.xavier_normal_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer
