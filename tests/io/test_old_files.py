"""Files of every version that was ever written, as they were written then."""

from pathlib import Path

from grnstudio.io import graph_files, project_file
from grnstudio.io.network_examples import load_example
from tests.io.sameness import same

DATA = Path(__file__).parent.parent / "data"


def test_a_project_of_version_1_opens():
    project = project_file.read(DATA / "project-1.grnstudio")
    run = project.run(3)
    assert project.design.notes == "first try, γ = 1"
    assert project.design.task.title == "Adaptation"
    assert [one.key for one in project.runs] == [3, 12]
    assert run.metrics["loss"].tolist()[:2] == [1.0, 0.5]
    assert str(run.arrays["link_procedure"]) == "trajectory mutant"
    assert run.weights["w"].shape == (2, 3)
    assert run.checkpoint["step"] == 3
    assert project.design.network is None


def test_a_project_of_version_1_is_saved_as_the_next_version(tmp_path):
    project = project_file.read(DATA / "project-1.grnstudio")
    project_file.write(project, tmp_path / "again.grnstudio")
    assert same(project_file.read(tmp_path / "again.grnstudio"), project)


def test_a_project_of_version_2_opens():
    project = project_file.read(DATA / "project-2.grnstudio")
    assert project.design.configs["simulate"] == {"method": "ssa", "duration": 50.0, "runs": 200}
    assert project.design.network == load_example("repressilator")
    assert project.run(3).design.network is None


def test_a_network_of_version_1_opens():
    graph = graph_files.read_json(DATA / "network-1.json")
    assert graph.regulators == ("I", "g1", "g2")
    assert [(edge.source, edge.sign) for edge in graph.edges(0.3)] == [("g2", -1), ("I", 1)]
    assert graph.networks == 10
