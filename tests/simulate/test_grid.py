"""Agents on a grid: each node lives as the network does, and spreading loses nothing."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.io.network_examples import load_example
from grnstudio.jobs import Cancelled, Monitor, drive, run
from grnstudio.simulate.grid import simulate_grid
from grnstudio.simulate.grid_config import GridConfig
from grnstudio.simulate.spreading import hops, spreader

DECAY = parse("A => ; k*A\n A = 20; k = 0.5")
PASSED_ON = parse("A => B; k*A/(A + B)\n A = 1; B = 0; k = 2")
BEES = load_example("bees")


def course(network=DECAY, **more):
    return run(simulate_grid(network, GridConfig(**{"end": 2.0, "step": 0.5, **more})))


def spread(counts, interval=1.0, seed=0, **more):
    nx, ny = counts.shape
    return spreader(GridConfig(nx=nx, ny=ny, **more), interval)(counts, np.random.default_rng(seed))


def test_every_node_lives_as_the_network_does():
    found = course(nx=40, ny=40, start="A 20")
    expected = 1600 * 20 * np.exp(-0.5 * found.times)
    np.testing.assert_allclose(found.total("A")[0], expected, rtol=0.02)
    assert found.values[-1, ..., 0].var() == pytest.approx(
        20 * np.exp(-1) * (1 - np.exp(-1)), rel=0.1
    )
    assert found.exact == 4 * 1600


def test_a_node_lives_by_its_own_amounts_and_not_by_those_of_the_network():
    found = course(PASSED_ON, nx=30, ny=30, start="A 100", step=1.0, end=1.0)
    assert found.frames("B")[1].mean() == pytest.approx(2.0, rel=0.1)


def test_runs_do_not_depend_on_how_many_there_are_nor_on_threads():
    more = {"nx": 3, "ny": 4, "spreading": "A", "seed": 5}
    one, many = course(**more), course(runs=7, threads=2, **more)
    np.testing.assert_array_equal(one.totals[0], many.totals[0])
    np.testing.assert_array_equal(one.values, many.values)
    assert len(np.unique(many.totals[:, -1])) > 3
    assert (course(**{**more, "seed": 6}).totals != one.totals).any()


def test_nodes_in_which_nothing_can_happen_stay_as_they_are():
    found = course(BEES, nx=5, ny=5, start="Bee 10; BeeA 0; BeeD 0; P 0", spreading="P")
    assert (found.values == [10, 0, 0, 0]).all()
    assert found.shares() == (0, 0, 1)


def test_bees_are_neither_made_nor_lost_and_do_not_leave_their_node():
    start = "Bee 10; BeeA 2; 2 2: P 40"
    found = course(BEES, nx=4, ny=4, start=start, spreading="P", counted="Bee BeeA", end=10.0)
    assert (found.values[..., :3].sum(axis=3) == 12).all()
    assert (np.diff(found.total("Bee + BeeA")[0]) <= 0).all()
    assert found.values[-1, 0, 0, 3] >= 0


@pytest.mark.parametrize("edges", ["closed", "wrapped around"])
@pytest.mark.parametrize("mode", ["molecules hop", "Gaussian"])
def test_spreading_neither_makes_nor_loses_molecules(mode, edges):
    counts = np.random.default_rng(0).integers(0, 50, size=(6, 9)).astype(float)
    after = spread(counts, mode=mode, edges=edges, rate=2.0)
    assert after.sum() == counts.sum()
    assert (after >= 0).all()
    assert (after == np.floor(after)).all()
    assert (after != counts).any()


def test_molecules_spread_as_their_chances_say():
    counts = np.zeros((5, 7))
    counts[1, 6] = 100_000
    after = spread(counts, 0.8, rate=0.5)
    expected = 1e5 * np.outer(hops(5, 0.4, True)[1], hops(7, 0.4, True)[6])
    np.testing.assert_allclose(after, expected, atol=5 * np.sqrt(expected.max()))
    assert after[1, 0] <= 5  # far away, unless the edges meet
    around = spread(counts, 0.8, rate=0.5, edges="wrapped around")
    assert around[1, 0] == pytest.approx(around[1, 5], rel=0.1)


def test_hops_in_a_long_time_reach_all_nodes_alike():
    np.testing.assert_allclose(hops(4, 100.0, True), 0.25, atol=1e-9)
    np.testing.assert_allclose(hops(1, 100.0, True), 1.0)
    np.testing.assert_allclose(hops(3, 0.0, True), np.eye(3))


def test_published_ways_of_spreading_are_there_to_compare_with():
    counts = np.zeros((3, 3))
    counts[1, 1] = 100
    raised = spread(counts, mode="share of the largest", alpha=0.33)
    assert raised[1, 1] == 100
    assert raised[0, 0] == pytest.approx(33)
    blurred = spread(counts, mode="Gaussian, not conserved", sigma=0.5)
    assert blurred[1, 1] == 100
    assert blurred[0, 1] == pytest.approx(100 * np.exp(-2), abs=1)


def test_one_node_and_spreading_of_what_there_is_none_of():
    assert spread(np.zeros((1, 1))).tolist() == [[0]]
    assert spread(np.full((1, 1), 3.0)).tolist() == [[3]]


def test_a_stopped_grid_keeps_the_frames_it_has():
    monitor = Monitor()
    steps = simulate_grid(DECAY, GridConfig(nx=30, ny=30, step=1e-3, end=100.0, spreading="A"))

    def stop_soon():
        for count, step in enumerate(steps):
            if count == 4:
                monitor.cancel()
            yield step

    outcome = drive(stop_soon(), monitor)
    steps.close()
    assert isinstance(outcome, Cancelled)
    found = outcome.result
    assert 1 <= len(found.times) < 100_001
    assert len(found.values) == len(found.times) == found.totals.shape[1]
    assert "Stopped at time" in found.notes[-1]


def test_figures_show_a_frame_and_the_whole_grid_while_it_goes_on():
    seen = []
    config = GridConfig(nx=4, ny=4, step=0.01, end=1.0, spreading="A")
    run(simulate_grid(DECAY, config), lambda one: seen.append(one.figures()))
    assert [type(one).__name__ for one in seen[-1]] == [
        "HeatmapFigure",
        "HeatmapFigure",
        "CurveFigure",
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"spreading": "Q"}, "Species that spread: there is no species 'Q'"),
        ({"counted": "A Q"}, "Counted together: there is no species 'Q'"),
        ({"start": "Q 3"}, "no species 'Q'"),
        ({"end": 0.1, "step": 0.5}, "before its first step"),
        ({"nx": 1000, "ny": 1000, "end": 1e6}, "GiB of memory"),
    ],
)
def test_grids_that_cannot_be_are_refused(more, told):
    with pytest.raises(SettingError, match=told):
        course(**more)


def test_networks_without_reactions_and_emulators_that_are_missing_are_refused():
    with pytest.raises(ModelError, match="no reactions"):
        course(parse("species A; A = 3"))
    with pytest.raises(MissingInput, match="Choose the emulator"):
        course(method="mixed")


def test_a_grid_on_which_nothing_spreads_says_so():
    assert "No species spreads" in course(nx=2, ny=2).notes[0]
