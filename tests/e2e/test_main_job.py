"""The main job from an empty window to files on disk, by mouse and keyboard."""

import json

import numpy as np
import pytest

from grnstudio.gui import main_window
from grnstudio.io import graph_files, project_file, task_json

SMALL = {"networks": 2, "steps": 60}


@pytest.fixture
def drawn(studio):
    """Return the program with a hand-drawn target and small settings."""
    studio.click(studio.window.start_page.new)
    studio.wait(lambda: studio.task is not None)
    studio.draw_curve((1.0, 0.2), (4.0, 0.8), (8.0, 0.3), (11.0, 0.2))
    studio.set_training(**SMALL)
    return studio


def test_a_drawn_target_becomes_a_network_that_can_be_read_exported_and_reopened(
    drawn, open_studio, tmp_path
):
    studio = drawn
    run = studio.train()
    assert run.outcome == "finished"
    assert len(run.arrays["losses"]) == 2
    graph = studio.design.read_column.shown_graph
    assert graph.regulators == ("g1", "g2")
    assert not studio.design.read_column.heatmap.is_empty
    assert not studio.design.train_column.metrics.is_empty

    for kind, name in (
        ("json", "n.json"),
        ("graphml", "n.graphml"),
        ("edges", "e.csv"),
        ("adjacency", "a.csv"),
        ("sif", "n.sif"),
        ("task", "t.json"),
        ("curves", "c.csv"),
    ):
        studio.do(f"export-{kind}")
        studio.choose_file(tmp_path / name)
        studio.wait((tmp_path / name).exists)
    again = graph_files.read_json(tmp_path / "n.json")
    np.testing.assert_array_equal(again.weights, graph.weights)
    assert task_json.encode(task_json.read(tmp_path / "t.json")) == task_json.encode(studio.task)
    for suffix in ("png", "svg", "pdf"):
        studio.do("export-picture")
        studio.accept_picture()
        studio.choose_file(tmp_path / f"p.{suffix}")
        studio.wait((tmp_path / f"p.{suffix}").exists)

    study = tmp_path / "study.grnstudio"
    studio.save_as(study)
    assert studio.window.windowTitle().startswith("study.grnstudio")
    other = open_studio(study)
    other.wait(lambda: bool(other.runs))
    assert task_json.encode(other.task) == task_json.encode(studio.task)
    for part in ("arrays", "weights", "metrics"):
        before, after = getattr(run, part), getattr(other.runs[0], part)
        assert before.keys() == after.keys()
        for name in before:
            np.testing.assert_array_equal(before[name], after[name])
    np.testing.assert_array_equal(other.design.read_column.shown_graph.weights, graph.weights)


def test_links_are_read_again_after_a_change_of_procedure_without_a_button(drawn):
    drawn.train()
    column = drawn.design.read_column
    column.procedure.setFocus()
    drawn.press("Down", column.procedure)
    drawn.wait(lambda: str(drawn.runs[0].arrays["link_procedure"]) == "static difference")
    assert drawn.design.read_column.run.config["procedure"] == "static difference"


def test_training_is_paused_resumed_and_stopped_and_what_it_has_is_kept(drawn):
    drawn.set_training(steps=50_000)
    drawn.begin_training()
    drawn.press("F6")
    drawn.wait(lambda: drawn.work.session.is_paused)
    assert drawn.design.pause.text() == "Resume"
    drawn.click(drawn.design.pause)
    drawn.wait(lambda: not drawn.work.session.is_paused)
    drawn.click(drawn.design.stop)
    drawn.wait(lambda: bool(drawn.runs))
    run = drawn.runs[0]
    assert run.outcome == "stopped"
    assert run.arrays["losses"].shape == (2,)
    drawn.set_training(steps=1)
    steps = run.metrics["step"][-1]
    drawn.do("go-runs")
    drawn.work.runs.choose([1])
    assert drawn.work.runs.buttons["resume"].isVisible()
    drawn.click(drawn.work.runs.buttons["resume"])
    drawn.wait(lambda: drawn.work.session.is_training)
    drawn.wait(lambda: len(drawn.work.session.log.entries) > 5)
    drawn.press("Shift+F5")
    drawn.wait(lambda: not drawn.work.session.is_training)
    assert len(drawn.runs) == 1
    assert drawn.runs[0].metrics["step"][-1] > steps


def test_every_edit_is_undone_by_name(drawn):
    drawn.draw_curve((2.0, 0.5), (3.0, 0.6))
    assert "Draw g1" in drawn.work.commands.actions["undo"].text()
    before = drawn.task
    drawn.press("Ctrl+Z")
    assert drawn.task is not before
    drawn.press("Ctrl+Shift+Z")
    assert drawn.task is before


def test_an_empty_target_says_beside_train_what_to_do(studio):
    studio.click(studio.window.start_page.new)
    assert not studio.design.start_button.isEnabled()
    assert "Draw what a gene should do" in studio.design.reason.text()
    assert studio.work.problems.problems
    studio.draw_curve((1.0, 0.2), (4.0, 0.8))
    assert studio.design.start_button.isEnabled()
    assert not studio.design.reason.isVisible()


def test_an_example_opens_from_its_card(studio):
    card = studio.window.start_page.cards["adaptation"]
    studio.click(card)
    studio.wait(lambda: studio.task is not None)
    assert studio.task.title == "Adaptation"
    assert studio.window.tabs.currentIndex() == main_window.DESIGN


def test_a_task_file_dropped_or_imported_replaces_the_task_as_one_edit(studio, tmp_path):
    studio.work.files.open_example("adaptation")
    path = tmp_path / "task.json"
    task_json.write(studio.task, path)
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "title": "Mine"}))
    studio.do("import")
    studio.choose_file(path)
    studio.wait(lambda: studio.task.title == "Mine")
    studio.press("Ctrl+Z")
    assert studio.task.title == "Adaptation"


def test_saving_writes_what_is_open(drawn, tmp_path):
    path = tmp_path / "a.grnstudio"
    drawn.save_as(path)
    drawn.draw_curve((5.0, 0.1), (6.0, 0.1))
    assert drawn.window.isWindowModified()
    drawn.press("Ctrl+S")
    drawn.wait(lambda: not drawn.window.isWindowModified())
    kept = project_file.read(path).design.task
    assert task_json.encode(kept) == task_json.encode(drawn.task)
