"""The time course of many circuits at once, and its gradient by backpropagation through time.

Every circuit is a network of two hidden ReLU layers that gives the synthesis ``f`` of its genes,
integrated by explicit Euler steps: ``g <- g + dt (s f(u, g) - g)``. The gradient is written out
rather than left to autograd: the arrays are small, so that the cost is the number of operations,
and this takes a third of them. Axes: circuits C = networks x groups, hidden units W, genes G,
cases B, times T.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable


class Layers(NamedTuple):
    """Weights of ``C`` networks, as `torch.nn.Linear` has them: [C, out, in] and [C, out, 1]."""

    w1: Tensor
    b1: Tensor
    w2: Tensor
    b2: Tensor
    w3: Tensor
    b3: Tensor


class Course(NamedTuple):
    """What a time course depends on besides the layers.

    ``start`` [networks, G, B]; ``scale`` [networks, G, 1], each gene's maximal level; ``inputs``
    [T or 1, networks, inputs, B]; ``noise`` [T, networks, G, B] is added to f, ``kicks`` of the
    same shape are standard normal and scaled to Langevin noise of strength ``langevin``.
    """

    start: Tensor
    scale: Tensor
    inputs: Tensor
    step: float
    steps: int
    noise: Tensor | None = None
    kicks: Tensor | None = None
    langevin: float = 0.0


def simulate(layers: Layers, course: Course) -> Tensor:
    """Return the levels after each step, ``[T, networks, G, B]``; the start is not among them."""
    levels: Tensor = _Rollout.apply(*layers, course.start, course.scale, course)
    return levels


def synthesis(layers: Layers, regulators: Tensor, genes: int) -> Tensor:
    """Return f for given levels of all regulators, [networks, regulators, B], by autograd."""
    networks, _, cases = regulators.shape
    groups = len(layers.w1) // networks
    x = regulators.repeat_interleave(groups, dim=0)
    first = torch.baddbmm(layers.b1, layers.w1, x).relu()
    second = torch.baddbmm(layers.b2, layers.w2, first).relu()
    f = torch.baddbmm(layers.b3, layers.w3, second).sigmoid()
    return f.reshape(networks, genes, cases)


class _Rollout(torch.autograd.Function):
    """Euler steps forward, backpropagation through time backward."""

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> Tensor:
        *weights, start, scale, course = arguments
        layers, inputs = Layers(*weights), course.inputs
        tape = _Tape(layers, course)
        g = start
        for t in range(course.steps):
            g = tape.step(t, g, inputs, scale)
        ctx.save_for_backward(*weights, start, scale)
        ctx.tape = tape
        return tape.levels

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *outputs: Tensor) -> tuple[Any, ...]:
        *weights, start, scale = ctx.saved_tensors
        gradients = ctx.tape.back(Layers(*weights), start, scale, outputs[0])
        return (*gradients, None)


class _Tape:
    """The intermediate values of a time course, and the way back through them."""

    def __init__(self, layers: Layers, course: Course) -> None:
        self.course = course
        networks, genes, cases = course.start.shape
        circuits, width, regulators = layers.w1.shape
        self.groups = circuits // networks
        self.inputs = regulators - genes
        new = course.start.new_empty
        self.first = new(course.steps, circuits, width, cases)
        self.second = new(course.steps, circuits, width, cases)
        self.f = new(course.steps, circuits, layers.w3.shape[1], cases)
        self.levels = new(course.steps, networks, genes, cases)
        self.slopes: list[Tensor] = []
        self.layers = layers
        self.drive = self._drive(layers)
        self.w1_genes = layers.w1[:, :, self.inputs :].contiguous()

    def _drive(self, layers: Layers) -> Tensor:
        """Return what inputs and bias add to the first layer, [T or 1, C, W, B]."""
        u = self.course.inputs.repeat_interleave(self.groups, dim=1)
        return torch.matmul(layers.w1[:, :, : self.inputs], u) + layers.b1

    def step(self, t: int, g: Tensor, inputs: Tensor, scale: Tensor) -> Tensor:
        course, layers = self.course, self.layers
        drive = self.drive[t if len(self.drive) > 1 else 0]
        torch.baddbmm(drive, self.w1_genes, self._spread(g), out=self.first[t]).relu_()
        torch.baddbmm(layers.b2, layers.w2, self.first[t], out=self.second[t]).relu_()
        torch.baddbmm(layers.b3, layers.w3, self.second[t], out=self.f[t]).sigmoid_()
        f = self.f[t].view(g.shape) * scale
        if course.noise is not None:
            f = f + course.noise[t]
        after = torch.lerp(g, f, course.step, out=self.levels[t])
        if course.kicks is not None:
            after.add_(self._kick(f + g, course.kicks[t]))
        return self.levels[t]

    def _kick(self, turnover: Tensor, normal: Tensor) -> Tensor:
        """Langevin noise: its variance grows with synthesis plus decay. Keeps its slope."""
        strength = self.course.langevin * self.course.step**0.5
        root = turnover.clamp_min(1e-6).sqrt()
        self.slopes.append(strength * normal / (2 * root) * (turnover > 1e-6))
        return strength * root * normal

    def back(self, layers: Layers, start: Tensor, scale: Tensor, wanted: Tensor) -> list[Tensor]:
        """Return the gradients of layers, start and scale, given those of the levels."""
        dt, steps = self.course.step, self.course.steps
        out, second, first = (torch.empty_like(x) for x in (self.f, self.second, self.first))
        w1, w2, w3 = (w.transpose(1, 2) for w in (self.w1_genes, layers.w2, layers.w3))
        onward, toward_scale = torch.zeros_like(start), torch.zeros_like(start)
        for t in reversed(range(steps)):
            onward = onward + wanted[t]
            made = onward * dt
            if self.slopes:
                made = made + onward * self.slopes[t]
            toward_scale += made * self.f[t].view(start.shape)
            torch.ops.aten.sigmoid_backward.grad_input(
                (made * scale).view(self.f[t].shape), self.f[t], grad_input=out[t]
            )
            _through_relu(torch.bmm(w3, out[t]), self.second[t], second[t])
            _through_relu(torch.bmm(w2, second[t]), self.first[t], first[t])
            kept = onward * (1 - dt) if not self.slopes else onward * (1 - dt + self.slopes[t])
            onward = kept + self._gather(torch.bmm(w1, first[t]))
        return [
            *self._weights(first, second, out, start),
            onward,
            toward_scale.sum(2, keepdim=True),
        ]

    def _weights(self, first: Tensor, second: Tensor, out: Tensor, start: Tensor) -> list[Tensor]:
        before = torch.cat([start[None], self.levels[:-1]])
        genes = before.repeat_interleave(self.groups, dim=1) if self.groups > 1 else before
        u = self.course.inputs.repeat_interleave(self.groups, dim=1)
        if len(u) == 1:
            toward_inputs = torch.bmm(first.sum(0), u[0].transpose(1, 2))
        else:
            toward_inputs = _outer(first, u)
        w1 = torch.cat([toward_inputs, _outer(first, genes)], dim=2)
        biases = [d.sum(dim=(0, 3))[:, :, None] for d in (first, second, out)]
        w2, w3 = _outer(second, self.first), _outer(out, self.second)
        return [w1, biases[0], w2, biases[1], w3, biases[2]]

    def _spread(self, g: Tensor) -> Tensor:
        """Hand every group of a network the same levels: [networks, G, B] to [C, G, B]."""
        return g if self.groups == 1 else g.repeat_interleave(self.groups, dim=0)

    def _gather(self, toward: Tensor) -> Tensor:
        """Sum over the groups of each network: [C, G, B] to [networks, G, B]."""
        if self.groups == 1:
            return toward
        summed: Tensor = toward.unflatten(0, (-1, self.groups)).sum(1)
        return summed


def _through_relu(toward: Tensor, value: Tensor, into: Tensor) -> None:
    torch.ops.aten.threshold_backward.grad_input(toward, value, 0, grad_input=into)


def _outer(left: Tensor, right: Tensor) -> Tensor:
    """Sum ``left right^T`` over times and cases: [T, C, M, B] and [T, C, N, B] to [C, M, N]."""
    rows, columns = (x.permute(1, 2, 0, 3).flatten(2) for x in (left, right))
    return torch.bmm(rows, columns.transpose(1, 2))
