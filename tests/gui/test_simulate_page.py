from dataclasses import replace
from runpy import run_path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from grnstudio.core.antimony import parse
from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.gui import simulating
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.simulate_page import (
    DISTRIBUTION,
    PHASE,
    SCANNING,
    SETTLING,
    SimulatePage,
)
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_live import live_figure, suggested
from grnstudio.io.network_examples import load_example
from grnstudio.project import Design, Project

DECAY = "model decay()\n  decay: A => B; k*A\n  k = 0.1; A = 100; B = 7\nend\n"


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=parse(DECAY))))


@pytest.fixture
def page(qtbot, document, monkeypatch):
    functions = {kind: f"tests.sample_simulations:{kind}" for kind in simulating.FUNCTIONS}
    monkeypatch.setattr(simulating, "FUNCTIONS", functions)
    runner = JobRunner(in_thread=True)
    session = SimulationSession(document, runner)
    monkeypatch.setattr(session, "warm", lambda: None)
    page = SimulatePage(document, session)
    qtbot.addWidget(page)
    page.resize(800, 620)
    page.show()
    page.session = session
    yield page
    session.close()
    runner.shut_down()


def run(qtbot, page, **settings):
    if settings:
        page.session.change(**settings)
    with qtbot.waitSignal(page.session.simulated, timeout=60_000) as done:
        QTest.mouseClick(page.head.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.is_running)
    return done.args[0]


def drawn(page):
    return [curve.name for curve in page.time_course.panel.figure.curves]


