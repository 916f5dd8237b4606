"""An emulator keeps what engines promise."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.domain import domain_of
from grnstudio.core.network_values import with_values
from grnstudio.core.transitions import Transitions
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.io import emulator_file
from grnstudio.jobs import run
from grnstudio.learn.emulator import engine
from grnstudio.simulate import engines, ensemble
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.scan import ScanConfig, scan
from tests.learn.emulator.toys import emulator_of, network

TIMES = np.arange(6) * 0.5


@pytest.fixture
def emulator():
    return emulator_of()


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(engine, "LEAST", 2)
    monkeypatch.setattr(engine, "BLOCK", 8)


def simulate(emulator, runs=10, times=TIMES, of=None, **more):
    return engine.simulate(of or network(), times, runs, 3, emulator=emulator, **more)


def test_runs_do_not_depend_on_how_many_there_are_nor_on_threads(emulator, small_blocks):
    whole = simulate(emulator, 23).values
    np.testing.assert_array_equal(simulate(emulator, 3).values, whole[:3])
    np.testing.assert_array_equal(simulate(emulator, 23, threads=2).values, whole)
    prepared = engine.prepare(network(), TIMES, 3, emulator=emulator)
    part = np.empty((9, 6, prepared.width))
    prepared.fill(6, part, lambda: False)
    np.testing.assert_array_equal(prepared.observed(TIMES, part).values, whole[6:15])


def test_blocks_double_until_they_are_whole():
    blocks = []
    while len(blocks) < 7:
        first, runs = engine.block_of(sum(runs for _, runs in blocks), 1024)
        assert engine.block_of(first + runs - 1, 1024) == (first, runs)
        blocks.append((first, runs))
    assert [runs for _, runs in blocks] == [128, 128, 256, 512, 1024, 1024, 1024]
    assert engine.block_of(300, 64) == (256, 64)


def test_runs_do_not_depend_on_the_times_asked_for(emulator):
    some = simulate(emulator, times=np.array([0.0, 1.0, 1.0, 2.5]))
    np.testing.assert_array_equal(some.values, simulate(emulator).values[:, [0, 2, 2, 5]])


def test_runs_of_a_seed_differ_and_so_do_seeds(emulator):
    values = simulate(emulator, 600).of("P")
    assert len(np.unique(values[:, -1])) > 5
    assert len(np.unique(values, axis=0)) > 590
    other = engine.simulate(network(), TIMES, 10, 4, emulator=emulator).of("P")
    assert not np.array_equal(values[:10], other)


def test_states_are_whole_not_negative_and_keep_what_is_conserved(emulator):
    found = simulate(emulator, 50)
    assert found.names == ("P", "on", "off", "R")
    assert found.engine == "emulator"
    assert (found.values >= 0).all()
    assert (found.values == np.floor(found.values)).all()
    assert (found.of("on") + found.of("off") == 1).all()
    np.testing.assert_array_equal(found.of("R"), 2 * found.of("P"))
    np.testing.assert_array_equal(found.values[:, 0], np.tile([30, 1, 0, 60], (50, 1)))


def test_the_start_is_that_of_the_network_at_hand(emulator):
    other = with_values(network(), {"P": 11.0, "on": 0.0, "off": 1.0})
    assert (simulate(emulator, of=other).values[:, 0, :3] == [11, 0, 1]).all()


def test_what_cannot_be_asked_is_refused(emulator):
    with pytest.raises(ModelError, match=r"parameter b has 2 in place of 1"):
        simulate(emulator, of=with_values(network(), {"b": 2.0}))
    with pytest.raises(SettingError, match=r"jumps by 0\.5"):
        simulate(emulator, times=np.array([0.0, 0.7]))
    with pytest.raises(MissingInput, match="Choose the emulator"):
        engines.simulate(network(), TIMES, "emulator")
    fewer = dict(list(emulator.weights.items())[1:])
    with pytest.raises(ModelError, match="weights of the emulator do not fit"):
        simulate(replace(emulator, weights=fewer))


def test_layers_that_cannot_be_made_are_refused(emulator):
    head = {"kind": "one by one", "hidden": "many", "components": 2}
    for model in ({}, {**emulator.model, "head": head}, {**emulator.model, "body": {}}):
        with pytest.raises(ModelError, match="layers of the emulator are not described"):
            simulate(replace(emulator, model=model))
    with pytest.raises(ModelError, match="no head of kind 'none'"):
        simulate(replace(emulator, model={**emulator.model, "head": {"kind": "none"}}))


def test_a_file_gives_the_same_runs(emulator, tmp_path):
    emulator_file.write(emulator, tmp_path / "a.emulator")
    again = emulator_file.read(tmp_path / "a.emulator")
    np.testing.assert_array_equal(simulate(again).values, simulate(emulator).values)


def test_a_simulation_job_has_its_runs_and_its_step(emulator, small_blocks):
    config = SimulationConfig(method="emulator", duration=2.6, runs=23, seed=3, threads=2)
    found = run(ensemble.simulate(network(), config, emulator=emulator))
    assert found.engine == "emulator"
    assert found.times.tolist() == [0, 0.5, 1, 1.5, 2, 2.5]
    np.testing.assert_array_equal(found.trajectories.values, simulate(emulator, 23).values)
    few = SimulationConfig(method="emulator", duration=2.6, runs=23, seed=3, keep="statistics")
    other = run(ensemble.simulate(network(), few, emulator=emulator))
    np.testing.assert_allclose(other.mean, found.mean)


def test_a_scan_follows_starts_and_leaves_out_what_the_emulator_does_not_take(emulator):
    config = SimulationConfig(method="emulator", duration=2.0, runs=5)
    found = run(
        scan(network(), config, ScanConfig(name="P", low=0, high=60, points=3), emulator=emulator)
    )
    np.testing.assert_array_equal(found.courses[:, 0, 0], [0, 30, 60])
    with pytest.raises(ModelError, match="taught another network"):
        run(
            scan(
                network(), config, ScanConfig(name="b", low=2, high=3, points=2), emulator=emulator
            )
        )


def test_runs_that_stray_from_what_was_taught_are_told(emulator):
    states = np.stack([simulate(emulator, 50).of(name) for name in emulator.species], axis=2)
    before, after = (one.reshape(-1, 3) for one in (states[:, :-1], states[:, 1:]))
    pairs = Transitions(
        emulator.species, (), 0.5, before, after, np.zeros((250, 0)), np.repeat(np.arange(50), 5)
    )
    near = replace(emulator, domain=domain_of(network(), pairs).to_arrays())
    assert simulate(near, 20).notes == ()
    others = before + 200 * (np.array(emulator.species) == "P")
    far = domain_of(network(), replace(pairs, before=others, after=others))
    first, second = simulate(replace(emulator, domain=far.to_arrays()), 20).notes
    assert first.startswith("The emulator was not taught the like of this start. P is 30")
    assert second == engine.STRAYED


def test_a_stopped_simulation_draws_no_more(emulator):
    prepared = engine.prepare(network(), np.array([0.0, 1e6]), 0, emulator=emulator)
    out = np.full((1, 2, prepared.width), np.nan)
    looks = iter([False] * 20)
    prepared.fill(0, out, lambda: next(looks, True))
    assert np.isfinite(out[0, 0]).all()
    assert np.isnan(out[0, 1]).all()
