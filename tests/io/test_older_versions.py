"""Files as they were written by hand for each version of each format: old ones open, later not."""

import json
import re

import numpy as np
import pytest

from grnstudio import settings
from grnstudio.errors import FileFormatError
from grnstudio.io import (
    arrays,
    emulator_file,
    graph_files,
    kinds,
    networks,
    project_file,
    task_json,
)
from grnstudio.io.migrations import MIGRATIONS, version_of
from grnstudio.settings import Settings

TASK = {
    "format": "grnstudio-task",
    "version": 1,
    "axis": {"kind": "time", "step": 0.5, "count": 4},
    "inputs": ["I"],
    "genes": [{"name": "g"}],
    "conditions": [{"name": "on", "inputs": {"I": 1.0}, "targets": {"g": [0, 0.5, 0.8, 1]}}],
}
REACTIONS = {
    "format": "grnstudio-reactions",
    "version": 1,
    "id": "decay",
    "species": [{"id": "A", "initial": 3}],
    "parameters": [{"id": "k", "value": 2}],
    "reactions": [{"id": "r", "reactants": [{"species": "A"}], "mass_action": "k"}],
}
GRAPH = {
    "format": "grnstudio-network",
    "version": 1,
    "regulators": ["I", "g"],
    "targets": ["g"],
    "method": "trajectory mutant",
    "networks": 3,
    "weights": [[0.5], [None]],
}
EMULATOR = {
    "format": "grnstudio-emulator",
    "version": 1,
    "network": REACTIONS,
    "step": 0.5,
    "horizon": 5,
    "species": ["A"],
    "parameters": [],
    "model": {},
    "report": {},
    "title": "decay",
    "made": "",
}
PROJECT_1 = {
    "format": "grnstudio-project",
    "version": 1,
    "design": {"task": TASK, "configs": {"circuit": {"steps": 30}}, "notes": "γ"},
    "runs": [2],
}
PROJECT_2 = {**PROJECT_1, "version": 2, "design": {**PROJECT_1["design"], "network": True}}
RUN = {
    "learner": "circuit",
    "title": "first",
    "outcome": "stopped",
    "message": "",
    "started": "2025-01-02T03:04:05+00:00",
    "seconds": 1.5,
    "device": "cpu",
    "config": {"steps": 30},
    "versions": {"grnstudio": "0.0.1"},
    "design": {"task": None, "configs": {}, "notes": ""},
    "files": [],
}
LATER = {"version": 99, "program": "7.5"}
SAID = re.escape("was written by GRNStudio 7.5 (format 99)")


def project(folder, description, network=None):
    """Write a project as a folder, which opens like the zip of it."""
    (folder / "runs/0002").mkdir(parents=True)
    (folder / "project.json").write_text(json.dumps(description))
    (folder / "runs/0002/run.json").write_text(json.dumps(RUN))
    if network:
        (folder / "network.json").write_text(json.dumps(network))
    return folder


def written(path, data):
    path.write_text(json.dumps(data))
    return path


def emulator(data):
    tensors = {"low": np.zeros(0), "high": np.zeros(0), "weights/b": np.zeros(2, np.float32)}
    return arrays.to_safetensors(tensors, {"emulator": json.dumps(data)})


def test_every_version_of_every_format_is_tried_here():
    assert {kind: version_of(kind) for kind in MIGRATIONS} == {
        TASK["format"]: 1,
        REACTIONS["format"]: 1,
        GRAPH["format"]: 1,
        EMULATOR["format"]: 1,
        PROJECT_2["format"]: 2,
    }


def test_a_task_of_version_1_opens(tmp_path):
    path = written(tmp_path / "task.json", TASK)
    assert kinds.kind_of(path) == kinds.TASK
    assert task_json.read(path).curve(0, "g").values.tolist() == [0, 0.5, 0.8, 1]


