"""The commands of the circuit family beyond training, through what the installed command calls."""

import contextlib
import io
import re

import pytest
from typer.testing import CliRunner

from grnstudio.cli import CIRCUITS, main, opens_window
from grnstudio.commands import app
from grnstudio.commands.circuit_tables import SUMMARIES
from grnstudio.io import project_file
from grnstudio.project import TAKEN

TINY = ("--seeds", "2", "--set", "steps=4", "--set", "hidden=3")
LINKS = "I -> g1, I -> g2, g2 -| g1"
QUICK = ("--set", "samples=200", "--set", "fits=2", "--set", "fit_steps=3", "--set", "neighbours=2")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path


@pytest.fixture(scope="module")
def distilled(tmp_path_factory):
    """Return a study with a distillation to five links, and what was printed of it."""
    path, printed = tmp_path_factory.mktemp("study") / "study.grnstudio", io.StringIO()
    few = ("--set", "fewest=5", "--set", "tolerance=9")
    with contextlib.redirect_stdout(printed):
        assert main(["distil", "adaptation", *TINY, *few, "-o", str(path)]) == 0
    return path, printed.getvalue()


def refusal(capsys, *words):
    assert main(words) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize("command", CIRCUITS)
def test_every_option_of_a_command_has_a_line_of_help(command):
    assert command in SUMMARIES
    assert not opens_window([command, "adaptation"])
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    for line in shown.output.splitlines():
        assert not re.match(r"│ +--[\w-]+ +(-\w +)?(\w+ +|<\w+> +)?│", line), line


@pytest.mark.parametrize("command", CIRCUITS)
def test_settings_are_listed(command, here, capsys):
    assert main([command, "adaptation", "--settings"]) == 0
    assert re.search(r"^seed ", capsys.readouterr().out, re.MULTILINE)


def test_distilling_prints_a_line_for_each_point_and_names_the_sparsest(distilled):
    path, printed = distilled
    assert "tolerated loss 9" in printed
    assert "Point 2 with 5 links does the task" in " ".join(printed.split())
    run = project_file.read(path).runs[0]
    assert (run.learner, run.outcome) == ("distil", "finished")


def test_links_that_are_given_are_verified_with_a_verdict_and_a_table(here, capsys):
    assert main(["verify", "adaptation", "--links", LINKS, *QUICK]) == 0
    printed = capsys.readouterr().out
    assert "of 200 random parameter sets" in printed
    assert "Asked for: g1 is steady" in printed
    (run,) = project_file.read(here / "adaptation.grnstudio").runs
    assert run.config["links"] == LINKS


def test_links_of_a_point_of_a_study_are_verified_beside_its_network(distilled):
    path = str(distilled[0])
    assert main(["verify", path, "--run", "1", "--network", "1", *QUICK, "-o", path]) == 0
    study = project_file.read(path)
    checked = study.runs[-1]
    assert checked.design.configs[TAKEN] == {"run": 1, "choice": "1"}
    assert "trained" in checked.arrays
    assert len(checked.config["links"].split(",")) == 6


def test_all_pictures_and_tables_of_a_distillation_are_written_to_a_folder(distilled, tmp_path):
    assert main(["export", str(distilled[0]), "--run", "1", "--all", str(tmp_path / "all")]) == 0
    written = {path.name for path in (tmp_path / "all").iterdir()}
    assert {"error-and-links.svg", "error-and-links.csv", "table.csv"} <= written
    header, *rows = (tmp_path / "all" / "table.csv").read_text().splitlines()
    assert header.startswith("point,from,links")
    assert len(rows) == 2


def test_verifying_nothing_says_where_links_come_from(here, capsys):
    assert "--links" in refusal(capsys, "verify", "adaptation")
    assert "not both" in refusal(capsys, "verify", "x.grnstudio", "--links", LINKS, "--run", "1")
    assert "names no regulator" in refusal(capsys, "verify", "adaptation", "--links", "I -> g7")


def test_a_run_that_is_not_there_is_named(distilled, capsys):
    assert "no run 7" in refusal(capsys, "verify", str(distilled[0]), "--run", "7")


def test_an_atlas_lists_its_topologies(here, capsys):
    words = ["atlas", "adaptation", "--seeds", "3", *TINY[2:], "--set", "tolerance=9"]
    assert main([*words, "--set", "workers=1"]) == 0
    assert "topologies of" in capsys.readouterr().out


def test_a_search_lists_the_topologies_that_succeed(here, capsys):
    few = ("--set", "samples=20", "--set", "most_links=3", "--set", "workers=1")
    assert main(["enumerate", "adaptation", *few]) == 0
    assert re.search(
        r"\d+ of [\d,]+ topologies have 2 or more successful sets", capsys.readouterr().out
    )


def test_a_rule_is_generated_and_its_links_are_scored(here, capsys):
    small = ("genes=3", "cells=6", "films=6", "steps=5", "hidden=4")
    words = [word for one in small for word in ("--set", one)]
    assert main(["cellular", *words, "--seeds", "1", "-o", "cells"]) == 0
    assert "AUC activating" in capsys.readouterr().out
    (run,) = project_file.read(here / "cells.grnstudio").runs
    assert run.learner == "cellular"


def test_films_of_ones_own_are_kept_with_the_run(here, capsys):
    lines = ["start,time,cell,a,b"]
    for start in range(3):
        for time in range(4):
            for cell in range(4):
                lines.append(f"{start},{time},{cell},{(start + time + cell) % 3 / 2},{time / 4}")
    (here / "films.csv").write_text("\n".join(lines))
    words = ["cellular", "--frames", "films.csv", "--set", "steps=3", "--set", "hidden=3"]
    assert main(words) == 0
    (run,) = project_file.read(here / "films.grnstudio").runs
    assert run.design.frames.names == ("a", "b")


def test_a_study_without_an_unfinished_distillation_says_so(distilled, capsys):
    words = ("distil", "--resume", "-o", str(distilled[0]))
    assert "no unfinished run" in refusal(capsys, *words)
