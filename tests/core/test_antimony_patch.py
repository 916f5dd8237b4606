"""A network's text follows its network, and what did not change stays as it was typed."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grnstudio.core import network_edits as edits
from grnstudio.core.antimony import parse, write
from grnstudio.core.antimony_patch import meant, patched
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_rename import renamed
from grnstudio.core.rules import AssignmentRule, Event, InitialAssignment, RateRule
from grnstudio.errors import ModelError
from tests.core.networks import networks

TEXT = """// a toggle switch

model toggle()
  species A, B  // the two genes
  $S -> A; a0/(1 + B^n)   # made
  J2: => B; a0/(1 + A^n); A => ; d*A

  /* decay
     of B */ J4: B => ; d*B
  A = 1; B = 2   // where it starts
  a0 = 10; d = 1; n = 2
end
"""


def after(edit, text=TEXT):
    network = parse(text)
    changed = edit(network)
    found = patched(text, network, changed, is_verified=False)
    assert parse(found) == parse(write(changed))
    return found


def test_what_did_not_change_stays_as_typed():
    found = after(lambda one: edits.put(one, replace(one.part("d"), value=3.0)))
    assert found == TEXT.replace("d = 1;", "d = 3;")


def test_a_rate_changes_in_its_place():
    def edit(one):
        return edits.put(one, replace(one.part("J2"), kinetics=RateLaw("a0*A")))

    assert after(edit) == TEXT.replace("J2: => B; a0/(1 + A^n);", "J2: => B; a0*A;")


def test_a_part_that_goes_leaves_its_comments():
    found = after(lambda one: edits.without(one, ["A"]))
    assert "// the two genes" in found
    assert "# made" in found
    assert "/* decay\n     of B */ J4: B => ; d*B" in found


def test_what_has_no_label_keeps_the_id_that_counts_for_it():
    found = after(lambda one: edits.without(one, ["_J0"]))
    assert "_J1: A => ; d*A" in found


def test_a_part_comes_after_its_like():
    found = after(lambda one: edits.put(one, Species("C", 5.0)))
    assert found == TEXT.replace("# made\n", "# made\n  species C; C = 5\n")
    found = after(lambda one: edits.put(one, Parameter("k", 0.5)))
    assert found == TEXT.replace("n = 2\n", "n = 2\n  k = 0.5\n")


def test_another_name_is_written_everywhere():
    found = after(lambda one: renamed(one, "A", "LacI"))
    assert found == TEXT.replace("A", "LacI")
    found = after(lambda one: renamed(one, "_J0", "made"))
    assert "made: $S -> A; a0/(1 + B^n)   # made" in found


def test_what_cannot_be_read_stays():
    text = TEXT.replace("J2: => B; a0/(1 + A^n); A => ; d*A", "J2: => B; a0*(1 + ")
    network = parse(TEXT)
    found = patched(text, network, edits.put(network, Species("C")))
    assert found == text.replace("# made\n", "# made\n  species C; C = 0\n")


def test_an_empty_text_stays_empty():
    assert patched(" \n", Network(), parse("A => ; k*A; k = 1")) == ""


def test_a_text_of_comments_grows():
    found = patched("// mine\n", Network(), parse("J: A => ; k*A; k = 1; A = 2"))
    assert found.startswith("// mine\n")
    assert parse(found).species == (Species("A", 2.0),)


@pytest.mark.parametrize("rule", [AssignmentRule("y", "A + B"), RateRule("y", "A")])
def test_a_rule_that_comes_and_goes_leaves_the_rest(rule):
    text = TEXT.replace("n = 2", "n = 2; y = 3  // watched")
    first = parse(text)
    changed = edits.set_rule(edits.put(first, replace(first.part("y"), constant=False)), rule)
    there = patched(text, first, changed)
    assert parse(there) == changed
    back = edits.without_rules(changed, ["y"])
    assert parse(patched(there, changed, back)) == back
    assert "// watched" in there


NAMES = st.sampled_from(["X", "Y", "k9", "end", "c7", "toggle"])


@st.composite
def changes(draw, network):
    """Return a network that an edit or two make of another."""
    for _ in range(draw(st.integers(1, 3))):
        with suppress(ModelError):
            network = draw(st.sampled_from(_EDITS))(draw, network)
    return network


def _part(draw, network, field):
    parts = getattr(network, field)
    return draw(st.sampled_from(parts)) if parts else None


def _rename(draw, network):
    ids = [one.id for one in network.parts()]
    if not ids:
        return network
    return renamed(network, draw(st.sampled_from(ids)), draw(NAMES))


def _delete(draw, network):
    ids = [one.id for one in network.parts()]
    return edits.without(network, [draw(st.sampled_from(ids))]) if ids else network


def _add(draw, network):
    id = draw(NAMES)
    if id in network.symbols | {one.id for one in network.parts()}:
        return network
    species = [one.id for one in network.species]
    chosen = draw(st.lists(st.sampled_from(species), max_size=2)) if species else []
    sides = tuple(Participant(one) for one in chosen)
    parts = [
        Species(id, draw(st.sampled_from([0.0, 2.5])), boundary=draw(st.booleans())),
        Parameter(id, draw(st.sampled_from([None, 2.0])), name=draw(st.sampled_from(["", "x"]))),
        Reaction(id, sides, (), draw(st.sampled_from([MassAction("2"), RateLaw("1 + 1"), None]))),
    ]
    return edits.put(network, draw(st.sampled_from(parts)))


def _change_value(draw, network):
    one = _part(draw, network, draw(st.sampled_from(["species", "parameters", "compartments"])))
    if one is None:
        return network
    field = {"Species": "initial", "Parameter": "value", "Compartment": "size"}
    return edits.put(network, replace(one, **{field[type(one).__name__]: draw(NUMBERS)}))


def _change_flags(draw, network):
    one = _part(draw, network, "species")
    if one is None:
        return network
    places = [""] + [each.id for each in network.compartments]
    changed = replace(
        one,
        boundary=draw(st.booleans()),
        compartment=draw(st.sampled_from(places)),
        name=draw(st.sampled_from(["", "n // m"])),
    )
    return edits.put(network, replace(changed, only_substance=not changed.compartment))


def _change_reaction(draw, network):
    one = _part(draw, network, "reactions")
    if one is None or not network.species:
        return network
    added = Participant(draw(st.sampled_from(network.species)).id, 2.0)
    edited = draw(
        st.sampled_from(
            [
                replace(one, products=(*one.products, added)),
                replace(one, kinetics=RateLaw("3"), modifiers=()),
                replace(one, kinetics=None, modifiers=(), locals={"q": 2.0}),
                replace(one, reactants=(), name="other"),
            ]
        )
    )
    try:
        return edits.put(network, edited)
    except ModelError:  # a formula speaks of the amount of a reactant that would go
        return network


def _change_rule(draw, network):
    one = _part(draw, network, draw(st.sampled_from(["species", "parameters"])))
    if one is None:
        return network
    return draw(
        st.sampled_from(
            [
                edits.set_rule(network, AssignmentRule(one.id, "1 + time")),
                edits.set_rule(network, RateRule(one.id, "2*time")),
                edits.set_initial(network, InitialAssignment(one.id, "1 + 2")),
                edits.without_rules(network, [one.id]),
                edits.put(network, Event("E9", "time > 2", {one.id: "3"})),
            ]
        )
    )


NUMBERS = st.sampled_from([0.0, 1.0, 2.5, -1e-9])
_EDITS = [_rename, _delete, _add, _change_value, _change_flags, _change_reaction, _change_rule]
LAYOUTS = st.sampled_from(
    [
        lambda text: text,
        lambda text: text.replace("\n  ", "  // why\n  "),
        lambda text: text.replace("\n\n", "\n/* two\n lines */\n"),
        lambda text: text.replace("= ", "=  "),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.data(), networks(), LAYOUTS)
def test_the_text_of_an_edited_network_is_read_as_that_network(data, network, layout):
    text = layout(write(network))
    if parse(text) != network:
        text = write(network)
    changed = data.draw(changes(network))
    found = patched(text, network, changed, is_verified=False)
    expected = parse(write(changed))
    assert replace(parse(found), name="") == replace(expected, name="")
    for comment in ("// why", "/* two\n lines */"):
        assert found.count(comment) >= text.count(comment)


HAND = [
    TEXT,
    """
