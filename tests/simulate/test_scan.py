"""Scans against answers in closed form."""

import pickle

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import ModelError, SettingError
from grnstudio.io import csv_scan
from grnstudio.jobs import Cancelled, Monitor, drive, run
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.measures import MEASURES, period
from grnstudio.simulate.scan import ScanConfig, scan
from grnstudio.simulate.scan_figures import scan_courses, scan_figures

NETWORK = parse(
    """model birth()
      species X
      J1: -> X; k
      J2: X -> ; d*X
      k = 10; d = 1; X = 0
    end"""
)
CONFIG = SimulationConfig(duration=30.0, intervals=60)


def test_a_line_of_points_has_the_right_end_at_each():
    found = run(scan(NETWORK, CONFIG, ScanConfig(name="k", low=1, high=9, points=5)))
    np.testing.assert_allclose(found.axes[0][1], [1, 3, 5, 7, 9])
    np.testing.assert_allclose(found.values[:, 0], [1, 3, 5, 7, 9], rtol=1e-5)
    assert found.courses.shape == (5, 61, 1)
    assert found.done == 5
    assert (found.spread == 0).all()


def test_a_plane_of_points_has_the_second_name_running_faster():
    wanted = ScanConfig(
        name="k", low=1, high=100, points=3, scale="logarithmic",
        second="d", second_low=1, second_high=2, second_points=2,
    )  # fmt: skip
    found = run(scan(NETWORK, CONFIG, wanted))
    np.testing.assert_allclose(found.values[:, 0], [1, 0.5, 10, 5, 100, 50], rtol=1e-5)
    assert found.at(3) == {"k": pytest.approx(10), "d": 2}
    (figure,) = scan_figures(found, ("X",))
    np.testing.assert_allclose(figure.values, [[0.5, 5, 50], [1, 10, 100]], rtol=1e-5)
    assert (figure.rows, figure.columns) == (("2", "1"), ("1", "10", "100"))
    assert (figure.row_label, figure.column_label) == ("d", "k")


def test_many_runs_have_a_mean_and_a_spread_of_what_is_measured():
    config = SimulationConfig(method="ssa", duration=20.0, intervals=20, runs=2000)
    found = run(scan(NETWORK, config, ScanConfig(name="k", low=4, high=16, points=2)))
    np.testing.assert_allclose(found.values[:, 0], [4, 16], atol=0.4)
    np.testing.assert_allclose(found.spread[:, 0], [2, 4], rtol=0.08)
    (figure,) = scan_figures(found)
    np.testing.assert_allclose(figure.bands[0].high - figure.bands[0].low, 2 * found.spread[:, 0])


def test_projection_has_the_exact_spread():
    config = SimulationConfig(method="fsp", duration=30.0, intervals=2)
    wanted = ScanConfig(name="k", low=4, high=9, points=2, measure=MEASURES[6])
    found = run(scan(NETWORK, config, wanted))
    np.testing.assert_allclose(found.values[:, 0], [2, 3], rtol=1e-5)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("final value", 20 * np.exp(-30)),
        ("maximum", 20.0),
        ("minimum", 20 * np.exp(-30)),
        ("mean over time", 20 * (1 - np.exp(-30)) / 30),
        ("amplitude", 20 * np.exp(-15)),
        ("standard deviation at the end", 0.0),
    ],
)
def test_what_is_measured_is_what_it_says(measure, value):
    fine = SimulationConfig(duration=30.0, intervals=3000)
    wanted = ScanConfig(name="X", low=20, high=20, points=1, measure=measure)
    found = run(scan(NETWORK, fine, wanted, {"k": 0.0}))
    np.testing.assert_allclose(found.values[0, 0], value, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("turns", [3.3, 7.0, 20.9])
def test_a_period_is_found_to_a_fraction_of_a_step(turns):
    times = np.linspace(0, 10, 2001)
    assert period(times, np.sin(2 * np.pi * turns / 10 * times)) == pytest.approx(
        10 / turns, rel=1e-3
    )


def test_noise_upon_a_wave_makes_no_periods_of_its_own():
    times = np.linspace(0, 10, 1001)
    noise = np.random.default_rng(3).normal(0, 0.05, times.size)
    assert period(times, np.sin(2 * np.pi * times) + noise) == pytest.approx(1, rel=0.02)


def test_what_is_flat_has_no_period():
    times = np.linspace(0, 10, 101)
    assert np.isnan(period(times, np.full(101, 3.0)))
    assert np.isnan(period(times, np.exp(-times)))


def test_concentrations_can_be_scanned():
    network = parse(
        """model m()
          compartment cell = 4
          substanceOnly species X in cell
          -> X; k
          X -> ; X
          k = 10; X = 0
        end"""
    )
    wanted = ScanConfig(name="k", low=4, high=8, points=2, quantity="concentration")
    found = run(scan(network, CONFIG, wanted))
    np.testing.assert_allclose(found.values[:, 0], [1, 2], rtol=1e-5)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (ScanConfig(), "which parameter"),
        (ScanConfig(name="q"), "'q'"),
        (ScanConfig(name="k", second="k"), "varied already"),
        (ScanConfig(name="k", low=0, scale="logarithmic"), "above 0"),
        (ScanConfig(name="k", low=3, high=3), "two values"),
        (ScanConfig(name="k", points=200, second="d", second_points=200), "too many"),
    ],
)
def test_what_cannot_be_scanned_is_refused(wanted, message):
    with pytest.raises((SettingError, ModelError), match=message):
        run(scan(NETWORK, CONFIG, wanted))


