import numpy as np
import pytest
from hypothesis import given

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import PositionAxis, Task, TimeAxis
from grnstudio.errors import FileFormatError, GRNStudioError, MissingInput, ModelError
from grnstudio.io import csv_curves
from grnstudio.io.examples import load_example
from tests.io.strategies import tasks


@pytest.fixture
def table(tmp_path):
    def read(text):
        path = tmp_path / "curves.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return csv_curves.read(path)

    return read


@pytest.mark.parametrize(
    "text",
    [
        "time,g1,g2\n0.2,1,\n0.4,,-2.5e-1\n",
        "time;g1;g2\r\n0.2;1;\r\n0.4;;-.25\r\n",
        "time\tg1\tg2\n0.2\t1\t\n0.4\t\t-0.25",
        "﻿Time,g1,g2\n0.2,1,\n\n0.4,,-0.25\n",
        " T (1/γ) , g1 , g2 \n0.2, 1, \n0.4, , -0.25\n",
        "# measured in May\n# time,g1,g2\n0.2,1.,\n# and later\n0.4,,-0.25\n",
        'time,"g1",g2,,\n0.2,1,,,\n0.4,,-0.25,,\n',
    ],
)
def test_tables_are_read_as_programs_write_them(table, text):
    found = table(text)
    assert (found.x_name, found.names) == ("time", ("g1", "g2"))
    assert found.x.tolist() == [0.2, 0.4]
    np.testing.assert_array_equal(found.columns["g1"], [1, np.nan])
    np.testing.assert_array_equal(found.columns["g2"], [np.nan, -0.25])


def test_bionetgen_tables_are_read(table):
    found = table("#          time          A          B\n  0.0e+00  1.0e+00 2\n  1.0e-01  3 4\n")
    assert (found.names, found.columns["B"].tolist()) == (("A", "B"), [2, 4])


@pytest.mark.parametrize("name", ["x", "position", "Position (EL)"])
def test_profiles_are_over_position(table, name):
    assert table(f"{name},hb\n0.1,1\n0.2,2\n").x_name == "position"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("time,g1\n", "has 0 rows"),
        ("time,g1\n0,1\n", "has 1 rows of numbers; a curve takes at least 2"),
        (
            "gene,g1\n0,1\n1,2\n",
            "line 1: the first column is 'time', 'position' or 'x', not 'gene'",
        ),
        ("0,1\n1,2\n", "the first column is 'time'"),
        ("time\n0\n1\n", "no column beside time"),
        ("time,,g1\n0,1,2\n1,1,2\n", "column 2 has no name"),
        ("time,g1,g1\n0,1,2\n1,1,2\n", "two columns are called 'g1'"),
        ("time,g1\n0,1\n1,high\n", "line 3, column 'g1': 'high' is no number"),
        ("time,g1\n0,nan\n1,2\n", "line 2, column 'g1': 'nan' is no number. Write a number, or le"),
        ("time,g1\n0,1\n1,inf\n", "'inf' is no number"),
        ("time,g1\n0,1\n1,1e999\n", "'1e999' is no number"),
        ("time,g1\n0,1\n1,1_0\n", "'1_0' is no number"),
        ("time;g1\n0;0,5\n1;1\n", "Write decimals with a point"),
        ("time,g1\n0,1\n,2\n", "line 3: the first cell is blank"),
        ("time,g1\n0,1\n1,2,3\n", "line 3 has 3 cells; the header has 2"),
        ("time,g1\n0,1\n2,1\n1,1\n", "line 4: time 1 comes after 2; sort the rows"),
        ("time,g1\n0,1\n1,1\n1,1\n", "line 4: time 1 stands twice"),
        (b"time,g1\n0,1\n\xff,2\n", "no UTF-8 text \\(line 3\\)"),
        (b"PK\x03\x04\0\0\0", "no text file"),
    ],
)
def test_bad_tables_are_refused_with_place_and_remedy(table, text, words):
    with pytest.raises(FileFormatError, match=rf"curves\.csv.*{words}"):
        table(text)


def test_noise_never_crashes_the_reader(table):
    rng = np.random.default_rng(0)
    alphabet = np.frombuffer(b'time,g1;\t\n\r"#0.1e-+nx \xc3\xa9', np.uint8)
    for _ in range(300):
        body = rng.choice(alphabet, rng.integers(60)).tobytes()
        try:
            table(b"time,g1\n" + body)
        except GRNStudioError as error:
            assert "curves.csv" in str(error)  # noqa: PT017


def test_a_huge_table_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(FileFormatError, match="MiB large"):
        csv_curves.read(tmp_path / "a.csv")


