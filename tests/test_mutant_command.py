"""The command that shows mutants, through what the installed command calls."""

import pytest

from grnstudio.cli import main


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "study.grnstudio"
    few = ("--seeds", "2", "--set", "steps=4", "--set", "hidden=3")
    assert main(["train", "circuit", "pulse", *few, "-o", str(path)]) == 0
    return path


def test_mutants_are_listed_beside_wild_type(study, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["mutants", str(study), "g2-, I x0.5 & g1 x2"]) == 0
    heading, columns, *rows = capsys.readouterr().out.splitlines()
    assert heading.endswith("of 2")
    assert columns.split("  ")[0] == "mutant"
    assert [row.split("  ")[0] for row in rows] == ["wild type", "g2-", "I x0.5 & g1 x2"]
    assert main(["mutants", str(study)]) == 0
    assert "g1 x2" in capsys.readouterr().out


def test_their_curves_are_written(study, tmp_path, capsys):
    folder = tmp_path / "curves"
    assert main(["mutants", str(study), "g2-", "--network", "2", "-o", str(folder)]) == 0
    assert "g2-rest.csv" in {one.name for one in folder.iterdir()}
    header, first = (folder / "g2-rest.csv").read_text().splitlines()[:2]
    assert header.endswith("g2 wild type,g2") or "g2, wild type" in header
    assert first
    assert (folder / "table.csv").read_text().startswith("mutant,error of the task")


def test_what_is_no_mutant_or_no_network_is_refused(study, capsys):
    assert main(["mutants", str(study), "q-"]) == 1
    assert "'q-' is no mutant of a task with I, g1, g2" in capsys.readouterr().err
    assert main(["mutants", str(study), "--network", "5"]) == 1
    assert "all, best, or 1 to 2" in capsys.readouterr().err
