"""Exact stochastic simulation of networks with events, and of rates that change with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grnstudio.core.expressions import Expression
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.clockwork import Clockwork, ClockworkBuilder, held_names, trouble
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.flattening import Flattener, changes, dense
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.initial import initial as initial_values
from grnstudio.simulate.intervals import room_for_forks, unbounded
from grnstudio.simulate.jumps import no_chance, refuse_what_no_engine_can, whole_counts
from grnstudio.simulate.laws import Change, Law, as_arrays, law
from grnstudio.simulate.observation import observed
from grnstudio.simulate.propensities import Laws
from grnstudio.simulate.ssa_events_kernel import walk_among_events
from grnstudio.simulate.ssa_happenings import (
    MOST_WAITING,
    NO_BOUND,
    NO_CHANCE,
    RUN,
    WHICH,
    WRONG,
    Course,
)

DRAWS_A_CALL = 500_000  # between two looks at whether to stop


@dataclass(frozen=True, slots=True, eq=False)
class EventProcess:
    """A network whose counts change by reactions and events.

    ``names`` are what is held, of which the first ``counts`` are molecules; ``initial`` are their
    values and the time.
    """

    names: tuple[str, ...]
    counts: int
    initial: np.ndarray
    reactions: tuple[str, ...]
    forms: tuple[Law, ...]
    laws: Laws
    work: Clockwork
    changes: np.ndarray
    stack: np.ndarray
    compiled: Compiled
    values: np.ndarray

    def observed(self, times: np.ndarray, values: np.ndarray, engine: str) -> Trajectories:
        """Return ``values`` ``[runs, times, names]`` with all that changes."""
        return observed(self.compiled, self.values, self.names, times, values, engine)

    def course(self) -> Course:
        """Return room for a run."""
        events = self.compiled.events
        widest = max((len(one.assignments) for one in events), default=0)
        waiting = MOST_WAITING if any(one.delay >= 0 for one in events) else 4 * len(events) + 4
        depth = self.stack.size
        return Course(
            self.initial.copy(), np.zeros(self.initial.size),
            np.zeros(len(events), dtype=np.bool_), np.zeros(len(events), dtype=np.bool_),
            np.zeros(waiting), np.zeros(waiting, dtype=np.int64), np.zeros((waiting, widest)),
            np.zeros(widest), np.zeros(3), np.zeros(7, dtype=np.int64),
            np.zeros(4, dtype=np.uint64), self.stack.copy(), np.zeros(depth), np.zeros(depth),
            room_for_forks(self.laws.codes), np.zeros(len(self.reactions)),
        )  # fmt: skip

    def refusal(self, c: Course, run: int) -> ModelError:
        """Return what to say of what went wrong in a run."""
        kind, which = int(c.counters[WRONG]), int(c.counters[WHICH])
        if kind == NO_CHANCE:
            return no_chance(self.reactions[which], run)
        if kind == NO_BOUND:
            return ModelError(
                f"At time {c.x[-1]:g} of run {run + 1} the propensity of reaction "
                f"'{self.reactions[which]}' has no bound, however short the time. Look for a "
                "division by what becomes zero."
            )
        return trouble(kind, self.compiled.events[which].event.id, run, float(c.x[-1]))


def needs_events(compiled: Compiled) -> bool:
    """Whether more happens in a network than reactions at rates that time does not change."""
    if compiled.events or compiled.formulas.rated:
        return True
    timed = {0}
    program = compiled.derived
    for index, slot in enumerate(program.targets):
        if not timed.isdisjoint(program.slots(index)):
            timed.add(int(slot))
    return any(compiled.slots[one.id] in timed for one in compiled.network.reactions)


def event_process(compiled: Compiled) -> EventProcess:
    """Return a network as a process with events; raises `Unsupported`, naming what cannot be."""
    refuse_what_no_engine_can(compiled)
    values = initial_values(compiled)
    names, counts = held_names(compiled)
    slots = {name: index for index, name in enumerate((*names, TIME.name))}
    reader = Flattener(compiled, values, slots)
    builder = ClockworkBuilder(compiled, reader, slots, counts)
    active = [one for one in compiled.network.reactions if one.kinetics is not None]
    found = changes(compiled, values, active, slots)
    formulas = [reader.propensity(one) for one in active]
    smooth = np.array([builder.is_smooth(one) for one in formulas], dtype=np.bool_)
    forms = tuple(
        _law(formula, slots, change, bool(bounded), one.id)
        for formula, change, bounded, one in zip(formulas, found, smooth, active, strict=True)
    )
    laws, stack = as_arrays(forms, found, slots)
    work = builder.build(smooth, found)
    initial = np.append(values[[compiled.slots[name] for name in names]], 0.0)
    initial[:counts] = whole_counts(names[:counts], initial[:counts])
    room = np.zeros(max(stack.size, builder.program().stack.size) + 1)
    ids = tuple(one.id for one in active)
    whole = dense(found, len(names))
    return EventProcess(
        names, counts, initial, ids, forms, laws, work, whole, room, compiled, values
    )


def _law(
    formula: Expression, slots: dict[str, int], change: Change, smooth: bool, reaction: str
) -> Law:
    """Return the law of a reaction; one that is bounded is no product, for the code's sake."""
    if smooth and (operator := unbounded(formula)):
        raise Unsupported(
            f"The rate of reaction '{reaction}' changes with time and uses {operator}(), which a "
            "stochastic simulation cannot bound. Rewrite it without, or use the ODE engine."
        )
    return law(formula, slots, change, plain=not smooth)


def fill(
    process: EventProcess, times: np.ndarray, seed: int, first: int, out: np.ndarray,
    stopped: Callable[[], bool] = lambda: False,
) -> None:  # fmt: skip
    """Fill ``out`` ``[runs, times, names]`` with runs ``first`` and after."""
    c = process.course()
    met = np.array([one.event.initially for one in process.compiled.events], dtype=np.bool_)
    while c.counters[RUN] < out.shape[0] and not stopped():
        walk_among_events(
            process.laws, process.work, process.initial, met, c, times, np.uint64(seed % 2**64),
            first, out, DRAWS_A_CALL,
        )  # fmt: skip
        if c.counters[WRONG]:
            raise process.refusal(c, first + int(c.counters[RUN]))
