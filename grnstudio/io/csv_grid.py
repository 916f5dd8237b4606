"""Grids as CSV: ``time,x,y,A,B`` node by node, or ``time,A,B`` for the whole grid.

A start is a table ``x,y,A,B`` of single nodes; nodes are counted from 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from grnstudio.core.grid_course import GridCourse
from grnstudio.errors import FileFormatError
from grnstudio.io.atomic import write_text
from grnstudio.io.csv_figures import write_rows
from grnstudio.io.source import read_text

PLACE = ("x", "y")


def write_frames(course: GridCourse, path: Path | str) -> None:
    """Save the first run, a row for each node at each time."""
    write_rows(_frame_rows(course), path)


def write_totals(course: GridCourse, path: Path | str) -> None:
    """Save what there is on the whole grid: of one run, or mean and deviation of many."""
    write_text(encode_totals(course), path)


def encode_totals(course: GridCourse) -> str:
    """Return the table that `write_totals` saves."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_total_rows(course))
    return text.getvalue()


def read_start(path: Path | str) -> str:
    """Return a table of single nodes as a grid's settings say it; raises `FileFormatError`."""
    lines = [line for line in read_text(path).splitlines() if line.strip()]
    separator = next((one for one in ";\t," if lines and one in lines[0]), ",")
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    header = [cell.strip() for cell in rows[0]] if rows else []
    if tuple(header[:2]) != PLACE or len(header) < 3:
        raise FileFormatError(
            f"{path}: the header is x,y and a column for each species, not "
            f"'{','.join(header)[:60]}'."
        )
    return "; ".join(_node(row, header, line, path) for line, row in enumerate(rows[1:], 2))


def _node(row: list[str], header: list[str], line: int, path: Path | str) -> str:
    counts = []
    for place, cell in enumerate(row[: len(header)]):
        text = cell.strip()
        if text and not text.isdecimal():
            raise FileFormatError(
                f"{path}, line {line}: '{text}' under {header[place]} is no whole number."
            )
        counts.append(text)
    if len(row) != len(header) or not all(counts[:2]):
        raise FileFormatError(
            f"{path}, line {line}: there are {len(header)} columns, x and y being in each row."
        )
    amounts = [
        f"{name} {count}" for name, count in zip(header[2:], counts[2:], strict=True) if count
    ]
    if not amounts:
        raise FileFormatError(f"{path}, line {line}: no amount is given; leave the row out.")
    return f"{counts[0]} {counts[1]}: {', '.join(amounts)}"


def _frame_rows(course: GridCourse) -> Iterator[list[str]]:
    yield ["time", *PLACE, *course.species]
    for time, frame in zip(course.times, course.values, strict=True):
        for x, y in np.ndindex(course.nx, course.ny):
            counts = [f"{count:.12g}" for count in frame[x, y]]
            yield [f"{time:.12g}", str(x + 1), str(y + 1), *counts]


def _total_rows(course: GridCourse) -> Iterator[list[str]]:
    names, several = course.names, course.runs > 1
    columns = []
    for name in names:
        total = course.total(name)
        columns += [total.mean(axis=0), total.std(axis=0, ddof=1)] if several else [total[0]]
    told = [f"{name}-{what}" for name in names for what in ("mean", "sd")]
    yield ["time", *(told if several else names)]
    for time, *values in zip(course.times, *columns, strict=True):
        yield [f"{time:.12g}", *(repr(float(value)) for value in values)]
