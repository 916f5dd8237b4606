"""The states a jump process can reach within bounds, and the rates between them.

Bounds are on the count of every species, on the total of all, and on the sums that a reaction keeps
which turns one species into another: where molecules are only passed on, few of the states that the
counts alone allow are ever visited.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sparse

from grnstudio.errors import ModelError
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.state_kernels import UNLISTED, explore, moves

MARGIN = 10.0  # what bounds begin with, and are widened by at least
WIDENING = 0.3
SHARE = 0.1  # of the largest leak, from which on another is seen to as well


@dataclass(slots=True, eq=False)
class StateSpace:
    """States found from ``starts`` ``[starts, species]``, which come first, in ``order``.

    Its bounds widen on demand: states keep their places, and further ones follow. ``rates`` are
    ``[states, reactions]``.
    """

    process: JumpProcess
    most: int
    starts: np.ndarray
    states: np.ndarray = field(init=False)
    rates: np.ndarray = field(init=False)
    order: np.ndarray = field(init=False)
    is_complete: bool = field(default=False, init=False)
    _sums: np.ndarray = field(init=False)
    _low: np.ndarray = field(init=False)
    _high: np.ndarray = field(init=False)
    _slots: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.states, self.order = np.unique(
            self.starts.astype(np.float64), axis=0, return_index=True
        )
        self._sums = _sums(self.process.changes)
        seen = self.states @ self._sums.T
        self._low, self._high = seen.min(axis=0) - MARGIN, seen.max(axis=0) + MARGIN
        self._slots = np.full(1, -1, dtype=np.int64)
        self._find()

    def __len__(self) -> int:
        return int(self.states.shape[0])

    def places(self, starts: np.ndarray) -> np.ndarray:
        """Return which states ``starts`` are."""
        return np.array([int((self.states == one).all(axis=1).argmax()) for one in starts])

    def widen(self, left: np.ndarray) -> None:
        """Move the bounds through which most of ``left`` went, probability by state and reaction.

        Raises `ModelError` if there are too many states then.
        """
        source, reaction, target = self._moves()
        outside = target == UNLISTED
        beyond = self.states[source[outside]] + self.process.changes[reaction[outside]]
        share, at = left[source[outside], reaction[outside]], beyond @ self._sums.T
        below = share @ (at < self._low)
        above = share @ (at > self._high)
        worth = SHARE * max(below.max(initial=0.0), above.max(initial=0.0))
        width = np.maximum(MARGIN, WIDENING * (self._high - self._low))
        self._low = np.where((below >= worth) & (below > 0), self._low - width, self._low)
        self._high = np.where((above >= worth) & (above > 0), self._high + width, self._high)
        self._find()

    def leaving(self) -> tuple[np.ndarray, np.ndarray]:
        """Return states and reactions whose successors are not listed."""
        source, reaction, target = self._moves()
        return source[target == UNLISTED], reaction[target == UNLISTED]

    def generator(self, *, reflecting: bool = False) -> sparse.csr_array:
        """Return the rates ``[to, from]``; what leads outside is lost, or does not happen."""
        source, reaction, target = self._moves()
        rate, inside = self.rates[source, reaction], target != UNLISTED
        leaving = np.bincount(
            source[inside] if reflecting else source,
            rate[inside] if reflecting else rate,
            minlength=len(self),
        )
        size, here = len(self), np.arange(len(self))
        entries = np.concatenate([rate[inside], -leaving])
        places = np.concatenate([target[inside], here]), np.concatenate([source[inside], here])
        return sparse.csr_array(sparse.coo_array((entries, places), shape=(size, size)))

    def _moves(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return source, reaction and target of every move; `UNLISTED` beyond the bounds."""
        return moves(self.states, self.rates, self.process.changes, self._slots)

    def _find(self) -> None:
        """List what can be reached within the bounds."""
        room = max(1024, 4 * len(self))
        while True:
            found = self._within(min(room, self.most + 1))
            if found <= min(room, self.most):
                break
            if room > self.most:
                raise ModelError(
                    f"More than {self.most:,} states are needed, which is too many to list. "
                    "Simulate many runs instead, or allow a larger loss of probability."
                )
            room *= 4
        self.is_complete = not self.leaving()[0].size

    def _within(self, room: int) -> int:
        """List states up to ``room``; return how many there are, one more than that if too many."""
        process, known = self.process, len(self)
        states = np.empty((max(room, known), self.states.shape[1]))
        states[:known] = self.states
        rates = np.zeros((len(states), len(process.reactions)))
        self._slots = np.full(1 << int(2 * len(states)).bit_length(), -1, dtype=np.int64)
        count, wrong = explore(
            process.laws, process.stack.copy(), process.changes, self._sums,
            self._low, self._high, states, known, rates, self._slots,
        )  # fmt: skip
        if wrong >= 0:
            raise process.refusal(int(wrong), 0)
        if count <= len(states):
            self.states, self.rates = states[:count].copy(), rates[:count].copy()
        return int(count)


def _sums(changes: np.ndarray) -> np.ndarray:
    """Return the weighted sums that have bounds, ``[sums, species]``."""
    species = changes.shape[1]
    rows = [*np.eye(species), np.ones(species)]
    for change in changes:
        moved = np.flatnonzero(change)
        if moved.size == 2 and change[moved].prod() < 0:
            kept = np.zeros(species)
            kept[moved] = np.abs(change[moved[::-1]])
            rows.append(kept)
    return np.unique(np.array(rows), axis=0)
