import random

import numpy as np
import pytest

from grnstudio.core.frames import SpaceTime
from grnstudio.errors import FileFormatError
from grnstudio.io import csv_frames, project_file
from grnstudio.project import Design, Project, Run

TABLE = """start,time,cell,hb,Kr
one,0,1,0.5,0
one,0,2,0.25,1
one,1.5,1,0.5,0.75
one,1.5,2,1,0
"""


@pytest.fixture
def films():
    levels = np.random.default_rng(0).random((2, 3, 4, 2))
    return SpaceTime(("hb", "Kr"), levels, 1.5, links=np.array([[1, 0], [0, -1], [0, 0], [1, 1]]))


def test_films_come_back_to_the_last_digit(films, tmp_path):
    csv_frames.write(films, tmp_path / "films.csv")
    again = csv_frames.read(tmp_path / "films.csv")
    assert (again.names, again.interval, again.ring) == (films.names, films.interval, True)
    np.testing.assert_array_equal(again.levels, films.levels)


def test_rows_may_come_in_any_order(films, tmp_path):
    path = tmp_path / "films.csv"
    csv_frames.write(films, path)
    header, *rows = path.read_text().splitlines()
    first, *others = rows
    random.Random(0).shuffle(others)
    path.write_text("\n".join([header, first, *others]).replace(",", ";"))
    np.testing.assert_array_equal(csv_frames.read(path).levels, films.levels)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("start,time,cell,hb,Kr", "time,cell,hb", "begins with start,time,cell"),
        (",hb,Kr", ",hb,hb", "called 'hb'"),
        (",hb,Kr", ",hb,", "column 5 has no name"),
        ("0.25,1", "0.25,", "line 3, column 'Kr': '' is no number"),
        ("0.25,1", "0.25,nan", "line 3, column 'Kr': 'nan' is no number"),
        ("0.25,1", "0.25", "line 3 has 4 cells; the header has 5"),
        ("0.25,1", "-0.25,1", "lowest level is -0.25"),
        ("one,1.5,2,1,0\n", "", "start 'one' lacks cell 2 at time 1.5"),
        ("one,1.5,2,1,0", "one,1.5,1,1,0", "line 5: cell 1 at time 1.5 .* line 4 already"),
        ("one,1.5,2,1,0", "one,4,1,1,0", "evenly apart"),
        ("1.5", "0", "already|at least 2"),
        (TABLE, "", "is empty"),
        (TABLE, "start,time,cell,hb\n", "no rows"),
    ],
)
def test_tables_that_hold_no_films_are_refused_with_the_place(before, after, message, tmp_path):
    path = tmp_path / "films.csv"
    path.write_text(TABLE.replace(before, after))
    with pytest.raises(FileFormatError, match=message):
        csv_frames.read(path)


def test_known_links_are_read_by_name(films, tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("regulator,target,sign\nhb nearby,hb,1\nKr,hb,-|\n")
    links = csv_frames.with_links(films, path).links
    np.testing.assert_array_equal(links, [[1, 0], [0, 0], [0, 0], [-1, 0]])
    path.write_text("regulator,target,sign\nhb,tll,1\n")
    with pytest.raises(FileFormatError, match="line 2: there is no 'tll'"):
        csv_frames.with_links(films, path)


def test_a_project_keeps_the_films_of_its_design_and_its_runs(films, tmp_path):
    design = Design(frames=films)
    run = Run(1, "cellular", "films", design, {})
    project_file.write(Project(design, (run,)), tmp_path / "study.grnstudio")
    again = project_file.read(tmp_path / "study.grnstudio")
    for kept in (again.design.frames, again.runs[0].design.frames):
        np.testing.assert_array_equal(kept.levels, films.levels)
        np.testing.assert_array_equal(kept.links, films.links)
        assert (kept.names, kept.interval, kept.ring) == (films.names, 1.5, True)
