"""Grids of agents in a terminal: simulated, and written as tables, films and pictures."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from grnstudio.commands.simulating import driven, read_network, say, taught
from grnstudio.commands.terminal import setting_of
from grnstudio.core.grid_course import GridCourse, ways
from grnstudio.core.setting import configured
from grnstudio.errors import SettingError
from grnstudio.io import csv_grid
from grnstudio.simulate.grid import Outline, simulate_grid
from grnstudio.simulate.grid_config import GridConfig


@dataclass(frozen=True, slots=True)
class Files:
    """Where to write what; ``show`` is the species of film and pictures."""

    whole: Path | None = None
    frames: Path | None = None
    gif: Path | None = None
    png: Path | None = None
    show: str = ""


def config(words: Sequence[str], has_emulator: bool, given: Mapping[str, Any]) -> GridConfig:
    """Return the settings that options ask for; raises `SettingError`."""
    chosen = dict(setting_of(GridConfig, text) for text in words)
    start = given.get("start") or ""
    if start.lower().endswith(".csv"):
        given = {**given, "start": csv_grid.read_start(start)}
    if has_emulator:
        chosen.setdefault("method", "mixed")
    options = {name: value for name, value in given.items() if value is not None}
    return configured(GridConfig, {**chosen, **options})


def simulate(model: str, config: GridConfig, emulator: Path | None, files: Files) -> bool:
    """Simulate a grid of a network, and write what came of it; say whether it ended."""
    console = Console(stderr=True)
    network, remarks = read_network(model)
    say(console, [f"{Path(model).name}: {remark}" for remark in remarks])
    known = taught(emulator)
    shown = _shown(files, config, Outline.of(network, config, known).species)
    steps = simulate_grid(network, config, known)
    found, ended = driven(steps, console, "simulating the grid")
    if found is not None:
        say(console, (ways(found), *found.notes))
        _write(found, files, shown)
    return ended


def _shown(files: Files, config: GridConfig, species: Sequence[str]) -> str:
    """Return what film and pictures show; raises `SettingError` before anything is simulated."""
    together = " + ".join(config.summed)
    known = ([together] if len(config.summed) > 1 else []) + list(species)
    shown = files.show or next(iter((*config.spread, *known)))
    if shown not in known:
        raise SettingError(f"--show: there is no '{shown}'; there are {', '.join(known)}.")
    return shown


def _write(course: GridCourse, files: Files, shown: str) -> None:
    if files.whole is not None:
        csv_grid.write_totals(course, files.whole)
    if files.frames is not None:
        csv_grid.write_frames(course, files.frames)
    if files.gif is not None or files.png is not None:
        from grnstudio.gui.film import draw_films

        draw_films(course, shown, files.gif, files.png)
    if not any((files.whole, files.frames, files.gif, files.png)):
        sys.stdout.write(csv_grid.encode_totals(course))
