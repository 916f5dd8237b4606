"""What a stochastic simulation tells of a network, worked out from what it counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from grnstudio.core.trajectories import Trajectories
from grnstudio.simulate.compile import TIME_SLOT, Compiled
from grnstudio.simulate.interpreter import run_all


def observed(
    compiled: Compiled, values: np.ndarray, held: Sequence[str], times: np.ndarray,
    counts: np.ndarray, engine: str,
) -> Trajectories:  # fmt: skip
    """Return ``counts`` ``[runs, times, held]`` with all species and whatever else may change.

    ``values`` are those at the start, of everything.
    """
    species = tuple(one.id for one in compiled.network.species)
    others = (*compiled.formulas.assigned, *compiled.changing_names)
    names = tuple(dict.fromkeys((*species, *others)))
    if names == tuple(held):
        return Trajectories(times, names, counts, engine)
    slots, derived = compiled.slots, compiled.derived
    wanted = np.array([slots[name] for name in names], dtype=np.int64)
    moved = np.array([slots[name] for name in held], dtype=np.int64)
    out = np.empty((*counts.shape[:2], len(names)))
    _observe(
        times, counts, moved, wanted, values.copy(), TIME_SLOT,
        derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack.copy(), out,
    )  # fmt: skip
    return Trajectories(times, names, out, engine)


@njit(nogil=True, cache=True)
def _observe(  # type: ignore[no-untyped-def]  # noqa: ANN202
    times: np.ndarray, counts: np.ndarray, moved: np.ndarray, wanted: np.ndarray,
    values: np.ndarray, time_slot: int, codes: np.ndarray, numbers: np.ndarray,
    bounds: np.ndarray, targets: np.ndarray, stack: np.ndarray, out: np.ndarray,
):  # fmt: skip
    for run in range(counts.shape[0]):
        for place in range(times.size):
            values[time_slot] = times[place]
            for index in range(moved.size):
                values[moved[index]] = counts[run, place, index]
            run_all(codes, numbers, bounds, targets, values, stack)
            for index in range(wanted.size):
                out[run, place, index] = values[wanted[index]]
