"""Exact distributions where reactions are millions of times faster than what one waits for."""

import json

import numpy as np
import pytest
import scipy.sparse as sparse
from scipy.stats import binom, poisson

from grnstudio.errors import ModelError
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import fsp, transient
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.rational import Exponential, poles
from grnstudio.simulate.state_space import StateSpace
from grnstudio.simulate.transient import Transient
from tests.simulate.test_fsp import birth_death, feedback, mass_action


def test_a_sum_over_poles_is_the_exponential_of_every_negative_number():
    places, residues = poles()
    x = -np.concatenate([[0.0], np.geomspace(1e-8, 1e8, 2000)])
    found = 2 * (residues / (x[:, None] - places)).real.sum(axis=1)
    assert np.abs(found - np.exp(x)).max() < 1e-12


def test_the_factored_exponential_is_that_of_a_diagonal_and_its_integral():
    rates = np.array([0.0, -0.3, -20.0, -1e9])
    later, spent = Exponential(sparse.diags_array(rates), 2.0).apply(np.eye(4))
    assert later == pytest.approx(np.diag(np.exp(2 * rates)), abs=1e-12)
    over = np.array([2.0, *(np.expm1(2 * rates[1:]) / rates[1:])])
    assert np.diag(spent) == pytest.approx(over, abs=1e-10)


def test_factoring_and_adding_up_jumps_agree(monkeypatch):
    process = jump_process(feedback(0.3, 0.02, 30.0, 3.0))
    space = StateSpace(process, 10_000, process.initial[None, :])
    chain, first = space.generator(), np.zeros((len(space), 2))
    first[[0, 5], [0, 1]] = 1.0
    jumps, spent = Transient(chain).after(first, 3.0)
    monkeypatch.setattr(transient, "MANY_JUMPS", 0.0)
    factored, over = Transient(chain).after(first, 3.0)
    assert np.abs(jumps - factored).max() < 1e-11
    assert np.abs(spent - over).max() < 1e-10


@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_birth_and_death_are_exact_however_fast_they_are(scale):
    times = np.array([0.5 / scale, 1.0, 50.0])
    found = fsp.distributions(
        birth_death(20 * scale, 0.5 * scale, 5.0), times, tolerance=1e-9
    ).marginal("X")
    for row, time in zip(found, times, strict=True):
        stay = np.exp(-0.5 * scale * time)
        counts = np.arange(row.size)
        expected = np.convolve(
            binom.pmf(np.arange(6), 5, stay), poisson.pmf(counts, 40 * (1 - stay))
        )[: row.size]
        assert np.abs(row - expected).max() < 1e-9


def test_fast_exchange_is_kept_apart_from_slow_loss():
    rates = {"fast": 1e7, "slow": 0.1}
    network = mass_action(
        "exchange", {"A": 12.0, "B": 0.0}, rates,
        ("A", "B", "fast"), ("B", "A", "fast"), ("B", "", "slow"),
    )  # fmt: skip
    result = fsp.distributions(network, np.array([5.0, 20.0]))
    left = 12 * np.exp(-0.05 * result.times)  # half the time a molecule is B
    assert result.mean("A") + result.mean("B") == pytest.approx(left, rel=1e-5)
    assert result.mean("A") == pytest.approx(result.mean("B"), rel=1e-5)


def test_many_starts_share_one_list_of_states():
    starts = np.array([[0.0], [25.0], [70.0]])
    alone = [
        fsp.distributions(birth_death(start=start), np.array([1.0, 2.0])).mean("X")
        for start in starts[:, 0]
    ]
    course = fsp.lagged(birth_death(), starts, 1.0, 2)
    together = np.stack([chances.T @ states[:, 0] for states, chances in course], axis=1)
    assert together == pytest.approx(np.array(alone), abs=1e-4)


def test_states_that_are_left_for_good_are_dropped_on_the_way():
    network = birth_death(2.0, 1.0)
    sizes = [len(states) for states, _ in fsp.lagged(network, np.array([[400.0]]), 8.0, 3)]
    assert sizes[0] > 400
    assert sizes[2] < 100


def test_the_slow_gene_has_the_moments_that_exact_samplers_found(known_answers):
    found = json.loads((known_answers / "crn/ssa_reference_moments.json").read_text())["models"]
    starts = np.array([found["X16"]["x0"]], dtype=float)
    exact = {1: (231.1, 145.5), 3: (257.5, 208.1), 10: (264.6, 222.7)}  # of 200,000 runs
    course = fsp.lagged(load_example("x16"), starts, 20.0, 10)
    for lag, (states, chances) in enumerate(course, start=1):
        if lag in exact:
            mean, spread = exact[lag]
            count = states[:, 2] @ chances[:, 0]
            sd = np.sqrt((states[:, 2] - count) ** 2 @ chances[:, 0])
            assert count == pytest.approx(mean, abs=4 * spread / np.sqrt(2e5))
            assert sd == pytest.approx(spread, rel=0.01)


def test_too_many_states_are_refused_where_the_network_is_stiff():
    with pytest.raises(ModelError, match="More than 200 states"):
        fsp.distributions(birth_death(1e6, 10.0), np.array([100.0]), most_states=200)


@pytest.mark.parametrize(("states", "rate"), [(300, 300.0), (1000, 1000.0)])
def test_what_runs_in_circles_is_followed_however_far_it_comes(states, rate):
    here = np.arange(states)
    moves = sparse.coo_array(
        (np.full(states, rate), ((here + 1) % states, here)), shape=(states, states)
    )
    ring = sparse.csr_array(moves - rate * sparse.eye_array(states))
    start = np.zeros((states, 1))
    start[0] = 1.0
    later, spent = Transient(ring).after(start, 100.0)
    jumps = np.arange(int(rate * 100) + 20_000)
    exact = np.bincount(jumps % states, poisson.pmf(jumps, rate * 100), minlength=states)
    assert later[:, 0] == pytest.approx(exact, abs=1e-8)
    assert spent.sum() == pytest.approx(100.0)
