"""Levels over space and time: a row of cells with their genes, seen frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.errors import ModelError

NEARBY = "nearby"  # what the mean level of a gene in the cells beside is called by


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTime:
    """Films of a row of cells, ``levels`` ``[starts, frames, cells, genes]``, one for each start.

    ``interval`` is the time from frame to frame, in lifetimes of a gene product. On a ``ring`` the
    last cell is beside the first. ``links`` are the true signs where they are known,
    ``[regulator, target]``: regulators are the genes in the cells nearby, then those in the cell.
    """

    names: tuple[str, ...]
    levels: np.ndarray
    interval: float
    ring: bool = True
    links: np.ndarray | None = None

    def __post_init__(self) -> None:
        _check_levels(self)
        _check_links(self)

    @property
    def starts(self) -> int:
        """Number of films."""
        return int(self.levels.shape[0])

    @property
    def frames(self) -> int:
        """Number of frames in each film."""
        return int(self.levels.shape[1])

    @property
    def cells(self) -> int:
        """Number of cells in the row."""
        return int(self.levels.shape[2])

    @property
    def regulators(self) -> tuple[str, ...]:
        """The genes as they are nearby, then as they are in the cell: the rows of a link matrix."""
        return (*(f"{name} {NEARBY}" for name in self.names), *self.names)

    @property
    def neighbours(self) -> np.ndarray:
        """The share of each cell in what another has nearby, ``[cells, cells]``; rows add to 1."""
        return neighbours(self.cells, self.ring)

    @property
    def peaks(self) -> np.ndarray:
        """The highest level of each gene, ``[genes]``."""
        peaks: np.ndarray = self.levels.max(axis=(0, 1, 2))
        return peaks

    def some(self, starts: np.ndarray | slice) -> SpaceTime:
        """Return the films of some of the starts."""
        return SpaceTime(self.names, self.levels[starts], self.interval, self.ring, self.links)


def neighbours(cells: int, ring: bool) -> np.ndarray:
    """Return the share of each cell in what another has nearby, ``[cells, cells]``.

    It is the mean of the cells beside; at the end of a row that is one, and a lone cell has none.
    """
    beside = np.zeros((cells, cells))
    for cell in range(cells):
        for other in (cell - 1, cell + 1):
            if ring or 0 <= other < cells:
                beside[cell, other % cells] += 1
    if cells == 1:
        return np.zeros((1, 1))
    shares: np.ndarray = beside / beside.sum(axis=1, keepdims=True)
    return shares


def _check_levels(data: SpaceTime) -> None:
    if data.levels.ndim != 4 or data.levels.shape[3] != len(data.names):
        raise ModelError(
            f"Frames of {len(data.names)} genes are [starts, frames, cells, genes], not "
            f"{list(data.levels.shape)}."
        )
    if twice := [name for name in data.names if data.names.count(name) > 1]:
        raise ModelError(f"Two genes are called '{twice[0]}'; rename one.")
    if not np.isfinite(data.levels).all():
        start, frame, cell, gene = (int(i[0]) for i in np.nonzero(~np.isfinite(data.levels)))
        raise ModelError(
            f"The level of {data.names[gene]} in cell {cell + 1}, frame {frame + 1}, start "
            f"{start + 1} is no number; fill it in, or leave that start out."
        )
    if (data.levels < 0).any():
        raise ModelError(
            f"The lowest level is {data.levels.min():.3g}; levels are 0 or more. Subtract the "
            "background and set what is below it to 0."
        )
    if not (np.isfinite(data.interval) and data.interval > 0):
        raise ModelError(f"The time between frames is above 0, not {data.interval}.")


def _check_links(data: SpaceTime) -> None:
    genes = len(data.names)
    if data.links is None:
        return
    if data.links.shape != (2 * genes, genes) or not np.isin(data.links, (-1, 0, 1)).all():
        raise ModelError(
            f"Known links of {genes} genes are -1, 0 or 1, [{2 * genes} regulators, {genes} "
            f"targets]; {list(data.links.shape)} were given."
        )
