"""Times at which a network jumps, so that solvers stop there and miss nothing between steps."""

from __future__ import annotations

import math
from collections.abc import Iterable

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, symbols
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.program import assemble
from grnstudio.simulate.watch_kernels import first_after

LATE = 1e-14  # of the time: how much later than its break a condition turns at most
RELATIONS = frozenset({"<", "<=", ">", ">=", "==", "!="})


class Breaks:
    """Where conditions turn for no other reason than that time passes.

    ``are_all`` is false where a condition depends on time in a way that cannot be foreseen, or
    an event on the state, which may meet it for a moment only. Where it is true, triggers need
    no looking at between breaks.
    """

    def __init__(self, compiled: Compiled) -> None:
        timed, flowing = _timed(compiled), _flowing(compiled)
        found: list[Expression] = []
        self.are_all = not _watched(compiled) & _following(compiled, _state(compiled))
        for condition in compiled.conditions:
            if symbols(condition) & timed:
                turns = list(_turns(condition, flowing))
                found += turns
                self.are_all = self.are_all and bool(turns)
        self.are_all = self.are_all and not any(
            _bare(compiled.formulas.read(one.event.trigger)) & timed for one in compiled.events
        )
        self._program = assemble(list(dict.fromkeys(found)), compiled.slots)

    def after(self, dynamics: Dynamics) -> float:
        """Return the first break after the present; infinite if there is none.

        A condition may turn some digits later than its break says: that is a break as well.
        """
        program = self._program
        if not len(program):
            return math.inf
        return float(
            first_after(
                dynamics.values, program.codes, program.numbers, program.bounds, program.stack, LATE
            )
        )


def _bare(formula: Expression) -> frozenset[str]:
    """Return the symbols of a formula that stand outside of comparisons."""
    if isinstance(formula, Symbol):
        return frozenset({formula.name})
    if not isinstance(formula, Apply) or formula.operator in RELATIONS:
        return frozenset()
    return frozenset().union(*map(_bare, formula.arguments))


def _turns(condition: Expression, flowing: frozenset[str]) -> Iterable[Expression]:
    """Yield when a condition turns that compares the time to what only events change."""
    if not isinstance(condition, Apply) or condition.operator not in RELATIONS:
        return
    if len(condition.arguments) != 2:
        return
    line = _line(Apply("-", condition.arguments), flowing)
    if line is not None and line[0]:
        slope, start = line
        yield Apply("neg", (start,)) if slope == 1 else Apply("/", (start, Number(-slope)))


def _line(formula: Expression, flowing: frozenset[str]) -> tuple[float, Expression] | None:
    """Return slope and start of a formula that is a line over time, else None."""
    if formula == TIME:
        return 1.0, Number(0.0)
    if not symbols(formula) & flowing:
        return 0.0, formula
    if not isinstance(formula, Apply) or formula.operator not in ("+", "-", "neg"):
        return None
    slope = 0.0
    starts = []
    for index, argument in enumerate(formula.arguments):
        line = _line(argument, flowing)
        if line is None:
            return None
        minus = formula.operator == "neg" or (formula.operator == "-" and index == 1)
        slope += -line[0] if minus else line[0]
        starts.append(line[1])
    return slope, Apply(formula.operator, tuple(starts))


def _timed(compiled: Compiled) -> frozenset[str]:
    """Return time, and what depends on it without the state between."""
    return _following(compiled, {TIME.name})


def _flowing(compiled: Compiled) -> frozenset[str]:
    """Return all that changes by itself, and not by events alone."""
    return _following(compiled, {TIME.name} | _state(compiled))


def _state(compiled: Compiled) -> set[str]:
    return {compiled.names[slot] for slot in compiled.state}


def _watched(compiled: Compiled) -> set[str]:
    """Return what triggers speak of."""
    program = compiled.event_program
    return {compiled.names[slot] for one in compiled.events for slot in program.slots(one.trigger)}


def _following(compiled: Compiled, names: set[str]) -> frozenset[str]:
    for slot in compiled.derived.targets:
        name = compiled.names[slot]
        if symbols(compiled.expressions[name]) & names:
            names.add(name)
    return frozenset(names)
