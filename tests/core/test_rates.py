"""Formulas are read as meant or refused in words, never evaluated, and come back as written."""

import math
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grnstudio.core.expressions import Apply, Number, Symbol, depth, operators
from grnstudio.core.rates import RateSyntaxError, parse, write
from grnstudio.core.rules import Function
from grnstudio.errors import ModelError
from tests.core.formulas import TREES, value

PLACES = {"a": 2.0, "b": 3.0, "c": 5.0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", 17),
        ("a - b - c", -6),
        ("c / b / a", 5 / 6),
        ("a ^ b ^ a", 512),
        ("a ** b", 8),
        ("-a ^ 2", -4),
        ("(-a)^2", 4),
        ("2^-a", 0.25),
        ("-2^2", -4),
        ("- a * b", -6),
        ("+a", 2),
        ("7 % 4 + -7 % 4", 0),
        ("1.5e1 + .5 + 2.", 17.5),
        ("a < b && b < c || false()", True),
        ("a < b < c", True),
        ("a < c <= b", False),
        ("!(a > b)", True),
        ("not a > b and a < b", True),
        ("piecewise(1, a > b, 2, b > c, 3)", 3),
        ("log(100) + log(2, 8) + ln(exp(1)) + log10(10)", 7),
        ("sqrt(c - 1) + root(3, 8) + root(4) + pow(a, 2) + sqr(a)", 14),
        ("plus(a, b, c) * minus(a) * divide(1, 2) + times()", -9),
        ("acos(1) + arccos(1) + ceil(1.5) + ceiling(1.5)", 4),
        ("lt(a, b) + geq(a, b)", 1),
    ],
)
def test_operators_bind_as_in_sbml(text, expected):
    tree = parse(text.replace("false()", "1 < 0"), PLACES)
    assert value(tree, PLACES) == pytest.approx(expected)


def test_python_keywords_are_names_like_any_other():
    assert parse("lambda * import / None") == parse("a * b / c").__class__(
        "/", (Apply("*", (Symbol("lambda"), Symbol("import"))), Symbol("None"))
    )


def test_a_model_may_call_its_own_things_pi_or_true_or_and():
    assert parse("pi") == Apply("pi")
    assert parse("pi", {"pi"}) == Symbol("pi") == parse("`pi`")
    assert parse("pi()", {"pi"}) == Apply("pi")
    assert parse("time() + `and`") == Apply("+", (Apply("time"), Symbol("and")))
    assert write(Apply("pi"), symbols={"pi"}) == "pi()"


def test_functions_are_written_out_with_their_arguments_kept_apart():
    functions = {
        "twice": Function("twice", ("x",), "x + x"),
        "swap": Function("swap", ("x", "y"), "twice(y) - x"),
    }
    tree = parse("swap(y, twice(x))", {"x", "y"}, functions)
    assert tree == parse("((x + x) + (x + x)) - y")
    assert write(parse("swap(y, 2)", functions=None)) == "swap(y, 2)"


def test_a_function_that_uses_itself_is_refused():
    loop = {"f": Function("f", ("x",), "g(x)"), "g": Function("g", ("x",), "f(x)")}
    with pytest.raises(RateSyntaxError, match="f uses g uses f"):
        parse("f(1)", functions=loop)


def test_functions_that_multiply_beyond_measure_are_refused_quickly():
    bombs = {
        f"f{i}": Function(f"f{i}", ("x",), f"f{i - 1}(x) + f{i - 1}(x)" if i else "x")
        for i in range(60)
    }
    start = time.process_time()
    with pytest.raises(RateSyntaxError, match="grows too large"):
        parse("f59(1)", functions=bombs)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("", "empty", 1, 1),
        ("a +", "missing before the end", 1, 4),
        ("a + * b", r"missing before '\*'", 1, 5),
        ("a\n + $", "no meaning", 2, 4),
        ("2 a", "operator such as", 1, 3),
        ("(a", "never closed", 1, 1),
        ("a)", "closes nothing", 1, 2),
        ("(a, b)", "comma", 1, 3),
        ("f(a)", "no function called 'f'", 1, 1),
        ("sin(a, b)", "takes 1 argument, not 2", 1, 1),
        ("min()", "at least 1 argument, not 0", 1, 1),
        ("a = b", "write == to compare", 1, 3),
        ("a || b && c", "parentheses whether", 1, 8),
        ("a × b", r"write \*", 1, 3),
        ("a²", r"write \^2", 1, 2),
        ("β", "names are made of", 1, 1),
        ("a + sin", r"write sin\(\.\.\.\)", 1, 5),
        ("a(b)", r"write a \* \(\.\.\.\)", 1, 1),
        ("`a", "backquotes", 1, 1),
        ("__import__('os')", "has no meaning", 1, 12),
        ("a.real", "no meaning", 1, 2),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, message, line, column):
    with pytest.raises(RateSyntaxError, match=message) as caught:
        parse(text, PLACES)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_the_message_shows_the_line_with_a_caret_under_the_place():
    with pytest.raises(RateSyntaxError) as caught:
        parse("k1 * x\n- k2 * z", {"k1", "k2", "x"})
    picture = str(caught.value).splitlines()[1:]
    assert picture == ["    - k2 * z", "           ^"]