function f(x, y)  // shape
  x^y
end
compartment c = 2, e; species A in c = 3, $B in c; // places
J1: A + m B -> C; f(A, 2)*q; J1.q = 3; m = 2   // first
B + C => ; mass_action(k2); => D; k2
k2 = 1; C = 2*k2; D has conversion k2
y := A + C; x' = k2; x = 0; const z = 4, w = 5
E1: at 2 after (A > 3): A = 0, k2 = 3; at time > 9: x = 2
A is "alpha"; assert x < 9 else "x; grew"
""",
]


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(HAND))
def test_texts_typed_by_hand_follow_too(data, text):
    network = parse(text)
    for _ in range(2):
        changed = data.draw(changes(network))
        found = patched(text, network, changed, is_verified=False)
        assert parse(found) == parse(write(changed))
        text, network = found, parse(found)


def test_what_was_typed_counts_once_an_edit_elsewhere_makes_it_readable():
    before = parse("J1: A => ; k*A\nJ2: B => ; d*B\nA = 1; B = 2; k = 3; d = 4")
    typed = "Loss: A => ; k*A\nJ2: B => ; d*B  // typed\nA = 1; B = 2; k = 3"  # d is gone
    after = edits.put(before, replace(before.part("J2"), kinetics=RateLaw("k*B")))
    text = patched(typed, before, after)
    network = meant(text, typed, after)
    assert "// typed" in text
    assert network == parse(text)
    assert {one.id for one in network.parts()} == {"A", "B", "Loss", "J2", "k"}
    assert meant(text, text, after) is after
    assert meant("", "", after) is after
