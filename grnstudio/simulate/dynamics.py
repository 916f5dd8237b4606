"""The values of a network as they move: the state, what follows from it, and its derivative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grnstudio.simulate.compile import TIME_SLOT, Compiled
from grnstudio.simulate.initial import initial
from grnstudio.simulate.ode_kernels import move, place, sample


class Dynamics:
    """A compiled network and its present ``values``. Not to be shared between threads."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.values = initial(compiled)
        derived, rated, terms = compiled.derived, compiled.rated, compiled.terms
        self._derived = (
            derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack,
        )  # fmt: skip
        self._moving = (
            rated.codes, rated.numbers, rated.bounds, rated.targets, rated.stack,
            terms.rows, terms.factors, terms.slots,
        )  # fmt: skip

    @property
    def time(self) -> float:
        """The present time."""
        return float(self.values[TIME_SLOT])

    @property
    def state(self) -> np.ndarray:
        """A copy of the present state."""
        return np.asarray(self.values[self.compiled.state])

    def derivative(self, time: float, y: np.ndarray) -> np.ndarray:
        """Return the derivative of the state; moves the present there."""
        return np.asarray(
            move(time, y, self.compiled.state, self.values, *self._derived, *self._moving)
        )

    def place(self, time: float, y: np.ndarray) -> None:
        """Move the present to a time and state."""
        place(time, y, self.compiled.state, self.values, *self._derived)

    def refresh(self) -> None:
        """Work out again what follows from values that were changed by hand."""
        self.compiled.derived.update(self.values)

    def sample(self, times: np.ndarray, states: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Return the values of the slots ``wanted``, ``[time, slot]``, at ``states[:, time]``."""
        result = np.empty((len(times), len(wanted)))
        states = np.ascontiguousarray(states)
        sample(times, states, self.compiled.state, self.values, *self._derived, wanted, result)
        return result

    def scale(self) -> np.ndarray:
        """Return how small an amount may be and still matter, by row of the state.

        In a place of a size below 1, amounts are as much smaller than concentrations.
        """
        compiled = self.compiled
        scale = np.ones(len(compiled.state))
        for row in range(len(scale)):
            one = compiled.formulas.species.get(compiled.names[compiled.state[row]])
            if one is not None and one.compartment:
                size = self.values[compiled.slots[one.compartment]]
                scale[row] = size if 0 < size < 1 else 1.0
        return scale

    def name_of_row(self, row: int) -> str:
        """Return what the user calls a row of the state."""
        name: str = self.compiled.names[int(self.compiled.state[row])]
        return name.strip("[]")

    def slots(self, names: Sequence[str]) -> np.ndarray:
        """Return the slots of ``names``."""
        return np.array([self.compiled.slots[name] for name in names], dtype=np.int64)
