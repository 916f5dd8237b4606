"""How far emulators are from exact simulation, what teaching takes, and how fast they are.

``python -m tests.benchmarks emulator --models x16,gene`` teaches one emulator of each example with
the settings that the program has for everyone, fewer pairs where they are dear and more starts
where these have many species, and draws as many runs from 25 held-out starts as the references hold
(see `emulator_reference`). Histograms have 200 bins between the lowest and highest exact count.
``--kept`` takes the emulators of the last time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grnstudio import api
from grnstudio.core import distances
from grnstudio.core.emulator import Emulator
from grnstudio.core.network_values import with_values
from grnstudio.io import emulator_file
from grnstudio.io.network_examples import load_example
from grnstudio.jobs import run
from grnstudio.simulate import ensemble, ssa
from grnstudio.simulate.config import KEEP, SimulationConfig
from tests.benchmarks import emulator_reference
from tests.benchmarks.emulator_reference import MODELS, Reference
from tests.benchmarks.report import Measurement

CHOSEN, KEPT = "GRNSTUDIO_BENCHMARK_MODELS", "GRNSTUDIO_BENCHMARK_KEPT"
"""Names of environment variables: which models, and whether emulators kept before will do."""

USUAL: dict[str, Any] = {"steps": 10}
OWN: dict[str, dict[str, Any]] = {
    # Exact steps take 10 ms and 40 ms: few pairs, and as many updates as the others have. What X44
    # holds in the end is settled in its first step, by the molecules it begins with.
    "x44": {
        "settings": 9000, "runs": 1, "early": 45_000, "epochs": 40, "test_settings": 4,
        "test_runs": 100,
    },
    "x47": {
        "settings": 3000, "runs": 1, "epochs": 150, "test_settings": 2, "test_runs": 50,
    },
    "egfr": {
        "settings": 20_000, "runs": 2, "early": 200_000, "epochs": 10, "batch": 1024,
        "learning_rate": 3e-3,
    },
}  # fmt: skip
WANTED = {"x16": 1.1, "gene": 1.15}
OTHERS_WANTED, EGFR_WANTED = 1.3, 0.06
PUBLISHED = {"egfr": (0.088, 0.286), "gene": (0.197, 0.206), "x16": (0.174, 0.153)}
GENE_STEPS, TRACES, MANY_TRACES = 25, 10_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Distances:
    """Of an emulator from exact runs at one lag, and of exact runs from others like them."""

    lag: int
    runs: int
    l1: float
    iou: float
    wasserstein: float
    own_l1: float
    own_wasserstein: float


def measure() -> list[Measurement]:
    """Teach the chosen models, and tell how far they are at lags 3 and 10."""
    chosen = [one for one in os.environ.get(CHOSEN, "").split(",") if one] or list(MODELS)
    found: list[Measurement] = []
    for key in chosen:
        reference = emulator_reference.load(key)
        emulator, seconds = emulator_of(key)
        drawn = draw(emulator, reference)
        found += [one for lag in told(key, reference, drawn) for one in lag]
        found.append(Measurement(f"{key}: teaching", seconds, "s"))
    return found


def emulator_of(key: str) -> tuple[Emulator, float]:
    """Return an emulator of the example, and the seconds of teaching it: 0 for one kept before."""
    path = emulator_reference.folder() / f"{key}.emulator"
    if os.environ.get(KEPT) and path.exists():
        return emulator_file.read(path), 0.0
    began = time.perf_counter()
    emulator = api.train_emulator(key, compare=False, **{**USUAL, **OWN.get(key, {})}).emulator
    seconds = time.perf_counter() - began
    emulator_file.write(emulator, path)
    return emulator, seconds


def draw(emulator: Emulator, reference: Reference) -> np.ndarray:
    """Return runs from the reference's starts, as many and at the same lags as it has."""
    from grnstudio.learn.emulator.engine import simulate

    out = np.empty(reference.a.shape, dtype=np.int32)
    times = reference.step * np.array([0, *reference.lags])
    for place, start in enumerate(reference.starts):
        amounts = dict(zip(reference.species, start.astype(float).tolist(), strict=True))
        network = with_values(emulator.network, amounts)
        drawn = simulate(network, times, out.shape[1], seed=place, emulator=emulator)
        columns = [drawn.names.index(name) for name in reference.species]
        out[place] = drawn.values[:, 1:, columns]
    return out


def told(key: str, reference: Reference, drawn: np.ndarray) -> list[list[Measurement]]:
    """Return a few lines for each lag, for the species that matter and for EGFR all of them."""
    shown = emulator_reference.example(key).histogram
    lines = [_lines(key, one, "") for one in between(reference, drawn, shown)]
    if key == "egfr":
        lines += [
            _lines(key, one, ", all species")
            for one in between(reference, drawn, reference.species)
        ]
    return lines


def between(reference: Reference, drawn: np.ndarray, species: tuple[str, ...]) -> list[Distances]:
    """Return the distances at each lag, over all starts and ``species``."""
    return [_at(reference, drawn, place, species) for place in range(len(reference.lags))]


