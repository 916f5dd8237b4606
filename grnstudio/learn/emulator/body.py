"""Bodies: what turns the inputs of a network into features that its head draws from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from grnstudio.errors import ModelError
from grnstudio.learn.emulator.cells import CellBody, SuperBody
from grnstudio.learn.emulator.genotype import Genotype


class Residual(nn.Module):
    """Two layers whose result is added to what they are given."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner, self.outer = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x + self.outer(torch.relu(self.inner(x)))
        return y


class PlainBody(nn.Module):
    """A baseline: a layer, and residual blocks of two with rectified units."""

    def __init__(self, inputs: int, width: int, blocks: int) -> None:
        super().__init__()
        self.width = width
        self.first = nn.Linear(inputs, width)
        self.blocks = nn.Sequential(*[Residual(width) for _ in range(blocks)])

    def forward(self, inputs: Tensor) -> Tensor:
        x: Tensor = self.blocks(torch.relu(self.first(inputs)))
        return torch.relu(x)


class FixedBody(nn.Module):
    """The default: smooth layers, each added to what came before."""

    def __init__(self, inputs: int, width: int, layers: int) -> None:
        super().__init__()
        self.width = width
        self.first = nn.Linear(inputs, width)
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(layers))

    def forward(self, inputs: Tensor) -> Tensor:
        x = functional.silu(self.first(inputs))
        for layer in self.layers:
            x = x + functional.silu(layer(x))
        return x


def body_of(description: Mapping[str, Any]) -> nn.Module:
    """Return the body that ``description`` tells: ``[batch, inputs] -> [batch, width]``.

    It says how wide it is by its ``width``. Raises `ModelError` for one of an unknown kind.
    """
    kind, inputs = description["kind"], description["inputs"]
    if kind == "plain":
        return PlainBody(inputs, description["width"], description["blocks"])
    if kind == "fixed":
        return FixedBody(inputs, description["width"], description["layers"])
    if kind == "cells":
        return CellBody(inputs, description["base"], Genotype.of(description["genotype"]))
    if kind == "searched":
        sizes = description["cells"], description["nodes"], description["widening"]
        return SuperBody(inputs, description["base"], *sizes, description["operations"])
    raise ModelError(f"There is no body of kind '{kind}' in an emulator; update the program.")
