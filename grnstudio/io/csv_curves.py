"""Curves as CSV: first column time or position, then one column per input or gene."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import (
    MAX_POINTS,
    Axis,
    Condition,
    Gene,
    PositionAxis,
    Task,
    TimeAxis,
)
from grnstudio.errors import FileFormatError, MissingInput, ModelError
from grnstudio.io.atomic import write_text
from grnstudio.io.source import read_text

X_NAMES = {"time": "time", "t": "time", "position": "position", "x": "position"}
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
LONGEST_STEP = 0.2  # of Euler's method, in lifetimes of a gene product


@dataclass(frozen=True, slots=True, eq=False)
class CurveTable:
    """Columns over ``x``, which is a time or a position as ``x_name`` says; NaN for blanks."""

    names: tuple[str, ...]
    x: np.ndarray
    columns: Mapping[str, np.ndarray]
    x_name: str = "time"

    def strangers(self, task: Task) -> tuple[str, ...]:
        """Return the columns that name neither an input nor a gene of ``task``."""
        return tuple(name for name in self.names if name not in task.regulators)

    def onto(self, task: Task, condition: int, ignore_unknown: bool = False) -> Task:
        """Return ``task`` with the columns as curves of a condition, interpolated on its grid.

        Outside the table's range nothing is asked. Columns that `strangers` names are an error
        unless ``ignore_unknown``.
        """
        strangers = self.strangers(task)
        if strangers and not ignore_unknown:
            raise ModelError(
                f"The task has no input or gene '{strangers[0]}'; it has "
                f"{', '.join(task.regulators)}. Rename the column, or add the gene."
            )
        names = [name for name in self.names if name not in strangers]
        self._require_fit(task, names)
        for name in names:
            curve = DrawnCurve(_on_grid(task.axis.values, self.x, self.columns[name]))
            task = task.with_curve(condition, name, curve)
        return task

    def _require_fit(self, task: Task, names: Sequence[str]) -> None:
        grid, kind = task.axis.values, _kind(task.axis)
        if not names:
            raise ModelError(
                f"No column of the table is an input or gene of the task ({', '.join(self.names)} "
                f"against {', '.join(task.regulators)}). Rename the columns."
            )
        if self.x_name != kind:
            raise ModelError(f"The table is over {self.x_name}, the task over {kind}.")
        if self.x[-1] < grid[0] or self.x[0] > grid[-1]:
            raise ModelError(
                f"The table goes from {self.x[0]:g} to {self.x[-1]:g}, the task from {grid[0]:g} "
                f"to {grid[-1]:g}: they have no {kind} in common. Change the task's grid."
            )


def task_from_table(table: CurveTable, inputs: Sequence[str]) -> Task:
    """Return a task on the table's grid, its columns the ``inputs`` and else the genes.

    A grid that is irregular, or too coarse for Euler's method, is made finer; a value at time 0
    becomes the gene's initial level.
    """
    if unknown := [name for name in inputs if name not in table.names]:
        raise ModelError(f"The table has no column '{unknown[0]}': {', '.join(table.names)}.")
    axis = _axis_of(table)
    names = tuple(name for name in table.names if name not in inputs)
    genes = tuple(Gene(name, _initial(table, name)) for name in names)
    blank = Task(axis=axis, inputs=tuple(inputs), genes=genes, conditions=(Condition("imported"),))
    return table.onto(replace(blank, title="Imported curves"), 0)


def write(task: Task, condition: int, path: Path | str) -> None:
    """Save the curves of one condition, blank where nothing is asked, to the last digit.

    Of a curve with a random level, what it is at level 0 is saved.
    """
    curves = {name: task.curve(condition, name) for name in task.regulators}
    drawn = {name: curve.values for name, curve in curves.items() if not curve.is_empty}
    if not drawn:
        name = task.conditions[condition].name
        raise MissingInput(f"Nothing is drawn in '{name}' yet; draw a curve, then export it.")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_kind(task.axis), *drawn])
    for x, *row in zip(task.axis.values, *drawn.values(), strict=True):
        writer.writerow(
            [
                _place(float(x), task.axis.step),
                *("" if np.isnan(y) else repr(float(y)) for y in row),
            ]
        )
    write_text(text.getvalue(), path)


def read(path: Path | str) -> CurveTable:
    """Return the table in the file ``path``; commas, semicolons, tabs or blanks part its cells."""
    rows = _rows(read_text(path), str(path))
    if not rows:
        raise FileFormatError(f"{path} is empty; it takes a header such as time,g1 and rows.")
    (line, header), *body = rows
    x_name, names = _header(header, f"{path}, line {line}")
    width = 1 + len(names)
    values = np.array([_row(cells, names, width, f"{path}, line {n}") for n, cells in body])
    if len(values) < 2:
        raise FileFormatError(
            f"{path} has {len(values)} rows of numbers; a curve takes at least 2."
        )
    x = values[:, 0]
    _require_rising(x, [n for n, _ in body], x_name, str(path))
    return CurveTable(names, x, dict(zip(names, values[:, 1:].T, strict=True)), x_name)


def _rows(text: str, where: str) -> list[tuple[int, list[str]]]:
    """Return line numbers and cells; a comment is left out unless it is the header."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    first = next((i for i, (_, line) in enumerate(lines) if _is_header(line)), 0)
    lines = lines[first : first + 1] + [x for x in lines[first + 1 :] if not x[1].startswith("#")]
    found = re.search("[;,\t]", lines[0][1]) if lines else None
    separator = found[0] if found else None
    try:
        return [(n, _cells(line, separator)) for n, line in lines]
    except csv.Error as error:
        raise FileFormatError(f"{where} is no table: {error}.") from None


