"""Simulating with an emulator: which, and what follows from it."""

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from grnstudio.core.antimony import parse
from grnstudio.core.emulator import Emulator
from grnstudio.errors import FileFormatError, MissingInput
from grnstudio.gui import simulating
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.emulator_choice import NONE
from grnstudio.gui.pages.simulate_settings import SimulationSettings
from grnstudio.gui.pages.value_sliders import ValueSliders
from grnstudio.gui.simulating import SimulationSession
from grnstudio.io import emulator_file
from grnstudio.learn.emulator.result import EmulatorResult, to_arrays
from grnstudio.project import Design, Project, Run

NETWORK = parse("model decay()\n  decay: A => B; k*A\n  k = 0.1; A = 100; B = 7\nend\n")
NOTHING = np.zeros(0)


@pytest.fixture
def file(tmp_path):
    emulator = Emulator(NETWORK, 5.0, 60.0, ("A", "B"), (), NOTHING, NOTHING, {}, {})
    emulator_file.write(emulator, tmp_path / "decay.emulator")
    return tmp_path / "decay.emulator"


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=NETWORK)))


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
def form(qtbot, document, session):
    panel = SimulationSettings(document, session)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    return panel.form


def test_a_chosen_file_sets_the_method_and_the_duration_as_one_edit(session, document, form, file):
    assert not form.emulator.isVisible()
    session.use_emulator(str(file))
    assert (session.config.method, session.config.duration) == ("emulator", 60)
    assert form.emulator.isVisible()
    assert form.emulator.list.currentText() == "decay.emulator"
    assert "jumps by 5" in form.emulator.about.text()
    assert not form.interval.isEnabled()
    assert form.interval.value() == 5
    session.change(intervals=4)
    assert form.interval.value() == 15
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert (session.config.method, session.config.emulator) == ("ode", "")


def test_only_what_the_emulator_takes_can_be_turned(session, form, document, file):
    sliders = form.parent().findChild(ValueSliders).sliders
    assert sliders["k"].isEnabled()
    session.use_emulator(str(file))
    assert not sliders["k"].isEnabled()
    assert "does not take another" in sliders["k"].toolTip()
    assert sliders["A"].isEnabled()
    session.change(method="ssa")
    assert sliders["k"].isEnabled()


def test_a_duration_of_ones_own_stays(session, file):
    session.change(duration=30.0)
    session.use_emulator(str(file))
    assert session.config.duration == 30
    session.change(duration=2.0)
    session.use_emulator(str(file))
    assert session.config.duration == 60


def test_a_file_is_opened_from_the_list(form, session, file, monkeypatch):
    session.change(method="emulator")
    assert form.emulator.list.currentText() == NONE
    assert "Choose the emulator" in form.emulator.about.text()
    monkeypatch.setattr(QFileDialog, "exec", lambda self: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda self: [str(file)])
    form.emulator.open()
    assert session.config.emulator == str(file)


def test_a_file_that_is_none_is_refused_and_nothing_changes(form, session, file):
    heard = []
    form.failed.connect(heard.append)
    file.write_bytes(file.read_bytes()[:200])
    form.emulator.use(str(file))
    assert isinstance(heard[0], FileFormatError)
    assert session.config.method == "ode"


def test_the_simulation_gets_the_emulator(qtbot, session, file):
    session.use_emulator(str(file))
    with qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        session.start()
    assert done.args[0].name == "Emulator"
    assert session.emulators.of(session.config).step == 5


def test_without_one_nothing_begins_and_it_is_said_why(session):
    session.change(method="emulator")
    with pytest.raises(MissingInput, match="Choose the emulator"):
        session.start()
    session.change(emulator="run 3")
    with pytest.raises(MissingInput, match="no emulator in run 3"):
        session.start()


def test_emulators_of_the_project_are_offered_the_last_first(document, session, form):
    emulator = Emulator(NETWORK, 5.0, 60.0, ("A", "B"), (), NOTHING, NOTHING, {}, {"w": np.ones(1)})
    arrays, weights = to_arrays(EmulatorResult(emulator, {}, (), 1))
    for key, title in ((1, "Decay"), (2, "Again")):
        design = Design(network=NETWORK)
        document.add_run(Run(key, "emulator", title, design, {}, arrays=arrays, weights=weights))
    session.change(**session.emulators.choice("emulator", session.config, NETWORK))
    assert (session.config.method, session.config.emulator) == ("emulator", "run 2")
    shown = [form.emulator.list.itemText(row) for row in range(form.emulator.list.count())]
    assert shown[:2] == ["Run 2: Again", "Run 1: Decay"]
    assert session.emulators.of(session.config).horizon == 60
    document.remove_run(2)
    assert "no emulator in run 2" in form.emulator.about.text()


def test_a_file_that_was_saved_again_is_read_again(session, file):
    session.use_emulator(str(file))
    before = session.emulators.of(session.config)
    assert session.emulators.of(session.config) is before
    other = Emulator(NETWORK, 6.0, 60.0, ("A", "B"), (), NOTHING, NOTHING, {}, {}, title="Other")
    emulator_file.write(other, file)
    assert session.emulators.of(session.config).step == 6
