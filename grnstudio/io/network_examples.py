"""The example networks that come with the program.

The first comment lines of each file say what it is, what to look for, how to run it, from which
starts an ensemble is drawn, which parameters are worth varying, and which histograms to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grnstudio import paths
from grnstudio.core.network import Network
from grnstudio.core.starts import Between, Part, Rest, Starts, Thrown, part_of
from grnstudio.errors import MissingInput
from grnstudio.io import antimony_file
from grnstudio.io.source import read_text

__all__ = ["Between", "NetworkExample", "Rest", "Thrown", "examples", "load_example"]

MOST_STEPS = 25  # of courses that an emulator learns from; it draws longer ones

_RUN = re.compile(r"(\w+), end ([\d.]+), step ([\d.]+)")


@dataclass(frozen=True, slots=True)
class NetworkExample:
    """What the gallery shows of a network, and how it is meant to be run.

    ``start`` draws initial amounts of an ensemble; empty if there is but the one start. ``grid``
    is how a grid of it begins, on which the species ``spreading`` go from node to node, and those
    ``counted`` are looked at together.
    """

    key: str
    title: str
    summary: str
    path: Path
    method: str
    end: float
    step: float
    start: tuple[Part, ...] = ()
    vary: tuple[str, ...] = ()
    histogram: tuple[str, ...] = ()
    spreading: str = ""
    counted: str = ""
    grid: str = ""

    def draw_start(self, rng: np.random.Generator) -> dict[str, int]:
        """Return initial amounts by species."""
        return self.starts.draw(rng)

    @property
    def gridded(self) -> dict[str, float | str]:
        """The settings of a grid of it, none if it does not say how one begins."""
        if not self.grid:
            return {}
        about = {"start": self.grid, "spreading": self.spreading, "counted": self.counted}
        return {**about, "end": self.end}

    @property
    def emulated(self) -> dict[str, float | int | str]:
        """Settings of an emulator of it, if there is more than one start to teach it."""
        if not self.start:
            return {}
        steps = min(MOST_STEPS, max(1, round(self.end / self.step)))
        return {"starts": self.starts.text, "step": self.step, "steps": steps}

    @property
    def starts(self) -> Starts:
        """The starts of an ensemble, which are also to be had as text."""
        return Starts(self.start)


def examples() -> tuple[NetworkExample, ...]:
    """Return the examples, by title."""
    found = [_example(path) for path in _folder().glob("*.ant")]
    return tuple(sorted(found, key=lambda one: one.title.lower()))


def load_example(key: str) -> Network:
    """Return the example network ``key``; raises `MissingInput` naming those there are."""
    found = {path.stem: path for path in _folder().glob("*.ant")}
    if key not in found:
        raise MissingInput(f"There is no example '{key}'; there are {', '.join(sorted(found))}.")
    return antimony_file.read(found[key])[0]


def _example(path: Path) -> NetworkExample:
    lines = read_text(path).splitlines()
    head = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    about = {key: value for key, _, value in (line.partition(": ") for line in head[2:])}
    run = _RUN.fullmatch(about["run"])
    if run is None:
        raise ValueError(f"{path} does not say how it is run")
    return NetworkExample(
        path.stem,
        head[0],
        head[1],
        path,
        run[1],
        float(run[2]),
        float(run[3]),
        tuple(part_of(one) for one in about.get("start", "").split("; ") if one),
        tuple(about.get("vary", "").split()),
        tuple(about.get("histogram", "").split()),
        *(about.get(one, "") for one in ("spreading", "counted", "grid")),
    )


def _folder() -> Path:
    return paths.resources() / "examples" / "networks"
