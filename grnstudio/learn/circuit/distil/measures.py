"""What a circuit does when an input is raised, in three numbers. No torch here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grnstudio.core.task import Task


class Response(NamedTuple):
    """How the output answers the highest level of an input in the task's step test.

    ``sensitivity`` is how far it rises above rest, ``error`` how far from rest it ends, and
    ``amplitude`` how much it still moves in the second half of the time after the step.
    """

    sensitivity: float
    error: float
    amplitude: float


def responses(task: Task, probed: np.ndarray | None) -> dict[str, Response]:
    """Return the response to each input raised, of courses ``[stimuli, steps, genes]``."""
    if task.probe is None or probed is None:
        return {}
    output, onset = task.targets.index(task.outputs[0]), task.probe.onset
    found, first = {}, 0
    for name, levels in task.probe.levels.items():
        if levels:
            course = probed[first + int(np.argmax(levels)), :, output].astype(float)
            found[name] = _response(course, onset)
        first += len(levels)
    return found


def _response(course: np.ndarray, onset: int) -> Response:
    rest, after = course[max(onset - 1, 0)], course[onset:]
    late = after[len(after) // 2 :]
    return Response(
        float(after.max() - rest), float(abs(after[-1] - rest)), float(late.max() - late.min())
    )
