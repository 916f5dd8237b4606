"""One mixture of all counts together: normal, triangular normal and log-normal components."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from grnstudio.learn.emulator.chance import Source, normal, uniform
from grnstudio.learn.emulator.coordinates import Coordinates
from grnstudio.learn.emulator.encoding import Encoding
from grnstudio.learn.emulator.heads.one_by_one import RIDGE, SPREAD, OneByOne
from grnstudio.learn.emulator.heads.targets import Targets
from grnstudio.learn.emulator.support import Support

LEAST = 0.3  # molecules, the narrowest a component can get; that of a uniform step of one
LEAST_LOG = 0.02
_LOG_2PI = math.log(2 * math.pi)


class Mixture(nn.Module):
    """Species of few levels first, one by one; then all counts at once from a mixture.

    ``components`` are diagonal normal ones, followed by those with ``triangular`` covariance and
    by diagonal ``lognormal`` ones. Draws are made whole, and kept where a state can be followed.
    """

    forecast: Tensor
    spread: Tensor
    log_shift: Tensor
    log_scale: Tensor

    def __init__(
        self, coordinates: Coordinates, encoding: Encoding, width: int, hidden: int,
        components: int, triangular: int = 0, lognormal: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.coordinates, self.encoding, self.hidden = coordinates, encoding, hidden
        self.sizes = (components, triangular, lognormal)
        self.support = Support(coordinates)
        leveled = tuple(k for k in coordinates.order if coordinates.kinds[k] == "levels")
        self.counted = [k for k in coordinates.order if coordinates.kinds[k] == "counts"]
        few = replace(coordinates, order=leveled)
        self.told = Encoding(few)
        self.few = OneByOne(few, self.told, width, hidden, 1) if leveled else None
        self.leveled = leveled
        d, (n, t, g) = len(self.counted), self.sizes
        self.below = d * (d - 1) // 2
        count = n + t + g
        self.into = nn.Linear(width + self.told.drawn_size, hidden)
        self.out = nn.Linear(hidden, count * (1 + 2 * d) + t * self.below)
        inputs = encoding.inputs + self.told.drawn_size + 1
        self.register_buffer("forecast", torch.zeros(d, inputs))
        self.register_buffer("spread", torch.ones(d))
        self.register_buffer("log_shift", torch.zeros(d))
        self.register_buffer("log_scale", torch.ones(d))
        with torch.no_grad():
            self.out.weight.mul_(0.3)
            self.out.bias.zero_()
            places = torch.linspace(-SPREAD, SPREAD, count) if count > 1 else torch.zeros(1)
            self.out.bias[count : count * (1 + d)] = places.repeat_interleave(d)

    def measure(self, x: Tensor, y: Tensor) -> None:
        """Fit linear forecasts, and measure how far off they are."""
        if self.few is not None:
            self.told.measure(x, y)
            self.few.measure(x, y)
        seen = self._seen(self.encoding.state(x), self.told.drawn(x, y)).double()
        wanted = y[:, self.counted].double()
        square = seen.T @ seen + RIDGE * len(seen) * torch.eye(seen.shape[1])
        found = torch.linalg.solve(square, seen.T @ wanted)
        self.forecast.copy_(found.T)
        self.spread.copy_((wanted - seen @ found).std(0).clamp(min=LEAST))
        logs = torch.log(y[:, self.counted] + 0.5)
        self.log_shift.copy_(logs.mean(0))
        self.log_scale.copy_(logs.std(0).clamp(min=LEAST_LOG))

    def _seen(self, state: Tensor, drawn: Tensor) -> Tensor:
        return torch.cat([state, drawn, torch.ones_like(state[:, :1])], 1)

    def targets(self, x: Tensor, y: Tensor) -> Targets:
        """Return pairs: ``edges`` are counts from their forecasts, and scaled logarithms."""
        state, drawn = self.encoding.state(x), self.told.drawn(x, y)
        counts = y[:, self.counted]
        away = (counts - self._seen(state, drawn) @ self.forecast.T) / self.spread
        logs = (torch.log(counts + 0.5) - self.log_shift) / self.log_scale
        edges = torch.stack([away, logs], 1)
        none = state[:, :0]
        if self.few is None:
            level = torch.empty(len(x), 0, dtype=torch.long)
            return Targets(state, drawn, edges, none, none, level, ())
        few = self.few.targets(x, y)
        return Targets(state, drawn, edges, none, none, few.level, few.barred)

    def log_prob(self, features: Tensor, targets: Targets) -> Tensor:
        """Return the log of the probability of each pair ``[batch]``."""
        total = torch.zeros(len(features), device=features.device)
        if self.few is not None:
            total = total + self.few.log_prob(features, targets)
        if not self.counted:
            return total
        weight, place, scale, below = self._parts(features, targets.drawn)
        away, logs = targets.edges[:, 0], targets.edges[:, 1]
        n, t, _ = self.sizes
        plain = _normal(away[:, None] - place[:, :n], scale[:, :n])
        tilted = _tilted(away[:, None] - place[:, n : n + t], scale[:, n : n + t], below)
        skewed = _normal(logs[:, None] - place[:, n + t :], scale[:, n + t :])
        # From units of each coordinate to molecules.
        unit = torch.log(self.spread).sum()
        stretch = (logs * self.log_scale + self.log_shift + torch.log(self.log_scale)).sum(1)
        each = torch.cat([plain - unit, tilted - unit, skewed - stretch[:, None]], 1)
        return total + torch.logsumexp(torch.log_softmax(weight, 1) + each, 1)

    def _parts(self, features: Tensor, drawn: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return weights, places and scales of components, and what lies below their diagonals."""
        d, (n, t, g) = len(self.counted), self.sizes
        count = n + t + g
        out = self.out(functional.silu(self.into(torch.cat([features, drawn], 1))))
        weight, place, raw, below = out.split([count, count * d, count * d, t * self.below], 1)
        floor = torch.cat(
            [(LEAST / self.spread).expand(n + t, d), (LEAST_LOG / self.log_scale).expand(g, d)]
        )
        scale = functional.softplus(raw.view(len(out), count, d) + 0.5) + floor
        return weight, place.view(len(out), count, d), scale, below.view(len(out), t, self.below)

    def sample(self, features: Tensor, state: Tensor, x: Tensor, source: Source) -> Tensor:
        """Return a state that follows each of ``x``, which ``state`` and ``features`` tell."""
        size = len(self.coordinates.species)
        low, high = self.support.limits(x[:, :size])
        totals = self.support.totals(x[:, :size])
        y = torch.zeros_like(x[:, :size])
        if self.few is not None:
            y = self.few.sample(features, state, x, source)
        drawn = self.told.drawn(x, y)
        for k in self.leveled:
            low[:, k] = high[:, k] = y[:, k]
        counts = self._counts(features, state, drawn, source) if self.counted else None
        for at, k in enumerate(self.counted):
            assert counts is not None
            least, most = self.support.narrowed(low, high, totals, k)
            y[:, k] = torch.minimum(torch.maximum(counts[:, at], least), most)
            low[:, k] = high[:, k] = y[:, k]
        return self.support.complete(y, totals)

    def _counts(self, features: Tensor, state: Tensor, drawn: Tensor, source: Source) -> Tensor:
        weight, place, scale, below = self._parts(features, drawn)
        chances = torch.softmax(weight, 1).cumsum(1)
        chosen = (
            (uniform(state, source) * chances[:, -1:] > chances)
            .sum(1)
            .clamp(max=weight.shape[1] - 1)
        )
        rows = torch.arange(len(state), device=state.device)
        noise = normal(state, source, place.shape[2])
        moved = scale[rows, chosen] * noise
        n, t, _ = self.sizes
        if t:
            at = (chosen - n).clamp(0, t - 1)
            tilt = _matrix(below[rows, at], moved.shape[1])
            is_tilted = ((chosen >= n) & (chosen < n + t))[:, None]
            moved = moved + torch.where(is_tilted, (tilt @ noise[:, :, None])[:, :, 0], 0.0)
        told = place[rows, chosen] + moved
        seen = self._seen(state, drawn)
        linear = seen @ self.forecast.T + self.spread * told
        skewed = torch.exp((told * self.log_scale + self.log_shift).clamp(max=20.0)) - 0.5
        return torch.round(torch.where((chosen >= n + t)[:, None], skewed, linear))

    def describe(self) -> dict[str, Any]:
        """Return what JSON can hold of it."""
        components, triangular, lognormal = self.sizes
        return {
            "kind": "mixture", "hidden": self.hidden, "components": components,
            "triangular": triangular, "lognormal": lognormal,
        }  # fmt: skip


def _normal(away: Tensor, scale: Tensor) -> Tensor:
    """Return log densities of independent normal numbers, summed over the last axis."""
    return (-0.5 * (away / scale) ** 2 - torch.log(scale) - 0.5 * _LOG_2PI).sum(-1)


def _tilted(away: Tensor, scale: Tensor, below: Tensor) -> Tensor:
    """Return log densities of normal numbers whose covariance has this triangular root."""
    size = away.shape[-1]
    root = _matrix(below, size) + torch.diag_embed(scale)
    solved: Tensor = torch.linalg.solve_triangular(root, away[..., None], upper=False)[..., 0]
    return (-0.5 * solved**2 - torch.log(scale) - 0.5 * _LOG_2PI).sum(-1)


def _matrix(below: Tensor, size: int) -> Tensor:
    """Return square matrices with ``below`` under their diagonals and nothing else."""
    rows, columns = torch.tril_indices(size, size, -1, device=below.device)
    whole = below.new_zeros((*below.shape[:-1], size, size))
    whole[..., rows, columns] = below
    return whole
