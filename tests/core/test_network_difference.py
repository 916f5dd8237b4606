"""What two networks do not have in common."""

from dataclasses import replace

from hypothesis import given, settings

from grnstudio.core import antimony
from grnstudio.core.network_difference import ADDED, CHANGED, REMOVED, difference
from grnstudio.core.network_edits import without
from tests.core.networks import networks

BEFORE, _ = antimony.read(
    """model m()
  make: => A; k*B/(K + B)
  lose: A => ; mass_action(d)
  turn: A => B; mass_action(k)
  A = 1; B = 2; k = 3; K = 10; d = 0.1
end"""
)
AFTER, _ = antimony.read(
    """model m()
  make: => A; k * B / (K + B)
  lose: A => ; d*A
  join: 2 A => C; mass_action(k)
  species A = 1, B = 5, C = 0; k = 3; K = 10; d = 0.1; spare = 1
end"""
)


def told(found):
    return {(one.how, one.kind, one.id) for one in found.changes}


def test_what_was_added_removed_and_changed_is_told():
    assert told(difference(BEFORE, AFTER)) == {
        (ADDED, "species", "C"),
        (ADDED, "parameter", "spare"),
        (ADDED, "reaction", "join"),
        (REMOVED, "reaction", "turn"),
        (CHANGED, "species", "B"),
        (CHANGED, "reaction", "lose"),
    }


def test_a_change_says_what_was_and_what_is():
    (change,) = [one for one in difference(BEFORE, AFTER).changes if one.id == "B"]
    assert change.text == "initial value: 2 → 5"
    (change,) = [one for one in difference(BEFORE, AFTER).changes if one.id == "lose"]
    assert change.text == "rate: mass action, d → d*A"


def test_the_other_way_round_added_and_removed_change_places():
    here, there = difference(BEFORE, AFTER), difference(AFTER, BEFORE)
    assert {one.id for one in here.of(ADDED)} == {one.id for one in there.of(REMOVED)}
    assert here.summary == "3 added, 1 removed, 2 changed"


def test_each_side_is_marked_with_what_it_shows():
    found = difference(BEFORE, AFTER)
    assert found.marks(0) == {"turn": REMOVED, "B": CHANGED, "lose": CHANGED}
    assert found.marks(1) == {
        "C": ADDED, "spare": ADDED, "join": ADDED, "B": CHANGED, "lose": CHANGED,
    }  # fmt: skip


@settings(max_examples=40)
@given(networks())
def test_a_network_does_not_differ_from_itself(network):
    assert not difference(network, network)
    assert difference(network, replace(network)).summary == "no difference"


@settings(max_examples=40)
@given(networks())
def test_what_was_deleted_is_told(network):
    for one in network.species[:1]:
        found = difference(network, without(network, [one.id]))
        assert (REMOVED, "species", one.id) in told(found)
        assert not found.of(ADDED)
