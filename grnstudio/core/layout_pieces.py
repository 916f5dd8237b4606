"""What of a drawing hangs together, and how such pieces are put side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram

SHAPE = 1.4  # width over height that pictures are to have
BETWEEN = 36.0  # between two pieces


def components(diagram: Diagram) -> list[tuple[list[str], list[int]]]:
    """Return what hangs together: names, and indices of arcs; the largest first."""
    linked: dict[str, list[str]] = defaultdict(list)
    for arc in diagram.arcs:
        linked[arc.species].append(arc.process)
        linked[arc.process].append(arc.species)
    names = [*diagram.species, *(one.name for one in diagram.processes), *diagram.nothings]
    owner: dict[str, int] = {}
    groups: list[list[str]] = []
    for start in names:
        waiting = [start] if start not in owner else []
        groups += [[]] if waiting else []
        while waiting:
            name = waiting.pop()
            if name not in owner:
                owner[name] = len(groups) - 1
                waiting += linked[name]
    for name in names:
        groups[owner[name]].append(name)
    arcs: list[list[int]] = [[] for _ in groups]
    for index, arc in enumerate(diagram.arcs):
        arcs[owner[arc.process]].append(index)
    found = zip(groups, arcs, strict=True)
    return sorted(found, key=lambda group: -len(group[0]))


def packed(sizes: Sequence[Place]) -> list[Place]:
    """Return corners for pieces set in rows, such that all together have a good shape."""
    widest = max((width for width, _ in sizes), default=0.0)
    area = sum((width + BETWEEN) * (height + BETWEEN) for width, height in sizes)
    row_width = max(widest, (SHAPE * area) ** 0.5)
    corners = []
    x = y = tall = 0.0
    for width, height in sizes:
        if x and x + width > row_width:
            x, y, tall = 0.0, y + tall + BETWEEN, 0.0
        corners.append((x, y))
        x, tall = x + width + BETWEEN, max(tall, height)
    return corners
