"""The Emulate workspace, on a network of two species and a small emulator of it."""

from dataclasses import asdict, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTableWidget,
)

from grnstudio.core.antimony import parse
from grnstudio.core.network_values import with_values
from grnstudio.core.trust_figures import start_name
from grnstudio.gui.document import Document
from grnstudio.gui.emulating import ASSESS, EmulatorJobs
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages import trust_pictures
from grnstudio.gui.pages.emulate_page import DATA, TRAIN, TRUST, EmulatePage
from grnstudio.gui.pages.emulate_settings import EmulateSettings
from grnstudio.gui.recovery import Recovery
from grnstudio.gui.run_recipe import as_command, as_python
from grnstudio.gui.training import TrainingSession
from grnstudio.io import emulator_file
from grnstudio.jobs import Finished, Update, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Project, Run

NETWORK = parse(
    "model toy()\n  make: G => G + P; k*G\n  lose: P => ; d*P\n  on: O => G; a*O\n"
    "  off: G => O; b*G\n  G = 1; O = 1; P = 20\n  k = 20; d = 1; a = 0.5; b = 0.5\nend\n"
)
TINY = {
    "step": 0.5, "steps": 3, "settings": 8, "runs": 6, "epochs": 1, "test_settings": 2,
    "test_runs": 40, "lags": "1 3", "workers": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def learned():
    spec, design = LEARNERS["emulator"], Design(network=NETWORK, configs={"emulator": TINY})
    config = spec.configured(design)
    result = run(spec.job(config, spec.inputs(design)).begin())
    begun = Run(1, "emulator", "Toy", design, asdict(config))
    return concluded(begun, spec, Finished(result), MetricLog([]))


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=NETWORK, configs={"emulator": TINY})))


@pytest.fixture
def page(qtbot, document, tmp_path):
    runner, others = JobRunner(), JobRunner(in_thread=True)
    session = TrainingSession(document, runner, Recovery(tmp_path), document)
    made = EmulatePage(document, session, EmulatorJobs(others, document))
    qtbot.addWidget(made)
    made.resize(820, 560)
    made.show()
    yield made
    session._keeper.stop()
    made.jobs.close()
    others.shut_down(1)
    runner.shut_down(0)


def settings(page):
    return page.document.project.design.configs["emulator"]


def test_initial_states_are_typed_or_set_in_the_table_and_both_can_be_undone(qtbot, page):
    starts = page.data.starts
    assert [starts.table.item(row, 0).text() for row in range(2)] == ["G O", "P"]
    starts.text.setPlainText("P 5..50; G O 2 tokens")
    starts.read()
    assert settings(page)["starts"] == "P 5..50; G O 2 tokens"
    starts.table.item(0, 1).setText("0..9")
    assert settings(page)["starts"] == "P 0..9; G O 2 tokens"
    assert starts.text.toPlainText() == "P 0..9; G O 2 tokens"
    page.document.undo_stack.undo()
    assert starts.text.toPlainText() == ""
    assert starts.table.item(0, 1).text() == "2 tokens"  # around the amounts of the network


def test_a_text_that_says_no_start_is_told_at_the_field_and_counts_for_nothing(page):
    starts = page.data.starts
    starts.text.setPlainText("P 50..5")
    starts.read()
    assert "50 is more than 5" in starts.problem.text()
    assert starts.problem.isVisible()
    assert "starts" not in settings(page)
    assert not page.start_button.isEnabled()
    starts.text.setPlainText("Q 1..5")
    starts.read()
    assert "there is no species 'Q'" in starts.problem.text()
    assert starts.table.rowCount() == 2


def test_a_cell_that_cannot_stand_says_why(page):
    table = page.data.starts.table
    refused = page.data.starts._refusal(table.model().index(1, 1), "9..1")
    assert "9 is more than 1" in refused
    assert not page.data.starts._refusal(table.model().index(1, 1), "1..9")


def test_parameters_are_ticked_to_be_inputs(page):
    choice = page.data.parameters
    assert choice.list.count() == 4
    choice.list.item(0).setCheckState(Qt.CheckState.Checked)
    choice.list.item(2).setCheckState(Qt.CheckState.Checked)
    assert settings(page)["vary"] == f"{choice.chosen[0]} {choice.chosen[1]}"
    page.document.undo_stack.undo()
    assert choice.chosen == ()


def test_what_it_costs_is_said_before_and_what_will_not_go_well(qtbot, page):
    page.data._keep("", step=0.01, steps=2)
    qtbot.waitUntil(lambda: "pairs of states" in page.data.outlook.text(), timeout=20_000)
    assert "96 pairs of states, 0.01 apart" in page.data.outlook.text()
    assert any("Lengthen" in text for text in page.data.remarks.texts())


