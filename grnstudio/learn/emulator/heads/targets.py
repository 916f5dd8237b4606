"""What heads are to tell of pairs of states, worked out once before training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor


class Targets(NamedTuple):
    """The state as inputs, what followed, and the room there was for it.

    For a mixture of all species, ``drawn`` and ``edges`` are as that head says.
    """

    state: Tensor  # [batch, inputs]
    drawn: Tensor  # [batch, numbers that tell what was drawn]
    edges: Tensor  # [batch, 2, counted species]
    room: Tensor  # [batch, 2, counted species], how far least and most are from the forecast
    stay: Tensor  # [batch, 2, counted species], 0 where a count may stay, and where it did
    level: Tensor  # [batch, species of few levels]
    barred: tuple[Tensor, ...]  # of each of those [batch, levels], 0 or far below

    def rows(self, index: Tensor) -> Targets:
        """Return some of the pairs."""
        whole = (self.state, self.drawn, self.edges, self.room, self.stay, self.level)
        state, drawn, edges, room, stay, level = (one[index] for one in whole)
        barred = tuple(one[index] for one in self.barred)
        return Targets(state, drawn, edges, room, stay, level, barred)

    @staticmethod
    def joined(parts: Sequence[Targets]) -> Targets:
        """Return ``parts`` as one."""
        barred = zip(*(part.barred for part in parts), strict=True)
        return Targets(
            torch.cat([part.state for part in parts]),
            torch.cat([part.drawn for part in parts]),
            torch.cat([part.edges for part in parts]),
            torch.cat([part.room for part in parts]),
            torch.cat([part.stay for part in parts]),
            torch.cat([part.level for part in parts]),
            tuple(torch.cat(one) for one in barred),
        )
