"""Networks refuse what contradicts itself, and an edit leaves the old one alone."""

from dataclasses import replace

import pytest

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
from grnstudio.core.rules import AssignmentRule, Event, RateRule
from grnstudio.errors import ModelError

BIND = Reaction("bind", (Participant("M", 2.0, id="n"),), (Participant("D"),), MassAction("k"))
DIMERS = Network(
    "dimers",
    compartments=(Compartment("cell"),),
    species=(Species("M", 100.0, "cell"), Species("D", 0.0, "cell")),
    parameters=(Parameter("k", 0.01),),
    reactions=(BIND,),
)


def test_an_edit_leaves_the_old_network_alone_and_shares_the_rest():
    edited = DIMERS.with_reaction(Reaction("decay", (Participant("D"),), (), RateLaw("k * D")))
    assert [one.id for one in edited.reactions] == ["bind", "decay"]
    assert [one.id for one in DIMERS.reactions] == ["bind"]
    assert edited.species is DIMERS.species


def test_a_reaction_of_the_same_id_takes_the_place_of_the_old_one():
    edited = DIMERS.with_reaction(replace(BIND, reversible=True))
    assert [one.reversible for one in edited.reactions] == [True]


def test_formulas_may_name_stoichiometries_and_reactions():
    assert DIMERS.symbols == {"cell", "M", "D", "k", "n", "bind"}


def test_a_part_is_found_by_its_id_and_a_missing_one_is_named():
    assert DIMERS.part("k") == Parameter("k", 0.01)
    with pytest.raises(ModelError, match="nothing called 'q'"):
        DIMERS.part("q")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parameters": (Parameter("M"),)}, "Two parts of the network are called 'M'"),
        ({"parameters": (Parameter(""),)}, "A parameter has no id"),
        ({"species": (Species("M"),)}, "'bind' uses D"),
        ({"rules": (AssignmentRule("q", "1"),)}, "sets 'q'"),
        ({"rules": (AssignmentRule("k", "1"), RateRule("k", "1"))}, "Two rules set 'k'"),
        ({"events": (Event("e", "time > 1", {"q": "1"}),)}, "Event 'e' sets 'q'"),
    ],
)
def test_a_network_that_contradicts_itself_is_refused_in_words(change, message):
    with pytest.raises(ModelError, match=message):
        replace(DIMERS, **change)
