"""The step of the Emulate page that lets many copies of a network live side by side."""

import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import SettingError
from grnstudio.gui.document import Document
from grnstudio.gui.emulating import GRID, EmulatorJobs
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.emulate_grid import NO_EMULATOR, NO_NETWORK, GridPage
from grnstudio.gui.recovery import Recovery
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Cancelled, Failed, Finished, run
from grnstudio.project import Design, Project

NETWORK = parse("model spread()\n  lose: A => B; k*A\n  k = 1; A = 3; B = 0\nend\n")
SMALL = {"nx": 3, "ny": 2, "spreading": "A", "end": 1.0, "step": 0.1}


@pytest.fixture
def page(qtbot, tmp_path):
    document = Document(Project(Design(network=NETWORK, configs={"grid": SMALL})))
    runner = JobRunner()
    session = TrainingSession(document, runner, Recovery(tmp_path), document)
    jobs = EmulatorJobs(runner, document)
    made = GridPage(document, session, EmulatorShelf(document), jobs)
    qtbot.addWidget(made)
    made.resize(820, 500)
    made.show()
    yield made
    session._keeper.stop()
    runner.shut_down(0)


def asked(page, monkeypatch):
    """Return what comes of the job that the page asks for."""
    jobs = {}
    monkeypatch.setattr(page._jobs, "ask", jobs.__setitem__)
    page.start()
    return run(jobs[GRID].begin())


def test_a_start_is_typed_and_kept_or_refused_at_the_field(page):
    page.start_text.setPlainText("A 5; 2 1: B 7")
    page.read()
    assert page.document.project.design.configs["grid"]["start"] == "A 5; 2 1: B 7"
    page.start_text.setPlainText("A 5; 9 1: B 7")
    page.read()
    assert "9" in page.problem.text()
    assert page.lacks(page.document.project.design) == page.problem.text()
    assert page.document.project.design.configs["grid"]["start"] == "A 5; 2 1: B 7"
    page.document.undo_stack.undo()
    assert page.start_text.toPlainText() == ""
    assert not page.problem.text()


def test_an_example_of_a_start_is_in_the_species_of_the_network(page):
    example = page.start_text.placeholderText().splitlines()[1]
    page.start_text.setPlainText(example)
    page.read()
    assert not page.problem.text()


def test_a_start_is_taken_from_a_table(qtbot, page, tmp_path):
    path = tmp_path / "start.csv"
    path.write_text("x,y,A\n1,1,4\n3,2,9\n", "utf-8")
    page.take(path)
    assert page.document.project.design.configs["grid"]["start"] == "1 1: A 4; 3 2: A 9"
    path.write_text("time,A\n1,1\n", "utf-8")
    with qtbot.waitSignal(page.failed) as told:
        page.take(path)
    assert "start.csv" in str(told.args[0])


def test_what_is_lacking_is_said_before(page):
    design = page.document.project.design
    assert page.lacks(Design()) == NO_NETWORK
    assert page.closed(3, Design()) == NO_NETWORK
    assert not page.lacks(design)
    page.form.keep({"method": "emulator"})
    assert page.lacks(page.document.project.design) == NO_EMULATOR


def test_a_grid_that_is_done_can_be_played(page, monkeypatch):
    course = asked(page, monkeypatch)
    assert page.progress.isVisible()
    page._jobs.ended.emit(GRID, Finished(course))
    assert not page.progress.isVisible()
    assert page.view.course is course
    assert course.values.shape == (11, 3, 2, 2)
    assert set(page.pictures()) == {"Grid", "On the whole grid"}


def test_a_grid_that_was_stopped_shows_what_there_is_and_one_that_failed_says_why(
    qtbot, page, monkeypatch
):
    course = asked(page, monkeypatch)
    page._jobs.ended.emit(GRID, Cancelled({}, course))
    assert page.view.course is course
    with qtbot.waitSignal(page.failed):
        page._jobs.ended.emit(GRID, Failed(SettingError("too long a step")))
    assert page.view.course is None
