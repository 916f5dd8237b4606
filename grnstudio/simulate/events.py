"""Events as SBML has them: what triggers, what waits, and in which order it happens."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from grnstudio.errors import ModelError
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.settling import BAD_DELAY, ENDLESS, NO_ROOM, settle
from grnstudio.simulate.watch import Watch

MOST_AT_ONCE = 100_000  # events in one instant; more are taken to be without end


class Agenda:
    """Follows the triggers of a network, and lets its events happen."""

    def __init__(self, dynamics: Dynamics, seed: int = 0) -> None:
        compiled = dynamics.compiled
        self.watch = Watch(dynamics)
        self._dynamics = dynamics
        self._events = compiled.events
        derived, own = compiled.derived, compiled.event_program
        plan, assignments, kept = _plan(compiled)
        self._arguments = (
            dynamics.values,
            derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack,
            own.codes, own.numbers, own.bounds, own.stack, plan, assignments, kept,
        )  # fmt: skip
        room = 4 * len(self._events)
        widest = max((len(one.assignments) for one in self._events), default=0)
        self._times = np.empty(room)
        self._waiting = np.empty(room, dtype=np.int64)
        self._results = np.empty((room, widest))
        lots = np.random.SeedSequence(seed).generate_state(1, np.uint64)[0] >> 1
        self._counts = np.array([0, 0, lots or 1], dtype=np.int64)

    def __bool__(self) -> bool:
        return bool(self._events)

    @property
    def next_time(self) -> float:
        """When the next event that waits is due."""
        count = self._counts[0]
        return float(self._times[:count].min()) if count else math.inf

    def settle(self) -> bool:
        """Let all happen that is due at the present time; return whether anything did.

        Also true if an event began to wait, since the solver must stop for it.
        """
        if not self._events:
            self._dynamics.refresh()
            return False
        due_before = self.next_time
        self._counts[1] = 0
        while True:
            how, event = settle(
                *self._arguments, self.watch.met, self._times, self._waiting, self._results,
                self._counts, MOST_AT_ONCE,
            )  # fmt: skip
            if how != NO_ROOM:
                break
            self._make_room()
        if how in (BAD_DELAY, ENDLESS):
            raise ModelError(self._trouble(how, event))
        return bool(self._counts[1] > 0 or self.next_time < due_before)

    def _make_room(self) -> None:
        self._times = np.concatenate([self._times, np.empty_like(self._times)])
        self._waiting = np.concatenate([self._waiting, np.empty_like(self._waiting)])
        self._results = np.concatenate([self._results, np.empty_like(self._results)])

    def _trouble(self, how: int, event: int) -> str:
        one, time = self._events[event], self._dynamics.time
        if how == ENDLESS:
            return (
                f"Events set each other off without end at time {time:g}; the last was "
                f"'{one.event.id}'. Correct a trigger."
            )
        program = self._dynamics.compiled.event_program
        delay = program.result(one.delay, self._dynamics.values)
        return (
            f"The delay of event '{one.event.id}' is {delay:g} at time {time:g}; it must be 0 or "
            "more."
        )


def _plan(compiled: Compiled) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the events, their assignments, and the amounts to keep, as kernels read them."""
    formulas, slots = compiled.formulas, compiled.slots
    held = [name for name in formulas.rated if formulas.held(name) != name]
    events: list[tuple[int, ...]] = []
    assignments: list[tuple[int, ...]] = []
    for one in compiled.events:
        first = len(assignments)
        for name, number in one.assignments:
            is_concentration = formulas.is_concentration(name)
            place = slots[formulas.species[name].compartment] if is_concentration else -1
            keeps = held.index(name) if name in held else -1
            assignments.append((number, slots[name], place, keeps))
        event = one.event
        numbers = (one.trigger, one.delay, one.priority, first, len(assignments))
        events.append((*numbers, event.persistent, event.at_trigger))
    places = [slots[formulas.species[name].compartment] for name in held]
    kept = [
        (slots[name], slots[formulas.held(name)], place)
        for name, place in zip(held, places, strict=True)
    ]
    return _table(events, 7), _table(assignments, 4), _table(kept, 3)


def _table(rows: Sequence[tuple[int, ...]], width: int) -> np.ndarray:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
