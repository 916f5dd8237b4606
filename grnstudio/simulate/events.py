"""Events as SBML has them: what triggers, what waits, and in which order it happens."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError
from grnstudio.simulate.compile import CompiledEvent
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.watch import Watch

MOST_AT_ONCE = 100_000  # events in one instant; more are taken to be without end


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """An event that has triggered; ``results`` are its assigned values if known already."""

    time: float
    index: int
    results: tuple[float, ...] | None


class Agenda:
    """Follows the triggers of a network, and lets its events happen."""

    def __init__(self, dynamics: Dynamics, seed: int = 0) -> None:
        self._dynamics = dynamics
        self._events = dynamics.compiled.events
        self._program = dynamics.compiled.event_program
        self._pending: list[_Pending] = []
        self._lots = random.Random(seed)
        self.watch = Watch(dynamics)

    def __bool__(self) -> bool:
        return bool(self._events)

    @property
    def next_time(self) -> float:
        """When the next event that waits is due."""
        return min((one.time for one in self._pending), default=math.inf)

    def settle(self) -> bool:
        """Let all happen that is due at the present time; return whether anything did.

        Also true if an event began to wait, since the solver must stop for it.
        """
        due_before = self.next_time
        time = self._dynamics.time
        self._notice(time)
        happened = 0
        while due := [one for one in self._pending if one.time <= time]:
            chosen = self._choose(due)
            self._pending.remove(chosen)
            self._perform(chosen)
            self._notice(time)
            happened += 1
            if happened > MOST_AT_ONCE:
                raise ModelError(
                    f"Events set each other off without end at time {time:g}; the last was "
                    f"'{self._events[chosen.index].event.id}'. Correct a trigger."
                )
        return happened > 0 or self.next_time < due_before

    def _notice(self, time: float) -> None:
        """See which triggers have turned, and begin or give up events accordingly."""
        self._dynamics.refresh()
        before = self.watch.met.copy()
        if not self.watch.look():
            return
        met = self.watch.met
        for index in np.flatnonzero(met & ~before):
            self._pending.append(self._begin(int(index), time))
        given_up = ~met & before
        if self._pending and given_up.any():
            self._pending = [
                one
                for one in self._pending
                if self._events[one.index].event.persistent or not given_up[one.index]
            ]

    def _begin(self, index: int, time: float) -> _Pending:
        one = self._events[index]
        delay = 0.0
        if one.delay >= 0:
            delay = self._program.result(one.delay, self._dynamics.values)
            if not delay >= 0:
                raise ModelError(
                    f"The delay of event '{one.event.id}' is {delay:g} at time {time:g}; it must "
                    "be 0 or more."
                )
        return _Pending(time + delay, index, self._results(one) if one.event.at_trigger else None)

    def _results(self, one: CompiledEvent) -> tuple[float, ...]:
        values = self._dynamics.values
        return tuple(self._program.result(number, values) for _, number in one.assignments)

    def _choose(self, due: list[_Pending]) -> _Pending:
        """Return the most urgent; by lot among equals, in the network's order without priority."""
        if len(due) == 1:
            return due[0]
        urgency = [self._priority(one) for one in due]
        first = max(urgency)
        equals = [one for one, value in zip(due, urgency, strict=True) if value == first]
        if first == -math.inf:
            return min(equals, key=lambda one: (one.time, one.index))
        return equals[self._lots.randrange(len(equals))]

    def _priority(self, one: _Pending) -> float:
        number = self._events[one.index].priority
        value = self._program.result(number, self._dynamics.values) if number >= 0 else -math.inf
        return -math.inf if math.isnan(value) else value

    def _perform(self, pending: _Pending) -> None:
        one = self._events[pending.index]
        results = self._results(one) if pending.results is None else pending.results
        names = [name for name, _ in one.assignments]
        _assign(self._dynamics, dict(zip(names, results, strict=True)))


def _assign(dynamics: Dynamics, assigned: dict[str, float]) -> None:
    """Set what an event sets.

    An assigned concentration is that in the compartment as it was before. Where the size of a
    compartment changes, amounts stay as they are.
    """
    compiled, values = dynamics.compiled, dynamics.values
    formulas, slots = compiled.formulas, compiled.slots
    amounts = {name: values[slots[name]] for name in formulas.rated if formulas.held(name) != name}
    for name in filter(formulas.is_concentration, assigned):
        amounts[name] = assigned[name] * values[slots[formulas.species[name].compartment]]
    for name, value in assigned.items():
        values[slots[name]] = amounts.get(name, value)
    dynamics.refresh()  # sizes may follow from what was assigned
    for name in amounts:
        if formulas.held(name) != name:
            size = values[slots[formulas.species[name].compartment]]
            values[slots[formulas.held(name)]] = amounts[name] / size