def test_without_a_network_the_page_says_how_to_begin(qtbot, page):
    page.document.edit("Nothing", Design())
    assert page.data._stack.currentIndex() == 0
    assert page.stepper.reason(TRAIN)
    assert not page.start_button.isEnabled()
    assert "network" in page.reason.text()
    page.stepper.choose(TRUST)
    with qtbot.waitSignal(page.trust.data_wanted):
        page.trust.ways.buttons["To the data"].click()
    assert page.stepper.current == DATA


def test_a_training_shows_its_losses_as_they_come_and_its_networks_at_its_end(page, learned):
    page.training.begin(replace(learned, metrics={}, arrays={}))
    news = (
        (30_001, {"loss": 3.0, "epoch": 0.5}),
        (30_002, {"loss": 2.0, "epoch": 1.0, "test loss": 2.5}),
    )
    page.training.show_update(Update(2, 9, news, (), "training, fixed network"))
    assert page.training.stage.text() == "training, fixed network"
    page.training._show_loss("")
    shown = page.training.loss.figure
    assert [one.name for one in shown.curves] == ["fixed, learned", "fixed, tested"]
    assert shown.x_label == "epoch"
    (first, last), _ = page.training.loss.plot.getPlotItem().viewRange()
    assert (first, last) == (0.0, 1.0)  # whatever the runs that were made before count as
    page.document.add_run(learned)
    page.show_run(1)
    rows = page.training.table.rows
    assert rows[1][0] == "fixed (taken)"
    assert page.stepper.current == TRUST


