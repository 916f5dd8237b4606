"""Lays a jump process out for the kernels of the direct method, so that each reaction is quick.

Nearly all propensities are ``number * x[first] * (x[second] - shift)``: mass action up to second
order is, with a slot that is always 1 where a factor is missing. These are the quick laws. All
others are worked out as `propensities` does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.laws import Law
from grnstudio.simulate.monomials import Product

FEW = 8
"""Up to so many quick laws it pays to work out all of them after every reaction."""
WIDTH = 8  # children of a node, as `ssa_kernel` adds them up
MOST_TOPS = 32
QUICK, OTHER, NODE, CHANGE, END, STRIDE = 0, 1, 2, 3, 4, 8
"""Where a reaction's row says that a range begins; each ends where the next begins."""

_Quick = tuple[int, int, float, float]


class Plan(NamedTuple):
    """What the kernels read, in few flat arrays, since each array a kernel touches costs it time.

    ``spots`` begins with a row of `STRIDE` for each reaction and one for the start, after which
    all follows. The ranges that they tell hold: the quick laws that follow (reaction, first,
    second), others that follow, nodes to add up again from the leaves on, species changed.
    ``numbers`` has what goes with them at the same places: number and shift, amounts changed.
    Where ``is_few`` they hold the quick laws of all reactions, then where the changes of each
    begin, then these.

    Propensities are the ``leaves`` of a tree of sums; the children of node n begin at
    ``(n - leaves) * 8``. The nodes from ``top`` to ``tops`` are the topmost.
    """

    spots: np.ndarray
    numbers: np.ndarray
    is_few: bool
    leaves: int
    top: int
    tops: int

    def room(self) -> np.ndarray:
        """Return an empty tree; the tops are added up in pairs, so there may be one to spare."""
        return np.zeros(self.tops + WIDTH)


def plan_of(process: JumpProcess, *, of_any_start: bool = False) -> Plan:
    """Return the plan of a process, which holds for its initial state and all that follow it.

    One ``of_any_start`` holds for all states.
    """
    quick = tuple(_quick(form, process, settles=not of_any_start) for form in process.forms)
    reads, changes = tuple(form.reads for form in process.forms), process.changes
    return _laid_out(quick, reads, changes.shape, changes.tobytes())


@lru_cache(maxsize=32)  # an ensemble asks for the same from every start
def _laid_out(
    quick: tuple[_Quick | None, ...], reads: tuple[frozenset[int], ...], shape: tuple[int, int],
    changed: bytes,
) -> Plan:  # fmt: skip
    changes = [_changed(row) for row in np.frombuffer(changed).reshape(shape)]
    laid = _Laid()
    if len(quick) <= FEW and all(quick):
        for law in quick:
            laid.quick(0, law, with_index=False)
        count = len(quick)
        laid.add([(0, 0.0)] * (count + 1))
        for row, change in enumerate(changes):
            laid.spots[2 * count + row] = len(laid.spots)
            laid.add(change)
        laid.spots[3 * count] = len(laid.spots)
        return Plan(*laid.arrays(), True, count, 0, count)
    leaves, top, tops = _shape(len(quick))
    laid.rows(len(quick) + 1)
    for row, follow in enumerate(_followers(reads, changes)):
        laid.begin(row, QUICK)
        for one in follow:
            laid.quick(one, quick[one])
        laid.begin(row, OTHER)
        laid.add((one, 0.0) for one in follow if quick[one] is None)
        laid.begin(row, NODE)
        laid.add((node, 0.0) for node in _nodes(follow, leaves, top))
        laid.begin(row, CHANGE)
        laid.add(changes[row] if row < len(changes) else ())
        laid.begin(row, END)
    return Plan(*laid.arrays(), False, leaves, top, tops)


class _Laid:
    """Spots and numbers laid end to end."""

    def __init__(self) -> None:
        self.spots: list[int] = []
        self.numbers: list[float] = []

    def rows(self, count: int) -> None:
        self.add([(0, 0.0)] * (count * STRIDE))

    def begin(self, row: int, column: int) -> None:
        self.spots[row * STRIDE + column] = len(self.spots)

    def add(self, items: Iterable[tuple[int, float]]) -> None:
        for spot, number in items:
            self.spots.append(spot)
            self.numbers.append(number)

    def quick(self, index: int, law: _Quick | None, *, with_index: bool = True) -> None:
        if law is None:
            return
        first, second, number, shift = law
        if with_index:
            self.add(((index, number), (first, shift), (second, 0.0)))
        else:
            self.add(((first, number), (second, shift)))

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.spots, dtype=np.uint64), np.array(self.numbers, dtype=np.float64)


def _changed(row: np.ndarray) -> list[tuple[int, float]]:
    return [(int(slot), float(row[slot])) for slot in np.flatnonzero(row)]


def _followers(
    reads: Sequence[frozenset[int]], changes: Sequence[Sequence[tuple[int, float]]]
) -> Iterator[Sequence[int]]:
    """Yield, for each reaction, whose propensities follow from it; for the start, all."""
    readers: dict[int, set[int]] = {}
    for index, slots in enumerate(reads):
        for slot in slots:
            readers.setdefault(slot, set()).add(index)
    for change in changes:
        yield sorted(set().union(*(readers.get(slot, set()) for slot, _ in change)))
    yield range(len(reads))


def _quick(form: Law, process: JumpProcess, *, settles: bool = True) -> _Quick | None:
    """Return a law as first, second, number, shift, if it is quick and can never be negative.

    Sums that no reaction changes are taken as they are at the start, if it ``settles`` them.
    """
    product = _settled(form.product, process) if form.product and settles else form.product
    if product is None or form.guards or product.over or len(product.factors) > 2:
        return None
    if not (0.0 <= product.constant < math.inf):
        return None
    one = len(process.names)
    (first, none), (second, shift) = (
        *sorted(product.factors, key=lambda factor: -factor[1] if factor[1] < 0 else factor[1]),
        *[(one, 0.0)] * (2 - len(product.factors)),
    )
    if none != 0.0 or not (shift <= 0.0 or (shift == 1.0 and first == second)):
        return None
    return first, second, product.constant, shift


def _settled(product: Product, process: JumpProcess) -> Product:
    """Return a product over a sum that no reaction changes as a product over a number."""
    if product.over is None:
        return product
    weights, bottom = np.zeros(len(process.names)), product.over.constant
    for slot, weight in product.over.weights.items():
        weights[slot] = weight
        bottom += weight * float(process.initial[slot])
    if bottom == 0.0 or not math.isfinite(bottom) or (process.changes @ weights).any():
        return product
    return Product(product.constant / bottom, product.factors)


def _shape(reactions: int) -> tuple[int, int, int]:
    """Return how many leaves the tree has, and from where to where the topmost nodes lie."""
    size = WIDTH
    while -(-reactions // size) > MOST_TOPS:
        size *= WIDTH
    tops = max(1, -(-reactions // size))
    leaves = top = tops * size
    while size > WIDTH:
        size //= WIDTH
        top += tops * size
    return leaves, top, top + tops


def _nodes(follow: Sequence[int], leaves: int, top: int) -> Iterator[int]:
    """Yield the nodes above some leaves, level by level."""
    level = sorted({leaves + leaf // WIDTH for leaf in follow})
    while level:
        yield from level
        level = sorted({leaves + node // WIDTH for node in level if node < top})
