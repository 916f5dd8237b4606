"""How a grid begins, as a text: amounts that every node has, and those of single nodes.

``Bee 10; P 0; 9 10: P 1; 1..3 2: Bee 5..15, P 2`` gives every node ten of Bee and no P, node 9
across and 10 down one P, and the first three of the second row others, drawn from a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.errors import SettingError

_RANGE = r"(\d+)(?:\s*\.\.\s*(\d+))?"
_NODES = re.compile(rf"{_RANGE}[\s,]+{_RANGE}")
_AMOUNT = re.compile(rf"([A-Za-z_]\w*)\s*[=\s]\s*{_RANGE}")
_WAYS = "Write such as Bee 10; 9 10: P 1; 1..3 2: Bee 5..15, P 2."


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount from ``low`` to ``high`` of a species, in the nodes ``x`` and ``y``, both ends in.

    Nodes are counted from 0 here, and from 1 in the text.
    """

    species: str
    low: int
    high: int
    x: tuple[int, int]
    y: tuple[int, int]


@dataclass(frozen=True, slots=True)
class GridStart:
    """What every node has, then what some nodes have in its place."""

    nx: int
    ny: int
    species: tuple[str, ...]
    usual: tuple[float, ...]  # where nothing else is said
    parts: tuple[Placed, ...] = ()

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Return the counts ``[nx, ny, species]``."""
        counts = np.tile(np.array(self.usual, dtype=float), (self.nx, self.ny, 1))
        for one in self.parts:
            room = counts[
                one.x[0] : one.x[1] + 1, one.y[0] : one.y[1] + 1, self.species.index(one.species)
            ]
            room[:] = rng.integers(one.low, one.high, size=room.shape, endpoint=True)
        return counts


def read(
    text: str, nx: int, ny: int, species: Sequence[str], usual: Sequence[float]
) -> GridStart:  # fmt: skip
    """Read how a grid begins; raises `SettingError` saying where and why not.

    ``usual`` are the amounts of species that the text does not name.
    """
    parts: list[Placed] = []
    for place, piece in _pieces(text):
        where = f"Start of the grid, at character {place}, '{piece}': "
        parts += _part(piece, where, nx, ny, species)
    ordered = sorted(parts, key=lambda one: (one.x, one.y) != ((0, nx - 1), (0, ny - 1)))
    return GridStart(nx, ny, tuple(species), tuple(usual), tuple(ordered))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"[^;\n]+", text):
        if piece := match[0].strip():
            yield match.start() + len(match[0]) - len(match[0].lstrip()) + 1, piece


def _part(text: str, where: str, nx: int, ny: int, species: Sequence[str]) -> Iterator[Placed]:
    nodes, colon, amounts = text.rpartition(":")
    across, down = (0, nx - 1), (0, ny - 1)
    if colon:
        found = _NODES.fullmatch(nodes.strip())
        if not found:
            raise SettingError(f"{where}'{nodes.strip()}' names no node. {_WAYS}")
        across = _between(found[1], found[2], nx, "across", where)
        down = _between(found[3], found[4], ny, "down", where)
    for amount in amounts.split(","):
        match = _AMOUNT.fullmatch(amount.strip())
        if not match:
            raise SettingError(f"{where}'{amount.strip()}' is no amount of a species. {_WAYS}")
        if match[1] not in species:
            known = ", ".join(species)
            raise SettingError(
                f"{where}there is no species '{match[1]}' that reactions change; there are {known}."
            )
        low, high = _ends(match[2], match[3], where)
        yield Placed(match[1], low, high, across, down)


def _between(low: str, high: str | None, nodes: int, way: str, where: str) -> tuple[int, int]:
    first, last = _ends(low, high, where)
    if not 1 <= first <= last <= nodes:
        wrong = first if first < 1 else last
        raise SettingError(f"{where}there are nodes 1 to {nodes} {way}, and none is {wrong}.")
    return first - 1, last - 1


def _ends(low: str, high: str | None, where: str) -> tuple[int, int]:
    first, last = int(low), int(high or low)
    if first > last:
        raise SettingError(f"{where}{first} is more than {last}; write the lower number first.")
    return first, last
