"""Which states can follow a state: what is conserved, and what can happen at all."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from grnstudio.learn.emulator.coordinates import Coordinates

MOST = 1e9  # molecules; more than there ever are


class Support(nn.Module):
    """The least and the most of every species that a state can be followed by.

    A species no reaction of those that can happen adds to does not rise, and so on: what is empty
    for good stays so, and a state in which nothing can happen stays as it is.
    """

    needs: Tensor
    wanted: Tensor
    rising: Tensor
    falling: Tensor
    laws: Tensor

    def __init__(self, coordinates: Coordinates) -> None:
        super().__init__()
        size = len(coordinates.species)
        needs = torch.tensor(coordinates.needs, dtype=torch.float32).reshape(-1, size)
        changes = torch.tensor(coordinates.changes, dtype=torch.float32).reshape(-1, size)
        laws = torch.tensor(coordinates.laws, dtype=torch.float32).reshape(-1, size)
        self.dependents = coordinates.dependents
        self.register_buffer("needs", needs, persistent=False)
        self.levels = [level for level in needs.unique().tolist() if level > 0] or [1.0]
        wanted = torch.cat([(needs == level).float().T for level in self.levels])
        self.register_buffer("wanted", wanted, persistent=False)
        self.register_buffer("rising", (changes > 0).float(), persistent=False)
        self.register_buffer("falling", (changes < 0).float(), persistent=False)
        self.register_buffer("laws", laws, persistent=False)

    def limits(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the least and the most ``[batch, species]`` that can follow counts ``x``."""
        plenty = (x >= self.needs.amax(0)).all(1)
        if bool(plenty.all()):
            rising, falling = self.rising.amax(0) > 0, self.falling.amax(0) > 0
        else:
            happen = self._happen(x)
            rising, falling = (happen @ self.rising) > 0, (happen @ self.falling) > 0
        low = torch.where(falling, torch.zeros_like(x), x)
        return low, torch.where(rising, torch.full_like(x, MOST), x)

    def _happen(self, x: Tensor) -> Tensor:
        """Return which reactions can happen sooner or later, ``[batch, reactions]``."""
        there = x
        for _ in range(len(self.needs) + 1):
            happen = (self._lacking(there) == 0).float()
            more = torch.where((happen @ self.rising) > 0, MOST, there)
            if torch.equal(more, there):
                break
            there = more
        return happen

    def _lacking(self, x: Tensor) -> Tensor:
        """Return of how many species reactions have too little, ``[batch, reactions]``."""
        short = torch.cat([(x < level).float() for level in self.levels], 1)
        return short @ self.wanted

    def narrowed(
        self, low: Tensor, high: Tensor, totals: Tensor, place: int
    ) -> tuple[Tensor, Tensor]:
        """Return the least and the most of the species at ``place`` that all sums leave room for.

        Of species that have been drawn, ``low`` and ``high`` are both what was drawn.
        """
        least, most = low[:, place], high[:, place]
        for law, total in zip(self.laws, totals.T, strict=True):
            factor = float(law[place])
            if factor:
                others = law.clone()
                others[place] = 0.0
                most = torch.minimum(most, torch.floor((total - low @ others) / factor))
                least = torch.maximum(least, torch.ceil((total - high @ others) / factor))
        return least, torch.maximum(most, least)

    def totals(self, x: Tensor) -> Tensor:
        """Return the conserved sums ``[batch, laws]``."""
        return x @ self.laws.T

    def complete(self, y: Tensor, totals: Tensor) -> Tensor:
        """Return ``y`` with the species that follow from the others."""
        if not self.dependents:
            return y
        whole = y.clone()
        places = list(self.dependents)
        whole[:, places] = 0.0
        whole[:, places] = totals - whole @ self.laws.T
        return whole
