"""Starts are drawn as their text says, near a network's amounts, and nearly empty."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.starts import Between, Rest, Starts, Thrown, moving, of_network, read
from grnstudio.errors import ModelError, SettingError

GENE = parse(
    """
    model gene()
      species G0, G1, P, $F
      on: G0 => G1; a*G0
      off: G1 => G0; a*G1
      making: F + G1 => F + G1 + P; b*F*G1
      decay: P => ; c*P
      G0 = 1; G1 = 1; P = 100; F = 3
      a = 0.1; b = 10; c = 1
    end
    """
)


def drawn(starts, count=300, seed=1):
    rng = np.random.default_rng(seed)
    return [starts.draw(rng) for _ in range(count)]


def test_a_text_becomes_parts_and_the_parts_a_text():
    text = "G0 0..2; G1 2 - G0; P 80..120"
    starts = read(text, GENE)
    assert starts.parts == (Between("G0", 0, 2), Rest("G1", 2, "G0"), Between("P", 80, 120))
    assert starts.text == text
    assert read(" G0   G1 2 tokens\nP 5 ..  7 ;", GENE).text == "G0 G1 2 tokens; P 5..7"


def test_draws_lie_where_the_text_says():
    found = drawn(read("G0 0..2; G1 2 - G0; P 80..120", GENE))
    assert {one["G0"] + one["G1"] for one in found} == {2}
    assert {one["G0"] for one in found} == {0, 1, 2}
    assert min(one["P"] for one in found) >= 80
    assert max(one["P"] for one in found) <= 120
    thrown = drawn(Starts((Thrown(("G0", "G1"), 2),)))
    assert {(one["G0"], one["G1"]) for one in thrown} == {(0, 2), (1, 1), (2, 0)}


def test_species_that_are_not_named_start_as_in_the_network():
    assert drawn(read("P 7", GENE), 1) == [{"P": 7, "G0": 1, "G1": 1}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P 1..2; Q 3", r"at character 9, 'Q 3': there is no species 'Q'; there are G0, G1, P, F"),
        ("P 9..2", "9 is more than 2"),
        ("P many", "no way to draw a start. Write P 80..1199"),
        ("P -3", "no way to draw a start"),
        ("P 1.5", "no way to draw a start"),
        ("P 1; G0 P 2 tokens", "P has been given an amount before"),
        ("G0 G0 2 tokens", "G0 has been given an amount before"),
        ("F 3", "no reaction changes F"),
        ("G1 2 - G0", "say before this what G0 starts with"),
        ("G0 0..3; G1 2 - G0", "G0 can be 3, which leaves fewer than none of 2"),
        ("P G0 5 tokens; G1 2 - G0", "G0 can be 5"),
        ("G0 1; G1 2 - G0; P 1 - G1", "G1 can be 2"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(text, said):
    with pytest.raises(ModelError, match=said):
        read(text, GENE)


def test_a_network_makes_starts_around_its_own_amounts():
    starts = of_network(GENE)
    assert starts.text == "G0 G1 2 tokens; P 50..150"
    assert read("", GENE) == read(" ; \n", GENE) == starts
    assert moving(GENE) == ("G0", "G1", "P")


def test_species_of_which_there_are_none_start_with_a_few():
    network = parse("A => B; k*A\n A = 400; B = 0; k = 1")
    assert of_network(network).text == "A 200..600; B 0..20"
    assert of_network(parse("=> A; k\n A = 0; k = 1")).text == "A 0..5"


def test_one_molecule_does_not_become_two():
    starts = of_network(parse("G => ; G\n => G; 1 - G\n => A; G\n G = 1; A = 0"))
    assert starts.text == "G 0..1; A 0..5"
    assert {one["G"] for one in drawn(starts.with_near_empty(1.0))} == {0, 1}


def test_amounts_that_the_network_calculates_are_known():
    network = parse("A => B; k*A\n B => A; A*B\n N = 100; k = 1; A = N/4; B = N - 2*A - -10")
    assert of_network(network).text == "A 12..38; B 30..90"
    network = parse("A => B; k*A\n k = 1; A = sin(3); B = A + 1; C = C2; C2 = C; C => ; C")
    assert of_network(network).text == ""
    assert read("A 3", network).text == "A 3"


def test_sums_of_many_molecules_are_no_tokens():
    assert of_network(parse("A => B; k*A\n A = 3; B = 4; k = 1")).text == "A 1..5; B 2..6"


def test_near_empty_starts_leave_tokens_alone_and_take_the_rest_away():
    starts = read("G0 G1 2 tokens; P 50..150", GENE).with_near_empty(0.5)
    found = drawn(starts, 1000)
    assert {one["G0"] + one["G1"] for one in found} == {2}
    few = [one["P"] for one in found if one["P"] <= 5]
    assert 0.4 < len(few) / len(found) < 0.6
    assert set(few) == set(range(6))


def test_near_empty_starts_have_some_or_all_species_gone():
    starts = Starts((Between("A", 100, 200), Between("B", 100, 200), Between("C", 0, 0)))
    found = drawn(starts.with_near_empty(1.0), 1000)
    assert any(one["A"] == one["B"] == one["C"] == 0 for one in found)
    assert any(one["A"] >= 100 and one["B"] == 0 for one in found)
    assert any(0 < one["A"] <= 5 and one["B"] >= 100 for one in found)
    assert any(one["C"] > 0 for one in found)


def test_the_same_chance_gives_the_same_starts_and_other_starts_do_not_move_with_the_share():
    starts = of_network(GENE)
    assert drawn(starts) == drawn(starts.with_near_empty(0.0))
    assert drawn(starts.with_near_empty(0.3)) == drawn(starts.with_near_empty(0.3))
    with pytest.raises(SettingError, match="lies from 0 to 1"):
        starts.with_near_empty(1.5)
