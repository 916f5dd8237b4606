import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.network import Compartment, Network, Species
from grnstudio.core.network_values import adjustables, with_values
from grnstudio.errors import ModelError


def test_what_a_rule_or_an_initial_assignment_sets_cannot_be_turned():
    network = parse("A => B; k*A; k = 2; q := 3*k; A = 5; B = 2*A")
    assert [one.name for one in adjustables(network)] == ["k", "A"]
    with pytest.raises(ModelError, match="'q'"):
        with_values(network, {"q": 1.0})


def test_a_species_given_as_a_concentration_is_turned_by_its_amount():
    cell = Compartment("cell", 2.0)
    network = Network("n", compartments=(cell,), species=(Species("A", 3.0, "cell", True),))
    assert adjustables(network)[0].value == 6
    assert with_values(network, {"A": 10.0}).species[0].initial == 5


def test_no_values_leave_the_very_network():
    network = parse("A => B; k*A; k = 2; A = 5")
    assert with_values(network, {}) is network


def test_parameters_of_a_single_reaction_are_turned_under_both_names():
    text = "model m()\n r: A =>; k*A\n s: B =>; k*B\n r.k = 2; k = 3; A = 5; B = 1\nend"
    network = parse(text)
    assert [one.name for one in adjustables(network)] == ["k", "r.k", "A", "B"]
    turned = with_values(network, {"r.k": 7.0})
    assert turned.reactions[0].locals == {"k": 7.0}
    assert turned.parameters == network.parameters
    assert turned.reactions[1] is network.reactions[1]
    with pytest.raises(ModelError, match=r"'s\.k'"):
        with_values(network, {"s.k": 1.0})
