"""The time course of many circuits at once, and its gradient by backpropagation through time.

Every circuit is a network of two hidden ReLU layers that gives the synthesis ``f`` of its genes,
integrated by explicit Euler steps: ``g <- g + dt (s f(u, g) - g)``. The gradient is written out
rather than left to autograd: the arrays are small, so that the cost is the number of operations,
and this takes a third of them. Where they are smallest, compiled loops are faster still. Axes:
circuits C = networks x groups, hidden units W, genes G, cases B, times T.
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

    ``start`` [networks, G, B]; ``scale`` [networks, G, 1], each gene's maximal level, None for 1;
    ``inputs`` [T or 1, networks, inputs, B]; ``noise`` [T, networks, G, B] is added to f, ``kicks``
    of the same shape are standard normal and scaled to Langevin noise of strength ``langevin``.
    ``threads`` may share the networks; what comes out does not depend on them.
    """

    start: Tensor
    scale: Tensor | None
    inputs: Tensor
    step: float
    steps: int
    noise: Tensor | None = None
    kicks: Tensor | None = None
    langevin: float = 0.0
    threads: int = 1


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
        *weights, _, _, course = arguments
        ctx.tape = _tape(Layers(*weights), course)
        ctx.tape.record()
        levels: Tensor = ctx.tape.levels
        return levels

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *outputs: Tensor) -> tuple[Any, ...]:
        return (*ctx.tape.back(outputs[0].contiguous()), None)


def _tape(layers: Layers, course: Course) -> Any:
    from grnstudio.learn.circuit.euler_compiled import CompiledTape, is_suited

    return CompiledTape(layers, course) if is_suited(layers, course) else Tape(layers, course)


