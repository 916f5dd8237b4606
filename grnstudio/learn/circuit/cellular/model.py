"""Networks that learn the rule of a row of cells, as one tensor of parameters."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from grnstudio.learn.circuit.cellular.config import CellularConfig
from grnstudio.learn.circuit.cellular.rollout import Layers


class Members:
    """An ensemble; ``flat`` holds its parameters, block by block, each with members first."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], flat: Tensor) -> None:
        self.shapes, self.flat = shapes, flat

    @property
    def layers(self) -> Layers:
        """The weights as networks use them; all but the scales are views of ``flat``."""
        return _layers(self._named(self.flat), exponential=True)

    def slopes(self) -> tuple[Tensor, Layers]:
        """Return a flat tensor of zeros and views of it, for gradients of the `layers`."""
        flat = torch.zeros_like(self.flat)
        return flat, _layers(self._named(flat), exponential=False)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the parameters as arrays of their own, members first."""
        return {name: part.numpy().copy() for name, part in self._named(self.flat).items()}

    def _named(self, flat: Tensor) -> dict[str, Tensor]:
        parts = flat.split([int(np.prod(shape)) for shape in self.shapes.values()])
        return {
            name: part.view(shape)
            for (name, shape), part in zip(self.shapes.items(), parts, strict=True)
        }


def drawn(config: CellularConfig, genes: int) -> Members:
    """Draw an untrained ensemble; each member's weights depend on its own seed alone."""
    shapes = _shapes(config.networks, genes, config.hidden)
    chance = [np.random.default_rng((config.seed + e, 0)) for e in range(config.networks)]
    parts = []
    for name, (_, *shape) in shapes.items():
        if name.startswith("W"):
            gain = 1.0 if name == "W3" else 2.0
            spread = np.sqrt(gain / shape[-1])
            parts.append(np.stack([spread * rng.standard_normal(shape) for rng in chance]))
        else:
            parts.append(np.zeros((config.networks, *shape)))
    flat = np.concatenate([part.ravel() for part in parts])
    return Members(shapes, torch.as_tensor(flat, dtype=torch.float32))


def restored(weights: Mapping[str, np.ndarray]) -> Members:
    """Return an ensemble with the given parameters, as `Members.arrays` has them."""
    networks, genes, hidden, _ = weights["W1"].shape
    shapes = _shapes(networks, genes, hidden)
    flat = np.concatenate([np.asarray(weights[name]).ravel() for name in shapes])
    return Members(shapes, torch.as_tensor(flat, dtype=torch.float32))


def _shapes(networks: int, genes: int, hidden: int) -> dict[str, tuple[int, ...]]:
    first = (networks, genes)
    return {
        "W1": (*first, hidden, 2 * genes),
        "b1": (*first, hidden, 1),
        "W2": (*first, hidden, hidden),
        "b2": (*first, hidden, 1),
        "W3": (*first, 2, hidden),
        "b3": (*first, 2, 1),
        "log_scale": (*first, 1),
    }


def _layers(named: Mapping[str, Tensor], exponential: bool) -> Layers:
    w1, b1, w2, b2, w3, b3 = (part.flatten(0, 1) for part in list(named.values())[:-1])
    scale = named["log_scale"]
    return Layers(w1, b1, w2, b2, w3, b3, scale.exp() if exponential else scale)
