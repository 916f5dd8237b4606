"""What a figure of curves comes to: lines, keys of the legend, values to read out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt

from grnstudio.core.figures import Band, Curve
from grnstudio.gui.panels.legend import Key

Slot = tuple[str, int, str]  # kind of line, series, name
DASHES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
Line = tuple[np.ndarray, np.ndarray]  # x and y


def keys_of(
    curves: Sequence[Curve],
    reference: bool,
    bands: Sequence[Band] = (),
    turns: Mapping[int, int] = MappingProxyType({}),
) -> tuple[list[Key], dict[str, str]]:
    """Return the legend's keys, and under which key each curve and each band goes.

    A target goes with the trajectory of its gene; one key then says what dashes mean. So it is
    with bands and what they mean.
    """
    plain = [c for c in curves if not c.faint]
    heads = _heads(curves)
    styles = styles_of(curves)
    keys: dict[str, Key] = {}
    owners: dict[str, str] = {}
    dashes: dict[str, Qt.PenStyle] = {}
    for curve in curves:
        head = heads.get(curve.series, curve.name)
        if curve.faint:
            owners[curve.name] = head
        elif curve.dashed and head != curve.name and head in curve.name:
            owners[curve.name] = head
            dashes[_rest(curve.name, head)] = styles[curve.name]
        else:
            style = styles[curve.name] if curve.dashed else Qt.PenStyle.SolidLine
            turn = turns.get(curve.series, 0)
            keys.setdefault(curve.name, Key(curve.name, curve.series, style, turn=turn))
    tail = [Key(name, None, style) for name, style in dashes.items() if name]
    if reference:
        tail.append(Key("reference", None, Qt.PenStyle.DotLine))
    fills: dict[str, Key] = {}
    for band in bands:
        owner = curve_of(band, plain)
        if owner:
            owners.setdefault(band.name, owners.get(owner, owner))
            meaning = _rest(band.name, owner)
            fills[meaning] = Key(meaning, None, filled=True)
        else:
            fills[band.name] = Key(band.name, band.series, filled=True)
    tail += [key for meaning, key in fills.items() if meaning]
    return [*keys.values(), *tail], owners


def turns_of(curves: Sequence[Curve], colors: int) -> dict[int, int]:
    """Return by series which of those of the same colour in the picture it is, from 0."""
    found: dict[int, int] = {}
    met: dict[int, int] = {}
    for series in sorted({one.series for one in curves}):
        color = series % colors
        found[series] = met.get(color, 0)
        met[color] = found[series] + 1
    return found


def styles_of(curves: Sequence[Curve]) -> dict[str, Qt.PenStyle]:
    """Return how each dashed curve is dashed: all alike that mean the same beside their genes."""
    heads = _heads(curves)
    found: dict[str, Qt.PenStyle] = {}
    meanings: dict[str, int] = {}
    for curve in curves:
        if curve.dashed and not curve.faint:
            head = heads.get(curve.series, curve.name)
            meaning = _rest(curve.name, head) if head in curve.name else ""
            place = meanings.setdefault(meaning, len(meanings))
            found[curve.name] = DASHES[place % len(DASHES)]
    return found


def _heads(curves: Sequence[Curve]) -> dict[int, str]:
    """Return the name of the first full line of each series."""
    plain = [c for c in curves if not (c.faint or c.dashed)]
    return {c.series: c.name for c in reversed(plain)}


def curve_of(band: Band, curves: Sequence[Curve]) -> str:
    """Return the name of the curve that a band goes around, nothing if it stands alone."""
    same = [one for one in curves if one.series == band.series and not one.faint]
    named = [one.name for one in same if one.name in band.name]
    heads = [one.name for one in same if not one.dashed]
    return max(named, key=len) if named else next(iter(heads), "")


def _rest(name: str, head: str) -> str:
    """Return what a name says besides ``head``."""
    return name.replace(head, "", 1).strip(" ,:()·-")


def lines_of(curves: Iterable[Curve], reference: Iterable[Curve]) -> dict[Slot, Line]:
    """Return what to draw; the faint curves of a gene are one line with gaps, which is fast."""
    lines: dict[Slot, Line] = {}
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


def bands_at(bands: Iterable[Band], curves: Sequence[Curve], x: float) -> dict[str, str]:
    """Return by curve how far its band reaches at ``x``, as " (1.2 to 3.4)"."""
    found = {}
    for band in bands:
        if len(band.x):
            at = int(np.abs(np.asarray(band.x) - x).argmin())
            low, high = float(band.low[at]), float(band.high[at])
            if np.isfinite([low, high]).all():
                found[curve_of(band, curves)] = f" ({low:.4g} to {high:.4g})"
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
