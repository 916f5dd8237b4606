"""A simulation as text: what it was made of, and Python or a command that makes it again."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, fields
from pprint import pformat
from typing import Any

from grnstudio.core import antimony_text
from grnstudio.gui.setting_fields import written
from grnstudio.gui.simulation_list import TITLES, Entry
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.engines import is_stochastic

OPTIONS = {
    "method": "--method",
    "duration": "--end",
    "intervals": "--points",
    "runs": "--runs",
    "seed": "--seed",
}
FURTHER = {
    "points": "--times",
    "start_output": "--start",
    "threads": "--threads",
    "solver": "--solver",
    "relative": "--relative",
    "absolute": "--absolute",
    "max_steps": "--max-steps",
    "epsilon": "--epsilon",
    "loss": "--loss",
}  # where they differ from their defaults, which are the command's as well


def made(entry: Entry, used: tuple[str, ...]) -> str:
    """Return how it was made, line by line: engine, network, settings in use, numbers, cost."""
    simulation, config = entry.simulation, entry.simulation.config
    labels = {one.name: one.metadata["label"] for one in fields(SimulationConfig)}
    lines = [
        f"{entry.name}: {TITLES[config.method]}, by {simulation.engine}",
        f"Network: {entry.network.name or entry.network.id}",
        f"Outcome: {entry.outcome}, {_runs(simulation.runs)}, {simulation.cost:.3g} s",
        "",
    ]
    values = asdict(config)
    lines += [f"{labels[name]}: {written(values[name]) or 'none'}" for name in used]
    if entry.values:
        lines += ["", "Other than in the network:"]
        lines += [f"  {name} = {written(value)}" for name, value in entry.values.items()]
    if simulation.notes:
        lines += ["", *simulation.notes]
    return "\n".join(lines)


def as_python(entry: Entry) -> str:
    """Return a Python script that simulates again, to the last digit."""
    settings = _differing(entry.simulation.config)
    text = antimony_text.write(entry.network)
    is_emulated = entry.method == "emulator"
    file = _emulator_file(settings.get("emulator", ""))
    more = ", emulator=emulator" if is_emulated else ""
    return "\n".join(
        [
            "from grnstudio.core import antimony",
            *(["from grnstudio.io import emulator_file"] if is_emulated else []),
            "from grnstudio.jobs import run",
            "from grnstudio.simulate.config import SimulationConfig",
            "from grnstudio.simulate.ensemble import simulate",
            "",
            f"network = antimony.parse({_quoted(text)})",
            f"config = SimulationConfig(**{pformat(settings, sort_dicts=False)})",
            f"values = {pformat(dict(entry.values), sort_dicts=False)}",
            *([f"emulator = emulator_file.read({file!r})"] if is_emulated else []),
            f"simulation = run(simulate(network, config, values{more}))",
            "for name, mean in zip(simulation.names, simulation.mean[-1]):",
            "    print(name, mean)",
            "",
        ]
    )


def as_command(entry: Entry) -> str:
    """Return shell commands that simulate again and write a table."""
    name = f"{_file_name(entry.network.name or entry.network.id)}"
    config = asdict(entry.simulation.config)
    words = ["grnstudio", "simulate", f"{name}.ant"]
    stochastic = is_stochastic(config["method"])
    for field, option in OPTIONS.items():
        if stochastic or field not in ("runs", "seed"):
            words += [option, written(config[field])]
    differing = _differing(entry.simulation.config)
    for field, option in FURTHER.items():
        if field in differing:
            words += [option, str(differing[field])]
    if config["method"] == "emulator":
        words += ["--emulator", _emulator_file(config["emulator"])]
    if "keep" in differing:
        words.append("--statistics")
    for key, value in entry.values.items():
        words += ["--set", f"{key}={value!r}"]
    words += ["-o", f"{name}.csv"]
    text = antimony_text.write(entry.network)
    return f"cat > {shlex.quote(f'{name}.ant')} <<'END_OF_MODEL'\n{text}\nEND_OF_MODEL\n" + (
        shlex.join(words) + "\n"
    )


def _emulator_file(name: str) -> str:
    """Return the file of an emulator; one of a run is to be saved as one first."""
    is_run = name.startswith("run ") and name[4:].isdigit()
    return f"{name.replace(' ', '-')}.emulator" if is_run else name


def _runs(runs: int) -> str:
    return "1 run" if runs == 1 else f"{runs:,} runs"


def _differing(config: SimulationConfig) -> dict[str, Any]:
    own = asdict(SimulationConfig())
    return {name: value for name, value in asdict(config).items() if value != own[name]}


def _quoted(text: str) -> str:
    if '"""' in text or "\\" in text or text.endswith('"'):
        return json.dumps(text)
    return f'"""\\\n{text}"""'


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    return "-".join(part for part in kept.split("-") if part) or "network"
