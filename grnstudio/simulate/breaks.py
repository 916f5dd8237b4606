"""Times at which a network jumps, so that solvers stop there and miss nothing between steps."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from grnstudio.core.expressions import Apply, Expression, symbols
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.program import assemble

RELATIONS = frozenset({"<", "<=", ">", ">=", "==", "!="})


def break_times(compiled: Compiled, values: np.ndarray) -> tuple[tuple[float, ...], bool]:
    """Return times that formulas compare the time to, and whether that tells all.

    It does not where a condition depends on the time in any other way.
    """
    timed, changing = _timed(compiled), _changing(compiled)
    bounds: list[Expression] = []
    all_told = True
    for condition in compiled.conditions:
        if not symbols(condition) & timed:
            continue
        found = list(_bounds(condition, changing))
        bounds += found
        all_told = all_told and bool(found)
    program = assemble(bounds, compiled.slots)
    times = {program.result(index, values) for index in range(len(bounds))}
    return tuple(sorted(time for time in times if math.isfinite(time))), all_told


def _bounds(condition: Expression, changing: frozenset[str]) -> Iterable[Expression]:
    if not isinstance(condition, Apply) or condition.operator not in RELATIONS:
        return
    if len(condition.arguments) != 2:
        return
    left, right = condition.arguments
    for one, other in ((left, right), (right, left)):
        if one == TIME and not symbols(other) & changing:
            yield other


def _timed(compiled: Compiled) -> frozenset[str]:
    """Return time, and what depends on it without the state between."""
    timed = {TIME.name}
    for slot in compiled.derived.targets:
        name = compiled.names[slot]
        if symbols(compiled.expressions[name]) & timed:
            timed.add(name)
    return frozenset(timed)


def _changing(compiled: Compiled) -> frozenset[str]:
    names = {TIME.name, *compiled.expressions}
    names |= {compiled.names[slot] for slot in compiled.state}
    for one in compiled.events:
        names |= {name for name, _ in one.assignments}
    return frozenset(names)
