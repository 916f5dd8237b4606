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
    level: Tensor  # [batch, species of few levels]
    barred: tuple[Tensor, ...]  # of each of those [batch, levels], 0 or far below

    def rows(self, index: Tensor) -> Targets:
        """Return some of the pairs."""
        state, drawn, edges, room, level, barred = self
        some = tuple(one[index] for one in barred)
        return Targets(state[index], drawn[index], edges[index], room[index], level[index], some)

    @staticmethod
    def joined(parts: Sequence[Targets]) -> Targets:
        """Return ``parts`` as one."""
        barred = zip(*(part.barred for part in parts), strict=True)
        return Targets(
            torch.cat([part.state for part in parts]),
            torch.cat([part.drawn for part in parts]),
            torch.cat([part.edges for part in parts]),
            torch.cat([part.room for part in parts]),
            torch.cat([part.level for part in parts]),
            tuple(torch.cat(one) for one in barred),
        )
