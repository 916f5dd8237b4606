"""Probabilities of a chain of states over time: by uniformisation, or factored if it is stiff."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numba import njit

from grnstudio.simulate.rational import Rates
from grnstudio.simulate.steps import Steps

JUMPS_A_STEP = 200.0  # expected jumps of the uniformised chain; exp(-200) is far from underflow
MANY_JUMPS = 20_000.0  # from here on factoring is faster
MUCH_WORK = 5e8  # some seconds of additions, which are worth it: jumps are right for any chain
ALIKE = 1e-8  # of the probability, by which a step and its halves may differ


@dataclass(slots=True, eq=False)
class Transient:
    """A chain with rates ``generator`` ``[to, from]``, whose columns go on from call to call.

    ``guess`` is how long steps may be from the first on, as far as one knows.
    """

    generator: object
    alike: float = ALIKE
    guess: float = 0.0
    _steps: Steps | None = field(default=None, init=False)

    @property
    def longest(self) -> float:
        """Return how long steps may be, as far as one knows; 0 where nothing was factored."""
        return self._steps.longest if self._steps else self.guess

    def is_stiff(self, columns: int, time: float) -> bool:
        """Return if jumps are too many to be added up for so many ``columns``."""
        jumps = -time * float(self.generator.diagonal().min())  # type: ignore[attr-defined]
        work = jumps * self.generator.nnz * columns  # type: ignore[attr-defined]
        return jumps > MANY_JUMPS and work > MUCH_WORK

    def after(self, columns: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        """Return ``columns`` ``[states, any]`` a ``time`` later, and the time spent in each state.

        Exact to rounding where jumps are added up, and to about ``alike`` where a chain is stiff.
        """
        fastest = float(-self.generator.diagonal().min())  # type: ignore[attr-defined]
        if time <= 0 or fastest <= 0:
            return columns.copy(), max(time, 0.0) * columns
        if not self.is_stiff(columns.shape[1], time):
            return self._in_jumps(columns, time)
        if self._steps is None:
            self._steps = Steps(
                Rates(self.generator), fastest, self.alike, self.guess, JUMPS_A_STEP / fastest,
                self._in_jumps,
            )  # fmt: skip
        return self._steps.after(columns, time)

    def _in_jumps(self, columns: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        import scipy.sparse as sparse

        fastest = float(-self.generator.diagonal().min())  # type: ignore[attr-defined]
        matrix = sparse.csr_array(self.generator)  # type: ignore[call-overload]
        steps = max(1, math.ceil(time * fastest / JUMPS_A_STEP))
        indices, starts = matrix.indices.astype(np.int64), matrix.indptr.astype(np.int64)
        found = [
            _uniformised(
                starts, indices, matrix.data / fastest, np.ascontiguousarray(column),
                time * fastest / steps, steps,
            )
            for column in columns.T
        ]  # fmt: skip
        later, spent = (np.array(one).T for one in zip(*found, strict=True))
        return later, spent / fastest


@njit(nogil=True, cache=True, error_model="numpy")
def _uniformised(
    starts: np.ndarray,
    indices: np.ndarray,
    moves: np.ndarray,
    p: np.ndarray,
    jumps: float,
    steps: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Add up what any number of jumps leads to, each as likely as a Poisson number is.

    Also returns the time spent in each state, in jumps.
    """
    now, spent = p.copy(), np.zeros(p.size)
    for _ in range(steps):
        weight, summed = math.exp(-jumps), math.exp(-jumps)
        term, total, count = now.copy(), weight * now, 0
        spent += (1.0 - summed) * term
        while 1.0 - summed > 1e-15 and count < jumps + 12.0 * math.sqrt(jumps) + 40.0:
            jumped = term.copy()
            for row in range(p.size):
                for entry in range(starts[row], starts[row + 1]):
                    jumped[row] += moves[entry] * term[indices[entry]]
            count += 1
            weight *= jumps / count
            summed += weight
            for row in range(p.size):
                term[row] = jumped[row]
                total[row] += weight * term[row]
                spent[row] += (1.0 - summed) * term[row]
        now = total / summed
    return now, spent
