"""Reaction networks from the command line and from Python."""

import signal
import subprocess
import sys

import numpy as np
import pytest

import grnstudio
from grnstudio.cli import main

BIRTH_DEATH = """
model birth()
  species X
  J1: -> X; k
  J2: X -> ; d*X
  k = 10; d = 1; X = 0
end
"""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "birth.ant"
    path.write_text(BIRTH_DEATH)
    return path


def table(text):
    header, *rows = text.strip().splitlines()
    return header.split(","), np.array([[float(x) for x in row.split(",")] for row in rows])


def test_rate_equations_are_printed_as_a_table(model, capsys):
    assert main(["simulate", str(model), "--end", "5", "--points", "5"]) == 0
    names, values = table(capsys.readouterr().out)
    assert names == ["time", "X"]
    np.testing.assert_allclose(values[:, 1], 10 * (1 - np.exp(-values[:, 0])), rtol=1e-5)


@pytest.mark.parametrize("method", ["ssa", "tau", "cle"])
def test_many_runs_give_means_and_standard_deviations(model, tmp_path, method):
    out = tmp_path / "out.csv"
    words = ["simulate", str(model), "--method", method, "--runs", "4000", "--end", "8"]
    assert main([*words, "--points", "4", "--seed", "3", "-o", str(out)]) == 0
    names, values = table(out.read_text())
    assert names == ["time", "X-mean", "X-sd"]
    mean, sd = values[-1, 1:]
    assert abs(mean - 10) < 5 * (10 / 4000) ** 0.5 + (0 if method == "ssa" else 0.15)
    assert abs(sd - 10**0.5) < 0.25


def test_projection_gives_exact_means_and_standard_deviations(model, capsys):
    assert main(["simulate", str(model), "--method", "fsp", "--end", "40", "--points", "2"]) == 0
    printed = capsys.readouterr()
    names, values = table(printed.out)
    assert names == ["time", "X-mean", "X-sd"]
    np.testing.assert_allclose(values[-1, 1:], [10, 10**0.5], rtol=1e-6)
    assert "probability" in printed.err


def test_options_reach_the_engine(model, capsys):
    words = ["simulate", str(model), "--set", "k=20", "--set", "X=5", "--times", "0 1 4"]
    words += ["--solver", "Radau", "--relative", "1e-9", "--start", "0.5"]
    assert main(words) == 0
    _, values = table(capsys.readouterr().out)
    np.testing.assert_allclose(values[:, 0], [1, 4])
    np.testing.assert_allclose(values[:, 1], 20 - 15 * np.exp(-values[:, 0]), rtol=1e-7)


def test_an_example_may_be_named_in_place_of_a_file(capsys):
    assert main(["simulate", "telegraph", "--end", "1", "--points", "1"]) == 0
    assert capsys.readouterr().out.startswith("time,OFF,ON,M\n")


def test_every_run_may_be_written(model, capsys):
    words = ["simulate", str(model), "--method", "ssa", "--runs", "2", "--points", "1"]
    assert main([*words, "--end", "1", "--all-runs"]) == 0
    names, values = table(capsys.readouterr().out)
    assert names == ["run", "time", "X"]
    assert values[:, 0].tolist() == [1, 1, 2, 2]


def test_a_scan_is_written_point_by_point(model, capsys):
    words = ["scan", str(model), "--vary", "k=1:100:3:log", "--end", "30", "--points", "3"]
    assert main(words) == 0
    names, values = table(capsys.readouterr().out)
    assert names == ["k", "X"]
    np.testing.assert_allclose(values, [[1, 1], [10, 10], [100, 100]], rtol=1e-5)


def test_two_numbers_make_a_plane(model, capsys):
    words = ["scan", str(model), "--vary", "k=2:4:2", "--vary", "d=1:2:2", "--end", "40"]
    assert main([*words, "--measure", "max"]) == 0
    names, values = table(capsys.readouterr().out)
    assert names == ["k", "d", "X"]
    np.testing.assert_allclose(values[:, 2], [2, 1, 4, 2], rtol=1e-4)


