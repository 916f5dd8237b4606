"""MathML <-> expressions: libSBML's trees are walked when reading, XML is written by hand.

libSBML writes 15 digits of a number; here all 17 are kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

import libsbml

from grnstudio.core.expressions import (
    COMMON_SYMBOLS,
    CONSTANTS,
    MAX_DEPTH,
    TRIGONOMETRIC,
    Apply,
    Expression,
    Number,
    Symbol,
    arity,
)
from grnstudio.errors import FileFormatError, Unsupported

SYMBOLS = "http://www.sbml.org/sbml/symbols/"
SPACE = "http://www.w3.org/1998/Math/MathML"

_CONSTANTS = {
    "true": libsbml.AST_CONSTANT_TRUE,
    "false": libsbml.AST_CONSTANT_FALSE,
    "pi": libsbml.AST_CONSTANT_PI,
    "exponentiale": libsbml.AST_CONSTANT_E,
}
_FUNCTIONS = {
    "exp": libsbml.AST_FUNCTION_EXP,
    "ln": libsbml.AST_FUNCTION_LN,
    "abs": libsbml.AST_FUNCTION_ABS,
    "floor": libsbml.AST_FUNCTION_FLOOR,
    "ceil": libsbml.AST_FUNCTION_CEILING,
    "factorial": libsbml.AST_FUNCTION_FACTORIAL,
    "min": libsbml.AST_FUNCTION_MIN,
    "max": libsbml.AST_FUNCTION_MAX,
    "quotient": libsbml.AST_FUNCTION_QUOTIENT,
    "rem": libsbml.AST_FUNCTION_REM,
    "rateOf": libsbml.AST_FUNCTION_RATE_OF,
    "piecewise": libsbml.AST_FUNCTION_PIECEWISE,
} | {name: getattr(libsbml, f"AST_FUNCTION_{name.upper()}") for name in TRIGONOMETRIC}
_OPERATORS = {
    "+": libsbml.AST_PLUS,
    "-": libsbml.AST_MINUS,
    "*": libsbml.AST_TIMES,
    "/": libsbml.AST_DIVIDE,
    "^": libsbml.AST_POWER,
    "<": libsbml.AST_RELATIONAL_LT,
    "<=": libsbml.AST_RELATIONAL_LEQ,
    ">": libsbml.AST_RELATIONAL_GT,
    ">=": libsbml.AST_RELATIONAL_GEQ,
    "==": libsbml.AST_RELATIONAL_EQ,
    "!=": libsbml.AST_RELATIONAL_NEQ,
    "and": libsbml.AST_LOGICAL_AND,
    "or": libsbml.AST_LOGICAL_OR,
    "xor": libsbml.AST_LOGICAL_XOR,
    "not": libsbml.AST_LOGICAL_NOT,
    "implies": libsbml.AST_LOGICAL_IMPLIES,
}
_BY_TYPE = {
    code: name for table in (_CONSTANTS, _FUNCTIONS, _OPERATORS) for name, code in table.items()
} | {libsbml.AST_FUNCTION_POWER: "^"}
_ELEMENTS = {
    "+": "plus", "-": "minus", "*": "times", "/": "divide", "^": "power", "neg": "minus",
    "<": "lt", "<=": "leq", ">": "gt", ">=": "geq", "==": "eq", "!=": "neq",
    "ceil": "ceiling", "log10": "log", "sqrt": "root",
}  # fmt: skip


class MathReader:
    """Walks libSBML's trees; ``known`` are the ids of values and functions, ``names`` renames."""

    def __init__(self, values: Collection[str], functions: Collection[str]) -> None:
        self._values, self._functions = values, functions
        self._where = ""
        self._rename: Callable[[str], str] = str

    def read(self, node: Any, where: str, rename: Callable[[str], str],
             local: Collection[str] = ()) -> Expression:  # fmt: skip
        """Return ``node`` as an expression; ``where`` is what messages call its place."""
        self._where, self._rename = where, rename
        return self._expression(node, frozenset(local), 0)

    def _expression(self, node: Any, local: Collection[str], depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise FileFormatError(f"{self._where} is nested more than {MAX_DEPTH} deep.")
        code = node.getType()
        if node.isNumber():
            return _number(node)
        if code in _LEAVES:
            return _LEAVES[code]
        if code == libsbml.AST_NAME:
            return Symbol(self._symbol(node.getName(), local))
        if code == libsbml.AST_FUNCTION_DELAY:
            raise Unsupported(f"{self._where} uses delay(), which cannot be simulated here.")
        children = _children(node)
        arguments = tuple(self._expression(one, local, depth + 1) for one in children)
        if code == libsbml.AST_FUNCTION:
            return Apply(self._function(node.getName()), arguments)
        return _applied(code, arguments, self._where)

    def _symbol(self, id: str, local: Collection[str]) -> str:
        if id not in local and id not in self._values:
            raise FileFormatError(
                f"{self._where} speaks of '{id}', which the model does not have. "
                "Add it, or correct the formula."
            )
        return self._rename(id)

    def _function(self, id: str) -> str:
        if id not in self._functions:
            raise FileFormatError(f"{self._where} calls '{id}', which is no function of the model.")
        return self._rename(id)


_LEAVES: Mapping[int, Expression] = {
    libsbml.AST_NAME_TIME: Symbol("time"),
    libsbml.AST_NAME_AVOGADRO: Symbol("avogadro"),
    **{code: Apply(name, ()) for name, code in _CONSTANTS.items()},
}


def _children(node: Any) -> list[Any]:
    """Return the arguments, with sums and products that libSBML nested to the left laid flat."""
    code = node.getType()
    found: list[Any] = []
    while code in (libsbml.AST_PLUS, libsbml.AST_TIMES) and node.getNumChildren() > 1:
        if node.getChild(0).getType() != code:
            break
        found.extend(node.getChild(i) for i in range(node.getNumChildren() - 1, 0, -1))
        node = node.getChild(0)
    found.extend(node.getChild(i) for i in range(node.getNumChildren() - 1, -1, -1))
    return found[::-1]


def _applied(code: int, arguments: tuple[Expression, ...], where: str) -> Expression:
    if code == libsbml.AST_MINUS and len(arguments) == 1:
        return Apply("neg", arguments)
    if code in (libsbml.AST_FUNCTION_ROOT, libsbml.AST_FUNCTION_LOG):
        _check_count(code, len(arguments), (1, 2), where)
        return _rooted(arguments) if code == libsbml.AST_FUNCTION_ROOT else _logarithm(arguments)
    if code not in _BY_TYPE:
        raise Unsupported(f"{where} uses an operation that SBML's core does not have.")
    _check_count(code, len(arguments), arity(_BY_TYPE[code]), where)
    return Apply(_BY_TYPE[code], arguments)


def _check_count(code: int, count: int, allowed: tuple[int, int | None], where: str) -> None:
    fewest, most = allowed
    if count < fewest or (most is not None and count > most):
        name = _BY_TYPE.get(code, "log or root")
        name = _ELEMENTS.get(name, name)
        raise FileFormatError(
            f"{where} gives {count} arguments to '{name}', which takes {_told(allowed)}."
        )


def _told(allowed: tuple[int, int | None]) -> str:
    fewest, most = allowed
    if fewest == most:
        return str(fewest)
    return f"at least {fewest}" if most is None else f"{fewest} or {most}"


def _rooted(arguments: tuple[Expression, ...]) -> Expression:
    if len(arguments) == 1 or arguments[0] == Number(2.0):
        return Apply("sqrt", arguments[-1:])
    return Apply("root", arguments)


def _logarithm(arguments: tuple[Expression, ...]) -> Expression:
    if len(arguments) == 1 or arguments[0] == Number(10.0):
        return Apply("log10", arguments[-1:])
    return Apply("log", arguments)


def _number(node: Any) -> Expression:
    if node.getType() == libsbml.AST_RATIONAL:
        parts = (Number(float(node.getNumerator())), Number(float(node.getDenominator())))
        return Apply("/", parts)
    if node.getType() == libsbml.AST_INTEGER:
        return _signed(float(node.getInteger()))
    if node.getType() == libsbml.AST_REAL_E:  # read as decimal text: libSBML's product is rounded
        mantissa = repr(float(node.getMantissa()))
        if "e" not in mantissa and math.isfinite(node.getMantissa()):
            return _signed(float(f"{mantissa}e{node.getExponent()}"))
    return _signed(float(node.getReal()))


def _signed(value: float) -> Expression:
    if math.isnan(value):
        return Apply("notanumber")
    if math.isinf(value):
        return Apply("infinity") if value > 0 else Apply("neg", (Apply("infinity"),))
    return Number(value)


def mathml(expression: Expression, ids: Mapping[str, str] = {}) -> str:
    """Return ``expression`` as MathML; ``ids`` are the ids of those names that differ from them."""
    return f'<math xmlns="{SPACE}">{_element(expression, ids)}</math>'


def function_mathml(arguments: Collection[str], body: Expression, ids: Mapping[str, str]) -> str:
    """Return a function definition's lambda as MathML."""
    ids = {name: id for name, id in ids.items() if name not in arguments}
    bound = "".join(f"<bvar><ci>{escape(one)}</ci></bvar>" for one in arguments)
    return f'<math xmlns="{SPACE}"><lambda>{bound}{_element(body, ids)}</lambda></math>'


def _element(expression: Expression, ids: Mapping[str, str]) -> str:
    if isinstance(expression, Number):
        return _written(expression.value)
    if isinstance(expression, Symbol):
        if expression.name in COMMON_SYMBOLS:
            return _symbol(expression.name)
        return f"<ci>{escape(ids.get(expression.name, expression.name))}</ci>"
    operator = expression.operator
    if not expression.arguments and operator in CONSTANTS | COMMON_SYMBOLS:
        return _symbol(operator) if operator in COMMON_SYMBOLS else f"<{operator}/>"
    arguments = [_element(one, ids) for one in expression.arguments]
    if operator == "piecewise":
        return _piecewise(arguments)
    if operator in ("log", "root") and len(arguments) == 2:
        tag = "logbase" if operator == "log" else "degree"
        return f"<apply><{operator}/><{tag}>{arguments[0]}</{tag}>{arguments[1]}</apply>"
    if operator in _BY_TYPE.values() or operator in _ELEMENTS:
        head = (
            _symbol(operator) if operator == "rateOf" else f"<{_ELEMENTS.get(operator, operator)}/>"
        )
    else:
        head = f"<ci>{escape(ids.get(operator, operator))}</ci>"
    return f"<apply>{head}{''.join(arguments)}</apply>"


def _symbol(name: str) -> str:
    return f'<csymbol encoding="text" definitionURL="{SYMBOLS}{name}">{name}</csymbol>'


def _piecewise(arguments: list[str]) -> str:
    pairs = zip(arguments[::2], arguments[1::2], strict=False)
    pieces = "".join(f"<piece>{value}{condition}</piece>" for value, condition in pairs)
    rest = f"<otherwise>{arguments[-1]}</otherwise>" if len(arguments) % 2 else ""
    return f"<piecewise>{pieces}{rest}</piecewise>"


def _written(value: float) -> str:
    if not math.isfinite(value):
        inner = "<notanumber/>" if math.isnan(value) else "<infinity/>"
        return f"<apply><minus/>{inner}</apply>" if value == -math.inf else inner
    if value.is_integer() and abs(value) < 2**31 and str(value) != "-0.0":
        return f'<cn type="integer">{int(value)}</cn>'
    mantissa, mark, exponent = repr(value).partition("e")
    if mark:
        return f'<cn type="e-notation">{mantissa}<sep/>{int(exponent)}</cn>'
    return f"<cn>{mantissa}</cn>"
