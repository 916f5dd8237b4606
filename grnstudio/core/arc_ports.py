"""Where arcs of a diagram leave their species and meet their process, wherever these stand.

What a process uses comes in on one side of it, what it makes leaves on the other, and what acts on
it comes from the two sides between. Arcs that share a side of a box keep apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import ACTS, CONSUMES, PRODUCES, Diagram
from grnstudio.core.network_layout import NOTHING_SIZE, SQUARE

APART = 9.0  # between two arcs that end on one side of a box
CORNER = 6.0  # of a box, where none ends
USED = 0.62  # of a small box's side, where arcs may end
REACH = 10.0  # how far an arc runs on before it turns
BENT = 0.3  # how much it matters that what goes in and what comes out are on opposite sides
SAME = 0.5  # and that they are on different ones
_WAYS = [(into, out) for into in range(4) for out in range(4)]
NORMALS = np.array([[-1.0, 0.0], [0.0, -1.0], [1.0, 0.0], [0.0, 1.0]])  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Ports:
    """Ends of arcs, ``[arcs, 2]``, and which way they point there, away from the box."""

    starts: np.ndarray
    leaving: np.ndarray
    ends: np.ndarray
    arriving: np.ndarray


@dataclass(frozen=True, slots=True)
class Standing:
    """The parts of a diagram where they stand; ``sources`` and ``targets`` are ends of arcs."""

    names: tuple[str, ...]
    middles: np.ndarray
    halves: np.ndarray
    round: np.ndarray  # whether a part is a source or a sink, which arcs point to the middle of
    sources: np.ndarray
    targets: np.ndarray
    roles: np.ndarray  # 0 uses, 1 makes, 2 acts


def standing(diagram: Diagram, places: Mapping[str, Place], boxes: Mapping[str, Place]) -> Standing:
    """Gather what is known of the parts of ``diagram`` in arrays."""
    processes = tuple(one.name for one in diagram.processes)
    names = (*diagram.species, *processes, *diagram.nothings)
    usual = dict.fromkeys(processes, (SQUARE, SQUARE))
    usual |= dict.fromkeys(diagram.nothings, (NOTHING_SIZE, NOTHING_SIZE))
    sizes = {**usual, **boxes}
    index = {name: number for number, name in enumerate(names)}
    roles = {CONSUMES: 0, PRODUCES: 1, ACTS: 2}
    return Standing(
        names,
        np.array([places[name] for name in names], dtype=float).reshape(-1, 2),
        np.array([sizes[name] for name in names], dtype=float).reshape(-1, 2) / 2,
        np.arange(len(names)) >= len(names) - len(diagram.nothings),
        np.array([index[one.species] for one in diagram.arcs], dtype=int),
        np.array([index[one.process] for one in diagram.arcs], dtype=int),
        np.array([roles[one.role] for one in diagram.arcs], dtype=int),
    )


def ports(parts: Standing, chosen: np.ndarray | None = None) -> Ports:
    """Return where arcs begin and end; with ``chosen``, only what is said of these is right."""
    if chosen is None:
        return _ports(parts)
    near = np.isin(parts.sources, parts.sources[chosen])
    near |= np.isin(parts.targets, parts.targets[chosen])
    needed = np.flatnonzero(np.isin(parts.targets, parts.targets[near]))
    few = replace(
        parts,
        sources=parts.sources[needed],
        targets=parts.targets[needed],
        roles=parts.roles[needed],
    )
    found = _ports(few)
    spread = [np.zeros((len(parts.sources), 2)) for _ in range(4)]
    pieces = (found.starts, found.leaving, found.ends, found.arriving)
    for whole, piece in zip(spread, pieces, strict=True):
        whole[needed] = piece
    return Ports(*spread)


def _ports(parts: Standing) -> Ports:
    sides = _process_sides(parts)
    at_process = parts.middles[parts.targets] + NORMALS[sides] * parts.halves[parts.targets]
    aims = at_process + REACH * NORMALS[sides]
    leaving = _facing(parts.middles[parts.sources], parts.halves[parts.sources], aims)
    starts = _spread(parts, parts.sources, leaving, aims)
    ends = _spread(parts, parts.targets, sides, starts + REACH * NORMALS[leaving])
    return Ports(starts, NORMALS[leaving], ends, NORMALS[sides])


def _process_sides(parts: Standing) -> np.ndarray:
    """Return the side of its process that each arc ends at, such that arcs turn little."""
    turns = _turns(parts)
    count = len(parts.names)
    using, making = (_total(turns, parts, role, count) for role in (0, 1))
    acts = parts.roles == 2
    costs, choices = [], []
    for into, out in _WAYS:
        beside = [side for side in range(4) if side not in (into, out)]
        cost = using[:, into] + making[:, out]
        least = turns[:, beside].min(axis=1)
        cost += np.bincount(parts.targets[acts], least[acts], count)
        costs.append(cost + (SAME, BENT, 0.0, BENT)[(into - out) % 4])
        acting = np.array(beside)[turns[:, beside].argmin(axis=1)]
        choices.append(np.choose(parts.roles, [into, out, acting]))
    best = np.argmin(costs, axis=0)[parts.targets]
    found: np.ndarray = np.array(choices)[best, np.arange(len(best))]
    return found


def _turns(parts: Standing) -> np.ndarray:
    """Return how much each arc would have to turn to end at each side of its process."""
    away = parts.middles[parts.sources] - parts.middles[parts.targets]
    length = np.maximum(np.hypot(*away.T), 1e-9)
    found: np.ndarray = (1.0 - (away / length[:, None]) @ NORMALS.T) ** 2
    return found


def _total(turns: np.ndarray, parts: Standing, role: int, count: int) -> np.ndarray:
    chosen = parts.roles == role
    found = np.zeros((count, 4))
    np.add.at(found, parts.targets[chosen], turns[chosen])
    return found


def _facing(middles: np.ndarray, halves: np.ndarray, aims: np.ndarray) -> np.ndarray:
    """Return the side of each box at which a line from its middle to the aim leaves it."""
    away = aims - middles
    steep = np.abs(away) / np.maximum(halves, 1.0)
    across = steep[:, 0] > steep[:, 1]
    found: np.ndarray = np.where(
        across, np.where(away[:, 0] > 0, 2, 0), np.where(away[:, 1] > 0, 3, 1)
    )
    return found


def _spread(parts: Standing, owners: np.ndarray, sides: np.ndarray, aims: np.ndarray) -> np.ndarray:
    """Return where arcs end on their sides: as near to their aims as keeps them apart."""
    along = sides % 2  # the axis that arcs on a side are told apart by: 1 for left and right
    axis = 1 - along
    rows = np.arange(len(owners))
    half = parts.halves[owners, axis]
    room = np.where(parts.round[owners], 0.0, np.maximum(half - CORNER, USED * half))
    wish = aims[rows, axis] - parts.middles[owners, axis]
    offset = np.clip(wish, -room, room)
    beyond = np.abs(aims - parts.middles[owners])[rows, along] - parts.halves[owners, along]
    order = np.lexsort((rows, np.arctan2(wish, np.maximum(beyond, 1.0)), sides, owners))
    group = owners[order] * 4 + sides[order]
    cuts = np.flatnonzero(np.diff(group)) + 1
    for one in np.split(order, cuts):
        if len(one) > 1:
            offset[one] = _apart(offset[one], float(room[one[0]]))
    found: np.ndarray = parts.middles[owners] + NORMALS[sides] * parts.halves[owners]
    found[rows, axis] = parts.middles[owners, axis] + offset
    return found


def _apart(wishes: np.ndarray, room: float) -> np.ndarray:
    """Return places in ascending order, `APART` from each other or as far as there is room."""
    step = min(APART, 2 * room / (len(wishes) - 1))
    steps = step * np.arange(len(wishes))
    level = wishes - steps
    pools: list[tuple[float, int]] = []
    for one in level.tolist():
        mean, many = one, 1
        while pools and pools[-1][0] >= mean:
            other, count = pools.pop()
            mean, many = (mean * many + other * count) / (many + count), many + count
        pools.append((mean, many))
    found: np.ndarray = np.repeat([mean for mean, _ in pools], [many for _, many in pools]) + steps
    np.clip(found, steps - room, room - steps[-1] + steps, out=found)
    return found
