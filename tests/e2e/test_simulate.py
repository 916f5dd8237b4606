"""A network simulated as a user does it: by keys and clicks, in the real window and worker."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QTabBar

from grnstudio.gui import main_window
from grnstudio.gui.pages.simulate_page import DISTRIBUTION, SCANNING

MOST_SECONDS = 60_000
WITH_EVENT = """model refilled()
  decay: A => ; k*A
  k = 1; A = 10
  refill: at (time > 5): A = 10
end
"""


@pytest.fixture
def telegraph(studio):
    """Return the window with the telegraph network on the Simulate page."""
    studio.work.files.open_network_example("telegraph")
    studio.window.show_tab(main_window.SIMULATE)
    studio.page, studio.simulations = studio.work.simulate, studio.work.simulations
    studio.wait(studio.page.isVisible)
    return studio


def run(studio, keys="F5"):
    """Press F5, and wait for what it gives."""
    with studio.qtbot.waitSignal(studio.simulations.simulated, timeout=MOST_SECONDS) as done:
        studio.press(keys)
    studio.wait(lambda: not studio.simulations.is_running)
    return done.args[0]


def choose_method(studio, method):
    """Choose a method with the arrow keys, as one does without a mouse."""
    combo = studio.page.head.method
    combo.setFocus()
    wanted = combo.findData(method)
    while combo.currentIndex() != wanted:
        QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < wanted else Qt.Key.Key_Up)
    studio.wait(lambda: studio.simulations.config.method == method)


def test_engines_are_overlaid_looked_at_at_a_time_exported_and_saved(telegraph, tmp_path):
    studio, page = telegraph, telegraph.page
    assert page.head.method.currentData() == "ssa"
    studio.simulations.change(runs=400)
    sampled = run(studio)
    assert sampled.simulation.runs == 400
    choose_method(studio, "fsp")
    exact = run(studio)
    assert [one.name for one in studio.simulations.listed] == ["SSA", "FSP"]
    last = sampled.simulation.names.index("M")
    error = sampled.simulation.sd[-1, last] / np.sqrt(400)
    assert abs(sampled.simulation.mean[-1, last] - exact.simulation.mean[-1, last]) < 5 * error
    page.show_view(DISTRIBUTION)
    figure = page.distribution.panel.figure
    assert figure.title == "M at time 100"
    assert len(figure.histograms) == len(figure.curves) == 1
    page.distribution.slider.setFocus()
    QTest.keyClick(page.distribution.slider, Qt.Key.Key_Home)
    assert page.distribution.panel.figure.title == "M at time 0"
    page.simulations.buttons["export"].click()
    studio.dialog(QFileDialog)
    studio.choose_file(tmp_path / "telegraph.csv")
    assert (tmp_path / "telegraph.csv").read_text().startswith("time,OFF-mean,OFF-sd")
    studio.save_as(tmp_path / "study.grnstudio")
    studio.work.files.open(tmp_path / "study.grnstudio")
    assert studio.simulations.config.method == "fsp"
    assert studio.simulations.config.runs == 400
    assert studio.simulations.listed == ()


def test_a_slider_simulates_again_and_its_value_is_applied_and_undone(telegraph):
    studio = telegraph
    choose_method(studio, "ode")
    before = run(studio)
    sliders = studio.work.simulation_settings.sliders
    with studio.qtbot.waitSignal(studio.simulations.simulated, timeout=MOST_SECONDS) as done:
        slider = sliders.sliders["ksyn"].slider
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_End)
    after = done.args[0]
    assert after.values == {"ksyn": 200}
    assert after.simulation.mean[-1, -1] == pytest.approx(10 * before.simulation.mean[-1, -1], 1e-4)
    studio.click(sliders.apply)
    assert studio.document.project.design.network.part("ksyn").value == 200
    assert not studio.simulations.listed[0].is_outdated(studio.document.project.design.network)
    studio.press("Ctrl+Z")
    assert studio.document.project.design.network.part("ksyn").value == 20


def test_a_long_simulation_is_drawn_while_it_runs_and_stopped_by_key(telegraph):
    studio, page = telegraph, telegraph.page
    studio.simulations.change(runs=2_000_000, keep="statistics")
    studio.press("F5")
    studio.wait(lambda: not page.time_course.panel.is_empty, MOST_SECONDS)
    assert studio.simulations.is_running
    assert page.head.stop.isVisible()
    with studio.qtbot.waitSignal(studio.simulations.simulated, timeout=MOST_SECONDS) as done:
        studio.press("Shift+F5")
    assert done.args[0].outcome == "stopped"
    assert 0 < done.args[0].simulation.runs < 2_000_000


def test_a_scan_draws_a_line_of_points(telegraph):
    studio, page = telegraph, telegraph.page
    choose_method(studio, "ode")
    page.show_view(SCANNING)
    combo = page.scan.name
    combo.setFocus()
    QTest.keyClicks(combo, "ksyn")
    studio.simulations.change_scan(name="ksyn", low=10.0, high=40.0, points=4, scale="linear")
    with studio.qtbot.waitSignal(studio.simulations.scanned, timeout=MOST_SECONDS) as done:
        studio.press("F5")
    values = done.args[0].values[:, -1]
    assert values == pytest.approx(values[0] * np.array([1, 2, 3, 4]), rel=1e-4)
    assert "Scan of ksyn" in page.pictures()


def test_what_cannot_be_simulated_is_said_before_and_after_run(telegraph):
    studio, page = telegraph, telegraph.page
    text = studio.work.network.text.editor
    studio.window.show_tab(main_window.NETWORK)
    text.setPlainText(WITH_EVENT)
    studio.work.network.text.apply()
    studio.window.show_tab(main_window.SIMULATE)
    choose_method(studio, "fsp")
    studio.wait(lambda: "Event 'refill'" in " ".join(page.findings.texts()), MOST_SECONDS)
    studio.press("F5")
    studio.wait(lambda: not studio.simulations.is_running, MOST_SECONDS)
    assert "Event 'refill'" in " ".join(page.findings.texts())
    assert studio.simulations.listed == ()


def test_going_to_and_fro_leaves_one_bar_of_tabs_below(telegraph):
    studio = telegraph
    for tab in (main_window.NETWORK, main_window.SIMULATE) * 3:
        studio.window.show_tab(tab)
    bars = [one for one in studio.window.findChildren(QTabBar) if one.isVisible()]
    assert sum(one.tabText(0) == "Jobs" for one in bars) == 1


def test_scan_and_steady_state_are_reached_from_the_menu(studio, tmp_path):
    actions = studio.work.commands.actions
    assert not actions["scan"].isEnabled()
    studio.work.files.open_network_example("gardner-toggle")
    page = studio.work.simulate
    studio.do("steady-state")
    assert page.isVisible()
    studio.do("simulate")
    studio.wait(lambda: page.steady.amounts.rowCount() == 2)
    assert page.steady.summary.text().startswith("Stable")
    assert not actions["export-scan"].isEnabled()
    studio.do("scan")
    studio.work.simulations.change_scan(name="alpha1", low=1.0, high=200.0, points=3)
    studio.do("simulate")
    studio.wait(lambda: actions["export-scan"].isEnabled())
    studio.do("export-scan")
    studio.choose_file(tmp_path / "scan.csv")
    studio.wait((tmp_path / "scan.csv").exists)
