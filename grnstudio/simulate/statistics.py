"""Statistics over runs that come in one after the other, the same however they are batched."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.simulation import SHARES

NUMBERS_A_SLICE = 300_000  # sorted between two looks at whether to stop


class Moments:
    """Running mean and standard deviation of runs ``[times, names]`` (Welford, 1962)."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.runs = 0
        self.mean = np.zeros(shape)
        self._squares = np.zeros(shape)

    def add(self, values: np.ndarray) -> None:
        """Take in ``values`` ``[runs, times, names]``, one run after the other."""
        _accumulate(np.ascontiguousarray(values), self.runs, self.mean, self._squares)
        self.runs += values.shape[0]

    @property
    def sd(self) -> np.ndarray:
        """The sample standard deviation; 0 for one run."""
        return np.sqrt(self._squares / max(1, self.runs - 1))


def slices(values: np.ndarray) -> list[slice]:
    """Return parts of the times of ``values`` ``[runs, times, names]``, each soon sorted."""
    runs, times, names = values.shape
    step = max(1, NUMBERS_A_SLICE // max(1, runs * names))
    return [slice(first, first + step) for first in range(0, times, step)]


def quantiles(values: np.ndarray) -> np.ndarray:
    """Return the quantiles of `SHARES` over runs, ``[shares, times, names]``."""
    if values.shape[0] == 1:
        return np.repeat(values, len(SHARES), axis=0)
    return np.asarray(np.quantile(values, SHARES, axis=0))


@njit(nogil=True, cache=True, error_model="numpy")
def _accumulate(values: np.ndarray, runs: int, mean: np.ndarray, squares: np.ndarray) -> None:
    for run in range(values.shape[0]):
        share = 1.0 / (runs + run + 1)
        for time in range(values.shape[1]):
            for name in range(values.shape[2]):
                value = values[run, time, name]
                off = value - mean[time, name]
                mean[time, name] += off * share
                squares[time, name] += off * (value - mean[time, name])
