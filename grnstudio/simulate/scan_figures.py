"""Figures of scans: a line of points, a plane of them, and the time courses behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from grnstudio.core.figures import Band, Curve, CurveFigure, Figure, HeatmapFigure
from grnstudio.simulate.simulation_figures import floored, series

if TYPE_CHECKING:
    from grnstudio.simulate.scan import Scan

LINES = 6  # names in a picture where none are chosen


def scan_figures(scan: Scan, names: Sequence[str] = ()) -> tuple[Figure, ...]:
    """Draw what was measured of ``names``: one figure of lines, or a plane for each of them."""
    chosen = [name for name in names if name in scan.names]
    if len(scan.axes) == 1:
        return (_lines(scan, chosen or list(scan.names[:LINES])),)
    return tuple(_plane(scan, name) for name in chosen or scan.names[:1])


def scan_courses(scan: Scan, name: str) -> CurveFigure:
    """Draw the mean of ``name`` over time at all points; the first and the last are told apart."""
    column = scan.names.index(name)
    done = [point for point in range(scan.done) if np.isfinite(scan.courses[point]).any()]
    curves = []
    for point in done:
        is_end = point in (done[0], done[-1])
        label = _label(scan, point) if is_end else "points between"
        shade = 0 if point == done[0] else 1
        course = scan.courses[point, :, column]
        curves.append(Curve(label, scan.times, course, shade, faint=not is_end))
    return CurveFigure(
        f"{name} over time", tuple(curves), "time", f"{name} ({scan.scan.quantity})",
        note=" ".join(scan.notes),
    )  # fmt: skip


def _lines(scan: Scan, names: Sequence[str]) -> CurveFigure:
    (varied, x), done = scan.axes[0], scan.done
    label = _axis(scan, 0)
    if scan.scan.is_logarithmic:
        x, label = np.log10(x), f"log₁₀ {label}"
    curves, bands = [], []
    for name in names:
        column, shade = scan.names.index(name), series(scan.network, name)
        y, spread = scan.values[:done, column], scan.spread[:done, column]
        curves.append(Curve(name, x[:done], y, shade))
        if np.nan_to_num(spread).any():
            low = floored(scan.network, name, y, y - spread)
            bands.append(Band(name, x[:done], low, y + spread, shade))
    return CurveFigure(
        f"Scan of {varied}", tuple(curves), label, f"{scan.scan.measure} ({_unit(scan)})",
        note=" ".join(scan.notes), bands=tuple(bands),
    )  # fmt: skip


def _plane(scan: Scan, name: str) -> HeatmapFigure:
    """Draw a plane, the second name rising upwards."""
    (across, x), (up, y) = scan.axes
    values = scan.values[:, scan.names.index(name)].reshape(x.size, y.size).T[::-1]
    return HeatmapFigure(
        f"{name} over {across} and {up}",
        np.array(values),
        tuple(f"{value:.4g}" for value in y[::-1]),
        tuple(f"{value:.4g}" for value in x),
        _axis(scan, 1),
        _axis(scan, 0),
        f"{scan.scan.measure} of {name} ({_unit(scan)})",
        " ".join(scan.notes),
        centred=False,
    )


def _axis(scan: Scan, axis: int) -> str:
    name = scan.axes[axis][0]
    return f"initial amount of {name}" if scan.is_amount(axis) else name


def _unit(scan: Scan) -> str:
    return "time" if scan.scan.measure == "period" else scan.scan.quantity


def _label(scan: Scan, point: int) -> str:
    return ", ".join(f"{name} = {value:.4g}" for name, value in scan.at(point).items())
