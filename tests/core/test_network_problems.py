"""What is found wrong with networks, and how fixes mend it."""

from dataclasses import replace

import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.network import MassAction, RateLaw
from grnstudio.core.network_edits import put, set_initial, set_rule
from grnstudio.core.network_problems import problems
from grnstudio.core.rules import AssignmentRule, InitialAssignment
from grnstudio.io.network_examples import examples, load_example

PLAIN = parse("made: => A; k1; lost: A => B; k2*A; gone: B => ; k2*B; A = 1; k1 = 2; k2 = 0.5")


def kinds(network):
    return [one.kind for one in problems(network)]


def only(network, kind):
    (found,) = [one for one in problems(network) if one.kind == kind]
    return found


def test_a_sound_network_has_no_problems():
    assert problems(PLAIN) == ()


@pytest.mark.parametrize("key", [one.key for one in examples()])
def test_the_examples_have_nothing_worse_than_hints(key):
    found = problems(load_example(key))
    assert [one for one in found if one.severity != "hint"] == []


def test_an_undefined_name_is_added_or_corrected():
    network = put(PLAIN, replace(PLAIN.part("lost"), kinetics=RateLaw("k_2*A")))
    found = only(network, "undefined-name")
    assert found.severity == "error"
    assert found.ids == ("lost",)
    assert "'k_2'" in found.text
    add, use = found.fixes[:2]
    assert add.apply(network).part("k_2").value == 1.0
    assert use.label == "Use k2 instead"
    assert use.apply(network).part("lost").kinetics == RateLaw("k2*A")


def test_a_formula_that_cannot_be_read_is_told_with_its_place():
    network = put(PLAIN, replace(PLAIN.part("lost"), kinetics=RateLaw("k2*")))
    assert only(network, "unreadable-formula").text.startswith("Reaction 'lost': ")


def test_a_parameter_without_a_value_gets_one():
    network = put(PLAIN, replace(PLAIN.part("k1"), value=None))
    found = only(network, "missing-value")
    assert problems(found.fixes[0].apply(network)) == ()


def test_rules_in_a_circle_are_found_at_all_times_and_at_the_start():
    network = parse("x := y + 1; y := x; A => ; x*A; A = 1")
    found = only(network, "cyclic-rules")
    assert set(found.ids) == {"x", "y"}
    assert "cyclic-rules" not in kinds(found.fixes[0].apply(network))
    network = set_initial(PLAIN, InitialAssignment("A", "2*A"))
    assert only(network, "cyclic-rules").ids == ("A",)


def test_a_species_set_by_a_rule_and_by_reactions_becomes_a_boundary():
    network = set_rule(PLAIN, AssignmentRule("A", "3"))
    found = only(network, "set-twice")
    assert "set-twice" not in kinds(found.fixes[0].apply(network))


def test_unused_parts_are_removed_by_their_fix():
    network = parse(
        "function f(x)\n x\nend\ncompartment c; species Z; => A; k; A => ; k*A; k = 1; q = 2"
    )
    found = problems(network)
    assert {one.kind for one in found} == {
        "unused-species",
        "unused-parameter",
        "unused-function",
        "unused-compartment",
    }
    for one in found:
        network = one.fixes[0].apply(network)
    assert problems(network) == ()


def test_a_species_that_only_rates_need_is_said_to_stand_alone():
    network = parse("species E; J: A => ; k*A*E; A = 1; E = 2; k = 1")
    found = only(network, "isolated-species")
    assert problems(found.fixes[0].apply(network)) == ()


def test_the_second_of_two_equal_reactions_can_go():
    network = PLAIN.with_reaction(replace(PLAIN.part("gone"), id="again"))
    found = only(network, "duplicate-reaction")
    assert found.ids == ("gone", "again")
    assert found.fixes[0].apply(network) == PLAIN


def test_reactions_that_never_happen_are_found():
    network = put(PLAIN, replace(PLAIN.part("made"), kinetics=None))
    found = only(network, "never-fires")
    assert "no rate" in found.text
    assert "never-fires" not in kinds(found.fixes[0].apply(network))
    network = put(PLAIN, replace(PLAIN.part("k2"), value=0.0))
    assert {one.severity for one in problems(network)} == {"hint"}
    network = parse("J: A + B => C; mass_action(k); K: C => ; k*C; k = 1; A = 1")
    first, second = problems(network)
    assert first.ids == ("J", "B")
    assert second.ids == ("K", "C")
    assert problems(first.fixes[0].apply(network)) == ()


def test_a_rate_that_goes_on_without_its_reactant_is_multiplied_by_it():
    network = put(PLAIN, replace(PLAIN.part("lost"), kinetics=RateLaw("k1 + k2")))
    found = only(network, "negative-going")
    mended = found.fixes[0].apply(network)
    assert mended.part("lost").kinetics == RateLaw("(k1 + k2)*A")
    assert problems(mended) == ()
    assert "negative-going" not in kinds(
        put(PLAIN, replace(PLAIN.part("lost"), kinetics=MassAction("k1")))
    )


def test_a_mistyped_number_shows_where_all_else_is_kept():
    network = parse("a: A -> B; k*A; b: B -> C; k*B; c: C => 2 A; k*C; k = 1; A = 1")
    found = only(network, "unbalanced")
    assert found.ids == ("c",)
    assert "A + B + C" in found.text
    assert problems(parse("birth: A => 2 A; k*A; death: A => ; k*A^2; k = 1; A = 1")) == ()


def test_a_modifier_that_the_rate_ignores_is_removed():
    network = put(PLAIN, replace(PLAIN.part("made"), modifiers=("B",)))
    found = only(network, "unused-modifier")
    assert found.fixes[0].apply(network) == PLAIN
