"""Exact distributions where reactions are millions of times faster than what one waits for."""

import json

import numpy as np
import pytest
import scipy.sparse as sparse
from scipy.stats import binom, poisson

from grnstudio.core.network_values import with_values
from grnstudio.errors import ModelError
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import fsp, steps, transient
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.rational import Rates, Step, poles
from grnstudio.simulate.state_space import StateSpace
from grnstudio.simulate.transient import Transient
from tests.simulate.test_fsp import birth_death, feedback, mass_action


def test_a_sum_over_poles_is_near_exp_and_dies_out():
    places, weights = poles()
    assert places.real.min() > 4  # none where a chain has eigenvalues

    def ratio(z):
        return (weights / (z[:, None] - places)).real.sum(axis=1) * -1

    near = -np.geomspace(1e-8, 2.0, 200)
    assert np.abs(ratio(near) - np.exp(near)).max() < 1e-10
    assert ratio(np.zeros(1))[0] == pytest.approx(1.0, abs=1e-11)
    far = ratio(-np.geomspace(1e3, 1e9, 50))
    assert np.abs(far).max() < 0.06
    assert np.abs(far[-1]) < 1e-7


def test_a_step_is_right_for_slow_moves_and_forgets_fast_ones():
    rates = np.array([0.0, -0.3, -1.0, -1e12])
    later, spent = Step(Rates(sparse.diags_array(rates)), 2.0, 1e-8).apply(np.eye(4))
    assert later == pytest.approx(np.diag(np.exp(2 * rates)), abs=1e-9)
    over = np.array([2.0, *(np.expm1(2 * rates[1:]) / rates[1:])])
    assert np.diag(spent) == pytest.approx(over, abs=1e-9)


def test_moves_that_are_left_out_of_factors_are_made_all_the_same():
    rng = np.random.default_rng(4)
    moves = sparse.random_array((60, 60), density=0.1, rng=rng).toarray() * 10.0 ** rng.integers(
        -4, 3, 60
    )
    np.fill_diagonal(moves, 0.0)
    chain = moves - np.diag(moves.sum(axis=0))
    rates = Rates(sparse.csr_array(chain))
    strong, weak = rates.parts(1.0)
    assert weak.nnz > 20
    assert (strong + weak).toarray() == pytest.approx(chain)
    assert weak.sum(axis=0).max() <= 0.3
    later, spent = Step(rates, 1.0, 1e-8).apply(np.eye(60))
    places, weights = poles()
    whole = [
        w * np.linalg.inv(z * np.eye(60) - chain) for z, w in zip(places, weights, strict=True)
    ]
    assert later == pytest.approx(sum(whole).real, abs=1e-8)
    assert spent.sum(axis=0) == pytest.approx(np.ones(60), abs=1e-8)


def in_order(states, rate, fast):
    """Molecules that decay one by one while each is passed to and fro millions of times."""
    here = np.arange(states)
    up, down = 2 * here, 2 * here + 1
    moves = [
        (up, down, np.full(states, fast)), (down, up, np.full(states, 0.5 * fast)),
        (up[1:], up[:-1], rate * here[1:]), (down[1:], down[:-1], rate * here[1:]),
    ]  # fmt: skip
    source, target, rates = (np.concatenate(one) for one in zip(*moves, strict=True))
    flow = sparse.coo_array((rates, (target, source)), shape=(2 * states, 2 * states)).tocsr()
    return sparse.csr_array(flow - sparse.diags_array(flow.sum(axis=0)))


@pytest.mark.parametrize("time", [0.02, 1.0, 12.0])
def test_what_decays_through_hundreds_of_states_in_order_is_followed(time):
    chain, start = in_order(250, 1.0, 1e7), np.zeros((500, 2))
    start[[499, 100], [0, 1]] = 1.0
    later, spent = Transient(chain).after(start, time)
    found = later.reshape(250, 2, 2).sum(axis=1)
    for column, molecules in enumerate((249, 50)):
        exact = binom.pmf(np.arange(250), molecules, np.exp(-time))
        assert np.abs(found[:, column] - exact).sum() < 4e-7  # 1e8 jumps are rounded each
    assert later.min() >= 0
    assert later.sum(axis=0) == pytest.approx([1.0, 1.0], abs=4e-7)
    assert spent.sum(axis=0) == pytest.approx([time, time], rel=1e-7)