@pytest.mark.parametrize(
    ("text", "names", "hint"),
    [
        ("kdge * x", {"kdeg", "x"}, "Did you mean kdeg?"),
        ("K", {"k", "x"}, "Did you mean k?"),
        ("sine(x)", {"x"}, "Did you mean sin"),
        ("q", {"a", "b"}, "There are a, b."),
    ],
)
def test_an_unknown_name_is_answered_with_what_it_may_have_been(text, names, hint):
    with pytest.raises(RateSyntaxError) as caught:
        parse(text, names)
    assert hint in str(caught.value)


def test_what_names_no_symbol_cannot_be_written():
    with pytest.raises(ModelError, match="rename"):
        write(Symbol("a`b c"))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10**6 + "x" + ")" * 10**6,
        "(" * 49_000 + "x" + ")" * 49_000,
        "-" * 99_000 + "x",
        "x" + "^x" * 49_000,
        "sin(" * 20_000,
        "x" * 100_001,
        "!" * 99_000,
    ],
)
def test_formulas_nested_or_long_beyond_measure_are_refused_quickly(text):
    start = time.process_time()
    with pytest.raises(RateSyntaxError):
        parse(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("join", [" + ", " - ", "*", " - x + ", " && "])
def test_long_sums_are_read_whole(join):
    text = join.join(["x"] * 10_000)
    start = time.process_time()
    tree = parse(text)
    assert depth(tree) <= 200
    assert parse(write(tree)) == tree
    assert time.process_time() - start < 10


def test_powers_stay_unreckoned():
    tree = parse("9^9^9^9")
    assert operators(tree) == {"^"}
    assert parse("1e999") == Number(math.inf)


@given(TREES)
@example(Apply("neg", (Number(2.0),)))
@example(Apply("^", (Number(-2.0), Number(-3.0))))
@example(Apply("-", (Symbol("a"), Apply("-", (Symbol("b"), Number(-1.0))))))
@example(Apply("or", (Apply("and", (Symbol("a"), Symbol("b"))), Symbol("or"))))
def test_writing_and_reading_gives_the_same_tree(tree):
    assert parse(write(tree), functions=None) == tree


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    _read_or_refuse(text)


_PIECES = st.sampled_from(
    [
        *[
            "x",
            "2",
            "1e",
            ".",
            "(",
            ")",
            ",",
            "+",
            "-",
            "*",
            "/",
            "^",
            "**",
            "<",
            "<=",
            "!",
            "==",
            "&&",
        ],
        *[
            "||",
            "and",
            "not",
            "piecewise(",
            "sin(",
            "log(",
            "f(",
            " ",
            "\n",
            "`",
            "lambda",
            "pi",
            "é",
        ],
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_shuffle_of_signs_and_names_is_read_or_refused(text):
    _read_or_refuse(text)


@given(TREES, st.data())
def test_a_mutated_formula_is_read_or_refused(tree, data):
    text = write(tree)
    at = data.draw(st.integers(0, len(text)))
    _read_or_refuse(text[:at] + data.draw(_PIECES) + text[at + data.draw(st.integers(0, 3)) :])


def _read_or_refuse(text):
    try:
        tree = parse(text, functions=None)
    except RateSyntaxError as error:
        places = (error.line, error.column)
    else:
        assert parse(write(tree), functions=None) == tree
        return
    assert min(places) >= 1
