"""Tables of what figures show, as CSV: curves by column, matrices, bars, points, topologies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from grnstudio.core.figures import (
    AtlasFigure,
    CellFigure,
    CurveFigure,
    FrontFigure,
    HeatmapFigure,
    HistogramFigure,
    ImageFigure,
    NetworkFigure,
    VennFigure,
)
from grnstudio.io import atomic, network_graph

Tabular: TypeAlias = (
    CurveFigure
    | HistogramFigure
    | HeatmapFigure
    | NetworkFigure
    | FrontFigure
    | AtlasFigure
    | VennFigure
    | ImageFigure
    | CellFigure
)


def write(figure: Tabular, path: Path | str) -> None:
    """Save what is behind ``figure``, atomically."""
    write_rows(rows(figure), path)


def write_rows(rows: Iterable[Sequence[object]], path: Path | str) -> None:
    """Save a table, its header first, atomically."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    atomic.write_text(text.getvalue(), path)


def rows(figure: Tabular) -> Iterable[Sequence[str]]:
    """Return the header and the rows of a figure's table."""
    match figure:
        case CurveFigure():
            return _curve_rows(figure)
        case HistogramFigure():
            return _histogram_rows(figure)
        case NetworkFigure():
            return network_graph.table(figure.network)
        case FrontFigure():
            return _front_rows(figure)
        case AtlasFigure():
            return _atlas_rows(figure)
        case VennFigure():
            return _venn_rows(figure)
        case ImageFigure():
            return _image_rows(figure)
        case CellFigure():
            return _cell_rows(figure)
        case HeatmapFigure():
            return _matrix_rows(figure)


def _curve_rows(figure: CurveFigure) -> Iterable[Sequence[str]]:
    """Yield a column per curve; a band has two, its name ending in -low and -high."""
    lines = [(one.name, one.x, one.y) for one in figure.curves]
    for band in figure.bands:
        lines += [(f"{band.name}-low", band.x, band.low), (f"{band.name}-high", band.x, band.high)]
    grid = np.unique(np.concatenate([np.empty(0), *(np.asarray(x, float) for _, x, _ in lines)]))
    yield [figure.x_label.split(" (")[0], *_distinct([name for name, _, _ in lines])]
    columns = [_on(grid, x, y) for _, x, y in lines]
    for row, place in enumerate(grid):
        yield [_number(place), *(_number(column[row]) for column in columns)]


def _on(grid: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return samples on a grid that holds all of their own places, NaN elsewhere."""
    values = np.full(len(grid), np.nan)
    values[np.searchsorted(grid, np.asarray(x, float))] = y
    return values


def _histogram_rows(figure: HistogramFigure) -> Iterable[Sequence[str]]:
    """Yield a row per bar from ``from`` to ``to``; points of lines have both the same."""
    name = figure.x_label.split(" (")[0]
    yield ["name", f"{name} from", f"{name} to", figure.y_label.split(" (")[0]]
    for bars in figure.histograms:
        for low, high, height in zip(bars.edges[:-1], bars.edges[1:], bars.heights, strict=True):
            yield [bars.name, _number(low), _number(high), _number(height)]
    for curve in figure.curves:
        for x, y in zip(curve.x, curve.y, strict=True):
            yield [curve.name, _number(x), _number(x), _number(y)]


def _matrix_rows(figure: HeatmapFigure) -> Iterable[Sequence[str]]:
    corner = f"{figure.row_label or 'row'} (rows) / {figure.column_label or 'column'} (columns)"
    yield [corner, *figure.columns]
    for name, values in zip(figure.rows, figure.values, strict=True):
        yield [name, *map(_number, values)]


def _distinct(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        again = found.count(name) + sum(one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({again + 1})" if name in found else name)
    return found


def _number(value: float) -> str:
    return repr(float(value)) if np.isfinite(value) else ""


def _front_rows(figure: FrontFigure) -> Iterable[Sequence[str]]:
    yield ["network", "after", "links", figure.y_label, "removed", "failed"]
    for one in figure.points:
        before = str(one.parent) if one.parent >= 0 else ""
        yield [
            str(one.key),
            before,
            str(one.links),
            _number(one.error),
            one.label,
            "yes" if one.failed else "no",
        ]


def _atlas_rows(figure: AtlasFigure) -> Iterable[Sequence[str]]:
    """Yield a row per topology, its signs link by link, those found most often first."""
    if not figure.nodes:
        return
    first = figure.nodes[0].topology
    links = [f"{a} to {b}" for a in first.regulators for b in first.targets]
    yield ["topology", "count", "links", "mark", "name", *links]
    for one in sorted(figure.nodes, key=lambda node: -node.count):
        signs = [str(sign) for row in one.topology.signs for sign in row]
        yield [
            str(one.key),
            str(one.count),
            str(one.topology.links),
            one.mark,
            one.label,
            *signs,
        ]


def _venn_rows(figure: VennFigure) -> Iterable[Sequence[str]]:
    yield ["set", "topologies"]
    yield [f"only {figure.names[0]}", str(figure.only_first)]
    yield ["both", str(figure.both)]
    yield [f"only {figure.names[1]}", str(figure.only_second)]


def _image_rows(figure: ImageFigure) -> Iterable[Sequence[str]]:
    """Yield a row per time and cell, a column per channel."""
    yield [figure.y_label, figure.x_label, *figure.channels]
    for frame, cells in enumerate(figure.values):
        for cell, levels in enumerate(cells):
            yield [_number(frame * figure.y_step), str(cell), *map(_number, levels)]


def _cell_rows(figure: CellFigure) -> Iterable[Sequence[str]]:
    """Yield a row per edge; nodes 0 and 1 are what a cell is given."""
    yield ["cell", "width", "from node", "to node", "operation", "probability"]
    for number, (edges, width) in enumerate(zip(figure.edges, figure.widths, strict=True), start=1):
        for one in edges:
            parts = str(number), str(width), str(one.source), str(one.target), one.operation
            yield [*parts, _number(one.share)]
