"""Formulas as LaTeX, in the order in which they were written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from grnstudio.core.expressions import (
    COMMON_SYMBOLS,
    RELATIONS,
    TRIGONOMETRIC,
    Apply,
    Expression,
    Number,
    Symbol,
)

OR, AND, RELATION, SUM, PRODUCT, SIGN, POWER, WHOLE = range(8)
_LEVELS = {
    "or": OR,
    "xor": OR,
    "implies": OR,
    "and": AND,
    **dict.fromkeys(RELATIONS, RELATION),
    **dict.fromkeys("+-", SUM),
    "*": PRODUCT,
    **dict.fromkeys(("neg", "not"), SIGN),
    "^": POWER,
}
_BETWEEN = {
    "or": r" \lor ",
    "and": r" \land ",
    "xor": r" \oplus ",
    "implies": r" \Rightarrow ",
    "<": " < ",
    "<=": r" \le ",
    ">": " > ",
    ">=": r" \ge ",
    "==": " = ",
    "!=": r" \ne ",
    "+": " + ",
    "*": r" \, ",
}
_CONSTANTS = {
    "pi": r"\pi",
    "exponentiale": "e",
    "infinity": r"\infty",
    "notanumber": r"\mathrm{NaN}",
    "true": r"\mathrm{true}",
    "false": r"\mathrm{false}",
    "time": "t",
    "avogadro": r"N_\mathrm{A}",
}
GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"}
    | {"lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"}
    | {"Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"}
)
_KNOWN = frozenset({"sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth"})
_PARTED = re.compile(r"([A-Za-z]+)_?([A-Za-z0-9_]*)")


def latex(expression: Expression, names: Mapping[str, str] | None = None) -> str:
    """Return a formula as LaTeX for math mode; ``names`` says how some symbols are to be shown."""
    known = {name: _CONSTANTS[name] for name in COMMON_SYMBOLS}
    return _Writer(known if names is None else {**known, **names}).text(expression)


def latex_name(name: str) -> str:
    """Return an id as LaTeX: Greek letters, and what follows ``_`` or a letter as an index."""
    stem, index = name_parts(name)
    if not _PARTED.fullmatch(name):
        return rf"\mathrm{{{_escaped(name)}}}"
    plain = stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    shown = rf"\{stem}" if stem in GREEK else plain
    return f"{shown}_{{{_index(index)}}}" if index else shown


def name_parts(name: str) -> tuple[str, str]:
    """Return the letters that an id begins with, and what is to be shown as their index."""
    found = _PARTED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _index(index: str) -> str:
    return index if index.isdigit() or len(index) == 1 else rf"\mathrm{{{_escaped(index)}}}"


def _escaped(text: str) -> str:
    return "".join(rf"\{c}" if c in "_&%$#{}" else c for c in text)


class _Writer:
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def text(self, node: Expression, weakest: int = 0) -> str:
        """Return the LaTeX of ``node``, in parentheses if it binds less than ``weakest``."""
        text, level = self._bare(node)
        return text if level >= weakest else rf"\left({text}\right)"

    def _bare(self, node: Expression) -> tuple[str, int]:
        match node:
            case Number(value):
                return latex_number(
                    value
                ), WHOLE if value >= 0 and "e" not in f"{value:g}" else SIGN
            case Symbol(name):
                return self._names.get(name, latex_name(name)), WHOLE
            case Apply("exp", (one,)):
                return f"e^{{{self.text(one)}}}", POWER
            case Apply(operator, ()) if operator in _CONSTANTS:
                return _CONSTANTS[operator], WHOLE
            case Apply(operator, arguments) if operator in _LEVELS and arguments:
                return self._between(operator, arguments), _LEVELS[operator]
            case Apply(operator, arguments):
                return self._called(operator, arguments), WHOLE
        raise TypeError(f"{node!r} is not a formula")

    def _between(self, operator: str, arguments: tuple[Expression, ...]) -> str:
        level = _LEVELS[operator]
        match operator, arguments:
            case "neg", (one,):
                return f"-{self.text(one, PRODUCT)}"
            case "not", (one,):
                return rf"\lnot {self.text(one, SIGN)}"
            case "^", (base, exponent):
                return f"{self.text(base, WHOLE)}^{{{self.text(exponent)}}}"
            case "-", (one, other):
                return f"{self.text(one, SUM)} - {self.text(other, PRODUCT)}"
        return _BETWEEN[operator].join(self.text(one, level) for one in arguments)

    def _called(self, operator: str, arguments: tuple[Expression, ...]) -> str:
        match operator, arguments:
            case "/", (above, below):
                return rf"\frac{{{self.text(above)}}}{{{self.text(below)}}}"
            case "sqrt", (one,):
                return rf"\sqrt{{{self.text(one)}}}"
            case "root", (degree, one):
                return rf"\sqrt[{self.text(degree)}]{{{self.text(one)}}}"
            case "abs", (one,):
                return rf"\left|{self.text(one)}\right|"
            case (("floor" | "ceil"), (one,)):
                return rf"\left\l{operator} {self.text(one)}\right\r{operator}"
            case "factorial", (one,):
                return f"{self.text(one, WHOLE)}!"
            case "rateOf", (one,):
                return rf"\frac{{d {self.text(one, WHOLE)}}}{{d t}}"
            case "log", (base, one):
                return rf"\log_{{{self.text(base)}}}\left({self.text(one)}\right)"
            case "log10", (one,):
                return rf"\log_{{10}}\left({self.text(one)}\right)"
            case "piecewise", _:
                return self._cases(arguments)
        return rf"{_function(operator)}\left({', '.join(map(self.text, arguments))}\right)"

    def _cases(self, arguments: tuple[Expression, ...]) -> str:
        pairs = zip(arguments[::2], arguments[1::2], strict=False)
        rows = [f"{self.text(value)} & {self.text(condition)}" for value, condition in pairs]
        if len(arguments) % 2:
            rows.append(rf"{self.text(arguments[-1])} & \text{{otherwise}}")
        return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"


def latex_number(value: float) -> str:
    """Return a number as LaTeX, with a power of ten where it has one."""
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    if math.isnan(value):
        return r"\mathrm{NaN}"
    mantissa, _, exponent = f"{value:.12g}".partition("e")
    if not exponent:
        return mantissa
    power = rf"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"


def _function(operator: str) -> str:
    if operator in _KNOWN or operator in ("ln", "min", "max"):
        return rf"\{operator}"
    if operator in TRIGONOMETRIC and operator in ("arcsin", "arccos", "arctan"):
        return rf"\{operator}"
    return rf"\operatorname{{{_escaped(operator)}}}"
