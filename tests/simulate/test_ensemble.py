"""Simulations as jobs: right, the same on any threads, ready for another process."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.rules import Constraint
from grnstudio.errors import GRNStudioError, ModelError, SettingError
from grnstudio.jobs import Failed, Monitor, drive, run
from grnstudio.simulate import cle, fsp, ode, ssa, tau_leap
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.ensemble import simulate

METHODS = ("ode", "ssa", "tau", "cle", "fsp")
NETWORK = parse(
    """model birth()
      compartment cell = 2
      substanceOnly species X in cell, $S in cell
      J1: -> X; k
      J2: X -> ; d*X
      double := 2*X
      k = 10; d = 1; X = 3; S = 5
    end"""
)


def config(method, **more):
    return SimulationConfig(method=method, duration=4.0, intervals=8, **more)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_times_names_and_statistics(method):
    found = run(simulate(NETWORK, config(method, runs=40)))
    assert found.names == ("X", "S", "double")
    np.testing.assert_allclose(found.times, np.linspace(0, 4, 9))
    assert found.mean.shape == found.sd.shape == (9, 3)
    assert found.quantiles.shape == (5, 9, 3)
    np.testing.assert_allclose(found.mean[:, 1], 5)
    assert found.engine
    assert found.cost > 0
    assert set(found.sizes) == {"X", "S"}
    np.testing.assert_array_equal(found.sizes["X"], np.full(9, 2.0))
    assert found.runs == (40 if method in ("ssa", "tau", "cle") else 1)
    assert (np.diff(found.quantiles, axis=0) >= 0).all()


def test_rate_equations_are_those_of_the_engine_itself():
    made = config("ode", solver="BDF", relative=1e-8, absolute=1e-10)
    found = run(simulate(NETWORK, made))
    alone = ode.simulate(NETWORK, found.times, method="BDF", relative=1e-8, absolute=1e-10)
    np.testing.assert_array_equal(found.mean[:, 0], alone.of("X")[0])
    assert (found.sd == 0).all()


@pytest.mark.parametrize(("method", "engine"), [("ssa", ssa), ("tau", tau_leap), ("cle", cle)])
def test_runs_are_those_of_the_engine_itself_whatever_the_threads(method, engine):
    alone = engine.simulate(NETWORK, np.linspace(0, 4, 9), runs=300, seed=5)
    for threads in (1, 3):
        found = run(simulate(NETWORK, config(method, runs=300, seed=5, threads=threads)))
        np.testing.assert_array_equal(found.trajectories.of("X"), alone.of("X"))
        np.testing.assert_allclose(found.mean[:, 0], alone.of("X").mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose(found.sd[:, 0], alone.of("X").std(axis=0, ddof=1), rtol=1e-9)
        np.testing.assert_array_equal(
            found.quantiles[:, :, 0], np.quantile(alone.of("X"), (0.05, 0.25, 0.5, 0.75, 0.95), 0)
        )


def test_statistics_alone_are_the_same_and_keep_no_runs():
    whole = run(simulate(NETWORK, config("ssa", runs=500)))
    lean = run(simulate(NETWORK, config("ssa", runs=500, keep="statistics")))
    assert lean.trajectories is None
    np.testing.assert_array_equal(lean.mean, whole.mean)
    np.testing.assert_array_equal(lean.sd, whole.sd)
    np.testing.assert_array_equal(lean.quantiles, whole.quantiles)


def test_statistics_of_many_runs_take_quantiles_from_some_and_say_so():
    lean = config("ssa", runs=20_000, keep="statistics")
    found = run(simulate(NETWORK, lean))
    assert found.notes == ("Quantiles are those of the first 10000 runs.",)
    np.testing.assert_allclose(found.mean[-1, 0], 10 - 7 * np.exp(-4), atol=0.1)


def test_projection_gives_exact_moments_of_all_names_and_their_distributions():
    found = run(simulate(NETWORK, config("fsp")))
    exact = fsp.distributions(NETWORK, found.times)
    np.testing.assert_allclose(found.mean[:, 0], exact.mean("X"), rtol=1e-7)
    np.testing.assert_allclose(found.sd[:, 0], exact.sd("X"), rtol=1e-6)
    np.testing.assert_allclose(found.mean[:, 2], 2 * found.mean[:, 0])
    assert found.exact.names == ("X", "S", "double")
    np.testing.assert_allclose(found.exact.marginal_at("double", 4)[::2], exact.marginal("X")[4])
    assert "probability" in found.notes[0]


@pytest.mark.parametrize("method", METHODS)
def test_other_values_stand_in_for_those_of_the_network(method):
    found = run(simulate(NETWORK, config(method, runs=400), {"X": 40.0, "k": 0.0}))
    assert found.mean[0, 0] == 40
    np.testing.assert_allclose(found.mean[-1, 0], 40 * np.exp(-4), atol=0.3)


def test_values_of_unknown_names_are_refused():
    with pytest.raises(ModelError, match="'Y'"):
        run(simulate(NETWORK, config("ode"), {"Y": 1.0}))


@pytest.mark.parametrize("method", METHODS)
def test_late_output_leaves_the_run_as_it_is(method):
    whole = run(simulate(NETWORK, config(method, runs=5)))
    late = run(simulate(NETWORK, config(method, runs=5, start_output=2.0)))
    np.testing.assert_array_equal(late.times, whole.times[4:])
    if method in ("ssa", "ode"):
        np.testing.assert_allclose(late.mean, whole.mean[4:], rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_steps_only_rise_and_end_at_their_total(method):
    steps = []
    run(simulate(NETWORK, config(method, runs=50)), steps.append)
    counted = [step for step in steps if step.total]
    assert len({step.total for step in counted}) == 1
    assert [step.done for step in counted] == sorted(step.done for step in counted)
    assert steps[-1].done == steps[-1].total
    (figure,) = steps[-1].figures()
    assert {"X", "S", "double"} <= {curve.name for curve in figure.curves}


def test_what_is_shown_while_it_runs_may_be_chosen():
    steps = []
    run(simulate(NETWORK, config("ode"), {}, ("double",)), steps.append)
    assert [curve.name for curve in steps[-1].figures()[0].curves] == ["double"]


@pytest.mark.parametrize("method", METHODS)
def test_results_go_to_another_process(method):
    found = run(simulate(NETWORK, config(method, runs=3)))
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.mean, found.mean)
    assert again.network == NETWORK


def test_more_memory_than_there_is_is_refused_with_a_way_out():
    huge = SimulationConfig(method="ssa", runs=10_000_000, intervals=1_000_000)
    with pytest.raises(SettingError, match="Keep statistics alone"):
        run(simulate(NETWORK, huge))


def test_a_network_with_nothing_in_it_is_refused():
    empty = parse("model m()\n  k = 1\nend")
    with pytest.raises(GRNStudioError, match="nothing that could change"):
        run(simulate(empty, config("ode")))


def test_what_an_engine_refuses_fails_the_job_with_its_message():
    broken = parse("model m()\n  species A\n  A -> ; -1\n  A = 5\nend")
    outcome = drive(simulate(broken, config("ssa")), Monitor())
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, ModelError)


def test_rules_that_follow_time_are_right_in_a_projection():
    network = parse(
        """model m()
          species X
          J: -> X; 2
          seen := X + 3*time
          X = 0
        end"""
    )
    found = run(simulate(network, config("fsp")))
    np.testing.assert_allclose(found.mean[:, 1], 5 * found.times, rtol=1e-6)
    assert "seen" not in found.exact.names


@pytest.mark.parametrize("swelling", ["cell' = 1", "at (time >= 2): cell = 5"])
def test_sizes_that_change_divide_what_is_in_them(swelling):
    network = parse(
        f"""model m()
          compartment cell = 1
          substanceOnly species X in cell
          X = 6
          {swelling}
        end"""
    )
    found = run(simulate(network, config("ode")))
    assert "cell" in found.names
    place = found.names.index("cell")
    np.testing.assert_allclose(found.sizes["X"], found.mean[:, place])
    assert found.sizes["X"][-1] == pytest.approx(5)


@pytest.mark.parametrize("method", ["ode", "ssa", "tau", "cle"])
def test_broken_constraints_are_told_of_and_stop_nothing(method):
    network = replace(NETWORK, constraints=(Constraint("X < 4", "too many of them"),))
    found = run(simulate(network, config(method, runs=20)))
    assert found.times.size == 9
    assert any("too many of them" in note for note in found.notes)


def test_what_events_set_is_among_the_names_of_every_engine_that_knows_events():
    network = parse(
        """model m()
          species X
          -> X; k
          at (time >= 2): k = 0
          k = 10; X = 0
        end"""
    )
    for method in ("ode", "ssa"):
        found = run(simulate(network, config(method, runs=500)))
        assert found.names == ("X", "k")
        np.testing.assert_array_equal(found.mean[:, 1], [10, 10, 10, 10, 0, 0, 0, 0, 0])
        np.testing.assert_allclose(found.mean[-1, 0], 20, atol=1)
