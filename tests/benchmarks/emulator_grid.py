"""Bees on a grid of 10 x 10 over 100 time units: an emulator of a node against exact simulation.

The alarm spreads as it was published to, and as whole molecules that hop. ``GRNSTUDIO_GRID_RUNS``
is how many runs of the emulated grid there are; an emulator that was trained before may be named by
``GRNSTUDIO_GRID_EMULATOR``, else the file of that name is written.
"""

import os
import time
from pathlib import Path

import numpy as np

from grnstudio.io import emulator_file
from grnstudio.io.network_examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design
from grnstudio.simulate.grid import simulate_grid
from grnstudio.simulate.grid_config import HOPS, LARGEST, GridConfig
from tests.benchmarks.report import Measurement

TAUGHT = {
    # Hives of ten, as in the grids: what sets the error is how many pairs there are of the states
    # that grids come to, where little happens in a step.
    "starts": "Bee 0..10; BeeA 0; BeeD 10 - Bee; P 0..12",
    "near_empty": 0.25,
    "step": 0.5,
    "steps": 10,
    "settings": 20_000,
    "runs": 5,
    "epochs": 20,
    "batch": 1024,
    "test_settings": 4,
    "test_runs": 500,
}
ALARMED = "Bee 10; BeeA 0; BeeD 0; P 0; 9 10: P 1; 10 9: P 1; 10 10: P 5"
FRONT = "Bee 10; BeeA 0; BeeD 0; P 0; 1..10 7..10: P 12"
COMMON = {"nx": 10, "ny": 10, "spreading": "P", "counted": "Bee BeeA", "end": 100.0, "step": 0.5}
GRIDS = {
    "a third of the largest, each step": {"mode": LARGEST, "alpha": 0.33, "start": ALARMED},
    "a third of the largest, each fifth": {
        "mode": LARGEST, "alpha": 0.33, "start": ALARMED, "spread_every": 5
    },
    "molecules hop": {"mode": HOPS, "rate": 0.3, "start": FRONT},
}  # fmt: skip
WAYS = ("emulator", "mixed")
ALIVE = "Bee + BeeA"
EXACT_RUNS, RUNS = 1000, 200


def measure():
    network, runs = load_example("bees"), int(os.environ.get("GRNSTUDIO_GRID_RUNS", RUNS))
    emulator, seconds = taught(network)
    found = [Measurement("training, with its data", seconds, "s")] if seconds else []
    for name, grid in GRIDS.items():
        exact = course(network, EXACT_RUNS, 1, **grid)
        for way in WAYS:
            ours = course(network, runs, 2, emulator, method=way, **grid)
            found += list(compared(f"{name}, {way}", exact, ours))
    return found


def taught(network):
    """Return an emulator and the seconds it took, 0 for one that was there."""
    path = os.environ.get("GRNSTUDIO_GRID_EMULATOR", "")
    if path and Path(path).exists():
        return emulator_file.read(Path(path)), 0.0
    spec, design = LEARNERS["emulator"], Design(network=network)
    begun = time.perf_counter()
    result = run(spec.job(spec.configured(design, **TAUGHT), spec.inputs(design)).begin())
    seconds = time.perf_counter() - begun
    if path:
        emulator_file.write(result.emulator, Path(path))
    return result.emulator, seconds


def course(network, runs, seed, emulator=None, **more):
    config = GridConfig(runs=runs, seed=seed, **COMMON, **more)
    return run(simulate_grid(network, config, emulator))


def compared(name, exact, ours):
    """Tell the largest error of the mean, and how uncertain it is there."""
    true, drawn = exact.total(ALIVE), ours.total(ALIVE)
    mean = true.mean(axis=0)
    off = 100 * np.abs(drawn.mean(axis=0) / mean - 1)
    worst = int(off.argmax())
    spread = [one[:, worst].std(ddof=1) / np.sqrt(len(one)) for one in (true, drawn)]
    uncertain = 100 * float(np.hypot(*spread)) / mean[worst]
    where = f"at {exact.times[worst]:g}, ± {uncertain:.2g} by chance"
    yield Measurement(f"{name}: mean alive, worst {where}", off[worst], "%", None, "", "3 %")
    exact_share, drawn_share, _ = ours.shares()
    yield Measurement(
        f"{name}: seconds a run, {drawn_share:.0%} drawn, {exact_share:.0%} exact",
        ours.seconds / ours.runs, "s", exact.seconds / exact.runs, "exact",
    )  # fmt: skip
