from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from grnstudio.core.antimony import parse
from grnstudio.core.network import Network, Parameter
from grnstudio.core.network_values import Adjustable
from grnstudio.gui import simulating
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.scan_view import ScanView
from grnstudio.gui.pages.simulate_settings import SimulationSettings
from grnstudio.gui.pages.simulation_form import in_words
from grnstudio.gui.pages.value_slider import STEPS, scale_of
from grnstudio.gui.pages.value_sliders import MOST_SHOWN
from grnstudio.gui.simulating import SimulationSession
from grnstudio.project import Design, Project

DECAY = "model decay()\n  decay: A => B; k*A\n  k = 0.1; A = 100; B = 7\nend\n"


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=parse(DECAY))))


@pytest.fixture
def session(qtbot, document, monkeypatch):
    functions = {kind: f"tests.sample_simulations:{kind}" for kind in simulating.FUNCTIONS}
    monkeypatch.setattr(simulating, "FUNCTIONS", functions)
    runner = JobRunner(in_thread=True)
    session = SimulationSession(document, runner)
    yield session
    session.close()
    runner.shut_down()


@pytest.fixture
def panel(qtbot, document, session):
    panel = SimulationSettings(document, session)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    return panel


def type_into(field, text):
    editor = field.editor
    line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_only_settings_of_the_method_are_shown(panel, session):
    form = panel.form.rest
    form.unfold()
    assert form.field("relative").isVisible()
    assert not form.field("seed").isVisible()
    session.change(method="tau")
    assert form.field("seed").isVisible()
    assert form.field("epsilon").isVisible()
    assert not form.field("relative").isVisible()


def test_interval_size_and_intervals_follow_each_other(panel, session):
    type_into(panel.form.interval, "0.5")
    assert session.config.intervals == 200
    type_into(panel.form.time.field("intervals"), "50")
    assert panel.form.interval.value() == 2
    type_into(panel.form.time.field("duration"), "10")
    assert panel.form.interval.value() == pytest.approx(0.2)


def test_an_interval_size_that_cannot_be_is_refused_at_its_field(panel, session):
    type_into(panel.form.interval, "-1")
    assert "do not divide" in panel.form.interval.problem
    assert session.config.intervals == 100
    type_into(panel.form.interval, "5")
    assert panel.form.interval.problem == ""
    assert session.config.intervals == 20


def test_typing_settings_is_one_undo_step_for_each_field(panel, document):
    type_into(panel.form.time.field("duration"), "5")
    type_into(panel.form.time.field("duration"), "50")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Change duration"


def test_the_memory_of_the_result_is_estimated(panel, session):
    session.change(method="ssa", runs=100_000, intervals=1000)
    assert "1.6 GB" in panel.form.memory.text()
    assert in_words(800) == "800 bytes"


def test_a_seed_is_drawn_at_random(panel, session):
    session.change(method="ssa")
    panel.form.dice.click()
    assert session.config.seed != 1
    assert panel.form.rest.values()["seed"] == session.config.seed


def test_a_slider_turned_by_keyboard_runs_again_and_can_be_reset(qtbot, panel, session):
    slider = panel.sliders.sliders["k"]
    slider.slider.setFocus()
    with qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        QTest.keyClick(slider.slider, Qt.Key.Key_PageUp)
    assert done.args[0].values["k"] > 0.1
    assert slider.reset.isVisible()
    slider.reset.click()
    assert session.values == {}
    assert slider.value == 0.1


def test_a_number_typed_beyond_the_slider_widens_it(panel, session):
    slider = panel.sliders.sliders["k"]
    type_into(slider.field, "55")
    assert session.values == {"k": 55}
    assert slider.slider.value() == STEPS


def test_an_amount_below_zero_is_refused_in_its_field(panel, session):
    slider = panel.sliders.sliders["A"]
    type_into(slider.field, "-3")
    assert "at least 0" in slider.field.problem
    assert session.values == {}


def test_values_are_applied_to_the_network_by_a_button(panel, session, document):
    assert not panel.sliders.apply.isEnabled()
    session.set_value("k", 0.3)
    panel.sliders.apply.click()
    assert document.project.design.network.part("k").value == 0.3
    assert panel.sliders.sliders["k"].one.value == 0.3
    assert not panel.sliders.apply.isEnabled()


def test_of_many_numbers_the_first_are_shown_and_the_filter_finds_the_rest(panel, document):
    many = Network("many", parameters=tuple(Parameter(f"k{i}", 1.0) for i in range(500)))
    document.edit("Open", replace(document.project.design, network=many))
    assert len(panel.sliders.sliders) == MOST_SHOWN
    assert f"{500 - MOST_SHOWN} more" in panel.sliders.more.text()
    panel.sliders.filter.setText("k499")
    assert list(panel.sliders.sliders) == ["k499"]
    panel.sliders.filter.setText("nothing")
    assert "Nothing is called" in panel.sliders.more.text()


@pytest.mark.parametrize(
    ("one", "value", "ends"),
    [
        (Adjustable("k", 2.0), None, (0.2, 20)),
        (Adjustable("k", 2.0), 50.0, (0.2, 50)),
        (Adjustable("k", 0.0), None, (0, 1)),
        (Adjustable("k", -2.0), None, (-4, 4)),
        (Adjustable("A", 100.0, True), None, (0, 200)),
        (Adjustable("A", 0.0, True), None, (0, 10)),
    ],
)
def test_a_slider_spans_what_suits_its_number(one, value, ends):
    scale = scale_of(one, value)
    assert (scale.value(0), scale.value(STEPS)) == ends
    assert scale.place(scale.value(200)) == 200


def test_what_is_varied_brings_its_range_and_a_second_makes_a_plane(qtbot, session, document):
    view = ScanView(session)
    qtbot.addWidget(view)
    document.watch(lambda project: project.design.network, view.show_network)
    document.watch(lambda project: project.design.configs, lambda _: view.show_settings())
    view.name.setCurrentIndex(view.name.findData("k"))
    view.name.activated.emit(1)
    config = session.scan_config
    assert (config.name, config.low, config.high, config.scale) == ("k", 0.01, 1, "logarithmic")
    assert view.second_form.isHidden()
    view.second.setCurrentIndex(view.second.findData("A"))
    view.second.activated.emit(2)
    assert not view.second_form.isHidden()
    session.change_scan(points=3, second_points=2)
    session.change(intervals=5)
    with qtbot.waitSignal(session.scanned, timeout=60_000) as done:
        session.start_scan()
    view.show_scan(done.args[0], ("A", "B"))
    assert list(view.board.panels) == ["A over k and A", "B over k and A"]
