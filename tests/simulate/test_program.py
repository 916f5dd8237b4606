"""Compiled formulas give what mathematics says, and never raise."""

import math

import numpy as np
import pytest

from grnstudio.core.expressions import Apply, Number, Symbol
from grnstudio.core.rates import parse
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.operators import BINARY, CHAINS, FOLDS, UNARY
from grnstudio.simulate.program import assemble

VALUES = np.array([0.7, 3.0, -2.0])
SLOTS = {"x": 0, "y": 1, "z": 2}


def value(text):
    return assemble([parse(text, SLOTS)], SLOTS).result(0, VALUES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x + y*z - y/x", 0.7 - 6 - 3 / 0.7),
        ("-x^2", -0.49),
        ("2^3^2", 512),
        ("9^9^9^9", math.inf),
        (
            "exp(x) + ln(y) + log10(y) + sqrt(y)",
            math.exp(0.7) + math.log(3) + math.log10(3) + 3**0.5,
        ),
        ("sin(x)^2 + cos(x)^2", 1),
        ("sec(x)*cos(x) + csc(x)*sin(x) + cot(x)*tan(x)", 3),
        ("cosh(x)^2 - sinh(x)^2 + tanh(x)*coth(x)", 2),
        ("arcsin(sin(x)) + arccos(cos(x)) + arctan(tan(x))", 2.1),
        ("arcsinh(sinh(x)) + arccosh(cosh(x)) + arctanh(tanh(x))", 2.1),
        ("factorial(5) + floor(-x) + ceil(x) + abs(z)", 120 - 1 + 1 + 2),
        ("min(x, y, z) + max(x, y, z)", 1),
        ("quotient(-7, 2) + rem(-7, 2)", -4),
        ("piecewise(1, x > y, 2, z < 0, 3)", 2),
        ("piecewise(1, x > y, 3)", 3),
        ("x < y && !(z > 0) || false", 1),
        ("1/0", math.inf),
    ],
)
def test_a_formula_gives_what_mathematics_says(text, wanted):
    assert value(text) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("text", ["0/0", "sqrt(-1)", "ln(-1)", "arcsin(2)", "piecewise(1, x > y)"])
def test_what_cannot_be_worked_out_is_not_a_number(text):
    assert math.isnan(value(text))


@pytest.mark.parametrize(
    ("operator", "arguments", "wanted"),
    [("<", (1, 2, 3), 1), ("<", (1, 3, 2), 0), ("xor", (1, 1, 1), 1), ("implies", (1, 0), 0),
     ("root", (3, -8), -2), ("log", (2, 8), 3), ("+", (), 0), ("*", (), 1), ("and", (), 1)],
)  # fmt: skip
def test_operators_of_files_mean_what_files_mean(operator, arguments, wanted):
    formula = Apply(operator, tuple(Number(float(one)) for one in arguments))
    assert assemble([formula], {}).result(0, VALUES) == pytest.approx(wanted)


def test_every_operator_can_be_run():
    for operator in UNARY:
        assemble([Apply(operator, (Symbol("x"),))], SLOTS).result(0, VALUES)
    for operator in (*BINARY, *CHAINS, *FOLDS):
        assemble([Apply(operator, (Symbol("x"), Symbol("y")))], SLOTS).result(0, VALUES)


def test_formulas_are_worked_out_in_order_each_into_its_place():
    slots = {"a": 0, "b": 1}
    values = np.array([1.0, 0.0])
    assemble([parse("a + 1", slots), parse("b*10", slots)], slots, [1, 0]).update(values)
    assert list(values) == [20, 2]


def test_strangers_and_delays_are_refused():
    with pytest.raises(ModelError, match="'q'"):
        assemble([Symbol("q")], SLOTS)
    with pytest.raises(Unsupported, match=r"delay\(\)"):
        assemble([Apply("delay", (Symbol("x"), Number(1.0)))], SLOTS)
