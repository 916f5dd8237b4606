"""Simulates, scans and converts reaction networks in a terminal."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from grnstudio.commands.progress import LINE_EVERY, stopped_by_ctrl_c, told, unseen
from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.errors import MissingInput, SettingError
from grnstudio.io import csv_scan, csv_trajectories, network_examples, networks
from grnstudio.io.atomic import write_text
from grnstudio.io.network_exports import export_for
from grnstudio.jobs import Cancelled, Failed, Monitor, Steps, drive
from grnstudio.simulate import ensemble
from grnstudio.simulate.config import KEEP, METHODS, SimulationConfig
from grnstudio.simulate.measures import MEASURES
from grnstudio.simulate.quantities import QUANTITIES
from grnstudio.simulate.scan import SCALES, ScanConfig
from grnstudio.simulate.scan import scan as scan_job
from grnstudio.simulate.simulation import Simulation

R = TypeVar("R")
MOST_POINTS = 1_000_000
END, EMULATED = 100.0, "emulator"
ONE_RUN = ("ode", "fsp")
DRAWN = (".png", ".svg", ".pdf", ".csv")


def config(
    method: str, end: float | None, points: int, runs: int, *, times: str = "",
    start: float = 0.0, emulator: Emulator | None = None, **more: Any,
) -> SimulationConfig:  # fmt: skip
    """Return the settings that options ask for; raises `SettingError`."""
    method = method or (METHODS[0] if emulator is None else EMULATED)
    end = (END if emulator is None else emulator.horizon) if end is None else end
    if method == EMULATED and emulator is None:
        raise MissingInput("Name the emulator's file: --emulator FILE.")
    if method != EMULATED and emulator is not None:
        raise SettingError(f"--emulator takes the place of --method {method}; leave one out.")
    if method not in METHODS:
        raise SettingError(f"There is no method '{method}'; there are {', '.join(METHODS)}.")
    if method in ONE_RUN and runs != 1:
        raise SettingError(f"Every run of '{method}' is the same; leave the runs at 1.")
    if not 0 < end < math.inf:
        raise SettingError(f"The end is a time above 0, not {end:g}.")
    if not 1 <= points <= MOST_POINTS:
        raise SettingError(f"There are 1 to {MOST_POINTS} intervals, not {points}.")
    return SimulationConfig(
        method=method, duration=end, intervals=points, runs=runs, points=times,
        start_output=start, **more,
    )  # fmt: skip


def taught(path: Path | None) -> Emulator | None:
    """Return the emulator in a file or a study, None if there is no ``path``."""
    if path is None:
        return None
    from grnstudio.commands import emulating

    return emulating.read(path)


def kept(statistics: bool, all_runs: bool) -> str:
    """Return what to keep of the runs."""
    if statistics and all_runs:
        raise SettingError("--statistics keeps no runs, so --all-runs cannot write them.")
    return KEEP[1] if statistics else KEEP[0]


def numbers(words: Sequence[str]) -> dict[str, float]:
    """Read ``NAME=X`` words; raises `SettingError`."""
    found = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            raise SettingError(f"A value is given as --set name=value, not '{word}'.")
        found[name.strip()] = _number(text, word)
    return found


def scan_config(vary: Sequence[str], measure: str, concentrations: bool) -> ScanConfig:
    """Read what is to be varied; raises `SettingError`."""
    if not 1 <= len(vary) <= 2:
        raise SettingError(f"One or two numbers are varied, not {len(vary)}.")
    fields: dict[str, Any] = {}
    for prefix, word in zip(("", "second_"), vary, strict=False):
        for key, value in _axis(word).items():
            fields["second" if prefix and key == "name" else f"{prefix}{key}"] = value
    known = [one for one in MEASURES if one.startswith(measure.lower())]
    if len(known) != 1:
        raise SettingError(f"'{measure}' is none of {', '.join(MEASURES)}.")
    return ScanConfig(measure=known[0], quantity=QUANTITIES[concentrations], **fields)


def simulate(
    model: str, config: SimulationConfig, values: Mapping[str, float], all_runs: bool,
    concentrations: bool, out: Path | None, emulator: Emulator | None = None,
) -> bool:  # fmt: skip
    """Simulate a network, and write the table; return whether it came to its end."""
    console = Console(stderr=True)
    network = with_values(_network(model, console), values)
    known = _findings(network, config, emulator)
    say(console, known)
    found, ended = driven(ensemble.simulate(network, config, emulator=emulator), console)
    if isinstance(found, Simulation):
        say(console, [note for note in found.notes if note not in known])
        encode = csv_trajectories.encode_runs if all_runs else csv_trajectories.encode_simulation
        _give(encode(found, QUANTITIES[concentrations]), out)
    return ended


def scan(
    model: str, config: SimulationConfig, wanted: ScanConfig, values: Mapping[str, float],
    out: Path | None, emulator: Emulator | None = None,
) -> bool:  # fmt: skip
    """Scan a network, and write the table; return whether it came to its end."""
    console = Console(stderr=True)
    network = with_values(_network(model, console), values)
    say(console, _findings(network, config, emulator))
    found, ended = driven(scan_job(network, config, wanted, emulator=emulator), console)
    if found is not None:
        say(console, found.notes)
        _give(csv_scan.encode(found), out)
    return ended


def convert_file(source: str, target: Path) -> tuple[str, ...]:
    """Write a file's or an example's network in the format of ``target``; return remarks.

    The format may be that of a picture, of a graph, or of the equations.
    """
    network, remarks = read_network(source)
    export = export_for(target)
    if export is not None:
        return (*remarks, *export.write(network, target))
    if target.suffix.lower() in DRAWN:
        from grnstudio.commands.exporting import write_figure

        write_figure(NetworkFigure(network.name or network.id, network), target)
        return remarks
    return (*remarks, *networks.write(network, target))


def _network(model: str, console: Console) -> Network:
    """Read a file, or else an example; what reading remarked on goes to stderr."""
    network, remarks = read_network(model)
    say(console, [f"{Path(model).name}: {remark}" for remark in remarks])
    return network


def read_network(model: str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in a file, or that of an example, and remarks."""
    path = Path(model)
    if not path.exists() and not path.suffix:
        known = {one.key for one in network_examples.examples()}
        if model not in known:
            raise MissingInput(
                f"There is no file '{model}', nor an example network of that name; there are "
                f"{', '.join(sorted(known))}."
            )
        return network_examples.load_example(model), ()
    network, remarks = networks.read(path)
    return network, tuple(remarks)