def test_a_tested_emulator_is_judged_in_words_then_in_pictures(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    trust = page.trust
    assert trust.verdict.text().endswith(".")
    assert "step of a run" in trust.limits.text()
    assert {"Distances", "Calibration", "Starts"} <= set(trust.pictures())
    trust.controls.species.setCurrentIndex(trust.controls.species.findData("P"))
    trust.controls.species.activated.emit(trust.controls.species.currentIndex())
    trust.controls.after.slider.setValue(0)
    trust.controls.start_at.slider.setValue(1)
    trust._redraw()
    note = trust.pictures()["Distributions"].figure.note
    assert note.startswith("P after one step, from ")
    assert [row[0] for row in trust.table.rows[1:]] == [*learned_species(trust)] * 2
    assert trust.form.config.lags == "1 3"  # tested again as it was tested


def learned_species(trust):
    return trust.shelf.emulator.species


def test_of_all_species_each_has_its_distribution_and_its_long_runs(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    trust = page.trust
    assert trust.controls.species.currentText() == "All species"
    species = learned_species(trust)
    shown = list(trust.tabs.boards["Distributions"].panels.values())
    assert [panel.figure.x_label for panel in shown] == [f"{one} (molecules)" for one in species]
    assert list(trust.tabs.boards["Long runs"].panels) == [f"{one}, long runs" for one in species]
    assert len(trust.pictures()) == 2 * len(species) + 3
    trust.controls.species.setCurrentIndex(1)
    trust.controls.species.activated.emit(1)
    assert list(trust.tabs.boards["Distributions"].panels) == ["Distributions"]


def test_long_runs_are_of_the_start_that_is_told(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    trust = page.trust
    trust.tabs.setCurrentWidget(trust.tabs.boards["Long runs"])
    report, slider = page.shelf.report, trust.controls.far_at
    assert slider.isVisible()
    assert not trust.controls.start_at.isVisible()
    assert slider.words.text() == start_name(report, 0)
    assert slider.slider.maximum() == report.far.shape[2] - 1 == 1
    slider.slider.setValue(1)
    trust._redraw()
    name = learned_species(trust)[0]
    drawn = trust.tabs.boards["Long runs"].panels[f"{name}, long runs"].figure.curves[0].y
    assert drawn == pytest.approx(report.far[0, 0, 1, :, 0])


def test_tabs_and_steps_stay_where_they_are_while_one_looks_and_trains(qtbot, page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    tabs, places = page.trust.tabs, set()
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        QApplication.processEvents()
        places.add(tabs.y())
    assert len(places) == 1
    widths = (page.stepper.width() + page.title.sizeHint().width() + extra for extra in range(300))
    for width in widths:
        page.resize(width, 560)
        page._show_buttons(busy=False)
        page._arrange_head()
        before = page._is_narrow
        for button in (page.pause, page.stop):
            button.show()
        page.start_button.hide()
        page._arrange_head()
        assert page._is_narrow == before


def test_of_many_species_the_worst_are_shown_and_that_is_said(page, learned, monkeypatch):
    monkeypatch.setattr(trust_pictures, "MOST", 2)
    page.document.add_run(learned)
    page.show_run(1)
    trust = page.trust
    assert len(trust.tabs.boards["Distributions"].panels) == 2
    assert "The 2 species furthest from exact simulation are shown, of 3" in trust.rest.text()
    assert trust.rest.isVisible()
    trust.tabs.setCurrentWidget(trust.tabs.boards["Distances"])
    assert not trust.rest.isVisible()


def test_the_lamp_follows_the_state_that_is_set(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    states = page.trust.states
    assert set(states.sliders) == set(page.shelf.emulator.species)
    states._turn("P", 9_999.0)
    assert "Outside" in states.lamp.words.text()
    assert "P is 9999" in states.lamp.words.text().replace(",", "")


def test_the_lamp_begins_with_a_state_that_was_learned_from(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    states, emulator = page.trust.states, page.shelf.emulator
    assert not states.lamp.words.text().startswith("Outside")
    far = with_values(emulator.network, {"G": 5.0, "O": 5.0})
    states.show_emulator(replace(emulator, network=far), page.shelf.domain)
    assert not states.lamp.words.text().startswith("Outside")
    assert "The network itself begins outside" in states.head.text()
    assert "G + O is 10" in states.head.text() or "O + G is 10" in states.head.text()


def test_starts_of_a_test_that_are_unlike_what_was_learned_are_told(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    assert "outside" not in page.trust.limits.text()
    report = page.shelf.report
    starts = report.starts.copy()
    starts[0] = 999
    page.shelf.take_report(replace(report, starts=starts))
    assert f"1 of {len(starts)} starts of this test lies outside" in page.trust.limits.text()


def test_an_emulator_is_saved_and_opened_as_a_file_to_be_used_elsewhere(
    qtbot, page, learned, tmp_path
):
    page.document.add_run(learned)
    page.show_run(1)
    path = tmp_path / "toy.emulator"
    page.trust.files.save(page.shelf.titled(), path)
    page.trust.files.open(path)
    assert page.shelf.run is None
    assert page.trust.source.text() == "toy, toy.emulator"
    with qtbot.waitSignal(page.use_wanted) as wanted:
        page.trust.use.click()
    assert wanted.args == [str(path)]


def test_an_emulator_from_a_file_is_tested_again_by_other_settings(page, learned, monkeypatch):
    page.document.add_run(learned)
    page.show_run(1)
    page.shelf._hold(page.shelf.emulator, None, page.document.path)
    page.trust.form.keep({**asdict(page.trust.form.config), "runs": 20, "settings": 1})
    asked = {}
    monkeypatch.setattr(page.jobs, "ask", asked.__setitem__)
    page.stepper.choose(TRUST)
    page.start()
    assert "held against exact simulation" in page.trust.limits.text()
    page.jobs.ended.emit(ASSESS, Finished(run(asked[ASSESS].begin())))
    assert page.shelf.report.runs == 20


def test_a_file_cut_in_half_leaves_the_emulator_at_hand_as_it_was(qtbot, page, learned, tmp_path):
    page.document.add_run(learned)
    page.show_run(1)
    path = tmp_path / "toy.emulator"
    emulator_file.write(page.shelf.emulator, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with qtbot.waitSignal(page.failed) as told:
        page.trust.files.open(path)
    assert "toy.emulator" in str(told.args[0])
    assert page.shelf.run is learned


def test_the_dock_shows_the_settings_of_the_step_in_sight(qtbot, page, document):
    dock = EmulateSettings(document, page)
    qtbot.addWidget(dock)
    page.stepper.choose(TRAIN)
    assert dock.currentWidget() is dock.training
    assert "starts" not in shown(dock.training.form)
    assert "architecture" in shown(dock.training.form)
    page.stepper.choose(TRUST)
    assert dock.currentWidget() is page.trust.form


def test_a_run_is_copied_as_text_that_makes_it_again(learned):
    command, script = as_command(learned), as_python(learned)
    assert "grnstudio train emulator toy.ant --set step=0.5" in command
    assert "-o toy.emulator" in command
    scope = {}
    exec(script.split("result =")[0], scope)
    assert scope["network"] == NETWORK
    assert scope["settings"]["lags"] == "1 3"


def shown(form):
    return [name for name in form.values() if not form.field(name).isHidden()]


def test_every_control_has_a_name_and_says_what_it_does(page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    parts = page.data, page.training, page.trust, page.grid
    for part in parts:
        for kind in (QPushButton, QComboBox, QSlider, QPlainTextEdit, QListWidget, QTableWidget):
            for one in part.findChildren(kind):
                told = one.accessibleName() or one.text()
                assert told, one
                assert one.toolTip(), told


@pytest.mark.parametrize("width", [760, 1400])
def test_all_columns_of_the_table_are_seen_without_scrolling(page, learned, width):
    page.document.add_run(learned)
    page.show_run(1)
    trust = page.trust
    trust.tabs.setCurrentWidget(trust.table)
    trust.table.resize(width, 300)
    QApplication.processEvents()
    assert trust.table.horizontalScrollBar().maximum() == 0


def test_tables_are_copied_with_their_header(qapp, page, learned):
    page.document.add_run(learned)
    page.show_run(1)
    page.trust.table.selectRow(0)
    QTest.keyClick(page.trust.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = qapp.clipboard().text().splitlines()
    assert first.startswith("Species\tSteps\tSeen as\tL1")
    assert second.startswith(page.shelf.emulator.species[0])
