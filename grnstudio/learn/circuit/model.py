"""Circuits: an ensemble of networks that regulate genes, as one batched tensor program.

Source of the model: Shen, Liu, Tu and Tang, Nature Communications 12:3125 (2021).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.task import Task
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.euler import Course, Layers, simulate


@dataclass(frozen=True, slots=True)
class Architecture:
    """The sizes of a circuit's networks. ``shared``: one for all genes, else one for each."""

    inputs: int
    genes: int
    hidden: int
    shared: bool
    scaled: bool

    @property
    def groups(self) -> int:
        """Networks per circuit."""
        return 1 if self.shared else self.genes

    @property
    def blocks(self) -> dict[str, tuple[int, ...]]:
        """Parameters of one circuit and their shapes, as `torch.nn.Linear` has them."""
        k, w, n = self.groups, self.hidden, self.inputs + self.genes
        out = self.genes // k
        sizes: dict[str, tuple[int, ...]] = {
            "W1": (k, w, n),
            "b1": (k, w),
            "W2": (k, w, w),
            "b2": (k, w),
            "W3": (k, out, w),
            "b3": (k, out),
            "initial": (self.genes,),
        }
        return sizes | ({"log_scale": (self.genes,)} if self.scaled else {})


class Circuits:
    """An ensemble. Its parameters are one flat tensor, ``[networks, parameters]``.

    ``initial`` is NaN for a gene whose start is trained, ``links`` are the factors on each link,
    ``[regulator, target]``, 1 or 0. ``threads`` share the networks when they run.
    """

    def __init__(
        self, architecture: Architecture, initial: np.ndarray, links: np.ndarray, flat: Tensor
    ) -> None:
        self.architecture = architecture
        self.flat = flat
        self.initial = initial
        self.threads = 1
        self._fixed = torch.as_tensor(~np.isnan(initial), device=flat.device)
        self._initial = torch.as_tensor(np.nan_to_num(initial), dtype=flat.dtype).to(flat.device)
        self._links = torch.as_tensor(links, dtype=flat.dtype).to(flat.device)

    def parameters(self) -> dict[str, Tensor]:
        """Return views of the flat tensor by name, networks first."""
        shapes = self.architecture.blocks
        sizes = [int(np.prod(shape)) for shape in shapes.values()]
        parts = self.flat.split(sizes, dim=1)
        return {
            name: part.reshape(-1, *shape)
            for (name, shape), part in zip(shapes.items(), parts, strict=True)
        }

    def run(
        self,
        inputs: Tensor,
        step: float,
        steps: int,
        noise: Tensor | None = None,
        kicks: Tensor | None = None,
        langevin: float = 0.0,
    ) -> Tensor:
        """Return the levels under ``inputs`` [T or 1, networks, inputs, B] after each Euler step.

        The answer is ``[T, networks, genes, B]``; `Course` says what the noises are.
        """
        named = self.parameters()
        layers = self.layers(named, None if bool((self._links == 1).all()) else self._links)
        start, scale = self.start(named, inputs.shape[-1])
        course = Course(start, scale, inputs, step, steps, noise, kicks, langevin, self.threads)
        return simulate(layers, course)

    def layers(self, named: Mapping[str, Tensor], links: Tensor | None) -> Layers:
        """Return the weights with ``links`` folded in, [regulator, target] or networks first.

        A factor on the source's level as one target sees it is the same factor on that target's
        first-layer weights. A shared network then becomes one per target that share the rest.
        """
        if links is not None:
            named = self._per_target(named, links)
        parts = [named[name].flatten(0, 1) for name in ("W1", "b1", "W2", "b2", "W3", "b3")]
        columns = [part if part.dim() == 3 else part[..., None] for part in parts]
        return Layers(*columns)

    def _per_target(self, named: Mapping[str, Tensor], links: Tensor) -> dict[str, Tensor]:
        named = dict(named)
        if self.architecture.shared:
            for name in ("W1", "b1", "W2", "b2"):
                named[name] = named[name].expand(
                    -1, self.architecture.genes, *named[name].shape[2:]
                )
            named["W3"], named["b3"] = named["W3"].transpose(1, 2), named["b3"].transpose(1, 2)
        named["W1"] = named["W1"] * links.transpose(-1, -2)[..., :, None, :]
        return named

    def start(self, named: Mapping[str, Tensor], cases: int) -> tuple[Tensor, Tensor | None]:
        """Return the levels at the start, [networks, genes, B], and the maximal levels or None."""
        begin = torch.where(self._fixed, self._initial, named["initial"])
        scale = named["log_scale"].exp()[..., None] if self.architecture.scaled else None
        return begin[..., None].expand(-1, -1, cases).contiguous(), scale

    @property
    def links(self) -> Tensor:
        """Factors on each link, [regulator, target]."""
        return self._links

    def some(self, networks: Sequence[int] | Tensor) -> Circuits:
        """Return an ensemble of some of the networks, apart from training."""
        chosen = self.flat.detach()[networks]
        some = Circuits(self.architecture, self.initial, self._links.cpu().numpy(), chosen)
        some.threads = self.threads
        return some

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the parameters as arrays of their own, networks first."""
        return {name: x.detach().cpu().numpy().copy() for name, x in self.parameters().items()}


def architecture_of(task: Task, config: CircuitConfig) -> Architecture:
    """Return the sizes for ``task`` under ``config``."""
    return Architecture(
        len(task.inputs), len(task.genes), config.hidden, config.shared, config.scale
    )


def drawn(task: Task, config: CircuitConfig, device: torch.device) -> Circuits:
    """Draw an untrained ensemble; each network's weights depend on its own seed alone.

    Weights and biases are normal, cut at two standard deviations; trained starts uniform.
    """
    architecture = architecture_of(task, config)
    members = [
        _draw(architecture, config.spread, np.random.default_rng((config.seed + e, 0)))
        for e in range(config.networks)
    ]
    flat = torch.as_tensor(np.stack(members), dtype=torch.float32)
    return Circuits(architecture, starts(task), task.allowed, flat.to(device))


def restored(task: Task, weights: Mapping[str, np.ndarray]) -> Circuits:
    """Return an ensemble with the given parameters, networks first, as `Circuits.arrays` has it."""
    networks, groups, hidden, regulators = weights["W1"].shape
    genes = len(task.genes)
    shared = groups == 1 and weights["W3"].shape[2] == genes
    inputs = regulators - genes
    architecture = Architecture(inputs, genes, hidden, shared, "log_scale" in weights)
    flat = np.concatenate([weights[n].reshape(networks, -1) for n in architecture.blocks], axis=1)
    return Circuits(architecture, starts(task), task.allowed, torch.as_tensor(flat).float())


def starts(task: Task) -> np.ndarray:
    """Return each gene's initial level, NaN where training finds it, ``[genes]``."""
    return np.array([np.nan if g.initial is None else g.initial for g in task.genes])


def _draw(architecture: Architecture, spread: float, rng: np.random.Generator) -> np.ndarray:
    parts = []
    for name, shape in architecture.blocks.items():
        count = int(np.prod(shape))
        if name == "initial":
            parts.append(rng.random(count))
        elif name == "log_scale":
            parts.append(np.zeros(count))
        else:
            parts.append(spread * _truncated_normal(count, rng))
    return np.concatenate(parts)


def _truncated_normal(count: int, rng: np.random.Generator) -> np.ndarray:
    values = rng.standard_normal(count)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(int(far.sum()))
    return values
