"""Emulators from the command line and from Python."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest

import grnstudio
from grnstudio.cli import main, opens_window
from grnstudio.core.trust import report_of
from grnstudio.io import antimony_file, emulator_file, network_examples, project_file
from grnstudio.learn import LEARNERS
from tests.learn.emulator.toys import emulator_of, network


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    antimony_file.write(network(), tmp_path / "switch.ant")
    emulator_file.write(emulator_of(), tmp_path / "switch.emulator")
    return tmp_path


TINY = {
    "step": 0.5, "steps": 4, "settings": 8, "runs": 4, "epochs": 1, "test_settings": 1,
    "test_runs": 20, "lags": "1 2", "workers": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a folder with a study and the file of an emulator, and what was printed of it."""
    folder, printed = tmp_path_factory.mktemp("trained"), io.StringIO()
    antimony_file.write(network(), folder / "switch.ant")
    chosen = [word for key, one in TINY.items() for word in ("--set", f"{key}={one}")]
    words = ["train", "emulator", str(folder / "switch.ant"), *chosen]
    with contextlib.redirect_stdout(printed):
        assert main([*words, "-o", str(folder / "a.emulator")]) == 0
    return folder, printed.getvalue()


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


def test_a_training_keeps_a_study_and_a_file_and_says_how_far_to_trust_it(trained):
    folder, printed = trained
    (run,) = project_file.read(folder / "a.grnstudio").runs
    kept = LEARNERS["emulator"].from_run(run).emulator
    alone = emulator_file.read(folder / "a.emulator")
    assert (run.title, run.outcome) == ("switch", "finished")
    assert kept.species == alone.species == ("P", "on", "off")
    assert alone.step == 0.5
    assert all(np.array_equal(alone.weights[name], one) for name, one in kept.weights.items())
    assert report_of(alone).runs == 20
    assert "Draws P, on, off after 0.5" in printed
    assert "se it" in printed  # the verdict
    assert f"wrote {folder / 'a.emulator'}" in printed


def test_a_study_simulates_as_the_file_does(trained, capsys):
    folder, _ = trained
    tables = []
    for name in ("a.emulator", "a.grnstudio"):
        words = ["simulate", str(folder / "switch.ant"), "--emulator", str(folder / name)]
        assert main([*words, "--runs", "3"]) == 0
        tables.append(capsys.readouterr().out)
    assert tables[0] == tables[1]


def test_an_emulator_is_checked_again_and_saved_with_its_report(here, capsys):
    chosen = ("settings=1", "runs=20", "lags=1 2", "longer=0", "workers=1")
    words = [word for one in chosen for word in ("--set", one)]
    assert main(["check-emulator", "switch.emulator", *words, "-o", "b.emulator"]) == 0
    assert "20 runs from each of 1 starts" in capsys.readouterr().out
    assert report_of(emulator_file.read(Path("b.emulator"))).tested == (1, 2)


def test_a_study_without_an_emulator_is_refused(here, capsys):
    from grnstudio.project import Project

    project_file.write(Project(), "empty.grnstudio")
    told = refusal(capsys, "check-emulator", "empty.grnstudio")
    assert "no run of an emulator" in told


def test_a_network_is_needed_to_train_an_emulator(capsys):
    assert "Name a network" in refusal(capsys, "train", "emulator")
    assert "nor an example network of that name" in refusal(capsys, "train", "emulator", "none")


def test_examples_suggest_how_to_teach(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    assert main(["train", "emulator", "x16", "--settings"]) == 0
    told = capsys.readouterr().out
    assert "G1 0..4; G2 4 - G1; P1 80..1199" in told
    about = {one.key: one for one in network_examples.examples()}["x16"].emulated
    assert (about["step"], about["steps"]) == (20, 10)


def test_python_teaches_and_checks(trained):
    result = grnstudio.train_emulator(trained[0] / "switch.ant", **TINY)
    alone = emulator_file.read(trained[0] / "a.emulator")
    for name, one in result.emulator.weights.items():
        np.testing.assert_array_equal(alone.weights[name], one)
    report = grnstudio.check_emulator(
        result.emulator, settings=1, runs=20, lags="1", longer=0, workers=1
    )
    assert report.tested == (1,)


def test_a_study_gives_its_emulator_and_its_figures_and_says_that_it_has_no_links(
    trained, here, capsys
):
    study = str(trained[0] / "a.grnstudio")
    assert main(["export", study, "--emulator", "again.emulator", "--all", "figures"]) == 0
    again, alone = (
        emulator_file.read(one) for one in ("again.emulator", trained[0] / "a.emulator")
    )
    assert again.report == alone.report
    assert {path.suffix for path in (here / "figures").iterdir()} == {".svg", ".csv"}
    capsys.readouterr()
    assert "has no links to write" in refusal(capsys, "export", study, "--graph", "a.svg")
