"""What can run out and never come back, and which reactions stop for good then.

A set of species is a trap (a siphon) if every reaction that makes one of them also needs one of
them: once all are gone, they stay gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.network import Network
from grnstudio.simulate.laws import Law

MOST_SETS = 2_000  # looked at from each species
MOST_SPECIES = 150


@dataclass(frozen=True, slots=True)
class Trap:
    """Species that stay gone once all are, and the reactions that never happen again then."""

    species: tuple[str, ...]
    reactions: tuple[str, ...]


def needed(formula: Expression) -> frozenset[str]:
    """Return the names of which each alone makes ``formula`` 0 when it is 0."""
    if isinstance(formula, Symbol):
        return frozenset({formula.name})
    if not isinstance(formula, Apply) or not formula.arguments:
        return frozenset()
    parts = formula.arguments
    if formula.operator == "*":
        return frozenset().union(*(needed(one) for one in parts))
    if formula.operator in ("/", "neg"):
        return needed(parts[0])
    if formula.operator == "^":
        is_power = isinstance(parts[1], Number) and parts[1].value > 0
        return needed(parts[0]) if is_power else frozenset()
    if formula.operator in ("+", "-"):
        return frozenset.intersection(*(needed(one) for one in parts))
    if formula.operator == "piecewise":
        values = (*parts[:-1:2], *(parts[-1:] if len(parts) % 2 else ()))
        return frozenset.intersection(*(needed(one) for one in values))
    return frozenset()


def traps(
    network: Network, names: Sequence[str], reactions: Sequence[str], forms: Sequence[Law],
    changes: np.ndarray, start: np.ndarray,
) -> Iterator[Trap]:  # fmt: skip
    """Yield the smallest traps that the network can fall into from ``start``."""
    if len(names) > MOST_SPECIES:
        return
    needs = [
        frozenset(needed(form.formula) | {names[slot] for slot in form.guards}) & set(names)
        for form in forms
    ]
    makes = [_named(names, change > 0) for change in changes]
    takes = [_named(names, change < 0) for change in changes]
    kept = list(_kept(network, dict(zip(names, start, strict=True))))
    found = {one for name in names if (one := _smallest(name, needs, makes)) is not None}
    for trap in sorted(found, key=lambda one: (len(one), sorted(one))):
        is_smallest = not any(other < trap for other in found)
        can_end = any(taken & trap for taken in takes) and not any(law <= trap for law in kept)
        is_there = any(start[names.index(name)] > 0 for name in trap)
        stopped = [one for one, need in zip(reactions, needs, strict=True) if need & trap]
        if is_smallest and can_end and is_there and stopped:
            yield Trap(tuple(name for name in names if name in trap), tuple(stopped))


def _named(names: Sequence[str], chosen: np.ndarray) -> frozenset[str]:
    return frozenset(name for name, one in zip(names, chosen, strict=True) if one)


def _kept(network: Network, start: Mapping[str, float]) -> Iterator[frozenset[str]]:
    """Yield sets of species of which reactions always leave some."""
    for law in conservation_laws(network):
        is_sum = all(factor > 0 and name in start for name, factor in law.coefficients.items())
        if is_sum and law.total(start) > 0:
            yield frozenset(law.coefficients)


def _smallest(
    name: str, needs: Sequence[frozenset[str]], makes: Sequence[frozenset[str]]
) -> frozenset[str] | None:
    """Return a smallest trap that has ``name`` in it, None if there is none or it is not found."""
    waiting = [frozenset({name})]
    for looked, trap in enumerate(waiting):
        if looked > MOST_SETS:
            return None
        open_ways = (
            need for need, made in zip(needs, makes, strict=True) if made & trap and not need & trap
        )
        need = next(open_ways, None)
        if need is None:
            return trap
        # In order of size, since each set is one larger than what it was made from.
        waiting += [more for one in sorted(need) if (more := trap | {one}) not in waiting]
    return None
