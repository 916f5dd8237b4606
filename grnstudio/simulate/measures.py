"""One number of a time course: what a scan plots."""

from __future__ import annotations

import numpy as np

from grnstudio.simulate.simulation import Simulation

MEASURES = (
    "final value",
    "mean over time",
    "maximum",
    "minimum",
    "amplitude",
    "period",
    "standard deviation at the end",
)
FLAT = 1e-3  # a swing of this share of the largest value is none
MARGIN = 0.1  # of the swing; a crossing of the middle counts after that much beyond it


def measured(
    simulation: Simulation, sizes: np.ndarray, measure: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean and standard deviation over runs of ``measure``, by name.

    ``sizes`` ``[times, names]`` divide the values. Where only distributions are known the final
    value has their spread, and other measures are those of the mean.
    """
    if measure == MEASURES[6]:
        last = simulation.sd[-1] / sizes[-1]
        return last, np.zeros_like(last)
    if simulation.trajectories is None:
        alone = _measure(simulation.mean[None] / sizes, simulation.times, measure)[0]
        spread = simulation.sd[-1] / sizes[-1] if measure == MEASURES[0] else np.zeros_like(alone)
        return alone, spread
    found = _measure(simulation.trajectories.values / sizes, simulation.times, measure)
    return _over_runs(found)


def period(times: np.ndarray, values: np.ndarray) -> float:
    """Return the mean time between two rises through the middle; not a number if it is flat."""
    low, high = float(values.min()), float(values.max())
    swing = high - low
    if not swing > FLAT * max(abs(low), abs(high)):
        return float("nan")
    middle = (low + high) / 2
    rises: list[float] = []
    armed, candidate = False, float("nan")
    for place in range(1, values.size):
        before, after = values[place - 1], values[place]
        if after < middle - MARGIN * swing:
            armed, candidate = True, float("nan")
        if before <= middle < after:
            share = (middle - before) / (after - before)
            candidate = float(times[place - 1] + share * (times[place] - times[place - 1]))
        if armed and after > middle + MARGIN * swing:
            rises.append(candidate)
            armed = False
    return (rises[-1] - rises[0]) / (len(rises) - 1) if len(rises) > 1 else float("nan")


def _measure(values: np.ndarray, times: np.ndarray, measure: str) -> np.ndarray:
    """Return ``measure`` of ``values`` ``[runs, times, names]`` as ``[runs, names]``."""
    if measure == MEASURES[1]:
        span = float(times[-1] - times[0])
        if not span:
            return np.asarray(values[:, -1])
        return np.asarray(np.trapezoid(values, times, axis=1) / span)
    late = values[:, values.shape[1] // 2 :]
    match MEASURES.index(measure):
        case 0:
            return np.asarray(values[:, -1])
        case 2:
            return np.asarray(values.max(axis=1))
        case 3:
            return np.asarray(values.min(axis=1))
        case 4:
            return np.asarray(late.max(axis=1) - late.min(axis=1))
    when = times[times.size // 2 :]
    periods = [[period(when, course) for course in run.T] for run in late]
    return np.array(periods)


def _over_runs(found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of the runs that have a value."""
    known = np.isfinite(found)
    count = known.sum(axis=0)
    base = np.where(known[0], found[0], 0.0)  # what is the same in all runs stays as it is
    total = np.where(known, found - base, 0.0).sum(axis=0)
    mean = np.where(count > 0, base + total / np.maximum(count, 1), np.nan)
    squares = np.where(known, (found - mean) ** 2, 0.0).sum(axis=0)
    return mean, np.sqrt(squares / np.maximum(count - 1, 1))
