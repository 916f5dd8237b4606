"""A rate depends on what its formula speaks of, directly or through rules and functions."""

from grnstudio.core.dependencies import dependency_graph, rate_dependencies
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import AssignmentRule, Function, RateRule


def network(*reactions, **others):
    species = tuple(Species(name) for name in "ABCD")
    parameters = (Parameter("k", 1.0), Parameter("total", constant=False))
    return Network(species=species, parameters=parameters, reactions=reactions, **others)


def test_mass_action_depends_on_its_reactants_and_its_constant():
    of = network(Reaction("r", (Participant("A", 2.0),), (Participant("B"),), MassAction("k * C")))
    assert dependency_graph(of) == {"r": {"A", "C"}}
    assert rate_dependencies(of) == {"r": {"A", "C", "k"}}


def test_a_rate_law_depends_on_what_it_says_and_local_names_hide_others():
    of = network(
        Reaction("r", (Participant("A"),), (), RateLaw("k * B + A"), locals={"B": 1.0}),
        Reaction("idle", (Participant("A"),), ()),
    )
    assert dependency_graph(of) == {"r": {"A"}, "idle": frozenset()}


def test_rules_functions_and_other_rates_are_followed():
    of = network(
        Reaction("r", (), (Participant("D"),), RateLaw("f(total)")),
        Reaction("s", (), (), RateLaw("2 * r + time")),
        functions=(Function("f", ("x",), "x / (1 + x)"),),
        rules=(AssignmentRule("total", "A + B"),),
    )
    assert dependency_graph(of) == {"r": {"A", "B"}, "s": {"A", "B"}}
    assert "time" in rate_dependencies(of)["s"]


def test_a_rate_rule_sets_no_dependency_but_the_symbol_itself():
    of = network(Reaction("r", (), (Participant("D"),), RateLaw("C")), rules=(RateRule("C", "A"),))
    assert dependency_graph(of) == {"r": {"C"}}


def test_a_slope_depends_on_what_makes_it():
    of = network(
        Reaction("grow", (), (Participant("D"),), RateLaw("A")),
        Reaction("r", (), (), RateLaw("rateOf(D) + rateOf(C)")),
        rules=(RateRule("C", "B * rateOf(C)"),),
    )
    assert dependency_graph(of)["r"] == {"A", "B", "C", "D"}
