"""The constraints of a network: conditions that should hold, told of where they do not."""

from __future__ import annotations

import math

import numpy as np

from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.program import assemble


class Constraints:
    """Remembers for each constraint when it was first seen broken."""

    def __init__(self, compiled: Compiled) -> None:
        self._constraints = compiled.network.constraints
        formulas = [compiled.formulas.read(one.formula) for one in self._constraints]
        self._program = assemble(formulas, compiled.slots)
        self._broken: dict[int, float] = {}

    def __bool__(self) -> bool:
        return len(self._broken) < len(self._constraints)

    def look(self, time: float, values: np.ndarray) -> None:
        """See which constraints ``values`` break."""
        for index in range(len(self._constraints)):
            if index not in self._broken:
                result = self._program.result(index, values)
                if result == 0 or math.isnan(result):
                    self._broken[index] = time

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each constraint that was broken."""
        return tuple(self._note(index, time) for index, time in sorted(self._broken.items()))

    def _note(self, index: int, time: float) -> str:
        one = self._constraints[index]
        said = f" ({one.message.strip()})" if one.message.strip() else ""
        return f"From time {time:g} on, the constraint {one.formula} did not always hold{said}."
