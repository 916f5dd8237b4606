"""Network motifs that come with the program: small networks to begin from or to build in.

The first comment lines of each file say what it is, what it does, which group it belongs to, which
drawing and which species show it best, and how to run it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grnstudio import paths
from grnstudio.core.network import Network
from grnstudio.errors import MissingInput
from grnstudio.io import antimony_file
from grnstudio.io.source import read_text

GROUPS = ("Single genes", "Switches", "Oscillators", "Pulses and delays", "Signals", "Populations")
NOTATIONS = ("regulation", "reactions")

_RUN = re.compile(r"(\w+), end ([\d.]+), step ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Motif:
    """What the gallery shows of a motif.

    ``notation`` names the drawing that shows it best, ``shown`` the species to watch over time.
    """

    key: str
    title: str
    summary: str
    group: str
    notation: str
    shown: tuple[str, ...]
    path: Path
    method: str
    end: float
    step: float

    @property
    def settings(self) -> dict[str, float | int | str]:
        """The settings of a simulation that shows what it does."""
        intervals = max(1, round(self.end / self.step))
        return {"method": self.method, "duration": self.end, "intervals": intervals}


def motifs() -> tuple[Motif, ...]:
    """Return the motifs by group, and by title within it."""
    found = [_motif(path) for path in _folder().glob("*.ant")]
    return tuple(sorted(found, key=lambda one: (GROUPS.index(one.group), one.title.lower())))


def load_motif(key: str) -> Network:
    """Return the network of the motif ``key``; raises `MissingInput` naming those there are."""
    found = {path.stem: path for path in _folder().glob("*.ant")}
    if key not in found:
        raise MissingInput(f"There is no motif '{key}'; there are {', '.join(sorted(found))}.")
    return antimony_file.read(found[key])[0]


def _motif(path: Path) -> Motif:
    lines = read_text(path).splitlines()
    head = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    about = {key: value for key, _, value in (line.partition(": ") for line in head[2:])}
    run = _RUN.fullmatch(about["run"])
    if run is None or about["group"] not in GROUPS or about["picture"] not in NOTATIONS:
        raise ValueError(f"{path} does not say how it is run, where it belongs, or what to draw")
    return Motif(
        path.stem,
        head[0],
        head[1],
        about["group"],
        about["picture"],
        tuple(about["show"].split()),
        path,
        run[1],
        float(run[2]),
        float(run[3]),
    )


def _folder() -> Path:
    return paths.resources() / "examples" / "motifs"
