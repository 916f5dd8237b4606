"""Gestures on the canvas, as plain objects: begun at a point, moved, then finished or dropped.

They know grids and curves, not events, so that mouse, keyboard and tests use them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grnstudio.core.curves import DrawnCurve, Knots, through
from grnstudio.core.shapes import knots_along

Point = tuple[float, float]
SNAP = 0.05  # of expression


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """What is drawn on: a grid, and how far apart on it two things still count as touching."""

    grid: np.ndarray
    reach: Point = (0.1, 0.03)
    top: float = 1.05
    snaps: bool = False

    def held(self, x: float, y: float) -> Point:
        """Return the nearest point that can be drawn: within the grid, not below 0."""
        x = float(np.clip(x, self.grid[0], self.grid[-1]))
        y = float(np.clip(y, 0.0, self.top))
        if self.snaps:
            x, y = float(self.grid[self.index(x)]), round(round(y / SNAP) * SNAP, 10)
        return x, y

    def index(self, x: float) -> int:
        """Return the sample nearest to ``x``."""
        return int(np.abs(self.grid - x).argmin())

    def distance(self, a: Point, b: Point) -> float:
        """Return how far apart two points are, in units of reach."""
        return float(np.hypot((a[0] - b[0]) / self.reach[0], (a[1] - b[1]) / self.reach[1]))


@dataclass(frozen=True, slots=True)
class HitTarget:
    """What lies under a point: a spline's point, a curve's sample, or nothing."""

    kind: Literal["knot", "curve", "nothing"]
    name: str = ""
    index: int = -1


def hit(surface: Surface, curves: Mapping[str, DrawnCurve], active: str, at: Point) -> HitTarget:
    """Return what lies at a point; the active curve's points come first, then any curve."""
    if active in curves:
        index = _nearest_knot(surface, curves[active].knots, at)
        if index is not None:
            return HitTarget("knot", active, index)
    order = sorted(curves, key=lambda name: name != active)
    near = [(_gap(surface, curves[name], at), place) for place, name in enumerate(order)]
    gap, place = min(near, default=(np.inf, -1))
    if gap > 1:
        return HitTarget("nothing")
    return HitTarget("curve", order[place], surface.index(at[0]))


class Stroke:
    """Draw freehand; a press alone sets one sample."""

    verb = "Draw"

    def __init__(self, surface: Surface, curve: DrawnCurve, at: Point) -> None:
        self._surface, self._curve = surface, curve
        self._points = [surface.held(*at)]

    @property
    def said(self) -> str:
        """What the user should know about the stroke so far."""
        steps = np.diff([x for x, _ in self._points])
        doubled = (steps > 0).any() and (steps < 0).any()
        return "The stroke doubled back: the later part holds." if doubled else ""

    def move(self, at: Point) -> None:
        """Go on to ``at``."""
        point = self._surface.held(*at)
        if point != self._points[-1]:
            self._points.append(point)

    def preview(self) -> DrawnCurve:
        """Return the curve as it would be if the gesture ended here."""
        x, y = np.array(self._points).T
        return self._curve.with_stroke(self._surface.grid, x, y)

    def finish(self) -> DrawnCurve | None:
        """Return the curve drawn, None if it is the one before."""
        return self.preview()


class KnotDrag:
    """Add a point to the spline, or move the one under the pointer.

    A curve drawn otherwise is first carried by the few points that describe it.
    """

    verb = "Move a point of"

    def __init__(self, surface: Surface, curve: DrawnCurve, at: Point) -> None:
        self._surface, self._at = surface, surface.held(*at)
        knots = curve.knots or knots_along(curve, surface.grid)
        self.said = ""
        if knots and not curve.knots:
            self.said = f"The curve is carried by {len(knots)} points; drag them."
        index = _nearest_knot(surface, knots, at)
        self._moved = index is None
        self._offset = (0.0, 0.0)
        if index is None:
            self.verb = "Add a point to"
        else:
            self._at = knots[index]
            self._offset = (self._at[0] - at[0], self._at[1] - at[1])
        self._others = tuple(knot for i, knot in enumerate(knots) if i != index)

    @property
    def index(self) -> int:
        """The place of the dragged point among all of them."""
        return sum(knot[0] < self._at[0] for knot in self._others)

    def move(self, at: Point) -> None:
        """Drag the point to ``at``."""
        point = self._surface.held(at[0] + self._offset[0], at[1] + self._offset[1])
        self._moved = self._moved or point != self._at
        self._at = point

    def preview(self) -> DrawnCurve:
        """Return the curve as it would be if the gesture ended here."""
        return through((*self._others, self._at), self._surface.grid)

    def finish(self) -> DrawnCurve | None:
        """Return the curve through the points, None if the press only chose one."""
        return self.preview() if self._moved else None


class Wipe:
    """Erase from where the pointer went down to where it has been."""

    verb = "Erase part of"
    said = ""

    def __init__(self, surface: Surface, curve: DrawnCurve, at: Point) -> None:
        self._surface, self._curve = surface, curve
        self._low = self._high = float(surface.grid[surface.index(at[0])])

    @property
    def span(self) -> Point:
        """The stretch of the grid that goes."""
        return self._low, self._high

    def move(self, at: Point) -> None:
        """Erase up to ``at`` too."""
        x = float(self._surface.grid[self._surface.index(at[0])])
        self._low, self._high = min(self._low, x), max(self._high, x)

    def preview(self) -> DrawnCurve:
        """Return the curve as it would be if the gesture ended here."""
        return self._curve.erased(self._surface.grid, self._low, self._high)

    def finish(self) -> DrawnCurve | None:
        """Return what is left, None if nothing was there to erase."""
        left = self.preview()
        same = np.array_equal(left.values, self._curve.values, equal_nan=True)
        return None if same else left


Gesture = Stroke | KnotDrag | Wipe
GESTURES: dict[str, type[Stroke] | type[KnotDrag] | type[Wipe]] = {
    "pen": Stroke,
    "points": KnotDrag,
    "erase": Wipe,
}


def without_knot(curve: DrawnCurve, index: int, grid: np.ndarray) -> DrawnCurve:
    """Return the spline without one of its points."""
    return through([knot for i, knot in enumerate(curve.knots) if i != index], grid)


def _nearest_knot(surface: Surface, knots: Knots, at: Point) -> int | None:
    gaps = [surface.distance(knot, at) for knot in knots]
    if not gaps or min(gaps) > 1:
        return None
    return int(np.argmin(gaps))


def _gap(surface: Surface, curve: DrawnCurve, at: Point) -> float:
    drawn = ~np.isnan(curve.values)
    if not drawn.any():
        return float("inf")
    x, y = surface.grid[drawn], curve.values[drawn]
    on_line = surface.distance((at[0], float(np.interp(at[0], x, y))), at)
    along = np.hypot((x - at[0]) / surface.reach[0], (y - at[1]) / surface.reach[1])
    inside = x[0] <= at[0] <= x[-1] and not np.isnan(curve.values[surface.index(at[0])])
    return min(float(along.min()), on_line if inside else np.inf)
