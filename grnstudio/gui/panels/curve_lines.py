"""What a figure of curves comes to: lines, keys of the legend, values to read out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt

from grnstudio.core.figures import Curve
from grnstudio.gui.panels.legend import Key

Slot = tuple[str, int, str]  # kind of line, series, name


def keys_of(curves: Sequence[Curve], reference: bool) -> tuple[list[Key], dict[str, str]]:
    """Return the legend's keys, and under which key each curve goes.

    A target goes with the trajectory of its gene; one key then says what dashes mean.
    """
    plain = [c for c in curves if not c.faint]
    heads = {c.series: c.name for c in reversed(plain) if not c.dashed}
    keys: dict[str, Key] = {}
    owners: dict[str, str] = {}
    dashes: dict[str, None] = {}
    for curve in curves:
        head = heads.get(curve.series, curve.name)
        if curve.faint:
            owners[curve.name] = head
        elif curve.dashed and head != curve.name and head in curve.name:
            owners[curve.name] = head
            dashes[curve.name.replace(head, "", 1).strip(" ,:()·-")] = None
        else:
            style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
            keys.setdefault(curve.name, Key(curve.name, curve.series, style))
    tail = [Key(name, None, Qt.PenStyle.DashLine) for name in dashes if name]
    if reference:
        tail.append(Key("reference", None, Qt.PenStyle.DotLine))
    return [*keys.values(), *tail], owners


def lines_of(
    curves: Iterable[Curve], reference: Iterable[Curve]
) -> dict[Slot, tuple[np.ndarray, np.ndarray]]:
    """Return what to draw; the faint curves of a gene are one line with gaps, which is fast."""
    lines: dict[Slot, tuple[np.ndarray, np.ndarray]] = {}
    faint: dict[int, list[Curve]] = {}
    for curve in curves:
        if curve.faint:
            faint.setdefault(curve.series, []).append(curve)
        else:
            lines["target" if curve.dashed else "line", curve.series, curve.name] = (
                np.asarray(curve.x, float),
                np.asarray(curve.y, float),
            )
    for curve in reference:
        lines["reference", curve.series, curve.name] = (curve.x, curve.y)
    for series, members in faint.items():
        gap = [np.nan]
        x = np.concatenate([part for c in members for part in (c.x, c.x[-1:])])
        y = np.concatenate([part for c in members for part in (c.y, gap)])
        lines["faint", series, members[0].name] = (x, y)
    return lines


def values_at(curves: Iterable[Curve], x: float) -> list[tuple[str, float]]:
    """Return the value of each curve but the faint ones at its sample nearest to ``x``."""
    found = []
    for curve in curves:
        if len(curve.x) and not curve.faint:
            value = float(curve.y[int(np.abs(np.asarray(curve.x) - x).argmin())])
            if np.isfinite(value):
                found.append((curve.name, value))
    return found


def lone_points(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    """Return the finite samples between two gaps."""
    drawn = np.concatenate([[False], np.isfinite(y), [False]])
    lone = drawn[1:-1] & ~drawn[:-2] & ~drawn[2:]
    return [(float(x[i]), float(y[i])) for i in np.flatnonzero(lone)]


def decimal_log(y: np.ndarray) -> np.ndarray:
    """Return log10, NaN where there is none."""
    y = np.asarray(y, dtype=float)
    return np.log10(np.where(y > 0, y, np.nan))
