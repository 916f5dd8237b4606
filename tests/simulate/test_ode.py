"""Rate equations give what calculus says, whatever times are asked for."""

import math

import numpy as np
import pytest

from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import AssignmentRule, Constraint, Function, InitialAssignment, RateRule
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.ode import simulate

TIMES = np.linspace(0, 10, 21)
A, B = Participant("A"), Participant("B")
DECAY = Network(
    species=(Species("A", 10.0), Species("B", 0.0)),
    parameters=(Parameter("k", 0.3),),
    reactions=(Reaction("decay", (A,), (B,), MassAction("k")),),
)


def rated(*rates, times=TIMES, **more):
    """Return the values of variables x, y, ... that start at 1, 0, ... and have these rates."""
    names = "xyz"[: len(rates)]
    network = Network(
        parameters=tuple(Parameter(n, float(n == "x"), constant=False) for n in names),
        rules=tuple(RateRule(n, rate) for n, rate in zip(names, rates, strict=True)),
    )
    return simulate(network, times, **more)


@pytest.mark.parametrize("method", ["LSODA", "BDF", "Radau"])
def test_decay_is_exponential_with_every_method(method):
    found = simulate(DECAY, TIMES, method=method, relative=1e-9)
    np.testing.assert_allclose(found.of("A")[0], 10 * np.exp(-0.3 * TIMES), rtol=1e-6)
    np.testing.assert_allclose(found.of("A") + found.of("B"), 10, rtol=1e-12)
    assert found.engine == f"ODE ({method})"


def test_growth_with_limits_is_logistic():
    found = rated("x*(1 - x/50)", relative=1e-9).of("x")[0]
    np.testing.assert_allclose(found, 50 / (1 + 49 * np.exp(-TIMES)), rtol=1e-6)


def test_an_oscillator_swings_as_a_cosine():
    found = rated("y", "-4*x", relative=1e-9)
    np.testing.assert_allclose(found.of("x")[0], np.cos(2 * TIMES), atol=1e-6)


def test_an_enzyme_is_neither_made_nor_lost():
    parts = {name: Participant(name) for name in ("S", "E", "ES", "P")}
    network = Network(
        species=tuple(Species(n, v) for n, v in zip(parts, (9.0, 1.0, 0.0, 0.0), strict=True)),
        reactions=(
            Reaction("bind", (parts["S"], parts["E"]), (parts["ES"],), MassAction("2")),
            Reaction("leave", (parts["ES"],), (parts["S"], parts["E"]), MassAction("1")),
            Reaction("turn", (parts["ES"],), (parts["E"], parts["P"]), MassAction("3")),
        ),
    )
    found = simulate(network, TIMES)
    np.testing.assert_allclose(found.of("E") + found.of("ES"), 1, rtol=1e-9)
    np.testing.assert_allclose(found.of("S") + found.of("ES") + found.of("P"), 9, rtol=1e-9)


def test_the_times_asked_for_do_not_change_the_result():
    fine = np.linspace(0, 10, 1001)
    for rates in (("y", "5*(1 - x^2)*y - x"), ("x*(time > 3.3)",)):
        few, many = rated(*rates, times=fine[::250]), rated(*rates, times=fine)
        np.testing.assert_allclose(few.values, many.values[:, ::250], rtol=1e-12)


def test_a_short_pulse_is_not_stepped_over():
    found = rated("piecewise(1000, time > 7 && time < 7.001, 0)", relative=1e-9)
    assert found.of("x")[0, -1] == pytest.approx(2, rel=1e-6)


def test_species_are_amounts_and_formulas_mean_concentrations():
    network = Network(
        compartments=(Compartment("cell", 2.0),),
        species=(
            Species("A", 5.0, "cell", is_concentration=True, only_substance=False),
            Species("B", 0.0, "cell"),
        ),
        parameters=(Parameter("seen", constant=False),),
        reactions=(Reaction("flow", (A,), (B,), RateLaw("cell*k*A"), locals={"k": 0.5}),),
        rules=(AssignmentRule("seen", "A"),),
    )
    found = simulate(network, TIMES, names=["A", "B", "seen", "flow"], relative=1e-9)
    amount = 10 * np.exp(-0.5 * TIMES)
    np.testing.assert_allclose(found.of("A")[0], amount, rtol=1e-6)
    np.testing.assert_allclose(found.of("seen")[0], amount / 2, rtol=1e-6)
    np.testing.assert_allclose(found.of("flow")[0], amount / 2, rtol=1e-6)


def test_a_growing_compartment_thins_what_is_in_it():
    network = Network(
        compartments=(Compartment("cell", 1.0, constant=False),),
        species=(
            Species("A", 4.0, "cell", only_substance=False),
            Species("C", 4.0, "cell", only_substance=False, is_concentration=True),
        ),
        parameters=(Parameter("a", constant=False), Parameter("slope", constant=False)),
        rules=(
            RateRule("cell", "1"),
            RateRule("C", "1"),
            AssignmentRule("a", "A"),
            AssignmentRule("slope", "rateOf(A)"),
        ),
    )
    found = simulate(network, TIMES, relative=1e-9)
    np.testing.assert_allclose(found.of("a")[0], 4 / (1 + TIMES), rtol=1e-6)
    np.testing.assert_allclose(found.of("slope")[0], -4 / (1 + TIMES) ** 2, rtol=1e-6)
    np.testing.assert_allclose(found.of("C")[0], (4 + TIMES) * (1 + TIMES), rtol=1e-6)


