"""Rows of cells followed from frame to frame, and the gradient back through the steps between.

Every gene of every member of an ensemble has a network of two hidden ReLU layers that sees the
levels nearby and in the cell, and gives two numbers: synthesis is the softplus of one, activation,
times the sigmoid of the other, relief from inhibition: ``g <- g + dt (s f(h, g) - g)``. The
gradient is written out rather than left to autograd, which takes twice as long. Axes: members E,
genes G, networks C = E x G, hidden units W, places B = films x cells with cells last.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

_through_relu = torch.ops.aten.threshold_backward


class Layers(NamedTuple):
    """Weights of ``C`` networks: w1 [C, W, 2G], b1 [C, W, 1], ... w3 [C, 2, W], b3 [C, 2, 1].

    ``scale`` [E, G, 1] multiplies each gene's synthesis.
    """

    w1: Tensor
    b1: Tensor
    w2: Tensor
    b2: Tensor
    w3: Tensor
    b3: Tensor
    scale: Tensor


def synthesis(layers: Layers, regulators: Tensor) -> Tensor:
    """Return how fast each gene is made, [E, G, B], given regulators [E, 2G, B]."""
    members, genes, _ = layers.scale.shape
    networks, width, _ = layers.w1.shape
    w1, b1 = _by_member(layers)
    first = torch.baddbmm(b1, w1, regulators).relu_().view(networks, width, -1)
    second = torch.baddbmm(layers.b2, layers.w2, first).relu_()
    activation, relief = _heads(torch.baddbmm(layers.b3, layers.w3, second))
    return (activation * relief).view(members, genes, -1) * layers.scale


def regulators_of(levels: Tensor, beside: Tensor) -> Tensor:
    """Return the levels nearby, then those in the cell, [E, 2G, B]; ``beside`` [cells, cells]."""
    return torch.cat([_spread(levels, beside.mT), levels], dim=1)


def follow(layers: Layers, levels: Tensor, beside: Tensor, step: float, steps: int) -> Tensor:
    """Return the levels [E, G, B] after some Euler steps."""
    for _ in range(steps):
        made = synthesis(layers, regulators_of(levels, beside))
        levels = torch.lerp(levels, made, step)
    return levels


class Rollout:
    """Room for the steps from one frame to the next, kept from one training step to another."""

    def __init__(
        self, layers: Layers, places: int, beside: Tensor, step: float, steps: int
    ) -> None:
        members, genes, _ = layers.scale.shape
        networks, width, _ = layers.w1.shape
        self.beside, self.step = beside, step
        self.seen = torch.empty(steps, members, 2 * genes, places)
        self.first = torch.empty(steps, networks, width, places)
        self.second = torch.empty(steps, networks, width, places)
        self.out = torch.empty(steps, networks, 2, places)
        self._to_second = torch.empty(networks, width, places)
        self._to_first = torch.empty(networks, width, places)
        self._to_seen = torch.empty(members, 2 * genes, places)

    def forward(self, layers: Layers, levels: Tensor) -> Tensor:
        """Return the levels [E, G, B] after the steps, and remember the way."""
        genes = levels.shape[1]
        w1, b1 = _by_member(layers)
        way = zip(self.seen, self.first, self.second, self.out, strict=True)
        for seen, first, second, out in way:
            seen[:, :genes] = _spread(levels, self.beside.mT)
            seen[:, genes:] = levels
            torch.baddbmm(b1, w1, seen, out=first.view(len(levels), -1, seen.shape[2])).relu_()
            torch.baddbmm(layers.b2, layers.w2, first, out=second).relu_()
            activation, relief = _heads(torch.baddbmm(layers.b3, layers.w3, second, out=out))
            made = (activation * relief).view_as(levels) * layers.scale
            levels = torch.lerp(levels, made, self.step)
        return levels

    def backward(self, layers: Layers, wanted: Tensor, found: Layers) -> None:
        """Add the gradients of the layers to ``found``, given that of the last levels."""
        w1, _ = _by_member(layers)
        genes = wanted.shape[1]
        for t in reversed(range(len(self.out))):
            made = wanted * self.step
            self._weigh(t, layers, made, found)
            back = self._to_first.view(len(wanted), -1, wanted.shape[2])
            torch.bmm(w1.mT, back, out=self._to_seen)
            near, own = self._to_seen[:, :genes], self._to_seen[:, genes:]
            wanted = wanted - made + own + _spread(near, self.beside)

    def _weigh(self, t: int, layers: Layers, made: Tensor, found: Layers) -> None:
        """Add what step ``t`` contributes to the gradients of the layers."""
        first, second, seen = self.first[t], self.second[t], self.seen[t]
        activation, relief = _heads(self.out[t])
        found.scale.add_((made * (activation * relief).view_as(made)).sum(2, keepdim=True))
        want = (made * layers.scale).view_as(relief)
        rise = -torch.expm1(-activation)  # the slope of softplus
        slope = torch.stack([want * relief * rise, want * activation * (relief - relief**2)], 1)
        found.w3.baddbmm_(slope, second.mT)
        found.b3.add_(slope.sum(2, keepdim=True))
        torch.bmm(layers.w3.mT, slope, out=self._to_second)
        back = _through_relu(self._to_second, second, 0)
        found.w2.baddbmm_(back, first.mT)
        found.b2.add_(back.sum(2, keepdim=True))
        back = _through_relu(torch.bmm(layers.w2.mT, back, out=self._to_first), first, 0)
        self._to_first = back
        found.w1.view(len(seen), -1, seen.shape[1]).baddbmm_(
            back.view(len(seen), -1, seen.shape[2]), seen.mT
        )
        found.b1.add_(back.sum(2, keepdim=True))


def _heads(out: Tensor) -> tuple[Tensor, Tensor]:
    """Return activation and relief, [C, B] each, given [C, 2, B]."""
    return torch.nn.functional.softplus(out[:, 0]), out[:, 1].sigmoid()


def _by_member(layers: Layers) -> tuple[Tensor, Tensor]:
    """Return the first layers of a member's genes as one: they see the same."""
    members, regulators = len(layers.scale), layers.w1.shape[2]
    return layers.w1.view(members, -1, regulators), layers.b1.view(members, -1, 1)


def _spread(levels: Tensor, shares: Tensor) -> Tensor:
    """Return ``levels`` [E, G, B] with each row of cells multiplied by ``shares``."""
    return (levels.reshape(-1, len(shares)) @ shares).view(levels.shape)
