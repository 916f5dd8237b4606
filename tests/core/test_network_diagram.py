from grnstudio.core import antimony
from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction, Species
from grnstudio.core.network_diagram import ACTS, CONSUMES, NOTHING, PRODUCES, diagram


def read(text):
    return antimony.read(text)[0]


def network(text):
    return read(f"model m()\n{text}\nend")


def arcs(text):
    return {
        (one.species, one.process, one.role, one.stoichiometry)
        for one in diagram(network(text)).arcs
    }


def signs(text):
    found = diagram(network(text)).arcs
    return {(one.species, one.process): one.sign for one in found if one.role == ACTS}


def test_a_reaction_uses_what_stands_left_and_makes_what_stands_right():
    assert arcs("J: 2 A + B => C; mass_action(k); k = 1") == {
        ("A", "J", CONSUMES, 2.0),
        ("B", "J", CONSUMES, 1.0),
        ("C", "J", PRODUCES, 1.0),
    }


def test_what_comes_from_nothing_or_goes_there_has_a_source_or_sink_of_its_own():
    found = diagram(network("make: => A; k\nlose: A => ; mass_action(k); k = 1"))
    assert found.nothings == (f"{NOTHING}make in", f"{NOTHING}lose out")


def test_a_mass_action_reaction_and_its_inverse_are_one_process():
    found = diagram(network("f: A + B => C; mass_action(k)\nb: C => A + B; mass_action(k); k = 1"))
    assert [(one.name, one.reactions, one.reversible) for one in found.processes] == [
        ("f", ("f", "b"), True)
    ]
    assert all(one.both for one in found.arcs)


def test_what_is_made_and_used_up_by_one_catalyst_goes_both_ways():
    found = diagram(network("m: G => G + P; mass_action(k)\nu: G + P => G; mass_action(k); k = 1"))
    assert [one.reactions for one in found.processes] == [("m", "u")]
    assert {(one.role, one.both) for one in found.arcs if one.species != "G"} == {
        (CONSUMES, True),
        (PRODUCES, True),
    }


def test_reactions_with_laws_of_their_own_stay_apart():
    text = "f: A => B; V*A/(K + A)\nb: B => A; mass_action(k); V = 1; K = 1; k = 1"
    assert len(diagram(network(text)).processes) == 2
    twice = "f: A => B; mass_action(k)\ng: A => B; mass_action(k)\nb: B => A; mass_action(k); k = 1"
    assert [one.reactions for one in diagram(network(twice)).processes] == [("f", "b"), ("g",)]


def test_a_species_on_both_sides_acts_and_is_made_by_the_difference():
    assert arcs("bite: S + I => 2 I; mass_action(k); k = 1") == {
        ("S", "bite", CONSUMES, 1.0),
        ("I", "bite", PRODUCES, 1.0),
        ("I", "bite", ACTS, 1.0),
    }
    assert arcs("down: 3 X => 2 X; mass_action(k); k = 1") == {
        ("X", "down", CONSUMES, 1.0),
        (f"{NOTHING}down out", "down", PRODUCES, 1.0),
    }


def test_modifiers_speed_up_slow_down_or_do_either():
    text = """
      up: => A; V*X^n/(K^n + X^n)
      down: => B; V/(1 + (Y/K)^n)
      either: => C; Z*exp(-Z/K)
      X = 1; Y = 1; Z = 1; V = 2; K = 30; n = 2
      species X, Y, Z
    """
    assert signs(text) == {("X", "up"): 1, ("Y", "down"): -1, ("Z", "either"): 0}


def test_influence_is_seen_through_rules_and_functions():
    text = """
      made: => A; hill(total, K)
      total := P + Q
      P = 1; Q = 1; K = 5
      species P, Q
    """
    found = read(f"function hill(x, K)\n K/(K + x)\nend\nmodel m()\n{text}\nend")
    influences = Influences(found)
    assert influences.sign(found.reactions[0], "P") == -1


def test_a_product_that_its_own_rate_speaks_of_acts():
    assert signs("grow: A => B; k*A*(1 + B^2); k = 1") == {("B", "grow"): 1}


def test_a_rate_that_cannot_be_tried_out_has_no_sign():
    reaction = Reaction("J", (), (Participant("A"),), RateLaw("rateOf(E)*E"), ("E",))
    odd = Network("m", species=(Species("A"), Species("E")), reactions=(reaction,))
    assert [one.sign for one in diagram(odd).arcs if one.role == ACTS] == [0]


def test_stoichiometries_that_something_else_sets_stay_unknown():
    reaction = Reaction("J", (Participant("A", None, "n"),), (), MassAction("1"))
    odd = Network("m", species=(Species("A"),), reactions=(reaction,))
    assert [one.stoichiometry for one in diagram(odd).arcs if one.species == "A"] == [None]
