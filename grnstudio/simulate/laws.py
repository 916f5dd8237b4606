"""Writes propensities as the arrays that kernels read, each in the fastest form it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from grnstudio.core.expressions import Expression, Number, symbols
from grnstudio.simulate.monomials import Product, product_of
from grnstudio.simulate.program import Program, assemble
from grnstudio.simulate.propensities import (
    AFFECTED,
    CHANGE,
    CODE,
    COLUMNS,
    CONSTANT,
    FACTOR,
    FIRST,
    FORMULA,
    GUARD,
    KIND,
    LINEAR,
    OVER,
    PRODUCT,
    QUADRATIC,
    SECOND,
    Laws,
)  # fmt: skip

Change = Mapping[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One propensity: a product if it is one, the ``formula``, and what must be there for it.

    ``guards`` are the species that the reaction could take below zero, and how many it takes.
    """

    formula: Expression
    product: Product | None
    reads: frozenset[int]
    guards: Mapping[int, float]


def law(
    formula: Expression, slots: Mapping[str, int], change: Change, *, plain: bool = True
) -> Law:
    """Return the law of a reaction that changes species (by slot) by ``change``.

    Unless ``plain`` it stays a formula, whatever it is.
    """
    product = product_of(formula, slots) if plain else None
    taken = {slot: -amount for slot, amount in change.items() if amount < 0}
    shifts = Counter(product.factors if product else ())
    guards = {
        slot: amount
        for slot, amount in taken.items()
        if not all(shifts[slot, float(one)] for one in range(round(amount)))
    }
    reads = frozenset(slots[name] for name in symbols(formula))
    return Law(formula, product, reads | frozenset(guards), guards)


@dataclass(slots=True)
class _Pool:
    """Ranges of indices and the numbers that go with them, laid end to end."""

    slots: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, items: Iterable[tuple[int, float]]) -> tuple[int, int]:
        """Lay ``items`` down and return where they begin and end."""
        start = len(self.slots)
        for slot, weight in items:
            self.slots.append(slot)
            self.weights.append(weight)
        return start, len(self.slots)


def as_arrays(
    laws: Sequence[Law], changes: Sequence[Change], slots: Mapping[str, int]
) -> tuple[Laws, np.ndarray]:
    """Return the laws for the kernels, and the stack that their formulas need."""
    pool, count = _Pool(), len(laws)
    rows = np.zeros((count + 1, COLUMNS), dtype=np.uint64)
    constants = np.zeros((count + 1, 3))
    program = _program(laws, slots)
    followers = [*_followers(laws, changes), range(count)]
    for index, (one, change) in enumerate(zip(laws, changes, strict=True)):
        row, product = rows[index], one.product or Product(1.0)
        row[KIND], row[FIRST], row[SECOND], shift = _kind(one)
        bottom = product.over.constant if product.over else 0.0
        constants[index] = product.constant, shift, bottom
        row[FACTOR : FACTOR + 2] = pool.add(product.factors)
        row[OVER : OVER + 2] = pool.add(product.over.weights.items() if product.over else ())
        row[GUARD : GUARD + 2] = pool.add(one.guards.items())
        row[CODE : CODE + 2] = program.bounds[index : index + 2]
        row[CHANGE : CHANGE + 2] = pool.add(item for item in change.items() if item[1])
    for row, follow in zip(rows, followers, strict=True):
        row[AFFECTED : AFFECTED + 2] = pool.add((one, 0.0) for one in follow)
    spots, weights = np.array(pool.slots, dtype=np.uint64), np.array(pool.weights, dtype=np.float64)
    arrays = Laws(rows, constants, spots, weights, program.codes, program.numbers)
    return arrays, program.stack


def _followers(laws: Sequence[Law], changes: Sequence[Change]) -> list[Sequence[int]]:
    """Return, for each reaction, whose propensities must be worked out again after it."""
    readers: dict[int, set[int]] = {}
    for index, one in enumerate(laws):
        for slot in one.reads:
            readers.setdefault(slot, set()).add(index)
    return [
        sorted(set().union(*(readers.get(slot, set()) for slot, by in change.items() if by)))
        for change in changes
    ]


def _program(laws: Sequence[Law], slots: Mapping[str, int]) -> Program:
    return assemble([Number(0.0) if one.product else one.formula for one in laws], slots)


def _kind(one: Law) -> tuple[int, int, int, float]:
    """Return the kind of a law and its quick factors: first, second, shift of the second."""
    product = one.product
    if product is None:
        return FORMULA, 0, 0, 0.0
    factors = sorted(product.factors, key=lambda factor: factor[1] != 0)
    if one.guards or product.over or len(factors) > 2 or (factors and factors[0][1] != 0):
        return PRODUCT, 0, 0, 0.0
    if not factors:
        return CONSTANT, 0, 0, 0.0
    if len(factors) == 1:
        return LINEAR, factors[0][0], 0, 0.0
    return QUADRATIC, factors[0][0], factors[1][0], factors[1][1]
