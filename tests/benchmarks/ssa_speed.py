"""Reactions a second of the exact stochastic engine, one thread, warm; and the first start."""

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.ssa import events
from tests.benchmarks.report import Measurement

SECONDS = 2.0
REPEATS = 3
ENDS = {"SIR": 20.0, "Gene": 400.0, "X16": 20.0, "EGFR": 25.0, "cascade of 100": 50.0}
START = """
import time
start = time.perf_counter()
from tests.benchmarks.ssa_speed import cascade
from grnstudio.simulate import ssa
ssa.simulate(cascade(), [0.1])
print(time.perf_counter() - start)
"""


def measure():
    models = {"cascade of 100": cascade()} | published()
    measured = [
        Measurement(f"{name}, {len(models[name].reactions)} reactions", speed(models[name], end),
                    "M reactions/s of CPU time")
        for name, end in ENDS.items() if name in models
    ]  # fmt: skip
    return [*measured, Measurement("first result in another process", first(), "s", 3.0, "s")]


def published():
    """Return the reference networks where they are to be had."""
    folder = os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder:
        return {}
    from tests.simulate.crn import networks

    return networks(Path(folder))


def cascade(length=50):
    """Return proteins that each make the next one, ``2 * length`` reactions."""
    names = [f"P{index}" for index in range(length)]
    reactions = [Reaction("make0", (), (Participant("P0"),), MassAction("k"))]
    for before, after in pairwise(names):
        made = Participant(before), Participant(after)
        reactions.append(Reaction(f"make_{after}", made[:1], made, MassAction("m")))
    for name in names:
        reactions.append(Reaction(f"lose_{name}", (Participant(name),), (), MassAction("d")))
    return Network(
        "cascade",
        species=tuple(Species(name, 100.0) for name in names),
        parameters=(Parameter("k", 100.0), Parameter("m", 1.0), Parameter("d", 1.0)),
        reactions=tuple(reactions),
    )


def speed(network, end):
    """Return millions of reactions a second of the thread's own time, the best of some tries."""
    process, times = jump_process(network), np.linspace(0, end, 21)
    out = np.empty((1, times.size, len(process.names)))
    done = events(process, times, 1, 0, out)
    start = time.thread_time()
    done = events(process, times, 1, 1, out)
    runs = max(1, int(SECONDS / REPEATS / max(time.thread_time() - start, 1e-5)))
    out = np.empty((min(runs, 20_000), times.size, len(process.names)))
    best = 0.0
    for repeat in range(REPEATS):
        start = time.thread_time()
        done = events(process, times, 2 + repeat, 0, out)
        best = max(best, done / (time.thread_time() - start))
    return best / 1e6


def first():
    """Return the seconds from importing to the first result, kernels cached on disk."""
    ran = subprocess.run([sys.executable, "-c", START], capture_output=True, check=True, text=True)
    return float(ran.stdout)
