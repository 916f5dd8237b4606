from dataclasses import replace

from grnstudio.core import antimony
from grnstudio.core.extras import carried_over

BEFORE = replace(
    antimony.parse("model m()\n  A = 1; k = 2\n  J: A => ; k*A\n  L: A => ; k\nend"),
    name="A model",
    extras={
        "": {"notes": "all"},
        "A": {"sbo": "SBO:1"},
        "k": {"notes": "rate"},
        "J:law:": {"sbo": "SBO:2"},
        "L:law:": {"sbo": "SBO:3"},
    },
)


def test_what_was_said_of_a_part_stays_as_long_as_the_part_does():
    after = antimony.parse("model m()\n  A = 5\n  J: A => ; 3*A\n  L: A => ; k\n  k = 2\nend")
    kept = carried_over(BEFORE, after)
    assert kept.name == "A model"
    assert set(kept.extras) == {"", "A", "k", "L:law:"}
    assert kept == replace(after, name="A model")


def test_another_model_keeps_its_own_name():
    other = antimony.parse("model other()\n  B = 1\nend")
    assert carried_over(BEFORE, other).name == ""
    assert set(carried_over(BEFORE, other).extras) == {""}
    assert carried_over(None, other) is other


def test_a_modifier_that_only_the_network_knows_goes_with_its_species():
    network = antimony.parse("species R; A = 1; R = 2; k = 2\n  J: A => ; k*A")
    hidden = replace(network.reactions[0], modifiers=("R",))
    before = replace(network, reactions=(hidden,))
    kept = carried_over(
        before, antimony.parse("species R; A = 1; R = 2; S = 1; k = 2\n  J: A => ; k*A")
    )
    assert kept.reactions == (hidden,)
    kept = carried_over(before, antimony.parse("A = 1; k = 2\n  J: A => ; k*A"))
    assert kept.reactions == network.reactions
