import pytest

from grnstudio.core import antimony
from grnstudio.core.network import MassAction, Network, RateLaw
from grnstudio.core.network_diagram import ACTS, CONSUMES, PRODUCES, diagram
from grnstudio.core.reaction_edits import (
    modified,
    spread_about,
    with_equation,
    with_participant,
    with_reaction,
    with_species,
    without_arc,
)
from grnstudio.errors import ModelError

TEXT = """
model toy()
  species A, B, E
  J1: A => B; mass_action(k)
  J2: => A; v*E
  J3: B => ; Vmax*B/(Km + B)*K^n/(K^n + E^n)
  A = 3; k = 1; v = 2; Vmax = 1; Km = 1; K = 10; n = 2
end
"""


@pytest.fixture
def toy():
    return antimony.parse(TEXT)


def reaction(network, id):
    return network.part(id)


def arc(network, species, process, role):
    shown = diagram(network)
    (found,) = (
        one
        for one in shown.arcs
        if (one.species, one.process, one.role) == (species, process, role)
    )
    return found, next(one for one in shown.processes if one.name == process)


def test_species_get_free_numbers_and_their_place():
    network, first = with_species(Network(), (1.0, 2.0))
    network, second = with_species(network, (3.0, 4.0))
    assert (first, second) == ("S1", "S2")
    assert network.drawing.reactions == {"S1": (1.0, 2.0), "S2": (3.0, 4.0)}


def test_a_drawn_reaction_follows_mass_action_with_a_constant_of_its_own(toy):
    network, id = with_reaction(toy, "B", "A", {"": (5.0, 5.0)})
    assert reaction(network, id).kinetics == MassAction(f"k_{id}")
    assert f"k_{id}" in network.symbols
    assert network.drawing.reactions[id] == (5.0, 5.0)


def test_a_source_is_placed_by_the_name_it_has_in_the_diagram(toy):
    network, id = with_reaction(toy, "", "B", {"": (5.0, 5.0), "in": (0.0, 5.0)})
    assert network.drawing.reactions[f"∅ {id} in"] == (0.0, 5.0)
    assert f"∅ {id} in" in diagram(network).nothings


@pytest.mark.parametrize("name", ["A", ""])
def test_a_reaction_that_changes_nothing_is_refused(toy, name):
    with pytest.raises(ModelError, match="would change nothing"):
        with_reaction(toy, name, name)


def test_a_species_drawn_onto_a_reaction_twice_takes_part_twice(toy):
    network = with_participant(toy, "J1", "E", "reactants")
    network = with_participant(network, "J1", "E", "reactants")
    assert [(one.species, one.stoichiometry) for one in reaction(network, "J1").reactants] == [
        ("A", 1.0),
        ("E", 2.0),
    ]


@pytest.mark.parametrize(("effect", "sign"), [("activates", 1), ("inhibits", -1), ("catalyses", 1)])
def test_a_modifier_acts_as_it_was_asked_to(toy, effect, sign):
    network = modified(toy, "J1", "E", effect)
    assert reaction(network, "J1").modifiers == ("E",)
    found, _ = arc(network, "E", "J1", ACTS)
    assert found.sign == sign


def test_a_modifier_that_acts_already_is_refused(toy):
    with pytest.raises(ModelError, match="already"):
        modified(toy, "J2", "E", "inhibits")


@pytest.mark.parametrize("effect", ["activates", "inhibits", "catalyses"])
def test_a_modifier_erased_again_leaves_the_network_as_it_was(toy, effect):
    changed = modified(toy, "J1", "E", effect)
    again = without_arc(changed, *arc(changed, "E", "J1", ACTS))
    assert again == toy


def test_a_factor_of_a_law_is_taken_out_with_its_constants(toy):
    network = without_arc(toy, *arc(toy, "E", "J3", ACTS))
    kinetics = reaction(network, "J3").kinetics
    assert isinstance(kinetics, RateLaw)
    assert "E" not in kinetics.formula
    assert not {"K", "n"} & network.symbols


def test_a_law_that_needs_a_species_says_so():
    network = antimony.parse("species I; J: A => B; k*A*exp(-I); k = 1; A = 1; I = 1; B = 0")
    with pytest.raises(ModelError, match="cannot be"):
        without_arc(network, *arc(network, "I", "J", ACTS))


def test_erased_arcs_of_both_ends_take_the_reaction_along(toy):
    network = without_arc(toy, *arc(toy, "A", "J1", CONSUMES))
    assert reaction(network, "J1").reactants == ()
    network = without_arc(network, *arc(network, "B", "J1", PRODUCES))
    assert "J1" not in {one.id for one in network.reactions}
    assert "k" not in network.symbols


def test_a_typed_reaction_brings_its_species_and_their_places(toy):
    network, id = with_equation(toy, "A + 2 C => D", (100.0, 50.0))
    made = reaction(network, id)
    assert [one.species for one in made.reactants] == ["A", "C"]
    places = network.drawing.reactions
    assert places["C"][0] < places[id][0] < places["D"][0]


def test_a_reaction_between_species_avoids_one_that_stands_there():
    places = {"A": (0.0, 0.0), "B": (200.0, 0.0)}
    assert spread_about(places, places, "A", "B")[""] == (100.0, 0.0)
    places["J1"] = (100.0, 0.0)
    assert spread_about(places, places, "A", "B")[""] != (100.0, 0.0)
