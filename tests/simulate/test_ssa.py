"""Exact simulation: propensities, moments, and the same runs whatever else is asked for."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chisquare, poisson

from grnstudio.core.network import Compartment, MassAction, Parameter, Participant, RateLaw, Species
from grnstudio.core.rules import AssignmentRule, Event
from grnstudio.errors import ModelError, SettingError, Unsupported
from grnstudio.simulate import fsp, ssa
from grnstudio.simulate.jumps import jump_process
from tests.simulate.crn import decay, network, networks, reference
from tests.simulate.test_fsp import birth_death, mass_action, telegraph

TIMES = np.linspace(0, 10, 6)


def test_propensities_and_stoichiometries_are_those_of_the_reference(known_answers):
    models = networks(known_answers)
    vectors = reference(known_answers, "propensity_test_vectors.json")
    assert len(vectors) == 8
    for name, vector in vectors.items():
        process = jump_process(models[name])
        counts = dict(zip(process.names, vector["state"], strict=True))
        # The reference prints ten digits.
        found, wanted = process.propensities(counts), np.array(vector["propensities"])
        assert found == pytest.approx(wanted, rel=1e-9), name
        assert np.array_equal(process.changes, vector["stoichiometry"]), name


# Runs enough to see a slip, few enough for a test: events a run range from some to a million.
RUNS = {"SIR": 4000, "Bees": 4000, "EGFR": 300, "X16": 200, "X40": 400}


@pytest.mark.parametrize("name", RUNS)
def test_moments_are_those_of_the_reference_within_four_standard_errors(known_answers, name):
    told = reference(known_answers, "ssa_reference_moments.json")["models"][name]
    model = networks(known_answers)[name]
    start = dict(zip(told["species"], told["x0"], strict=True))
    species = tuple(replace(one, initial=float(start[one.id])) for one in model.species)
    reactions = tuple(
        replace(one, kinetics=MassAction("k2f")) if one.id == "v2" else one
        for one in model.reactions
    )
    model = replace(model, species=species, reactions=reactions)
    lags = np.array([lag for lag in told["lags"] if lag <= 10])
    found = ssa.simulate(model, told["dt"] * lags, RUNS[name], seed=7)
    mean, sd = np.array(told["mean"])[: lags.size], np.array(told["sd"])[: lags.size]
    error = sd * np.sqrt(1 / RUNS[name] + 1 / told["n"]) + 1e-3
    assert (np.abs(found.mean() - mean) < 4 * error).all()
    assert (np.abs(found.sd() - sd) < 0.25 * sd + 0.1).all()  # one run in 200 may hold the sd


def test_birth_and_death_end_in_a_poisson_distribution():
    counts = ssa.simulate(birth_death(), [40.0], 4000, seed=3).of("X")[:, 0]
    inside = np.clip(counts, 25, 55).astype(int) - 25
    expected = poisson.pmf(np.arange(25, 56), 40)
    expected[0], expected[-1] = poisson.cdf(25, 40), poisson.sf(54, 40)
    assert chisquare(np.bincount(inside, minlength=31), 4000 * expected).pvalue > 1e-4


def test_runs_agree_with_the_exact_distribution_and_a_linear_network_with_its_equations():
    model, times = telegraph(0.3, 0.5, 20.0, 1.0), np.array([0.5, 1.0, 3.0, 8.0])
    runs, exact = ssa.simulate(model, times, 4000, seed=11), fsp.distributions(model, times)
    for name in ("ON", "M"):
        error = exact.sd(name) / np.sqrt(4000)
        assert (np.abs(runs.of(name).mean(axis=0) - exact.mean(name)) < 4 * error).all()
    equations = solved_means(times)
    assert exact.mean("ON") == pytest.approx(equations[0], abs=1e-6)
    assert exact.mean("M") == pytest.approx(equations[1], abs=1e-5)


def solved_means(times):
    """Solve the telegraph's rate equations in closed form."""
    on, total = 0.3 / 0.8, 0.8
    active = on * (1 - np.exp(-total * times))
    made = 20 * on * ((1 - np.exp(-times)) - (np.exp(-total * times) - np.exp(-times)) / 0.2)
    return active, made


def test_the_same_seed_gives_the_same_runs_whatever_the_threads_and_the_batches():
    model = telegraph(0.3, 0.5, 20.0, 1.0)
    alone = ssa.simulate(model, TIMES, 70, seed=5).values
    assert np.array_equal(alone, ssa.simulate(model, TIMES, 70, seed=5, threads=3).values)
    assert np.array_equal(alone[:13], ssa.simulate(model, TIMES, 13, seed=5).values)
    assert not np.array_equal(alone, ssa.simulate(model, TIMES, 70, seed=6).values)
    assert len(np.unique(alone[:, 1:, 2], axis=0)) > 60


def test_runs_in_small_portions_are_the_same_runs(monkeypatch):
    whole = ssa.simulate(birth_death(), TIMES, 5, seed=2).values
    monkeypatch.setattr(ssa, "REACTIONS_A_CALL", 7)
    assert np.array_equal(whole, ssa.simulate(birth_death(), TIMES, 5, seed=2).values)