class Tape:
    """The intermediate values of a time course, and the way back through them.

    The first layers of a network's groups are one matrix, [networks, groups x W, regulators], so
    that levels are neither handed out to groups nor gathered from them.
    """

    def __init__(self, layers: Layers, course: Course) -> None:
        self.layers, self.course = layers, course
        networks, genes, cases = course.start.shape
        circuits, width, regulators = layers.w1.shape
        self.inputs = regulators - genes
        w1 = layers.w1.reshape(networks, -1, regulators)
        self.w1_inputs, self.w1_genes = (
            w1[:, :, : self.inputs],
            w1[:, :, self.inputs :].contiguous(),
        )
        new = course.start.new_empty
        self.first = new(course.steps, circuits, width, cases)
        self.second = new(course.steps, circuits, width, cases)
        self.f = new(course.steps, circuits, layers.w3.shape[1], cases)
        self.levels = new(course.steps, networks, genes, cases)
        self.kick_slopes = torch.zeros_like(self.levels) if course.kicks is not None else None

    def record(self) -> None:
        """Take the Euler steps."""
        course, layers, g = self.course, self.layers, self.course.start
        shape = (len(g), -1, g.shape[2])
        drive = torch.matmul(self.w1_inputs, course.inputs) + layers.b1.reshape(len(g), -1, 1)
        for t, (first, second, f, after) in enumerate(
            zip(*(x.unbind() for x in (self.first, self.second, self.f, self.levels)), strict=True)
        ):
            u = drive[t if len(drive) > 1 else 0]
            torch.baddbmm(u, self.w1_genes, g, out=first.view(shape)).relu_()
            torch.baddbmm(layers.b2, layers.w2, first, out=second).relu_()
            torch.baddbmm(layers.b3, layers.w3, second, out=f).sigmoid_()
            torch.lerp(g, self._made(t, f.view_as(g)), course.step, out=after)
            if course.kicks is not None:
                after.add_(self._kick(t, g, f.view_as(g)))
            g = after

    def _made(self, t: int, f: Tensor) -> Tensor:
        if self.course.scale is not None:
            f = f * self.course.scale
        return f if self.course.noise is None else f + self.course.noise[t]

    def _kick(self, t: int, g: Tensor, f: Tensor) -> Tensor:
        """Return Langevin noise, its variance growing with synthesis plus decay; keep its slope."""
        assert self.kick_slopes is not None
        assert self.course.kicks is not None
        turnover, normal = self._made(t, f) + g, self.course.kicks[t]
        strength = self.course.langevin * self.course.step**0.5
        root = turnover.clamp_min(1e-6).sqrt()
        self.kick_slopes[t] = strength * normal / (2 * root) * (turnover > 1e-6)
        kick: Tensor = strength * root * normal
        return kick

    def back(self, wanted: Tensor) -> list[Tensor | None]:
        """Return the gradients of layers, start and scale, given those of the levels."""
        course, keep = self.course, 1 - self.course.step
        first, second, out = (torch.empty_like(x) for x in (self.first, self.second, self.f))
        w1, w2, w3 = (w.mT for w in (self.w1_genes, self.layers.w2, self.layers.w3))
        passed = [(x > 0).to(x.dtype) for x in (self.second, self.first)]
        onward = torch.zeros_like(course.start)
        by_network = first.view(course.steps, len(onward), -1, onward.shape[2])
        steps = [x.unbind() for x in (wanted, self._slopes(), out.view_as(wanted), out, *passed)]
        steps += [x.unbind() for x in (second, first, by_network)]
        tolls = [] if self.kick_slopes is None else (keep + self.kick_slopes).unbind()
        toward_made = []
        for t in reversed(range(course.steps)):
            want, slope, out_g, out_c, pass2, pass1, second_t, first_t, first_n = (
                x[t] for x in steps
            )
            onward.add_(want)
            torch.mul(onward, slope, out=out_g)
            torch.mul(torch.bmm(w3, out_c), pass2, out=second_t)
            torch.mul(torch.bmm(w2, second_t), pass1, out=first_t)
            if course.scale is not None:
                toward_made.append(onward.clone())
            if tolls:
                onward.mul_(tolls[t]).baddbmm_(w1, first_n)
            else:
                onward.baddbmm_(w1, first_n, beta=keep)
        return [*self._weights(first, second, out), onward, self._toward_scale(toward_made)]

    def _gain(self) -> Tensor | float:
        """Return how much of f each step adds to the levels."""
        return self.course.step if self.kick_slopes is None else self.course.step + self.kick_slopes

    def _slopes(self) -> Tensor:
        """Return the slope of the levels after each step in f's pre-sigmoid value."""
        f = self.f.view_as(self.levels)
        slopes = f * (1 - f) * self._gain()
        return slopes if self.course.scale is None else slopes * self.course.scale

    def _toward_scale(self, toward_made: list[Tensor]) -> Tensor | None:
        if self.course.scale is None:
            return None
        toward = torch.stack(toward_made[::-1]) * self._gain() * self.f.view_as(self.levels)
        return toward.sum(dim=(0, 3))[..., None]

    def _weights(self, first: Tensor, second: Tensor, out: Tensor) -> list[Tensor]:
        course = self.course
        before = torch.cat([course.start[None], self.levels[:-1]])
        networks, _, cases = course.start.shape
        by_network = first.view(course.steps, networks, -1, cases)
        if len(course.inputs) == 1:
            toward_inputs = torch.bmm(by_network.sum(0), course.inputs[0].mT)
        else:
            toward_inputs = _outer(by_network, course.inputs)
        w1 = torch.cat([toward_inputs, _outer(by_network, before)], dim=2)
        biases = [d.sum(dim=(0, 3))[:, :, None] for d in (first, second, out)]
        w2, w3 = _outer(second, self.first), _outer(out, self.second)
        return [w1.view_as(self.layers.w1), biases[0], w2, biases[1], w3, biases[2]]


def _outer(left: Tensor, right: Tensor) -> Tensor:
    """Sum ``left right^T`` over times and cases: [T, C, M, B] and [T, C, N, B] to [C, M, N]."""
    rows, columns = (x.permute(1, 2, 0, 3).flatten(2) for x in (left, right))
    return torch.bmm(rows, columns.mT)
