"""Whole-number combinations of a matrix' rows that vanish: few, small, and positive if may be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Factors = dict[int, int]
_MAX_WORK = 10_000_000  # comparisons after which positive combinations are given up


class _Row(NamedTuple):
    """A combination of the matrix' rows: what it comes to by column, and its factors by row."""

    columns: Factors
    factors: Factors


def left_null_space(rows: Sequence[Mapping[int, Fraction]]) -> list[Factors]:
    """Return a basis: for each combination the factor by row, exact and without a common divisor.

    ``rows`` are sparse, by column. Combinations without negative factors come before others, and
    those of few rows before those of many.
    """
    whole = [_whole(index, row) for index, row in enumerate(rows)]
    plain = _eliminated(whole)
    candidates = sorted([*_positive(whole), *plain], key=_readability)
    chosen: list[Factors] = []
    seen: dict[int, _Row] = {}
    for law in candidates:
        if len(chosen) < len(plain) and _reduce(seen, _Row(law, {})) is None:
            chosen.append(law)
    return sorted(chosen, key=sorted)


def _whole(index: int, row: Mapping[int, Fraction]) -> _Row:
    scale = math.lcm(*[one.denominator for one in row.values()])
    return _Row({column: int(one * scale) for column, one in row.items() if one}, {index: scale})


def _readability(law: Factors) -> tuple[bool, int, int]:
    return any(one < 0 for one in law.values()), len(law), sum(abs(one) for one in law.values())


def _signed(law: Factors) -> Factors:
    """Return the law with more positive than negative factors, the first positive if even."""
    balance = sum(1 if one > 0 else -1 for one in law.values()) or law[min(law)]
    return law if balance > 0 else {key: -one for key, one in law.items()}


def _eliminated(rows: Sequence[_Row]) -> list[Factors]:
    """Return some basis, by elimination."""
    basis: dict[int, _Row] = {}
    found = [_reduce(basis, row) for row in rows]
    return [_signed(one.factors) for one in found if one is not None]


def _reduce(basis: dict[int, _Row], row: _Row) -> _Row | None:
    """Return ``row`` if the basis makes it vanish, else lengthen the basis by it."""
    for pivot, other in basis.items():
        if pivot in row.columns:
            row = _combined(row, other, pivot)
    if not row.columns:
        return row
    basis[min(row.columns, key=lambda column: abs(row.columns[column]))] = row
    return None


def _combined(first: _Row, second: _Row, column: int) -> _Row:
    """Return the sum of multiples that vanishes in ``column``; ``first`` keeps its sign."""
    a, b = second.columns[column], first.columns[column]
    divisor = math.gcd(a, b) if a > 0 else -math.gcd(a, b)
    a, b = a // divisor, -b // divisor
    parts = _Row(*(_added(one, other, a, b) for one, other in zip(first, second, strict=True)))
    common = math.gcd(*parts.columns.values(), *parts.factors.values())
    if common <= 1:
        return parts
    return _Row(*({key: one // common for key, one in part.items()} for part in parts))


def _added(first: Factors, second: Factors, a: int, b: int) -> Factors:
    result = {key: a * one for key, one in first.items()}
    for key, one in second.items():
        result[key] = result.get(key, 0) + b * one
    return {key: one for key, one in result.items() if one}


def _positive(rows: Sequence[_Row]) -> list[Factors]:
    """Return all smallest combinations without negative factors, none if that takes too long.

    Column by column, rows that are positive there are paired with rows that are negative
    (Farkas' algorithm); pairs that contain another combination are dropped.
    """
    tableau = list(rows)
    work = 0
    while columns := Counter(column for row in tableau for column in row.columns):
        column = min(columns, key=lambda one: columns[one])
        work += columns.total()
        kept = [row for row in tableau if column not in row.columns]
        supports = [_support(row) for row in kept]
        for row in _pairs(tableau, column):
            support = _support(row)
            work += len(supports)
            if work > _MAX_WORK:
                return []
            if not any(one & support == one for one in supports):
                kept.append(row)
                supports.append(support)
        tableau = kept
    return [row.factors for row in tableau]


def _pairs(tableau: Sequence[_Row], column: int) -> Iterator[_Row]:
    ups = [row for row in tableau if row.columns.get(column, 0) > 0]
    downs = [row for row in tableau if row.columns.get(column, 0) < 0]
    for up in ups:
        for down in downs:
            yield _combined(up, down, column)


def _support(row: _Row) -> int:
    return sum(1 << key for key in row.factors)
