"""Exact distributions over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class Distributions:
    """Probabilities ``[times, states]`` of ``states`` ``[states, names]``.

    ``lost`` is the probability that left the listed states by each time. A stationary distribution
    has the one time infinity, and as ``lost`` what it gives to the edge of the list.
    """

    names: tuple[str, ...]
    times: np.ndarray
    states: np.ndarray
    probabilities: np.ndarray
    lost: np.ndarray

    def marginal(self, name: str) -> np.ndarray:
        """Return the distribution of one species, ``[times, counts from 0]``."""
        counts = self._counts(name)
        size = int(counts.max()) + 1
        rows = [np.bincount(counts, row, minlength=size) for row in self.probabilities]
        return np.array(rows)

    def marginal_at(self, name: str, place: int) -> np.ndarray:
        """Return the distribution of one species at the time number ``place``, counts from 0."""
        return np.bincount(self._counts(name), self.probabilities[place])

    def mean(self, name: str) -> np.ndarray:
        """Return the mean of one species at each time."""
        return np.asarray(self.probabilities @ self._counts(name).astype(np.float64))

    def sd(self, name: str) -> np.ndarray:
        """Return the standard deviation of one species at each time."""
        off = self._counts(name)[None, :] - self.mean(name)[:, None]
        return np.sqrt((self.probabilities * off**2).sum(axis=1))

    def _counts(self, name: str) -> np.ndarray:
        if name not in self.names:
            raise ModelError(f"There is no '{name}' here; there are {', '.join(self.names)}.")
        return self.states[:, self.names.index(name)].astype(np.int64)
