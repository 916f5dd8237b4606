"""What names and signs mean in a formula's text."""

from __future__ import annotations

from grnstudio.core.expressions import CONSTANTS, OPERATORS, RELATIONS

OR, AND, NOT, RELATION, SUM, PRODUCT, SIGN, POWER, WHOLE = range(1, 10)
"""How strongly operators bind, the weakest first."""

BETWEEN = {
    "||": ("or", OR),
    "or": ("or", OR),
    "&&": ("and", AND),
    "and": ("and", AND),
    **{sign: (sign, RELATION) for sign in RELATIONS},
    **{sign: (sign, SUM) for sign in "+-"},
    **{sign: (sign, PRODUCT) for sign in "*/"},
    "%": ("rem", PRODUCT),
    "^": ("^", POWER),
    "**": ("^", POWER),
}
BEFORE = {"-": ("neg", SIGN), "!": ("not", SIGN), "not": ("not", NOT), "+": ("", SIGN)}
CONSTANT_NAMES = {
    **{name: name for name in CONSTANTS},
    **{"inf": "infinity", "INF": "infinity", "nan": "notanumber", "NaN": "notanumber"},
}
CALLS = {
    **{"+": "plus", "*": "times", "-": "minus", "/": "divide", "^": "power"},
    **{"<": "lt", "<=": "leq", ">": "gt", ">=": "geq", "==": "eq", "!=": "neq"},
}
"""What a sign is called where it stands before its arguments."""

FUNCTIONS = {
    **{name: name for name in OPERATORS if name.isalnum()},
    **{word: sign for sign, word in CALLS.items()},
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"a{name}h": f"arc{name}h" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{"pow": "^", "ceiling": "ceil"},
    **CONSTANT_NAMES,
}
"""The operators that names stand for which are followed by parentheses."""

RESERVED = frozenset(CONSTANT_NAMES) | {"and", "or", "not"}
"""Names that mean something else unless they stand in backquotes."""

LONG_CHAIN = 100
"""Levels of ``a - b + c - ...`` after which ``- x`` is read as ``+ -x``."""