def _at(reference: Reference, drawn: np.ndarray, place: int, species: tuple[str, ...]) -> Distances:
    rows = []
    for name in species:
        column = reference.species.index(name)
        exact = np.stack([reference.a[..., column], reference.b[..., column]])
        edges = distances.bin_edges(exact)
        a, b = exact[..., place]
        emulated = drawn[:, :, place, column]
        counts = [distances.binned(one, edges) for one in (emulated, a, b)]
        rows.append([
            _mean(distances.l1, counts[0], *counts[1:]),
            _mean(distances.iou, counts[0], *counts[1:]),
            _mean(distances.wasserstein, emulated, a, b),
            float(distances.l1(counts[1], counts[2]).mean()),
            float(distances.wasserstein(a, b).mean()),
        ])  # fmt: skip
    return Distances(reference.lags[place], drawn.shape[1], *np.mean(rows, axis=0).tolist())


def _mean(distance: Any, emulated: np.ndarray, *exact: np.ndarray) -> float:
    """Return the mean over starts, and over both sets of exact runs."""
    return float(np.mean([distance(emulated, one) for one in exact]))


def _lines(key: str, found: Distances, which: str) -> list[Measurement]:
    where = f"{key}: {{}} after {found.lag} steps{which}"
    if key == "egfr":
        wanted = f"at most {EGFR_WANTED}"
    else:
        wanted = f"at most {WANTED.get(key, OTHERS_WANTED)} times"
    runs = f"exact runs among themselves, {found.runs} each"
    lines = [
        Measurement(where.format("L1"), found.l1, "", found.own_l1, runs, wanted),
        Measurement(where.format("IoU distance"), found.iou, ""),
        Measurement(
            where.format("Wasserstein"), found.wasserstein, "molecules", found.own_wasserstein, runs
        ),
    ]
    if key in PUBLISHED and not which:
        published = PUBLISHED[key][(3, 10).index(found.lag)]
        lines.append(Measurement(where.format("L1"), found.l1, "", published, "published"))
    return lines


def speed() -> list[Measurement]:
    """Draw traces of the gene by its emulator and exactly, on the same threads.

    Times of computing are what is left where nothing else runs on the machine.
    """
    from grnstudio.learn.emulator.engine import simulate

    emulator, network = emulator_of("gene")[0], load_example("gene")
    threads = len(os.sched_getaffinity(0))
    times = emulator.step * np.arange(GENE_STEPS + 1)
    few = 4 * threads
    ssa.simulate(network, times[:2], runs=1)
    exact = _timed(lambda: ssa.simulate(network, times, few, 1, threads)) * TRACES / few
    taken = min(
        (_timed(lambda: simulate(network, times, TRACES, 1, threads, emulator=emulator))
         for _ in range(3)), key=lambda one: one[1],
    )  # fmt: skip
    seconds, computing, mebibytes = _many()
    return [
        Measurement("10,000 traces of 25 steps: times faster than exact, computing",
                    exact[1] / taken[1], "times", wanted="500, aim 1000"),
        Measurement("times faster on the clock", exact[0] / taken[0], "times"),
        Measurement("10,000 traces by the emulator", taken[0], "s"),
        Measurement("10,000 traces by the emulator, computing", taken[1], "s"),
        Measurement(f"10,000 traces exactly, computing, from {few}", exact[1], "s"),
        Measurement("1,000,000 traces, statistics kept", seconds, "s", wanted="at most 300"),
        Measurement("1,000,000 traces, computing, on all cores", computing, "s"),
        Measurement("memory for these beyond what it begins with", mebibytes, "MiB"),
    ]  # fmt: skip


def _timed(work: Callable[[], object]) -> np.ndarray:
    """Return the seconds that ``work`` takes, and those of computing, all threads together."""
    clock, spent = time.perf_counter(), time.process_time()
    work()
    return np.array([time.perf_counter() - clock, time.process_time() - spent])


def _many() -> tuple[float, float, float]:
    """Return seconds, those of computing and memory of a million traces, in another process."""
    code = "from tests.benchmarks import emulator; emulator.many()"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, computing, mebibytes = map(float, ran.stdout.split()[-3:])
    return seconds, computing, mebibytes


def many(runs: int = MANY_TRACES) -> None:
    """Print the seconds and the memory that so many traces take."""
    emulator = emulator_file.read(emulator_reference.folder() / "gene.emulator")
    config = SimulationConfig(
        method="emulator", duration=GENE_STEPS * emulator.step, intervals=GENE_STEPS,
        runs=TRACES, keep=KEEP[1],
    )  # fmt: skip
    run(ensemble.simulate(emulator.network, config, emulator=emulator))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    many = replace(config, runs=runs)
    taken = _timed(lambda: run(ensemble.simulate(emulator.network, many, emulator=emulator)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(*taken, grown)


def search() -> list[Measurement]:
    """Search the architecture of X16's emulator, beside a fixed one and the plain baseline."""
    began = time.perf_counter()
    found = api.train_emulator("x16", architecture="search", compare=True, **USUAL)
    minutes = (time.perf_counter() - began) / 60
    emulator_file.write(found.emulator, emulator_reference.folder() / "x16_searched.emulator")
    losses = {one.name: one for one in found.compared}
    plain = losses["plain"].loss
    lines = [
        Measurement(f"loss, {one.name}, {one.parameters} weights", one.loss, "nats a pair", plain,
                    "plain baseline", "below it, or the report says so")
        for one in losses.values()
    ]  # fmt: skip
    for name, seconds in found.seconds.items():
        lines.append(Measurement(f"{name}", seconds / 60, "min"))
    reference = emulator_reference.load("x16")
    lines += [one for lag in told("x16", reference, draw(found.emulator, reference)) for one in lag]
    return [Measurement("in all", minutes, "min", wanted="at most 20"), *lines]