def test_steps_that_grew_stay_long_and_may_be_guessed():
    chain, start = in_order(100, 1.0, 1e6), np.zeros((200, 1))
    start[199] = 1.0
    first = Transient(chain)
    once, _ = first.after(start, 5.0)
    assert first.longest > 0.05
    twice, _ = first.after(once, 5.0)
    assert first.longest > 1.0
    guessed, wrong = Transient(chain, guess=first.longest), Transient(chain, guess=5.0)
    assert guessed.after(once, 5.0)[0] == pytest.approx(twice, abs=1e-8)
    assert wrong.after(start, 5.0)[0] == pytest.approx(once, abs=1e-8)
    exact = binom.pmf(np.arange(100), 99, np.exp(-10.0))
    assert np.abs(twice.reshape(100, 2).sum(axis=1) - exact).sum() < 1e-7


def test_factoring_and_adding_up_jumps_agree(monkeypatch):
    process = jump_process(feedback(0.3, 0.02, 30.0, 3.0))
    space = StateSpace(process, 10_000, process.initial[None, :])
    chain, first = space.generator(), np.zeros((len(space), 2))
    first[[0, 5], [0, 1]] = 1.0
    jumps, spent = Transient(chain).after(first, 3.0)
    monkeypatch.setattr(transient, "MANY_JUMPS", 0.0)
    monkeypatch.setattr(transient, "MUCH_WORK", 0.0)
    factored, over = Transient(chain).after(first, 3.0)
    assert np.abs(jumps - factored).max() < 1e-9
    assert np.abs(spent - over).max() < 1e-9


@pytest.mark.parametrize("genes", [0.0, 2.0])
def test_few_molecules_that_take_turns_in_multiplying_agree_with_jumps(genes, monkeypatch):
    network = with_values(load_example("x47"), {"a11": 3.0, "b1": 5.0, "epsilon": 0.1})
    process = jump_process(network)
    starts = np.array([[genes, 2 - genes, 12.0, 6.0]])
    states = StateSpace(process, 5000, starts)
    chain, first = states.generator(), np.zeros((len(states), 1))
    first[states.places(starts)] = 1.0
    jumps, over = Transient(chain).after(first, 4.0)
    monkeypatch.setattr(transient, "MUCH_WORK", 0.0)
    monkeypatch.setattr(transient, "MANY_JUMPS", 0.0)
    stiff = Transient(chain)
    now, spent = first, np.zeros_like(first)
    for _ in range(4):
        now, within = stiff.after(now, 1.0)
        spent += within
    assert np.abs(now - jumps).sum() < 1e-7
    assert np.abs(spent - over).sum() < 1e-6


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


def test_starts_followed_alone_at_first_come_together_where_jumps_lead(monkeypatch):
    network = with_values(load_example("x47"), {"a11": 3.0, "epsilon": 0.01})
    starts = np.array([[0.0, 2.0, 9.0, 2.0], [2.0, 0.0, 6.0, 6.0]])
    jumps = list(fsp.lagged(network, starts, 2.0, 2))
    monkeypatch.setattr(transient, "MUCH_WORK", 0.0)
    monkeypatch.setattr(transient, "MANY_JUMPS", 100.0)
    factored = list(fsp.lagged(network, starts, 2.0, 2))
    for (states, chances), (others, found) in zip(jumps, factored, strict=True):
        exact = {tuple(one): row for one, row in zip(states, chances, strict=True)}
        differ = sum(
            np.abs(row - exact.get(tuple(one), 0.0)) for one, row in zip(others, found, strict=True)
        )
        assert differ == pytest.approx(np.zeros(2), abs=4e-6)


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


def test_a_chain_that_would_take_too_many_steps_is_refused(monkeypatch):
    monkeypatch.setattr(steps, "MOST_STEPS", 10)
    chain = np.diag(np.full(80, -50.0)) + np.diag(np.full(79, 50.0), -1)
    columns = np.eye(80)[:, :1]

    def in_jumps(columns, time):
        return columns, time * columns

    passing = steps.Steps(Rates(sparse.csr_array(chain)), 50.0, 1e-12, 0.0, 1e-3, in_jumps)
    with pytest.raises(ModelError, match=r"steps in time .* are left: .*Simulate many runs"):
        passing.after(columns, 4.0)
