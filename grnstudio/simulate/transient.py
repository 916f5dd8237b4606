"""Probabilities of a chain of states over time: by uniformisation, or factored if it is stiff."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numba import njit

from grnstudio.errors import ModelError
from grnstudio.simulate.rational import Exponential

JUMPS_A_STEP = 200.0  # expected jumps of the uniformised chain; exp(-200) is far from underflow
MANY_JUMPS = 20_000.0  # from here on factoring is faster
MUCH_WORK = 5e8  # some seconds of additions, which are worth it: jumps are right for any chain
PIECES, MOST_PIECES = 4, 256  # of a time that is factored
ROUNDING = 1e-9  # of a piece
TOO_MANY_JUMPS = 1e8  # which would take hours
ALIKE = 1e-8  # of the probability, by which pieces and their halves may differ


@dataclass(slots=True, eq=False)
class Transient:
    """A chain with rates ``generator`` ``[to, from]``."""

    generator: object
    _piece: float = field(default=0.0, init=False)  # how long one may be, once that is known
    _factored: Exponential | None = field(default=None, init=False)

    def after(self, columns: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        """Return ``columns`` ``[states, any]`` a ``time`` later, and the time spent in each state.

        Exact to rounding where jumps are added up, and to `ALIKE` where a stiff chain is factored.
        """
        fastest = float(-self.generator.diagonal().min())  # type: ignore[attr-defined]
        if time <= 0 or fastest <= 0:
            return columns.copy(), max(time, 0.0) * columns
        work = time * fastest * self.generator.nnz * columns.shape[1]  # type: ignore[attr-defined]
        if time * fastest <= MANY_JUMPS or work <= MUCH_WORK:
            return self._in_jumps(columns, time, fastest)
        if not self._piece and not self._divide(columns, time, fastest):
            return self._in_jumps(columns, time, fastest)
        return self._through(columns, time, math.ceil(time / self._piece - ROUNDING))

    def _divide(self, columns: np.ndarray, time: float, fastest: float) -> bool:
        """Find how long a piece may be; False if there would be too many.

        The rational function that stands for exp is far from it where eigenvalues are far from the
        negative axis, as those of a chain are that runs through many states in order. The shorter
        the pieces, the nearer they are: short enough if halves of the first lead to the same.
        """
        pieces = PIECES
        whole, _ = self._through(columns, time / pieces, 1)
        while pieces < MOST_PIECES:
            halves, _ = self._through(columns, time / pieces, 2)
            if np.abs(halves - whole).sum(axis=0).max() <= ALIKE:
                self._piece = time / (2 * pieces)
                return True
            pieces *= 2
            whole, _ = self._through(columns, time / pieces, 1)
        if time * fastest > TOO_MANY_JUMPS:
            raise ModelError(
                "The network's reactions are of too many speeds for its probabilities to be "
                "followed exactly. Simulate many runs instead."
            )
        return False

    def _through(
        self, columns: np.ndarray, time: float, pieces: int
    ) -> tuple[np.ndarray, np.ndarray]:
        piece = time / pieces
        if self._factored is None or not math.isclose(self._factored.time, piece, rel_tol=1e-12):
            self._factored = Exponential(self.generator, piece)
        now, spent = columns, np.zeros_like(columns)
        for _ in range(pieces):
            later, within = self._factored.apply(now)
            now, spent = np.maximum(later, 0.0), spent + within
        return now, spent

    def _in_jumps(
        self, columns: np.ndarray, time: float, fastest: float
    ) -> tuple[np.ndarray, np.ndarray]:
        import scipy.sparse as sparse

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
