"""Finite state projection as a job."""

from __future__ import annotations

import numpy as np

from grnstudio.jobs import Step, Steps
from grnstudio.simulate import fsp
from grnstudio.simulate.background import Clock, Stopped, watched
from grnstudio.simulate.distributions import Distributions
from grnstudio.simulate.ensemble import Outline
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.simulation import SHARES, Simulation
from grnstudio.simulate.statistics import weighted_quantiles

ENGINE = "FSP"
PARTS = 1000  # of the time, to count progress in


def project(outline: Outline) -> Steps[Simulation]:
    """Find the exact distributions over time."""
    clock, end = Clock(), float(outline.times[-1])
    reached, states, unwanted = 0.0, 0, False

    def look(time: float, count: int) -> None:
        nonlocal reached, states
        reached, states = time, count
        if unwanted:
            raise Stopped

    def stop() -> None:
        nonlocal unwanted
        unwanted = True

    def work() -> Distributions:
        loss = outline.config.loss
        return fsp.distributions(outline.network, outline.times, tolerance=loss, on_time=look)

    for future in watched(lambda: clock.timed(work), stop):
        if future.done():
            exact = future.result()
        share = int(PARTS * reached / end) if end else PARTS
        yield Step(min(share, PARTS - 1), PARTS, {"states": states}, stage="simulating")
    found = _simulation(outline, exact, clock.seconds)
    yield Step(
        PARTS, PARTS, {"states": states}, lambda: outline.figures(found), result=lambda: found
    )
    return found


def _simulation(outline: Outline, exact: Distributions, cost: float) -> Simulation:
    """Return means, standard deviations and quantiles of all names, weighted by probability."""
    process = jump_process(outline.network)
    times, names = outline.times, outline.names
    mean, sd = np.empty((2, times.size, len(names)))
    quantiles = np.empty((len(SHARES), times.size, len(names)))
    counts = np.ascontiguousarray(exact.states[:, None, :], dtype=np.float64)
    changing = False
    before = None
    for place, time in enumerate(times):
        seen = process.observed(np.array([time]), counts, ENGINE)
        values = seen.values[:, 0, outline.columns(seen.names)]
        changing = changing or (before is not None and not np.array_equal(before, values))
        before = values
        share = exact.probabilities[place] / exact.probabilities[place].sum()
        mean[place] = share @ values
        sd[place] = np.sqrt(share @ (values - mean[place]) ** 2)
        for column in range(len(names)):
            quantiles[:, place, column] = weighted_quantiles(values[:, column], share)
    if not changing and before is not None:
        exact = _with_more(exact, names, before)
    note = (
        f"{len(exact.states)} states; {exact.lost.max():.3g} of the probability was lost at most."
    )
    return outline.simulation(ENGINE, 1, mean, sd, quantiles, exact=exact, cost=cost, notes=(note,))


def _with_more(exact: Distributions, names: tuple[str, ...], values: np.ndarray) -> Distributions:
    """Return the same distributions, of all names that are whole numbers in every state."""
    whole = ((values >= 0) & (values == np.floor(values)) & (values < 1e9)).all(axis=0)
    kept = tuple(name for name, fits in zip(names, whole, strict=True) if fits)
    states = values[:, whole].astype(np.int64)
    return Distributions(kept, exact.times, states, exact.probabilities, exact.lost)
