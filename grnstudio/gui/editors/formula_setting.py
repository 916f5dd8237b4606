"""Formulas set as in print: fractions, powers, roots, indices, Greek letters."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.rate_latex import GREEK, name_parts
from grnstudio.gui.editors.formula_boxes import (
    GAP,
    SMALL,
    Box,
    Measure,
    enclosed,
    fraction,
    lowered,
    raised,
    root,
    row,
    stacked,
    text,
)

OR, AND, RELATION, SUM, PRODUCT, SIGN, POWER, WHOLE = range(8)
_LEVELS = {
    **dict.fromkeys(("or", "xor", "implies"), OR),
    "and": AND,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), RELATION),
    **dict.fromkeys("+-", SUM),
    "*": PRODUCT,
    **dict.fromkeys(("neg", "not"), SIGN),
    "^": POWER,
}
_SIGNS = {
    **{"or": "∨", "and": "∧", "xor": "⊕", "implies": "⇒", "<=": "≤", ">=": "≥", "==": "="},
    **{"!=": "≠", "-": "−", "*": "·"},
}
_CONSTANTS = {
    **{"pi": "π", "exponentiale": "e", "infinity": "∞", "notanumber": "NaN", "time": "t"},
    **{"avogadro": "N", "true": "true", "false": "false"},
}
_PAIRS = {"abs": "||", "floor": "⌊⌋", "ceil": "⌈⌉"}


class FormulaSetting:
    """Sets formulas; ``measure`` says how large texts are."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure

    def equation(self, left: Expression | str, sign: str, right: Expression, size: float) -> Box:
        """Return ``left sign right`` on one line."""
        head = self.name(left, size) if isinstance(left, str) else self.formula(left, size)
        return row([head, self._upright(sign, size), self.formula(right, size)], 2 * GAP * size)

    def name(self, id: str, size: float) -> Box:
        """Return an id with Greek letters, and what follows ``_`` or a letter as an index."""
        stem, index = name_parts(id)
        letter = _letter(stem)
        base = text(letter, size, self._measure, is_slanted=len(letter) == 1)
        if not index:
            return base
        shown = _letter(index)
        small = text(shown, SMALL * size, self._measure, len(shown) == 1 and shown.isalpha())
        return lowered(base, small, size)

    def formula(self, node: Expression, size: float, weakest: int = 0) -> Box:
        """Return a formula, in parentheses if it binds less than ``weakest``."""
        box, level = self._bare(node, size)
        return box if level >= weakest else enclosed(box, size)

    def _bare(self, node: Expression, size: float) -> tuple[Box, int]:
        match node:
            case Number(value):
                return self._number(value, size)
            case Symbol(name):
                return self.name(_CONSTANTS.get(name, name), size), WHOLE
            case Apply("exp", (one,)):
                base = text("e", size, self._measure, is_slanted=True)
                return raised(base, self.formula(one, SMALL * size), size), POWER
            case Apply(operator, ()) if operator in _CONSTANTS:
                return self._upright(_CONSTANTS[operator], size), WHOLE
            case Apply("/", (above, below)):
                small = size * (SMALL if _is_fraction(above) or _is_fraction(below) else 1.0)
                return fraction(self.formula(above, small), self.formula(below, small), size), WHOLE
            case Apply("^", (base, power)):
                shown = self.formula(base, size, WHOLE)
                if _is_fraction(base):
                    shown = enclosed(shown, size)
                return raised(shown, self.formula(power, SMALL * size), size), POWER
            case Apply(operator, arguments) if operator in _LEVELS and arguments:
                return self._between(operator, arguments, size), _LEVELS[operator]
            case Apply(operator, arguments):
                return self._called(operator, arguments, size), WHOLE
        raise TypeError(f"{node!r} is not a formula")

    def _between(self, operator: str, arguments: tuple[Expression, ...], size: float) -> Box:
        level = _LEVELS[operator]
        if operator in ("neg", "not"):
            sign = self._upright("−" if operator == "neg" else "¬", size)
            return row([sign, self.formula(arguments[0], size, PRODUCT)], 0.5 * GAP * size)
        boxes: list[Box] = []
        for place, one in enumerate(arguments):
            if place:
                boxes.append(self._upright(_SIGNS.get(operator, operator), size))
            box, binds = self._bare(one, size)
            tight = level + 1 if operator == "-" and place else level
            is_loose = binds < tight or (place and binds == SIGN)
            boxes.append(enclosed(box, size) if is_loose else box)
        return row(boxes, GAP * size * (0.8 if operator == "*" else 1.4))

    def _called(self, operator: str, arguments: tuple[Expression, ...], size: float) -> Box:
        match operator, arguments:
            case "sqrt", (one,):
                return root(self.formula(one, size), size)
            case "root", (degree, one):
                return root(self.formula(one, size), size, self.formula(degree, SMALL**2 * size))
            case (("abs" | "floor" | "ceil"), (one,)):
                return enclosed(self.formula(one, size), size, _PAIRS[operator])
            case "factorial", (one,):
                return row([self.formula(one, size, WHOLE), self._upright("!", size)])
            case "log", (base, one):
                head = lowered(self._upright("log", size), self.formula(base, SMALL * size), size)
                return row([head, enclosed(self.formula(one, size), size)], 0.3 * GAP * size)
            case "piecewise", _:
                return self._cases(arguments, size)
        head = self.name(operator, size)
        if operator == "log10":
            ten = self._upright("10", SMALL * size)
            head = lowered(self._upright("log", size), ten, size)
        return row([head, enclosed(self._list(arguments, size), size)], 0.3 * GAP * size)

    def _list(self, arguments: Sequence[Expression], size: float) -> Box:
        boxes: list[Box] = []
        for place, one in enumerate(arguments):
            comma = [self._upright(",", size)] if place < len(arguments) - 1 else []
            boxes.append(row([self.formula(one, size), *comma]))
        return row(boxes, 1.5 * GAP * size)

    def _cases(self, arguments: tuple[Expression, ...], size: float) -> Box:
        pairs = zip(arguments[::2], arguments[1::2], strict=False)
        lines = [
            [self.formula(value, size), self._where("if ", condition, size)]
            for value, condition in pairs
        ]
        if len(arguments) % 2:
            lines.append([self.formula(arguments[-1], size), self._upright("otherwise", size)])
        return enclosed(stacked(lines, size), size, "{") if lines else self._upright("?", size)

    def _where(self, word: str, condition: Expression, size: float) -> Box:
        return row([self._upright(word, size), self.formula(condition, size)], GAP * size)

    def _number(self, value: float, size: float) -> tuple[Box, int]:
        if not math.isfinite(value):
            sign = "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
            return self._upright(sign, size), WHOLE
        mantissa, _, exponent = f"{value:.12g}".replace("-", "−").partition("e")
        level = WHOLE if value >= 0 else SIGN
        if not exponent:
            return self._upright(mantissa, size), level
        sign = "−" if exponent.startswith("−") else ""
        power = self._upright(sign + exponent.lstrip("+−0"), SMALL * size)
        ten = raised(self._upright("10", size), power, size)
        if mantissa == "1":
            return ten, POWER
        parts = [self._upright(mantissa, size), self._upright("·", size), ten]
        return row(parts, 0.5 * GAP * size), PRODUCT if value >= 0 else SIGN

    def _upright(self, content: str, size: float) -> Box:
        return text(content, size, self._measure)


def _is_fraction(node: Expression) -> bool:
    return isinstance(node, Apply) and node.operator == "/"


def _letter(name: str) -> str:
    """Return the Greek letter of a name, else the name."""
    if name not in GREEK:
        return name
    kind = "SMALL" if name.islower() else "CAPITAL"
    return unicodedata.lookup(f"GREEK {kind} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
