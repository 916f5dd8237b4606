"""Figures of simulations, from numbers made up here."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.distributions import Distributions
from grnstudio.simulate.quantities import sizes
from grnstudio.simulate.simulation import SHARES, Simulation
from grnstudio.simulate.simulation_figures import (
    distribution,
    floored,
    phase_plane,
    series,
    time_course,
)

NETWORK = parse(
    """model m()
      compartment cell = 4
      species A in cell, B in cell
      A -> B; k*A
      k = 1; A = 3; B = 0
    end"""
)
TIMES = np.array([0.0, 1.0, 2.0])


def simulation(values, method="ssa", engine="SSA", **more):
    """Return a simulation of ``values`` ``[runs, times, names]``."""
    values = np.asarray(values, dtype=float)
    runs, mean = len(values), values.mean(axis=0)
    sd = values.std(axis=0, ddof=1) if runs > 1 else np.zeros_like(mean)
    kept = {"trajectories": Trajectories(TIMES, ("A", "B"), values, engine)} | more
    return Simulation(
        NETWORK, SimulationConfig(method=method), engine, TIMES, ("A", "B"), runs, mean, sd,
        np.quantile(values, SHARES, axis=0), sizes=sizes(NETWORK, ("A", "B"), TIMES, mean), **kept,
    )  # fmt: skip


def sampled(top=8, runs=6, engine="SSA"):
    values = np.arange(runs * 6).reshape(runs, 3, 2) % (top + 1)
    return simulation(values, engine=engine)


def solved():
    return simulation([[[8.0, 0.0], [4.0, 4.0], [2.0, 6.0]]], "ode", "ODE (LSODA)")


def projected():
    states = np.array([[0, 3], [1, 2], [2, 1], [3, 0]])
    chance = np.array([[0, 0, 0, 1.0], [0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]])
    exact = Distributions(("A", "B"), TIMES, states, chance, np.zeros(3))
    found = simulation((chance @ states)[None], "fsp", "FSP", trajectories=None, exact=exact)
    sd = np.column_stack([exact.sd("A"), exact.sd("B")])
    return Simulation(
        NETWORK, found.config, "FSP", TIMES, ("A", "B"), 1, found.mean, sd, found.quantiles,
        exact=exact,
    )  # fmt: skip


def test_a_mean_has_its_standard_deviation_as_a_band():
    one = sampled()
    figure = time_course([one], ["A"])
    (curve,), (band,) = figure.curves, figure.bands
    np.testing.assert_array_equal(curve.y, one.mean[:, 0])
    np.testing.assert_allclose(band.high - band.low, 2 * one.sd[:, 0])
    assert (curve.name, band.name, figure.y_label, figure.x_label) == ("A", "A", "amount", "time")
    assert "standard deviation" in figure.note


def test_quantiles_show_the_median_and_nine_tenths():
    one = sampled()
    figure = time_course([one], ["B"], spread="quantiles")
    np.testing.assert_array_equal(figure.curves[0].y, one.quantiles[2, :, 1])
    np.testing.assert_array_equal(figure.bands[0].low, one.quantiles[0, :, 1])
    np.testing.assert_array_equal(figure.bands[0].high, one.quantiles[4, :, 1])


def test_concentrations_are_amounts_over_the_size():
    one = sampled()
    figure = time_course([one], ["A"], quantity="concentration", singles=1)
    run, mean = figure.curves
    np.testing.assert_allclose(run.y, one.trajectories.of("A")[0] / 4)
    np.testing.assert_allclose(mean.y, one.mean[:, 0] / 4)
    assert figure.y_label == "concentration"


def test_single_runs_stand_behind():
    figure = time_course([sampled()], ["A", "B"], singles=4, spread="none")
    assert sum(curve.faint for curve in figure.curves) == 8
    assert not figure.bands


def test_one_run_has_no_band_and_no_note():
    figure = time_course([solved()], ["A"], singles=5)
    assert (len(figure.curves), figure.bands, figure.note) == (1, (), "")


def test_overlaid_simulations_keep_colours_and_are_told_apart():
    figure = time_course([sampled(), solved()], ["A", "B"])
    seen = {(c.name, c.series, c.dashed) for c in figure.curves}
    assert seen == {
        ("A", 0, False), ("B", 1, False),
        ("A, ODE", 0, True), ("B, ODE", 1, True),
    }  # fmt: skip


def test_simulations_of_one_engine_are_numbered():
    figure = time_course([sampled(), sampled()], ["A"])
    assert [c.name for c in figure.curves] == ["A", "A, SSA 2"]


def test_a_mark_is_where_it_was_asked_for():
    assert time_course([solved()], ["A"], mark=1.5).marks == (1.5,)


def test_names_that_a_simulation_lacks_are_left_out():
    assert time_course([solved()], ["A", "C"]).curves[0].name == "A"


def test_a_name_has_one_colour():
    assert [series(NETWORK, name) for name in ("A", "B")] == [0, 1]


def test_a_distribution_has_a_bar_for_every_number_of_molecules():
    one = sampled()
    figure = distribution([one], "A", 1.2)
    (bars,) = figure.histograms
    counts = one.trajectories.of("A")[:, 1]
    np.testing.assert_array_equal(np.diff(bars.edges), 1)
    assert bars.edges[0] == counts.min() - 0.5
    assert bars.heights.sum() == pytest.approx(1)
    at = int(counts[0] - counts.min())
    assert bars.heights[at] == pytest.approx(np.mean(counts == counts[0]))
    assert figure.title == "A at time 1"


def test_many_numbers_share_bars_of_a_whole_width():
    values = np.zeros((500, 3, 2))
    values[:, :, 0] = np.arange(500)[:, None] * 10
    (bars,) = distribution([simulation(values)], "A", 0).histograms
    width = np.diff(bars.edges)
    assert (width == width[0]).all()
    assert width[0] == int(width[0])
    assert bars.heights.size <= 200
    assert bars.heights.sum() == pytest.approx(1)


def test_amounts_that_are_not_whole_have_equal_bars():
    values = np.random.default_rng(1).normal(5, 1, (300, 3, 2))
    (bars,) = distribution([simulation(values, "cle", "Langevin")], "A", 0).histograms
    assert bars.heights.sum() == pytest.approx(1)
    assert bars.heights.size == 60


def test_exact_distributions_are_lines_and_rate_equations_marks_over_the_bars():
    runs = simulation(np.array([[[3, 0], [2, 1], [1, 2]], [[3, 0], [3, 0], [0, 3]]]))
    figure = distribution([runs, projected(), solved()], "A", 1.0)
    assert len(figure.histograms) == 1
    (line,) = figure.curves
    np.testing.assert_array_equal(line.x, [0, 1, 2, 3])
    np.testing.assert_allclose(line.y, [0.1, 0.2, 0.3, 0.4])
    assert figure.marks == (4.0,)
    assert figure.note == "The upright line is ODE."


def test_statistics_alone_are_marked_with_a_word_of_why():
    lean = simulation(np.ones((4, 3, 2)), trajectories=None)
    figure = distribution([lean], "A", 0)
    assert figure.marks == (1.0,)
    assert "only statistics" in figure.note


def test_a_distribution_of_nothing_known_is_refused():
    with pytest.raises(ModelError, match="'C'"):
        distribution([sampled()], "C", 0)


def test_a_phase_plane_has_one_species_over_another():
    one = sampled()
    figure = phase_plane([one, solved()], "A", "B", singles=2)
    assert [curve.faint for curve in figure.curves] == [True, True, False, False]
    np.testing.assert_array_equal(figure.curves[-1].x, [8, 4, 2])
    np.testing.assert_array_equal(figure.curves[-1].y, [0, 4, 6])
    assert (figure.x_label, figure.y_label) == ("A", "B")


def test_sizes_that_vary_divide_time_by_time():
    network = parse(
        """model m()
          compartment cell
          species A in cell, $N
          cell := 1 + time
        end"""
    )
    names = ("A", "N", "cell")
    mean = np.column_stack([[2.0, 2.0, 2.0], [1.0, 1.0, 1.0], [1.0, 2.0, 3.0]])
    found = sizes(network, names, TIMES, mean)
    assert set(found) == {"A"}
    np.testing.assert_array_equal(found["A"], [1, 2, 3])


def test_sizes_that_are_worked_out_at_the_start_are_known():
    network = parse(
        """model m()
          compartment cell
          species A in cell
          cell = 2*v; v = 3; A = 1
        end"""
    )
    found = sizes(network, ("A",), TIMES, np.ones((3, 1)))
    np.testing.assert_array_equal(found["A"], [6, 6, 6])


def test_a_band_of_amounts_does_not_reach_below_zero():
    spread = simulation([[[0, 0]] * 3, [[0, 9]] * 3, [[9, 0]] * 3])
    band = time_course([spread], ["A"]).bands[0]
    assert (band.low == 0).all()
    np.testing.assert_allclose(band.high, 3 + np.sqrt(27))
    phase = floored(NETWORK, "phase", np.array([1.0]), np.array([-2.0]))
    assert phase == [-2.0]
