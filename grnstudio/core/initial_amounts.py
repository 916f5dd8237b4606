"""With how many molecules species begin, where simple sums and products tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from grnstudio.core.expressions import Expression, Number, Symbol
from grnstudio.core.network import Network
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule
from grnstudio.errors import RateSyntaxError

_CALCULATIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "+": math.fsum,
    "*": math.prod,
    "-": lambda parts: parts[0] - parts[1],
    "/": lambda parts: parts[0] / parts[1],
    "^": lambda parts: float(parts[0] ** parts[1]),
    "neg": lambda parts: -parts[0],
}


def initial_amounts(network: Network) -> dict[str, float]:
    """Return initial amounts by species; those that more than arithmetic sets are left out."""
    known = _Known(network)
    found = {one.id: known.amount(one.id) for one in network.species}
    return {name: value for name, value in found.items() if math.isfinite(value)}


@dataclass(slots=True)
class _Known:
    """Values at the start, as formulas mean them; not a number where they are not known."""

    network: Network
    _formulas: dict[str, str] = field(init=False)
    _plain: dict[str, float] = field(init=False)
    _found: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        network = self.network
        rules = [one for one in network.rules if isinstance(one, AssignmentRule)]
        self._formulas = {one.target: one.formula for one in rules}
        self._formulas |= {one.target: one.formula for one in network.initial}
        sizes = {one.id: one.size for one in network.compartments}
        values = {one.id: one.value for one in network.parameters}
        self._plain = {name: value for name, value in (sizes | values).items() if value is not None}

    def amount(self, name: str) -> float:
        """Return the amount of a species."""
        one = next(one for one in self.network.species if one.id == name)
        if name in self._formulas:
            value, is_amount = self.value(name), one.only_substance or not one.compartment
        else:
            value = math.nan if one.initial is None else one.initial
            is_amount = not one.is_concentration
        return value if is_amount else value * self.value(one.compartment)

    def value(self, name: str) -> float:
        """Return what a name means in formulas."""
        if name not in self._found:
            self._found[name] = math.nan  # what is found by way of itself is not found
            self._found[name] = self._worked_out(name)
        return self._found[name]

    def _worked_out(self, name: str) -> float:
        if name in self._formulas:
            try:
                return self._calculated(parse(self._formulas[name]))
            except (RateSyntaxError, ArithmeticError, TypeError):
                return math.nan
        if name in self._plain:
            return self._plain[name]
        one = next((one for one in self.network.species if one.id == name), None)
        if one is None:
            return math.nan
        size = 1.0 if one.only_substance or not one.compartment else self.value(one.compartment)
        return self.amount(name) / size if size else math.nan

    def _calculated(self, formula: Expression) -> float:
        if isinstance(formula, Number):
            return formula.value
        if isinstance(formula, Symbol):
            return self.value(formula.name)
        calculation = _CALCULATIONS.get(formula.operator)
        if calculation is None or not formula.arguments:
            return math.nan
        return calculation([self._calculated(one) for one in formula.arguments])
