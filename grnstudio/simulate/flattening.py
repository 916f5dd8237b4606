"""Formulas in terms of what a stochastic simulation holds, and what reactions change there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from grnstudio.core.expressions import Expression, Number, Symbol, substitute, symbols
from grnstudio.core.network import Reaction
from grnstudio.errors import Unsupported
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.laws import Change


@dataclass(slots=True)
class Flattener:
    """Says formulas in terms of ``state`` and time alone: rules written out, constants as numbers.

    ``state`` gives each name that a simulation holds its place.
    """

    compiled: Compiled
    values: np.ndarray
    state: Mapping[str, int]
    _known: dict[str, Expression] = field(default_factory=dict)

    def propensity(self, reaction: Reaction) -> Expression:
        """Return how likely ``reaction`` is."""
        return self.flat(self.compiled.formulas.propensity(reaction))

    def flat(self, formula: Expression) -> Expression:
        """Return ``formula`` without names that are not held."""
        return substitute(formula, {name: self._meaning(name) for name in symbols(formula)})

    def read(self, text: str) -> Expression:
        """Return the formula ``text`` of the network."""
        return self.flat(self.compiled.formulas.read(text))

    def _meaning(self, name: str) -> Expression:
        if name in self.state or name == TIME.name:
            return Symbol(name)
        if name not in self._known:
            rule = self.compiled.expressions.get(name)
            value = float(self.values[self.compiled.slots[name]])
            self._known[name] = Number(value) if rule is None else self.flat(rule)
        return self._known[name]


def changes(
    compiled: Compiled, values: np.ndarray, active: Sequence[Reaction], place: Mapping[str, int]
) -> list[Change]:
    """Return by how many molecules each of the reactions changes what is held at which place."""
    terms = compiled.terms
    rows = {compiled.slots[one.id]: index for index, one in enumerate(active)}
    found: list[dict[int, float]] = [{} for _ in active]
    for row, factor, slots in zip(terms.rows, terms.factors, terms.slots, strict=True):
        if int(slots[0]) not in rows:
            continue
        index, amount = rows[int(slots[0])], float(factor)
        for slot in slots[1:]:
            amount *= values[slot] if slot >= 0 else 1.0
        at = place[compiled.names[compiled.state[row]]]
        found[index][at] = found[index].get(at, 0.0) + amount
    names = {at: name for name, at in place.items()}
    for one, change in zip(active, found, strict=True):
        for at, amount in change.items():
            if not amount.is_integer():
                raise Unsupported(
                    f"Reaction '{one.id}' changes {names[at]} by {amount:g}; a stochastic "
                    "simulation counts whole molecules. Use the ODE engine, or whole "
                    "stoichiometries."
                )
    return [dict(change) for change in found]


def dense(found: Sequence[Change], width: int) -> np.ndarray:
    """Return changes as an array ``[reactions, width]``."""
    array = np.zeros((len(found), width))
    for row, change in enumerate(found):
        array[row, list(change)] = list(change.values())
    return array
