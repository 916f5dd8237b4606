"""The command line, mostly through the function that the installed command calls."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from grnstudio import __version__
from grnstudio.cli import main, opens_window
from grnstudio.commands import app, progress, training
from grnstudio.io import graph_files, network_examples, project_file
from grnstudio.io.examples import examples, load_example
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

TINY = {"networks": 2, "steps": 5, "hidden": 3}
QUICK = ("--seeds", "2", "--set", "steps=5", "--set", "hidden=3")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def study(here):
    assert main(["train", "circuit", "adaptation", *QUICK, "-o", "study.grnstudio"]) == 0
    return here / "study.grnstudio"


def refusal(capsys, *words):
    """Return the one line that a refused command prints."""
    assert main(words) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("grnstudio: ")
    assert printed.err.count("\n") == 1
    return printed.err


def test_the_version_is_that_of_the_package(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith(f"grnstudio {__version__}, from Python packages\n")


def test_every_command_and_option_has_a_line_of_help():
    for command in ([], ["examples"], ["train"], ["export"], ["open"]):
        shown = CliRunner().invoke(app, [*command, "--help"])
        assert shown.exit_code == 0
        for line in shown.output.splitlines():
            assert not re.match(r"│ +--[\w-]+ +(-\w +)?(\w+ +|<\w+> +)?│", line), line


@pytest.mark.parametrize(
    ("words", "is_window"),
    [
        ([], True),
        (["study.grnstudio"], True),
        (["open", "a.grnstudio", "b.json"], True),
        (["examples"], False),
        (["train", "circuit", "adaptation"], False),
        (["--help"], False),
        (["open", "--help"], False),
    ],
)
def test_files_and_nothing_open_the_window_and_the_rest_are_commands(words, is_window):
    assert opens_window(words) == is_window


def test_a_file_that_is_not_there_is_named_before_a_window_opens(here, capsys):
    assert "'trian'" in refusal(capsys, "trian")


@pytest.mark.skipif(sys.platform != "linux", reason="a display is always there elsewhere")
def test_without_a_display_the_window_says_so_instead_of_aborting(here, capsys, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


def test_examples_are_listed_with_what_they_ask_for(here, capsys):
    assert main(["examples"]) == 0
    printed = capsys.readouterr().out
    for example in examples():
        assert example.key in printed
        assert example.title in printed
    for network in network_examples.examples():
        assert network.key in printed


def test_settings_are_listed_with_their_value_for_a_task_and_their_limits(here, capsys):
    assert main(["train", "circuit", "adaptation", "--settings"]) == 0
    printed = capsys.readouterr().out
    for name in ("networks", "steps", "learning_rate", "procedure", "fraction", "seed"):
        assert re.search(rf"^{name} ", printed, re.MULTILINE)
    assert "1 to 1000000" in printed
    assert "RMSProp or Adam" in printed


def test_training_an_example_makes_a_study_named_like_it(here, capsys):
    assert main(["train", "circuit", "adaptation", *QUICK, "--seed", "7"]) == 0
    (run,) = project_file.read(here / "adaptation.grnstudio").runs
    assert (run.outcome, run.learner, run.checkpoint) == ("finished", "circuit", None)
    assert (run.config["networks"], run.config["steps"], run.config["seed"]) == (2, 5, 7)
    assert list(run.metrics["step"]) == [1, 2, 3, 4, 5]
    assert run.design.configs["circuit"]["hidden"] == 3
    assert run.versions["grnstudio"] == __version__
    printed = capsys.readouterr()
    assert "λ = " in printed.out
    assert "Kept as run 1 in adaptation.grnstudio." in printed.out
    assert "of 5" in printed.err


def test_training_again_adds_a_run_and_leaves_the_others(study):
    (first,) = project_file.read(study).runs
    assert main(["train", "circuit", "adaptation", *QUICK, "--seed", "1", "-o", str(study)]) == 0
    runs = project_file.read(study).runs
    assert [run.key for run in runs] == [1, 2]
    assert runs[0].started == first.started
    assert np.array_equal(runs[0].arrays["responses"], first.arrays["responses"])


def test_a_task_file_and_the_design_of_a_study_train_as_well(study):
    task = next(one.path for one in examples() if one.key == "adaptation")
    assert main(["train", "circuit", str(task), *QUICK, "-o", "other"]) == 0
    assert main(["train", "circuit", str(study)]) == 0
    runs = project_file.read(study).runs
    assert runs[1].config == runs[0].config
    other = project_file.read(study.with_name("other.grnstudio")).runs[0]
    assert np.array_equal(other.arrays["losses"], runs[0].arrays["losses"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train", "circuit"], "examples"),
        (["train", "circus", "adaptation"], "circuit"),
        (["train", "circuit", "adaption"], "adaptation"),
        (["train", "circuit", "missing.json"], "missing.json"),
        (["train", "circuit", "adaptation", "--set", "stps=5"], "'steps'"),
        (["train", "circuit", "adaptation", "--set", "steps"], "key=value"),
        (["train", "circuit", "adaptation", "--set", "steps=many"], "'many'"),
        (["train", "circuit", "adaptation", "--seeds", "0"], "at least 1"),
        (["train", "circuit", "adaptation", "-o", "nowhere/study"], "nowhere"),
        (["train", "circuit", "--resume"], "-o"),
        (["train", "circuit", "--resume", "-o", "s", "--seed", "1"], "keeps its settings"),
        (["train", "--wrong"], "--wrong"),
        (["export", "missing.grnstudio", "--json", "a.json"], "missing.grnstudio"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(here, capsys, words, said):
    assert said in refusal(capsys, *words)
    assert list(here.iterdir()) == []


def test_a_study_without_an_unfinished_run_has_nothing_to_resume(study, capsys):
    capsys.readouterr()
    assert "no unfinished run" in refusal(capsys, "train", "circuit", "--resume", "-o", str(study))


def test_export_writes_the_network_in_every_format(study, capsys):
    files = {"json": "n.json", "graphml": "n.graphml", "links": "l.csv", "adjacency": "a.csv"}
    words = [part for kind, name in files.items() for part in (f"--{kind}", name)]
    assert main(["export", str(study), *words]) == 0
    run = project_file.read(study).run(1)
    graph = LEARNERS["circuit"].graph(LEARNERS["circuit"].from_run(run))
    assert np.array_equal(graph_files.read_json(study.with_name("n.json")).weights, graph.weights)
    lines = study.with_name("l.csv").read_text().splitlines()
    assert len(lines) == 1 + len(list(graph.edges()))
    assert study.with_name("a.csv").read_text().startswith("target")
    assert "n.graphml" in capsys.readouterr().out


def test_a_cut_off_leaves_weak_links_out(study):
    graph = LEARNERS["circuit"].graph(LEARNERS["circuit"].from_run(project_file.read(study).run(1)))
    cutoff = graph.strongest * 0.999
    assert main(["export", str(study), "--cutoff", str(cutoff), "--json", "n.json"]) == 0
    assert len(json.loads(study.with_name("n.json").read_text())["edges"]) == 1


def test_export_draws_pictures_without_a_window(study, qapp):
    files = ["network.svg", "network.png", "network.pdf"]
    words = [part for name in files for part in ("--graph", name)]
    assert main(["export", str(study), *words, "--heatmap", "map.png", "--dpi", "100"]) == 0
    for name in [*files, "map.png"]:
        assert study.with_name(name).stat().st_size > 500
    assert study.with_name("network.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in study.with_name("network.svg").read_bytes()


def test_export_writes_the_curves_of_every_condition(study, qapp):
    assert main(["export", str(study), "--curves", "curves.csv"]) == 0
    tables = sorted(path.name for path in study.parent.glob("curves*.csv"))
    run = project_file.read(study).run(1)
    assert len(tables) >= len(run.design.task.conditions)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "at least one file"),
        (["--run", "9", "--json", "n.json"], "its runs are: 1"),
    ],
)
def test_an_export_of_nothing_is_refused(study, capsys, words, said):
    capsys.readouterr()
    assert said in refusal(capsys, "export", str(study), *words)


@pytest.mark.slow
def test_ctrl_c_keeps_a_checkpoint_and_resume_ends_as_if_unbroken(here):
    settings = ["--seeds", "1", "--set", "hidden=3", "--set", "steps=400"]
    whole = [*settings, "-o", "whole.grnstudio"]
    assert main(["train", "circuit", "adaptation", *whole]) == 0
    broken = start("train", "circuit", "adaptation", *settings, "-o", "broken.grnstudio")
    wait_for_line(broken, "step 1 of")
    broken.send_signal(signal.SIGINT)
    printed, _ = broken.communicate(timeout=60)
    assert broken.returncode == 130
    assert "--resume -o broken.grnstudio" in printed
    stopped = project_file.read(here / "broken.grnstudio").run(1)
    assert stopped.outcome == "stopped"
    assert stopped.checkpoint is not None
    assert 0 < len(stopped.metrics["step"]) < 400

    assert main(["train", "circuit", "--resume", "-o", "broken.grnstudio"]) == 0
    (resumed,) = project_file.read(here / "broken.grnstudio").runs
    unbroken = project_file.read(here / "whole.grnstudio").run(1)
    assert resumed.outcome == "finished"
    assert np.array_equal(resumed.metrics["loss"], unbroken.metrics["loss"])
    assert np.array_equal(resumed.arrays["link_effects"], unbroken.arrays["link_effects"])


def test_an_abrupt_end_loses_only_what_came_after_the_last_autosave(here, monkeypatch):
    monkeypatch.setattr(training, "SAVE_EVERY", 0.0)
    monkeypatch.setattr(progress, "LINE_EVERY", 0.0)
    spec, design = LEARNERS["circuit"], Design(load_example("adaptation"), {"circuit": TINY})
    study = training.Study(here / "cut.grnstudio", design)
    with pytest.raises(KeyboardInterrupt):
        training.train(spec, study.begin(spec, design), study, EndsAbruptly("step 4 of"))
    (cut,) = project_file.read(here / "cut.grnstudio").runs
    assert cut.outcome == "stopped"
    assert cut.checkpoint["step"] == 3
    assert list(cut.metrics["step"]) == [1, 2, 3]

    again = training.Study(here / "cut.grnstudio", None)
    ended = training.train(spec, again.unfinished(spec), again, Console(quiet=True))
    assert (ended.key, ended.outcome, list(ended.metrics["step"])[-1]) == (1, "finished", 5)


class EndsAbruptly(Console):
    """A terminal that breaks off when a certain text is to be printed."""

    def __init__(self, at):
        super().__init__(quiet=True)
        self._at = at

    def print(self, *words, **options):
        if any(self._at in str(word) for word in words):
            raise KeyboardInterrupt
        super().print(*words, **options)


def start(*words):
    """Start ``grnstudio`` as a process of its own, which SIGINT reaches alone."""
    return subprocess.Popen(
        [sys.executable, "-m", "grnstudio", *words],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_line(process, part, seconds=60):
    """Read the process's progress until ``part`` is in it."""
    end = time.monotonic() + seconds
    for line in process.stderr:
        if part in line:
            return
        assert time.monotonic() < end, f"no '{part}' within {seconds} s"
    raise AssertionError(f"it ended without '{part}'")
