"""Laws hold exactly, are as many as there are, and read as a chemist would write them."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grnstudio.core.conservation import conservation_laws, stoichiometry_laws
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    Reaction,
    Species,
)
from grnstudio.core.rules import Event, InitialAssignment, RateRule


def network(*reactions, **others):
    """Return a network of reactions such as ``E + S > C``."""
    made = []
    for index, text in enumerate(reactions):
        sides = [
            tuple(_participant(one) for one in side.split("+") if one.strip())
            for side in text.split(">")
        ]
        made.append(Reaction(f"r{index}", *sides, MassAction("k")))
    names = dict.fromkeys(
        one.species for reaction in made for one in (*reaction.reactants, *reaction.products)
    )
    return Network(
        species=tuple(Species(name) for name in names),
        parameters=(Parameter("k", 1.0), Parameter("f", 0.5)),
        reactions=tuple(made),
        **others,
    )


def _participant(text):
    *count, name = text.split()
    return Participant(name, float(count[0]) if count else 1.0)


def laws(of):
    return [str(one) for one in conservation_laws(of)]


ENZYME = network("E + S > C", "C > E + S", "C > E + P")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (ENZYME, ["E + C", "S + C + P"]),
        (network("2 M > D", "D > 2 M"), ["M + 2 D"]),
        (network("S + I > 2 I", "I > R"), ["S + I + R"]),
        (network("> M", "M >"), []),
        (network("Off > On", "On > Off", "On > On + M", "M >"), ["Off + On"]),
        (network("A > B + C"), ["A + B", "A + C"]),
        (network("A + B > "), ["A - B"]),
        (network("> A + B"), ["A - B"]),
        (network("0.5 A > 1.5 B"), ["3 A + B"]),
        (network("X + ATP > Y + ADP", "Y > X", "ADP > ATP"), ["X + Y", "ATP + ADP"]),
    ],
)
def test_known_networks_have_their_known_laws(of, expected):
    assert laws(of) == expected


def test_a_cascade_keeps_each_kinase():
    steps = [f"K{i} + A{i - 1} > A{i} + A{i - 1}" for i in range(1, 6)]
    backs = [f"A{i} > K{i}" for i in range(1, 6)]
    assert laws(network(*steps, *backs)) == [
        "K1 + A1",
        "A0",
        *(f"K{i} + A{i}" for i in range(2, 6)),
    ]


def test_the_total_is_that_of_the_amounts():
    (law,) = conservation_laws(network("2 M > D"))
    assert law.total({"M": 10.0, "D": 2.0}) == 14.0


def _changed(name, **changes):
    species = tuple(replace(one, **changes) if one.id == name else one for one in ENZYME.species)
    return replace(ENZYME, species=species)


@pytest.mark.parametrize(
    "of",
    [
        _changed("P", boundary=True),
        _changed("P", constant=True),
        replace(ENZYME, rules=(RateRule("P", "1"),)),
        replace(ENZYME, events=(Event("feed", "time > 1", {"P": "0"}),)),
    ],
)
def test_what_something_else_changes_takes_no_part(of):
    assert laws(of) == ["E + C"]


def test_a_reaction_without_kinetics_changes_nothing():
    idle = Reaction("idle", (Participant("E"),), ())
    assert laws(replace(ENZYME, reactions=(*ENZYME.reactions, idle))) == laws(ENZYME)


def test_a_stoichiometry_that_varies_breaks_the_laws_of_its_species():
    made = ENZYME.reactions[2]
    varying = replace(made, products=(Participant("E"), Participant("P", 1.0, id="yield")))
    with_yield = replace(ENZYME, reactions=(*ENZYME.reactions[:2], varying))
    assert laws(with_yield) == ["E + C", "S + C + P"]
    assigned = replace(with_yield, initial=(InitialAssignment("yield", "2"),))
    assert laws(assigned) == ["E + C"]


def test_conversion_factors_weigh_the_amounts():
    assert laws(_changed("P", conversion="f")) == ["E + C", "S + C + 2 P"]
    assert laws(replace(ENZYME, conversion="f")) == ["E + C", "S + C + P"]


@given(st.lists(st.lists(st.integers(-2, 2), min_size=4, max_size=4), min_size=1, max_size=7))
def test_laws_vanish_on_every_reaction_and_none_is_missing(rows):
    matrix = np.array(rows)
    names = [f"S{index}" for index in range(len(rows))]
    found = stoichiometry_laws(rows, names)
    factors = np.array(
        [[law.coefficients.get(name, 0) for name in names] for law in found], dtype=np.int64
    ).reshape(len(found), len(rows))
    assert not (factors @ matrix).any()
    assert len(found) == len(rows) - np.linalg.matrix_rank(matrix)
    if len(found):
        assert np.linalg.matrix_rank(factors) == len(found)
        assert (np.gcd.reduce(factors, axis=1) == 1).all()


def test_laws_of_large_networks_are_found_in_time():
    steps = [f"S{i} > S{(i * 7 + 1) % 1000}" for i in range(1000)]
    joins = [
        f"S{i} + S{(3 * i + 5) % 1000} > S{(11 * i + 2) % 1000} + T{i % 50}" for i in range(999)
    ]
    start = time.process_time()
    conservation_laws(network(*steps, *joins))
    assert time.process_time() - start < 30
