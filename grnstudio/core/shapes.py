"""Ready-made courses: what a gene is most often asked to do, scaled to any grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grnstudio.core.curves import DrawnCurve, Knots

LOW, HIGH = 0.1, 0.8  # a sigmoid reaches neither 0 nor 1
EDGE = 0.02  # share of the grid that an edge takes: no gene product follows a jump


@dataclass(frozen=True, slots=True)
class Shape:
    """A course as a function of the share of the grid passed, 0 to 1."""

    key: str
    title: str
    tip: str
    course: Callable[[np.ndarray], np.ndarray]

    def on(self, grid: np.ndarray) -> DrawnCurve:
        """Return the course as a curve on ``grid``."""
        span = grid[-1] - grid[0]
        return DrawnCurve(np.round(self.course((grid - grid[0]) / span), 4))


def pulse(share: np.ndarray) -> np.ndarray:
    """Rise, stay, and return."""
    return step_up(share) - (HIGH - LOW) * _edge(share, 0.6)


def step_up(share: np.ndarray) -> np.ndarray:
    """Change from low to high."""
    return LOW + (HIGH - LOW) * _edge(share, 0.3)


def step_down(share: np.ndarray) -> np.ndarray:
    """Change from high to low."""
    return HIGH - (HIGH - LOW) * _edge(share, 0.3)


def oscillation(share: np.ndarray) -> np.ndarray:
    """Swing three times, as a sine does."""
    return 0.5 * (LOW + HIGH) - 0.5 * (HIGH - LOW) * np.cos(6 * np.pi * share)


def spikes(share: np.ndarray) -> np.ndarray:
    """Fire four times, and rest between."""
    bumps = [_bump(share, place, 0.03) for place in (0.15, 0.4, 0.65, 0.9)]
    return np.asarray(LOW + (HIGH - LOW) * np.sum(bumps, axis=0))


def ramp(share: np.ndarray) -> np.ndarray:
    """Climb steadily."""
    return LOW + (HIGH - LOW) * share


def adaptation(share: np.ndarray) -> np.ndarray:
    """Answer with a peak, and return to where it was."""
    after = np.maximum(share - 0.2, 0.0) / 0.08
    return LOW + (HIGH - LOW) * after * np.exp(1 - after)


def stripe(share: np.ndarray) -> np.ndarray:
    """Express in one place only, a Gaussian."""
    return np.asarray(HIGH * _bump(share, 0.5, 0.08))


def french_flag(share: np.ndarray) -> np.ndarray:
    """Go down in three levels, at a third and at two thirds."""
    middle = 0.5 * (LOW + HIGH)
    return HIGH - (HIGH - middle) * _edge(share, 1 / 3) - (middle - LOW) * _edge(share, 2 / 3)


SHAPES: tuple[Shape, ...] = (
    Shape("pulse", "Pulse", "Rise, stay, and return.", pulse),
    Shape("step_up", "Step up", "Change from low to high.", step_up),
    Shape("step_down", "Step down", "Change from high to low.", step_down),
    Shape("oscillation", "Oscillation", "Three periods of a sine.", oscillation),
    Shape("spikes", "Spikes", "Four short spikes with rest between.", spikes),
    Shape("ramp", "Ramp", "Climb steadily.", ramp),
    Shape("adaptation", "Adaptation peak", "A peak, then back to where it was.", adaptation),
    Shape("stripe", "Stripe", "A Gaussian in the middle.", stripe),
    Shape("french_flag", "French flag", "Three levels with two thresholds.", french_flag),
)


def knots_along(curve: DrawnCurve, grid: np.ndarray, tolerance: float = 0.02) -> Knots:
    """Return the few points that straight lines between them keep within ``tolerance``."""
    drawn = np.flatnonzero(~np.isnan(curve.values))
    if len(drawn) < 2:
        return tuple((float(grid[i]), float(curve.values[i])) for i in drawn)
    x, y = grid[drawn], curve.values[drawn]
    kept, open_spans = {0, len(x) - 1}, [(0, len(x) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        line = np.interp(x[first : last + 1], x[[first, last]], y[[first, last]])
        off = np.abs(y[first : last + 1] - line)
        if off.max() > tolerance:
            worst = first + int(off.argmax())
            kept.add(worst)
            open_spans += [(first, worst), (worst, last)]
    return tuple((float(x[i]), float(y[i])) for i in sorted(kept))


def _edge(share: np.ndarray, place: float) -> np.ndarray:
    edge: np.ndarray = 0.5 * (1 + np.tanh((share - place) / EDGE))
    return edge


def _bump(share: np.ndarray, place: float, width: float) -> np.ndarray:
    bump: np.ndarray = np.exp(-0.5 * ((share - place) / width) ** 2)
    return bump