def test_columns_land_on_the_grid_between_their_points(table):
    task = Task(axis=TimeAxis(0.25, 8), inputs=("I",))
    found = table("time,I,g1\n0.5,0,0\n1.0,1,\n1.5,1,4\n1.75,1,5").onto(task, 0)
    nan = np.nan
    np.testing.assert_allclose(
        found.curve(0, "I").values, [nan, 0, 0.5, 1, 1, 1, 1, nan], equal_nan=True
    )
    np.testing.assert_allclose(
        found.curve(0, "g1").values, [nan, 0, nan, nan, nan, 4, 5, nan], equal_nan=True
    )
    assert found.curve(0, "g2").is_empty


def test_a_column_that_the_task_does_not_know_is_an_error_or_left_out(table):
    task, found = Task(), table("time,g1,tll\n0.2,1,2\n0.4,1,2\n")
    assert found.strangers(task) == ("tll",)
    with pytest.raises(ModelError, match="no input or gene 'tll'; it has g1, g2"):
        found.onto(task, 0)
    assert found.onto(task, 0, ignore_unknown=True).outputs == ("g1",)


def test_a_table_that_cannot_fit_is_refused(table):
    with pytest.raises(ModelError, match="No column of the table"):
        table("time,a\n0.2,1\n0.4,1\n").onto(Task(), 0, ignore_unknown=True)
    with pytest.raises(ModelError, match="over position, the task over time"):
        table("x,g1\n0.2,1\n0.4,1\n").onto(Task(), 0)
    with pytest.raises(ModelError, match=r"from 100 to 200, the task from 0\.2 to 12"):
        table("time,g1\n100,1\n200,1\n").onto(Task(), 0)


def test_the_measured_profile_comes_in_exactly(known_answers):
    table = csv_curves.read(known_answers / "rnn" / "gap_target.csv")
    task = load_example("gap-genes")
    assert table.strangers(task) == ("tll",)
    task = table.onto(task, 0, ignore_unknown=True)
    for name in task.regulators:
        np.testing.assert_array_equal(task.curve(0, name).values, table.columns[name])


def test_a_task_can_be_made_of_a_table(table):
    task = csv_curves.task_from_table(table("time,I,g1\n0.1,1,2\n0.2,,4\n0.3,0,6\n"), ["I"])
    assert (task.inputs, task.targets, task.axis) == (("I",), ("g1",), TimeAxis(0.1, 3))
    assert task.curve(0, "g1").values.tolist() == [2, 4, 6]
    profile = csv_curves.task_from_table(table("x,hb\n0.05,1\n0.06,2\n0.07,3\n"), [])
    assert profile.axis == PositionAxis(0.05, 0.01, 3)
    assert profile.curve(0, "hb").values.tolist() == [1, 2, 3]


def test_a_value_at_time_0_becomes_the_initial_level_and_coarse_grids_are_made_finer(table):
    task = csv_curves.task_from_table(table("time,g1\n0,0.5\n1,1.5\n3,0\n"), [])
    assert task.genes[0].initial == 0.5
    assert task.axis == TimeAxis(0.2, 15)
    assert task.curve(0, "g1").values[[4, 14]].tolist() == [1.5, 0]


def test_a_table_that_makes_no_task_is_refused(table):
    found = table("time,g1\n0,0.5\n0.001,1.5\n30,0\n")
    with pytest.raises(ModelError, match="a grid of 30000 points; a task has 2 to 2000"):
        csv_curves.task_from_table(found, [])
    with pytest.raises(ModelError, match="no column 'I'"):
        csv_curves.task_from_table(found, ["I"])


def test_tables_are_written_to_the_last_digit_and_blank_where_nothing_is_asked(tmp_path):
    task = Task(axis=TimeAxis(0.1, 3), inputs=("I",))
    task = task.with_curve(0, "g1", DrawnCurve(np.array([0.1 + 0.2, np.nan, 1 / 3])))
    csv_curves.write(task, 0, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes()
    assert text == b"time,g1\n0.1,0.30000000000000004\n0.2,\n0.3,0.3333333333333333\n"


def test_nothing_drawn_is_nothing_to_export(tmp_path):
    with pytest.raises(MissingInput, match="Nothing is drawn in 'condition 1'"):
        csv_curves.write(Task(), 0, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


@given(tasks())
def test_what_is_exported_comes_back(tmp_path_factory, task):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    for index in range(len(task.conditions)):
        drawn = [name for name in task.regulators if not task.curve(index, name).is_empty]
        if not drawn:
            continue
        csv_curves.write(task, index, path)
        again = csv_curves.read(path).onto(task, index)
        for name in drawn:
            before, after = task.curve(index, name).values, again.curve(index, name).values
            np.testing.assert_array_equal(before, after)
