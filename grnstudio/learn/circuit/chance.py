"""Chance for each network of an ensemble from its own seed, so that nobody's luck is shared.

Each draw depends on seed, purpose and step alone. Nothing has to be saved to go on, and a network
trained alone sees what it sees in an ensemble.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

LEVELS, NOISE, KICKS = 1, 2, 3  # purposes; 0 draws the initial weights
BLOCK = 1_000
BELOW, SPAN = 0.022750131948179195, 0.9544997361036416  # normal probability below and within 2 sd


class Chance:
    """Random levels and noise for networks with seeds ``seed``, ``seed + 1``, ..."""

    def __init__(self, seed: int, networks: int, device: torch.device) -> None:
        self._seeds = [seed + network for network in range(networks)]
        self._device = device
        self._generator = torch.Generator(device)
        self._block: tuple[int, int] = (-1, 0)
        self._levels = torch.empty(0)

    def levels(self, step: int, conditions: int) -> Tensor:
        """Return numbers from 0 to 1, ``[networks, conditions]``, for a training step."""
        block, index = divmod(step, BLOCK)
        if self._block != (block, conditions):
            draws = [
                np.random.default_rng((seed, LEVELS, block)).random((BLOCK, conditions))
                for seed in self._seeds
            ]
            self._levels = torch.as_tensor(np.stack(draws, 1), dtype=torch.float32)
            self._levels = self._levels.to(self._device)
            self._block = (block, conditions)
        return self._levels[index]

    def truncated_normal(self, step: int, shape: tuple[int, ...]) -> Tensor:
        """Return normal numbers cut at two standard deviations, ``[T, networks, G, B]``."""
        uniform = self._filled(step, shape, NOISE)
        return (2**0.5 * torch.erfinv(2 * (BELOW + SPAN * uniform) - 1)).transpose(0, 1)

    def normal(self, step: int, shape: tuple[int, ...]) -> Tensor:
        """Return standard normal numbers, ``[T, networks, G, B]``."""
        return self._filled(step, shape, KICKS).transpose(0, 1)

    def _filled(self, step: int, shape: tuple[int, ...], purpose: int) -> Tensor:
        out = torch.empty(len(self._seeds), *shape, device=self._device)
        for seed, part in zip(self._seeds, out, strict=True):
            key = np.random.SeedSequence((seed, purpose)).generate_state(1, np.uint64)[0]
            self._generator.manual_seed((int(key) + step) % 2**63)
            if purpose == NOISE:
                part.uniform_(generator=self._generator)
            else:
                part.normal_(generator=self._generator)
        return out
