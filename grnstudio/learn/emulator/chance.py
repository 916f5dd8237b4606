"""Where chance comes from: a stream for all rows of a batch, or one for each of them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import torch
from numba import njit
from torch import Tensor

from grnstudio.simulate import chance


class Streams:
    """A stream of chance for each row, told by ``words`` ``[rows]``.

    What a row draws depends on its word alone, and not on the rows beside it.
    """

    def __init__(self, words: np.ndarray) -> None:
        self.words = words
        self.asked = 0

    def uniform(self) -> Tensor:
        """Return a number from 0 to 1 for each row, ``[rows, 1]``."""
        self.asked += 1
        return torch.from_numpy(_uniform(self.words, self.asked)[:, None])

    def normal(self, columns: int) -> Tensor:
        """Return standard normal numbers ``[rows, columns]``."""
        self.asked += 1
        return torch.from_numpy(_normal(self.words, self.asked, columns))


Source: TypeAlias = torch.Generator | Streams | None


def uniform(beside: Tensor, source: Source) -> Tensor:
    """Return a number from 0 to 1 for each row of ``beside``, ``[rows, 1]``."""
    if isinstance(source, Streams):
        return source.uniform()
    return torch.rand(len(beside), 1, generator=source, device=beside.device)


def normal(beside: Tensor, source: Source, columns: int = 1) -> Tensor:
    """Return standard normal numbers for each row of ``beside``, ``[rows, columns]``."""
    if isinstance(source, Streams):
        return source.normal(columns)
    return torch.randn(len(beside), columns, generator=source, device=beside.device)


@njit(nogil=True, cache=True, error_model="numpy")
def _uniform(words: np.ndarray, draw: int) -> np.ndarray:
    out = np.empty(words.size, dtype=np.float32)
    for row in range(words.size):
        u, _ = chance.uniform(chance.stream(words[row], draw))
        out[row] = u
    return out


@njit(nogil=True, cache=True, error_model="numpy")
def _normal(words: np.ndarray, draw: int, columns: int) -> np.ndarray:
    out = np.empty((words.size, columns), dtype=np.float32)
    for row in range(words.size):
        s = chance.stream(words[row], draw)
        for column in range(columns):
            out[row, column], s = chance.normal(s)
    return out


@njit(nogil=True, cache=True, error_model="numpy")
def draw_levels(laws: np.ndarray, of: np.ndarray, words: np.ndarray, draw: int) -> np.ndarray:
    """Draw a level for each row, by the law ``laws[of[row]]`` as `OneByOne.law` tells it."""
    out, last = np.empty(of.size), laws.shape[1] - 2
    for row in range(of.size):
        law = laws[of[row]]
        u, _ = chance.uniform(chance.stream(words[row], draw))
        level, goal = 0, u * law[last]
        while level < last and goal > law[level]:
            level += 1
        out[row] = max(np.float64(level), np.float64(law[last + 1]))
    return out


@njit(nogil=True, cache=True, error_model="numpy")
def draw_counts(
    laws: np.ndarray, of: np.ndarray, words: np.ndarray, draw: int, components: int, is_root: bool
) -> np.ndarray:
    """Draw a count for each row, by the law ``laws[of[row]]`` as `OneByOne.law` tells it."""
    out, width = np.empty(of.size), laws.shape[1]
    last = width - 2 * components - 4
    for row in range(of.size):
        law = laws[of[row]]
        u, s = chance.uniform(chance.stream(words[row], draw))
        chosen, goal = 0, u * law[last]
        while chosen < last and goal > law[chosen]:
            chosen += 1
        value = np.float64(law[width - 3])
        if chosen < components:
            z, s = chance.normal(s)
            told = law[last + 1 + chosen] + law[last + 1 + components + chosen] * z
            value = np.floor(max(told, 0.0) ** 2) if is_root else np.floor(told)
        out[row] = min(max(value, np.float64(law[width - 2])), np.float64(law[width - 1]))
    return out
