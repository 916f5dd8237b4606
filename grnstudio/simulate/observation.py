"""What a stochastic simulation tells of a network, worked out from what it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numba import njit

from grnstudio.core.rules import Constraint
from grnstudio.core.trajectories import Trajectories
from grnstudio.simulate.compile import TIME_SLOT, Compiled
from grnstudio.simulate.interpreter import run, run_all
from grnstudio.simulate.program import assemble


def observed(
    compiled: Compiled, values: np.ndarray, held: Sequence[str], times: np.ndarray,
    counts: np.ndarray, engine: str,
) -> Trajectories:  # fmt: skip
    """Return ``counts`` ``[runs, times, held]`` with all species and whatever else may change.

    ``values`` are those at the start, of everything. Constraints that did not hold are noted.
    """
    species = tuple(one.id for one in compiled.network.species)
    others = (*compiled.formulas.assigned, *compiled.changing_names)
    names = tuple(dict.fromkeys((*species, *others)))
    constraints = compiled.network.constraints
    if names == tuple(held) and not constraints:
        return Trajectories(times, names, counts, engine)
    slots, derived = compiled.slots, compiled.derived
    wanted = np.array([slots[name] for name in names], dtype=np.int64)
    moved = np.array([slots[name] for name in held], dtype=np.int64)
    checks = assemble([compiled.formulas.read(one.formula) for one in constraints], slots)
    out, holds = np.empty((*counts.shape[:2], len(names))), np.ones(len(checks), dtype=np.bool_)
    _observe(
        times, counts, moved, wanted, values.copy(), TIME_SLOT,
        derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack.copy(),
        checks.codes, checks.numbers, checks.bounds, checks.stack.copy(), holds, out,
    )  # fmt: skip
    broken = (one for one, held_up in zip(constraints, holds, strict=True) if not held_up)
    return Trajectories(times, names, out, engine, tuple(_told(one) for one in broken))


def _told(one: Constraint) -> str:
    said = f" ({one.message.strip()})" if one.message.strip() else ""
    return f"The constraint {one.formula} did not hold in all runs at all times shown{said}."


@njit(nogil=True, cache=True)
def _observe(  # type: ignore[no-untyped-def]  # noqa: ANN202
    times: np.ndarray, counts: np.ndarray, moved: np.ndarray, wanted: np.ndarray,
    values: np.ndarray, time_slot: int, codes: np.ndarray, numbers: np.ndarray,
    bounds: np.ndarray, targets: np.ndarray, stack: np.ndarray, check_codes: np.ndarray,
    check_numbers: np.ndarray, check_bounds: np.ndarray, check_stack: np.ndarray,
    holds: np.ndarray, out: np.ndarray,
):  # fmt: skip
    for index in range(counts.shape[0]):
        for place in range(times.size):
            values[time_slot] = times[place]
            for one in range(moved.size):
                values[moved[one]] = counts[index, place, one]
            run_all(codes, numbers, bounds, targets, values, stack)
            for one in range(wanted.size):
                out[index, place, one] = values[wanted[one]]
            for one in range(holds.size):
                if holds[one]:
                    start, stop = check_bounds[one], check_bounds[one + 1]
                    met = run(check_codes, check_numbers, start, stop, values, check_stack)
                    holds[one] = met != 0.0 and not math.isnan(met)
