"""The example tasks that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grnstudio import paths
from grnstudio.core.task import Task
from grnstudio.errors import MissingInput
from grnstudio.io import json_text, task_json

PUBLISHED = ("adaptation", "adaptation-no-I-g2", "oscillation-2", "oscillation-3", "gap-genes")
DRAWN = ("pulse", "step", "sustained-oscillation", "switch", "band-pass", "french-flag")


@dataclass(frozen=True, slots=True)
class Example:
    """What the gallery shows of an example; ``minutes`` is the time its training takes."""

    key: str
    title: str
    summary: str
    minutes: float
    path: Path


def examples() -> tuple[Example, ...]:
    """Return the examples: published circuits, then drawn ones, then any others."""
    found = {path.stem: path for path in sorted(_folder().glob("*.json"))}
    order = dict.fromkeys([*PUBLISHED, *DRAWN, *found])
    return tuple(_example(key, found[key]) for key in order if key in found)


def load_example(key: str) -> Task:
    """Return the example task ``key``; raises `MissingInput` naming those there are."""
    found = {path.stem: path for path in _folder().glob("*.json")}
    if key not in found:
        known = ", ".join(example.key for example in examples())
        raise MissingInput(f"There is no example '{key}'; there are {known}.")
    return task_json.read(found[key])


def _example(key: str, path: Path) -> Example:
    data = json_text.read(path)
    return Example(key, data["title"], data["summary"], float(data["minutes"]), path)


def _folder() -> Path:
    return paths.resources() / "examples" / "tasks"
