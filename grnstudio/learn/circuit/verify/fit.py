"""Hill circuits fitted to a task: many sets of parameters at once, by gradients through Euler.

Every set is a circuit of the same links. What is fitted is positive and has its logarithm as
parameter, but for the starts of genes that the task leaves open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from grnstudio.core.topology import Topology
from grnstudio.learn.circuit.verify.sets import Sets
from grnstudio.simulate.hill import slopes_kernel
from grnstudio.simulate.hill.model import HillModel

RANGE = float(np.log(1e-3)), float(np.log(30.0))  # of strengths and thresholds
STEEP = 0.0, float(np.log(4.0))  # of exponents
SMALLEST = 1e-3  # basal synthesis with which a fit of it begins


class HillCircuits:
    """Sets of parameters as one flat tensor, ``[sets, parameters]``.

    ``fit_shape`` fits exponents and basal syntheses too. ``open_starts`` marks genes whose start
    is fitted, ``[genes]``.
    """

    def __init__(
        self, topology: Topology, sets: Sets, fit_shape: bool, open_starts: np.ndarray
    ) -> None:
        self.model = HillModel(topology)
        self._given, self._fit_shape, self._open = sets, fit_shape, np.flatnonzero(open_starts)
        self._sizes: dict[str, int] = {}
        self.flat = torch.as_tensor(self._flattened(sets))

    def _flattened(self, sets: Sets) -> np.ndarray:
        model = self.model
        parts = {
            "strengths": np.log(model.by_link(sets.strengths).T),
            "thresholds": np.log(model.by_link(sets.thresholds).T),
            "initial": sets.initial[:, self._open],
        }
        if self._fit_shape:
            parts["exponents"] = np.log(sets.exponents)[:, None]
            parts["basal"] = np.log(np.maximum(sets.basal, SMALLEST))
        self._sizes = {name: part.shape[1] for name, part in parts.items()}
        return np.concatenate(list(parts.values()), axis=1)

    def parameters(self, flat: Tensor) -> Mapping[str, Tensor]:
        """Return views of a flat tensor by name, sets first."""
        parts = flat.split(list(self._sizes.values()), dim=1)
        return dict(zip(self._sizes, parts, strict=True))

    def bound(self) -> None:
        """Hold parameters where they mean something, after an optimiser's step."""
        limits = {"exponents": STEEP, "initial": (0.0, None), "basal": (RANGE[0], 0.0)}
        with torch.no_grad():
            for name, part in self.parameters(self.flat).items():
                part.clamp_(*limits.get(name, RANGE))

    def run(self, inputs: np.ndarray, step: float, steps: int) -> Tensor:
        """Return levels after each Euler step, ``[T, sets, genes, B]``, by autograd.

        ``inputs`` are ``[T or 1, inputs, B]``.
        """
        drive = np.ascontiguousarray(inputs, dtype=float)
        course = _Course(self.model, drive, step, steps)
        levels: Tensor = _Rollout.apply(*self._full(self.flat), course)
        return levels

    def sets(self, flat: Tensor | None = None) -> Sets:
        """Return the parameters as arrays; those of another flat tensor, if it is given."""
        with torch.no_grad():
            parts = self._full(self.flat if flat is None else flat)
        b, k, exponents, basal, start = (part.detach().numpy().copy() for part in parts)
        links = np.where(self.model.topology.matrix == 0, 1.0, 0.0)
        model = self.model
        return Sets(
            model.of_links(b.T) + links, model.of_links(k.T) + links, exponents, basal, start
        )

    def _full(self, flat: Tensor) -> tuple[Tensor, ...]:
        """Return strengths, thresholds, exponents, basal syntheses and starts of all sets."""
        named, given = self.parameters(flat), self._given
        start = torch.as_tensor(given.initial).clone()
        if len(self._open):
            start = start.index_copy(1, torch.as_tensor(self._open), named["initial"])
        if self._fit_shape:
            shape = [named["exponents"].exp()[:, 0], named["basal"].exp()]
        else:
            shape = [torch.as_tensor(given.exponents), torch.as_tensor(given.basal)]
        return named["strengths"].exp(), named["thresholds"].exp(), *shape, start


class _Course(NamedTuple):
    model: HillModel
    inputs: np.ndarray
    step: float
    steps: int


class _Rollout(torch.autograd.Function):
    """Euler steps forward, and back through them, both compiled."""

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> Tensor:
        *parameters, course = arguments
        arrays = [np.ascontiguousarray(part.detach().numpy()) for part in parameters]
        start = arrays[-1]
        cases = course.inputs.shape[2]
        levels = np.empty((course.steps, *start.shape, cases))
        bound = np.empty((course.steps, len(start), cases, len(course.model.sign)))
        ctx.fixed = [*_links(course.model), *arrays, course.inputs, course.step, levels, bound]
        slopes_kernel.forward(*ctx.fixed)
        return torch.as_tensor(levels)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *outputs: Tensor) -> tuple[Any, ...]:
        arrays = ctx.fixed[3:8]
        slopes = [np.zeros_like(part) for part in arrays]
        wanted = np.ascontiguousarray(outputs[0].numpy())
        arguments = [*ctx.fixed, wanted, *slopes]
        slopes_kernel.backward(*arguments)
        slopes[1] /= arrays[1]  # from the logarithm of a threshold to the threshold
        return (*(torch.as_tensor(part) for part in slopes), None)


def _links(model: HillModel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return model.source, model.target, model.sign