def test_an_empty_project_is_told_how_to_begin(qtbot, page, document):
    document.edit("Empty", Design())
    button = page._stack.currentWidget().buttons["See the examples"]
    with qtbot.waitSignal(page.examples_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_run_draws_the_species_that_are_ticked(qtbot, page):
    assert page.head.title.toolTip() == "decay"
    run(qtbot, page)
    assert drawn(page) == ["A", "B"]
    page.time_course.species.choose(["B"])
    assert drawn(page) == ["B"]
    assert page.time_course.panel.figure.curves[0].series == 1


def test_all_and_none_are_about_what_the_filter_lets_through(page):
    species = page.time_course.species
    species.filter.setText("b")
    QTest.mouseClick(species.none, Qt.MouseButton.LeftButton)
    assert species.chosen == ("A",)
    QTest.mouseClick(species.all, Qt.MouseButton.LeftButton)
    assert species.chosen == ("A", "B")


def test_another_engine_is_drawn_over_the_first_until_its_box_is_cleared(qtbot, page):
    run(qtbot, page)
    run(qtbot, page, method="ssa", runs=5)
    assert drawn(page) == ["A", "B", "A, SSA", "B, SSA"]
    assert len(page.time_course.panel.figure.bands) == 2
    table = page.simulations.table
    table.selectRow(1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert drawn(page) == ["A", "B"]
    page.session.edit_entry(page.session.listed[0].key, is_visible=False)
    assert page.time_course.panel.is_empty


def test_single_runs_stand_behind_the_mean(qtbot, page):
    run(qtbot, page, method="ssa", runs=5)
    page.time_course.singles.setValue(3)
    assert sum(curve.faint for curve in page.time_course.panel.figure.curves) == 6
    page.time_course.spread.setCurrentIndex(2)
    assert page.time_course.panel.figure.bands == ()


def test_the_distribution_follows_the_time_slider_by_keyboard(qtbot, page):
    run(qtbot, page, method="ssa", runs=20, duration=10.0, intervals=10)
    page.show_view(DISTRIBUTION)
    view = page.distribution
    assert view.panel.figure.title == "A at time 10"
    view.slider.setFocus()
    for _ in range(10):
        QTest.keyClick(view.slider, Qt.Key.Key_Left)
    assert view.time == 0
    heights = view.panel.figure.histograms[0]
    mean = np.sum(heights.heights * (heights.edges[:-1] + heights.edges[1:]) / 2)
    assert mean == pytest.approx(100, abs=1)
    page.show_view(0)
    assert page.time_course.panel.figure.marks == (0,)


def test_the_phase_plane_draws_one_species_over_another(qtbot, page):
    run(qtbot, page)
    page.show_view(PHASE)
    figure = page.phase_plane.panel.figure
    assert (figure.x_label, figure.y_label) == ("A", "B")
    page.phase_plane.across.setCurrentText("B")
    assert page.phase_plane.panel.figure.x_label == "B"


def test_concentrations_are_offered_only_where_there_are_sizes(qtbot, page, document):
    run(qtbot, page)
    assert not page.head.quantities["concentration"].isEnabled()
    assert "only amounts" in page.head.quantities["concentration"].toolTip()
    cell = parse(DECAY.replace("decay: A", "compartment c = 2; species A in c, B in c; decay: A"))
    document.edit("Put into a cell", replace(document.project.design, network=cell))
    assert page.head.quantities["concentration"].isEnabled()


def test_choosing_a_method_is_an_edit_that_can_be_undone(qtbot, page, document):
    page.head.method.setCurrentIndex(page.head.method.findData("ssa"))
    page.head.method.activated.emit(1)
    assert document.project.design.configs["simulate"] == {"method": "ssa"}
    document.undo_stack.undo()
    assert page.head.method.currentData() == "ode"


def test_while_it_runs_stop_takes_the_place_of_run_and_keeps_what_there_is(qtbot, page):
    page.session.change(runs=999)
    QTest.mouseClick(page.head.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.time_course.panel.is_empty, timeout=60_000)
    assert page.head.stop.isVisible()
    assert not page.head.run.isVisible()
    assert page.progress.isVisible()
    with qtbot.waitSignal(page.session.simulated, timeout=60_000):
        QTest.mouseClick(page.head.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.head.run.isVisible)
    assert "stopped early" in page.simulations.model.notes(page.session.listed[0])


def test_a_refusal_is_said_beside_run_until_the_network_changes(qtbot, page, document):
    network = document.project.design.network
    broken = replace(
        network, parameters=(*network.parameters, replace(network.parameters[0], id="broken"))
    )
    document.edit("Break", replace(document.project.design, network=broken))
    page.run()
    qtbot.waitUntil(lambda: "uses Q" in "".join(page.findings.texts()), timeout=60_000)
    assert page.findings.isVisible()
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: not page.findings.isVisible(), timeout=60_000)


def test_findings_are_shown_the_gravest_first_and_folded_beyond_two(qtbot, page):
    strip = page.findings
    strip.show_findings((("note", "one"), ("error", "two"), ("warning", "three")))
    assert strip.texts() == ["two", "three"]
    strip.more.click()
    assert strip.texts() == ["two", "three", "one"]


def test_the_table_tells_what_made_a_simulation_and_what_it_cost(qtbot, page):
    run(qtbot, page, method="tau", runs=4, seed=9)
    model = page.simulations.model
    row = [model.index(0, column).data() for column in range(6)]
    assert row == ["Tau-leaping", "TAU", "4", "9", "250 ms", "A remark of the engine."]
    page.simulations.buttons["made"].click()
    text = page.simulations.details.toPlainText()
    assert "Trajectories: 4" in text
    assert "Leap control" in text
    assert "Solver" not in text


def test_a_kept_simulation_stays_beside_the_next(qtbot, page):
    first = run(qtbot, page)
    page.simulations.buttons["keep"].click()
    run(qtbot, page)
    assert [one.is_kept for one in page.session.listed] == [True, False]
    page.simulations.select(first.key)
    page.simulations.table.setFocus()
    QTest.keyClick(page.simulations.table, Qt.Key.Key_Delete)
    assert len(page.session.listed) == 1


def test_a_simulation_is_renamed_in_its_cell(qtbot, page):
    run(qtbot, page)
    model = page.simulations.model
    assert model.setData(model.index(0, 0), "wild type")
    assert page.session.listed[0].name == "wild type"


def test_amounts_are_exported_with_every_digit(qtbot, page, tmp_path):
    run(qtbot, page, method="ssa", runs=3)
    page.simulations.export(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().startswith("time,A-mean,A-sd,B-mean,B-sd\n0.0,100")


def test_the_script_copied_makes_the_same_simulation(qtbot, page, tmp_path, capsys):
    page.session.set_value("k", 0.25)
    run(qtbot, page, duration=4.0, intervals=4)
    page.simulations._python()
    script = tmp_path / "copied.py"
    script.write_text(QGuiApplication.clipboard().text())
    run_path(str(script))
    name, mean = capsys.readouterr().out.splitlines()[0].split()
    assert name == "A"
    assert float(mean) == pytest.approx(100 * np.exp(-1), rel=1e-5)


def test_the_command_copied_names_method_times_and_values(qtbot, page):
    page.session.set_value("k", 0.25)
    run(qtbot, page, method="ssa", runs=3)
    page.simulations._command()
    text = QGuiApplication.clipboard().text()
    assert "grnstudio simulate decay.ant --method ssa --end 100 --points 100 --runs 3" in text
    assert "--set k=0.25" in text


def test_pictures_are_those_that_show_something(qtbot, page):
    assert page.pictures() == {}
    run(qtbot, page)
    assert list(page.pictures()) == ["Time course"]


def test_an_example_is_first_shown_by_what_its_file_suggests():
    network = load_example("x16")
    assert suggested(network, ("G1", "G2", "P1")) == ("P1",)


def test_what_stays_is_dashed_beside_what_runs():
    x = np.arange(3.0)
    live = CurveFigure("Time course", (Curve("A", x, x),))
    staying = CurveFigure("Time course", (Curve("A", x, x), Curve("A", x, x, faint=True)))
    found = live_figure(live, staying)
    assert [(one.name, one.dashed) for one in found.curves] == [("A", False), ("A, before", True)]


def test_the_page_can_be_walked_by_tab_from_method_to_run(qtbot, page):
    page.head.method.setFocus()
    seen = []
    for _ in range(6):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.focusWidget())
    assert page.head.run in seen


def test_on_the_page_of_scans_run_scans_and_shows_courses_of_all_points(qtbot, page):
    page.show_view(SCANNING)
    assert page.head.run.text() == "Scan"
    assert not page.simulations.isVisible()
    page.run()
    assert "which parameter" in page.findings.texts()[0]
    page.session.change_scan(name="k", low=0.1, high=0.5, points=4)
    with qtbot.waitSignal(page.session.scanned, timeout=60_000):
        page.run()
    assert list(page.scan.board.panels) == ["Scan of k", "A over time"]
    lines = page.scan.board.panels["Scan of k"].figure.curves
    assert [one.name for one in lines] == ["A", "B"]
    assert lines[0].x.tolist() == pytest.approx([0.1, 0.1 + 0.4 / 3, 0.1 + 0.8 / 3, 0.5])


def test_another_network_begins_with_its_own_choice_and_an_edit_keeps_it(qtbot, page, document):
    page.time_course.species.choose(["B"])
    more = parse(DECAY.replace("B = 7", "B = 7; C = 1; A => C; k*A"))
    document.edit("Add", replace(document.project.design, network=more))
    assert page.time_course.species.chosen == ("B",)
    other = parse(DECAY.replace("decay()", "other()"))
    document.edit("Open other", replace(document.project.design, network=other))
    assert page.time_course.species.chosen == ("A", "B")


TOGGLE = """model toggle()
  make_u: => u; a/(1 + v^2)
  lose_u: u => ; mass_action(1)
  make_v: => v; a/(1 + u^2)
  lose_v: v => ; mass_action(1)
  u = 4; v = 3; a = 10
end
"""


@pytest.fixture
def settling(page, document):
    document.edit("Toggle", Design(network=parse(TOGGLE)))
    page.show_view(SETTLING)
    return page


def find(qtbot, page, way):
    page.steady.way.setCurrentText(way)
    with qtbot.waitSignal(page.session.settled, timeout=60_000):
        QTest.mouseClick(page.head.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.is_running)
    rows = range(page.steady.amounts.rowCount())
    return {
        page.steady.amounts.item(row, 0).text(): float(page.steady.amounts.item(row, 1).text())
        for row in rows
    }


def test_a_steady_state_is_found_with_its_stability(qtbot, settling):
    assert settling.head.run.text() == "Find"
    found = find(qtbot, settling, "Where it comes to")
    assert found["u"] == pytest.approx(5 + 24**0.5, rel=1e-6)
    assert settling.steady.summary.text().startswith("Stable: stable node.")
    assert settling.steady.near.rowCount() == 2
    QTest.mouseClick(settling.steady.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Name\tAmount\nu\t9.89")


def test_the_steady_state_nearest_to_the_start_may_be_a_saddle(qtbot, settling):
    settling.session.set_value("u", 2.2)
    settling.session.set_value("v", 1.9)
    settling.session.stop()
    found = find(qtbot, settling, "Nearest to the start")
    assert found == {"u": pytest.approx(2), "v": pytest.approx(2)}
    assert settling.steady.summary.text().startswith("Not stable: saddle.")
    near = settling.steady.near
    assert [near.item(0, column).text() for column in range(4)] == ["0.6", "0", "1.667", "–"]


def test_a_steady_state_of_an_edited_network_is_taken_away(qtbot, settling, document):
    find(qtbot, settling, "Where it comes to")
    other = parse(TOGGLE.replace("a = 10", "a = 9"))
    document.edit("Edit", Design(network=other))
    assert settling.steady.tables.isHidden()
    assert "changed since" in settling.steady.summary.text()


def test_where_no_steady_state_is_found_the_page_says_why(qtbot, settling, document):
    document.edit("Grow", Design(network=parse("model g()\n make: => A; k\n k = 1; A = 0\nend")))
    with qtbot.waitSignal(settling.session.refused, timeout=60_000):
        settling.run()
    assert "No steady state was found" in " ".join(settling.findings.texts())


def test_a_scan_is_exported_as_a_table(qtbot, page, tmp_path):
    assert not page.scan.table.isEnabled()
    with qtbot.waitSignal(page.failed):
        page.scan.ask_where()
    page.session.change_scan(name="k", low=0.1, high=1.0, points=3)
    page.show_view(SCANNING)
    with qtbot.waitSignal(page.session.scanned, timeout=60_000):
        page.run()
    assert page.scan.table.isEnabled()
    page.scan.export(tmp_path / "scan.csv")
    lines = (tmp_path / "scan.csv").read_text().splitlines()
    assert lines[0] == "k,A,B"
    assert [line.split(",")[0] for line in lines[1:]] == ["0.1", "0.55", "1.0"]
