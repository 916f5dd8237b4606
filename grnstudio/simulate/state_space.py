"""The states a jump process can reach, as many as are wanted, and the rates between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sparse

from grnstudio.errors import ModelError
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.propensities import table


@dataclass(slots=True, eq=False)
class StateSpace:
    """States found by steps from the start; grows by further steps from its edge.

    The edge are the states that were found last, and whose reactions have not been followed.
    """

    process: JumpProcess
    most: int
    states: np.ndarray = field(init=False)
    rates: np.ndarray = field(init=False)
    edge: int = field(default=0, init=False)
    _index: dict[tuple[float, ...], int] = field(init=False)

    def __post_init__(self) -> None:
        self.states = self.process.initial[None, :].copy()
        self._index = {tuple(self.states[0].tolist()): 0}
        self.rates = self._rates(self.states)

    def __len__(self) -> int:
        return int(self.states.shape[0])

    @property
    def is_complete(self) -> bool:
        """Whether there are no further states."""
        return self.edge == len(self)

    def grow(self, steps: int) -> None:
        """Add what ``steps`` reactions from the edge can reach; raises `ModelError` if too many."""
        for _ in range(steps):
            if self.is_complete:
                return
            found = self._beyond()
            self.edge = len(self)
            self.states = np.concatenate([self.states, found])
            self.rates = np.concatenate([self.rates, self._rates(found)])

    def _beyond(self) -> np.ndarray:
        """Enter the unknown successors of the edge in the index, and return them."""
        known, found = self._index, []
        for state in self._successors(self.edge)[2].tolist():
            key = tuple(state)
            if key not in known:
                known[key] = len(known)
                found.append(state)
        if len(known) > self.most:
            raise ModelError(
                f"More than {self.most:,} states are needed, which is too many to list. Simulate "
                "many runs instead, or allow a larger loss of probability."
            )
        return np.array(found, dtype=np.float64).reshape(len(found), self.states.shape[1])

    def _successors(self, first: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return source, reaction and successor of every move from states ``first`` and after."""
        source, reaction = np.nonzero(self.rates[first:])
        successors = self.states[first + source] + self.process.changes[reaction]
        return first + source, reaction, successors

    def _rates(self, states: np.ndarray) -> np.ndarray:
        rates = table(self.process.laws, np.ascontiguousarray(states), self.process.stack.copy())
        if wrong := np.argwhere(~((rates >= 0) & np.isfinite(rates))).tolist():
            raise self.process.refusal(wrong[0][1], 0)
        return rates * (self.process.changes != 0).any(axis=1)

    def generator(self, *, reflecting: bool = False) -> sparse.csr_array:
        """Return the rates ``[to, from]``; what leads outside is lost, or does not happen."""
        source, reaction, successors = self._successors(0)
        index = self._index
        target = np.array([index.get(tuple(one), -1) for one in successors.tolist()], dtype=int)
        rate, inside = self.rates[source, reaction], target >= 0
        leaving = np.bincount(
            source[inside] if reflecting else source,
            rate[inside] if reflecting else rate,
            minlength=len(self),
        )
        size, here = len(self), np.arange(len(self))
        entries = np.concatenate([rate[inside], -leaving])
        places = np.concatenate([target[inside], here]), np.concatenate([source[inside], here])
        return sparse.csr_array(sparse.coo_array((entries, places), shape=(size, size)))
