"""The page of films of cells, on films of two genes."""

from dataclasses import asdict

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from grnstudio.core.frames import SpaceTime
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.automata_page import AutomataPage
from grnstudio.gui.recovery import Recovery
from grnstudio.gui.training import TrainingSession
from grnstudio.io import csv_frames
from grnstudio.jobs import Finished, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Project, Run

TINY = {"cellular": {"networks": 2, "steps": 3, "hidden": 4}}


def films():
    """Return films of a gene that comes and goes and of one that is never there."""
    levels = np.zeros((4, 3, 5, 2))
    levels[..., 0] = np.random.default_rng(1).random((4, 3, 5))
    return SpaceTime(("a", "b"), levels, 1.0)


@pytest.fixture(scope="module")
def learned():
    spec = LEARNERS["cellular"]
    design = Design(frames=films(), configs=TINY)
    config = spec.configured(design)
    result = run(spec.job(config, spec.inputs(design)).begin())
    begun = Run(1, "cellular", "Films", design, asdict(config))
    return concluded(begun, spec, Finished(result), MetricLog([]))


@pytest.fixture
def page(qtbot, tmp_path):
    document, runner = Document(Project(Design(configs=TINY))), JobRunner()
    session = TrainingSession(document, runner, Recovery(tmp_path), document)
    made = AutomataPage(document, session)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    yield made
    session._keeper.stop()
    runner.shut_down(0)


def test_a_rule_is_generated_unless_films_are_opened_which_can_be_undone(page, tmp_path):
    assert page.source.generated.isChecked()
    assert not page.lacks(page.document.project.design)
    assert not page.films.tiles
    path = tmp_path / "films.csv"
    csv_frames.write(films(), path)
    page.source.take(path)
    assert page.source.from_file.isChecked()
    assert "4 films of 3 frames, 5 cells and 2 genes" in page.source.told.text()
    assert list(page.pictures()) == ["Film to learn from"]
    assert "interval" in page.on_page  # which films of one's own have by themselves
    page.source.ring.click()
    assert page.document.project.design.frames.ring is False
    page.document.undo_stack.undo()
    page.document.undo_stack.undo()
    assert page.document.project.design.frames is None
    assert page.source.generated.isChecked()
    assert not page.pictures()


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_chosen(qtbot, page, tmp_path):
    path = tmp_path / "films.csv"
    path.write_text("start,time,cell\n1,0,1\n", "utf-8")
    with qtbot.waitSignal(page.failed) as told:
        page.source.take(path)
    assert "films.csv" in str(told.args[0])
    page.source.from_file.click()
    dialog = page.source.findChild(QFileDialog)
    dialog.reject()
    assert page.source.generated.isChecked()


def test_films_and_links_are_shown_film_by_film_gene_by_gene_and_network_by_network(page, learned):
    page.document.edit("Take films", learned.design)
    page.show_run(learned)
    held_out, foretold = page.films.tiles
    assert (held_out.title, foretold.title) == ("Film held out", "Film foretold")
    page.films.genes.setCurrentIndex(1)
    page.films.genes.activated.emit(1)
    assert held_out.panel.figure.channels == ("a",)
    assert "b" in page.summary.text()
    assert {"Inferred network", "Link mutation", "Error of foretelling"} <= set(page.pictures())
    mean = page.tabs.pictures()["Link mutation"].figure.values
    page.networks.setCurrentIndex(page.networks.findData("2"))
    page.networks.activated.emit(page.networks.currentIndex())
    assert not np.array_equal(
        mean, page.tabs.pictures()["Link mutation"].figure.values, equal_nan=True
    )


def test_known_links_are_scored_where_they_are_given(page, learned, tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("regulator,target,sign\na,a,1\n", "utf-8")
    page.document.edit("Take films", learned.design)
    page.source.take_links(path)
    assert page.document.project.design.frames.links.sum() == 1
    assert "links known" in page.source.told.text()
