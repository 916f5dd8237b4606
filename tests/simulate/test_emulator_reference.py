"""References of emulators are drawn from the laws they stand for, and kept as they come."""

import numpy as np
import pytest

from grnstudio.core.network_values import with_values
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import fsp, ssa
from grnstudio.simulate.jumps import jump_process
from tests.benchmarks import (
    emulator_hybrid,
    emulator_lanes,
    emulator_reference,
    emulator_settled,
)

FEW = {"b2": 4.0, "b1": 1.0, "a11": 0.5, "a21": 0.1667, "gamma12": 0.01, "gamma21": 0.01}


def test_following_genes_only_gives_what_the_master_equation_gives():
    starts = np.array([[1.0, 1.0, 5.0, 9.0], [2.0, 0.0, 0.0, 3.0]])
    runs = emulator_hybrid.runs(starts, 4000, 20.0, 2, FEW, np.random.default_rng(1))
    network = with_values(load_example("x40"), {"b2": 4.0})
    course = fsp.lagged(network, starts, 20.0, 2)
    for lag, (states, chances) in enumerate(course):
        means = chances.T @ states
        spread = np.sqrt(np.maximum(chances.T @ states**2 - means**2, 1e-12))
        found = runs[:, :, lag]
        assert found.mean(axis=1) == pytest.approx(means, abs=5 * spread.max() / np.sqrt(4000))
        assert np.abs(found.std(axis=1) / spread - 1).max() < 0.1


def test_runs_side_by_side_are_as_those_one_after_the_other():
    quick = {"gamma12": 0.6, "epsilon": 0.3, "b3": 0.2, "b4": 5.0, "b5": 0.2, "b6": 8.0}
    network = with_values(load_example("x44"), quick)
    process = jump_process(network)
    starts = np.array([[1, 1, 0, 60, 90, 0, 0], [0, 0, 2, 30, 0, 0, 7], [0, 2, 0, 0, 200, 5, 0]])
    drawn = emulator_lanes.runs(
        starts, 1000, 0.5, (1, 4), emulator_reference.values(process), seed=3
    )
    times = np.array([0.0, 0.5, 2.0])
    for start, runs in zip(starts, drawn, strict=True):
        amounts = dict(zip(process.names, start.astype(float).tolist(), strict=True))
        placed = with_values(network, amounts)
        exact = ssa.simulate(placed, times, runs=400, seed=4).values[:, 1:, : len(start)]
        error = np.sqrt(runs.var(axis=0) / 1000 + exact.var(axis=0) / 400)
        assert (np.abs(runs.mean(axis=0) - exact.mean(axis=0)) <= 4.5 * error + 1e-9).all()
        spread = exact.std(axis=0)
        assert (np.abs(runs.std(axis=0) - spread) <= 0.2 * spread + 0.02).all()


def test_draws_come_as_often_as_they_are_likely():
    states = np.array([[0.0, 4.0], [1.0, 3.0], [2.0, 2.0]])
    chances = np.array([[0.5, 0.0], [0.0, 0.9], [0.5, 0.1]])
    drawn = emulator_reference.draws(states, chances, 5000, np.random.default_rng(2))
    assert drawn.shape == (2, 5000, 2)
    assert (drawn.sum(axis=2) == 4).all()
    assert (drawn[0, :, 0] == 1).sum() == 0
    assert (drawn[1, :, 0] == 1).mean() == pytest.approx(0.9, abs=0.02)


def test_held_out_starts_are_always_the_same_and_keep_the_genes():
    process, starts = emulator_reference.held_out("x44")
    again = emulator_reference.held_out("x44")[1]
    assert (starts == again).all()
    genes = [process.names.index(name) for name in ("G1", "G2", "G3")]
    assert (starts[:, genes].sum(axis=1) == 2).all()


def test_what_is_kept_is_read_again(monkeypatch, tmp_path):
    monkeypatch.setenv("GRNSTUDIO_CACHE", str(tmp_path))
    runs = np.arange(2 * 3 * 2 * 2).reshape(2, 3, 2, 2)
    starts = np.array([[1, 2], [3, 4]])
    kept = emulator_reference.Reference(("A", "B"), 0.5, starts, (3, 10), runs, runs + 1)
    emulator_reference.keep("toy", kept)
    found = emulator_reference.load("toy")
    assert (found.species, found.step, found.lags) == (("A", "B"), 0.5, (3, 10))
    assert (found.a == runs).all()
    assert (found.b == runs + 1).all()


def test_long_steps_lead_where_the_master_equation_leads_once_all_has_settled():
    network = with_values(load_example("x47"), {"a11": 4.0, "epsilon": 0.02, "b3": 0.5, "b1": 0.3})
    process = jump_process(network)
    starts = np.array([[1.0, 1.0, 3.0, 4.0], [0.0, 2.0, 0.0, 8.0]])
    space = emulator_settled.space_of(process, 45)
    coarse = list(emulator_settled.settled(space, starts, 40.0, (2, 3), 8))
    exact = list(fsp.lagged(network, starts, 40.0, 3))[1:]
    for found, (states, chances) in zip(coarse, exact, strict=True):
        assert found.T @ space.states == pytest.approx(chances.T @ states, rel=1e-5)
        assert found.T @ space.states**2 == pytest.approx(chances.T @ states**2, rel=1e-5)