def test_a_reaction_network_of_version_1_opens(tmp_path):
    path = written(tmp_path / "decay.json", REACTIONS)
    assert kinds.kind_of(path) == kinds.NETWORK
    network, _ = networks.read(path)
    assert (network.species[0].initial, network.parameters[0].value) == (3, 2)


def test_a_graph_of_version_1_opens(tmp_path):
    graph = graph_files.read_json(written(tmp_path / "graph.json", GRAPH))
    assert [(edge.source, edge.weight) for edge in graph.edges()] == [("I", 0.5)]


def test_an_emulator_of_version_1_opens(tmp_path):
    path = tmp_path / "decay.emulator"
    path.write_bytes(emulator(EMULATOR))
    assert kinds.kind_of(path) == kinds.EMULATOR
    assert emulator_file.read(path).species == ("A",)


def test_a_project_of_version_1_opens_with_its_runs_and_without_a_network(tmp_path):
    found = project_file.read(project(tmp_path / "old", PROJECT_1))
    assert (found.design.notes, found.design.network) == ("γ", None)
    assert found.design.configs["circuit"] == {"steps": 30}
    assert (found.run(2).outcome, found.run(2).versions["grnstudio"]) == ("stopped", "0.0.1")


def test_a_project_of_version_2_opens_with_its_network(tmp_path):
    found = project_file.read(project(tmp_path / "old", PROJECT_2, REACTIONS))
    assert [one.id for one in found.design.network.species] == ["A"]


@pytest.mark.parametrize("old", [PROJECT_1, PROJECT_2])
def test_an_old_project_is_saved_as_it_would_be_today(tmp_path, old):
    network = REACTIONS if old is PROJECT_2 else None
    project_file.write(
        project_file.read(project(tmp_path / "old", old, network)), tmp_path / "a.grnstudio"
    )
    again = project_file.read(tmp_path / "a.grnstudio")
    assert (again.design.notes, len(again.runs)) == ("γ", 1)


@pytest.mark.parametrize(
    ("name", "data", "read"),
    [
        ("task.json", TASK, task_json.read),
        ("decay.json", REACTIONS, networks.read),
        ("graph.json", GRAPH, graph_files.read_json),
    ],
)
def test_a_later_file_is_refused_by_the_program_that_wrote_it(tmp_path, name, data, read):
    path = written(tmp_path / name, {**data, **LATER})
    with pytest.raises(FileFormatError, match=SAID) as error:
        read(path)
    assert str(error.value).endswith("Open it with a later GRNStudio.")


def test_a_later_project_and_a_later_emulator_are_refused_alike(tmp_path):
    with pytest.raises(FileFormatError, match=SAID):
        project_file.read(project(tmp_path / "later", {**PROJECT_2, **LATER}, REACTIONS))
    with pytest.raises(FileFormatError, match=SAID):
        emulator_file.decode(emulator({**EMULATOR, **LATER}), "decay.emulator")


def test_a_later_file_within_a_project_is_refused_too(tmp_path):
    folder = project(tmp_path / "mixed", PROJECT_2, {**REACTIONS, **LATER})
    with pytest.raises(FileFormatError, match=r"network\.json " + SAID):
        project_file.read(folder)


def test_settings_of_a_version_that_knew_fewer_are_kept_and_the_rest_at_default():
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"theme": "dark", "autosave_seconds": 5, "recent": ["/a.grnstudio"]}')
    assert settings.load(pytest.fail) == Settings(
        theme="dark", autosave_seconds=5.0, recent=("/a.grnstudio",)
    )


def test_settings_of_a_later_version_cost_only_what_cannot_be_used():
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"theme": "sepia", "font_size": 15, "wings": {"left": 1}}')
    said = []
    assert settings.load(said.append) == Settings(font_size=15)
    assert "theme" in said[0].lower()
    settings.save(Settings(font_size=15))
    assert json.loads(path.read_text())["wings"] == {"left": 1}
