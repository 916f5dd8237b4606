"""How links run from node to node, and their heads. Points are ``[points, x and y]``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

GAP = 4.0  # between the head and the node
SAMPLES = 33
APART = 7.0  # half the distance between the two links of a mutual pair
LOOP_HALF = 11.0
LOOP_REACH = 42.0
BENDS = (0.0, 0.18, -0.18, 0.32, -0.32, 0.5, -0.5)
MUTUAL_BENDS = (0.12, 0.26, 0.42)
OBSTACLE_ROOM = 5.0
DRAW_BACK = 2.0
HEADS_APART = 13.0
CROWDED = 0.4  # how much an end upon another counts against a node that is hit


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> np.ndarray:
        """The middle as a point."""
        return np.array([self.x, self.y])

    def holds(self, points: np.ndarray, margin: float = 0.0) -> np.ndarray:
        """Return which points lie in the box made larger by ``margin``."""
        half = np.array([self.width / 2 + margin, self.height / 2 + margin])
        inside: np.ndarray = (np.abs(points - self.middle) < half).all(axis=-1)
        return inside


def route(
    source: Box,
    target: Box,
    others: Sequence[Box] = (),
    mutual: bool = False,
    aside: float = 0.0,
    taken: Sequence[np.ndarray] = (),
) -> np.ndarray:
    """Return the course of a link from the edge of ``source`` to just before ``target``.

    It bends around other nodes, and keeps its ends clear of places that are ``taken``. The two
    links of a mutual pair each keep to their own right; ``aside`` moves a link to that side by
    pixels.
    """
    aside += APART if mutual else 0.0
    places = np.array([[box.x, box.y, box.width / 2, box.height / 2] for box in others])
    places = places.reshape(-1, 4)
    best, fewest = None, float(len(others) + len(taken) + 1)
    for bend in MUTUAL_BENDS if mutual else BENDS:
        points = _arc(source, target, bend, aside)
        points = points[~source.holds(points, 1.0) & ~target.holds(points, GAP)]
        if len(points) < 2:
            continue
        hit = _hits(points[::4], places) + CROWDED * crowd(points[[0, -1]], taken)
        if hit < fewest:
            best, fewest = points, hit
        if fewest == 0:
            break
    return _resampled(best) if best is not None else _between(source, target)


def loop(node: Box, away_from: np.ndarray) -> np.ndarray:
    """Return the course of a link from a node to itself, on the side away from the others.

    Never on the left, where links from the inputs arrive.
    """
    outward = node.middle - away_from
    if np.allclose(outward, 0):
        outward = np.array([0.0, -1.0])
    across = outward[0] > 1.6 * abs(outward[1])
    side = np.array([1.0, 0.0] if across else [0.0, np.sign(outward[1]) or -1.0])
    along = np.array([-side[1], side[0]])
    half = node.width / 2 if across else node.height / 2
    reach = min(LOOP_HALF, (node.height if across else node.width) / 2 - 3)
    start = node.middle + (half + 1) * side - reach * along
    end = node.middle + (half + GAP) * side + reach * along
    pull = LOOP_REACH * side
    t = np.linspace(0, 1, SAMPLES)[:, None]
    first, second = start + pull - 14 * along, end + pull + 14 * along
    rising = 3 * t * (1 - t) ** 2 * first
    falling = 3 * t**2 * (1 - t) * second
    course: np.ndarray = (1 - t) ** 3 * start + rising + falling + t**3 * end
    return course


def clear_head(
    course: np.ndarray, sign: int, width: float, target: Box
) -> tuple[np.ndarray, np.ndarray]:
    """Return head and shaft as `head_and_shaft` does, drawn back until the head is clear."""
    head, shaft = head_and_shaft(course, sign, width)
    while target.holds(head, 1.5).any() and _length(course) > 3 * DRAW_BACK:
        course = shortened(course, DRAW_BACK)
        head, shaft = head_and_shaft(course, sign, width)
    return head, shaft


def head_and_shaft(course: np.ndarray, sign: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the outline of the head at the end of ``course``, and the line that leads to it.

    The head is a filled arrow for activation, a bar across for repression, and a diamond where it
    is not known.
    """
    depth = 2 + 0.4 * width if sign < 0 else 7 + 1.6 * width
    depth = min(depth, 0.6 * _length(course))
    shaft = shortened(course, depth)
    tip, base = course[-1], shaft[-1]
    along = (tip - base) / max(float(np.hypot(*(tip - base))), 1e-9)
    across = np.array([-along[1], along[0]])
    if sign > 0:
        half = (3.2 + 1.1 * width) * across
        return np.array([tip, base + half, base - half]), shortened(course, 0.8 * depth)
    if sign == 0:
        half, middle = (2.6 + 0.8 * width) * across, (tip + base) / 2
        return np.array([tip, middle + half, base, middle - half]), shaft
    half = (5.5 + 1.0 * width) * across
    return np.array([tip + half, tip - half, base - half, base + half]), shaft


