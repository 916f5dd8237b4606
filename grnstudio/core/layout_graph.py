"""What a layout needs to know of a drawing: which parts, how large, and which are linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import CONSUMES, PRODUCES, Arc, Diagram
from grnstudio.core.network_layout import LABEL_GAP, NOTHING_SIZE, SQUARE


@dataclass(frozen=True, slots=True)
class LayoutGraph:
    """Parts by number. ``low`` and ``high`` say how far each reaches from its middle, ``[n, 2]``.

    ``links`` are pairs of parts; a name that stands beside its process counts as part of it.
    """

    names: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    links: np.ndarray
    flow: np.ndarray  # by link: 1 if it leads from its first part to its second, -1 the other way

    @property
    def sizes(self) -> np.ndarray:
        """Widths and heights."""
        found: np.ndarray = self.low + self.high
        return found


def layout_graph(
    diagram: Diagram, sizes: Mapping[str, Place], labels: Mapping[str, Place]
) -> LayoutGraph:
    """Return the parts of ``diagram``; ``sizes`` of parts, ``labels`` of names."""
    processes = [one.name for one in diagram.processes]
    names = (*diagram.species, *processes, *diagram.nothings)
    usual = dict.fromkeys(processes, (SQUARE, SQUARE))
    usual |= dict.fromkeys(diagram.nothings, (NOTHING_SIZE, NOTHING_SIZE))
    known = {**usual, **sizes}
    low = np.array([known[name] for name in names], dtype=float).reshape(-1, 2) / 2
    high = low.copy()
    for number, name in enumerate(names):
        width, height = labels.get(name, (0.0, 0.0))
        if width:
            high[number, 0] += LABEL_GAP + width
            for side in (low, high):
                side[number, 1] = max(side[number, 1], height / 2)
    index = {name: number for number, name in enumerate(names)}
    arcs = [one for one in diagram.arcs if one.species != one.process]
    ends = [(index[one.species], index[one.process]) for one in arcs]
    links = np.array(ends, dtype=int).reshape(-1, 2)
    flow = np.array([-1.0 if one.role == PRODUCES else 1.0 for one in arcs])
    return LayoutGraph(names, low, high, links, flow)


def part(graph: LayoutGraph, names: Sequence[str]) -> LayoutGraph:
    """Return the graph of ``names`` alone, in their order."""
    index = {name: number for number, name in enumerate(graph.names)}
    chosen = np.array([index[name] for name in names], dtype=int)
    number = np.full(len(graph.names), -1)
    number[chosen] = np.arange(len(chosen))
    links = number[graph.links]
    within = (links >= 0).all(axis=1)
    low, high = graph.low[chosen], graph.high[chosen]
    return LayoutGraph(tuple(names), low, high, links[within], graph.flow[within])


def plain_diagram(names: Sequence[str], links: Sequence[Sequence[str]]) -> Diagram:
    """Return a graph of equals as a diagram, for layouts alone; loops are left out."""
    known = set(names)
    arcs = [
        Arc(link[0], link[1], CONSUMES)
        for link in links
        if link[0] != link[1] and {link[0], link[1]} <= known
    ]
    return Diagram(tuple(names), (), (), tuple(arcs))
