"""What the commands do in a terminal: find the task, train, and say what was found."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from grnstudio.commands import training
from grnstudio.commands.circuit_tables import SUMMARIES
from grnstudio.core.setting import from_text
from grnstudio.errors import MissingInput, SettingError
from grnstudio.io import examples, network_examples, project_file, task_json
from grnstudio.learn import LEARNERS
from grnstudio.learn.base import LearnerSpec
from grnstudio.learn.handing_on import beside, topology_in
from grnstudio.project import TAKEN, Design, Run

STUDY, EMULATOR = ".grnstudio", ".emulator"
LINKS_SHOWN = 20
GIVE_LINKS = ("circuit", "distil", "atlas", "enumerate")  # learners whose runs have topologies


def learner(key: str) -> LearnerSpec:
    """Return the learner ``key``; raises `MissingInput` naming those there are."""
    if key not in LEARNERS:
        raise MissingInput(f"There is no learner '{key}'; there is {', '.join(LEARNERS)}.")
    return LEARNERS[key]


def design_for(spec: LearnerSpec, task: str, settings: Sequence[str]) -> Design:
    """Return the design that trains ``task`` with ``settings``, each ``key=value``."""
    design = _design(spec, task)
    read = dict(read_setting(spec, text) for text in settings)
    chosen = {**design.configs.get(spec.key, {}), **read}
    if chosen:
        design = replace(design, configs={**design.configs, spec.key: chosen})
    spec.configured(design)
    return design


def study_path(out: Path | None, task: str | None) -> Path:
    """Return where the run goes: ``out``, or a study named like the task, in this folder."""
    if out is not None:
        stem = out.with_suffix("") if out.suffix == EMULATOR else out
        return out if out.suffix == STUDY else stem.with_name(stem.name + STUDY)
    if task is None:
        raise MissingInput("Name the study whose run shall go on, with -o STUDY.grnstudio.")
    return Path(task) if task.endswith(STUDY) else Path(Path(task).stem + STUDY)


def train(spec: LearnerSpec, design: Design | None, path: Path, inputs: Any = None) -> bool:
    """Train ``design``, or the last unfinished run of the study if None; say whether it ended.

    ``inputs`` may take the place of those that the learner takes from the design by itself.
    """
    study = training.Study(path, design)
    run = study.unfinished(spec) if design is None else study.begin(spec, design)
    console = Console(stderr=True)
    if design is not None and spec.of_network:
        for remark in spec.remarks(design):
            console.print(remark, style="dim", highlight=False, markup=False, soft_wrap=True)
    ended = training.train(spec, run, study, console, inputs)
    if ended.arrays and spec.key in SUMMARIES:
        console = Console()
        console.print(f"{ended.title}: {spec.title}, {ended.seconds:.0f} s")
        SUMMARIES[spec.key](spec.from_run(ended)).print(console)
    elif ended.arrays and spec.of_network:
        from grnstudio.commands import emulating

        emulating.print_of_run(ended, Console())
    elif ended.arrays:
        _print_links(spec, ended)
    typer.echo(_ending(spec, ended, path))
    return ended.outcome == "finished"


def with_links_of(source: str, design: Design, key: int | None, choice: str) -> tuple[Design, Any]:
    """Return ``design`` with the links found in a run of the study ``source``, and what to verify.

    Without a ``key`` the last run is taken that has any. Raises `MissingInput` if there is none.
    """
    if Path(source).suffix != STUDY:
        raise MissingInput("Name the links to check with --links, or a study to take them from.")
    runs = project_file.read(Path(source)).runs
    if key is None:
        known = [one for one in runs if one.arrays and one.learner in GIVE_LINKS]
    else:
        known = [one for one in runs if one.key == key]
    if not known:
        which = f"no run {key}" if key is not None else "no run with links"
        raise MissingInput(f"{source} has {which}; train or distil first, or give --links.")
    run, spec = known[-1], LEARNERS["verify"]
    chosen = {**design.configs.get("verify", {}), "links": topology_in(run, choice).text}
    taken = {"run": run.key, "choice": choice}
    design = replace(design, configs={**design.configs, "verify": chosen, TAKEN: taken})
    return design, beside(spec.inputs(design), run, choice, design)


def print_examples() -> None:
    """Print the example tasks and networks as tables."""
    table = Table("name", "task", "minutes", box=None, pad_edge=False)
    for one in examples.examples():
        table.add_row(one.key, f"{one.title}: {one.summary}", f"{one.minutes:g}")
    known = Table("name", "network", "method", box=None, pad_edge=False)
    for network in network_examples.examples():
        known.add_row(network.key, f"{network.title}. {network.summary}", network.method)
    console = Console()
    console.print(table)
    console.print()
    console.print(known)


def print_settings(spec: LearnerSpec, task: str | None) -> None:
    """Print the settings of a learner, with the values ``task`` begins with."""
    print_config(spec.configured(_design(spec, task) if task else Design()))


def print_config(start: Any) -> None:
    """Print the settings that a config holds, with their values and limits."""
    table = Table("setting", "value", "may be", "what it is", box=None, pad_edge=False)
    for field in fields(start):
        about = field.metadata
        meaning = ". ".join(part for part in (about["label"], about["help"]) if part)
        table.add_row(field.name, _spelled(getattr(start, field.name)), _limits(field), meaning)
    Console().print(table)


def _design(spec: LearnerSpec, task: str) -> Design:
    path = Path(task)
    if path.suffix == STUDY:
        return project_file.read(path).design
    if spec.of_network:
        from grnstudio.commands.simulating import read_network

        network, _ = read_network(task)
        about = {one.key: one for one in network_examples.examples()}.get(task)
        return Design(configs={spec.key: about.emulated} if about else {}, network=network)
    if path.suffix == ".json" or path.exists():
        return Design(task_json.read(path))
    return Design(examples.load_example(task))


def read_setting(spec: LearnerSpec, text: str) -> tuple[str, Any]:
    """Return name and value of a learner's setting written ``key=value``."""
    return setting_of(spec.config, text)


