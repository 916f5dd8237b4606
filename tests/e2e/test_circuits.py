"""From a drawn target to a reaction network: distil, choose a point, verify, open; by mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from grnstudio.gui import main_window
from grnstudio.gui.mutants_dialog import MutantsDialog
from grnstudio.gui.pages.design_page import STEPS
from grnstudio.io import project_file
from grnstudio.learn.handing_on import topology_in
from grnstudio.project import TAKEN

NAMES = [step.title for step in STEPS]


@pytest.fixture
def drawn(studio):
    """Return the program with a hand-drawn target and settings that take seconds."""
    studio.click(studio.window.start_page.new)
    studio.wait(lambda: studio.task is not None)
    studio.draw_curve((1.0, 0.2), (4.0, 0.8), (8.0, 0.3), (11.0, 0.2))
    studio.set_training(networks=2, steps=8)
    return studio


def to_step(studio, name):
    """Click a step of the stepper."""
    studio.click(studio.design.stepper._group.button(NAMES.index(name)))
    return studio.design.current


def test_a_drawn_target_is_trained_distilled_verified_and_opened_as_a_network(drawn, tmp_path):
    studio = drawn
    trained = studio.train()

    page = to_step(studio, "Distil")
    assert studio.work.settings_panel.tabText(0) == "Distil"
    studio.set_training(networks=1, steps=8, fewest=3, tolerance=9.0)
    distilled = studio.train()
    assert (distilled.learner, distilled.outcome) == ("distil", "finished")
    assert [one.links for one in page.result.points] == [4, 3]
    assert page.chosen == 2
    x, y = page.front.place_of(1)
    studio.click(page.front.plot.viewport(), QPoint(int(x), int(y)))
    studio.wait(lambda: page.chosen == 1)
    assert "point 1, 4 links" in page.point_column.note.text()
    assert {"Error and links", "Inferred network"} <= set(page.pictures())

    studio.click(page.verify)
    verifying = studio.design.current
    links = topology_in(distilled, "1")
    assert verifying.editor.topology == links
    assert verifying.link_column.note.text() == f"from run {distilled.key}, point 1"
    studio.set_training(samples=300, fits=2, fit_steps=5)
    checked = studio.train()
    assert (checked.learner, checked.outcome) == ("verify", "finished")
    assert checked.config["links"] == links.text
    assert verifying.result.trained is not None
    assert verifying.verdict.text() == verifying.result.verdict
    assert verifying.table.rowCount() == len(verifying.result.losses)

    studio.click(verifying.open)
    studio.wait(lambda: studio.document.project.design.network is not None)
    assert studio.window.tabs.currentIndex() == main_window.NETWORK
    names = {one.name or one.id for one in studio.document.project.design.network.species}
    assert names == {"g1", "g2"}

    studio.work.go.to_run(checked.key)
    verifying.editor.text.setPlainText("g1 -> g2")
    studio.wait(lambda: "of other links" in verifying.set_column.note.text(), 5_000)
    studio.click(verifying.take)
    assert verifying.editor.topology == links
    assert not verifying.take.isVisible()

    study = tmp_path / "study.grnstudio"
    studio.save_as(study)
    kept = project_file.read(study)
    assert [one.learner for one in kept.runs] == ["circuit", "distil", "verify"]
    assert kept.design.configs[TAKEN] == {"run": distilled.key, "choice": "1"}
    for run, name in ((trained, "Read"), (distilled, "Distil"), (checked, "Verify")):
        studio.work.go.to_run(run.key)
        assert NAMES[studio.design.stepper.current] == name


def test_links_that_were_read_are_taken_to_verify_changed_there_and_undone(drawn):
    studio = drawn
    trained = studio.train()
    column = studio.design.read_column
    studio.wait(column.verify.isVisible)
    studio.click(column.verify)
    page = studio.design.current
    before = page.editor.topology
    assert before.links > 0
    assert page.link_column.note.text() == f"from run {trained.key}, its best network"
    page.editor.text.selectAll()
    QTest.keyClicks(page.editor.text, "g1 -| g1, g2 -> g9")
    studio.wait(lambda: bool(page.editor.problem.text()))
    assert "g2 -> g9" in page.editor.problem.text()
    QTest.keyClick(page.editor.text, Qt.Key.Key_Backspace)
    QTest.keyClicks(page.editor.text, "1")
    studio.wait(lambda: page.editor.topology.text == "g1 -| g1, g2 -> g1")
    assert TAKEN not in studio.document.project.design.configs
    studio.do("undo")
    assert page.editor.topology == before
    assert TAKEN in studio.document.project.design.configs


def test_a_distillation_goes_on_from_a_point_without_a_link_of_ones_choice(drawn):
    studio = drawn
    page = to_step(studio, "Distil")
    studio.set_training(networks=1, steps=8, fewest=3, tolerance=9.0)
    run = studio.train()
    steps = run.metrics["step"][-1]
    page.choose(1)
    page.branch.menu().aboutToShow.emit()
    texts = [one.text() for one in page.branch.menu().actions() if one.text()]
    assert texts[0] == "Without the weakest link"
    assert len(texts) == 5
    page.branch.menu().actions()[-1].trigger()
    studio.wait(lambda: not studio.work.session.is_training)
    again = studio.runs[-1]
    assert (len(studio.runs), again.key) == (1, run.key)
    assert [one.links for one in page.result.points] == [4, 3, 3]
    assert again.metrics["step"][-1] > steps


def test_a_branch_that_was_stopped_goes_on(drawn):
    studio = drawn
    page, session = to_step(studio, "Distil"), studio.work.session
    studio.set_training(networks=1, steps=8, fewest=3, tolerance=9.0)
    key = studio.train().key
    studio.set_training(networks=1, steps=100_000, fewest=3, tolerance=9.0, patience=0)
    page.choose(1)
    page.branch.menu().aboutToShow.emit()
    page.branch.menu().actions()[-1].trigger()
    first = stopped_after_some_steps(studio)
    assert first.checkpoint["plan"]["lineages"][0][0] == 2
    assert [one.links for one in page.result.points] == [4, 3]
    session.go_on(key)
    second = stopped_after_some_steps(studio)
    assert second.checkpoint["plan"] == first.checkpoint["plan"]
    assert second.checkpoint["now.step"] > first.checkpoint["now.step"]


def stopped_after_some_steps(studio):
    session = studio.work.session
    studio.wait(lambda: session.is_training and len(session.log.entries) > 3)
    session.stop()
    studio.wait(lambda: not session.is_training)
    assert studio.runs[-1].outcome == "stopped"
    return studio.runs[-1]


def test_steps_that_cannot_be_entered_say_why(studio):
    studio.click(studio.window.start_page.new)
    studio.wait(lambda: studio.task is not None)
    assert "Draw what a gene should do" in studio.design.stepper.reason(NAMES.index("Distil"))
    page = to_step(studio, "Verify")
    assert not studio.design.start_button.isEnabled()
    assert "Draw what a gene should do" in studio.design.reason.text()
    assert page.editor.graph.is_empty


def test_an_atlas_is_built_cut_off_compared_with_a_search_and_verified(drawn):
    studio = drawn
    page = to_step(studio, "Atlas")
    studio.set_training(networks=6, steps=6, tolerance=1e6)
    gauge = page.head.sorting.gauge
    studio.click(gauge, QPoint(8, gauge.height() // 2))
    trained = studio.train()
    assert (trained.learner, trained.outcome) == ("atlas", "finished")
    assert trained.config["gauge"] is True
    page.head.sorting.joined.setCurrentText("in any way")
    page.head.sorting.joined.activated.emit(2)
    studio.wait(lambda: len(page.found.atlas.entries) > 1)
    before = page.found.atlas.entries
    studio.do("undo")
    studio.wait(lambda: page.found.result.settings.joined != "in any way")
    studio.do("redo")
    studio.wait(lambda: page.found.atlas.entries == before)

    studio.click(page.head.way.searched, QPoint(8, 8))
    assert studio.work.settings_panel.tabText(0) == studio.design.start_button.text() == "Try all"
    studio.set_training(samples=200, most_links=3, needed=1)
    searched = studio.train()
    assert (searched.learner, searched.outcome) == ("enumerate", "finished")
    studio.click(page.head.way.trained, QPoint(8, 8))
    assert page.run.key == trained.key
    page.compare_with(searched.key)
    assert page.views.venn.figure.names == ("run 1", "run 2")

    node = page.views.map.view.place_of(1).toPoint()
    studio.click(page.views.map.view.viewport(), node)
    assert page.chosen == 1
    topology = page.found.atlas.entries[1].topology
    studio.click(page.details.verify)
    assert NAMES[studio.design.stepper.current] == "Verify"
    assert studio.design.current.editor.topology == topology


def test_films_of_cells_are_begun_from_the_start_page_and_learned(studio):
    studio.click(studio.window.start_page.new_films)
    studio.wait(lambda: NAMES[studio.design.stepper.current] == "Automata")
    assert studio.window.tabs.currentIndex() == main_window.DESIGN
    page = studio.design.current
    studio.set_training(genes=2, cells=6, films=8, networks=1, steps=4, hidden=4)
    run = studio.train()
    assert (run.learner, run.outcome) == ("cellular", "finished")
    assert [tile.title for tile in page.films.tiles] == ["Film held out", "Film foretold"]
    assert page.summary.isVisible()


def test_mutants_are_asked_for_beside_the_links_that_were_read(drawn):
    studio = drawn
    studio.train()
    studio.wait(studio.design.read_column.mutants.isVisible)
    studio.click(studio.design.read_column.mutants)
    dialog = studio.dialog(MutantsDialog)
    assert dialog.windowTitle().startswith("Mutants of run 1")
    studio.wait(lambda: dialog.list.count() > 0)
    dialog.reject()
