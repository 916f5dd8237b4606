"""What the parts of a network in reaction notation are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grnstudio.core.drawing import Place
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import Arc, Diagram

ArcKey = tuple[str, str, str]
Make = tuple[str, str, bool]  # shape, text, whether it is held

MOST_NAMED = 150  # processes that are named on the canvas; of more, tooltips tell the names
PITCH = (120.0, 60.0)


def in_rows(names: Sequence[str]) -> dict[str, Place]:
    """Return places in rows, for parts that have no better ones yet."""
    wide = max(int(len(names) ** 0.5), 1)
    return {name: (PITCH[0] * (i % wide), PITCH[1] * (i // wide)) for i, name in enumerate(names)}


def makes_of(network: Network | None, shown: Diagram) -> dict[str, Make]:
    """Return by name what an item is made of; an equal one needs no other item."""
    if network is None:
        return {}
    found: dict[str, Make] = {
        one.id: ("species", one.name or one.id, one.boundary or one.constant)
        for one in network.species
    }
    named = len(shown.processes) <= MOST_NAMED
    found |= {one.name: ("process", one.name * named, False) for one in shown.processes}
    return found | dict.fromkeys(shown.nothings, ("nothing", "", False))


def key_of(arc: Arc) -> ArcKey:
    """Return what tells an arc from all others of its diagram."""
    return arc.species, arc.process, arc.role


def dense(course: np.ndarray) -> np.ndarray:
    """Return the course with a point every few pixels, also on its straight parts."""
    lengths = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    at = np.linspace(0.0, lengths[-1], max(int(lengths[-1] / 3), 2))
    return np.column_stack([np.interp(at, lengths, course[:, k]) for k in range(2)])
