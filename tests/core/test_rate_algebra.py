"""Formulas pass to sympy unreckoned, and come back with the same value."""

import time

import pytest
import sympy
from hypothesis import given

from grnstudio.core.rates import from_sympy, parse, to_sympy, write
from grnstudio.errors import ModelError
from tests.core.formulas import TREES, value

AT = {"x": 1.3, "y": 0.4, "k": 2.0}


@pytest.mark.parametrize(
    "text",
    [
        "k * x^2 / (1 + x^2) - y",
        "-x / y / k - (x - y)",
        "sqrt(x) + root(3, x) + exp(y) + ln(x) + log(x) + log(2, x)",
        "piecewise(x, x < y, y, x < k && y < k, 3)",
        "piecewise(1, x >= y || !(x == k), 0)",
        "max(x, y, k) - min(x, y) + abs(y - x)",
        "sin(x) + arctan(y) + tanh(x) + arcsinh(x) + sec(y) + arccot(x)",
        "floor(x) + ceil(x) + pi + exponentiale + 1.25e-7",
        "rem(k, x) + quotient(k, x)",
        "(x < y < k) + (k > x)",
    ],
)
def test_there_and_back_the_value_is_the_same(text):
    tree = parse(text)
    assert value(from_sympy(to_sympy(tree)), AT) == pytest.approx(value(tree, AT))


def test_sympy_sees_what_is_written():
    x, k = sympy.symbols("x k")
    assert sympy.latex(to_sympy(parse("k * x^2"))) == sympy.latex(k * x**2)
    assert sympy.simplify(to_sympy(parse("(x^2 - 1) / (x - 1)"))) == x + 1
    assert write(from_sympy(sympy.diff(to_sympy(parse("k * x^2")), x))) == "2 * k * x"


def test_nothing_is_reckoned_on_the_way():
    start = time.process_time()
    to_sympy(parse("9^9^9^9 + factorial(1000000000) + exp(9^9^9)"))
    assert time.process_time() - start < 5


def test_what_formulas_cannot_say_is_refused():
    x = sympy.Symbol("x")
    with pytest.raises(ModelError, match="Integral"):
        from_sympy(sympy.Integral(x, x))


@given(TREES)
def test_any_formula_passes_to_sympy(tree):
    assert to_sympy(tree) is not None
