"""Formulas as sympy's expressions and back, for typesetting and algebra.

Nothing is evaluated on the way, so a formula from a stranger cannot grow; what is done with the
sympy expression afterwards may.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grnstudio.core.expressions import RELATIONS, Apply, Expression, Number, Symbol
from grnstudio.errors import ModelError

if TYPE_CHECKING:
    import sympy

_SAME = {
    **{name: name for name in ("exp", "floor", "factorial")},
    **{name: name for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"{name}h": f"{name}h" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"arc{name}h": f"a{name}h" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{"ceil": "ceiling", "ln": "log", "abs": "Abs", "min": "Min", "max": "Max"},
}
_CONSTANTS = {"pi": "pi", "exponentiale": "E", "infinity": "oo", "notanumber": "nan"}
_RELATIONS = {"<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge", "==": "Eq", "!=": "Ne"}
_LOGIC = {"and": "And", "or": "Or", "xor": "Xor", "not": "Not", "implies": "Implies"}
_CLASSES = {
    **{
        "StrictLessThan": "<",
        "LessThan": "<=",
        "StrictGreaterThan": ">",
        "GreaterThan": ">=",
        "Equality": "==",
        "Unequality": "!=",
        "Add": "+",
    },
    **{name: operator for operator, name in _LOGIC.items()},
    **{name: operator for operator, name in _SAME.items()},
}
_INTEGERS = 1e15  # up to here a whole number is shown as one


def to_sympy(expression: Expression) -> Any:
    """Return the formula as a sympy expression (or condition), nothing evaluated."""
    import sympy

    if isinstance(expression, Number):
        return _to_number(expression.value)
    if isinstance(expression, Symbol):
        return sympy.Symbol(expression.name)
    operator, arguments = expression.operator, expression.arguments
    if operator in ("true", "false"):
        return sympy.S.true if operator == "true" else sympy.S.false
    if operator in _CONSTANTS:
        return getattr(sympy, _CONSTANTS[operator])
    if operator == "piecewise":
        return _to_piecewise(arguments)
    if operator in _LOGIC:
        inside = [_condition(one) for one in arguments]
        return getattr(sympy, _LOGIC[operator])(*inside, evaluate=False)
    inside = [_value(one) for one in arguments]
    if operator in RELATIONS:
        return _to_relation(_RELATIONS[operator], inside)
    return _to_calculation(operator, inside)


def _to_number(value: float) -> sympy.Expr:
    import sympy

    if value.is_integer() and abs(value) < _INTEGERS:
        return sympy.Integer(int(value))
    return sympy.Float(value)


def _value(expression: Expression) -> Any:
    """Return what can be reckoned with: a condition counts as 1 or 0."""
    import sympy
    from sympy.logic.boolalg import Boolean

    one = to_sympy(expression)
    if isinstance(one, Boolean) and not isinstance(one, sympy.Symbol):
        return sympy.Piecewise((sympy.S.One, one), (sympy.S.Zero, True), evaluate=False)
    return one


def _condition(expression: Expression) -> Any:
    """Return what can be asked: a number counts as true unless it is 0."""
    import sympy
    from sympy.logic.boolalg import Boolean

    one = to_sympy(expression)
    if isinstance(one, Boolean) and not isinstance(one, sympy.Symbol):
        return one
    return sympy.Ne(one, 0, evaluate=False)


def _to_piecewise(arguments: tuple[Expression, ...]) -> Any:
    import sympy

    pairs = zip(arguments[::2], arguments[1::2], strict=False)
    branches = [(_value(value), _condition(condition)) for value, condition in pairs]
    if len(arguments) % 2:
        branches.append((_value(arguments[-1]), sympy.S.true))
    return sympy.Piecewise(*branches, evaluate=False) if branches else sympy.nan


def _to_relation(name: str, inside: list[Any]) -> Any:
    import sympy

    relation = getattr(sympy, name)
    each = [relation(a, b, evaluate=False) for a, b in pairwise(inside)]
    return each[0] if len(each) == 1 else sympy.And(*each, evaluate=False)


def _to_calculation(operator: str, inside: list[Any]) -> Any:
    import sympy

    if operator in _SAME:
        return getattr(sympy, _SAME[operator])(*inside, evaluate=False)
    match operator, inside:
        case "+", _:
            return sympy.Add(*inside, evaluate=False)
        case "*", _:
            return sympy.Mul(*inside, evaluate=False)
        case "neg", [a]:
            return sympy.Mul(-1, a, evaluate=False)
        case "-", [a, b]:
            return sympy.Add(a, sympy.Mul(-1, b, evaluate=False), evaluate=False)
        case "/", [a, b]:
            return _ratio(a, b)
        case "^", [a, b]:
            return sympy.Pow(a, b, evaluate=False)
        case "sqrt", [a]:
            return sympy.Pow(a, sympy.Rational(1, 2), evaluate=False)
        case "root", [degree, a]:
            return sympy.Pow(a, _ratio(sympy.S.One, degree), evaluate=False)
        case "log10", [a]:
            return _ratio(*(sympy.log(one, evaluate=False) for one in (a, sympy.Integer(10))))
        case "log", [base, a]:
            return _ratio(*(sympy.log(one, evaluate=False) for one in (a, base)))
    return sympy.Function(operator)(*inside)


def _ratio(above: Any, below: Any) -> Any:
    import sympy

    return sympy.Mul(above, sympy.Pow(below, -1, evaluate=False), evaluate=False)


def from_sympy(expression: Any) -> Expression:
    """Return a sympy expression as a formula; raises `ModelError` for what formulas cannot say."""
    import sympy

    if isinstance(expression, sympy.Symbol):
        return Symbol(expression.name)
    constants = {getattr(sympy, name): word for word, name in _CONSTANTS.items()}
    constants |= {sympy.S.true: "true", sympy.S.false: "false"}
    if expression in constants:
        return Apply(constants[expression])
    if isinstance(expression, sympy.Number):
        return _from_number(expression)
    name = type(expression).__name__
    if name == "Piecewise":
        return _from_piecewise(expression)
    operator = _CLASSES.get(name)
    if isinstance(expression, sympy.core.function.AppliedUndef):
        operator = name
    if operator is None and name not in ("Pow", "Mul"):
        raise ModelError(f"sympy's {name} cannot be written in a formula.")
    inside = tuple([from_sympy(one) for one in expression.args])
    if operator is not None:
        return Apply(operator, inside)
    return _from_power(*inside) if name == "Pow" else _from_product(inside)


def _from_number(number: Any) -> Expression:
    if number.is_Rational and number.q != 1:
        return Apply("/", (Number(float(number.p)), Number(float(number.q))))
    try:
        return Number(float(number))
    except OverflowError:
        return Number(math.copysign(math.inf, int(number > 0) - 0.5))


def _from_piecewise(expression: Any) -> Expression:
    import sympy

    arguments: list[Expression] = []
    for value, condition in expression.args:
        arguments.append(from_sympy(value))
        if condition == sympy.S.true:
            break
        arguments.append(from_sympy(condition))
    return Apply("piecewise", tuple(arguments))


def _from_power(base: Expression, exponent: Expression) -> Expression:
    if exponent == Apply("/", (Number(1.0), Number(2.0))):
        return Apply("sqrt", (base,))
    return Apply("^", (base, exponent))


def _from_product(factors: tuple[Expression, ...]) -> Expression:
    above: list[Expression] = []
    below: list[Expression] = []
    for one in factors:
        match one:
            case Apply("^", (base, Number(exponent))) if exponent < 0:
                below.append(base if exponent == -1 else Apply("^", (base, Number(-exponent))))
            case _:
                above.append(one)
    if above[:1] == [Number(-1.0)]:
        return Apply("neg", (_quotient(above[1:], below),))
    return _quotient(above, below)


def _quotient(above: list[Expression], below: list[Expression]) -> Expression:
    top, bottom = (
        one[0] if len(one) == 1 else Apply("*", tuple(one)) if one else Number(1.0)
        for one in (above, below)
    )
    return Apply("/", (top, bottom)) if below else top
