"""What tests of formulas share: values of trees, and trees and texts at random."""

import math
import operator

from hypothesis import strategies as st

from grnstudio.core.expressions import OPERATORS, Apply, Number, Symbol, arity
from grnstudio.core.rate_names import FUNCTIONS

_PLAIN = {
    "-": operator.sub,
    "/": operator.truediv,
    "^": math.pow,
    "neg": operator.neg,
    "log": lambda base, x: math.log(x) / math.log(base),
    "root": lambda degree, x: math.pow(x, 1 / degree),
    "ln": math.log,
    "rem": math.fmod,
    "quotient": lambda a, b: math.trunc(a / b),
    "not": operator.not_,
    **{"+": lambda *x: math.fsum(x), "*": lambda *x: math.prod(x), "min": lambda *x: min(x)},
    "max": lambda *x: max(x),
    **{"and": lambda *x: all(x), "or": lambda *x: any(x), "xor": lambda *x: sum(x) % 2},
    **{"abs": abs, "pi": lambda: math.pi, "exponentiale": lambda: math.e},
    **{name: getattr(math, name) for name in ("exp", "log10", "sqrt", "floor", "ceil")},
    **{f"{name}{h}": getattr(math, name + h) for name in ("sin", "cos", "tan") for h in ("", "h")},
    **{
        f"arc{name}{h}": getattr(math, f"a{name}{h}")
        for name in ("sin", "cos", "tan")
        for h in ("", "h")
    },
}
for _name, _of in (("sec", "cos"), ("csc", "sin"), ("cot", "tan")):
    for _h in ("", "h"):
        _PLAIN[_name + _h] = lambda x, of=_of + _h: 1 / _PLAIN[of](x)
        _PLAIN[f"arc{_name}{_h}"] = lambda x, of=f"arc{_of}{_h}": _PLAIN[of](1 / x)
_RELATIONS = {
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge},
    **{"==": operator.eq, "!=": operator.ne},
}


def value(node, values):
    """Reckon a tree, plainly and apart from the program's own engines."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Symbol):
        return values[node.name]
    if node.operator == "piecewise":
        arguments = list(node.arguments)
        while len(arguments) > 1:
            branch, condition, *arguments = arguments
            if value(condition, values):
                return value(branch, values)
        return value(arguments[0], values) if arguments else math.nan
    inside = [value(one, values) for one in node.arguments]
    if node.operator in _RELATIONS:
        return all(map(_RELATIONS[node.operator], inside, inside[1:]))
    return _PLAIN[node.operator](*inside)


NAMES = st.one_of(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True),
    st.sampled_from(["lambda", "and", "or", "not", "time", "pi", "inf", "true", "sin", "k.local"]),
)
NUMBERS = st.floats(allow_nan=False).map(Number)


def _applications(children):
    def of(name):
        fewest, most = arity(name)
        arguments = st.lists(
            children, min_size=fewest, max_size=fewest + 3 if most is None else most
        )
        return arguments.map(lambda some: Apply(name, tuple(some)))

    users = NAMES.filter(lambda name: name not in FUNCTIONS and "." not in name)
    calls = st.builds(Apply, users, st.lists(children, max_size=2).map(tuple))
    return st.one_of(st.sampled_from(sorted(OPERATORS)).flatmap(of), calls)


TREES = st.recursive(st.one_of(NUMBERS, NAMES.map(Symbol)), _applications, max_leaves=12)
