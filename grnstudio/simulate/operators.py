"""The codes of compiled formulas, and which operator each stands for."""

from __future__ import annotations

NUMBER, VALUE, JUMP, BRANCH = range(4)  # these four are followed by an operand

FIRST_UNARY = 16
(
    NEG, NOT, EXP, LN, LOG10, SQRT, ABS, FLOOR, CEIL, FACTORIAL,
    SIN, COS, TAN, SEC, CSC, COT, SINH, COSH, TANH, SECH, CSCH, COTH,
    ARCSIN, ARCCOS, ARCTAN, ARCSEC, ARCCSC, ARCCOT,
    ARCSINH, ARCCOSH, ARCTANH, ARCSECH, ARCCSCH, ARCCOTH,
) = range(FIRST_UNARY, FIRST_UNARY + 34)  # fmt: skip

FIRST_BINARY = 64
(
    ADD, SUB, MUL, DIV, POW, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, IMPLIES,
    LOG, ROOT, MIN, MAX, QUOTIENT, REM,
) = range(FIRST_BINARY, FIRST_BINARY + 21)  # fmt: skip

UNARY = {
    "neg": NEG, "not": NOT, "exp": EXP, "ln": LN, "log10": LOG10, "sqrt": SQRT, "abs": ABS,
    "floor": FLOOR, "ceil": CEIL, "factorial": FACTORIAL,
    "sin": SIN, "cos": COS, "tan": TAN, "sec": SEC, "csc": CSC, "cot": COT,
    "sinh": SINH, "cosh": COSH, "tanh": TANH, "sech": SECH, "csch": CSCH, "coth": COTH,
    "arcsin": ARCSIN, "arccos": ARCCOS, "arctan": ARCTAN,
    "arcsec": ARCSEC, "arccsc": ARCCSC, "arccot": ARCCOT,
    "arcsinh": ARCSINH, "arccosh": ARCCOSH, "arctanh": ARCTANH,
    "arcsech": ARCSECH, "arccsch": ARCCSCH, "arccoth": ARCCOTH,
}  # fmt: skip

BINARY = {"-": SUB, "/": DIV, "^": POW, "implies": IMPLIES, "log": LOG, "root": ROOT,
          "quotient": QUOTIENT, "rem": REM}  # fmt: skip

CHAINS = {"<": LT, "<=": LE, ">": GT, ">=": GE, "==": EQ, "!=": NE}

FOLDS: dict[str, tuple[int, float | None]] = {
    "+": (ADD, 0.0), "*": (MUL, 1.0), "and": (AND, 1.0), "or": (OR, 0.0), "xor": (XOR, 0.0),
    "min": (MIN, None), "max": (MAX, None),
}  # fmt: skip
"""Operators of any number of arguments, and what they give for none; None where they need one."""

CONSTANTS = {
    "true": 1.0, "false": 0.0, "pi": 3.141592653589793, "exponentiale": 2.718281828459045,
    "infinity": float("inf"), "notanumber": float("nan"),
}  # fmt: skip
