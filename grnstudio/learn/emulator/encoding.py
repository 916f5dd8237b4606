"""States as numbers that a network learns well from: scaled counts, roots, logarithms, levels."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from grnstudio.learn.emulator.coordinates import Coordinates
from grnstudio.learn.emulator.flow import Flow

RARE = 1e-3  # events a step, below which it does not matter how rare they are


class Encoding(nn.Module):
    """Turns states and parameters into inputs of a network, and drawn species into more of them.

    Scales are buffers, and are measured once from data by `measure`.
    """

    state_shift: Tensor
    state_scale: Tensor
    drawn_shift: Tensor
    drawn_scale: Tensor

    def __init__(self, coordinates: Coordinates) -> None:
        super().__init__()
        self.size = len(coordinates.species)
        self.counts = [k for k, kind in enumerate(coordinates.kinds) if kind != "levels"]
        self.levels = [
            (k, coordinates.levels[k])
            for k, kind in enumerate(coordinates.kinds)
            if kind == "levels"
        ]
        self.order = coordinates.order
        self.owned = [k for k in coordinates.order if coordinates.kinds[k] == "counts"]
        self.flow = Flow(coordinates) if coordinates.rates else None
        numbers = 3 * len(self.counts) + len(coordinates.parameters)
        if self.flow is not None:
            numbers += len(self.counts) + self.size + len(coordinates.rates)
        self.inputs = numbers + sum(count for _, count in self.levels)
        self.register_buffer("state_shift", torch.zeros(numbers))
        self.register_buffer("state_scale", torch.ones(numbers))
        self.register_buffer("drawn_shift", torch.zeros(3 * len(self.owned)))
        self.register_buffer("drawn_scale", torch.ones(3 * len(self.owned)))
        self.widths = [coordinates.levels[k] or 3 for k in self.order]
        self.drawn_size = sum(self.widths)

    def measure(self, x: Tensor, y: Tensor) -> None:
        """Measure shifts and scales from states ``x`` (with parameters) and what followed."""
        for name, numbers in (("state", self._numbers(x)), ("drawn", self._moves(x, y))):
            if not numbers.numel():
                continue
            shift, scale = numbers.mean(0), numbers.std(0)
            getattr(self, f"{name}_shift").copy_(shift)
            getattr(self, f"{name}_scale").copy_(torch.where(scale > 1e-6, scale, 1.0))

    def state(self, x: Tensor) -> Tensor:
        """Return the inputs ``[batch, inputs]`` that tell state and parameters ``x``."""
        numbers = (self._numbers(x) - self.state_shift) / self.state_scale
        return torch.cat([numbers, *(_hot(x[:, k], count) for k, count in self.levels)], 1)

    def drawn(self, x: Tensor, y: Tensor) -> Tensor:
        """Return what tells the drawn species of ``y``, ``[batch, drawn_size]``, in their order."""
        moves = (self._moves(x, y) - self.drawn_shift) / self.drawn_scale
        parts, owned = [x.new_zeros(len(x), 0)], len(self.owned)
        for k, width in zip(self.order, self.widths, strict=True):
            if k in self.owned:
                at = self.owned.index(k)
                parts.append(moves[:, [at, owned + at, 2 * owned + at]])
            else:
                parts.append(_hot(y[:, k], width))
        return torch.cat(parts, 1)

    def drawn_one(self, x: Tensor, value: Tensor, k: int) -> Tensor:
        """Return what tells that species ``k`` was drawn to be ``value`` ``[batch]``."""
        width = self.widths[self.order.index(k)]
        if k not in self.owned:
            return _hot(value, width)
        places = self.owned.index(k) + len(self.owned) * torch.arange(3, device=x.device)
        moves = torch.stack([value, torch.sqrt(value + 0.5), value - x[:, k]], 1)
        return (moves - self.drawn_shift[places]) / self.drawn_scale[places]

    def _numbers(self, x: Tensor) -> Tensor:
        counts = x[:, self.counts]
        parts = [counts, torch.sqrt(counts + 0.5), torch.log1p(counts), x[:, self.size :]]
        if self.flow is not None:
            here = x[:, : self.size]
            later = self.flow(here)
            chances = torch.log(self.flow.expected(here) + RARE)
            parts += [later[:, self.counts], later - here, chances]
        return torch.cat(parts, 1)

    def _moves(self, x: Tensor, y: Tensor) -> Tensor:
        after = y[:, self.owned]
        return torch.cat([after, torch.sqrt(after + 0.5), after - x[:, self.owned]], 1)


def _hot(values: Tensor, count: int) -> Tensor:
    """Return one column per level, 1 for the level there is; more than known counts as the most."""
    levels = torch.arange(count, device=values.device)
    return (values.clamp(max=count - 1)[:, None] == levels).float()


def as_tensor(counts: np.ndarray, values: np.ndarray) -> Tensor:
    """Return states and parameter values side by side, as networks take them."""
    return torch.as_tensor(np.concatenate([counts, values], 1), dtype=torch.float32)
