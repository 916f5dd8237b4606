"""Trees say what they depend on, and replace symbols all at once."""

from grnstudio.core.expressions import Apply, Number, Symbol, depth, operators, substitute, symbols
from grnstudio.core.rates import parse

HILL = parse("vmax * x^n / (K^n + x^n)")


def test_a_formula_names_what_it_depends_on_and_what_it_uses():
    assert symbols(HILL) == {"vmax", "x", "n", "K"}
    assert operators(HILL) == {"*", "/", "+", "^"}


def test_symbols_are_replaced_all_at_once():
    swapped = substitute(parse("a - b"), {"a": Symbol("b"), "b": Symbol("a")})
    assert swapped == parse("b - a")


def test_what_is_not_touched_is_shared():
    assert substitute(HILL, {"q": Number(1.0)}) is HILL


def test_depth_counts_the_longest_way_down():
    assert depth(Number(1.0)) == 1
    assert depth(Apply("+", (Symbol("a"), Apply("exp", (Symbol("a"),))))) == 3
