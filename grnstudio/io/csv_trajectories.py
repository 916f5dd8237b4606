"""Time courses as CSV: ``time,A,B``, or ``time,A-mean,A-sd,...`` for several runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import MissingInput
from grnstudio.io.atomic import write_text
from grnstudio.simulate.quantities import QUANTITIES, divisor
from grnstudio.simulate.simulation import Simulation

AMOUNT = QUANTITIES[0]


def encode(trajectories: Trajectories) -> str:
    """Return the table with every digit, one line for each time."""
    times, names = trajectories.times, trajectories.names
    if trajectories.runs == 1:
        return table(["time", *names], [times, *trajectories.values[0].T])
    return _statistics(times, names, trajectories.mean(), trajectories.sd())


def write(trajectories: Trajectories, path: Path | str) -> None:
    """Save the table; raises `FileSaveError` and leaves what was there unharmed."""
    write_text(encode(trajectories), path)


def encode_simulation(simulation: Simulation, quantity: str = AMOUNT) -> str:
    """Return the table of a simulation: one run, or the statistics of many."""
    sizes = _sizes(simulation, quantity)
    times, names, mean = simulation.times, simulation.names, simulation.mean / sizes
    if simulation.runs == 1 and simulation.exact is None:
        return table(["time", *names], [times, *mean.T])
    return _statistics(times, names, mean, simulation.sd / sizes)


def write_simulation(simulation: Simulation, path: Path | str, quantity: str = AMOUNT) -> None:
    """Save the table of a simulation."""
    write_text(encode_simulation(simulation, quantity), path)


def encode_runs(simulation: Simulation, quantity: str = AMOUNT) -> str:
    """Return every run in full, ``run,time,A,B``, runs counted from 1; raises `MissingInput`."""
    if simulation.trajectories is None:
        raise MissingInput(
            "Single runs were not kept. Simulate again, and keep all runs of a stochastic method."
        )
    sizes, times = _sizes(simulation, quantity), simulation.times
    runs = np.repeat(np.arange(1, simulation.trajectories.runs + 1), times.size)
    values = (simulation.trajectories.values / sizes).reshape(runs.size, -1)
    columns: list[Sequence[float]] = [
        runs.tolist(), np.tile(times, simulation.trajectories.runs).tolist(),
        *(column.tolist() for column in values.T),
    ]  # fmt: skip
    return _text(["run", "time", *simulation.names], zip(*columns, strict=True))


def write_runs(simulation: Simulation, path: Path | str, quantity: str = AMOUNT) -> None:
    """Save every run in full."""
    write_text(encode_runs(simulation, quantity), path)


def table(header: Sequence[str], columns: Sequence[np.ndarray]) -> str:
    """Return columns of numbers as CSV, with every digit."""
    return _text(header, np.column_stack(columns).tolist())


def _statistics(times: np.ndarray, names: Sequence[str], mean: np.ndarray, sd: np.ndarray) -> str:
    header, columns = ["time"], [times]
    for name, middle, spread in zip(names, mean.T, sd.T, strict=True):
        header += [f"{name}-mean", f"{name}-sd"]
        columns += [middle, spread]
    return table(header, columns)


def _sizes(simulation: Simulation, quantity: str) -> np.ndarray:
    sizes = np.ones((simulation.times.size, len(simulation.names)))
    for column, name in enumerate(simulation.names):
        sizes[:, column] = divisor(simulation, name, quantity)
    return sizes


def _text(header: Sequence[str], rows: Iterable[Sequence[float]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
