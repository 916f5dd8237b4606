"""Simulations that are looked at and stopped: nothing is changed by it, and nothing lost."""

import threading
import time

import numpy as np

from grnstudio.core.antimony import parse
from grnstudio.jobs import Cancelled, Finished, Monitor, drive, run
from grnstudio.simulate import ssa
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.ensemble import simulate

NETWORK = parse(
    """model birth()
      species X
      J1: -> X; k
      J2: X -> ; d*X
      k = 10; d = 1; X = 3
    end"""
)
BUSY = parse(
    """model busy()
      species X
      -> X; k
      X -> ; k*X/1000
      k = 4000000; X = 1000
    end"""
)


def config(method, **more):
    return SimulationConfig(method=method, duration=4.0, intervals=8, **more)


class Watched(Monitor):
    """Stops the job once ``enough`` says so of a step, and looks at every figure."""

    def __init__(self, enough):
        super().__init__()
        self.enough, self.gaps, self.last = enough, [], None

    def post(self, step):
        now = time.monotonic()
        if self.last is not None and step.stage == "simulating":
            self.gaps.append(now - self.last)
        self.last = now
        step.figures()
        if self.enough(step):
            self.cancel()


def test_stopped_runs_are_kept_and_are_the_first_ones():
    made = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=100_000, threads=2)
    watch = Watched(lambda step: step.metrics.get("runs", 0) >= 3)
    outcome = drive(simulate(BUSY, made), watch)
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert 3 <= found.runs < 1000
    alone = ssa.simulate(BUSY, found.times, runs=3, seed=1)
    np.testing.assert_array_equal(found.trajectories.values[:3], alone.values)
    assert f"Stopped after {found.runs} of 100000 runs." in found.notes


def test_a_lone_long_run_shows_how_far_it_is_and_keeps_its_beginning():
    made = SimulationConfig(method="ssa", duration=1000.0, intervals=10_000, runs=1)
    watch = Watched(lambda step: step.done >= 1)
    outcome = drive(simulate(BUSY, made), watch)
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert 1 < found.times.size < 10_001
    assert found.mean.shape == (found.times.size, 1)
    assert np.isfinite(found.mean).all()
    assert "before the end" in found.notes[0]
    assert np.median(watch.gaps) < 0.1


def test_stopped_rate_equations_keep_what_is_solved():
    network = parse(
        """model clock()
          species A, B
          A' = 50*B; B' = -50*A
          A = 1; B = 0
        end"""
    )
    made = SimulationConfig(duration=10_000.0, intervals=100_000, max_steps=10**6)
    outcome = drive(simulate(network, made), Watched(lambda step: step.done >= 1))
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert 1 < found.times.size < 100_001
    np.testing.assert_allclose(found.mean[:20, 0], np.cos(50 * found.times[:20]), atol=1e-3)


def test_a_stopped_simulation_leaves_no_thread_behind():
    made = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=100_000, threads=2)
    before = threading.active_count()
    drive(simulate(BUSY, made), Watched(lambda step: step.metrics.get("runs", 0) >= 1))
    deadline = time.monotonic() + 20
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() == before


def test_stopping_before_anything_is_known_gives_nothing():
    outcome = drive(simulate(NETWORK, config("ode")), Watched(lambda step: True))
    assert isinstance(outcome, Cancelled)
    assert outcome.result is None


def test_looking_does_not_change_what_comes_out():
    seen = drive(simulate(NETWORK, config("ssa", runs=200)), Watched(lambda step: False))
    assert isinstance(seen, Finished)
    unseen = run(simulate(NETWORK, config("ssa", runs=200)))
    np.testing.assert_array_equal(seen.result.trajectories.values, unseen.trajectories.values)
    np.testing.assert_array_equal(seen.result.mean, unseen.mean)


def test_a_stopped_projection_keeps_the_times_that_are_done():
    network = parse(
        """model race()
          species X, Y
          -> X; 5
          -> Y; 5
          X = 0; Y = 0
        end"""
    )
    made = SimulationConfig(method="fsp", duration=40.0, intervals=400)
    outcome = drive(simulate(network, made), Watched(lambda step: step.done >= 5))
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert 5 <= found.times.size < 401
    np.testing.assert_allclose(found.mean[:, 0], 5 * found.times, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(found.sd[:, 1], np.sqrt(5 * found.times), rtol=1e-4, atol=1e-9)
    assert "before the end" in found.notes[-1]


def test_stopping_while_runs_are_sorted_loses_nothing():
    made = SimulationConfig(method="ssa", duration=4.0, intervals=400, runs=4000)
    whole = run(simulate(NETWORK, made))
    outcome = drive(simulate(NETWORK, made), Watched(lambda step: step.stage == "sorting"))
    assert isinstance(outcome, Cancelled)
    assert outcome.result.runs == 4000
    np.testing.assert_array_equal(outcome.result.quantiles, whole.quantiles)
