"""Simulates and converts reaction networks in a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress

from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import SettingError
from grnstudio.io import csv_trajectories, networks
from grnstudio.simulate.engines import ENGINES, simulate

MOST_POINTS = 1_000_000


def simulate_file(
    model: Path, method: str, times: np.ndarray, runs: int, seed: int, threads: int
) -> Trajectories:
    """Simulate the network in a file; what reading remarked on goes to stderr."""
    console = Console(stderr=True)
    network, remarks = networks.read(model)
    for remark in remarks:
        console.print(f"{model.name}: {remark}", style="dim", highlight=False, markup=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(ENGINES[method].title if method in ENGINES else method, total=None)
        more: dict[str, Any] = {}
        if method in ENGINES and ENGINES[method].stochastic:
            more["on_runs"] = lambda done, total: progress.update(task, completed=done, total=total)
        return simulate(network, times, method, runs, seed, threads, **more)


def grid(end: float, points: int) -> np.ndarray:
    """Return ``points`` + 1 times from 0 to ``end``; raises `SettingError`."""
    if not 0 < end < np.inf:
        raise SettingError(f"The end is a time above 0, not {end:g}.")
    if not 1 <= points <= MOST_POINTS:
        raise SettingError(f"There are 1 to {MOST_POINTS} intervals, not {points}.")
    return np.linspace(0.0, end, points + 1)


def give(trajectories: Trajectories, out: Path | None) -> None:
    """Write the table to a file, or to stdout."""
    if out is None:
        sys.stdout.write(csv_trajectories.encode(trajectories))
    else:
        csv_trajectories.write(trajectories, out)


def convert_file(source: Path, target: Path) -> tuple[str, ...]:
    """Write the network of ``source`` in the format of ``target``; return reading's remarks."""
    network, remarks = networks.read(source)
    networks.write(network, target)
    return remarks
