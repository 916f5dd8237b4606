"""Formulas as in print: what stands where, and that all of every network can be set."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from grnstudio.core.rates import parse
from grnstudio.core.tables import tables
from grnstudio.gui.editors.formula_boxes import Glyphs, Stroke
from grnstudio.gui.editors.formula_setting import FormulaSetting
from grnstudio.gui.editors.formula_view import Equation, FormulaView, measured, paint
from grnstudio.gui.editors.part_formulas import equations
from grnstudio.io.network_examples import examples, load_example

SIZE = 16.0


@pytest.fixture
def setting(qapp):
    return FormulaSetting(measured)


def box_of(setting, text):
    return setting.formula(parse(text, None, None), SIZE)


def glyphs(box):
    return {piece.text: piece for piece in box.pieces if isinstance(piece, Glyphs)}


def texts(box):
    return [piece.text for piece in box.pieces if isinstance(piece, Glyphs)]


def strokes(box):
    return [piece for piece in box.pieces if isinstance(piece, Stroke)]


def test_a_fraction_stands_over_its_bar(setting):
    box = box_of(setting, "a/b")
    (bar,) = strokes(box)
    assert glyphs(box)["a"].y < bar.points[0][1] < glyphs(box)["b"].y


def test_powers_are_small_and_high_and_indices_small_and_low(setting):
    found = glyphs(box_of(setting, "x^2 + k_1"))
    assert found["2"].size < found["x"].size
    assert found["2"].y < found["x"].y
    assert found["1"].y > found["k"].y


def test_greek_names_become_letters(setting):
    assert texts(box_of(setting, "alpha0*Omega_lambda")) == ["α", "0", "·", "Ω", "λ"]


@pytest.mark.parametrize(
    ("text", "count"),
    [("(a + b)*c", 2), ("a + b*c", 0), ("a - (b - c)", 2), ("(a/b)^2", 3), ("a - (-3)", 2)],
)
def test_parentheses_stand_where_they_mean_something(setting, text, count):
    assert len(strokes(box_of(setting, text))) == count


def test_parentheses_grow_with_what_is_in_them(setting):
    box = box_of(setting, "(a/b + c)^2")
    heights = [
        max(y for _, y in one.points) - min(y for _, y in one.points) for one in strokes(box)
    ]
    assert max(heights) > 1.5 * SIZE


def test_cases_stand_below_each_other(setting):
    found = glyphs(box_of(setting, "piecewise(1, time > 3, x)"))
    assert found["1"].y < found["x"].y
    assert "otherwise" in found


def test_small_numbers_are_shown_with_a_power_of_ten(setting):
    assert texts(box_of(setting, "2.5e-7")) == ["2.5", "·", "10", "−7"]


@pytest.mark.parametrize("text", ["sqrt(x)", "root(3, x/2)", "abs(x)", "floor(x)", "exp(-x)"])
def test_nothing_of_a_formula_sticks_out_of_its_box(setting, text):
    box = box_of(setting, text)
    for piece in box.pieces:
        points = piece.points if isinstance(piece, Stroke) else [(piece.x, piece.y)]
        for x, y in points:
            assert -1e-6 <= x <= box.width + 1e-6
            assert -box.ascent - 1e-6 <= y <= box.descent + 1e-6


def test_all_formulas_of_all_examples_can_be_painted(qapp, setting):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    painter, count = QPainter(image), 0
    for example in examples():
        network = load_example(example.key)
        for table in tables():
            for row in table.rows(network):
                for one in equations(row):
                    box = setting.equation(one.left, one.sign, one.right, SIZE)
                    paint(painter, box, QPointF(0, 32), QColor("black"))
                    count += 1
    painter.end()
    assert count > 200


def test_a_long_formula_is_set_smaller_and_said_in_words(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    view.resize(300, 60)
    view.show_equations([Equation("v", "=", parse(" + ".join(f"x{n}" for n in range(14))))])
    assert view._fitting().width < view._set(17.0).width
    assert view.accessibleDescription().startswith("v = x0 + x1")
    view.grab()
