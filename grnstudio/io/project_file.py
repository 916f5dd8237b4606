"""Projects: a zip of JSON and arrays, or the same tree as a folder. No pickle, no torch.

``project.json`` holds the design and the order of the runs, ``network.json`` the reaction network,
``network.ant`` its text as it was typed, and ``frames.npz`` films of cells; ``runs/0001/`` holds
``run.json``, ``metrics.npz``, ``arrays.npz``, ``network.json``, ``frames.npz``,
``weights.safetensors`` and ``checkpoint.safetensors``. Each is there only if it has something to
keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grnstudio import __version__
from grnstudio.core.network import Network
from grnstudio.core.task import Task
from grnstudio.io import (
    arrays,
    checkpoint_file,
    frames_file,
    json_network,
    json_text,
    schema,
    task_json,
    tree,
)
from grnstudio.io.atomic import write_bytes
from grnstudio.io.migrations import migrated, version_of
from grnstudio.io.source import MEBIBYTE, decoded
from grnstudio.project import Design, Project, Run

FORMAT = "grnstudio-project"
DESCRIPTION, RUN, NETWORK = "project.json", "run.json", "network.json"
TEXT, FRAMES = "network.ant", "frames.npz"
MAX_DESCRIPTION = 4 * MEBIBYTE  # where only the task is wanted, for a picture of it
METRICS, ARRAYS = "metrics.npz", "arrays.npz"
WEIGHTS, CHECKPOINT = "weights.safetensors", "checkpoint.safetensors"
MEMBERS = re.compile(
    rf"{'|'.join(map(re.escape, (DESCRIPTION, NETWORK, TEXT, FRAMES)))}|runs/[0-9]{{4,9}}/"
    rf"({'|'.join(map(re.escape, (RUN, METRICS, ARRAYS, NETWORK, FRAMES, WEIGHTS, CHECKPOINT)))})"
)
ABOUT = ("learner", "title", "outcome", "message", "started", "seconds", "device")


def write(project: Project, path: Path | str) -> None:
    """Save ``project`` as one file, atomically."""
    write_bytes(tree.zipped(_files(project)), path)


def read(path: Path | str) -> Project:
    """Return the project in a file or a folder; raises `FileFormatError` and changes nothing."""
    found = tree.read(path, MEMBERS)
    data = _json(found, DESCRIPTION)
    data = migrated(data, FORMAT, found.name)
    schema.check(data, "project-2", f"{found.name}, {DESCRIPTION}")
    network = _network(found, NETWORK) if data["design"]["network"] else None
    design = _design(data["design"], network, f"{found.name}, {DESCRIPTION}, design.task")
    if TEXT in found.files:
        text = decoded(found.files[TEXT], f"{found.name}, {TEXT}")
        design = replace(design, network_text=text)
    if FRAMES in found.files:
        where = f"{found.name}, {FRAMES}"
        design = replace(design, frames=frames_file.decode(found.files[FRAMES], where))
    return Project(design, tuple(_run(found, int(key)) for key in data["runs"]))


def read_task(path: Path | str) -> Task | None:
    """Return the task of a project's design, without reading its runs; raises `FileFormatError`."""
    where = f"{path}, {DESCRIPTION}"
    data = json_text.parse(decoded(tree.read_one(path, DESCRIPTION, MAX_DESCRIPTION), where), where)
    data = migrated(data, FORMAT, str(path))
    schema.check(data, "project-2", where)
    return _task(data["design"], f"{where}, design.task")


def _files(project: Project) -> dict[str, bytes]:
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": version_of(FORMAT),
        "program": __version__,
        "design": _design_data(project.design),
        "runs": [run.key for run in project.runs],
    }
    data["design"]["network"] = project.design.network is not None
    files = {DESCRIPTION: json_text.render(data).encode(), **_network_file(project.design)}
    files |= _frames_file(project.design)
    if project.design.network_text:
        files[TEXT] = project.design.network_text.encode()
    for run in project.runs:
        parts = _run_files(run)
        files |= {f"runs/{run.key:04d}/{name}": content for name, content in parts.items()}
    return files


def _run_files(run: Run) -> dict[str, bytes]:
    files = _network_file(run.design) | _frames_file(run.design)
    if run.metrics:
        files[METRICS] = arrays.to_npz(run.metrics)
    if run.arrays:
        files[ARRAYS] = arrays.to_npz(run.arrays)
    if run.weights:
        files[WEIGHTS] = arrays.to_safetensors(run.weights, {})
    if run.checkpoint is not None:
        files[CHECKPOINT] = checkpoint_file.encode(run.checkpoint)
    data = {name: getattr(run, name) for name in ABOUT}
    data |= {"config": dict(run.config), "versions": dict(run.versions)}
    data |= {"design": _design_data(run.design), "files": sorted(files)}
    return {RUN: json_text.render(data).encode(), **files}


def _run(found: tree.Tree, key: int) -> Run:
    folder = f"runs/{key:04d}/"
    data = _json(found, folder + RUN)
    where = f"{found.name}, {folder}{RUN}"
    schema.check(data, "run-1", where)
    parts = {name: found.file(folder + name) for name in data["files"]}

    def part(name: str, read: Any, *more: int) -> Any:
        return read(parts[name], f"{found.name}, {folder}{name}", *more) if name in parts else None

    network = _network(found, folder + NETWORK) if NETWORK in parts else None
    design = _design(data["design"], network, f"{where}, design.task")
    return Run(
        key,
        design=replace(design, frames=part(FRAMES, frames_file.decode)),
        config=data["config"],
        versions=data["versions"],
        metrics=part(METRICS, arrays.from_npz, tree.MAX_TOTAL) or {},
        arrays=part(ARRAYS, arrays.from_npz, tree.MAX_TOTAL) or {},
        weights=part(WEIGHTS, arrays.from_safetensors) or {},
        checkpoint=part(CHECKPOINT, checkpoint_file.decode),
        **{name: data[name] for name in ABOUT},
    )


def _design_data(design: Design) -> dict[str, Any]:
    return {
        "task": None if design.task is None else task_json.encode(design.task),
        "configs": {learner: dict(config) for learner, config in design.configs.items()},
        "notes": design.notes,
    }


def _network_file(design: Design) -> dict[str, bytes]:
    if design.network is None:
        return {}
    return {NETWORK: json_text.render(json_network.encode(design.network)).encode()}


def _frames_file(design: Design) -> dict[str, bytes]:
    return {} if design.frames is None else {FRAMES: frames_file.encode(design.frames)}


def _design(data: Mapping[str, Any], network: Network | None, where: str) -> Design:
    return Design(_task(data, where), data["configs"], data["notes"], network)


def _task(data: Mapping[str, Any], where: str) -> Task | None:
    return None if data["task"] is None else task_json.decode(data["task"], where)


def _network(found: tree.Tree, name: str) -> Network:
    network, _ = json_network.decode(_json(found, name), f"{found.name}, {name}")
    return network


def _json(found: tree.Tree, name: str) -> Any:
    where = f"{found.name}, {name}"
    return json_text.parse(decoded(found.file(name), where), where)
