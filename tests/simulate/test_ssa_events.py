"""Events and rates that time changes, in exact simulation: against exact answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, chisquare, kstest

from grnstudio.core.network import Compartment, Network, Parameter, Species
from grnstudio.core.rules import AssignmentRule, Constraint, Event, RateRule
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate import ssa
from tests.simulate.crn import decay
from tests.simulate.test_fsp import birth_death, mass_action

RUNS = 4000


def growing(rate, *events, start=0.0, **changed):
    """Return 0 -> X at a rate of time, and events."""
    names = {"k": 1.0, "a": 0.0, "b": 0.0, "c": 0.0, "V": 1.0, "light": 0.0}
    model = mass_action("growing", {"X": start}, names, ("", "X", rate))
    loose = tuple(replace(one, constant=False) for one in model.parameters)
    return replace(model, parameters=loose, events=events, **changed)


def of_x(model, times, runs=RUNS, seed=1, **more):
    return ssa.simulate(model, np.asarray(times, float), runs, seed, **more).of("X")


def assert_poisson(counts, means):
    """Check mean and variance of ``[runs, times]`` within four standard errors."""
    means = np.asarray(means, float)
    runs = counts.shape[0]
    assert (np.abs(counts.mean(axis=0) - means) <= 4 * np.sqrt(means / runs)).all()
    spread = np.sqrt((means + 2 * means**2) / runs)
    assert (np.abs(counts.var(axis=0) - means) <= 5 * spread + 1e-12).all()


TIMES = np.array([0.5, 1.0, 2.5, 4.0, 9.0])


@pytest.mark.parametrize(
    ("rate", "integral"),
    [
        ("5 * (1 + sin(time))", lambda t: 5 * (t + 1 - np.cos(t))),
        ("20 * exp(-time)", lambda t: 20 * (1 - np.exp(-t))),
        ("time", lambda t: t**2 / 2),
        ("piecewise(2, time < 2, 30, time < 3, 1)",
         lambda t: 2 * np.minimum(t, 2) + 30 * np.clip(t - 2, 0, 1) + np.maximum(t - 3, 0)),
        ("4 * (time - 2 * floor(time / 2))",
         lambda t: 8 * (t // 2) + 2 * (t - 2 * (t // 2)) ** 2),
        ("piecewise(6, rem(time, 2) < 0.5, 0)",
         lambda t: 6 * (0.5 * (t // 2) + np.minimum(t - 2 * (t // 2), 0.5))),
        ("piecewise(3, sin(time) > 0, 0)", lambda t: 3 * (np.minimum(t, np.pi)
         + np.clip(t - 2 * np.pi, 0, np.pi))),
        ("10 * time^2 / (4 + time^2)", lambda t: 10 * (t - 2 * np.arctan(t / 2))),
        ("1000 * exp(-200 * (time - 1)^2)", None),
    ],
)  # fmt: skip
def test_counts_of_a_rate_that_time_changes_are_poisson_of_its_integral(rate, integral):
    if integral is None:
        fine = np.linspace(0, 9, 900_001)
        course = np.cumsum(1000 * np.exp(-200 * (fine - 1) ** 2)) * fine[1]
        integral = lambda t: np.interp(t, fine, course)  # noqa: E731
    assert_poisson(of_x(growing(rate), TIMES), integral(TIMES))


def test_waiting_times_follow_a_hazard_that_rises_with_time_and_state():
    # One molecule decays at the rate t, so that the time it lives is Rayleigh distributed.
    model = decay("k * A * time")
    model = replace(
        model,
        species=(Species("A", 1.0), Species("B", 0.0)),
        parameters=(Parameter("k", 1.0), Parameter("lived", 0.0, constant=False)),
        events=(Event("end", "B >= 1", {"lived": "time"}, initially=False),),
    )
    lived = ssa.simulate(model, [60.0], RUNS, seed=2).of("lived")[:, 0]
    assert kstest(lived, lambda t: 1 - np.exp(-(t**2) / 2)).pvalue > 1e-4


def test_decay_at_a_rate_that_time_changes_keeps_a_binomial_number():
    found = ssa.simulate(decay("k * A * (1 + cos(3 * time))"), TIMES, RUNS, seed=3).of("A")
    share = np.exp(-0.5 * (TIMES + np.sin(3 * TIMES) / 3))
    error = np.sqrt(100 * share * (1 - share) / RUNS)
    assert (np.abs(found.mean(axis=0) - 100 * share) < 4 * error + 1e-9).all()
    low, high = int(binom.ppf(0.01, 100, share[1])), int(binom.ppf(0.99, 100, share[1]))
    inside = np.clip(found[:, 1], low, high).astype(int) - low
    expected = binom.pmf(np.arange(low, high + 1), 100, share[1])
    expected[0], expected[-1] = binom.cdf(low, 100, share[1]), binom.sf(high - 1, 100, share[1])
    assert chisquare(np.bincount(inside, minlength=len(expected)), RUNS * expected).pvalue > 1e-4


def test_a_rule_that_follows_time_steers_rates_and_is_told():
    model = growing("k * light", rules=(AssignmentRule("light", "2 + 2 * sin(time)"),))
    found = ssa.simulate(model, TIMES, RUNS, seed=1)
    assert_poisson(found.of("X"), 2 * (TIMES + 1 - np.cos(TIMES)))
    assert found.of("light")[0] == pytest.approx(2 + 2 * np.sin(TIMES))


def test_an_event_at_a_time_is_met_exactly_and_shown_at_that_time():
    reset = Event("reset", "time >= 25", {"X": "50"}, initially=False)
    model = replace(birth_death(1.0, 0.1, 0.0), events=(reset,))
    times = np.array([24.0, 25.0, 26.0, 40.0])
    found = of_x(model, times, seed=4)
    assert (found[:, 1] == 50).all()
    later = times[2:] - 25
    mean = 50 * np.exp(-0.1 * later) + 10 * (1 - np.exp(-0.1 * later))
    variance = mean - 50 * np.exp(-0.2 * later)
    assert (np.abs(found[:, 2:].mean(axis=0) - mean) < 4 * np.sqrt(variance / RUNS)).all()
    assert found[:, 2:].var(axis=0) == pytest.approx(variance, rel=0.12)
    assert_poisson(found[:, :1], [10 * (1 - np.exp(-2.4))])


def test_a_strict_trigger_happens_right_after_its_time():
    strict = Event("reset", "time > 2", {"X": "X + 1000"}, initially=False)
    found = of_x(growing("1", strict), [2.0, np.nextafter(2.0, 3) + 1e-9], 50)
    assert (found[:, 0] < 100).all()
    assert (found[:, 1] >= 1000).all()


def test_an_event_changes_a_rate_from_its_time_on():
    switch = Event("switch", "time >= 1 && time < 3", {"k": "10"}, initially=False)
    back = Event("back", "time >= 3", {"k": "0"}, initially=False)
    found = ssa.simulate(growing("k", switch, back), TIMES, RUNS, seed=5)
    assert_poisson(found.of("X"), [0.5, 1.0, 16.0, 21.0, 21.0])
    assert found.names == ("X", "k")
    assert (found.of("k") == [1, 10, 10, 0, 0]).all()


def test_an_event_on_the_state_happens_with_the_reaction_that_meets_it():
    divide = Event("divide", "X >= 8", {"X": "X - 8", "k": "k + 1"}, initially=False)
    model = growing("4", divide)
    found = ssa.simulate(model, TIMES, RUNS, seed=6)
    assert found.of("X").max() == 7
    assert_poisson(found.of("X") + 8 * (found.of("k") - 1), 4 * TIMES)


def test_a_delayed_event_happens_so_much_later_with_the_values_of_then_or_of_its_trigger():
    early = Event("early", "time >= 1", {"a": "X"}, delay="2", initially=False)
    late = Event("late", "time >= 1", {"b": "X"}, delay="2", initially=False, at_trigger=False)
    model = growing("40", early, late)
    found = ssa.simulate(model, [1.0, 2.9, 3.0], 300, seed=7)
    assert (found.of("a")[:, 1] == 0).all()
    assert np.array_equal(found.of("a")[:, 2], found.of("X")[:, 0])
    assert np.array_equal(found.of("b")[:, 2], found.of("X")[:, 2])


@pytest.mark.parametrize(("persistent", "happens"), [(True, 1), (False, 0)])
def test_an_event_that_does_not_persist_is_given_up_when_its_trigger_turns(persistent, happens):
    waits = Event("waits", "time >= 1 && time < 2", {"a": "a + 1"}, delay="1.5", initially=False,
                  persistent=persistent)  # fmt: skip
    model = growing("1", waits)
    assert (ssa.simulate(model, [4.0], 5).of("a") == happens).all()


def test_the_most_urgent_happens_first_and_its_effect_is_seen_by_the_next():
    first = Event("first", "time >= 1", {"a": "1"}, priority="10", initially=False)
    second = Event("second", "time >= 1", {"b": "a + 1"}, priority="5", initially=False,
                   at_trigger=False)  # fmt: skip
    for events in ((first, second), (second, first)):
        assert (ssa.simulate(growing("0.001", *events), [1.0], 5).of("b") == 2).all()
    undone = replace(second, trigger="time >= 1 && a < 1", persistent=False)
    assert (ssa.simulate(growing("0.001", first, undone), [1.0], 5).of("b") == 0).all()


def test_events_of_equal_priority_happen_in_any_order():
    events = [
        Event(name, "time >= 1", {"c": f"10 * c + {index + 1}"}, priority="1", initially=False,
              at_trigger=False)
        for index, name in enumerate(("x", "y", "z"))
    ]  # fmt: skip
    order = ssa.simulate(growing("0.001", *events), [1.0], 6000, seed=8).of("c")[:, 0]
    kinds, times = np.unique(order, return_counts=True)
    assert set(kinds) == {123, 132, 213, 231, 312, 321}
    assert chisquare(times).pvalue > 1e-4


def test_an_event_that_holds_at_the_start_happens_then_unless_it_held_before():
    held = Event("held", "X >= 0", {"a": "1"}, initially=True)
    fresh = Event("fresh", "X >= 0", {"b": "1"}, initially=False)
    found = ssa.simulate(growing("0.001", held, fresh), [0.0, 1.0], 3)
    assert (found.of("a") == 0).all()
    assert (found.of("b") == 1).all()


def test_events_set_concentrations_and_sizes_as_sbml_has_it():
    cell = Compartment("cell", 2.0, constant=False)
    species = (Species("X", 10.0, "cell", only_substance=False),)
    grow = Event("grow", "time >= 1", {"cell": "4"}, initially=False)
    dose = Event("dose", "time >= 2", {"X": "3"}, initially=False)
    model = Network("cell", compartments=(cell,), species=species, events=(grow, dose))
    found = ssa.simulate(model, [0.0, 1.0, 2.0], 2)
    assert (found.of("X")[0] == [10, 10, 12]).all()
    assert (found.of("cell")[0] == [2, 4, 4]).all()


def test_what_a_rate_rule_moves_evenly_is_exact():
    # A volume grows evenly; X is made by it, and an event stops the growth at a size.
    stop = Event("stop", "V >= 3", {"k": "0"}, initially=False)
    model = growing("V", stop, rules=(RateRule("V", "k"),))
    found = ssa.simulate(model, TIMES, RUNS, seed=9)
    reached = np.minimum(1 + TIMES, 3)
    assert found.of("V")[0] == pytest.approx(reached)
    grown = np.minimum(TIMES, 2)
    assert_poisson(found.of("X"), grown + grown**2 / 2 + 3 * np.maximum(TIMES - 2, 0))


def test_a_rate_rule_by_the_state_adds_up_what_was_there():
    # The integral of a Poisson process of rate 1 over [0, 4] has the mean 8, the variance 64 / 3.
    model = growing("1", rules=(RateRule("a", "X"),))
    area = ssa.simulate(model, [4.0], RUNS, seed=10).of("a")[:, 0]
    assert area.mean() == pytest.approx(8, abs=4 * np.sqrt(64 / 3 / RUNS))
    assert area.var() == pytest.approx(64 / 3, rel=0.12)


def test_runs_are_the_same_whatever_the_threads_the_portions_and_the_other_times(monkeypatch):
    divide = Event("divide", "X >= 8", {"X": "X - 8"}, delay="0.1", initially=False)
    model = growing("4 * (1 + sin(time))", divide)
    whole = of_x(model, TIMES, 40)
    assert np.array_equal(whole, of_x(model, TIMES, 40, threads=2))
    assert np.array_equal(whole[:7], of_x(model, TIMES, 7))
    monkeypatch.setattr("grnstudio.simulate.ssa_events.DRAWS_A_CALL", 5)
    assert np.array_equal(whole, of_x(model, TIMES, 40))
    fine = of_x(model, np.linspace(0, 9, 91), 40)
    assert np.array_equal(fine[:, [5, 10, 25, 40, 90]], whole)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Event("e", "X >= 1", {"X": "-1"}, initially=False), "'e' sets a species to less than"),
        (Event("e", "X >= 1", {"k": "2"}, delay="-1", initially=False), "delay of event 'e' is"),
        (Event("e", "k > 0", {"k": "-k"}, initially=False, delay="0"), ""),
    ],
)
def test_events_that_cannot_happen_are_told_with_time_and_run(event, message):
    other = Event("f", "k < 0", {"k": "-k"}, initially=False)
    events = (event,) if message else (event, other)
    with pytest.raises(ModelError, match=message or "set each other off without end"):
        ssa.simulate(growing("4", *events), TIMES, 2)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (growing("1", Event("e", "sin(time) > 0.5", {"k": "2"})), "trigger of event 'e' depends"),
        (growing("1", rules=(RateRule("k", "-k"),)), "'k' follows a rate rule by which"),
        (growing("k * factorial(time)"), "reaction 'r0' changes with time and uses factorial"),
        (growing("rateOf(k)"), "Reaction 'r0' uses rateOf"),
    ],
)
def test_what_cannot_be_exact_is_refused_by_name(model, message):
    with pytest.raises(Unsupported, match=message):
        ssa.simulate(model, TIMES)


def test_a_rate_without_bound_and_one_that_falls_below_zero_are_told():
    with pytest.raises(ModelError, match="reaction 'r0' has no bound"):
        ssa.simulate(growing("1 / sqrt(abs(time - 2))"), TIMES)
    with pytest.raises(ModelError, match="propensity of reaction 'r0' became negative"):
        ssa.simulate(growing("10 - 10 * time"), TIMES, 10)


def test_a_constraint_that_does_not_hold_is_told_and_stops_nothing():
    model = growing("5", constraints=(Constraint("X < 10", "Too many."), Constraint("X >= 0")))
    found = ssa.simulate(model, TIMES, 20)
    assert len(found.notes) == 1
    assert "constraint X < 10 did not hold" in found.notes[0]
    assert "Too many." in found.notes[0]
    assert found.of("X").max() > 10
