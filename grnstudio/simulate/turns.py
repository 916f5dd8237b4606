"""When formulas jump: times that are known beforehand, because they lie where lines cross.

A line over time is ``slope * time + start``, both formulas that stay while nothing happens. So is
what a rate rule moves evenly. A comparison of lines turns where they cross, and ``floor`` of a line
jumps where it is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from grnstudio.core.expressions import RELATIONS, Apply, Expression, Number, Symbol, symbols
from grnstudio.simulate.formulas import TIME

Line: TypeAlias = tuple[Expression, Expression]

ZERO, ONE = Number(0.0), Number(1.0)


@dataclass(slots=True)
class Turns:
    """Finds the turns of formulas over names of which some move evenly.

    ``moving`` are the rates of what moves, by name, time not among them. ``found`` are formulas of
    the times at which something turns, by the values of the present.
    """

    moving: Mapping[str, Expression]
    found: dict[Expression, None] = field(default_factory=dict)

    def is_stepwise(self, formula: Expression) -> bool:
        """Whether ``formula`` stays between turns, all of which are found then."""
        if not self._moves(formula):
            return True
        if not isinstance(formula, Apply):
            return False
        parts = formula.arguments
        if formula.operator in RELATIONS:
            crossing = [self._crosses(Apply("-", pair)) for pair in pairwise(parts)]
            return all(crossing)
        if formula.operator in ("floor", "ceil") and self._is_whole(parts[0]):
            return True
        if formula.operator == "quotient" and self._is_whole(Apply("/", parts)):
            return True
        steps = [self.is_stepwise(one) for one in parts]  # all of them, to find all turns
        return all(steps)

    def line(self, formula: Expression) -> Line | None:
        """Return slope and start of ``formula``, None if it is no line."""
        if formula == TIME:
            return ONE, ZERO
        if isinstance(formula, Symbol) and formula.name in self.moving:
            rate = self.moving[formula.name]
            return rate, _minus(formula, _times(rate, TIME))
        if not self._moves(formula):
            return ZERO, formula
        if not isinstance(formula, Apply):
            return None
        if formula.operator == "rem":
            top, bottom = formula.arguments
            formula = Apply("-", (top, _times(bottom, Apply("quotient", (top, bottom)))))
        found = self._combined(formula)
        return (ZERO, formula) if found is None and self.is_stepwise(formula) else found

    def _moves(self, formula: Expression) -> bool:
        return any(one == TIME.name or one in self.moving for one in symbols(formula))

    def _combined(self, formula: Apply) -> Line | None:
        if formula.operator not in ("+", "-", "neg", "*", "/"):
            return None
        lines = [self.line(one) for one in formula.arguments]
        known = [one for one in lines if one is not None]
        if len(known) < len(lines):
            return None
        slopes, starts = tuple(one[0] for one in known), tuple(one[1] for one in known)
        if all(slope == ZERO for slope in slopes):
            return ZERO, formula
        if formula.operator in ("+", "-", "neg"):
            return Apply(formula.operator, slopes), Apply(formula.operator, starts)
        if formula.operator == "/":
            over = (Apply("/", (slopes[0], starts[1])), Apply("/", starts))
            return over if slopes[1] == ZERO else None
        return _scaled(slopes, starts)

    def _crosses(self, difference: Expression) -> bool:
        """Find when ``difference`` is 0; return whether it is a line."""
        line = self.line(difference)
        if line is None:
            return False
        if line[0] != ZERO:
            self._turn(Apply("neg", (line[1],)), line[0])
        return True

    def _is_whole(self, formula: Expression) -> bool:
        """Find when ``formula`` is whole next; return whether it is a line."""
        line = self.line(formula)
        if line is None:
            return False
        if line[0] != ZERO:
            below = Apply("floor", (formula,))
            for whole in (below, Apply("+", (below, ONE)), _minus(below, ONE)):
                self._turn(_minus(whole, line[1]), line[0])
        return True

    def _turn(self, way: Expression, slope: Expression) -> None:
        self.found[way if slope == ONE else Apply("/", (way, slope))] = None


def _scaled(slopes: tuple[Expression, ...], starts: tuple[Expression, ...]) -> Line | None:
    """Return the product of lines of which one may slope."""
    sloping = [index for index, slope in enumerate(slopes) if slope != ZERO]
    if len(sloping) > 1:
        return None
    if not sloping:
        return ZERO, Apply("*", starts)
    slope = tuple(slopes[i] if i in sloping else start for i, start in enumerate(starts))
    return Apply("*", slope), Apply("*", starts)


def _minus(left: Expression, right: Expression) -> Expression:
    return left if right == ZERO else Apply("-", (left, right))


def _times(left: Expression, right: Expression) -> Expression:
    return right if left == ONE else Apply("*", (left, right))
