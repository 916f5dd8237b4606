"""Grids as tables, and starts of grids from tables."""

import csv

import numpy as np
import pytest

from grnstudio.core.grid_course import GridCourse
from grnstudio.core.grid_start import read
from grnstudio.errors import FileFormatError
from grnstudio.io import csv_grid


def course_of(runs):
    values = np.arange(2 * 3 * 2 * 2, dtype=float).reshape(2, 3, 2, 2)
    totals = np.stack([values.sum(axis=(1, 2)) + run for run in range(runs)])
    return GridCourse(np.array([0.0, 0.5]), ("A", "P"), values, totals)


def rows_of(path):
    with path.open() as file:
        return list(csv.reader(file))


def test_frames_are_a_row_for_each_node_at_each_time(tmp_path):
    csv_grid.write_frames(course_of(1), tmp_path / "frames.csv")
    header, *rows = rows_of(tmp_path / "frames.csv")
    assert header == ["time", "x", "y", "A", "P"]
    assert len(rows) == 2 * 3 * 2
    values = course_of(1).values
    for time, x, y, a, p in rows:
        place = int(float(time) / 0.5), int(x) - 1, int(y) - 1
        assert values[place].tolist() == [float(a), float(p)]


def test_totals_are_those_of_one_run_or_mean_and_deviation_of_many(tmp_path):
    csv_grid.write_totals(course_of(1), tmp_path / "one.csv")
    assert rows_of(tmp_path / "one.csv")[1] == ["0", "30.0", "36.0"]
    csv_grid.write_totals(course_of(3), tmp_path / "many.csv")
    header, first, _ = rows_of(tmp_path / "many.csv")
    assert header == ["time", "A-mean", "A-sd", "P-mean", "P-sd"]
    assert first == ["0", "31.0", "1.0", "37.0", "1.0"]


def test_a_table_of_nodes_becomes_a_start(tmp_path):
    (tmp_path / "start.csv").write_text("x,y,A,P\n1,1,5,\n3,2, 2 ,7\n")
    text = csv_grid.read_start(tmp_path / "start.csv")
    assert text == "1 1: A 5; 3 2: A 2, P 7"
    counts = read(text, 3, 2, ("A", "P"), (1, 0)).draw(np.random.default_rng(0))
    assert counts[0, 0].tolist() == [5, 0]
    assert counts[2, 1].tolist() == [2, 7]
    assert counts[1, 0].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "header is x,y"),
        ("time,A\n1,2\n", "header is x,y.*'time,A'"),
        ("x,y,A\n1,1,2.5\n", "line 2: '2.5' under A"),
        ("x,y,A\n1,1,2\n1,,2\n", "line 3: there are 3 columns"),
        ("x,y,A\n1,1\n", "line 2: there are 3 columns"),
        ("x,y,A\n1,1,\n", "no amount is given"),
    ],
)
def test_tables_that_are_no_start_are_refused_saying_where(tmp_path, text, told):
    (tmp_path / "start.csv").write_text(text)
    with pytest.raises(FileFormatError, match=told):
        csv_grid.read_start(tmp_path / "start.csv")
