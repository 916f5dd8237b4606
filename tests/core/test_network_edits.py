"""Edits make another network, in which all that speaks of a part follows it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grnstudio.core.antimony import read
from grnstudio.core.drawing import Drawing
from grnstudio.core.expressions import COMMON_SYMBOLS
from grnstudio.core.extras import carried_over
from grnstudio.core.network import MassAction, Parameter, RateLaw, Reaction, Species
from grnstudio.core.network_edits import (
    dependents,
    empty,
    put,
    set_initial,
    set_rule,
    without,
    without_rules,
)
from grnstudio.core.network_merge import fragment, merged
from grnstudio.core.network_rename import fresh_id, renamed, renamed_local
from grnstudio.core.rate_names import RESERVED
from grnstudio.core.rules import AssignmentRule, InitialAssignment
from grnstudio.errors import ModelError
from tests.core.networks import networks

TEXT = """
model toggle
  compartment cell = 1
  species A in cell, B in cell
  A = 10; B = 0; k = 2; K = 5
  function repress(x, y)
    y / (y + x)
  end
  J1: -> A; k * repress(B, K)
  J2: A -> ; d * A; d = 0.1
  J3: A -> B; k*A
  total := A + B
  E1: at (B > 9): B = A
end
"""


@pytest.fixture
def toggle():
    return read(TEXT)[0]


def law(network, id):
    return network.part(id).kinetics.formula


def test_a_renamed_species_is_followed_by_everything_that_speaks_of_it(toggle):
    after = renamed(toggle, "B", "Rep")
    assert law(after, "J1") == law(toggle, "J1").replace("B", "Rep")
    assert after.part("J3").products[0].species == "Rep"
    assert after.rules[0].formula == toggle.rules[0].formula.replace("B", "Rep")
    assert after.part("E1").assignments == {"Rep": "A"}
    assert "Rep" in after.part("E1").trigger


def test_a_renamed_function_is_called_by_its_name(toggle):
    after = renamed(toggle, "repress", "down")
    assert "down(" in law(after, "J1")
    assert after.functions[0].id == "down"


def test_a_name_inside_another_name_stays():
    network = read("A -> AA; A * AA * kA; kA = 1; A = 1; AA = 1")[0]
    formula = renamed(network, "A", "X").reactions[0].kinetics
    assert "AA" in str(formula)
    assert "kA" in str(formula)


@given(networks(), st.data())
def test_renaming_there_and_back_is_no_change(network, data):
    ids = sorted({one.id for one in network.parts()} - RESERVED - COMMON_SYMBOLS)
    if ids:
        old = data.draw(st.sampled_from(ids))
        assert renamed(renamed(network, old, "entirely_new"), "entirely_new", old) == network


@pytest.mark.parametrize("name", ["A", "two words", "2A", "time", "pi", "", "B;", "J1"])
def test_names_that_cannot_be_are_refused(toggle, name):
    with pytest.raises(ModelError):
        renamed(toggle, "B", name)


def test_a_name_that_a_reaction_would_hide_is_refused(toggle):
    network = put(toggle, replace(toggle.part("J3"), kinetics=RateLaw("c*A*k"), locals={"c": 1.0}))
    with pytest.raises(ModelError, match="hide"):
        renamed(network, "k", "c")
    assert renamed(network, "K", "c").part("c").value == 5


def test_a_parameter_of_a_reaction_is_renamed_in_its_rate_only(toggle):
    network = put(toggle, replace(toggle.part("J3"), kinetics=RateLaw("k*A"), locals={"k": 1.0}))
    after = renamed_local(network, "J3", "k", "speed")
    assert law(after, "J3") == "speed*A"
    assert law(after, "J1") == law(toggle, "J1")
    with pytest.raises(ModelError):
        renamed_local(network, "J3", "k", "A")


def test_what_is_put_again_takes_its_old_place(toggle):
    after = put(toggle, replace(toggle.part("A"), initial=3.0))
    assert [one.id for one in after.species] == ["A", "B"]
    assert after.part("A").initial == 3.0
    assert after.part("B") is toggle.part("B")


def test_what_is_put_under_another_id_is_renamed_everywhere(toggle):
    after = put(toggle, replace(toggle.part("A"), id="Act"), called="A")
    assert after.part("J3").reactants[0].species == "Act"
    assert [one.id for one in after.species] == ["Act", "B"]


def test_an_amount_that_is_spoken_of_does_not_go_unasked():
    network, _ = read("J: m A -> B; k\nm = 2; k = 1; A = 3; x := 2*m")
    one = network.part("J")
    with pytest.raises(ModelError, match=r"amount m would go.*'x' speaks of it"):
        put(network, replace(one, reactants=()))
    kept = put(network, replace(one, products=()))
    assert kept.part("J").products == ()


def test_a_part_goes_with_all_that_depends_on_it(toggle):
    assert set(dependents(toggle, ["B"])) == {"J1", "J3", "E1"}
    after = without(toggle, ["B"])
    assert [one.id for one in after.reactions] == ["J2"]
    assert not after.rules
    assert not after.events


def test_a_compartment_takes_its_species_and_their_reactions_along(toggle):
    after = without(toggle, ["cell"])
    assert not after.species
    assert not after.reactions
    assert {one.id for one in after.parameters} >= {"k", "K"}


def test_a_reaction_goes_alone(toggle):
    after = without(toggle, ["J1"])
    assert len(after.reactions) == 2
    assert after.species == toggle.species
    with pytest.raises(ModelError, match="nothing called 'J9'"):
        without(toggle, ["J9"])


@given(networks(), st.data())
def test_whatever_goes_a_network_remains(network, data):
    ids = sorted({one.id for one in network.parts()})
    gone = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    after = without(network, gone)
    assert not {one.id for one in after.parts()} & set(gone)


def test_rules_are_set_and_removed_by_their_target(toggle):
    after = set_rule(toggle, AssignmentRule("total", "2*A"))
    assert after.rules == (AssignmentRule("total", "2*A"),)
    after = set_initial(after, InitialAssignment("K", "k + 1"))
    assert after.initial == (InitialAssignment("K", "k + 1"),)
    after = without_rules(after, ["total", "K"])
    assert not after.rules
    assert not after.initial


def test_fresh_names_are_free(toggle):
    assert fresh_id("C", toggle.symbols) == "C"
    assert fresh_id("A", toggle.symbols) == "A1"
    assert fresh_id("time", toggle.symbols) == "time1"


def test_new_parts_stand_at_the_end(toggle):
    after = put(put(toggle, Species("C")), Parameter("n", 2.0))
    after = put(after, Reaction("J9", kinetics=MassAction("n")))
    assert after.species[-1].id == "C"
    assert after.parameters[-1].id == "n"
    assert after.reactions[-1].id == "J9"


def test_a_network_merged_into_another_is_told_apart(toggle):
    both = merged(toggle, toggle)
    assert len(both.network.species) == 4
    assert both.names["A"] == "A1"
    assert law(both.network, "J31") == law(toggle, "J3").replace("A", "A1").replace("k", "k1")
    assert without(both.network, [*both.names.values()]) == without(toggle, [])


def test_parts_that_are_the_same_are_joined(toggle):
    both = merged(toggle, toggle, same=["A", "cell"])
    assert [one.id for one in both.network.species] == ["A", "B", "B1"]
    assert both.network.part("J31").reactants[0].species == "A"
    with pytest.raises(ModelError, match="cannot be the same"):
        merged(toggle, put(read("A = 1")[0], Species("Z")), same=["A"])


def test_of_two_rules_for_one_thing_the_first_stays(toggle):
    both = merged(toggle, toggle, same=[one.id for one in toggle.parts()])
    assert both.network == replace(toggle, constraints=both.network.constraints)
    assert "total" in both.remarks[0]


def test_a_fragment_has_all_that_it_needs(toggle):
    part = fragment(toggle, ["J1"])
    assert [one.id for one in part.reactions] == ["J1"]
    assert {one.id for one in part.parts()} == {"J1", "A", "B", "k", "K", "cell", "repress"}
    assert merged(without(toggle, ["J1"]), part, same=toggle.symbols | {"repress"}).network.part(
        "J1"
    ) == toggle.part("J1")


def test_places_follow_names_and_go_with_their_parts(toggle):
    places = {"A": (1.0, 2.0), "J1": (3.0, 4.0), "∅ J1 in": (0.0, 0.0)}
    drawn = replace(toggle, drawing=Drawing(places, {"A": (5.0, 6.0)}))
    after = renamed(renamed(drawn, "A", "Act"), "J1", "make").drawing
    assert after.reactions == {"Act": (1.0, 2.0), "make": (3.0, 4.0), "∅ make in": (0.0, 0.0)}
    assert after.regulation == {"Act": (5.0, 6.0)}
    assert without(drawn, ["J1"]).drawing.reactions == {"A": (1.0, 2.0)}
    assert merged(drawn, drawn).network.drawing.reactions["A1"] == (1.0, 2.0)
    assert carried_over(drawn, without(toggle, ["A"])).drawing == Drawing()


def test_the_empty_network_is_that_of_an_empty_text():
    assert empty() == read("")[0]
