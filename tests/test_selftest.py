"""What ``grnstudio --selftest`` promises: it tries everything, tells what fails, leaves nothing."""

import io
import json
import os
import subprocess
import sys

import pytest

from grnstudio import __version__
from grnstudio.cli import main
from grnstudio.errors import WorkerDied
from grnstudio.io.networks import SUFFIXES
from grnstudio.jobs import Job
from grnstudio.learn import LEARNERS
from grnstudio.selftest import command, report
from grnstudio.selftest.check import Bench, Broken, Check, Verdict, judged, require
from grnstudio.selftest.training import Trainer
from grnstudio.simulate.config import METHODS


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The whole of it, run once as a user would; returns what it printed, wrote and left."""
    folder = tmp_path_factory.mktemp("selftest")
    file = folder / "report.json"
    (folder / "temporary").mkdir()
    home = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "temporary")}
    own = {f"XDG_{name}_HOME": str(folder / "home") for name in ("CONFIG", "STATE", "DATA")}
    cache = {"NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", "")}
    ran = subprocess.run(
        [sys.executable, "-m", "grnstudio", "--selftest", "--json", str(file)],
        env={**os.environ, **home, **own, **{k: v for k, v in cache.items() if v}},
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    return ran, json.loads(file.read_text()), left


def test_every_part_of_the_program_passes(whole):
    ran, told, _ = whole
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert told["passed"]
    assert [one for one in told["checks"] if not one["passed"]] == []


def test_each_reader_engine_and_learner_and_the_window_is_tried(whole):
    _, told, _ = whole
    titles = {(one["group"], one["title"]) for one in told["checks"]}
    assert {("read", f"network, {suffix}") for suffix in SUFFIXES} <= titles
    assert {("train", spec.title.lower()) for spec in LEARNERS.values()} <= titles
    engines = " ".join(title.lower() for group, title in titles if group == "simulate")
    assert all(method in engines for method in METHODS if method != "ode")
    for suffix in (".png", ".svg", ".pdf", ".csv", ".gif"):
        assert any(suffix in title for group, title in titles if group == "export")
    assert ("window", "first paint and every page") in titles


def test_it_prints_a_line_for_each_check_and_a_last_one(whole):
    ran, told, _ = whole
    lines = ran.stdout.splitlines()
    assert lines[0].startswith(f"GRNStudio {__version__}, from Python packages, on ")
    assert sum(" ok " in line for line in lines) == len(told["checks"])
    assert lines[-1].startswith(f"All {len(told['checks'])} checks passed in ")


def test_it_leaves_nothing_but_the_file_it_was_asked_for(whole):
    _, _, left = whole
    assert [name for name in left if not name.endswith((".nbi", ".nbc"))] == ["report.json"]


def checks(*works):
    return [Check("try", work.__name__, work) for work in works]


def good(bench):
    return "fine"


def broken(bench):
    require(False, "2 is not 3")


def faulty(bench):
    return [][0]


def test_what_fails_is_told_and_the_rest_is_tried_all_the_same(tmp_path):
    found = list(judged(checks(broken, faulty, good), Bench(tmp_path)))
    assert [one.passed for one in found] == [False, False, True]
    assert found[0].note == "Broken: 2 is not 3"
    assert found[1].note == "IndexError: list index out of range"
    assert "return [][0]" in found[1].details
    assert "FAILED" in report.line(found[0])
    assert report.end(found).endswith("2 of 3 checks failed, in 0 s.")


def test_a_failure_makes_an_exit_code_and_is_in_the_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "_checks", lambda: iter(checks(good, broken)))
    before = dict(os.environ)
    assert main(["--selftest", "--json", str(tmp_path / "a.json")]) == 1
    assert "1 of 2 checks failed" in capsys.readouterr().out
    told = json.loads((tmp_path / "a.json").read_text())
    assert not told["passed"]
    assert [one["passed"] for one in told["checks"]] == [True, False]
    assert dict(os.environ) == before


def test_what_goes_on_from_a_result_that_is_missing_says_so(tmp_path):
    with pytest.raises(Broken, match="no result of 'circuit'"):
        Bench(tmp_path).result("circuit")


def test_a_worker_that_dies_fails_its_check_and_another_takes_its_place():
    with Trainer() as trainer:
        with pytest.raises(WorkerDied):
            trainer._outcome(Job("os:abort"))
        assert trainer._worker is None


def test_a_table_can_be_printed_where_letters_are_missing(monkeypatch):
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="ascii"))
    command._say(report.line(Verdict("try", "rate", True, "λ ± 1", 0.1)))
    assert b"? ? 1" in printed.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--json", "a.json"], "Say --selftest as well"),
        (["--selftest", "examples"], "stand alone"),
        (["--selftest", "--json", "nowhere/a.json"], "There is no folder"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(words, said, capsys):
    assert main(words) == 1
    assert said in capsys.readouterr().err