def setting_of(config: type, text: str) -> tuple[str, Any]:
    """Return name and value of a setting of ``config`` written ``key=value``."""
    key, sign, value = text.partition("=")
    if not sign:
        raise SettingError(f"A setting is given as --set key=value, not '{text}'.")
    return key.strip(), from_text(config, key.strip(), value.strip())


def _limits(field: Any) -> str:
    about = field.metadata
    if isinstance(field.default, bool):
        return "true or false"
    if about["choices"]:
        return " or ".join(about["choices"])
    if about["low"] is None and about["high"] is None:
        return ""
    low, high = (
        "" if about[end] is None else format(about[end], ".10g") for end in ("low", "high")
    )
    return f"{low} to {high}"


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _trained(run: Run) -> str:
    networks = max(1, sum(name.startswith("loss.") for name in run.metrics))
    return "1 network" if networks == 1 else f"{networks} networks"


def _loss(run: Run) -> str:
    members = [float(run.metrics[name][-1]) for name in run.metrics if name.startswith("loss.")]
    if members:
        return f", loss {run.metrics['loss'][-1]:.4g} (median), {min(members):.4g} (best)"
    return f", loss {run.metrics['loss'][-1]:.4g}" if "loss" in run.metrics else ""


def _ending(spec: LearnerSpec, run: Run, path: Path) -> str:
    if run.outcome == "finished":
        return f"Kept as run {run.key} in {path}."
    if run.checkpoint is None:
        return "Stopped before the first step; nothing was kept."
    command = [spec.key] if spec.key in SUMMARIES else ["train", spec.key]
    again = shlex.join(["grnstudio", *command, "--resume", "-o", str(path)])
    step = run.metrics["step"][-1]
    return f"Stopped after step {step}; kept as run {run.key} in {path}. To go on:\n  {again}"


def _print_links(spec: LearnerSpec, run: Run) -> None:
    graph = spec.graph(spec.from_run(run))
    edges = list(graph.edges(graph.default_cutoff()))
    several = graph.networks > 1
    columns = ["regulator", "", "target", "effect", *(["agreement"] if several else [])]
    table = Table(*columns, box=None, pad_edge=False)
    for edge in edges[:LINKS_SHOWN]:
        sign = "activates" if edge.sign > 0 else "represses"
        row = [edge.source, sign, edge.target, f"{edge.weight:+.4g}"]
        table.add_row(*row, *([f"{edge.agreement:.0%}"] if several else []))
    console = Console()
    console.print(f"{run.title}: {_trained(run)}{_loss(run)}, {run.seconds:.0f} s")
    console.print(table)
    if len(edges) > LINKS_SHOWN:
        console.print(f"and {len(edges) - LINKS_SHOWN} weaker ones")
    console.print(f"Links by {graph.method}.")
