"""The job that lays out a drawing that is too large to do it while the window waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grnstudio.core.arc_routes import routed
from grnstudio.core.drawing import Place
from grnstudio.core.layouts import laying_out
from grnstudio.core.network_diagram import Diagram
from grnstudio.jobs import Step, Steps

PARTS = 100  # of the work, that progress is told in


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Middles of all parts, and the courses of the arcs between them, by index."""

    places: Mapping[str, Place]
    courses: Mapping[int, np.ndarray]


def lay_out(
    diagram: Diagram,
    sizes: Mapping[str, Place],
    style: str,
    keep: Mapping[str, Place],
    seed: int,
    labels: Mapping[str, Place],
) -> Steps[LaidOut]:
    """Do what `core.layouts.laid_out` does, and route the arcs."""
    steps = laying_out(diagram, sizes, style, keep, seed, labels)
    done = 0
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            places: dict[str, Place] = end.value
            break
        done = max(done, min(int(share * PARTS), PARTS - 2))
        yield Step(done, PARTS, stage="Finding places")
    yield Step(PARTS - 1, PARTS, stage="Routing arcs")
    courses = routed(diagram, places, sizes)
    yield Step(PARTS, PARTS, stage="Routing arcs")
    return LaidOut(places, courses)