def test_projection_is_at_hand_in_python(model):
    found = grnstudio.simulate(grnstudio.load(model), np.array([0.0, 40.0]), method="fsp")
    np.testing.assert_allclose(found.mean("X"), [0, 10], rtol=1e-6)
    assert found.marginal("X")[0, 0] == 1


def test_ctrl_c_stops_and_writes_what_is_done(model):
    words = [sys.executable, "-m", "grnstudio", "simulate", str(model), "--method", "ssa"]
    words += ["--runs", "10000000", "--points", "1", "--end", "50"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as process:
        for line in process.stderr:
            if "of 10000000" in line:  # comes once it has been at work for a while
                process.send_signal(signal.SIGINT)
                break
        out, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.startswith("time,X-mean,X-sd\n0.0,0.0,0.0\n50.0,")
    assert "Stopped after" in told


def test_the_same_seed_gives_the_same_runs_however_they_are_shared(model):
    network = grnstudio.load(model)
    times = np.linspace(0, 3, 4)
    one = grnstudio.simulate(network, times, "ssa", runs=50, seed=7)
    two = grnstudio.simulate(network, times, "ssa", runs=50, seed=7, threads=2)
    np.testing.assert_array_equal(one.values, two.values)


def test_a_network_survives_its_way_through_every_format(model, tmp_path):
    path = model
    for suffix in (".xml", ".json", ".ant"):
        target = tmp_path / f"next{suffix}"
        assert main(["convert", str(path), str(target)]) == 0
        path = target
    times = np.linspace(0, 2, 3)
    first, last = (grnstudio.simulate(grnstudio.load(one), times) for one in (model, path))
    np.testing.assert_array_equal(first.values, last.values)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--method", "magic"], "there are ode, ssa, tau, cle"),
        (["--end", "0"], "above 0"),
        (["--points", "0"], "1 to 1000000 intervals"),
        (["--runs", "3"], "leave the runs at 1"),
        (["--method", "fsp", "--runs", "3"], "leave the runs at 1"),
        (["--set", "k"], "--set name=value"),
        (["--set", "k=lots"], "is no number"),
        (["--set", "q=1"], "'q'"),
        (["--times", "0 x"], "not 'x'"),
        (["--solver", "Euler"], "LSODA, BDF, Radau"),
        (["--statistics", "--all-runs"], "keeps no runs"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_line(model, capsys, words, message):
    assert main(["simulate", str(model), *words]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--vary", "k"], "NAME=FROM:TO"),
        (["--vary", "k=1:2:3:ln"], "NAME=FROM:TO"),
        (["--vary", "k=1:2", "--vary", "d=1:2", "--vary", "X=1:2"], "not 3"),
        (["--vary", "q=1:2"], "'q'"),
        (["--vary", "k=1:2", "--measure", "m"], "none of final value"),
    ],
)
def test_what_cannot_be_scanned_is_refused_in_one_line(model, capsys, words, message):
    assert main(["scan", str(model), *words]) == 1
    assert message in capsys.readouterr().err


def test_a_name_that_is_neither_file_nor_example_is_answered_with_those_there_are(capsys):
    assert main(["simulate", "telegraf"]) == 1
    assert "telegraph" in capsys.readouterr().err


def test_a_caret_stands_below_its_place(tmp_path, capsys):
    path = tmp_path / "broken.ant"
    path.write_text("model m()\n  species A\n  J: A -> ; 2*q\nend\n")
    assert main(["simulate", str(path)]) == 1
    said, picture, caret = capsys.readouterr().err.splitlines()
    assert said.endswith("(line 3, column 15)")
    assert picture.strip() == "J: A -> ; 2*q"
    assert picture[caret.index("^")] == "q"


def test_a_broken_model_says_where(tmp_path, capsys):
    path = tmp_path / "broken.ant"
    path.write_text("model m()\n  species A\n  J: A -> ; k*(A\nend\n")
    assert main(["simulate", str(path)]) == 1
    assert "line 3" in capsys.readouterr().err
