"""Frames as CSV: ``start,time,cell,g1,g2,...``, a row for each cell of each frame of each start.

Time counts lifetimes of a gene product. Known links are a table of their own,
``regulator,target,sign``, where ``g1 nearby`` is what regulates from the cells beside.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grnstudio.core.frames import SpaceTime
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io.atomic import write_text
from grnstudio.io.source import read_text

KEYS = ("start", "time", "cell")
LINK_KEYS = ("regulator", "target", "sign")
SIGNS = {"1": 1, "+1": 1, "+": 1, "->": 1, "0": 0, "-1": -1, "-": -1, "-|": -1}
UNEVEN = 1e-3  # of the interval between frames that a time may be off


class _Row(NamedTuple):
    line: int
    start: str
    time: float
    cell: float
    levels: list[float]


def read(path: Path | str, ring: bool = True) -> SpaceTime:
    """Return the films in a file; raises `FileFormatError` with the line and a remedy.

    Rows may come in any order; every start has the same times, evenly apart, and the same cells.
    """
    where = str(path)
    header, body = _table(path)
    names = _names(header, where)
    rows = [_row(cells, line, names, where) for line, cells in body]
    if not rows:
        raise FileFormatError(f"{where} has a header and no rows; add one for each cell and time.")
    starts = list(dict.fromkeys(row.start for row in rows))
    times = np.unique([row.time for row in rows])
    cells = np.unique([row.cell for row in rows])
    interval = _interval(times, where)
    levels = np.full((len(starts), len(times), len(cells), len(names)), np.nan)
    lines: dict[tuple[int, int, int], int] = {}
    for row in rows:
        frame, cell = (
            int(np.searchsorted(x, y)) for x, y in ((times, row.time), (cells, row.cell))
        )
        place = (starts.index(row.start), frame, cell)
        if place in lines:
            raise FileFormatError(
                f"{where}, line {row.line}: cell {row.cell:g} at time {row.time:g} of start "
                f"'{row.start}' stands in line {lines[place]} already; remove one of them."
            )
        lines[place] = row.line
        levels[place] = row.levels
    _require_whole(lines, starts, times, cells, where)
    try:
        return SpaceTime(names, levels, interval, ring)
    except ModelError as error:
        raise FileFormatError(f"{where}: {error}") from None


def with_links(data: SpaceTime, path: Path | str) -> SpaceTime:
    """Return ``data`` with the known links in a file; pairs that it does not name have none."""
    where = str(path)
    header, body = _table(path)
    if tuple(cell.lower() for cell in header) != LINK_KEYS:
        raise FileFormatError(
            f"{where}: the header is {','.join(LINK_KEYS)}, not {','.join(header)[:60]}."
        )
    links = np.zeros((len(data.regulators), len(data.names)), int)
    for line, cells in body:
        regulator, target, sign = (*cells, "", "", "")[:3]
        for name, known in ((regulator, data.regulators), (target, data.names)):
            if name not in known:
                raise FileFormatError(
                    f"{where}, line {line}: there is no '{name}' here; known are "
                    f"{', '.join(known)}."
                )
        if sign not in SIGNS:
            raise FileFormatError(f"{where}, line {line}: a sign is 1, 0 or -1, not '{sign}'.")
        links[data.regulators.index(regulator), data.names.index(target)] = SIGNS[sign]
    return replace(data, links=links)


def write(data: SpaceTime, path: Path | str) -> None:
    """Save the films with every digit; time starts at 0, starts and cells are counted from 1."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*KEYS, *data.names])
    for start, frame, cell in np.ndindex(*data.levels.shape[:3]):
        levels = [repr(float(level)) for level in data.levels[start, frame, cell]]
        writer.writerow([start + 1, f"{frame * data.interval:.12g}", cell + 1, *levels])
    write_text(text.getvalue(), path)


def _table(path: Path | str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, and the other rows with their line numbers; commas or semicolons part."""
    text = read_text(path)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise FileFormatError(f"{path} is empty; it takes a header and rows.")
    separator = next((one for one in ";\t," if one in lines[0]), ",")
    found = list(_cells(text, separator, str(path)))
    return found[0][1], found[1:]


def _cells(text: str, separator: str, where: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            cells = [cell.strip() for cell in cells]
            if any(cells) and not cells[0].startswith("#"):
                yield line, cells
    except csv.Error as error:
        raise FileFormatError(f"{where} is no table: {error}.") from None


def _names(header: Sequence[str], where: str) -> tuple[str, ...]:
    if tuple(cell.lower() for cell in header[:3]) != KEYS:
        raise FileFormatError(
            f"{where}: the header begins with {','.join(KEYS)}, not {','.join(header[:3])[:60]}."
        )
    names = tuple(header[3:])
    if not names:
        raise FileFormatError(f"{where}: there is no gene after {KEYS[-1]}; add a column for each.")
    if "" in names:
        raise FileFormatError(f"{where}: column {4 + names.index('')} has no name; give it one.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise FileFormatError(f"{where}: two columns are called '{twice[0]}'; rename one.")
    return names


def _row(cells: Sequence[str], line: int, names: Sequence[str], where: str) -> _Row:
    if len(cells) != 3 + len(names):
        raise FileFormatError(
            f"{where}, line {line} has {len(cells)} cells; the header has {3 + len(names)}."
        )
    columns = zip(cells[1:], (*KEYS[1:], *names), strict=True)
    time, cell, *levels = (_number(text, name, line, where) for text, name in columns)
    return _Row(line, cells[0], time, cell, levels)


def _number(text: str, name: str, line: int, where: str) -> float:
    try:
        value = float(text.replace("_", "x"))
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    raise FileFormatError(
        f"{where}, line {line}, column '{name}': '{text[:40]}' is no number. Fill it in, with a "
        "point for decimals, or leave out the whole start."
    )


def _interval(times: np.ndarray, where: str) -> float:
    if len(times) < 2:
        raise FileFormatError(
            f"{where} has {len(times)} time; what becomes of a frame takes at least 2."
        )
    apart = np.diff(times)
    if np.ptp(apart) > UNEVEN * apart.mean():
        odd = int(np.argmax(np.abs(apart - np.median(apart))))
        raise FileFormatError(
            f"{where}: frames are {np.median(apart):g} apart, but {times[odd + 1]:g} comes "
            f"{apart[odd]:g} after {times[odd]:g}. Give frames that are evenly apart."
        )
    return float(f"{apart.mean():.12g}")


def _require_whole(
    lines: dict[tuple[int, int, int], int],
    starts: Sequence[str],
    times: np.ndarray,
    cells: np.ndarray,
    where: str,
) -> None:
    for place in np.ndindex(len(starts), len(times), len(cells)):
        if place not in lines:
            start, frame, cell = place
            raise FileFormatError(
                f"{where}: start '{starts[start]}' lacks cell {cells[cell]:g} at time "
                f"{times[frame]:g}. Every start has all cells at all times; add the row, or leave "
                "out the start."
            )
