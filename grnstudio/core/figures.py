"""Figures: what to draw, without a word on how. The window, exports and tests share them."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TypeAlias

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.topology import Topology


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A named line. ``series`` picks the colour, so that a gene keeps its own everywhere.

    Faint lines stand behind the others and have no place in the legend.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    series: int = 0
    dashed: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The area between two lines, such as a mean with its standard deviation; goes with a curve."""

    name: str
    x: np.ndarray
    low: np.ndarray
    high: np.ndarray
    series: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CurveFigure:
    """Lines over a shared axis, such as trajectories beside their targets, and areas behind them.

    ``marks`` are places on the x axis, each drawn as a thin upright line. The axis begins at the
    first point, or at ``x_from`` if that is before it.
    """

    title: str
    curves: tuple[Curve, ...]
    x_label: str = "time (1/γ)"
    y_label: str = "expression"
    log_y: bool = False
    note: str = ""
    bands: tuple[Band, ...] = ()
    marks: tuple[float, ...] = ()
    x_from: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Bars of ``heights`` ``[bins]`` between ``edges`` ``[bins + 1]``."""

    name: str
    edges: np.ndarray
    heights: np.ndarray
    series: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class HistogramFigure:
    """Sampled distributions as bars, exact ones as lines over them, single values as marks."""

    title: str
    histograms: tuple[Histogram, ...]
    curves: tuple[Curve, ...] = ()
    x_label: str = "molecules"
    y_label: str = "probability"
    note: str = ""
    marks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class HeatmapFigure:
    """A matrix of values, ``[rows, columns]``, NaN where there is none.

    Colours are ``centred`` on 0 unless signs mean nothing; those that are not may be given the
    ``limits`` of their scale.
    """

    title: str
    values: np.ndarray
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_label: str = ""
    column_label: str = ""
    value_label: str = ""
    note: str = ""
    centred: bool = True
    limits: tuple[float, float] | None = None


def alike(one: object, other: object) -> bool:
    """Return whether two figures, or parts of them, say the same."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and bool(((one == other) | (one != one)).all())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if type(one) is type(other) and is_dataclass(one):
        names = (field.name for field in fields(one))
        return all(alike(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def link_heatmap(
    graph: RegulatoryGraph, title: str, value_label: str, note: str = ""
) -> HeatmapFigure:
    """Return the links of ``graph`` as a heat-map; its method is the note unless one is given."""
    return HeatmapFigure(
        title,
        graph.weights,
        graph.regulators,
        graph.targets,
        "regulator",
        "target",
        value_label,
        note or graph.method,
    )


@dataclass(frozen=True, slots=True, eq=False)
class GraphFigure:
    """A signed regulatory graph; links at or below ``cutoff`` are dashed or left out."""

    title: str
    graph: RegulatoryGraph
    cutoff: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFigure:
    """A reaction network: species and processes, as in an SBGN process description."""

    title: str
    network: Network
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FrontPoint:
    """A network on the way to fewer links; ``key`` names it, ``parent`` is the one before (or -1).

    ``label`` says which link went; ``failed`` that it no longer does its task.
    """

    key: int
    links: int
    error: float
    label: str = ""
    parent: int = -1
    failed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FrontFigure:
    """Error against number of links, a point per network. Points can be clicked.

    ``tolerance`` is the error above which a network has failed.
    """

    title: str
    points: tuple[FrontPoint, ...]
    chosen: int = -1
    tolerance: float | None = None
    y_label: str = "error"
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AtlasNode:
    """A topology and how often it was found; ``x`` is its place in its layer, from 0 to 1.

    ``mark`` is "" or a word that sorts nodes by colour, such as "direct" and "near".
    """

    key: int
    topology: Topology
    count: int
    x: float
    label: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AtlasFigure:
    """Topologies in layers by number of links, the size of each by how often it was found.

    ``lines`` join the keys of topologies that differ by one link. Nodes can be clicked.
    """

    title: str
    nodes: tuple[AtlasNode, ...]
    lines: tuple[tuple[int, int], ...] = ()
    chosen: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class VennFigure:
    """Two sets and what they share, in numbers of topologies."""

    title: str
    names: tuple[str, str]
    only_first: int
    both: int
    only_second: int
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ImageFigure:
    """Levels over space and time, ``[frames, cells, channels]`` from 0 to 1.

    One channel is drawn in a map of one colour; two or three are mixed, each named in ``channels``.
    """

    title: str
    values: np.ndarray
    channels: tuple[str, ...]
    x_label: str = "cell"
    y_label: str = "time"
    y_step: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellEdge:
    """What a node of a cell makes of another; nodes 0 and 1 are what the cell is given.

    ``share`` is how probable the operation is, which sets how strongly it is drawn.
    """

    source: int
    target: int
    operation: str
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class CellFigure:
    """A network of cells in a row, each given what the two before it made.

    ``edges`` are those of each cell, which has ``nodes`` nodes of its own and gives the mean of the
    last two; ``widths`` is how many numbers each cell works on.
    """

    title: str
    edges: tuple[tuple[CellEdge, ...], ...]
    nodes: int
    widths: tuple[int, ...]
    note: str = ""


Figure: TypeAlias = (
    CurveFigure
    | HistogramFigure
    | HeatmapFigure
    | GraphFigure
    | NetworkFigure
    | FrontFigure
    | AtlasFigure
    | VennFigure
    | ImageFigure
    | CellFigure
)
