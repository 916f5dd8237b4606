"""Pictures of what an emulator is taught with."""

from __future__ import annotations

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure, Figure, Histogram, HistogramFigure
from grnstudio.core.transitions import Transitions

SHOWN = 6  # species
FAINT = 8  # courses of each
BINS = 40
MOST_DRAWN = 200_000  # pairs whose states are counted
COURSES, STATES = "Courses from the first start", "States that are learned from"


def transition_figures(transitions: Transitions, steps: int, pairs: int = 0) -> tuple[Figure, ...]:
    """Draw courses of ``steps`` steps from the first start, and where the states lie.

    ``pairs`` is how many there are if ``transitions`` are some of them.
    """
    if not len(transitions):
        return ()
    shown = _shown(transitions)
    states = _states(transitions, shown, pairs or len(transitions))
    return _courses(transitions, steps, shown), states


def _shown(transitions: Transitions) -> list[int]:
    """Return the species that vary most for their size, in their own order."""
    spread = transitions.after.std(axis=0) / (1.0 + transitions.after.mean(axis=0))
    return sorted(np.argsort(-spread, kind="stable")[:SHOWN].tolist())


def _courses(transitions: Transitions, steps: int, shown: list[int]) -> CurveFigure:
    first = transitions.of_settings(transitions.setting[:1])
    width = len(transitions.species)
    before = first.before.reshape(-1, steps, width)
    runs = np.concatenate([before, first.after.reshape(-1, steps, width)[:, -1:]], axis=1)
    times = transitions.step * np.arange(steps + 1)
    faint = tuple(
        Curve(transitions.species[one], times, run[:, one].astype(float), one, faint=True)
        for run in runs[:FAINT]
        for one in shown
    )
    means = tuple(
        Curve(transitions.species[one], times, runs[:, :, one].mean(axis=0), one) for one in shown
    )
    return CurveFigure(
        COURSES, (*faint, *means), "time", "molecules",
        note=f"mean of {len(runs):,} runs, and {min(FAINT, len(runs))} of them",
    )  # fmt: skip


def _states(transitions: Transitions, shown: list[int], pairs: int) -> HistogramFigure:
    after = transitions.after[:: -(-len(transitions) // MOST_DRAWN)]
    histograms = []
    for one in shown:
        counts = after[:, one]
        low, high = int(counts.min()), int(counts.max())
        width = max(1, -(-(high - low + 1) // BINS))
        edges = np.arange(low, high + width + 1, width) - 0.5
        heights = np.histogram(counts, edges)[0] / len(counts)
        histograms.append(Histogram(transitions.species[one], edges, heights, one))
    drawn = f", of which {len(after):,} are drawn" if len(after) < pairs else ""
    return HistogramFigure(
        STATES,
        tuple(histograms),
        y_label="share of states",
        note=f"{pairs:,} pairs of states{drawn}",
    )
