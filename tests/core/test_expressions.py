"""Trees say what they depend on, and replace symbols all at once."""

import pickle

import pytest

from grnstudio.core.expressions import Apply, Number, Symbol, depth, operators, substitute, symbols
from grnstudio.core.rates import from_sympy, parse, to_sympy, write

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


@pytest.mark.parametrize(
    "text", ["sin(" * 198 + "x" + ")" * 198, "x" + "^x" * 198, "x" + "/x" * 198, "-" * 198 + "x"]
)
def test_the_deepest_trees_can_be_walked_compared_kept_and_shown(text):
    tree = parse(text)
    assert parse(write(tree)) == tree == pickle.loads(pickle.dumps(tree))
    assert hash(substitute(tree, {"x": Symbol("y")})) != hash(tree)
    assert from_sympy(to_sympy(tree)) is not None
    assert repr(tree)