def test_values_do_not_depend_on_the_other_times_asked_for():
    fine = ssa.simulate(birth_death(), np.linspace(0, 10, 101), 20, seed=1)
    coarse = ssa.simulate(birth_death(), np.linspace(0, 10, 11), 20, seed=1)
    assert np.array_equal(fine.values[:, ::10], coarse.values)


def test_networks_of_many_reactions_are_drawn_in_blocks_and_right():
    steps = [(f"S{i}", f"S{i + 1}", "1") for i in range(40)]
    start = {"S0": 500.0} | {f"S{i}": 0.0 for i in range(1, 41)}
    model = mass_action("cascade", start, {}, *steps)
    found = ssa.simulate(model, [10.0], 400, seed=9).mean()[0]
    expected = 500 * np.append(poisson.pmf(np.arange(40), 10), poisson.sf(39, 10))
    assert (np.abs(found - expected) < 4.5 * np.sqrt(expected / 400) + 1e-3).all()


def test_assigned_values_steer_propensities_and_are_told():
    model = decay("k * y", reversible=False)
    rule = AssignmentRule("y", "2 * A")
    model = replace(
        model, parameters=(*model.parameters, Parameter("y", constant=False)), rules=(rule,)
    )
    found = ssa.simulate(model, [0.5], 2000, seed=4)
    assert found.names == ("A", "B", "y")
    assert np.array_equal(found.of("y"), 2 * found.of("A"))
    share = np.exp(-0.5)
    error = np.sqrt(100 * share * (1 - share) / 2000)
    assert found.of("A").mean() == pytest.approx(100 * share, abs=4 * error)


def test_concentrations_in_a_law_are_amounts_over_size():
    model = decay("cell * k * A")
    species = tuple(
        Species(one.id, one.initial, "cell", only_substance=False) for one in model.species
    )
    model = replace(model, species=species, compartments=(Compartment("cell", 4.0),))
    assert jump_process(model).propensities() == pytest.approx([50.0])


def test_the_same_reactant_twice_falls_like_a_pair():
    pair = mass_action("pair", {"A": 5.0, "B": 0.0}, {}, ("A A", "B", "3"))
    assert jump_process(pair).propensities() == pytest.approx([3 * 5 * 4])


def test_nothing_falls_below_zero_whatever_the_law_says():
    found = ssa.simulate(decay("k * 100"), [50.0], 20, seed=0)
    assert np.array_equal(found.of("A")[:, 0], np.zeros(20))
    assert np.array_equal(found.of("B")[:, 0], np.full(20, 100.0))


def test_any_law_runs_in_the_interpreter():
    model = decay("k * A^2 / (30^2 + A^2) * exp(0 * B)")
    assert jump_process(model).propensities({"A": 60, "B": 3}) == pytest.approx([0.5 * 0.8])


@pytest.mark.parametrize("target", ["n", "f"])
def test_reactions_that_change_how_much_they_change_are_refused_by_name(target):
    model = decay()
    made = Participant("B", 1.0, "n", constant=False)
    model = replace(
        model,
        species=(*model.species[:1], Species("B", 0.0, conversion="f")),
        parameters=(*model.parameters, Parameter("f", 1.0, constant=False)),
        reactions=(replace(model.reactions[0], products=(made,)),),
        events=(Event("flip", "time > 1", {target: "2"}),),
    )
    with pytest.raises(Unsupported, match=f"event changes the .* '{target}'"):
        ssa.simulate(model, TIMES)


def test_a_negative_propensity_is_told_with_its_reaction():
    with pytest.raises(ModelError, match="propensity of reaction 'decay' became"):
        ssa.simulate(decay("k * (A - 2 * B)"), TIMES, 3)


def test_fractions_of_molecules_are_refused():
    model = network("half", {
        "species": ["A"], "params": {}, "default_init": [3],
        "reactions": [{"id": "r", "reactants": {}, "products": {"A": 0.5},
                       "law": "mass_action", "k": "1"}],
    })  # fmt: skip
    with pytest.raises(Unsupported, match=r"changes A by 0\.5"):
        ssa.simulate(model, TIMES)


def test_times_that_fall_and_no_runs_are_refused():
    with pytest.raises(SettingError, match="must not fall"):
        ssa.simulate(decay(), [1.0, 0.5])
    with pytest.raises(SettingError, match="0 runs"):
        ssa.simulate(decay(), TIMES, 0)


def test_a_watcher_hears_of_all_runs_and_may_end_them():
    heard = []
    ssa.simulate(decay(), TIMES, 50, threads=2, on_runs=lambda *told: heard.append(told))
    assert heard[-1] == (50, 50)

    class Enough(Exception):
        pass

    def stop(done, total):
        raise Enough

    with pytest.raises(Enough):
        ssa.simulate(decay(), TIMES, 50, on_runs=stop)


def test_a_constant_law_is_read_as_one():
    assert jump_process(decay(RateLaw("2 * k").formula)).propensities() == pytest.approx([1.0])
