"""Tau-leaping and the Langevin equation come near what is exact."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from grnstudio.core.network import Parameter
from grnstudio.core.rules import Event, RateRule
from grnstudio.errors import ModelError, SettingError, Unsupported
from grnstudio.simulate import cle, ssa, tau_leap
from tests.simulate.crn import decay
from tests.simulate.test_fsp import birth_death, mass_action

TIMES = np.array([0.5, 2.0, 6.0])


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_moments_of_birth_and_death_are_near_the_exact_ones(engine):
    options = {"step": 0.01} if engine is cle else {"epsilon": 0.01}
    found = engine.simulate(birth_death(500.0, 0.5, 200.0), TIMES, 1000, seed=1, **options)
    share = np.exp(-0.5 * TIMES)
    mean = 200 * share + 1000 * (1 - share)
    variance = 200 * share * (1 - share) + 1000 * (1 - share)
    assert found.of("X").mean(axis=0) == pytest.approx(mean, rel=0.01)
    assert found.of("X").std(axis=0) == pytest.approx(np.sqrt(variance), rel=0.1)


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_a_nonlinear_network_agrees_with_exact_runs(engine):
    rates = {"k": 5e-4, "u": 0.2}
    reactions = ("A A", "D", "k"), ("D", "A A", "u")
    dimers = mass_action("dimers", {"A": 2000.0, "D": 0.0}, rates, *reactions)
    exact = ssa.simulate(dimers, TIMES, 400, seed=1)
    found = engine.simulate(dimers, TIMES, 400, seed=2)
    assert found.mean() == pytest.approx(exact.mean(), rel=0.02)
    assert found.sd() == pytest.approx(exact.sd(), rel=0.2)


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_the_same_seed_gives_the_same_runs_whatever_the_threads(engine):
    model = birth_death()
    alone = engine.simulate(model, TIMES, 9, seed=4).values
    assert np.array_equal(alone, engine.simulate(model, TIMES, 9, seed=4, threads=2).values)
    assert all(not np.array_equal(a, b) for a, b in pairwise(alone))


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_nothing_becomes_negative(engine):
    found = engine.simulate(decay("k * 40 * A"), np.linspace(0, 1, 30), 100, seed=0)
    assert found.values.min() >= 0


def test_leaps_count_whole_molecules_and_keep_what_is_conserved():
    found = tau_leap.simulate(decay(), TIMES, 50, seed=0).values
    assert np.array_equal(found, np.round(found))
    assert (found.sum(axis=2) == 100).all()


def test_reflection_at_nothing_keeps_what_reactions_keep():
    rates = {"k": 4.0, "u": 0.4, "b": 0.05}
    pairs = ("A", "B"), ("A B", "C"), ("A A", "D")
    steps = [(left, right, "u" if left == "A" else "b") for left, right in pairs]
    steps += [(right, left, "k") for left, right in pairs]
    model = mass_action("kept", {"A": 10.0, "B": 30.0, "C": 0.0, "D": 0.0}, rates, *steps)
    found = cle.simulate(model, np.linspace(0, 20, 41), 50, seed=1, step=0.01)
    assert found.values.min() >= 0
    total = found.of("A") + found.of("B") + 2 * found.of("C") + 2 * found.of("D")
    assert total == pytest.approx(np.full(total.shape, 40), abs=1e-9)
    exact = ssa.simulate(model, np.linspace(0, 20, 41), 400, seed=1)
    assert found.mean()[-20:].mean(axis=0) == pytest.approx(
        exact.mean()[-20:].mean(axis=0), abs=0.5
    )


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_events_and_rates_that_time_changes_are_refused_by_name(engine):
    event = Event("flip", "time > 1", {"A": "2"})
    with pytest.raises(Unsupported, match="Event 'flip' happens in exact"):
        engine.simulate(replace(decay(), events=(event,)), TIMES)
    with pytest.raises(Unsupported, match="reaction 'decay' changes with time"):
        engine.simulate(decay("k * A * (1 + sin(time))"), TIMES)
    loose = replace(decay(), parameters=(Parameter("k", 0.5, constant=False),))
    with pytest.raises(Unsupported, match="'k' follows a rate rule"):
        engine.simulate(replace(loose, rules=(RateRule("k", "1"),)), TIMES)


@pytest.mark.parametrize("engine", [tau_leap, cle])
def test_propensities_that_are_not_numbers_are_told(engine):
    with pytest.raises(ModelError, match="propensity of reaction 'decay' became"):
        engine.simulate(decay("k * A / (B - B)"), TIMES)


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(SettingError, match="epsilon is 2"):
        tau_leap.simulate(decay(), TIMES, epsilon=2.0)
    with pytest.raises(SettingError, match="step is -1"):
        cle.simulate(decay(), TIMES, step=-1.0)
