"""Text to network and back, and what is said of text that cannot be read."""

import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grnstudio.core.antimony import AntimonySyntaxError, parse, read, write
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
from grnstudio.core.rules import AssignmentRule, Constraint, Event, Function, RateRule
from grnstudio.errors import GRNStudioError, ModelError
from tests.core.networks import networks

EVERYTHING = """
// a comment, and "more" of it
function mm(v, k, s)
  v*s/(k + s)
end
model *m1()   # another comment
  compartment c = 2; species A in c, $B in c
  J1: A + n B -> C; k1*A*B^2  /* and a third */
  => A; mass_action(k2)
  J3: 2 A => ; mm(J3_v, k1, C)*q
  J3.q = 3
  n = 2
  A = 3; B = 4/c; C = 2*k1
  k1 = .1; k2 = -3e-2; J3_v = 1
  y := A + C
  x' = k1; x = 0
  E1: at 2 after (A > 3), priority=1, t0=false, persistent=false: A = 0, k2 = 3
  at time >= 3, fromTrigger=false: x = 2
  A is "alpha \\"A\\""
  m1 is "A model"
  k1 has per_second
  assert x < 9 else "x grew"
end
"""


def test_everything_that_text_can_say_is_read():
    network = parse(EVERYTHING)
    assert (network.id, network.name) == ("m1", "A model")
    assert network.compartments == (Compartment("c", 2.0),)
    assert network.species == (
        Species("A", 3.0, "c", is_concentration=True, only_substance=False, name='alpha "A"'),
        Species("B", 4.0, "c", only_substance=False, boundary=True),
        Species("C", None),
    )
    assert network.parameters == (
        Parameter("k1", 0.1, unit="per_second"),
        Parameter("k2", -0.03, constant=False),
        Parameter("J3_v", 1.0),
        Parameter("y", None, constant=False),
        Parameter("x", 0.0, constant=False),
    )
    assert network.functions == (Function("mm", ("v", "k", "s"), "v*s/(k + s)"),)
    first, second, third = network.reactions
    assert first.reactants == (Participant("A"), Participant("B", 2.0, "n"))
    assert first.kinetics == RateLaw("k1*A*B^2")
    assert first.reversible
    assert second == Reaction("_J0", (), (Participant("A"),), MassAction("k2"))
    assert third == Reaction(
        "J3", (Participant("A", 2.0),), (), RateLaw("mm(J3_v, k1, C)*q"), ("C",), {"q": 3.0}
    )
    assert network.rules == (AssignmentRule("y", "A + C"), RateRule("x", "k1"))
    assert network.events == (
        Event("E1", "A > 3", {"A": "0", "k2": "3"}, "2", "1", False, False),
        Event("_E0", "time >= 3", {"x": "2"}, at_trigger=False),
    )
    assert network.constraints == (Constraint("x < 9", "x grew"),)


def test_text_to_network_to_text_to_network_is_identity():
    network = parse(EVERYTHING)
    text = write(network)
    assert parse(text) == network
    assert write(parse(text)) == text


@settings(max_examples=60)
@given(networks())
def test_a_network_survives_its_text(network):
    assert parse(write(network)) == network


@pytest.mark.parametrize(
    ("text", "amount", "concentration"),
    [
        ("species A; A = 5", True, False),
        ("compartment c; species A in c; A = 5", False, True),
        ("compartment c; species A in c; A = 5/c", False, False),
        ("compartment c; substanceOnly species A in c; A = 5", True, False),
        ("compartment c; substanceOnly species A in c; A = 5*c", True, True),
    ],
)
def test_a_start_is_an_amount_or_a_concentration(text, amount, concentration):
    (species,) = parse(text).species
    assert species.initial == 5.0
    assert (species.only_substance, species.is_concentration) == (amount, concentration)


@pytest.mark.parametrize("sides", ["-> A", "∅ -> A", "0 -> A", "$Source -> A", "-> 2 A + A"])
def test_a_side_may_be_empty_or_hold_a_boundary(sides):
    (reaction,) = parse(f"J: {sides}; 3").reactions
    assert {one.species for one in reaction.products} == {"A"}


def test_words_of_the_language_may_be_ids_in_backquotes():
    network = parse("`end`: `at` => ; `model`*`at`; `model` = 1")
    assert [one.id for one in network.species] == ["at"]
    assert parse(write(network)) == network


def test_numbers_keep_their_last_digit_and_may_be_infinite():
    network = parse("a = 0.1234567890123456789e-7; b = -inf; c = nan; d = infinity")
    values = [one.value for one in parse(write(network)).parameters]
    assert values[:2] == [1.2345678901234568e-08, -math.inf]
    assert math.isnan(values[2])
    assert values[3] == math.inf


