"""The styles in which drawings are laid out; each lays out one that has no places at all."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from grnstudio.core.arc_crossings import untidiness
from grnstudio.core.circle_layout import encircled
from grnstudio.core.drawing import Place
from grnstudio.core.layout_graph import LayoutGraph, part
from grnstudio.core.layout_pieces import components, packed
from grnstudio.core.network_diagram import Diagram
from grnstudio.core.network_layout import LABEL_GAP, NetworkLayout, lay_out
from grnstudio.core.spring_layout import sprung
from grnstudio.core.untangling import untangled

MOST_TIDIED = 160  # parts of layouts whose parts are moved one by one
TURNS, LEAST_TURNS = 18, 2
OFTEN = 50  # parts up to which all turns are taken
PATIENCE = 5  # turns without a tidier layout, after which they begin again

Laying: TypeAlias = Generator[float, None, dict[str, Place]]
_Style: TypeAlias = Callable[[Diagram, LayoutGraph, int], Laying]


def styled(diagram: Diagram, graph: LayoutGraph, style: str, seed: int) -> Laying:
    """Return places of all parts of ``diagram``, its upper left corner at the origin."""
    return (yield from STYLES[style](diagram, graph, seed))


def in_rows(graph: LayoutGraph) -> dict[str, Place]:
    """Return places one beside the other, whatever is linked."""
    corners = packed([(width, height) for width, height in graph.sizes.tolist()])
    places = (np.array(corners).reshape(-1, 2) + graph.low).tolist()
    return {name: (x, y) for name, (x, y) in zip(graph.names, places, strict=True)}


def layered_in_haste(diagram: Diagram, graph: LayoutGraph) -> dict[str, Place]:
    """Return places in layers of which not much was tried."""
    return dict(_in_layers(diagram, graph, in_haste=True).places)


def _layered(diagram: Diagram, graph: LayoutGraph, seed: int) -> Laying:
    """Put parts in layers along the flow."""
    yield 0.0
    found = _in_layers(diagram, graph)
    axis = 0 if found.horizontal else 1
    return (yield from _tidied(diagram, graph, dict(found.places), seed, axis))


def _in_layers(diagram: Diagram, graph: LayoutGraph, in_haste: bool = False) -> NetworkLayout:
    boxes = dict(zip(graph.names, map(tuple, graph.sizes.tolist()), strict=True))
    boxes = {name: boxes[name] for name in diagram.species}
    reach = dict(zip(graph.names, (graph.high - graph.low)[:, 0].tolist(), strict=True))
    labels = {one.name: max(reach[one.name] - LABEL_GAP, 0.0) for one in diagram.processes}
    widths = {name: width for name, (width, _) in boxes.items()}
    return lay_out(diagram, widths, labels, boxes, in_haste=in_haste)


def _force(diagram: Diagram, graph: LayoutGraph, seed: int) -> Laying:
    found = yield from _in_pieces(diagram, graph, lambda one, _: sprung(one, seed))
    return (yield from _tidied(diagram, graph, found, seed, None))


def _circular(diagram: Diagram, graph: LayoutGraph, seed: int) -> Laying:
    def lay(piece: LayoutGraph, around: int) -> Generator[float, None, np.ndarray]:
        yield 0.0
        return encircled(piece, around)

    return (yield from _in_pieces(diagram, graph, lay))


STYLES: Mapping[str, _Style] = MappingProxyType(
    {"layered": _layered, "force": _force, "circular": _circular}
)


def _tidied(
    diagram: Diagram, graph: LayoutGraph, places: dict[str, Place], seed: int, axis: int | None
) -> Laying:
    """Return the tidiest of a layout and of what comes of it when parts are moved."""
    if len(graph.names) > MOST_TIDIED:
        return places
    boxes = dict(zip(graph.names, map(tuple, graph.sizes.tolist()), strict=True))
    boxes = {name: boxes[name] for name in diagram.species}
    best, (least, crossed) = places, untidiness(diagram, places, boxes)
    here, low, idle = best, least, 0
    for turn in range(_turns(len(graph.names))):
        if not crossed:
            break
        if idle == PATIENCE:
            here, low, idle = places, np.inf, 0
        at = np.array([here[name] for name in graph.names])
        moved = untangled(graph, at, seed * TURNS + turn, axis).tolist()
        tried = {name: (x, y) for name, (x, y) in zip(graph.names, moved, strict=True)}
        badness, now = untidiness(diagram, tried, boxes)
        idle += 1
        if badness < low:
            here, low, idle = tried, badness, 0
        if badness < least:
            best, least, crossed = tried, badness, now
        yield 0.1 + 0.9 * turn / TURNS
    return best


def _turns(parts: int) -> int:
    """Return how often parts are moved: a turn takes as long as the square of their number."""
    return max(LEAST_TURNS, min(TURNS, round(TURNS * (OFTEN / max(parts, 1)) ** 2)))


def _in_pieces(
    diagram: Diagram,
    graph: LayoutGraph,
    lay: Callable[[LayoutGraph, int], Generator[float, None, np.ndarray]],
) -> Laying:
    """Lay out one by one what hangs together, and put it side by side."""
    species = set(diagram.species)
    pieces, places = [], []
    done = 0
    for names, _ in components(diagram):
        piece = part(graph, names)
        steps = lay(piece, sum(name in species for name in names))
        while True:
            try:
                share = next(steps)
            except StopIteration as end:
                places.append(end.value)
                break
            yield (done + share * len(names)) / len(graph.names)
        pieces.append(piece)
        done += len(names)
    return _side_by_side(pieces, places)


def _side_by_side(pieces: Sequence[LayoutGraph], places: Sequence[np.ndarray]) -> dict[str, Place]:
    lows = [(at - one.low).min(axis=0) for one, at in zip(pieces, places, strict=True)]
    highs = [(at + one.high).max(axis=0) for one, at in zip(pieces, places, strict=True)]
    sizes = [(float(x), float(y)) for x, y in (b - a for a, b in zip(lows, highs, strict=True))]
    found: dict[str, Place] = {}
    for piece, at, low, corner in zip(pieces, places, lows, packed(sizes), strict=True):
        moved = (at - low + np.array(corner)).tolist()
        found |= {name: (x, y) for name, (x, y) in zip(piece.names, moved, strict=True)}
    return found
