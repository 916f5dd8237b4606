"""The finite state projection gives the distributions that theory gives."""

import csv

import numpy as np
import pytest
from scipy.special import gammaln, hyp1f1
from scipy.stats import poisson

from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.errors import ModelError
from grnstudio.simulate import fsp
from tests.simulate.crn import decay


def mass_action(name, start, rates, *reactions):
    """Build a network from (reactants, products, constant) by words: ("G", "G M", "k")."""
    made = [
        Reaction(
            f"r{index}",
            tuple(Participant(one) for one in left.split()),
            tuple(Participant(one) for one in right.split()),
            MassAction(constant),
        )
        for index, (left, right, constant) in enumerate(reactions)
    ]
    return Network(
        name,
        species=tuple(Species(one, amount) for one, amount in start.items()),
        parameters=tuple(Parameter(one, value) for one, value in rates.items()),
        reactions=tuple(made),
    )


def birth_death(birth=20.0, death=0.5, start=0.0):
    rates = {"b": birth, "d": death}
    return mass_action("birth-death", {"X": start}, rates, ("", "X", "b"), ("X", "", "d"))


def telegraph(kon, koff, ksyn, kdeg):
    rates = {"kon": kon, "koff": koff, "ksyn": ksyn, "kdeg": kdeg}
    return mass_action(
        "telegraph",
        {"OFF": 1.0, "ON": 0.0, "M": 0.0},
        rates,
        ("OFF", "ON", "kon"), ("ON", "OFF", "koff"), ("ON", "ON M", "ksyn"), ("M", "", "kdeg"),
    )  # fmt: skip


def poisson_beta(n, kon, koff, ksyn, kdeg):
    a, b, c = kon / kdeg, koff / kdeg, ksyn / kdeg
    logs = n * np.log(c) - gammaln(n + 1) + gammaln(a + n) - gammaln(a)
    logs -= gammaln(a + b + n) - gammaln(a + b)
    return np.exp(logs - c) * hyp1f1(b, a + b + n, c)


def test_birth_and_death_are_poisson_at_every_time():
    times = np.array([0.0, 0.5, 2.0, 10.0])
    result = fsp.distributions(birth_death(), times, tolerance=1e-10)
    found = result.marginal("X")
    means = 40 * (1 - np.exp(-0.5 * times))
    expected = poisson.pmf(np.arange(found.shape[1]), means[:, None])
    assert np.abs(found - expected).max() < 1e-10
    assert result.mean("X") == pytest.approx(means, abs=1e-7)


def test_the_loss_is_reported_and_below_the_tolerance():
    result = fsp.distributions(birth_death(), np.array([1.0, 5.0]), tolerance=1e-3)
    assert (result.lost <= 1e-3).all()
    assert result.probabilities.sum(axis=1) == pytest.approx(1 - result.lost, abs=1e-12)
    assert result.lost[-1] > 1e-9


@pytest.mark.parametrize("rates", [(0.1, 0.1, 10, 1), (1, 3, 40, 0.5), (0.05, 2.0, 50, 1)])
def test_the_telegraph_model_is_a_poisson_beta_mixture_in_the_end(rates):
    found = fsp.stationary(telegraph(*rates)).marginal("M")[0]
    expected = poisson_beta(np.arange(found.size), *rates)
    assert np.abs(found - expected).max() < 1e-10


def test_stationary_telegraph_tables_are_met(known_answers):
    with (known_answers / "ctmc/telegraph_stationary.csv").open() as file:
        sets = list(csv.DictReader(file))
    with (known_answers / "ctmc/telegraph_stationary_pmf.csv").open() as file:
        table = list(csv.DictReader(file))
    for number, one in enumerate(sets):
        rates = (float(one[name]) for name in ("kon", "koff", "ksyn", "kdeg"))
        found = fsp.stationary(telegraph(*rates)).marginal("M")[0]
        expected = np.array([float(row[f"set{number}"]) for row in table])
        size = min(found.size, expected.size)
        assert np.abs(found[:size] - expected[:size]).max() < 1e-8


def feedback(sigma_u, sigma_b, rho_u, rho_b):
    rates = {"su": sigma_u, "sb": sigma_b, "ru": rho_u, "rb": rho_b}
    return mass_action(
        "feedback",
        {"G": 1.0, "B": 0.0, "P": 0.0},
        rates,
        ("B", "G P", "su"), ("G P", "B", "sb"), ("G", "G P", "ru"), ("B", "B P", "rb"),
        ("P", "", "1"),
    )  # fmt: skip


def test_auto_regulation_tables_are_met_over_time_and_in_the_end(known_answers):
    with (known_answers / "ctmc/afl_fsp.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["set"] in "014"]
    for number in "014":
        chosen = [row for row in rows if row["set"] == number]
        names = ("sigma_u", "sigma_b", "rho_u", "rho_b")
        network = feedback(*(float(chosen[0][name]) for name in names))
        times = np.array([float(row["time"]) for row in chosen if row["time"] != "inf"])
        over = fsp.distributions(network, times, tolerance=1e-9)
        end = fsp.stationary(network)
        for index, row in enumerate(chosen):
            result, place = (end, 0) if row["time"] == "inf" else (over, index)
            marginal = result.marginal("P")[place]
            for count in (0, 1, 5, 10, 20, 40):
                if count < marginal.size:  # the table has seven digits
                    told = pytest.approx(float(row[f"p{count}"]), abs=1e-8, rel=2e-7)
                    assert marginal[count] == told
            assert result.mean("P")[place] == pytest.approx(float(row["mean_P"]), abs=2e-6)
            assert result.sd("P")[place] == pytest.approx(float(row["sd_P"]), abs=5e-6)


def test_a_closed_network_keeps_all_its_probability():
    result = fsp.distributions(decay(), np.array([1.0, 3.0]), tolerance=0)
    assert result.lost == pytest.approx(0, abs=1e-12)
    share = np.exp(-0.5 * result.times)
    assert result.mean("A") == pytest.approx(100 * share)
    assert result.sd("A") == pytest.approx(np.sqrt(100 * share * (1 - share)))


def test_an_absorbing_network_ends_where_it_must():
    end = fsp.stationary(decay())
    assert end.mean("B") == pytest.approx([100])


def test_two_ends_are_not_one_stationary_distribution():
    network = mass_action(
        "fork", {"A": 1.0, "B": 0.0, "C": 0.0}, {}, ("A", "B", "1"), ("A", "C", "1")
    )
    with pytest.raises(ModelError, match="one of 2 sets of states"):
        fsp.stationary(network)


def test_too_many_states_are_refused():
    with pytest.raises(ModelError, match="More than 50 states"):
        fsp.distributions(birth_death(), np.array([10.0]), most_states=50)
