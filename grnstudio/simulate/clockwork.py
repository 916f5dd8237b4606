"""A network with events, and with rates that time changes, as a process of whole molecules.

What a simulation holds are the counts, whatever else events set, what rate rules move evenly, and
the time, in this order. Rates of reactions that time changes smoothly are bounded from moment to
moment; see `ssa_events_kernel`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from grnstudio.core.expressions import Expression, symbols
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.flattening import Flattener
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.program import Program, assemble
from grnstudio.simulate.turns import Turns

TRIGGER, DELAY, PRIORITY, FIRST, STOP, PERSISTS, EARLY = range(7)
TARGET, VALUE, SIZE, IS_COUNT = range(4)


class Clockwork(NamedTuple):
    """What happens besides reactions, as arrays.

    ``codes``, ``numbers`` and ``bounds`` are a program of all formulas, by number; -1 is none.
    ``events`` ``[events, 7]`` and ``assignments`` ``[assignments, 4]`` have the columns above.
    ``turns`` are the numbers of formulas that say when something turns. ``moving`` ``[moving, 2]``
    are slots of what moves evenly and the numbers of their rates. ``smooth`` says of each reaction
    whether its propensity must be bounded, ``watched`` whether anything here depends on what it
    changes.
    """

    codes: np.ndarray
    numbers: np.ndarray
    bounds: np.ndarray
    events: np.ndarray
    assignments: np.ndarray
    turns: np.ndarray
    moving: np.ndarray
    smooth: np.ndarray
    watched: np.ndarray


def held_names(compiled: Compiled) -> tuple[tuple[str, ...], int]:
    """Return what a simulation holds besides time, and how many of these are counts."""
    formulas = compiled.formulas
    rated = {formulas.held(name): None for name in formulas.rated}
    counts = [name for slot in compiled.state if (name := compiled.names[slot]) not in rated]
    targets = [formulas.held(name) for one in compiled.events for name, _ in one.assignments]
    others = dict.fromkeys(one for one in targets if one not in rated and one not in counts)
    return (*counts, *others, *rated), len(counts)


@dataclass(slots=True)
class ClockworkBuilder:
    """Writes the clockwork of a network; ``slots`` are the places of what is held."""

    compiled: Compiled
    reader: Flattener
    slots: dict[str, int]
    counts: int
    turns: Turns = field(init=False)
    _written: dict[Expression, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        formulas = self.compiled.formulas
        _refuse_swelling(self.compiled)
        rates = {formulas.held(one): self.reader.read(text) for one, text in formulas.rated.items()}
        self.turns = Turns(rates)
        for name, rate in rates.items():
            if not self.turns.is_stepwise(rate):
                raise Unsupported(
                    f"'{name.strip('[]')}' follows a rate rule by which it does not change evenly "
                    "between reactions; a stochastic simulation cannot follow that. Give its "
                    "course by an assignment rule of time, or use the ODE engine."
                )

    def is_smooth(self, formula: Expression) -> bool:
        """Whether a propensity changes otherwise than in steps while nothing happens."""
        return not self.turns.is_stepwise(formula)

    def build(self, smooth: np.ndarray, changed: Iterable[Iterable[int]]) -> Clockwork:
        """Return the clockwork; ``changed`` are the slots that each reaction changes."""
        events, assignments = self._events()
        turns = [self._number(one) for one in self.turns.found]
        moving = [(self.slots[name], self._number(one)) for name, one in self.turns.moving.items()]
        numbers = {*turns, *(number for _, number in moving), *(row[TRIGGER] for row in events)}
        read = {
            self.slots[name]
            for one, number in self._written.items()
            if number in numbers
            for name in symbols(one)
        }
        watched = np.array([not read.isdisjoint(one) for one in changed], dtype=np.bool_)
        program = self.program()
        return Clockwork(
            program.codes, program.numbers, program.bounds, _table(events, 7),
            _table(assignments, 4), np.array(turns, dtype=np.int64), _table(moving, 2),
            smooth, watched,
        )  # fmt: skip

    def program(self) -> Program:
        """Return all formulas written so far, compiled."""
        return assemble(list(self._written), self.slots)

    def _number(self, formula: Expression | None) -> int:
        return -1 if formula is None else self._written.setdefault(formula, len(self._written))

    def _events(self) -> tuple[list[list[int]], list[list[int]]]:
        rows: list[list[int]] = []
        assignments: list[list[int]] = []
        for compiled in self.compiled.events:
            one, first = compiled.event, len(assignments)
            trigger = self.reader.read(one.trigger)
            if not self.turns.is_stepwise(trigger):
                raise Unsupported(
                    f"The trigger of event '{one.id}' depends on time in a way that a stochastic "
                    "simulation cannot foresee. Compare time itself with a value, or use the ODE "
                    "engine."
                )
            assignments += [self._assignment(*item) for item in one.assignments.items()]
            delay = self.reader.read(one.delay) if one.delay else None
            priority = self.reader.read(one.priority) if one.priority else None
            rows.append([
                self._number(trigger), self._number(delay), self._number(priority), first,
                len(assignments), one.persistent, one.at_trigger,
            ])  # fmt: skip
        return rows, assignments

    def _assignment(self, name: str, text: str) -> list[int]:
        formulas = self.compiled.formulas
        value, size = self.reader.read(text), None
        if formulas.held(name) == name and formulas.is_concentration(name):
            size = self.reader.read(formulas.species[name].compartment)
        slot = self.slots[formulas.held(name)]
        return [slot, self._number(value), self._number(size), slot < self.counts]


def _table(rows: list[list[int]] | list[tuple[int, int]], width: int) -> np.ndarray:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _refuse_swelling(compiled: Compiled) -> None:
    """Refuse concentrations by a rate rule where the size of the place changes in leaps."""
    formulas = compiled.formulas
    leaping = {name for one in compiled.events for name, _ in one.assignments}
    for name in formulas.rated:
        if formulas.held(name) != name and formulas.species[name].compartment in leaping:
            raise Unsupported(
                f"'{name}' follows a rate rule, and an event changes the size of its compartment "
                f"'{formulas.species[name].compartment}'. Use the ODE engine."
            )


def trouble(kind: int, name: str, run: int, time: float) -> ModelError:
    """Return what to say when event ``name`` could not happen, by the kernel's number of why."""
    reasons = {
        1: f"Events set each other off without end; the last was '{name}'. Correct a trigger.",
        2: f"The delay of event '{name}' is negative or not a number; it must be 0 or more.",
        3: f"Event '{name}' sets a species to less than nothing, or to what is not a number.",
        4: f"Event '{name}' triggers faster than it happens: too many wait. Shorten its delay.",
    }
    return ModelError(f"At time {time:g} of run {run + 1}: {reasons[kind]}")


def time_slot(slots: dict[str, int]) -> int:
    """Return the place of time."""
    return slots[TIME.name]