def line_width(weight: float, strongest: float) -> float:
    """Return 1 to 4 pixels by strength, in half pixels."""
    share = min(abs(weight) / strongest, 1.0) if strongest > 0 else 0.0
    return round(2 * (1 + 3 * share)) / 2


def distance(course: np.ndarray, place: np.ndarray) -> float:
    """Return how far ``place`` is from a course."""
    return float(np.hypot(*(course - place).T).min())


def crowd(ends: np.ndarray, taken: Sequence[np.ndarray]) -> float:
    """Return how close the ends of a link come to places that are taken, 0 if they are clear."""
    if not taken:
        return 0.0
    apart = np.hypot(*(ends[:, None] - np.array(taken)[None]).transpose(2, 0, 1))
    return float(np.maximum(1.0 - apart / HEADS_APART, 0.0).sum())


def _arc(source: Box, target: Box, bend: float, apart: float) -> np.ndarray:
    start, end = source.middle, target.middle
    span = end - start
    length = max(float(np.hypot(*span)), 1e-9)
    side = np.array([-span[1], span[0]]) / length
    start, end = start + apart * side, end + apart * side
    control = (start + end) / 2 + bend * length * side
    t = np.linspace(0, 1, 8 * SAMPLES)[:, None]
    arc: np.ndarray = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return arc


def _hits(points: np.ndarray, places: np.ndarray) -> int:
    """Return how many nodes, each a middle and half a size, the points run into."""
    apart = np.abs(points[:, None] - places[None, :, :2])
    return int((apart < places[None, :, 2:] + OBSTACLE_ROOM).all(axis=2).any(axis=0).sum())


def _between(source: Box, target: Box) -> np.ndarray:
    """Return a short line for nodes that touch."""
    middle = (source.middle + target.middle) / 2
    span = (target.middle - source.middle) / 2
    reach = 4 * span / max(float(np.hypot(*span)), 1e-9)
    return np.linspace(middle - reach, middle + reach, SAMPLES)


def _resampled(points: np.ndarray) -> np.ndarray:
    places = np.linspace(0, len(points) - 1, SAMPLES)
    steps = np.arange(len(points))
    return np.column_stack([np.interp(places, steps, points[:, k]) for k in range(2)])


def _length(points: np.ndarray) -> float:
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def shortened(points: np.ndarray, cut: float) -> np.ndarray:
    """Return the course without its last ``cut`` pixels."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    left = steps[::-1].cumsum()[::-1]  # from the start of each step to the end of the course
    last = int(np.flatnonzero(left >= cut)[-1]) if (left >= cut).any() else 0
    share = (left[last] - cut) / steps[last] if steps[last] > 0 else 0.0
    end = points[last] + max(share, 0.0) * (points[last + 1] - points[last])
    return np.vstack([points[: last + 1], end])
