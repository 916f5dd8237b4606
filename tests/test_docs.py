"""What the README and the guide tell users to type does what they say."""

import re
import shlex

import pytest
import typer

import grnstudio
from grnstudio import api, paths
from grnstudio.cli import main
from grnstudio.commands import app
from grnstudio.core.antimony import parse
from grnstudio.io.examples import examples
from grnstudio.io.network_examples import load_example
from tests.learn.emulator.toys import emulator_of

README = paths.resources().parent / "README.md"
GUIDE = paths.resources() / "docs" / "user-guide.md"
QUICK = {"networks": 2, "steps": 5, "hidden": 3}
QUICK_TEST = {"settings": 1, "runs": 20, "lags": "1 2", "longer": 0, "workers": 1}
QUICK_EMULATOR = {
    "settings": 8, "runs": 4, "steps": 4, "epochs": 1, "test_settings": 1, "test_runs": 20,
    "lags": "1 2", "workers": 1,
}  # fmt: skip
EMULATED = {"x16": 20.0, "gene": 400.0}  # their time steps
QUICK_STEPS = {
    "distil": QUICK | {"workers": 1},
    "atlas": QUICK | {"workers": 1},
    "verify": {"samples": 200, "fits": 2, "fit_steps": 3, "neighbours": 0, "mirrors": False},
    "enumerate_topologies": {"samples": 20, "workers": 1, "needed": 1},
    "cellular": {"genes": 4, "films": 4, "cells": 5, "steps": 5, "hidden": 3},
    "train_emulator": QUICK_EMULATOR,
    "check_emulator": QUICK_TEST,
    "grid": {"nx": 3, "ny": 3, "start": "Bee 10; 2 3: P 5", "end": 1.0},
}


def blocks(path, language):
    """Return the blocks of code in ``language`` of a document."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.S | re.M)


def commands(path):
    """Return the commands of the program in a document, split into words."""
    lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
    found = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in found if words[:1] == ["grnstudio"]]


COMMANDS = [*commands(README), *commands(GUIDE)]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Stand where the files are that the documents speak of."""
    monkeypatch.chdir(tmp_path)
    grnstudio.save(load_example("egfr"), tmp_path / "model.xml")
    grnstudio.save(load_example("telegraph"), tmp_path / "model.ant")
    grnstudio.save(load_example("schloegl"), tmp_path / "schloegl.xml")
    for key, step in EMULATED.items():
        text = (paths.resources() / "examples" / "networks" / f"{key}.ant").read_text("utf-8")
        grnstudio.save_emulator(emulator_of(text, step, 4, 4), tmp_path / f"{key}.emulator")
    task = next(one.path for one in examples() if one.key == "adaptation")
    (tmp_path / "task.json").write_bytes(task.read_bytes())
    return tmp_path


def test_both_documents_have_commands_and_code():
    assert len(commands(README)) >= 2
    assert len(commands(GUIDE)) >= 10
    assert blocks(README, "python")
    assert len(blocks(GUIDE, "python")) >= 2


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_is_understood(words):
    group = typer.main.get_command(app)
    with group.make_context("grnstudio", list(words)) as context:
        name, command, rest = group.resolve_command(context, list(words))
        assert command.make_context(name, rest, parent=context).command is command


@pytest.mark.parametrize(
    "words", [one for one in COMMANDS if one[0] in ("simulate", "scan", "convert")], ids=" ".join
)
def test_networks_are_simulated_scanned_and_converted_as_written(files, words, capsys):
    assert main(list(words)) == 0
    if "-o" in words:
        assert (files / words[words.index("-o") + 1]).stat().st_size > 0
    else:
        assert capsys.readouterr().out


@pytest.mark.parametrize("path", [README, GUIDE], ids=["readme", "guide"])
def test_python_runs_as_written(files, path, monkeypatch):
    for name, quick in {"train": QUICK, **QUICK_STEPS}.items():
        monkeypatch.setattr(grnstudio, name, hurried(getattr(api, name), quick), raising=False)
    names = {}
    for block in blocks(path, "python"):
        exec(compile(block, str(path), "exec"), names)
    assert "result" in names


def test_networks_in_the_guide_are_antimony():
    found = [block for block in blocks(GUIDE, "") if block.startswith("model ")]
    assert found
    for block in found:
        assert parse(block).reactions


@pytest.mark.parametrize("path", [README, *(paths.resources() / "docs").glob("*.md")], ids=str)
def test_every_link_leads_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        target, _, place = link.partition("#")
        if target.startswith("http"):
            continue
        file = path.parent / target if target else path
        assert file.exists(), link
        if place:
            heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M)
            assert place in [anchor(head) for head in heads], link


def hurried(function, quick):
    """Return a function with settings that take it no time, whatever else is asked."""
    return lambda *given, **settings: function(*given, **(settings | quick))


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
