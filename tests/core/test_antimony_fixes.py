"""Fixes of a text that cannot be read."""

import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.antimony_fixes import text_fixes
from grnstudio.errors import RateSyntaxError


def fixes_of(text):
    with pytest.raises(RateSyntaxError) as caught:
        parse(text)
    return text_fixes(text, caught.value)


@pytest.mark.parametrize(
    ("text", "label", "mended"),
    [
        ("J1: A -> B; k*A  // rate", "Add k = 1", "J1: A -> B; k*A  // rate\nk = 1"),
        ("model m\n  J1: A => ; k*A\nend", "Add k = 1", "model m\n  J1: A => ; k*A\n  k = 1\nend"),
        ("kdeg = 1\nA => ; kdge*A", "Use kdeg instead", "kdeg = 1\nA => ; kdeg*A"),
        ("A => ; expp(A)", "Use exp instead", "A => ; exp(A)"),
        ("species A in c", "Add compartment c = 1", "species A in c\ncompartment c = 1"),
        ("A = 1; at (time > 1): B = 2", "Add B = 1", "A = 1; at (time > 1): B = 2\nB = 1"),
        ("S1 S2 -> C", "Write S1 +", "S1 + S2 -> C"),
        ("speces A", "Write species", "species A"),
        ("A <-> B", "Write ->", "A -> B"),
        ("A -> B C", "Write B +", "A -> B + C"),
        ("A -> B 2*A", "Write ; before it", "A -> B; 2*A"),
        ("k = 1; A -> B k*A", "Write ; before it", "k = 1; A -> B; k*A"),
        ("A -> B 2 C", "Write + before it", "A -> B + 2 C"),
        ("species A B = 2", "Write ; before it", "species A; B = 2"),
        ("model m\n  A = 1\n", "Write end", "model m\n  A = 1\nend\n"),
        ("function f(x)\n  x^2\nA = 1", "Write end", "function f(x)\n  x^2\nend\nA = 1"),
        ("A = 1\nend", "Remove end", "A = 1\n"),
        ("A => ; mass_action(2", "Write )", "A => ; mass_action(2)"),
        ("k = (1 + 2  // half", "Write )", "k = (1 + 2)  // half"),
        ("k = 1; k = 2; a = 3", "Remove k = 2", "k = 1; a = 3"),
        ("J: A => ; 1\nJ: A => ; 2", "Remove J: A => ; 2", "J: A => ; 1\n"),
    ],
)
def test_a_fix_mends_the_text(text, label, mended):
    fix = next(one for one in fixes_of(text) if one.label == label)
    found = fix.applied(text)
    assert found == mended
    parse(found)


def test_what_has_no_fix_has_none():
    assert fixes_of("A -| B") == ()
