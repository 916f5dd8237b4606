"""Grids whose nodes are drawn by an emulator, or some of them."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.domain import domain_of
from grnstudio.core.grid_course import total_figure, ways
from grnstudio.core.network_values import with_values
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError, SettingError
from grnstudio.jobs import run
from grnstudio.simulate import grid
from grnstudio.simulate.grid import simulate_grid
from grnstudio.simulate.grid_config import GridConfig
from tests.learn.emulator.toys import emulator_of, network


@pytest.fixture
def emulator():
    return emulator_of()


def course(emulator, of=None, **more):
    config = GridConfig(**{"nx": 4, "ny": 3, "end": 3.0, "method": "emulator", **more})
    return run(simulate_grid(of or network(), config, emulator))


def test_nodes_are_drawn_by_the_emulator_at_its_step(emulator):
    found = course(emulator, spreading="P")
    assert np.diff(found.times) == pytest.approx(emulator.step)
    assert found.emulated == 6 * 12
    assert found.exact == 0
    assert found.values.min() >= 0
    on, off = (found.species.index(name) for name in ("on", "off"))
    assert (found.values[..., [on, off]].sum(axis=3) == 1).all()
    assert len(np.unique(found.values[-1, ..., found.species.index("P")])) > 2


def test_runs_do_not_depend_on_how_many_there_are_nor_on_threads(emulator):
    one, many = course(emulator), course(emulator, runs=4, threads=2)
    np.testing.assert_array_equal(one.values, many.values)
    np.testing.assert_array_equal(many.totals[:1], one.totals)
    assert (many.totals[1] != many.totals[0]).any()


@pytest.mark.parametrize("method", ["emulator", "mixed"])
def test_runs_do_not_depend_on_which_take_their_steps_together(emulator, monkeypatch, method):
    more = {"method": method, "start": "P 0..40", "spreading": "P", "runs": 7}
    whole = course(emulator, **more, threads=1)
    monkeypatch.setattr(grid, "TOGETHER", (0, 30))
    np.testing.assert_array_equal(course(emulator, **more, threads=2).totals, whole.totals)
    assert whole.emulated > 0


def test_a_stopped_grid_keeps_the_steps_that_its_runs_took_together(emulator):
    steps = simulate_grid(network(), GridConfig(method="emulator", runs=50, end=1e5), emulator)
    found = None
    while found is None or len(found.times) < 3:
        found = next(steps).result()
    steps.close()
    assert found.runs > 1
    assert "Stopped at time" in found.notes[-1]
    assert np.isfinite(found.totals).all()


def test_mixed_grids_are_exact_where_there_is_little(emulator):
    found = course(emulator, method="mixed", few=5, start="P 0; 1 1..3: P 40", end=0.5)
    assert found.exact == 9
    assert found.emulated == 3
    assert "100 % were near-empty (had 5 molecules that react or fewer)" in found.notes[-1]
    rare = course(emulator, method="mixed", few=5, rare=1e3, start="P 40", end=0.5)
    assert rare.exact == 12
    assert "Lower 'Near-empty' (few) or 'Rare' (rare)" in rare.notes[-1]


def test_a_mixed_grid_that_is_exact_everywhere_says_why(emulator):
    found = course(emulator, method="mixed", few=1000, end=0.5)
    assert found.emulated == 0
    assert "The emulator drew nothing" in found.notes[-1]
    assert "near-empty" in found.notes[-1]
    assert "0 % drawn by the emulator" in ways(found)
    assert "0 % of the steps of nodes drawn by the emulator" in total_figure(found).note


def test_mixed_grids_are_exact_where_the_emulator_was_not_taught_the_like(emulator):
    rng = np.random.default_rng(0)
    order = emulator.species
    columns = {"P": rng.integers(20, 60, 500), "on": np.ones(500, int), "off": np.zeros(500, int)}
    states = np.stack([columns[name] for name in order], axis=1)
    seen = Transitions(order, (), 0.5, states, states, np.zeros((500, 0)), np.arange(500))
    domain = domain_of(network(), seen, seen, 0).to_arrays()
    knowing = replace(emulator, domain=domain)
    found = course(knowing, method="mixed", start="P 40; 1 1..3: P 4000", end=0.5)
    assert found.exact == 3
    assert found.emulated == 9
    assert "25 % of the states were unlike any" in found.notes[-1]
    assert "100 % unlike what the emulator was taught" in found.notes[-2]
    drawn = course(knowing, start="P 40; 1 1..3: P 4000", end=0.5)
    assert drawn.exact == 0
    assert "do not rely on" in drawn.notes[-1]
    assert "Teach it from starts such as" in drawn.notes[-1]
    assert all("unlike" not in note for note in course(knowing, start="P 40", end=0.5).notes)


def test_another_step_and_another_network_are_refused(emulator):
    with pytest.raises(SettingError, match=r"jumps by 0\.5, and not by 0\.2"):
        course(emulator, step=0.2)
    with pytest.raises(ModelError, match="taught another network"):
        course(emulator, with_values(network(), {"a": 51.0}))
