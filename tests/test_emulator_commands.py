"""Emulators from the command line and from Python."""

import numpy as np
import pytest

import grnstudio
from grnstudio.cli import main, opens_window
from grnstudio.io import antimony_file, emulator_file
from tests.learn.emulator.toys import emulator_of, network


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    antimony_file.write(network(), tmp_path / "switch.ant")
    emulator_file.write(emulator_of(), tmp_path / "switch.emulator")
    return tmp_path


def refusal(capsys, *words):
    assert main(words) == 1
    return capsys.readouterr().err


def table(text):
    header, *rows = text.strip().splitlines()
    return header.split(","), np.array([[float(x) for x in row.split(",")] for row in rows])


def test_an_emulator_simulates_as_long_as_it_was_taught_by_its_step(here, capsys):
    words = ["simulate", "switch.ant", "--emulator", "switch.emulator", "--runs", "50"]
    assert main([*words, "--seed", "2"]) == 0
    names, values = table(capsys.readouterr().out)
    assert names[:3] == ["time", "P-mean", "P-sd"]
    np.testing.assert_allclose(values[:, 0], np.arange(11) * 0.5)
    found = grnstudio.simulate(
        network(), np.arange(11) * 0.5, "emulator", 50, 2,
        emulator=grnstudio.load_emulator("switch.emulator"),
    )  # fmt: skip
    np.testing.assert_allclose(values[:, 1], found.mean()[:, 0])


def test_a_scan_with_an_emulator_varies_the_start(here, capsys):
    words = ["scan", "switch.ant", "--vary", "P=0:60:3", "--emulator", "switch.emulator"]
    assert main([*words, "--measure", "maximum", "--end", "1", "--runs", "5"]) == 0
    _, values = table(capsys.readouterr().out)
    assert values[:, 0].tolist() == [0, 30, 60]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "emulator"), "Name the emulator's file: --emulator FILE."),
        (("--emulator", "none.emulator"), "There is no file none.emulator"),
        (("--emulator", "switch.ant"), "switch.ant is damaged"),
        (("--emulator", "switch.emulator", "--method", "ssa"), "takes the place of --method ssa"),
        (("--emulator", "switch.emulator", "--times", "0 0.7"), "multiples of 0.5"),
        (("--emulator", "switch.emulator", "--set", "b=2"), "parameter b has 2 in place of 1"),
        (("--emulator", "switch.emulator", "--end", "0.2"), "further than the duration of 0.2"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(here, capsys, words, said):
    told = refusal(capsys, "simulate", "switch.ant", *words)
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_an_emulator_is_none_of_another_network(here, capsys):
    told = refusal(capsys, "simulate", "sir", "--emulator", "switch.emulator")
    assert "taught another network" in told


def test_checking_is_a_command(capsys):
    assert not opens_window(["check-emulator", "a.emulator"])
    assert main(["check-emulator", "a", "--settings"]) == 0
    assert "lags" in capsys.readouterr().out


def test_emulators_are_saved_and_loaded_from_python(tmp_path):
    grnstudio.save_emulator(emulator_of(), tmp_path / "a.emulator")
    again = grnstudio.load_emulator(tmp_path / "a.emulator")
    assert isinstance(again, grnstudio.Emulator)
    assert again.species == emulator_of().species


def test_training_says_first_what_will_not_go_well_and_writes_the_emulator(here, capsys):
    tiny = {"settings": 6, "runs": 8, "steps": 3, "epochs": 2, "step": 0.5}
    tests = {"test_settings": 2, "test_runs": 20, "lags": "2"}
    chosen = [
        word for name, value in (tiny | tests).items() for word in ("--set", f"{name}={value}")
    ]
    assert main(["train", "emulator", "switch.ant", *chosen, "-o", "made.emulator"]) == 0
    said = capsys.readouterr()
    assert "6 starts are few to learn from" in said.err
    assert "wrote made.emulator" in said.out
    assert emulator_file.read(here / "made.emulator").step == 0.5
