"""Whether a species speeds a reaction up or slows it down, found by trying its rate out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import reduce
from itertools import pairwise
from operator import mul

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, symbols
from grnstudio.core.network import MassAction, Network, Reaction
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule
from grnstudio.errors import GRNStudioError

AMOUNTS = (0.13, 0.7, 1.9, 11.0, 83.0, 1700.0)
STEP = 1e-3
NOTICED = 1e-9  # a relative change of a rate below this is none

Value = Callable[[str], float]
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_PLAIN: dict[str, Callable[..., float]] = {
    "+": lambda *all: math.fsum(all),
    "*": lambda *all: reduce(mul, all, 1.0),
    "-": lambda a, b: a - b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: math.pow(a, b),
    "neg": lambda a: -a,
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
    "log": lambda base, a: math.log(a, base),
    "root": lambda degree, a: math.pow(a, 1 / degree),
    "sqrt": math.sqrt,
    "abs": abs,
    "tanh": math.tanh,
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "time": lambda: 1.0,
    "avogadro": lambda: 6.02214076e23,
    "pi": lambda: math.pi,
    "exponentiale": lambda: math.e,
    "true": lambda: 1.0,
    "false": lambda: 0.0,
    "not": lambda a: float(not a),
    "and": lambda *all: float(bool(reduce(lambda a, b: a and b, all, 1.0))),
    "or": lambda *all: float(bool(reduce(lambda a, b: a or b, all, 0.0))),
}


class Influences:
    """The influences in one network."""

    def __init__(self, network: Network) -> None:
        self._functions = {one.id: one for one in network.functions}
        self._values = {one.id: one.value for one in network.parameters}
        self._values |= {one.id: one.size for one in network.compartments}
        self._rules = {
            one.target: one.formula for one in network.rules if isinstance(one, AssignmentRule)
        }
        self._trees: dict[str, Expression] = {}

    def depends(self, reaction: Reaction, species: str) -> bool:
        """Return whether the formula of the rate speaks of ``species``, rules not followed."""
        formula = _formula(reaction)
        return bool(formula) and species in symbols(self._tree(formula))

    def sign(self, reaction: Reaction, species: str) -> int:
        """Return 1 if more of ``species`` speeds ``reaction`` up, -1 if it slows it down, else 0.

        It does so if it does for all of some amounts, parameters being as they are.
        """
        if self._is_plain(reaction, species):
            return 1
        formula = _formula(reaction)
        ways = {self._way(formula, reaction.locals, species, turn) for turn in range(len(AMOUNTS))}
        ways -= {0}
        return ways.pop() if len(ways) == 1 else 0

    def rate(self, reaction: Reaction, gone: str = "", turn: int = 0) -> float | None:
        """Return the rate at the ``turn``-th choice of amounts, without any of ``gone``.

        None if the rate cannot be worked out there.
        """
        try:
            value = self._value(reaction.locals, gone, turn, 0.0 if gone else 1.0)
            return self._evaluate(self._tree(_formula(reaction)), value, 0)
        except (ArithmeticError, ValueError, KeyError, GRNStudioError):
            return None

    def _is_plain(self, reaction: Reaction, species: str) -> bool:
        """Return whether a species is a reactant under mass action, and nothing else."""
        if not isinstance(reaction.kinetics, MassAction):
            return False
        names = symbols(self._tree(reaction.kinetics.constant))
        is_reactant = any(one.species == species for one in reaction.reactants)
        return is_reactant and species not in names and names.isdisjoint(self._rules)

    def _way(self, formula: str, local: Mapping[str, float], species: str, turn: int) -> int:
        """Return in which direction the rate changes at the ``turn``-th choice of amounts."""
        try:
            tree = self._tree(formula)
            low, high = (
                self._evaluate(tree, self._value(local, species, turn, factor), 0)
                for factor in (1.0, 1 + STEP)
            )
        except (ArithmeticError, ValueError, KeyError, GRNStudioError):
            return 0
        if not abs(high - low) > NOTICED * max(abs(low), abs(high)):
            return 0
        return 1 if high > low else -1

    def _value(self, local: Mapping[str, float], species: str, turn: int, factor: float) -> Value:
        def value(name: str) -> float:
            if name in local:
                return float(local[name])
            known = self._values.get(name)
            if known is not None and name != species:
                return known
            shift = sum(map(ord, name)) if name != species else 0
            return AMOUNTS[(turn + shift) % len(AMOUNTS)] * (factor if name == species else 1.0)

        return value

    def _evaluate(self, node: Expression, value: Value, depth: int) -> float:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Symbol):
            if node.name in self._rules and depth < len(self._rules) + 1:
                return self._evaluate(self._tree(self._rules[node.name]), value, depth + 1)
            return value(node.name)
        if node.operator == "piecewise":
            return self._choose(node, value, depth)
        inside = [self._evaluate(one, value, depth) for one in node.arguments]
        if node.operator in _ORDER:
            order = _ORDER[node.operator]
            return float(all(order(a, b) for a, b in pairwise(inside)))
        return float(_PLAIN[node.operator](*inside))

    def _choose(self, node: Apply, value: Value, depth: int) -> float:
        parts = node.arguments
        for choice, condition in zip(parts[::2], parts[1::2], strict=False):
            if self._evaluate(condition, value, depth):
                return self._evaluate(choice, value, depth)
        return self._evaluate(parts[-1], value, depth)

    def _tree(self, formula: str) -> Expression:
        if formula not in self._trees:
            self._trees[formula] = parse(formula, None, self._functions)
        return self._trees[formula]


def _formula(reaction: Reaction) -> str:
    if reaction.kinetics is None:
        return ""
    if isinstance(reaction.kinetics, MassAction):
        factors = [reaction.kinetics.constant, *(f"`{one.species}`" for one in reaction.reactants)]
        return "*".join(f"({one})" for one in factors)
    return reaction.kinetics.formula
