"""Trajectories: what a simulation gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class Trajectories:
    """Values over time, ``[runs, times, names]``; one run for a deterministic engine.

    ``engine`` says how they were made, ``notes`` what the user should know of it. Species are
    amounts unless a name says otherwise.
    """

    times: np.ndarray
    names: tuple[str, ...]
    values: np.ndarray
    engine: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.values.ndim != 3 or self.values.shape[1:] != (len(self.times), len(self.names)):
            raise ModelError(
                f"Trajectories of {len(self.times)} times and {len(self.names)} names were given "
                f"values of shape {self.values.shape}."
            )

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.values.shape[0])

    def of(self, name: str) -> np.ndarray:
        """Return the values of one name, ``[runs, times]``; raises `ModelError`."""
        if name not in self.names:
            raise ModelError(f"There is no '{name}' here; there are {', '.join(self.names)}.")
        return np.asarray(self.values[:, :, self.names.index(name)])

    def mean(self) -> np.ndarray:
        """Return the mean over runs, ``[times, names]``."""
        return np.asarray(self.values.mean(axis=0))

    def sd(self) -> np.ndarray:
        """Return the sample standard deviation over runs, ``[times, names]``; 0 for one run."""
        if self.runs == 1:
            return np.zeros(self.values.shape[1:])
        return np.asarray(self.values.std(axis=0, ddof=1))

    def quantiles(self, shares: tuple[float, ...]) -> np.ndarray:
        """Return quantiles over runs, ``[shares, times, names]``."""
        return np.asarray(np.quantile(self.values, shares, axis=0))
