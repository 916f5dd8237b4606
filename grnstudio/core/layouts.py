"""Places for the parts of a drawing, in one of several styles.

The same graph with the same seed always gets the same places. What stands already stays where it
is; the rest finds room beside what it is linked to.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from grnstudio.core.added_layout import placed_beside
from grnstudio.core.drawing import Place
from grnstudio.core.layout_graph import layout_graph, plain_diagram
from grnstudio.core.layout_styles import STYLES, in_rows, layered_in_haste, styled
from grnstudio.core.network_diagram import Diagram
from grnstudio.errors import SettingError

QUICK = 30  # parts up to which `laid_out` takes no longer than a wink
MOST_AT_ONCE = 300
NONE: Mapping[str, Place] = MappingProxyType({})
Laying: TypeAlias = Generator[float, None, dict[str, Place]]


def laid_out(
    diagram: Diagram,
    sizes: Mapping[str, Place],
    style: str = "layered",
    keep: Mapping[str, Place] = NONE,
    seed: int = 0,
    labels: Mapping[str, Place] = NONE,
) -> dict[str, Place]:
    """Return middles of all parts of ``diagram``; those in ``keep`` stay where they are.

    ``sizes`` are widths and heights of species (processes, sources and sinks have their own),
    ``labels`` those of names that stand beside processes.
    """
    return _to_its_end(laying_out(diagram, sizes, style, keep, seed, labels))


def graph_laid_out(
    names: Sequence[str],
    links: Sequence[Sequence[str]],
    sizes: Mapping[str, Place],
    style: str = "circular",
    keep: Mapping[str, Place] = NONE,
    seed: int = 0,
) -> dict[str, Place]:
    """Return middles of the nodes of a graph; each link begins with its source and its target."""
    return laid_out(plain_diagram(names, links), sizes, style, keep, seed)


def laid_out_at_once(
    diagram: Diagram, sizes: Mapping[str, Place], labels: Mapping[str, Place] = NONE
) -> dict[str, Place]:
    """Return places to show until better ones are found, which takes longer."""
    graph = layout_graph(diagram, sizes, labels)
    if len(graph.names) > MOST_AT_ONCE:
        return in_rows(graph)
    return layered_in_haste(diagram, graph)


def laying_out(
    diagram: Diagram,
    sizes: Mapping[str, Place],
    style: str = "layered",
    keep: Mapping[str, Place] = NONE,
    seed: int = 0,
    labels: Mapping[str, Place] = NONE,
) -> Laying:
    """Do what `laid_out` does bit by bit; yield the share that is done, return the places."""
    if style not in STYLES:
        raise SettingError(f"There is no layout '{style}'; there are {', '.join(STYLES)}.")
    graph = layout_graph(diagram, sizes, labels)
    kept = {name: keep[name] for name in graph.names if name in keep}
    if len(kept) == len(graph.names):
        return kept
    if not kept:
        return (yield from styled(diagram, graph, style, seed))
    return (yield from placed_beside(kept, diagram, graph, style, seed))


def _to_its_end(steps: Laying) -> dict[str, Place]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: dict[str, Place] = end.value
            return found
