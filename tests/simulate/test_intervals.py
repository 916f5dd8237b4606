"""Bounds of formulas hold wherever what they depend on goes."""

import numpy as np
import pytest

from grnstudio.core.rates import parse
from grnstudio.simulate.intervals import bounds, room_for_forks, unbounded
from grnstudio.simulate.program import assemble

FORMULAS = (
    "2 * t + 1", "3 - t^2", "1 + sin(t)", "2 + cos(3 * t) * t", "exp(-t) * x", "x / (1 + t)",
    "piecewise(1, t < 2, 3, t < 4, 5 + t)", "piecewise(piecewise(7, t > 1, 8), x > 0, t)",
    "floor(t / 2) * t", "abs(t - 3)", "sqrt(1 + t)", "ln(2 + t)", "log10(1 + t)", "tanh(t - 2)",
    "arctan(t) - t", "max(t, 3) + min(t, 1)", "rem(t, 2)", "quotient(t, 2)", "(t - 3)^3", "t^x",
    "(t - 3)^(-2)", "(t > 1) + (t <= 2 && x == 3) + (t < 0 || !(t > 4)) + xor(t > 1, t > 2)",
    "ceil(t) + (t != 2)", "implies(t > 1, t > 3)", "0.1 * t - 0.1 * t", "x^t", "1 / (t - 3)",
    "piecewise(t, t < 1, piecewise(9, t < 2, 8, t < 3), t < 4, 2) + piecewise(1, t > 1.5, 2)",
)  # fmt: skip


def found(text, start, span, x=3.0):
    program = assemble([parse(text, {"t", "x"})], {"t": 0, "x": 1})
    room = np.zeros(len(program.codes)), np.zeros(len(program.codes))
    now = np.array([start, x]), np.array([1.0, 0.0])
    forks, stop = room_for_forks(program.codes), int(program.bounds[1])
    return bounds(program.codes, program.numbers, 0, stop, *now, span, *room, forks), program


@pytest.mark.parametrize("text", FORMULAS)
def test_no_value_lies_outside_the_bounds(text):
    for start in (0.0, 0.7, 1.0, 2.9):
        for span in (0.0, 1e-9, 0.1, 1.0, 7.0):
            (low, high), program = found(text, start, span)
            for time in start + span * np.linspace(0, 1, 41):
                value = program.result(0, np.array([time, 3.0]))
                assert low <= value <= high or np.isnan(value), (start, span, time)


@pytest.mark.parametrize("text", FORMULAS)
def test_bounds_come_near_as_the_span_becomes_short(text):
    (low, high), program = found(text, 0.55, 1e-7)
    value = program.result(0, np.array([0.55, 3.0]))
    assert [low, high] == pytest.approx([value, value], abs=1e-5)


def test_an_operator_without_bounds_is_named():
    assert unbounded(parse("sin(t) + factorial(t)", {"t"})) == "factorial"
    assert unbounded(parse("piecewise(1, t < 2, pi)", {"t"})) == ""