def _findings(
    network: Network, config: SimulationConfig, emulator: Emulator | None
) -> Sequence[str]:
    """Return what to know beforehand; what cannot be done the engine itself refuses."""
    from grnstudio.simulate.preflight import findings

    return [one.text for one in findings(network, config, emulator) if one.level != "error"]


def driven(steps: Steps[R], console: Console, stage: str = "simulating") -> tuple[R | None, bool]:
    """Run a job; return what came of it, and whether it ran to its end."""
    monitor = Monitor()
    progress = told(console, stage, patience=LINE_EVERY)
    with progress as tell, stopped_by_ctrl_c(monitor, console):
        outcome = drive(unseen(steps, tell), monitor)
    if isinstance(outcome, Failed):
        raise outcome.error
    if isinstance(outcome, Cancelled):
        if outcome.result is None:
            console.print("Stopped before anything was known.")
        return outcome.result, False
    return outcome.result, True


def say(console: Console, remarks: Sequence[str]) -> None:
    """Print remarks, a line each."""
    for remark in remarks:
        console.print(remark, style="dim", highlight=False, markup=False, soft_wrap=True)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_text(text, out)


def _number(text: str, word: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise SettingError(f"'{text}' in '{word}' is no number.")
    return found


def _axis(word: str) -> dict[str, Any]:
    """Read ``NAME=FROM:TO[:POINTS[:log]]``."""
    name, sign, rest = word.partition("=")
    parts = rest.split(":")
    if not sign or not 2 <= len(parts) <= 4 or (len(parts) == 4 and parts[3] != "log"):
        raise SettingError(f"What varies is given as NAME=FROM:TO[:POINTS[:log]], not '{word}'.")
    low, high = (_number(part, word) for part in parts[:2])
    fields: dict[str, Any] = {"name": name.strip(), "low": low, "high": high}
    if len(parts) > 2:
        fields["points"] = _number(parts[2], word)
    return fields | ({"scale": SCALES[1]} if len(parts) == 4 else {})
