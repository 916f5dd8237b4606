"""Derivatives agree with differences, branch by branch, and are refused where there is none."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grnstudio.core.expressions import Apply, Number, Symbol, symbols
from grnstudio.core.rates import derivative, parse, write
from grnstudio.core.rules import Function
from grnstudio.errors import ModelError
from tests.core.formulas import value

NAMED = {"x": 0.7, "y": 1.9, "n": 2.5, "k": 0.3}
STEP = 1e-6


def difference(tree, name, at):
    higher, lower = ({**at, name: at[name] + sign * STEP} for sign in (1, -1))
    return (value(tree, higher) - value(tree, lower)) / (2 * STEP)


def agree(text, name="x", **places):
    tree = parse(text)
    at = NAMED | places
    slope = value(derivative(tree, name), at)
    assert slope == pytest.approx(difference(tree, name, at), rel=1e-5, abs=1e-7), text


@pytest.mark.parametrize(
    "text",
    [
        "k * x^n / (y^n + x^n)",
        "k * y / (1 + (x / y)^n)",
        "x^3 - 2 * x^2 + x - 1",
        "x^x",
        "n^x * x^n",
        "(x + y)^(x * y)",
        "x * y * x * k * x",
        "-(x - y) - (k - x)",
        "1 / x / x",
        "sqrt(x) + root(3, x) + root(x, y) + root(x, x)",
        "exp(-k * x^2)",
        "ln(x) + log(x) + log(x, y) + log(2, x) + log(x + 1, x^2)",
        "(x + y) % k + rem(y, x)",
        "floor(x) + ceil(x) + quotient(y, x) * x",
        "(x > y) * x + x * (x < 1)",
        "x^1 + x^0 + 0 * x + x^-1",
        "pi * x + exponentiale^x",
    ],
)
@pytest.mark.parametrize("at", [0.45, 0.7, 1.3])
def test_derivatives_agree_with_differences(text, at):
    agree(text, x=at)


@pytest.mark.parametrize("name", ["sin", "cos", "tan", "sec", "csc", "cot"])
@pytest.mark.parametrize("hyperbolic", ["", "h"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_trigonometric_derivatives_agree_with_differences(name, hyperbolic, sign):
    agree(f"{name}{hyperbolic}({sign}x^2)")
    outside = name in ("sec", "csc") and not hyperbolic
    outside = outside or (name + hyperbolic in ("cosh", "coth"))
    if name + hyperbolic in ("cosh", "sech") and sign:
        return  # not real there
    agree(f"arc{name}{hyperbolic}({sign}x)", x=1.4 if outside else 0.6)


@pytest.mark.parametrize("at", [0.2, 0.8, 1.7, 4.0])
def test_each_branch_of_a_piecewise_has_its_own_slope(at):
    agree("piecewise(x^2, x < 0.5, 3 * x, x < y && x < 1, sin(x), x < 2, y)", x=at)


@pytest.mark.parametrize("at", [-3.0, 0.2, 1.2, 5.0])
def test_extremes_and_absolute_values_have_the_slope_of_what_counts(at):
    agree("max(x, x^2 - 2, 2 - x) + min(3, x, x * y) + abs(x) * x + max(x)", x=at)


def test_a_power_of_nothing_has_a_slope():
    assert value(derivative(parse("x^2"), "x"), {"x": 0.0}) == 0.0
    assert value(derivative(parse("x^n"), "x"), {"x": 0.0, "n": 2.0}) == 0.0


def test_functions_are_written_out_before():
    hill = {"hill": Function("hill", ("s", "h"), "s^h / (1 + s^h)")}
    tree = parse("hill(x / k, n)", None, hill)
    slope = value(derivative(tree, "x"), NAMED)
    assert slope == pytest.approx(difference(tree, "x", NAMED), rel=1e-6)
    with pytest.raises(ModelError, match="not written out"):
        derivative(parse("hill(x, n)", functions=None), "x")


@pytest.mark.parametrize("text", ["delay(x, 1)", "2 * rateOf(x)", "factorial(x + 1)"])
def test_what_has_no_derivative_is_refused(text):
    with pytest.raises(ModelError, match="derivative"):
        derivative(parse(text), "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k * x", "k"),
        ("k * x * y", "k * y"),
        ("y", "0"),
        ("x - y", "1"),
        ("x^2", "2 * x"),
        ("exp(k * x)", "exp(k * x) * k"),
        ("y / x", "-(y / x^2)"),
        ("factorial(y) * x", "factorial(y)"),
    ],
)
def test_derivatives_read_as_one_would_write_them(text, expected):
    assert write(derivative(parse(text), "x")) == expected


def test_a_long_product_and_a_deep_chain_are_differentiated():
    product = parse(" * ".join(["x"] * 50))
    assert value(derivative(product, "x"), {"x": 1.0}) == 50
    chain = Symbol("x")
    for _ in range(60):
        chain = Apply("sin", (chain,))
    assert "cos" in write(derivative(chain, "x"))


@pytest.mark.parametrize(
    "text", ["*".join(["x"] * 49_000), f"max({','.join(['x'] * 40_000)})", "x" + "/x" * 198]
)
def test_derivatives_beyond_measure_are_refused_quickly(text):
    start = time.process_time()
    with pytest.raises(ModelError, match="too"):
        derivative(parse(text), "x")
    assert time.process_time() - start < 10


def _grown(children):
    binary = st.sampled_from(["+", "-", "*", "/", "^", "max", "min"])
    unary = st.sampled_from(["neg", "exp", "ln", "sqrt", "abs", "sin", "tanh", "arctan"])
    one = st.builds(lambda name, a: Apply(name, (a,)), unary, children)
    two = st.builds(lambda name, a, b: Apply(name, (a, b)), binary, children, children)
    branch = st.builds(
        lambda a, b, c: Apply("piecewise", (a, Apply("<", (b, Number(1.0))), c)),
        children,
        children,
        children,
    )
    return st.one_of(one, two, branch)


_LEAVES = st.one_of(
    st.sampled_from(["x", "y", "n"]).map(Symbol), st.sampled_from([0.5, 2.0, 3.0]).map(Number)
)


@given(st.recursive(_LEAVES, _grown, max_leaves=8))
def test_any_smooth_formula_agrees_with_differences(tree):
    slope = derivative(tree, "x")
    assert symbols(slope) <= symbols(tree)
    assert parse(write(slope)) is not None
    try:
        at = value(slope, NAMED)
        rough, finer = (
            (value(tree, NAMED | {"x": 0.7 + h}) - value(tree, NAMED | {"x": 0.7 - h})) / (2 * h)
            for h in (1e-4, 1e-5)
        )
    except (ValueError, OverflowError, ZeroDivisionError):
        return
    assume(abs(rough - finer) < 1e-5 * (1 + abs(finer)))  # smooth there, and well scaled
    assume(abs(value(tree, NAMED)) < 1e4)
    assert at == pytest.approx(finer, rel=1e-3, abs=1e-4)