def test_units_and_annotations_are_left_out_with_a_remark():
    network, remarks = read('unit ml = 1e-3 litre; A -> ; 1; A has ml\nA identity "x"')
    assert [one.id for one in network.species] == ["A"]
    assert [("left out" in one) for one in remarks] == [True, True, True]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("J1: A -> B; k*A", 1, 13, "nothing called 'k'"),
        ("A = 1\nJ1: A -> B; kk*(A + \nkk = 1", 2, 20, ""),
        ("k = 1\nk = 2", 2, 1, "on line 1"),
        ("k = ", 1, 5, "missing"),
        ("A -| B", 1, 1, "Interactions"),
        ("A -o J1", 1, 1, "Interactions"),
        ("R1: A -( J1", 1, 1, "Interactions"),
        ("A + -> B", 1, 5, "A species"),
        ("A <-> B", 1, 3, "write A + 2 B -> C"),
        ("model x\n a = 1", 1, 7, "no end"),
        ("end", 1, 1, "ends nothing"),
        ("model a() end\nmodel b() end", 1, 11, "should end here"),
        ("model a(); end\nmodel b(); end", 2, 7, "second model"),
        ('import "x"', 1, 1, "paste the text"),
        ("A: B()", 1, 4, "Models made of other models"),
        ("speces A", 1, 1, "did you mean 'species'"),
        ("species A in c", 1, 14, "compartment c = 1"),
        ("S1 S2 -> C", 1, 1, "S1 + S2"),
        ("E1: at (time>3) x = 2", 1, 5, "': A = 0'"),
        ("E1: at time>3: x = 2", 1, 16, "x = 0"),
        ("E1: at time>3, persistant=true: x = 2", 1, 16, "'persistent'"),
        ("x = 1; J: x -> ; 1\nfunction x()\n1\nend", 3, 1, ""),
        ("compartment c; species c", 1, 24, "both a compartment and a species"),
        ("J: A -> B; 1\nJ: B -> A; 1", 2, 1, "a reaction already"),
        ("J: A -> B; mass_action(1", 1, 23, "never closed"),
        ("J: A -> B; 1 \nJ.k = 1 + 1", 2, 7, "takes a number"),
        ("J: A -> B; k; J.k = 1; J.k = 2", 1, 26, "'J.k' has a value already"),
        ("q.k = 1", 1, 1, "correct the name"),
        ("function f(x)\n x*y\nend", 2, 4, "nothing called 'y'"),
        ("function f(x)\n x*2\n", 1, 1, "no end"),
        ("k is rate", 1, 6, "double quotes"),
        ("y := 2 ** ** 3", 1, 11, ""),
        ("& = 3", 1, 1, "cannot begin"),
    ],
)
def test_what_cannot_be_read_is_shown_with_its_place(text, line, column, words):
    with pytest.raises(AntimonySyntaxError) as caught:
        parse(text)
    error = caught.value
    assert words in error.problem
    if words:
        assert (error.line, error.column) == (line, column)
    assert str(error).splitlines()[-1].strip() == "^"


def test_what_text_cannot_say_is_refused_by_name():
    missing = Reaction("J", (Participant("A", None),))
    with pytest.raises(ModelError, match="'A' is no number"):
        write(Network(species=(Species("A"),), reactions=(missing,)))


@given(st.text(st.sampled_from("AB12 \n;:=>-+$'\"(),./#`∅") | st.characters(), max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    with suppress(GRNStudioError):
        parse(text)


def test_deep_parentheses_and_long_lines_are_refused_at_once():
    for text in ("k = " + "(" * 100_000, "a = " + "1+" * 60_000 + "1", "x" * 11_000_000):
        with pytest.raises(GRNStudioError):
            parse(text)


def test_a_large_network_is_read_and_written():
    lines = [f"J{i}: S{i} => S{i + 1}; mass_action(k{i}); k{i} = {i}" for i in range(2000)]
    network = parse("\n".join(lines))
    assert len(network.species) == 2001
    assert parse(write(network)) == network


def test_a_dollar_alone_declares_a_boundary_species():
    network = parse("model m()\n A => B; k*A*C\n k = 1; A = 1\n $C = 4; $D, $E = 2\nend")
    found = {one.id: (one.boundary, one.initial) for one in network.species}
    assert found["C"] == (True, 4)
    assert found["D"][0]
    assert found["E"] == (True, 2)
    assert not found["A"][0]


def test_a_formula_of_millions_of_characters_is_refused_before_it_is_read():
    text = "model m()\n  A => ; k*A\n  k = 1" + " + 1" * 1_000_000 + "\nend"
    with pytest.raises(
        AntimonySyntaxError, match="The value of k has more than the 100,000"
    ) as found:
        parse(text)
    assert found.value.line == 3
