"""Pairs of states as networks take them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from grnstudio.core.transitions import Transitions
from grnstudio.learn.emulator.encoding import as_tensor
from grnstudio.learn.emulator.heads.targets import Targets
from grnstudio.learn.emulator.model import Model

AT_ONCE = 8192  # pairs that are told or tested together


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of states, told in the way that a head takes them."""

    targets: Targets
    size: int

    @classmethod
    def of(cls, model: Model, transitions: Transitions, most: int = 0) -> Pairs:
        """Return ``transitions``, or so many of them at most, evenly taken, as ``model`` does."""
        every = max(1, -(-len(transitions) // most)) if most else 1
        x, y = states_of(transitions, every)
        device = next(model.parameters()).device
        parts = [
            model.targets(some.to(device), other.to(device))
            for some, other in zip(x.split(AT_ONCE), y.split(AT_ONCE), strict=True)
        ]
        return cls(Targets.joined(parts), len(x))


def states_of(transitions: Transitions, every: int = 1) -> tuple[Tensor, Tensor]:
    """Return states with parameters, and what followed, as networks take them."""
    x = as_tensor(transitions.before[::every], transitions.values[::every])
    return x, torch.as_tensor(transitions.after[::every], dtype=torch.float32)
