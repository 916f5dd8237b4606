"""What emulators are measured against: many exact runs from held-out starts of the examples.

Each example network has 25 starts and two independent sets of 10,000 runs from each, ten steps
long. They take from seconds to hours, so they are made in passes of a few hundred runs that are
kept in a folder (GRNSTUDIO_CACHE, or ~/.cache/grnstudio), and what is there is used. Where runs
are dear and states are few, both sets are drawn from the exact distributions instead, and those of
X40, X44 and X47 by exact short cuts.

    python -m tests.benchmarks.emulator_reference sir egfr bees x40
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grnstudio.io.network_examples import NetworkExample, examples, load_example
from grnstudio.simulate.fsp import lagged
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.ssa import events
from tests.benchmarks import emulator_hybrid, emulator_lanes, emulator_settled

MODELS = ("sir", "bees", "egfr", "gene", "x16", "x40", "x44", "x47")
STARTS, RUNS, STEPS = 25, 10_000, 10
LAGS = (3, 10)
SEED = 20211
EXACT = {"gene": 1e-6, "x16": 1e-8}
"""Models with exact distributions, and the probability these may lose."""
MOST_STATES = 1_000_000
SEEN_RUNS = 4
IN_A_PASS = 500
MOLECULES, PARTS = 520, 4  # of X47 at most, and of its steps
CHECKED = 3  # of its starts


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Runs ``a`` and ``b`` ``[starts, runs, lags, species]`` from ``starts`` ``[starts, species]``.

    ``lags`` counts steps of time ``step``. The two sets are independent of each other.
    """

    species: tuple[str, ...]
    step: float
    starts: np.ndarray
    lags: tuple[int, ...]
    a: np.ndarray
    b: np.ndarray


def folder() -> Path:
    """Return where references are kept."""
    root = os.environ.get("GRNSTUDIO_CACHE")
    base = Path(root) if root else Path.home() / ".cache" / "grnstudio"
    found = base / "emulator"
    found.mkdir(parents=True, exist_ok=True)
    return found


def example(key: str) -> NetworkExample:
    """Return how the example is meant to be run."""
    return next(one for one in examples() if one.key == key)


def held_out(key: str) -> tuple[JumpProcess, np.ndarray]:
    """Return the example as a jump process, and the starts that no emulator is taught from."""
    process, drawn = jump_process(load_example(key)), example(key)
    rng = np.random.default_rng([SEED, MODELS.index(key)])
    starts = np.empty((STARTS, len(process.names)))
    for start in starts:
        amounts = drawn.draw_start(rng)
        start[:] = [amounts.get(name, process.initial[i]) for i, name in enumerate(process.names)]
    return process, starts


def add_passes(key: str) -> None:
    """Make the passes that are missing: even ones belong to the first set, odd ones to the other.

    What there is so far is put together now and then.
    """
    process, starts = held_out(key)
    size = IN_A_PASS
    passes = 2 * RUNS // size
    times = example(key).step * np.arange(STEPS + 1)
    room = folder() / key
    room.mkdir(exist_ok=True)
    for number in range(passes):
        path = room / f"pass{number:03}.npy"
        if not path.exists():
            began = time.perf_counter()
            runs = np.empty((STARTS, size, STEPS, len(process.names)), dtype=np.int32)
            for place, start in enumerate(starts):
                placed = replace(process, initial=start)
                runs[place] = _runs(placed, times, number, place, size)[:, 1:]
            _keep(path, runs)
            print(f"{key}: pass {number + 1} of {passes}, {time.perf_counter() - began:.0f} s")
        if number % 2 and (number + 1 == passes or number % 10 == 9):
            put_together(key, number + 1)


def add_exact(key: str) -> None:
    """Find the distributions at every lag, keep the marginal ones, and draw both sets."""
    process, starts = held_out(key)
    rng, step = np.random.default_rng([SEED, MODELS.index(key), 1]), example(key).step
    drawn: list[np.ndarray] = []
    marginals: dict[str, np.ndarray] = {}
    course = lagged(
        process.compiled.network, starts, step, STEPS, seen=_seen(process, starts, step),
        tolerance=EXACT[key], most_states=MOST_STATES,
    )  # fmt: skip
    began = time.perf_counter()
    for lag, (states, chances) in enumerate(course, start=1):
        print(f"{key}: lag {lag}, {len(states)} states, {time.perf_counter() - began:.0f} s")
        for column, name in enumerate(process.names):
            marginals[f"{name}.{lag}"] = _marginal(states[:, column], chances)
        if lag in LAGS:
            drawn.append(draws(states, chances, 2 * RUNS, rng))
        np.savez_compressed(folder() / f"{key}_exact.npz", **marginals)
    both = np.stack(drawn, axis=2).astype(np.int32)
    a, b = both[:, :RUNS], both[:, RUNS:]
    keep(key, Reference(process.names, step, starts, LAGS, a, b))


