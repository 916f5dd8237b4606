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
from grnstudio.errors import MissingInput
from grnstudio.io import antimony_file
from grnstudio.io.source import read_text

_RANGE = re.compile(r"(\w+) (\d+)(?:\.\.(\d+))?")
_REST = re.compile(r"(\w+) (\d+) - (\w+)")
_TOKENS = re.compile(r"([\w ]+) (\d+) tokens")
_RUN = re.compile(r"(\w+), end ([\d.]+), step ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number from ``low`` to ``high``, both among them."""

    species: str
    low: int
    high: int

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` what is drawn."""
        start[self.species] = int(rng.integers(self.low, self.high, endpoint=True))


@dataclass(frozen=True, slots=True)
class Rest:
    """What ``other`` leaves of ``total``."""

    species: str
    total: int
    other: str

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` what is left."""
        start[self.species] = self.total - start[self.other]


@dataclass(frozen=True, slots=True)
class Thrown:
    """Tokens thrown among ``species``, each independently and uniformly."""

    species: tuple[str, ...]
    tokens: int

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` where they fell."""
        counts = np.bincount(
            rng.integers(len(self.species), size=self.tokens), minlength=len(self.species)
        )
        start.update(zip(self.species, counts.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class NetworkExample:
    """What the gallery shows of a network, and how it is meant to be run.

    ``start`` draws initial amounts of an ensemble; empty if there is but the one start.
    """

    key: str
    title: str
    summary: str
    path: Path
    method: str
    end: float
    step: float
    start: tuple[Between | Rest | Thrown, ...] = ()
    vary: tuple[str, ...] = ()
    histogram: tuple[str, ...] = ()

    def draw_start(self, rng: np.random.Generator) -> dict[str, int]:
        """Return initial amounts by species."""
        start: dict[str, int] = {}
        for one in self.start:
            one.draw(rng, start)
        return start


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
        tuple(_start(one) for one in about.get("start", "").split("; ") if one),
        tuple(about.get("vary", "").split()),
        tuple(about.get("histogram", "").split()),
    )


def _start(text: str) -> Between | Rest | Thrown:
    if found := _RANGE.fullmatch(text):
        return Between(found[1], int(found[2]), int(found[3] or found[2]))
    if found := _REST.fullmatch(text):
        return Rest(found[1], int(found[2]), found[3])
    if found := _TOKENS.fullmatch(text):
        return Thrown(tuple(found[1].split()), int(found[2]))
    raise ValueError(f"'{text}' is no way to draw a start")


def _folder() -> Path:
    return paths.resources() / "examples" / "networks"
