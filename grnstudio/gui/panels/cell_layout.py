"""Where nodes and operations of cells lie: columns from left to right, cells below each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF

from grnstudio.core.figures import CellEdge, CellFigure

RADIUS = 11.0
BOX = QSizeF(82.0, 18.0)  # of an operation
APART = 15.0  # operations of a node from its middle
GIVEN_APART = 22.0  # what is given, from the middle
COLUMN = 150.0  # from one node to the next
LEFT = 62.0  # from the frame to the middle of what is given: its name stands before it
RIGHT = 72.0  # from the last node to the frame
LANE = 11.0  # between lines that pass a column
BESIDE = 40.0  # half the height of a cell without such lines
CAPTION = 18.0
GAP = 10.0
END = -1  # stands for the mean that a cell gives
GIVEN = "state"


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """The way from a node to the box with an operation's name, and on to another node."""

    cell: int
    edge: CellEdge
    points: tuple[QPointF, ...]
    box: QRectF
    end: QPointF


@dataclass(slots=True)
class CellLayout:
    """The frame of each cell, its nodes by number, `END` for what it gives, and all its edges."""

    size: QSizeF = field(default_factory=QSizeF)
    frames: list[QRectF] = field(default_factory=list)
    nodes: list[dict[int, QPointF]] = field(default_factory=list)
    lines: list[EdgeLine] = field(default_factory=list)


def lay_out(figure: CellFigure, shape: float = 0.6) -> CellLayout:
    """Return where everything lies, all as large as it needs to be.

    Cells stand in as many columns as bring height over width nearest to ``shape``.
    """
    lanes = [_lanes(edges) for edges in figure.edges]
    high = 2 * BESIDE + LANE * max((_most(one) for one in lanes), default=0)
    cell = QSizeF(LEFT + figure.nodes * COLUMN + RIGHT, high)
    columns = _columns(len(figure.edges), cell, shape)
    layout = CellLayout()
    for number, edges in enumerate(figure.edges):
        left = (number % columns) * (cell.width() + GAP)
        top = (number // columns) * (cell.height() + CAPTION + GAP) + CAPTION
        frame = QRectF(QPointF(left, top), cell)
        nodes = _nodes(frame, figure.nodes)
        layout.frames.append(frame)
        layout.nodes.append(nodes)
        layout.lines += _lines(number, edges, nodes, lanes[number])
    rows = math.ceil(len(figure.edges) / columns)
    layout.size = QSizeF(
        columns * (cell.width() + GAP) - GAP, rows * (cell.height() + CAPTION + GAP) - GAP
    )
    return layout


def given_to(cell: int) -> tuple[str, str]:
    """Return what a cell is given by name: what the two cells before it made, or the state."""
    names = [GIVEN, GIVEN, *(f"cell {number + 1}" for number in range(cell))]
    return names[-2], names[-1]


def _columns(count: int, cell: QSizeF, shape: float) -> int:
    def oddness(columns: int) -> float:
        rows = math.ceil(count / columns)
        high, wide = rows * (cell.height() + CAPTION + GAP), columns * (cell.width() + GAP)
        return abs(math.log(high / wide / max(shape, 0.01)))

    return min(range(1, count + 1), key=oddness, default=1)


def _nodes(frame: QRectF, nodes: int) -> dict[int, QPointF]:
    """Return what is given, one below the other, then each node, then the end."""
    left, middle = frame.left() + LEFT, frame.center().y()
    places = {0: QPointF(left, middle - GIVEN_APART), 1: QPointF(left, middle + GIVEN_APART)}
    for node in range(2, nodes + 2):
        places[node] = QPointF(left + (node - 1) * COLUMN, middle)
    places[END] = QPointF(frame.right() - RADIUS - 8, middle)
    return places


def _lanes(edges: Sequence[CellEdge]) -> dict[CellEdge, tuple[int, int]]:
    """Return side (-1 above, 1 below) and number of the lane of each edge that passes nodes."""
    found: dict[CellEdge, tuple[int, int]] = {}
    for one in sorted(edges, key=lambda edge: edge.target - edge.source):
        first, last = max(one.source, 1) + 1, one.target - 1
        if last < first:
            continue
        side = -1 if one.source % 2 == 0 else 1
        taken = {
            lane
            for other, (beside, lane) in found.items()
            if beside == side and max(other.source, 1) + 1 <= last and other.target - 1 >= first
        }
        found[one] = side, next(lane for lane in range(len(edges)) if lane not in taken)
    return found


def _most(lanes: dict[CellEdge, tuple[int, int]]) -> int:
    """Return twice the lanes on the side that has more."""
    return 2 * max((lane + 1 for _, lane in lanes.values()), default=0)


def _lines(
    cell: int,
    edges: Sequence[CellEdge],
    nodes: dict[int, QPointF],
    lanes: dict[CellEdge, tuple[int, int]],
) -> list[EdgeLine]:
    lines = []
    for target in sorted({one.target for one in edges}):
        into = [one for one in edges if one.target == target]
        into.sort(key=lambda one: (_height(one, nodes, lanes), one.source))
        for place, one in enumerate(into):
            end = nodes[target]
            y = end.y() + (2 * place - len(into) + 1) * APART
            box = QRectF(QPointF(end.x() - RADIUS - 18 - BOX.width(), y - BOX.height() / 2), BOX)
            points = _way(nodes[one.source], box, nodes, one, lanes.get(one))
            lines.append(EdgeLine(cell, one, points, box, end))
    return lines


def _height(
    edge: CellEdge, nodes: dict[int, QPointF], lanes: dict[CellEdge, tuple[int, int]]
) -> float:
    """Return where an edge comes from, so that operations of a node stand in that order."""
    lane = lanes.get(edge)
    return nodes[edge.source].y() if lane is None else nodes[END].y() + lane[0] * (BESIDE + lane[1])


def _way(
    start: QPointF,
    box: QRectF,
    nodes: dict[int, QPointF],
    edge: CellEdge,
    lane: tuple[int, int] | None,
) -> tuple[QPointF, ...]:
    end = QPointF(box.left(), box.center().y())
    if lane is None:
        return start, end
    side, number = lane
    y = nodes[END].y() + side * (BESIDE - LANE / 2 + number * LANE)
    first = nodes[max(edge.source, 1) + 1].x() - COLUMN + RADIUS + 30
    return start, QPointF(first, y), QPointF(nodes[edge.target - 1].x() + RADIUS, y), end
