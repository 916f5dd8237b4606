"""Reaction networks from the command line and from Python."""

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
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_line(model, capsys, words, message):
    assert main(["simulate", str(model), *words]) == 1
    assert message in capsys.readouterr().err


def test_a_broken_model_says_where(tmp_path, capsys):
    path = tmp_path / "broken.ant"
    path.write_text("model m()\n  species A\n  J: A -> ; k*(A\nend\n")
    assert main(["simulate", str(path)]) == 1
    assert "line 3" in capsys.readouterr().err
