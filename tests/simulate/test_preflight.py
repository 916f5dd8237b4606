"""What is odd about a network is said before it is simulated."""

from dataclasses import replace

import pytest

from grnstudio.core.rules import Event, RateRule
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.preflight import findings, refusals
from tests.simulate.crn import decay
from tests.simulate.test_fsp import birth_death, mass_action

SIR = mass_action(
    "sir",
    {"S": 90.0, "I": 10.0, "R": 0.0},
    {"b": 0.01, "c": 0.1},
    ("S I", "I I", "b"),
    ("I", "R", "c"),
    ("R", "S", "c"),
)
CASCADE = mass_action("cascade", {"A": 9.0, "B": 0.0}, {}, ("A", "B", "1"), ("B", "", "1"))


def found(network, method="ssa", **more):
    return findings(network, SimulationConfig(method=method, **more))


def told(network, method="ssa", **more):
    return [(one.level, one.text) for one in found(network, method, **more)]


@pytest.mark.parametrize("method", ["ode", "ssa", "tau", "fsp"])
def test_an_ordinary_network_needs_no_remark(method):
    assert found(birth_death(), method) == ()


@pytest.mark.parametrize(
    ("network", "level", "message"),
    [
        (birth_death(start=2.5), "warning", "X starts with 2.5; it is rounded to 3"),
        (birth_death(start=3e9), "warning", "X starts with 3e+09 molecules"),
        (birth_death(birth=0.0, start=5.0), "warning", "'r0' has a rate of 0 in every state"),
        (mass_action("none", {"A": 0.0, "B": 0.0}, {}, ("A", "B", "1")), "warning",
         "No reaction can happen"),
        (mass_action("none", {"A": 0.0}, {}), "warning", "has no reactions, rules or events"),
        (decay("k * 100"), "note", "'decay' has a rate that does not vanish when A runs out"),
        (decay("k * (B - A)"), "warning", "'decay' has a propensity of -50 at the start"),
        (decay("k * (A - 2 * B)"), "warning", "reaction 'decay' falls below 0, as with"),
        (replace(decay(), rules=(RateRule("k", "-k"),)), "error", "'k' follows a rate rule"),
        (SIR, "note", "Once I has run out, it never comes back: reactions r0, r1 stop for good"),
        (CASCADE, "note", "Once A has run out, it never comes back: reaction r0 stops for good"),
        (decay("k * A"), "note", "Nothing can happen any more once A has run out"),
        (birth_death(1e7, 0.5), "warning", "reactions are to be expected in a run; 100 runs"),
    ],
)  # fmt: skip
def test_what_is_odd_is_said_by_name(network, level, message):
    assert any(one == level and message in text for one, text in told(network))


def test_what_an_engine_cannot_do_is_an_error_alone_and_the_others_are_not_refused():
    event = Event("flip", "time > 1", {"X": "2"})
    network = replace(birth_death(), events=(event,))
    assert [one.level for one in found(network, "tau")] == ["error"]
    assert found(network, "tau")[0].method == "tau"
    assert found(network, "ssa") == found(network, "ode") == ()
    assert refusals(network).keys() == {"tau", "cle", "fsp"}
    assert all("Event 'flip'" in text for text in refusals(network).values())


def test_langevin_is_warned_of_where_molecules_are_few():
    assert "X starts with fewer than 10" in told(birth_death(start=3.0), "cle")[0][1]
    assert told(birth_death(start=50.0), "cle") == []


def test_only_states_that_can_be_are_told():
    # G is 0 or 1: what makes it has the rate 1 - G.
    gene = mass_action("gene", {"G": 0.0}, {}, ("", "G", "1 - G"), ("G", "", "1"))
    assert told(gene) == []


def test_many_fractions_are_told_together():
    model = mass_action("small", {"A": 0.5, "B": 0.25, "C": 2.0}, {}, ("A B", "C", "1"))
    text = told(model)[0][1]
    assert "A from 0.5 to 1, B from 0.25 to 0. If" in text


def test_what_is_kept_or_made_anew_cannot_run_out():
    kept = mass_action("kept", {"A": 5.0, "B": 0.0}, {}, ("A", "B", "1"), ("B", "A", "1"))
    assert told(kept) == []
    fed = mass_action("fed", {"A": 5.0}, {}, ("A", "A A", "1"), ("A", "", "1"), ("", "A", "1"))
    assert told(fed) == []


def test_a_short_simulation_is_not_said_to_be_long():
    assert told(birth_death(2e3, 0.5), duration=10.0, runs=2) == []


def test_how_long_it_takes_is_foreseen_from_rates_to_come():
    # Growth from one molecule: slow at the start, fast at the end.
    grows = mass_action("grows", {"X": 1.0}, {"k": 0.3}, ("X", "X X", "k"))
    text = next(text for level, text in told(grows, duration=100.0) if level == "warning")
    assert "e+12 reactions are to be expected" in text or "e+13 reactions" in text
