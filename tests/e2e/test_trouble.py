"""What goes wrong costs little and is said in words: crashes, full disks, broken files, slips."""

import os
import signal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMessageBox

from grnstudio import paths
from grnstudio.gui import main_window
from grnstudio.gui.recovery import Recovery, left_behind
from grnstudio.io import project_file


@pytest.fixture
def drawn(studio):
    """Return the program with a hand-drawn target and small settings."""
    studio.click(studio.window.start_page.new)
    studio.wait(lambda: studio.task is not None)
    studio.draw_curve((1.0, 0.2), (4.0, 0.8), (8.0, 0.3))
    studio.set_training(networks=2, steps=40)
    return studio


def worker_of(studio):
    return studio.work.runner._thread._worker.process.pid


def test_a_killed_worker_is_told_and_the_training_goes_on_from_its_autosave(drawn):
    drawn.set_training(steps=50_000)
    drawn.work.runner.autosave_seconds = 0.2
    drawn.begin_training()
    drawn.wait(drawn.work.recovery.checkpoint_path.exists)
    os.kill(worker_of(drawn), signal.SIGKILL)
    drawn.wait(lambda: bool(drawn.runs))
    run = drawn.runs[0]
    assert run.outcome == "failed"
    assert run.checkpoint["step"] > 0
    assert any("SIGKILL" in text and "go on" in text for text in drawn.notices())
    drawn.click(drawn.notice_button("Resume"))
    drawn.wait(lambda: len(drawn.work.session.log.entries) > 5)
    assert drawn.work.session.log.entries[0][0] > run.checkpoint["step"]
    drawn.press("Shift+F5")
    drawn.wait(lambda: not drawn.work.session.is_training)
    assert drawn.runs[0].outcome == "stopped"


def test_unsaved_changes_are_asked_about_before_they_are_lost(drawn, tmp_path):
    before = drawn.task
    drawn.do("new")
    drawn.answer("Cancel")
    assert drawn.task is before
    drawn.do("new")
    drawn.answer("Save")
    drawn.choose_file(tmp_path / "kept.grnstudio")
    drawn.wait(lambda: drawn.task is not before)
    assert (tmp_path / "kept.grnstudio").exists()
    drawn.draw_curve((1.0, 0.2), (4.0, 0.8))
    drawn.do("new")
    drawn.answer("Discard")
    assert not drawn.task.outputs
    assert not drawn.window.isWindowModified()


def test_closing_with_unsaved_changes_asks_and_can_be_called_off(drawn):
    drawn.window.close()
    drawn.answer("Cancel")
    assert drawn.window.isVisible()
    drawn.window.close()
    drawn.answer("Discard")
    drawn.wait(lambda: not drawn.window.isVisible())


def test_a_window_without_changes_closes_at_once_and_ends_its_worker(studio):
    studio.wait(lambda: studio.work.runner._thread.isRunning())
    studio.window.close()
    assert not studio.window.isVisible()
    assert not studio.work.runner._thread.isRunning()


def test_opening_another_project_while_training_stops_it_and_keeps_its_run(drawn):
    drawn.set_training(steps=50_000)
    drawn.begin_training()
    drawn.do("new")
    drawn.answer("Stop and keep best")
    drawn.wait(lambda: bool(drawn.runs))
    box = drawn.dialog(QMessageBox)
    assert "Save the changes" in box.text()
    drawn.answer("Cancel")
    assert drawn.runs[0].outcome == "stopped"


def test_a_failed_save_says_why_and_harms_nothing(drawn, tmp_path):
    path = tmp_path / "study.grnstudio"
    drawn.save_as(path)
    kept = path.read_bytes()
    drawn.draw_curve((1.0, 0.5), (4.0, 0.5))
    drawn.document.path = tmp_path / "missing" / "study.grnstudio"
    drawn.press("Ctrl+S")
    assert len(drawn.notices()) == 1
    assert "study.grnstudio" in drawn.notices()[0]
    assert drawn.window.isWindowModified()
    assert path.read_bytes() == kept


@pytest.mark.parametrize("name", ["broken.grnstudio", "half.json", "words.csv", "picture.bmp"])
def test_a_broken_file_leaves_the_open_project_unharmed(drawn, tmp_path, name):
    drawn.save_as(tmp_path / "study.grnstudio")
    project = drawn.document.project
    path = tmp_path / name
    path.write_text('{"format": "grnstudio-task", "vers')
    drawn.work.files.open(path)
    assert drawn.document.project is project
    assert any(name in text for text in drawn.notices())


def test_a_project_dropped_on_the_window_opens(drawn, tmp_path):
    path = tmp_path / "study.grnstudio"
    drawn.save_as(path)
    drawn.do("new")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_keys = Qt.KeyboardModifier.NoModifier
    drawn.window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, no_keys))
    assert drawn.document.path == path
    assert drawn.task.outputs == ("g1",)


def test_runs_are_opened_compared_renamed_copied_and_deleted(drawn):
    drawn.train()
    drawn.set_training(steps=50)
    drawn.train()
    page = drawn.work.runs
    drawn.press("Ctrl+6")
    assert drawn.window.tabs.currentIndex() == main_window.RUNS
    page.choose([1, 2])
    drawn.click(page.buttons["compare"])
    assert page.comparison.isVisible()
    assert page.comparison.panels[0].figure.title == "Loss"
    page.choose([1])
    drawn.click(page.buttons["python"])
    assert "spec.job(" in QGuiApplication.clipboard().text()
    drawn.click(page.buttons["command"])
    assert "grnstudio train circuit" in QGuiApplication.clipboard().text()
    drawn.click(page.buttons["made"])
    assert "Training steps" in page.details.toPlainText()
    drawn.click(page.buttons["rename"])
    page.question.field.setText("The first")
    drawn.click(page.question.yes)
    assert drawn.runs[0].title == "The first"
    page.choose([2])
    drawn.click(page.buttons["open"])
    assert drawn.design.shown_run.key == 2
    page.choose([2])
    drawn.press("Ctrl+6")
    drawn.click(page.buttons["delete"])
    drawn.click(page.question.no)
    assert len(drawn.runs) == 2
    drawn.click(page.buttons["delete"])
    drawn.click(page.question.yes)
    assert [run.key for run in drawn.runs] == [1]
    assert drawn.design.shown_run is None


def test_what_a_crashed_window_left_is_offered_and_recovered(drawn, open_studio):
    run = drawn.train()
    gone = Recovery(paths.autosave_folder())
    gone.keep(drawn.document.project)
    gone._writing.join()
    gone._lock.unlock()  # as the death of its process does
    assert len(left_behind(gone.folder)) == 1
    drawn.save_as(gone.folder / "elsewhere.grnstudio.zip.grnstudio")
    other = open_studio()
    found = left_behind(gone.folder)[-1]
    other.work.files.recover(found)
    assert other.runs[0].key == run.key
    assert other.document.is_modified
    assert project_file.read(gone.folder / "elsewhere.grnstudio.zip.grnstudio").runs
