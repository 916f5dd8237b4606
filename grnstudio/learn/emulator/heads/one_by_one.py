"""Species drawn one after the other, each as whole molecules given those before it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from grnstudio.learn.emulator.chance import Source, normal, uniform
from grnstudio.learn.emulator.coordinates import Coordinates
from grnstudio.learn.emulator.encoding import Encoding
from grnstudio.learn.emulator.heads.discretised import OPEN, log_interval
from grnstudio.learn.emulator.heads.targets import Targets
from grnstudio.learn.emulator.support import Support

SPREAD = 1.5  # how far apart components begin, in standard deviations of what is to be learned
FAR = 8.0  # of the same, beyond which it does not matter where what can follow ends
LEAST = 1e-3  # of the same, the narrowest a component can get
RIDGE = 1e-5


class Part(NamedTuple):
    """States of which some species have been drawn, and what those not drawn depend on.

    ``low`` and ``high`` ``[batch, species]`` are what was drawn, or what can follow ``x`` at all;
    ``base`` are forecasts, and ``inner`` what goes into the networks of species to be drawn.
    """

    x: Tensor
    low: Tensor
    high: Tensor
    totals: Tensor
    base: Tensor
    inner: Tensor


class OneByOne(nn.Module):
    """A small network for each species, fed with the body's features and what was drawn before.

    Few levels: a probability for each. Counts: a mixture of normal distributions around a linear
    forecast, each whole number having the chance of its interval; in square roots where chance
    grows with the counts. With ``room`` the small networks are told what can follow at all; with
    ``stays`` a count may also stay just as it is.
    """

    forecast: Tensor
    mask: Tensor
    spread: Tensor

    def __init__(
        self, coordinates: Coordinates, encoding: Encoding, width: int, hidden: int,
        components: int, room: int = 0, stays: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.coordinates, self.encoding = coordinates, encoding
        self.support = Support(coordinates)
        self.hidden, self.components, self.stays = hidden, components, stays
        self.order = coordinates.order
        self.leveled = [k for k in self.order if coordinates.kinds[k] == "levels"]
        self.counted = [k for k in self.order if coordinates.kinds[k] == "counts"]
        self.roots = [coordinates.roots[k] for k in self.counted]
        self.starts = [sum(encoding.widths[:place]) for place in range(len(self.order) + 1)]
        self.into = nn.Linear(width + encoding.drawn_size, hidden * len(self.order))
        self.out_levels = nn.ModuleList(
            nn.Linear(hidden, coordinates.levels[k]) for k in self.leveled
        )
        self.out_weight = nn.Parameter(
            torch.empty(len(self.counted), hidden, 3 * components + stays)
        )
        self.out_bias = nn.Parameter(torch.zeros(len(self.counted), 3 * components + stays))
        inputs = encoding.inputs + encoding.drawn_size + 1
        self.room = nn.Parameter(torch.zeros(len(self.counted), 2, hidden)) if room else None
        self.register_buffer("mask", self._seeing(width), persistent=False)
        self.register_buffer("forecast", torch.zeros(len(self.counted), inputs))
        self.register_buffer("spread", torch.ones(len(self.counted)))
        self._begin()

    def _begin(self) -> None:
        nn.init.normal_(self.out_weight, std=0.3 / math.sqrt(self.hidden))
        with torch.no_grad():
            places = torch.linspace(-SPREAD, SPREAD, self.components)
            if self.components == 1:
                places = torch.zeros(1)
            self.out_bias[:, self.components : 2 * self.components] = places
            for layer in self.out_levels:
                assert isinstance(layer, nn.Linear)
                layer.weight.mul_(0.3)

    def _seeing(self, width: int) -> Tensor:
        """Return which inputs each hidden unit may see: a species sees those drawn before it."""
        mask = torch.zeros(len(self.order) * self.hidden, width + self.encoding.drawn_size)
        mask[:, :width] = 1.0
        for place in range(len(self.order)):
            rows = slice(place * self.hidden, (place + 1) * self.hidden)
            mask[rows, width : width + self.starts[place]] = 1.0
        return mask

    def measure(self, x: Tensor, y: Tensor) -> None:
        """Fit the linear forecasts, and measure how far off they are."""
        seen = self._seen(self.encoding.state(x), self.encoding.drawn(x, y)).double()
        for at, k in enumerate(self.counted):
            size = self.encoding.inputs + self.starts[self.order.index(k)]
            columns = [*range(size), seen.shape[1] - 1]
            part = seen[:, columns]
            wanted = self._told(y[:, k], at).double()
            square = part.T @ part + RIDGE * len(part) * torch.eye(len(columns))
            found = torch.linalg.solve(square, part.T @ wanted)
            self.forecast[at, columns] = found.float()
            rest = float((wanted - part @ found).std())
            self.spread[at] = rest if rest > 1e-3 else 1e-3

    def _told(self, counts: Tensor, at: int) -> Tensor:
        """Return counts in the coordinate of the counted species ``at``: an interval's middle."""
        return torch.sqrt(counts + 0.5) if self.roots[at] else counts + 0.5

    def _edge(self, counts: Tensor, at: int) -> Tensor:
        """Return where the interval of ``counts`` begins."""
        return torch.sqrt(counts.clamp(min=0.0)) if self.roots[at] else counts

    def _seen(self, state: Tensor, drawn: Tensor) -> Tensor:
        return torch.cat([state, drawn, torch.ones_like(state[:, :1])], 1)

    def targets(self, x: Tensor, y: Tensor) -> Targets:
        """Return what is to be told of pairs ``x`` (with parameters) and ``y``."""
        size = len(self.coordinates.species)
        state, drawn = self.encoding.state(x), self.encoding.drawn(x, y)
        base = self._seen(state, drawn) @ self.forecast.T
        low, high = self.support.limits(x[:, :size])
        totals = self.support.totals(x[:, :size])
        edges = torch.empty(len(x), 2, len(self.counted), device=x.device)
        room, stay = torch.empty_like(edges), torch.empty_like(edges)
        levels, barred = [], []
        for k in self.order:
            least, most = self.support.narrowed(low, high, totals, k)
            if k in self.leveled:
                levels.append(y[:, k].long())
                barred.append(self._barred(k, least, most))
            else:
                at = self.counted.index(k)
                first = (self._edge(y[:, k], at) - base[:, at]) / self.spread[at]
                last = (self._edge(y[:, k] + 1, at) - base[:, at]) / self.spread[at]
                room[:, :, at] = self._room(least, most, base[:, at], at)
                stay[:, 0, at] = self._may_stay(x[:, k], least, most)
                stay[:, 1, at] = torch.where(y[:, k] == x[:, k], 0.0, -OPEN)
                edges[:, 0, at] = torch.where(y[:, k] <= least, -OPEN, first)
                edges[:, 1, at] = torch.where(y[:, k] >= most, OPEN, last)
            low[:, k] = high[:, k] = y[:, k]
        level = torch.stack(levels, 1) if levels else torch.empty(len(x), 0, dtype=torch.long)
        return Targets(state, drawn, edges, room, stay, level, tuple(barred))

    def _room(self, least: Tensor, most: Tensor, base: Tensor, at: int) -> Tensor:
        """Return how far the least and the most are from a forecast, ``[batch, 2]``."""
        ends = torch.stack([self._edge(least, at), self._edge(most + 1, at)], 1)
        return ((ends - base[:, None]) / self.spread[at]).clamp(-FAR, FAR)

    def _with_stay(self, logit: Tensor, may: Tensor) -> Tensor:
        """Return the logits, that of staying far below all where it cannot be."""
        return torch.cat([logit[..., :-1], logit[..., -1:] + may], -1)

    def _may_stay(self, count: Tensor, least: Tensor, most: Tensor) -> Tensor:
        return torch.where((count >= least) & (count <= most), 0.0, -OPEN)

    def _barred(self, k: int, least: Tensor, most: Tensor) -> Tensor:
        values = torch.arange(self.coordinates.levels[k], device=least.device)
        top = len(values) - 1
        least, most = least.clamp(max=top)[:, None], most[:, None]
        return torch.where((values >= least) & (values <= most), 0.0, -OPEN)

    def log_prob(self, features: Tensor, targets: Targets) -> Tensor:
        """Return the log of the probability of each pair ``[batch]``."""
        seen = torch.cat([features, targets.drawn], 1)
        few = len(self.leveled)
        inner = functional.linear(seen, self.into.weight * self.mask, self.into.bias)
        inner = inner.view(len(seen), len(self.order), self.hidden)
        if self.room is not None:
            told = torch.einsum("bes,seh->bsh", targets.room, self.room)
            inner = torch.cat([inner[:, :few], inner[:, few:] + told], 1)
        inner = functional.silu(inner)
        total = torch.zeros(len(seen), device=seen.device)
        for row, layer in enumerate(self.out_levels):
            logits = layer(inner[:, row]) + targets.barred[row]
            total = total - functional.cross_entropy(
                logits, targets.level[:, row], reduction="none"
            )
        if self.counted:
            out = torch.baddbmm(
                self.out_bias[:, None], inner[:, few:].transpose(0, 1), self.out_weight
            )
            logit, place, scale = self._mixture(out)
            may, did = targets.stay.permute(1, 2, 0)[..., None]
            first, last = targets.edges.permute(1, 2, 0)[..., None]
            chance = log_interval((first - place) / scale, (last - place) / scale)
            if self.stays:
                logit = self._with_stay(logit, may)
                chance = torch.cat([chance, did], -1)
            each = torch.logsumexp(logit + chance, -1) - torch.logsumexp(logit, -1)
            total = total + each.sum(0)
        return total

    def _mixture(self, out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        sizes = [self.components] * 3 + [self.stays]
        logit, place, scale, stay = out.split(sizes, -1)
        if self.stays:
            logit = torch.cat([logit, stay], -1)
        return logit, place, functional.softplus(scale + 0.5) + LEAST

    def sample(self, features: Tensor, state: Tensor, x: Tensor, source: Source) -> Tensor:
        """Return a state that follows each of ``x``, which ``state`` and ``features`` tell."""
        part = self.begin(features, state, x)
        for place, k in enumerate(self.order):
            draw = self._level if k in self.leveled else self._count
            part = self.followed(part, place, draw(self.law(part, place), place, source))
        return self.completed(part)

    def begin(self, features: Tensor, state: Tensor, x: Tensor) -> Part:
        """Return states ``x``, which ``state`` and ``features`` tell, with nothing drawn."""
        size, width = len(self.coordinates.species), features.shape[1]
        low, high = self.support.limits(x[:, :size])
        weight = (self.into.weight * self.mask)[:, :width]
        inner = torch.addmm(self.into.bias, features, weight.T)
        base = torch.addmm(self.forecast[:, -1], state, self.forecast[:, : state.shape[1]].T)
        return Part(x, low, high, self.support.totals(x[:, :size]), base, inner)

    def followed(self, part: Part, place: int, value: Tensor) -> Part:
        """Return ``part`` with the species at ``place`` in the order drawn to be ``value``.

        Takes the place of ``part``, whose arrays it uses.
        """
        k, told = self.order[place], slice(*self.starts[place : place + 2])
        part.low[:, k] = part.high[:, k] = value
        one = self.encoding.drawn_one(part.x, value, k)
        width = self.into.weight.shape[1] - self.encoding.drawn_size
        rows = slice((place + 1) * self.hidden, None)
        weight = (self.into.weight[rows] * self.mask[rows])[:, width:].T
        inner = part.inner[:, self.hidden :].addmm_(one, weight[told])
        size = self.encoding.inputs
        base = part.base.addmm_(one, self.forecast[:, size:-1].T[told])
        return part._replace(base=base, inner=inner)

    def completed(self, part: Part) -> Tensor:
        """Return the states ``[batch, species]`` that all draws have led to."""
        return self.support.complete(part.low, part.totals)

    def law(self, part: Part, place: int) -> Tensor:
        """Return how the species at ``place`` in the order is distributed, ``[batch, numbers]``.

        Of levels: their chances summed up, and the least that can be. Of counts: chances of the
        components summed up, that of staying the last; their means; their deviations; what there
        was before; the least and the most there can be.
        """
        k, own = self.order[place], part.inner[:, : self.hidden]
        least, most = self.support.narrowed(part.low, part.high, part.totals, k)
        if k in self.leveled:
            logits = self.out_levels[place](functional.silu(own)) + self._barred(k, least, most)
            return torch.cat([torch.softmax(logits, 1).cumsum(1), least[:, None]], 1)
        at = self.counted.index(k)
        before, base = part.x[:, k], part.base[:, at]
        if self.room is not None:
            own = own + self._room(least, most, base, at) @ self.room[at]
        out = torch.addmm(self.out_bias[at], functional.silu(own), self.out_weight[at])
        logit, middle, scale = self._mixture(out)
        if self.stays:
            logit = self._with_stay(logit, self._may_stay(before, least, most)[:, None])
        chances = torch.softmax(logit, 1).cumsum(1)
        spread = self.spread[at]
        ends = torch.stack([before, least, most], 1)
        return torch.cat([chances, base[:, None] + spread * middle, spread * scale, ends], 1)

    def _level(self, law: Tensor, place: int, source: Source) -> Tensor:
        chances, least = law[:, :-1], law[:, -1]
        value = (uniform(law, source) * chances[:, -1:] > chances).sum(1).float()
        return torch.maximum(value, least)

    def _count(self, law: Tensor, place: int, source: Source) -> Tensor:
        sizes = [self.components + self.stays, self.components, self.components, 3]
        chances, middle, scale, ends = law.split(sizes, 1)
        before, least, most = ends.T
        drawn_from = (uniform(law, source) * chances[:, -1:] > chances).sum(1, keepdim=True)
        chosen = drawn_from.clamp(max=self.components - 1)
        drawn = middle.gather(1, chosen) + scale.gather(1, chosen) * normal(law, source)
        told = drawn[:, 0]
        is_root = self.roots[self.counted.index(self.order[place])]
        value = torch.floor(told.clamp(min=0.0) ** 2) if is_root else torch.floor(told)
        if self.stays:
            value = torch.where(drawn_from[:, 0] >= self.components, before, value)
        return torch.minimum(torch.maximum(value, least), most)

    def describe(self) -> dict[str, Any]:
        """Return what JSON can hold of it."""
        room = int(self.room is not None)
        sizes = {"hidden": self.hidden, "components": self.components}
        return {"kind": "one by one", **sizes, "room": room, "stays": self.stays}
