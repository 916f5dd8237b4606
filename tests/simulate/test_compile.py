"""A compiled network holds every value once, and says how they hang together."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
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
from grnstudio.core.rules import AssignmentRule, Event, RateRule
from grnstudio.errors import GRNStudioError, ModelError, Unsupported
from grnstudio.simulate.breaks import Breaks
from grnstudio.simulate.compile import TIME_SLOT, compile
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.initial import initial

A, B = Participant("A"), Participant("B")


def compiled(text):
    return compile(parse(f"model m()\n{text}\nend"))


def value(compiled_network, name):
    return initial(compiled_network)[compiled_network.slots[name]]


def test_reactions_rules_and_boundaries_decide_what_the_engine_moves():
    one = compiled(
        "species $F\n make: $F => A; k\n turn: A => B; mass_action(k)\n"
        "B := 2*k\n x' = -x\n x = 1; k = 3; A = 0; F = 9; lonely = 4"
    )
    assert [one.names[slot] for slot in one.state] == ["x", "A"]
    assert one.names[TIME_SLOT] == "(time)"
    assert value(one, "B") == 6
    assert value(one, "lonely") == 4


def test_rules_are_worked_out_in_the_order_of_need():
    one = compiled("a := b + 1\n b := c*2\n c := time + k\n k = 5")
    assert value(one, "a") == 11
    order = [one.names[slot] for slot in one.derived.targets]
    assert order.index("c") < order.index("b") < order.index("a")


def test_mass_action_means_powers_in_rates_and_falling_factorials_in_propensities():
    one = compiled("meet: 3 A + B => ; mass_action(2)\n A = 5; B = 4")
    values = initial(one)
    assert values[one.slots["meet"]] == 2 * 5**3 * 4
    assert one.propensities().result(0, values) == 2 * (5 * 4 * 3) * 4


def test_species_that_mean_concentrations_are_held_as_amounts():
    network = Network(
        compartments=(Compartment("cell", 4.0),),
        species=(
            Species("A", 3.0, "cell", is_concentration=True, only_substance=False),
            Species("B", 3.0, "cell", is_concentration=True),
        ),
        reactions=(Reaction("turn", (A,), (B,), RateLaw("A + B")),),
    )
    one = compile(network)
    assert (value(one, "A"), value(one, "B"), value(one, "turn")) == (12, 12, 15)


def test_a_local_parameter_is_known_to_its_reaction_alone():
    network = Network(
        species=(Species("A", 2.0),),
        parameters=(Parameter("k", 100.0),),
        reactions=(
            Reaction("own", (A,), (), MassAction("k"), locals={"k": 3.0}),
            Reaction("common", (A,), (), MassAction("k")),
        ),
    )
    one = compile(network)
    assert (value(one, "own"), value(one, "common")) == (6, 200)
    assert "own.k" not in one.public_names


def test_a_species_on_both_sides_changes_by_the_difference():
    dynamics = Dynamics(compiled("grow: A => 3 A; A*k\n keep: B + A => B + A; k\n A=2; B=7; k=5"))
    assert list(dynamics.derivative(0.0, dynamics.state)) == [20, 0]


def test_a_concentration_that_a_rule_moves_gives_the_amount():
    network = Network(
        compartments=(Compartment("cell", 2.0, constant=False),),
        species=(Species("C", 3.0, "cell", is_concentration=True, only_substance=False),),
        rules=(RateRule("C", "-C"), AssignmentRule("cell", "2 + time")),
    )
    dynamics = Dynamics(compile(network))
    assert dynamics.name_of_row(0) == "C"
    dynamics.place(1.0, np.array([5.0]))
    assert dynamics.values[dynamics.compiled.slots["C"]] == 15


def test_what_may_change_is_reported_unless_more_is_asked_for():
    one = compiled(
        "turn: A => B; mass_action(k)\n y := 2*A\n at (time > 1): k = 2\n k = 1; A = 1; B = 0"
    )
    assert set(one.changing_names) == {"A", "B", "y", "k"}
    assert "turn" in one.public_names


@pytest.mark.parametrize(
    ("network", "error", "message"),
    [
        (Network(species=(Species("A"),), reactions=(Reaction("r", (A,), (), RateLaw("A*(")),)),
         GRNStudioError, "column"),
        (Network(parameters=(Parameter("x", 1.0, constant=False),),
                 rules=(AssignmentRule("x", "x + 1"),)), ModelError, "ring"),
        (Network(parameters=(Parameter("x", 1.0, constant=False),),
                 rules=(RateRule("x", "delay(x, 2)"),)), Unsupported, "delay"),
        (Network(species=(Species("A"),),
                 reactions=(Reaction("r", (Participant("A", None),), (), RateLaw("1")),)),
         ModelError, "how many of A"),
    ],
)  # fmt: skip
def test_what_cannot_be_compiled_is_named(network, error, message):
    with pytest.raises(error, match=message):
        compile(network)


@pytest.mark.parametrize(
    ("trigger", "foreseen", "first"),
    [
        ("time > 3", True, 3),
        ("p - time <= 2*p", True, np.inf),
        ("time - p >= 0.5 && p < 9", True, 1.5),
        ("sin(time) > 0.5", False, np.inf),
        ("time", False, np.inf),
        ("x > 3", False, np.inf),
        ("p > 3", True, np.inf),
    ],
)
def test_breaks_are_where_time_alone_turns_a_condition(trigger, foreseen, first):
    network = Network(
        parameters=tuple(Parameter(n, 1.0, constant=False) for n in "px"),
        rules=(RateRule("x", "1"),),
        events=(Event("e", trigger, {"p": "2"}),),
    )
    dynamics = Dynamics(compile(network))
    breaks = Breaks(dynamics.compiled)
    assert breaks.are_all == foreseen
    assert breaks.after(dynamics) == first
