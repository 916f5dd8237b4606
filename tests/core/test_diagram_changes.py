from dataclasses import replace

import pytest

from grnstudio.core import antimony
from grnstudio.core.diagram_changes import redrawn
from grnstudio.core.network import MassAction, Parameter, Participant, RateLaw, Reaction, Species
from grnstudio.core.network_diagram import diagram
from grnstudio.core.network_edits import put, without
from grnstudio.core.network_rename import renamed
from grnstudio.core.reaction_edits import modified, with_reaction, with_species

TEXT = """
model toy()
  species A, B, C
  J1: A => B; mass_action(k)
  J2: B => A; mass_action(k2)
  J3: => C; v*(1 + n*A)
  J4: C => ; mass_action(d)
  k = 1; k2 = 2; v = 3; n = 1; d = 0.1
end
"""
EDITS = {
    "a value that turns a sign": lambda one: put(one, Parameter("n", -1.0)),
    "a value that turns none": lambda one: put(one, Parameter("d", 5.0)),
    "a species": lambda one: with_species(one, (0.0, 0.0))[0],
    "another order of species": lambda one: replace(one, species=one.species[::-1]),
    "a reaction": lambda one: with_reaction(one, "A", "C")[0],
    "no inverse any more": lambda one: without(one, ["J2"]),
    "an inverse of other kinetics": lambda one: put(
        one, Reaction("J2", (Participant("B"),), (Participant("A"),), RateLaw("k2*B*C"), ("C",))
    ),
    "another name": lambda one: renamed(one, "A", "cI"),
    "a modifier": lambda one: modified(one, "J4", "B", "inhibits"),
    "an amount": lambda one: put(one, Species("A", 9.0)),
    "a stoichiometry": lambda one: put(
        one, Reaction("J4", (Participant("C", 2.0),), (), MassAction("d"))
    ),
    "nothing": lambda one: one,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_diagram_after_an_edit_is_the_one_drawn_afresh(edit):
    before = antimony.parse(TEXT)
    after = edit(before)
    assert redrawn(after, before, diagram(before)) == diagram(after)


def test_moves_and_amounts_leave_the_very_diagram():
    before = antimony.parse(TEXT)
    shown = diagram(before)
    after = replace(before, drawing=before.drawing.placed("reactions", {"A": (1.0, 2.0)}))
    assert redrawn(after, before, shown) is shown
