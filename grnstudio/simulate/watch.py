"""Watches the triggers of events, and what of a network they depend on."""

from __future__ import annotations

import math

import numpy as np

from grnstudio.core.expressions import symbols
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.interpolant import Interpolant
from grnstudio.simulate.program import assemble
from grnstudio.simulate.watch_kernels import first_turn

LOOKS = 8  # at the triggers, within each step


class Watch:
    """The triggers of a network: whether they held last, and when within a step they turn."""

    def __init__(self, dynamics: Dynamics) -> None:
        compiled = dynamics.compiled
        needed = _needed(compiled)
        names = [compiled.names[slot] for slot in compiled.derived.targets]
        names = [name for name in names if name in needed]
        formulas = [compiled.expressions[name] for name in names]
        derived = assemble(formulas, compiled.slots, [compiled.slots[name] for name in names])
        program = compiled.event_program
        triggers = np.array([one.trigger for one in compiled.events], dtype=np.int64)
        is_needed = np.array([compiled.names[slot] in needed for slot in compiled.state], bool)
        self._values = dynamics.values
        self._rows = np.flatnonzero(is_needed)
        self._slots = compiled.state[self._rows]
        self._events = (program.codes, program.numbers, program.bounds, program.stack, triggers)
        self._derived = (
            derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack,
        )  # fmt: skip
        self.met = np.array([one.event.initially for one in compiled.events], dtype=bool)

    def turn(self, low: float, high: float, states: Interpolant) -> float | None:
        """Return the first time in (low, high] at which a trigger has turned.

        Leaves the values there, but only those that triggers depend on.
        """
        part = states.of_rows(self._rows)
        time = first_turn(
            low, high, LOOKS, part.base, part.parts, part.shifts, part.widths, self._slots,
            self._values, *self._derived, *self._events, self.met,
        )  # fmt: skip
        return None if math.isnan(time) else float(time)


def _needed(compiled: Compiled) -> set[str]:
    """Return what the triggers depend on, through rules and rates."""
    program = compiled.event_program
    waiting = {
        compiled.names[slot] for one in compiled.events for slot in program.slots(one.trigger)
    }
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name in compiled.expressions:
            waiting |= symbols(compiled.expressions[name]) - found
    return found
