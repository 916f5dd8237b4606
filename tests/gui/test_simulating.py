from dataclasses import replace

import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.gui import simulating
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.simulating import SimulationSession
from grnstudio.project import Design, Project

DECAY = "model decay()\n  decay: A => B; k*A\n  k = 0.1; A = 100; B = 0\nend\n"


@pytest.fixture
def document(qtbot):
    network = parse(DECAY)
    return Document(Project(Design(network=network)))


@pytest.fixture
def session(qtbot, document, monkeypatch):
    functions = {kind: f"tests.sample_simulations:{kind}" for kind in ("simulate", "check")}
    monkeypatch.setattr(simulating, "FUNCTIONS", functions)
    runner = JobRunner(in_thread=True)
    session = SimulationSession(document, runner)
    yield session
    session.close()
    runner.shut_down()


def simulated(qtbot, session):
    with qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        session.start()
    return done.args[0]


def test_a_simulation_ends_in_the_list_under_the_name_of_its_engine(qtbot, session):
    entry = simulated(qtbot, session)
    assert session.listed == (entry,)
    assert entry.name == "ODE"
    assert entry.simulation.names == ("A", "B")
    assert not session.is_running


def test_without_a_network_it_says_how_to_get_one(qtbot, session, document):
    document.edit("Empty", Design())
    with pytest.raises(MissingInput, match="Open a network"):
        session.start()


def test_the_same_engine_takes_the_place_of_its_last_result_and_others_stay(qtbot, session):
    first = simulated(qtbot, session)
    session.change(method="ssa")
    simulated(qtbot, session)
    assert [one.name for one in session.listed] == ["ODE", "SSA"]
    session.change(method="ode", duration=5.0)
    again = simulated(qtbot, session)
    assert [one.name for one in session.listed] == ["ODE", "SSA"]
    assert again.simulation.times[-1] == 5
    assert session.listed[0].key == first.key


def test_what_is_kept_stays_beside_the_next_result(qtbot, session):
    first = simulated(qtbot, session)
    session.edit_entry(first.key, is_kept=True)
    simulated(qtbot, session)
    assert len(session.listed) == 2
    assert session.listed[0].simulation is first.simulation


def test_a_stopped_simulation_keeps_what_it_has_so_far(qtbot, session):
    session.change(runs=999)
    with qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        session.start()
        qtbot.wait(60)
        session.stop()
    assert done.args[0].outcome == "stopped"
    assert done.args[0].simulation.runs == 2


def test_a_turned_value_drops_the_simulation_under_way_and_runs_again(qtbot, session):
    seen = []
    session.simulated.connect(seen.append)
    session.change(runs=999)
    session.start()
    qtbot.wait(30)
    session.change(runs=5)
    for value in (0.2, 0.3, 0.4):
        session.set_value("k", value)
    qtbot.waitUntil(lambda: len(seen) == 1 and not session.is_running, timeout=60_000)
    assert seen[0].values == {"k": 0.4}
    assert seen[0].name == "ODE, k = 0.4"
    assert [one.name for one in session.listed] == ["ODE, k = 0.4"]


def test_a_check_that_falls_due_in_between_takes_no_run_from_a_turned_value(qtbot, session):
    with qtbot.waitSignal(session.simulated, timeout=60_000) as done:
        session.set_value("k", 0.3)
        session._look()
    assert done.args[0].values == {"k": 0.3}


def test_a_check_that_gave_way_to_a_simulation_is_made_after_it(qtbot, session):
    session._look()
    session.change(duration=5.0)
    session._look()  # waits for the first, and gives way to what is asked for
    entry = simulated(qtbot, session)
    asked = entry.simulation.config
    qtbot.waitUntil(lambda: session._checked == (session.network, asked), timeout=60_000)


def test_values_are_written_into_the_network_as_one_undo_step(qtbot, session, document):
    before = document.project.design.network
    session.set_value("k", 0.7)
    session.set_value("A", 40.0)
    session.apply_values()
    network = document.project.design.network
    assert network.part("k").value == 0.7
    assert network.part("A").initial == 40
    assert session.values == {}
    assert document.undo_stack.undoText() == "Apply values to network"
    document.undo_stack.undo()
    assert document.project.design.network is before


def test_the_networks_own_number_is_no_other_value(qtbot, session):
    session.set_value("k", 0.5)
    session.set_value("k", 0.1)
    assert session.values == {}


def test_settings_are_kept_in_the_design_as_far_as_they_differ(session, document):
    session.change(method="ssa", runs=100)
    assert document.project.design.configs == {"simulate": {"method": "ssa"}}
    session.change(method="ode")
    assert document.project.design.configs == {}
    with pytest.raises(SettingError):
        session.change(runs=0)


def test_a_refusal_is_told_and_the_list_stays(qtbot, session, document):
    entry = simulated(qtbot, session)
    network = document.project.design.network
    broken = replace(
        network, parameters=(*network.parameters, type(network.parameters[0])("broken"))
    )
    document.edit("Break", replace(document.project.design, network=broken))
    with qtbot.waitSignal(session.refused, timeout=60_000) as told:
        session.start()
    assert isinstance(told.args[0], ModelError)
    assert session.listed == (entry,)


def test_the_network_is_checked_whenever_it_or_a_setting_changes(qtbot, session, document):
    with qtbot.waitSignal(session.checked, timeout=60_000):
        pass
    assert session.check.findings == ()
    idle = replace(document.project.design.network, reactions=())
    document.edit("Empty it", replace(document.project.design, network=idle))
    qtbot.waitUntil(lambda: session.check.findings != (), timeout=60_000)
    assert session.check.findings[0][0] == "warning"


def test_simulations_of_another_network_are_out_of_sight_until_it_comes_back(
    qtbot, session, document
):
    entry = simulated(qtbot, session)
    other = parse(DECAY.replace("decay()", "other()"))
    document.edit("Open other", replace(document.project.design, network=other))
    assert session.listed == ()
    document.undo_stack.undo()
    assert session.listed == (entry,)


def test_an_edited_network_makes_earlier_simulations_outdated(qtbot, session, document):
    entry = simulated(qtbot, session)
    network = document.project.design.network
    assert not entry.is_outdated(network)
    assert entry.is_outdated(parse(DECAY.replace("0.1", "0.9")))


def test_settings_and_values_of_a_simulation_can_be_used_again(qtbot, session):
    session.set_value("k", 0.5)
    session.change(duration=7.0)
    entry = simulated(qtbot, session)
    session.reset_values()
    session.change(duration=9.0)
    session.reuse(entry.key)
    assert session.values == {"k": 0.5}
    assert session.config.duration == 7


def test_another_project_begins_with_an_empty_list(qtbot, session):
    simulated(qtbot, session)
    session.set_value("k", 0.5)
    session.clear()
    assert session.entries == ()
    assert session.values == {}
