"""Every engine, on a protein that is made and lost, whose mean is known by a formula."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grnstudio.jobs import run
from grnstudio.selftest.check import Bench, Check, require

if TYPE_CHECKING:
    from grnstudio.core.network import Network

GROUP = "simulate"
RUNS, MADE, END = 400, 20.0, 1.0
MEAN = MADE * (1 - math.exp(-END))
SLACK = 5 * math.sqrt(MEAN / RUNS)  # five standard errors; the amount is Poisson distributed
EXACT, APPROXIMATE = 1e-3, 0.5  # what else an engine may be off by
TEXT = f"""
model protein()
  species P = 0
  making: -> P; {MADE}
  losing: P -> ; 1 * P
end
"""


def checks() -> Iterator[Check]:
    """Yield a check for each engine and solver, and for what is built on them."""
    from grnstudio.simulate.config import SOLVERS, UNTAUGHT

    for solver in SOLVERS:
        yield Check(GROUP, f"rate equations, {solver}", partial(_ode, solver))
    for method in UNTAUGHT:
        if method != "ode":
            yield Check(GROUP, method.upper(), partial(_engine, method))
    yield Check(GROUP, "events", _events)
    yield Check(GROUP, "steady state", _steady)
    yield Check(GROUP, "scan", _scan)
    yield Check(GROUP, "grid", _grid)


def after_training() -> Iterator[Check]:
    """Yield the check of what needs a trained emulator, and of what was compiled for all this."""
    yield Check(GROUP, "emulator", _emulator)
    yield Check(GROUP, "compiled kernels", _kernels)


def protein() -> Network:
    """Return the network that engines are tried on."""
    from grnstudio.core.antimony import parse

    return parse(TEXT)


def _ode(solver: str, bench: Bench) -> str:
    return _mean(_simulated("ode", solver=solver), EXACT)


def _engine(method: str, bench: Bench) -> str:
    slack = EXACT if method == "fsp" else SLACK + (0 if method == "ssa" else APPROXIMATE)
    return _mean(_simulated(method), slack)


def _events(bench: Bench) -> str:
    from grnstudio.core.antimony import parse
    from grnstudio.simulate.engines import simulate

    network = parse(TEXT.replace("end", "  at time > 0.5: P = P + 100\nend"))
    for method in ("ode", "ssa"):
        last = simulate(network, np.linspace(0, END, 5), method).values[0, -1, 0]
        require(last > 40, f"{method} leaves {last:g} where an event adds 100")
    return "ode, ssa"


def _steady(bench: Bench) -> str:
    from grnstudio.simulate.steady_state import steady_state

    amount = float(steady_state(protein()).values[0])
    require(abs(amount - MADE) < EXACT, f"it is {amount:g}, not {MADE:g}")
    return f"P = {amount:.4g}"


def _scan(bench: Bench) -> str:
    from grnstudio.simulate.config import SimulationConfig
    from grnstudio.simulate.scan import ScanConfig, scan

    varied = ScanConfig(name="P", low=0, high=10, points=3)
    found = run(scan(protein(), SimulationConfig(duration=END, intervals=4), varied))
    require(found.done == 3, f"{found.done} of 3 points are done")
    return "3 points"


def _grid(bench: Bench) -> str:
    from grnstudio.simulate.grid import simulate_grid
    from grnstudio.simulate.grid_config import GridConfig

    config = GridConfig(nx=3, ny=3, spreading="P", end=END, step=0.25)
    bench.results["grid"] = run(simulate_grid(protein(), config))
    return f"{len(bench.results['grid'].times)} frames of 3 x 3 nodes"


def _emulator(bench: Bench) -> str:
    from grnstudio.simulate.engines import simulate

    emulator = bench.result("emulator").emulator
    times = np.arange(3) * emulator.step
    found = simulate(emulator.network, times, "emulator", runs=20, emulator=emulator)
    require(bool(np.isfinite(found.values).all()), "amounts are not finite")
    return f"20 runs of {', '.join(emulator.species)}"


def _kernels(bench: Bench) -> str:
    """Tell how many kernels this process found compiled; none may be missing."""
    from numba.core.dispatcher import Dispatcher

    modules = [one for name, one in sys.modules.items() if name.startswith("grnstudio.")]
    found = {
        id(one): one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, Dispatcher)
    }
    stats = [one.stats for one in found.values()]
    loaded = sum(sum(one.cache_hits.values()) for one in stats)
    made = sum(sum(one.cache_misses.values()) for one in stats)
    require(loaded + made > 0, "no kernel was used")
    return f"{loaded} found on disk, {made} compiled here"


def _simulated(method: str, **more: Any) -> Any:
    from grnstudio.simulate.config import SimulationConfig
    from grnstudio.simulate.ensemble import simulate

    config = SimulationConfig(
        method=method, duration=END, intervals=10, runs=RUNS, threads=1, **more
    )
    return run(simulate(protein(), config))


def _mean(simulation: Any, slack: float) -> str:
    mean = float(simulation.mean[-1, 0])
    require(
        abs(mean - MEAN) < slack, f"the mean is {mean:.4g}, where {MEAN:.4g} ± {slack:.2g} is right"
    )
    return f"mean {mean:.4g}, right {MEAN:.4g}"