def test_stoichiometry_conversion_and_boundary_are_heeded():
    network = Network(
        species=(Species("A", 8.0, boundary=True), Species("B", 0.0, conversion="f")),
        parameters=(Parameter("f", 3.0), Parameter("n", constant=False)),
        reactions=(Reaction("make", (A,), (Participant("B", None, "s", False),), RateLaw("1")),),
        rules=(AssignmentRule("s", "2*time"),),
    )
    found = simulate(network, TIMES, relative=1e-9)
    np.testing.assert_allclose(found.of("B")[0], 3 * TIMES**2, rtol=1e-6, atol=1e-9)
    assert np.all(found.of("A") == 8)


def test_values_at_the_start_are_worked_out_in_the_order_of_need():
    network = Network(
        species=(Species("A", None),),
        parameters=(Parameter("p"), Parameter("q", 2.0), Parameter("r", constant=False)),
        functions=(Function("twice", ("u",), "2*u"),),
        initial=(InitialAssignment("A", "p + r"), InitialAssignment("p", "twice(r)")),
        rules=(AssignmentRule("r", "q^2 + time"),),
    )
    assert simulate(network, np.array([0.0])).of("A")[0, 0] == 12


def test_what_has_no_value_is_named():
    network = Network(
        species=(Species("A", None), Species("B", 0.0)),
        parameters=(Parameter("k"), Parameter("unused")),
        reactions=(Reaction("decay", (A,), (B,), MassAction("k")),),
    )
    with pytest.raises(ModelError, match=r"no value to start from: A, k\."):
        simulate(network, TIMES)


def test_rules_that_need_each_other_are_named():
    network = Network(
        parameters=(Parameter("a", constant=False), Parameter("b", constant=False)),
        rules=(AssignmentRule("a", "b + 1"), AssignmentRule("b", "a - 1")),
    )
    with pytest.raises(ModelError, match="in a ring"):
        simulate(network, TIMES)


def test_a_delay_is_refused_by_name():
    with pytest.raises(Unsupported, match=r"delay\(\)"):
        rated("delay(x, 1)")


def test_growth_without_bound_is_said_and_not_drawn():
    with pytest.raises(ModelError, match="time"):
        rated("x^2")


@pytest.mark.parametrize("times", [[], [1, 0], [-1, 0], [0, math.nan]])
def test_times_that_cannot_be_are_refused(times):
    with pytest.raises(ModelError, match="times"):
        simulate(DECAY, np.array(times))


def test_an_unknown_name_is_refused():
    with pytest.raises(ModelError, match="nothing called 'q'"):
        simulate(DECAY, TIMES, names=["q"])


def test_progress_is_told():
    told = []
    simulate(DECAY, TIMES, on_step=told.append)
    assert told == sorted(told)
    assert told[-1] == 10


def test_the_rate_of_what_a_rule_assigns_follows_from_what_it_depends_on():
    found = rated_with_rules(
        {"seen": "x^2 + time", "slope": "rateOf(seen)", "bend": "rateOf(slope)"}, x="-x"
    )
    x = np.exp(-TIMES)
    np.testing.assert_allclose(found.of("slope")[0], 1 - 2 * x**2, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(found.of("bend")[0], 4 * x**2, rtol=1e-6, atol=1e-8)


def test_the_rate_of_a_concentration_minds_a_size_that_a_rule_assigns():
    network = Network(
        compartments=(Compartment("cell", None, constant=False),),
        species=(Species("A", 4.0, "cell", only_substance=False),),
        parameters=(Parameter("slope", constant=False),),
        rules=(AssignmentRule("cell", "1 + time"), AssignmentRule("slope", "rateOf(A)")),
    )
    found = simulate(network, TIMES)
    np.testing.assert_allclose(found.of("slope")[0], -4 / (1 + TIMES) ** 2, rtol=1e-9)


def rated_with_rules(assigned, **rates):
    names = (*rates, *assigned)
    network = Network(
        parameters=tuple(Parameter(n, float(n in rates), constant=False) for n in names),
        rules=(
            *(RateRule(n, rate) for n, rate in rates.items()),
            *(AssignmentRule(n, formula) for n, formula in assigned.items()),
        ),
    )
    return simulate(network, TIMES, relative=1e-9)


def test_a_broken_constraint_is_told_and_stops_nothing():
    network = Network(
        species=DECAY.species,
        parameters=DECAY.parameters,
        reactions=DECAY.reactions,
        constraints=(Constraint("A > 5", "too little A"), Constraint("A + B < 11")),
    )
    found = simulate(network, TIMES)
    np.testing.assert_array_equal(found.values, simulate(DECAY, TIMES).values)
    (note,) = found.notes
    assert "A > 5" in note
    assert "too little A" in note
    assert float(note.split("time ")[1].split()[0]) == pytest.approx(np.log(2) / 0.3, abs=0.5)


def test_too_many_steps_between_two_times_are_refused():
    with pytest.raises(ModelError, match="More than 100 steps"):
        rated("y", "-4*x", times=np.array([0.0, 100.0]), max_steps=100)
    rated("y", "-4*x", times=np.linspace(0, 100, 1001), max_steps=100)


def test_rates_that_run_through_too_many_rules_are_refused_in_no_time():
    grown = {f"a{n}": f"a{n - 1} + a{n - 2}*x" for n in range(2, 60)}
    chained = {"a0": "x", "a1": "x", **grown, "slope": "rateOf(a59)"}
    with pytest.raises(Unsupported, match="too many rules"):
        rated_with_rules(chained, x="-x")