def test_a_point_that_cannot_be_simulated_is_left_out_and_noted():
    network = parse(
        """model m()
          species X
          X -> ; k*X
          k = 1; X = 3
        end"""
    )
    config = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=10)
    found = run(scan(network, config, ScanConfig(name="k", low=-1, high=1, points=3)))
    assert np.isnan(found.values[0, 0])
    assert np.isfinite(found.values[1:, 0]).all()
    assert "k = -1" in found.notes[0]


def test_where_no_point_can_be_simulated_its_error_is_told():
    network = parse("model m()\n  species X\n  X -> ; k*X\n  k = 1; X = 3\nend")
    config = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=10)
    with pytest.raises(ModelError, match="propensity"):
        run(scan(network, config, ScanConfig(name="k", low=-2, high=-1, points=2)))


class After(Monitor):
    """Stops once some points are done."""

    def post(self, step):
        step.figures()
        if step.done >= 3:
            self.cancel()


def test_a_logarithmic_scan_is_drawn_over_the_logarithm():
    wanted = ScanConfig(name="k", low=1, high=100, points=3, scale="logarithmic")
    (figure,) = scan_figures(run(scan(NETWORK, CONFIG, wanted)))
    np.testing.assert_allclose(figure.curves[0].x, [0, 1, 2], atol=1e-12)
    assert figure.x_label == "log₁₀ k"


def test_an_initial_amount_that_varies_is_called_so():
    found = run(scan(NETWORK, CONFIG, ScanConfig(name="X", low=1, high=3, points=3)))
    np.testing.assert_allclose(found.values[:, 0], 10, rtol=1e-5)
    assert scan_figures(found)[0].x_label == "initial amount of X"
    assert csv_scan.encode(found).splitlines()[0] == "X-initial,X"


def test_what_is_the_same_in_every_run_has_no_spread():
    network = parse("model m()\n  species X\n  X -> ; X\n  c := 0.1\n  X = 3\nend")
    config = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=301)
    found = run(scan(network, config, ScanConfig(name="X", low=3, high=5, points=2)))
    assert found.values[0, 1] == 0.1
    assert found.spread[0, 1] == 0


def test_a_stopped_scan_keeps_its_points():
    outcome = drive(scan(NETWORK, CONFIG, ScanConfig(name="k", low=1, high=9)), After())
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert found.done == 3
    assert np.isfinite(found.values[:3]).all()
    assert np.isnan(found.values[3:]).all()
    (figure,) = scan_figures(found)
    assert figure.curves[0].x.size == 3


def test_courses_of_all_points_stand_behind_the_first_and_the_last():
    found = run(scan(NETWORK, CONFIG, ScanConfig(name="k", low=1, high=9, points=5)))
    figure = scan_courses(found, "X")
    assert [curve.faint for curve in figure.curves] == [False, True, True, True, False]
    assert (figure.curves[0].name, figure.curves[-1].name) == ("k = 1", "k = 9")
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.courses, found.courses)
