"""Seconds from the start of another process to the first result of a simulation."""

import os
import resource
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.report import Measurement

METHODS = ("ode", "ssa")
TURNS = 3
PROGRAM = """
import numpy as np
import grnstudio as gs
from grnstudio.io.network_examples import load_example
gs.simulate(load_example("x16"), method="{method}", times=np.linspace(0, 1, 11))
"""


def measure():
    """Measure with kernels on disk, as a set-up leaves them, and without any."""
    measured = []
    for method in METHODS:
        _seconds(method)
        wall, cpu = min(_seconds(method) for _ in range(TURNS))
        what = f"first result of {method}, kernels on disk"
        measured.append(Measurement(what, wall, "s", cpu, "s of CPU", "value below 3 s"))
    for method in METHODS:
        with tempfile.TemporaryDirectory() as empty:
            wall, cpu = _seconds(method, NUMBA_CACHE_DIR=empty)
        what = f"first result of {method}, nothing compiled"
        measured.append(Measurement(what, wall, "s", cpu, "s of CPU"))
    return measured


def _seconds(method, **environment):
    """Return the seconds on the clock and of the processor."""
    start, used = time.perf_counter(), _used()
    subprocess.run(
        [sys.executable, "-c", PROGRAM.format(method=method)], check=True,
        env=os.environ | environment,
    )  # fmt: skip
    return time.perf_counter() - start, _used() - used


def _used():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
