"""Two networks become one by a table of names."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.core.network import Network, Parameter, Species
from grnstudio.core.network_join import clashes, joined
from grnstudio.core.network_rename import all_renamed, renamed
from grnstudio.errors import ModelError
from tests.core.networks import networks

HERE, _ = antimony.read(
    """model here()
  make: => A; k
  lose: A => ; mass_action(d)
  k = 3; d = 0.1
end"""
)
THERE, _ = antimony.read(
    """model there()
  make: => B; k*A
  lose: B => ; mass_action(d)
  species A = 4
  k = 2; d = 0.1
end"""
)


def names(network):
    return [one.id for one in network.parts()]


def test_what_clashes_is_told_with_a_name_that_is_free():
    found = {one.id: one for one in clashes(HERE, THERE)}
    assert set(found) == {"make", "lose", "A", "k", "d"}
    assert found["A"].proposal == "A"  # a species of the same name is the same
    assert found["d"].proposal == "d"  # and so is a parameter of the same value
    assert found["k"].proposal == "k1"
    assert found["make"].proposal == "make1"


def test_a_reaction_is_the_same_only_if_all_that_it_speaks_of_is():
    other = replace(HERE, parameters=(Parameter("k", 3.0), Parameter("d", 7.0)))
    found = {one.id: one.proposal for one in clashes(HERE, other)}
    assert found == {"A": "A", "make": "make", "lose": "lose1", "k": "k", "d": "d1"}


def test_proposals_join_the_networks():
    proposals = {one.id: one.proposal for one in clashes(HERE, THERE)}
    whole = joined(HERE, THERE, proposals).network
    assert set(names(whole)) == {"A", "B", "make", "lose", "make1", "lose1", "k", "k1", "d"}
    assert whole.part("make1").kinetics.formula == "k1*A"
    assert whole.part("A") == HERE.part("A")


def test_a_part_can_become_one_of_another_name():
    whole = joined(HERE, THERE, {"B": "A", "A": "Signal"}).network
    assert whole.part("make1").products[0].species == "A"
    assert whole.part("make1").kinetics.formula == "k1*Signal"
    assert whole.part("Signal").initial == 4


def test_names_can_be_exchanged():
    whole = joined(Network(), THERE, {"A": "B", "B": "A"}).network
    assert whole.part("make").products[0].species == "A"
    assert whole.part("B").initial == 4


def test_names_that_cannot_be_are_refused():
    with pytest.raises(ModelError, match="cannot both be called 'Q'"):
        joined(HERE, THERE, {"A": "Q", "B": "Q"})
    with pytest.raises(ModelError, match="'A' is a species and 'k' a parameter"):
        joined(HERE, THERE, {"A": "k"})
    with pytest.raises(ModelError, match="a b"):
        joined(HERE, THERE, {"A": "a b"})


def test_a_drawing_is_put_beside_the_one_there_is():
    here = replace(HERE, drawing=Drawing({"A": (0.0, 0.0), "make": (50.0, 80.0)}))
    there = replace(THERE, drawing=Drawing({"A": (0.0, 0.0), "B": (30.0, 0.0)}))
    whole = joined(here, there, {"A": "A", "B": "B"}).network
    assert whole.drawing.reactions["A"] == (0.0, 0.0)
    assert whole.drawing.reactions["B"][0] > 100
    whole = joined(here, there, {"A": "X"}).network
    assert whole.drawing.reactions["X"][0] > 100


def test_species_of_other_kinds_clash_with_parameters():
    (found,) = clashes(Network(parameters=(Parameter("A", 1.0),)), Network(species=(Species("A"),)))
    assert not found.can_be_same
    assert found.proposal == "A1"


@settings(max_examples=40)
@given(networks(), networks())
def test_any_two_networks_join_by_their_proposals(here, there):
    proposals = {one.id: one.proposal for one in clashes(here, there)}
    whole = joined(here, there, proposals)
    kept = {one.id for one in here.parts()}
    assert kept <= {one.id for one in whole.network.parts()}
    assert len(whole.network.reactions) >= len(here.reactions)
    assert set(whole.names) == {one.id for one in there.parts()}


@settings(max_examples=40)
@given(networks())
def test_renaming_all_at_once_is_renaming_one_by_one(network):
    names = {one.id: f"zz_{place}" for place, one in enumerate(network.parts())}
    expected = network
    for old, new in names.items():
        expected = renamed(expected, old, new)
    assert all_renamed(network, names) == expected


def test_a_name_cannot_be_given_twice():
    with pytest.raises(ModelError, match="called 'Q'"):
        all_renamed(THERE, {"A": "Q", "B": "Q"})


def test_large_networks_are_told_apart_in_no_time():
    text = "\n".join(f"J{i}: S{i} => S{i + 1}; k{i}*S{i}; k{i} = 1" for i in range(300))
    large, _ = antimony.read(f"model large()\n{text}\nend")
    start = process_time()
    whole = joined(large, large, {one.id: one.fresh for one in clashes(large, large)}).network
    assert len(whole.reactions) == 600
    assert process_time() - start < 3
