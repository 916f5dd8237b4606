"""From an example network to an emulator of it that is used, tested again, saved and kept."""

import pytest

from grnstudio.gui import learner_settings, main_window
from grnstudio.gui.pages.emulate_page import DATA, GRID, TRAIN, TRUST
from grnstudio.io import project_file

SMALL = {
    "settings": 8, "runs": 6, "steps": 3, "epochs": 2, "test_settings": 2, "test_runs": 40,
    "lags": "1 3", "workers": 1,
}  # fmt: skip


@pytest.fixture
def sir(studio):
    """Return the window with the SIR network on the Emulate page."""
    studio.work.files.open_network_example("sir")
    studio.press("Ctrl+5")
    assert studio.window.tabs.currentIndex() == main_window.EMULATE
    learner_settings.keep(studio.document, "emulator", SMALL, "Ask for little")
    studio.page = studio.work.emulate
    studio.wait(studio.page.isVisible)
    return studio


def trained(studio):
    """Press F5, and wait for the run."""
    before = len(studio.runs)
    studio.press("F5")
    done = lambda: len(studio.runs) > before and not studio.work.session.is_training  # noqa: E731
    studio.wait(done, 120_000)
    return studio.runs[-1]


def test_an_emulator_is_taught_judged_tested_again_and_simulated_with(sir, tmp_path):
    studio, page = sir, sir.page
    run = trained(studio)
    assert run.outcome == "finished", run.message
    assert run.design.network is studio.document.project.design.network
    assert page.stepper.current == TRUST
    assert page.trust.verdict.text()
    page.trust.form.keep({"runs": 20})
    studio.press("F5")  # check again
    studio.wait(lambda: page.shelf.report is not None and page.shelf.report.runs == 20)
    studio.wait(lambda: not studio.work.session.is_training)
    assert page.stepper.current == TRUST
    assert len(studio.runs) == 1
    studio.click(page.trust.use)
    assert studio.window.tabs.currentIndex() == main_window.SIMULATE
    assert studio.work.simulations.config.emulator == "run 1"
    studio.press("F5")
    studio.wait(lambda: bool(studio.work.simulations.listed))
    studio.save_as(tmp_path / "sir.grnstudio")
    assert project_file.read(tmp_path / "sir.grnstudio").runs[0].weights


def test_runs_and_files_of_emulators_open_on_their_page(sir, tmp_path):
    studio, page = sir, sir.page
    trained(studio)
    path = tmp_path / "sir.emulator"
    page.trust.files.save(page.shelf.titled(), path)
    studio.document.undo_stack.undo()
    studio.do("go-runs")
    studio.work.runs.choose([1])
    studio.do("take-design")
    assert studio.window.tabs.currentIndex() == main_window.EMULATE
    assert page.stepper.current == DATA
    assert studio.document.project.design.configs["emulator"]["epochs"] == 2
    studio.do("go-design")
    studio.work.explorer.run_wanted.emit(1)
    assert studio.window.tabs.currentIndex() == main_window.EMULATE
    studio.work.files.open(path)
    assert page.shelf.path == path
    page.stepper.choose(GRID)
    studio.press("F5")
    studio.wait(lambda: page.grid.view.course is not None)
    assert not studio.notices()


def test_an_emulator_from_a_file_brings_its_network_where_there_is_none(sir, tmp_path):
    studio, page = sir, sir.page
    trained(studio)
    path = tmp_path / "sir.emulator"
    page.trust.files.save(page.shelf.titled(), path)
    studio.document.new()
    studio.work.files.open(path)
    studio.wait(page.trust.use.isVisible)
    studio.click(page.trust.use)
    assert studio.document.project.design.network.species == page.shelf.emulator.network.species
    assert studio.work.simulations.config.emulator == str(path)
    assert not studio.notices()


def test_f5_trains_from_wherever_the_focus_is_and_leaves_a_grid_that_is_under_way(sir):
    studio, page = sir, sir.page
    trained(studio)
    train = studio.work.commands.actions["train"]
    page.stepper.choose(TRAIN)
    copy = page.training.tile.copy
    copy.setFocus()
    studio.wait(copy.hasFocus)
    studio.press("F5", copy)
    studio.wait(lambda: studio.work.session.is_training)
    studio.wait(lambda: not studio.work.session.is_training, 120_000)
    assert len(studio.runs) == 2
    page.stepper.choose(GRID)
    page.grid.form.keep({"end": 1e6, "method": "ssa"})
    studio.press("F5")
    assert page.grid.is_working
    assert not train.isEnabled()
    assert "stop it first" in train.toolTip()
    studio.press("Shift+F5")
    studio.wait(lambda: not page.grid.is_working)
    studio.wait(train.isEnabled)
