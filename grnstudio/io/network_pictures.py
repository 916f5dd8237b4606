"""Short time courses of example networks and motifs, kept beside them for the galleries.

Simulating them takes a compiler; a picture should not. ``python -m tests.network_pictures`` makes
the file anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grnstudio import paths
from grnstudio.io import json_text
from grnstudio.io.atomic import write_text

NETWORKS, MOTIFS = "network", "motif"


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A few species of a network over time, ``values`` ``[names, times]`` at even times."""

    names: tuple[str, ...]
    end: float
    values: np.ndarray


def courses(of: str = NETWORKS) -> dict[str, Course]:
    """Return the kept time courses, by the keys of the examples or motifs."""
    data = json_text.read(_path(of))
    return {
        key: Course(tuple(one["names"]), float(one["end"]), np.array(one["values"], float))
        for key, one in data.items()
    }


def keep(courses: dict[str, Course], of: str = NETWORKS) -> None:
    """Write time courses in the place of those that were kept, to four digits."""
    data = {
        key: {
            "names": list(one.names),
            "end": one.end,
            "values": [[float(f"{value:.4g}") for value in row] for row in one.values.tolist()],
        }
        for key, one in courses.items()
    }
    write_text(json_text.render(data), _path(of))


def _path(of: str) -> Path:
    return paths.resources() / "examples" / f"{of}-pictures.json"
