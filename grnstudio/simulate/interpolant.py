"""What a solver says between its steps, as a polynomial that kernels can evaluate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grnstudio.simulate.watch_kernels import states


@dataclass(frozen=True, slots=True, eq=False)
class Interpolant:
    """The state as ``base + sum of parts[:, k] * product of (t - shifts[j]) / widths[j], j <= k``.

    Newton's form, which those of all solvers can be written in as they stand.
    """

    base: np.ndarray
    parts: np.ndarray
    shifts: np.ndarray
    widths: np.ndarray

    def __call__(self, times: np.ndarray) -> np.ndarray:
        """Return the states, ``[row, time]``."""
        return np.asarray(states(times, self.base, self.parts, self.shifts, self.widths))

    def of_rows(self, rows: np.ndarray) -> Interpolant:
        """Return the same for some rows of the state only."""
        return Interpolant(self.base[rows], self.parts[rows], self.shifts, self.widths)


def constant(state: np.ndarray) -> Interpolant:
    """Return what a state that stays is at any time."""
    return Interpolant(state, np.empty((len(state), 0)), np.empty(0), np.empty(0))


def interpolant(solver: Any) -> Interpolant:
    """Return the last step of one of SciPy's solvers, LSODA, BDF or Radau."""
    dense = solver.dense_output()
    kind = type(dense).__name__
    if kind == "LsodaDenseOutput":
        ones = np.ones(dense.yh.shape[1] - 1)
        return Interpolant(
            np.ascontiguousarray(dense.yh[:, 0]), np.ascontiguousarray(dense.yh[:, 1:]),
            ones * dense.t, ones * dense.h,
        )  # fmt: skip
    if kind == "BdfDenseOutput":
        return Interpolant(
            dense.D[0].copy(), np.ascontiguousarray(dense.D[1:].T),
            np.asarray(dense.t_shift), np.asarray(dense.denom),
        )  # fmt: skip
    if kind == "ConstantDenseOutput":  # of a step that was too small to be one
        return constant(dense.value)
    ones = np.ones(dense.Q.shape[1])
    return Interpolant(
        dense.y_old, np.ascontiguousarray(dense.Q), ones * dense.t_old, ones * dense.h
    )
