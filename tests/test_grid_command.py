"""Grids of agents from the command line and from Python."""

import numpy as np
import pytest
from PIL import Image

import grnstudio
from grnstudio.cli import main, opens_window
from tests.learn.emulator.toys import SWITCH, emulator_of

SMALL = ["--set", "nx=3", "--set", "ny=2", "--end", "2", "--set", "step=0.5"]
BEES = ["grid", "bees", "--spreading", "P", "--start", "Bee 10; BeeA 0; 1 1: P 30", *SMALL]


def table(text):
    header, *rows = text.strip().splitlines()
    return header.split(","), np.array([[float(x) for x in row.split(",")] for row in rows])


def test_the_whole_grid_is_printed_as_a_table(capsys):
    assert main([*BEES, "--set", "counted=Bee BeeA"]) == 0
    names, values = table(capsys.readouterr().out)
    assert names == ["time", "Bee + BeeA", "Bee", "BeeA", "BeeD", "P"]
    assert values[0].tolist() == [0, 60, 60, 0, 0, 30]
    assert len(values) == 5


def test_frames_films_and_pictures_are_written(tmp_path, capsys):
    out, frames, gif = tmp_path / "out.csv", tmp_path / "frames.csv", tmp_path / "film.gif"
    words = ["-o", out, "--frames", frames, "--gif", gif, "--png", tmp_path / "png", "--runs", "3"]
    assert main([*BEES, *map(str, words)]) == 0
    assert capsys.readouterr().out == ""
    assert "P-mean,P-sd" in out.read_text()
    assert len(frames.read_text().splitlines()) == 1 + 5 * 6
    with Image.open(gif) as film:
        assert film.n_frames == 5
    assert len(list((tmp_path / "png").iterdir())) == 5


def test_a_start_can_be_a_table(tmp_path, capsys):
    (tmp_path / "start.csv").write_text("x,y,Bee,P\n3,2,50,1\n")
    words = [
        word if word != "Bee 10; BeeA 0; 1 1: P 30" else tmp_path / "start.csv" for word in BEES
    ]
    assert main([str(word) for word in words]) == 0
    names, values = table(capsys.readouterr().out)
    assert values[0, names.index("Bee")] == 50 + 5 * 3  # elsewhere as in the network


def test_an_emulator_takes_the_nodes_that_are_like_what_it_was_taught(tmp_path, capsys):
    emulator, model = tmp_path / "switch.emulator", tmp_path / "switch.ant"
    grnstudio.save_emulator(emulator_of(), emulator)
    model.write_text(SWITCH)
    words = ["grid", str(model), "--emulator", str(emulator), "--set", "nx=2", "--set", "ny=2"]
    assert main([*words, "--end", "1"]) == 0
    printed = capsys.readouterr()
    names, values = table(printed.out)
    assert "100 % drawn by the emulator" in " ".join(printed.err.split())
    assert values[:, 0].tolist() == [0, 0.5, 1]
    assert names[1:] == ["P", "on", "off"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "nodes=3"], "There is no setting 'nodes'"),
        (["--set", "method=emulator"], "Choose the emulator"),
        (["--show", "Q"], "--show: there is no 'Q'"),
        (["--spreading", "Q"], "there is no species 'Q'"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(words, told, capsys):
    assert main([*BEES, *words]) == 1
    assert told in " ".join(capsys.readouterr().err.split())


def test_settings_are_listed_and_grid_is_a_command(capsys):
    assert main(["grid", "bees", "--settings"]) == 0
    assert "spread_every" in capsys.readouterr().out
    assert not opens_window(["grid", "bees"])


def test_grids_are_to_be_had_from_python():
    found = grnstudio.grid("bees", nx=2, ny=2, end=1.0, step=0.5, start="P 3", spreading="P")
    assert found.values.shape == (3, 2, 2, 4)
    mixed = grnstudio.grid(emulator_of().network, emulator_of(), nx=2, ny=2, end=1.0)
    assert mixed.method == "mixed"
