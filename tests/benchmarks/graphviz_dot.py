"""Has graphviz' ``dot``, where it is installed, draw a diagram; the program never needs it."""

import json
import shutil
import subprocess

import numpy as np

from grnstudio.core.network_diagram import PRODUCES
from tests.benchmarks.drawn_networks import part_sizes

POINTS = 72.0  # to the inch
SAMPLES = 12


def is_installed():
    return shutil.which("dot") is not None


def courses(diagram):
    """How ``dot`` draws the arcs of ``diagram``, parts as large as they are here."""
    lines = ["digraph drawn {", 'node [shape=box, fixedsize=true, label=""];']
    for name, (width, height) in part_sizes(diagram).items():
        lines.append(f'"{name}" [width={width / POINTS}, height={height / POINTS}];')
    for number, arc in enumerate(diagram.arcs):
        a, b = arc.species, arc.process
        one, other = (b, a) if arc.role == PRODUCES else (a, b)
        lines.append(f'"{one}" -> "{other}" [id="{number}", arrowhead=none];')
    told = subprocess.run(
        ["dot", "-Tjson"],
        input="\n".join([*lines, "}"]),
        capture_output=True,
        text=True,
        check=True,
    )
    edges = json.loads(told.stdout).get("edges", [])
    return [_sampled(one["pos"]) for one in sorted(edges, key=lambda one: int(one["id"]))]


def _sampled(pos):
    """Return points on the curve that ``dot`` tells as control points."""
    control = np.array([[float(x) for x in one.split(",")[-2:]] for one in pos.split()])
    t = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    pieces = []
    for start in range(0, len(control) - 3, 3):
        a, b, c, d = control[start : start + 4]
        pieces.append(
            (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
        )
    return np.concatenate(pieces)
