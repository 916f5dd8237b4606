"""Reaction networks from a file, an example or the keyboard to a simulation, and out again."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.gui import main_window, network_import
from grnstudio.io import json_network, networks, project_file
from grnstudio.io.network_examples import load_example

DECAY = "A => ; k*A; A = 50; k = 1"
FAST = {"method": "ssa", "duration": 1.0, "intervals": 10, "runs": 5}


def network(studio):
    return studio.document.project.design.network


def tab(studio):
    return studio.window.tabs.currentIndex()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(100, 100), Qt.DropAction.CopyAction, data, left, none)
    window.dropEvent(event)
    QApplication.processEvents()


def test_an_example_opens_with_its_run_and_simulates(studio):
    card = studio.window.start_page.network_cards["sir"]
    studio.click(card)
    assert tab(studio) == main_window.NETWORK
    assert network(studio).id == "sir"
    assert studio.document.project.design.configs["simulate"]["method"] == "ssa"
    assert studio.work.network.title.text() == "SIR epidemic"
    studio.work.simulations.change(**FAST)
    studio.press("F5")
    assert tab(studio) == main_window.SIMULATE
    studio.wait(lambda: bool(studio.work.simulations.listed))
    assert studio.work.simulations.listed[0].simulation.runs == 5
    assert not studio.work.session.is_training


def test_typing_a_network_saving_and_opening_it_again(open_studio, tmp_path):
    studio = open_studio()
    studio.do("new-network")
    assert tab(studio) == main_window.NETWORK
    text = studio.work.network.text
    QTest.keyClicks(text.editor, DECAY)
    path = tmp_path / "decay.grnstudio"
    studio.save_as(path)  # before the pause after which the text is read
    assert project_file.read(path).design.network_text == DECAY
    QTest.keyClicks(text.editor, "; B = = 3")
    studio.do("save")
    studio.wait(lambda: not studio.document.is_modified)
    again = open_studio(path)
    assert [one.id for one in network(again).species] == ["A"]
    assert again.work.network.text.text == f"{DECAY}; B = = 3"
    assert again.work.network.text.problem.isVisible()


@pytest.mark.parametrize("name", ["model.xml", "model.ant", "model.txt", "model.json"])
def test_a_dropped_network_is_taken_over_and_undone(studio, tmp_path, name):
    networks.write(load_example("egfr"), tmp_path / name)
    drop(studio.window, tmp_path / name)
    assert tab(studio) == main_window.NETWORK
    assert len(network(studio).species) == 23
    assert f"{name}: 23 species and 47 reactions." in studio.window.status.currentMessage()
    assert not studio.notices()
    studio.do("undo")
    assert network(studio) is None


def test_what_a_reader_changed_is_told_in_the_notice_the_log_and_the_problems(studio, tmp_path):
    path = tmp_path / "events.json"
    path.write_text(
        '{"model_name": "M", "state_names": ["A"], "events": [{"state_transition": {"A": 1},'
        ' "event_rates": "k"}], "parameters": {"param_names": ["k"], "lower_bound_val": [1],'
        ' "upper_bound_val": [3]}}'
    )
    studio.work.files.open(path)
    told = "Parameters were set to the middle of their bounds."
    assert "1 remark on what was changed" in studio.notices()[0]
    assert studio.work.problems.remarks == (told,)
    assert told in studio.work.log.toPlainText()
    studio.do("new-network")
    studio.answer("Discard")
    assert studio.work.problems.remarks == ()


def test_a_broken_network_is_refused_and_the_open_one_stays(studio, tmp_path):
    studio.work.files.open_network_example("sir")
    before = studio.document.project
    path = tmp_path / "broken.ant"
    path.write_text("A => B; k*")
    studio.work.files.open(path)
    assert "broken.ant" in studio.notices()[0]
    assert studio.document.project is before


def test_a_large_file_is_read_beside_the_window_and_can_be_given_up(studio, tmp_path, monkeypatch):
    monkeypatch.setattr(network_import, "LARGE", 100)
    path = tmp_path / "egfr.json"
    json_network.write(load_example("egfr"), path)
    studio.work.files.open(path)
    assert network(studio) is None
    assert "Reading egfr.json…" in studio.notices()
    studio.click(studio.notice_button("Cancel"))
    assert not studio.work.imports.is_reading
    studio.work.files.open(path)
    studio.wait(lambda: network(studio) is not None)
    assert "Reading egfr.json…" not in studio.notices()


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("sbml", "xml"), ("sbml-2-4", "xml"), ("antimony", "ant"), ("network-json", "json")],
)
def test_a_network_is_exported_and_comes_back(studio, tmp_path, kind, suffix):
    studio.work.files.open_network_example("egfr")
    path = tmp_path / f"out.{suffix}"
    studio.do(f"export-{kind}")
    studio.choose_file(path)
    studio.wait(path.exists)
    again, _ = networks.read(path)
    assert {one.id for one in again.species} == {one.id for one in network(studio).species}
    assert len(again.reactions) == 47


def test_the_picture_of_a_network_is_exported(studio, tmp_path):
    studio.work.files.open_network_example("sir")
    studio.do("export-canvas")
    studio.accept_picture()
    studio.choose_file(tmp_path / "sir.svg")
    studio.wait((tmp_path / "sir.svg").exists)


def test_what_cannot_be_simulated_is_among_the_problems(studio):
    studio.work.files.open_network_example("sir")
    text = studio.work.network.text
    text.editor.setPlainText("A = 1; A' = -A")
    text.apply()
    studio.wait(lambda: bool(studio.work.problems.findings))
    listed = [studio.work.problems.item(i).text() for i in range(studio.work.problems.count())]
    assert any(one.startswith("Network: ") for one in listed)
    assert studio.window.status.problems.isVisible()
    studio.do("undo")
    studio.wait(lambda: not studio.window.status.problems.isVisible())
