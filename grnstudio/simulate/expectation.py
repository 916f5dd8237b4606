"""How many reactions an exact simulation must make, found by making some of them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError
from grnstudio.simulate import ssa
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.ode import solve
from grnstudio.simulate.propensities import table

PLACES = 201  # in time


@dataclass(frozen=True, slots=True)
class Expectation:
    """``reactions`` in one run, and how many a ``speed`` is made of in a second."""

    reactions: float
    speed: float


def expectation(process: JumpProcess, duration: float) -> Expectation:
    """Return how many reactions are to be expected in one run over ``duration``.

    A run is begun for a moment. If it does not end, the rate equations tell how fast the rest will
    go, or what was seen of the run where they cannot be solved.
    """
    grid = np.linspace(0.0, duration, PLACES)
    out = np.full((1, PLACES, len(process.names)), np.nan)
    looks = iter((False,))
    begun = time.perf_counter()
    made = ssa.events(process, grid, 0, 0, out, lambda: next(looks, True))
    speed = made / max(time.perf_counter() - begun, 1e-6)
    reached = np.flatnonzero(~np.isnan(out[0, :, 0])) if process.names else np.arange(PLACES)
    if reached.size == PLACES:
        return Expectation(float(made), speed)
    passed = grid[reached[-1]] if reached.size > 1 else 0.0
    seen = _total(process, out[0, reached[-1]] if reached.size else process.initial)
    return Expectation(made + _rest(process, grid, passed, seen), speed)


def _rest(process: JumpProcess, grid: np.ndarray, passed: float, seen: float) -> float:
    """Return how many reactions follow after the time that has passed."""
    try:
        rates = _expected_rates(process, process.compiled, grid)
    except ModelError:
        return seen * float(grid[-1] - passed)
    later = grid >= passed
    return float(np.trapezoid(rates[later], grid[later]))


def _expected_rates(process: JumpProcess, compiled: Compiled, grid: np.ndarray) -> np.ndarray:
    """Return how many reactions there are per unit of time, by the rate equations."""
    course = solve(compiled, grid, relative=1e-3, absolute=1e-3, names=process.names)
    states = np.ascontiguousarray(np.maximum(course.values[0], 0.0))
    chances = table(process.laws, states, process.stack.copy())
    return np.asarray(np.maximum(np.nan_to_num(chances), 0.0).sum(axis=1))


def _total(process: JumpProcess, state: np.ndarray) -> float:
    counts = dict(zip(process.names, state, strict=True))
    return float(np.maximum(np.nan_to_num(process.propensities(counts)), 0.0).sum())
