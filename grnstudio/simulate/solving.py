"""Rate equations as a job."""

from __future__ import annotations

from typing import cast

import numpy as np

from grnstudio.core.trajectories import Trajectories
from grnstudio.jobs import Step, Steps
from grnstudio.simulate import ode
from grnstudio.simulate.background import Clock, Stopped, watched
from grnstudio.simulate.compile import compile
from grnstudio.simulate.ensemble import Outline, single
from grnstudio.simulate.integration import Method
from grnstudio.simulate.simulation import Simulation

PARTS = 1000  # of the time, to count progress in


def solve(outline: Outline) -> Steps[Simulation]:
    """Solve the rate equations; what it gives does not depend on who looks, or when."""
    config, end = outline.config, float(outline.times[-1])
    compiled = compile(outline.network)
    values = np.full((outline.times.size, len(outline.names)), np.nan)
    clock, reached, unwanted = Clock(), 0.0, False

    def look(time: float) -> None:
        nonlocal reached
        reached = time
        if unwanted:
            raise Stopped

    def stop() -> None:
        nonlocal unwanted
        unwanted = True

    def work() -> Trajectories:
        return ode.solve(
            compiled, outline.times, method=cast(Method, config.solver),
            relative=config.relative, absolute=config.absolute, names=outline.names,
            seed=config.seed, max_steps=config.max_steps, on_step=look, out=values,
        )  # fmt: skip

    def so_far() -> Simulation | None:
        filled = _filled(values)
        engine = f"ODE ({config.solver})"
        note = f"Stopped at time {reached:.6g}, before the end."
        if not filled:
            return None
        return single(outline, engine, values[:filled].copy(), cost=clock.seconds, notes=(note,))

    for future in watched(lambda: clock.timed(work), stop):
        if future.done():
            solution = future.result()
        share = int(PARTS * reached / end) if end else PARTS
        yield Step(
            min(share, PARTS - 1), PARTS, {"runs": 0}, lambda: outline.figures(so_far()),
            result=so_far, stage="simulating",
        )  # fmt: skip
    engine, notes = solution.engine, solution.notes
    found = single(outline, engine, values, cost=clock.seconds, notes=notes)
    yield Step(PARTS, PARTS, {"runs": 1}, lambda: outline.figures(found), result=lambda: found)
    return found


def _filled(values: np.ndarray) -> int:
    """Return how many times from the first on have values."""
    missing = np.isnan(values).all(axis=1)
    return int(missing.argmax()) if missing.any() else len(values)
