"""Recognises laws that are a constant times factors, perhaps over a sum: the fast ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, symbols
from grnstudio.simulate.program import assemble

MOST_FACTORS = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """``constant`` plus ``weights`` times the slots they belong to."""

    constant: float = 0.0
    weights: Mapping[int, float] = field(default_factory=dict)

    def plus(self, other: Sum, sign: float = 1.0) -> Sum:
        weights = dict(self.weights)
        for slot, weight in other.weights.items():
            weights[slot] = weights.get(slot, 0.0) + sign * weight
        return Sum(self.constant + sign * other.constant, weights)

    def times(self, factor: float) -> Sum:
        weights = {slot: factor * weight for slot, weight in self.weights.items()}
        return Sum(factor * self.constant, weights)


@dataclass(frozen=True, slots=True)
class Product:
    """``constant`` times ``x[slot] - shift`` for every factor, divided by ``over``."""

    constant: float
    factors: tuple[tuple[int, float], ...] = ()
    over: Sum | None = None

    def times(self, other: Product) -> Product | None:
        if self.over and other.over:
            return None
        factors = (*self.factors, *other.factors)
        if len(factors) > MOST_FACTORS:
            return None
        return Product(self.constant * other.constant, factors, self.over or other.over)


def number_of(formula: Expression) -> float | None:
    """Return what a formula without symbols comes to, None if it has some."""
    if symbols(formula):
        return None
    return assemble([formula], {}).result(0, np.zeros(0))


def product_of(formula: Expression, slots: Mapping[str, int]) -> Product | None:
    """Return ``formula`` as a product, None if it is not one."""
    if (number := number_of(formula)) is not None:
        return Product(number)
    if isinstance(formula, Symbol):
        return Product(1.0, ((slots[formula.name], 0.0),))
    if not isinstance(formula, Apply):
        return None
    if formula.operator == "*":
        return _multiplied(formula.arguments, slots)
    if formula.operator == "/":
        return _divided(formula.arguments, slots)
    if formula.operator == "^":
        return _raised(formula.arguments, slots)
    return _shifted(formula, slots)


def _multiplied(parts: tuple[Expression, ...], slots: Mapping[str, int]) -> Product | None:
    whole: Product | None = Product(1.0)
    for part in parts:
        factor = product_of(part, slots)
        whole = whole.times(factor) if whole and factor else None
    return whole


def _divided(parts: tuple[Expression, ...], slots: Mapping[str, int]) -> Product | None:
    top = product_of(parts[0], slots)
    bottom = sum_of(parts[1], slots)
    if top is None or bottom is None:
        return None
    if not bottom.weights:
        constant = float(np.divide(top.constant, bottom.constant)) if bottom.constant else np.nan
        return replace(top, constant=constant)
    return None if top.over else replace(top, over=bottom)


def _raised(parts: tuple[Expression, ...], slots: Mapping[str, int]) -> Product | None:
    base, power = product_of(parts[0], slots), number_of(parts[1])
    if base is None or power is None or power not in range(1, MOST_FACTORS + 1):
        return None
    return _multiplied((parts[0],) * int(power), slots)


def _shifted(formula: Expression, slots: Mapping[str, int]) -> Product | None:
    """Read ``x - 1`` as a factor; exact for the whole numbers that counts are shifted by."""
    line = sum_of(formula, slots)
    if line is None or len(line.weights) != 1:
        return None
    ((slot, weight),) = line.weights.items()
    shift = -line.constant / weight if weight else np.nan
    return Product(weight, ((slot, shift),)) if shift == round(shift, 0) else None


def sum_of(formula: Expression, slots: Mapping[str, int]) -> Sum | None:
    """Return ``formula`` as a weighted sum, None if it is not one."""
    if (number := number_of(formula)) is not None:
        return Sum(number)
    if isinstance(formula, Symbol):
        return Sum(0.0, {slots[formula.name]: 1.0})
    if isinstance(formula, Number) or not isinstance(formula, Apply):
        return None
    parts = [sum_of(part, slots) for part in formula.arguments]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _combined(formula.operator, known)


def _combined(operator: str, parts: list[Sum]) -> Sum | None:
    if operator == "neg":
        return parts[0].times(-1.0)
    if operator in ("+", "-"):
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.plus(part, 1.0 if operator == "+" else -1.0)
        return whole
    if operator == "/" and not parts[1].weights and parts[1].constant:
        return parts[0].times(1.0 / parts[1].constant)
    varying = [part for part in parts if part.weights]
    if operator == "*" and len(varying) == 1:
        factor = float(np.prod([part.constant for part in parts if not part.weights]))
        return varying[0].times(factor)
    return None