def add_settled(key: str) -> None:
    """Find the distributions at the lags by long steps, and a few by twice as long ones as well."""
    process, starts = held_out(key)
    rng, step = np.random.default_rng([SEED, MODELS.index(key), 1]), example(key).step
    space = emulator_settled.space_of(process, MOLECULES)
    longer = list(emulator_settled.settled(space, starts[:CHECKED], step, LAGS, PARTS // 2))
    shorter = list(emulator_settled.settled(space, starts, step, LAGS, PARTS))
    for lag, few, found in zip(LAGS, longer, shorter, strict=True):
        apart = emulator_settled.difference(few, found[:, :CHECKED])
        print(f"{key}: lag {lag}, {len(space)} states, {apart:.2g} from twice as long steps")
    drawn = [draws(space.states, one, 2 * RUNS, rng) for one in shorter]
    both = np.stack(drawn, axis=2).astype(np.int32)
    keep(key, Reference(process.names, step, starts, LAGS, both[:, :RUNS], both[:, RUNS:]))


def add_hybrid(key: str) -> None:
    """Draw both sets by following the genes only."""
    process, starts = held_out(key)
    rng, step = np.random.default_rng([SEED, MODELS.index(key), 2]), example(key).step
    both = emulator_hybrid.runs(starts, 2 * RUNS, step, STEPS, values(process), rng)
    both = both[:, :, np.array(LAGS) - 1]
    keep(key, Reference(process.names, step, starts, LAGS, both[:, :RUNS], both[:, RUNS:]))


def add_side_by_side(key: str) -> None:
    """Draw both sets many runs at once."""
    process, starts = held_out(key)
    step, threads = example(key).step, len(os.sched_getaffinity(0))
    both = emulator_lanes.runs(starts, 2 * RUNS, step, LAGS, values(process), SEED, threads)
    keep(key, Reference(process.names, step, starts, LAGS, both[:, :RUNS], both[:, RUNS:]))


def values(process: JumpProcess) -> dict[str, float]:
    """Return the numbers that the network's names stand for at the beginning."""
    return dict(zip(process.compiled.names, process.values.tolist(), strict=True))


def draws(
    states: np.ndarray, chances: np.ndarray, count: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``[starts, count, species]`` drawn from ``chances`` ``[states, starts]``."""
    reached = np.cumsum(chances, axis=0)
    found = [
        states[np.searchsorted(column, rng.random(count) * column[-1], side="right")]
        for column in reached.T
    ]
    return np.array(found)


def _marginal(counts: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Return the distributions of one species, ``[starts, counts from 0]``."""
    whole = counts.astype(np.int64)
    return np.array([np.bincount(whole, column) for column in chances.T])


def _seen(process: JumpProcess, starts: np.ndarray, step: float) -> np.ndarray:
    """Return states that a few runs pass, from the first moments on."""
    times = step * np.concatenate([[0.0], np.geomspace(1e-7, STEPS, 200)])
    out = np.empty((SEEN_RUNS, times.size, len(process.names)))
    found = []
    for place, start in enumerate(starts):
        events(replace(process, initial=start), times, SEED + 5000 + place, 0, out)
        found.append(out.reshape(-1, len(process.names)).copy())
    return np.unique(np.concatenate(found), axis=0)


def _runs(
    process: JumpProcess, times: np.ndarray, number: int, place: int, size: int
) -> np.ndarray:
    """Return one pass from one start, counts ``[runs, times, species]``."""
    out = np.empty((size, times.size, len(process.names)))
    seed = SEED + 1000 * (number % 2) + place
    events(process, times, seed, size * (number // 2), out)
    return out


def put_together(key: str, passes: int) -> None:
    """Write the two sets at the lags that are measured, of the first passes."""
    process, starts = held_out(key)
    runs = [np.load(folder() / key / f"pass{number:03}.npy") for number in range(passes)]
    places = np.array(LAGS) - 1
    a = np.concatenate([one[:, :, places] for one in runs[0::2]], axis=1)
    b = np.concatenate([one[:, :, places] for one in runs[1::2]], axis=1)
    keep(key, Reference(process.names, example(key).step, starts, LAGS, a, b))


def keep(key: str, reference: Reference) -> None:
    """Write the reference beside the others."""
    path = folder() / f"{key}.npz"
    part = path.with_name(f".{key}.npz")
    np.savez_compressed(
        part, starts=reference.starts.astype(np.int32), species=np.array(reference.species),
        step=reference.step, lags=np.array(reference.lags), a=reference.a, b=reference.b,
    )  # fmt: skip
    os.replace(part, path)


def load(key: str) -> Reference:
    """Return what is kept of the example; raises `FileNotFoundError` if there is nothing."""
    with np.load(folder() / f"{key}.npz") as kept:
        return Reference(
            tuple(kept["species"].tolist()), float(kept["step"]), kept["starts"],
            tuple(kept["lags"].tolist()), kept["a"], kept["b"],
        )  # fmt: skip


def _keep(path: Path, runs: np.ndarray) -> None:
    part = path.with_name(f".{path.name}")
    np.save(part, runs)
    os.replace(part, path)


def main() -> None:
    """Make references from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=", ".join(MODELS))
    short = {"x40": add_hybrid, "x44": add_side_by_side, "x47": add_settled}
    short |= dict.fromkeys(EXACT, add_exact)
    for key in parser.parse_args().models or MODELS:
        short.get(key, add_passes)(key)


if __name__ == "__main__":
    main()