def _is_header(line: str) -> bool:
    return not line.startswith("#") or _x_name(re.split(r"[;,\t ]", line.lstrip("# \t"))[0]) != ""


def _cells(line: str, separator: str | None) -> list[str]:
    line = line.lstrip("#") if line.startswith("#") else line
    if separator is None:
        return line.split()
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]


def _x_name(cell: str) -> str:
    found = re.fullmatch(r"\W*(\w+)\W?.*", cell.strip())
    return X_NAMES.get(found[1].lower(), "") if found else ""


def _header(cells: list[str], where: str) -> tuple[str, tuple[str, ...]]:
    x_name = _x_name(cells[0])
    if not x_name:
        raise FileFormatError(
            f"{where}: the first column is 'time', 'position' or 'x', not '{cells[0][:40]}'."
        )
    names = tuple(cells[1:])
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise FileFormatError(f"{where}: there is no column beside {x_name}; add one, named.")
    if "" in names:
        raise FileFormatError(f"{where}: column {names.index('') + 2} has no name; give it one.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise FileFormatError(f"{where}: two columns are called '{twice[0]}'; rename one.")
    return x_name, names


def _row(cells: list[str], names: tuple[str, ...], width: int, where: str) -> list[float]:
    if any(cells[width:]):
        raise FileFormatError(f"{where} has {len(cells)} cells; the header has {width}.")
    cells = (cells + [""] * width)[:width]
    if not cells[0]:
        raise FileFormatError(f"{where}: the first cell is blank; fill it in, or drop the row.")
    labels = ("the first column", *(f"column '{name}'" for name in names))
    return [
        _number(cell, f"{where}, {label}") if cell else math.nan
        for cell, label in zip(cells, labels, strict=True)
    ]


def _number(cell: str, where: str) -> float:
    value = float(cell) if NUMBER.fullmatch(cell) else math.nan
    if math.isfinite(value):
        return value
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        remedy = "Write decimals with a point."
    else:
        remedy = "Write a number, or leave it blank where nothing is asked."
    raise FileFormatError(f"{where}: '{cell[:40]}' is no number. {remedy}")


def _require_rising(x: np.ndarray, lines: list[int], x_name: str, where: str) -> None:
    wrong = np.flatnonzero(np.diff(x) <= 0)
    if len(wrong):
        row = int(wrong[0]) + 1
        what = "stands twice" if x[row] in x[:row] else f"comes after {x[row - 1]:g}"
        raise FileFormatError(
            f"{where}, line {lines[row]}: {x_name} {x[row]:g} {what}; sort the rows, each "
            f"{x_name} once."
        )


def _on_grid(grid: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Interpolate, yet take the table's own value where the grid has the table's place."""
    nearest = np.abs(grid[:, None] - x[None, :]).argmin(axis=1)
    same = np.isclose(grid, x[nearest], rtol=0, atol=1e-6 * np.diff(x).min())
    values: np.ndarray = np.interp(grid, x, y, left=np.nan, right=np.nan)
    values[same] = y[nearest][same]
    return values


def _place(x: float, step: float) -> str:
    """Write 0.06, not 0.060000000000000005, unless the grid is finer than that."""
    short = f"{x:.12g}"
    return short if abs(float(short) - x) < 1e-7 * step else repr(x)


def _kind(axis: Axis) -> str:
    return "time" if isinstance(axis, TimeAxis) else "position"


def _axis_of(table: CurveTable) -> Axis:
    step = float(np.diff(table.x).min())
    if table.x_name == "position":
        count = round(float(table.x[-1] - table.x[0]) / step) + 1
        _require_count(count)
        return PositionAxis(float(table.x[0]), _tidy(step), count)
    step /= math.ceil(step / LONGEST_STEP * (1 - 1e-9))
    count = round(float(table.x[-1]) / step)
    _require_count(count)
    return TimeAxis(_tidy(step), count)


def _require_count(count: int) -> None:
    if not 2 <= count <= MAX_POINTS:
        raise ModelError(
            f"The table asks for a grid of {count} points; a task has 2 to {MAX_POINTS}. "
            "Give time in lifetimes of a gene product, from 0 on, or thin out the rows."
        )


def _tidy(step: float) -> float:
    """Drop what subtraction of decimals leaves behind, as in 0.07 - 0.06."""
    return float(f"{step:.12g}")


def _initial(table: CurveTable, name: str) -> float:
    first = float(table.columns[name][0])
    return first if table.x_name == "time" and table.x[0] == 0 and first == first else 0.0
