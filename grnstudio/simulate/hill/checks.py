"""Criteria as numbers for the compiled kernel, the case that few sets survive first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from grnstudio.core.criteria import (
    Above,
    Adapts,
    Criterion,
    Follows,
    Oscillates,
    Protocol,
    Steady,
)
from grnstudio.simulate.hill import checks_kernel as kinds

HARDEST_FIRST = (Oscillates, Adapts, Follows, Above, Steady)


@dataclass(frozen=True, slots=True, eq=False)
class Checks:
    """Criteria of a protocol: cases in ``order``, and a row of numbers for each check."""

    protocol: Protocol
    criteria: tuple[Criterion, ...]
    order: np.ndarray = field(init=False)
    rows: np.ndarray = field(init=False)
    limits: np.ndarray = field(init=False)
    drawn: np.ndarray = field(init=False)
    slots: int = field(init=False)

    def __post_init__(self) -> None:
        order = _order(self.protocol, self.criteria)
        found = _Rows(self.protocol, order)
        checks = [row for one in self.criteria for row in found.of(one)]
        checks.sort(key=lambda row: row.numbers[kinds.KIND] != kinds.MEAN)  # what others need
        count, steps = len(checks), self.protocol.steps
        object.__setattr__(self, "order", np.array(order, dtype=np.int64))
        for name, shape, kind in (
            ("rows", (count, 5), np.int64),
            ("limits", (count, 2), float),
            ("drawn", (count, steps), float),
        ):
            object.__setattr__(self, name, np.zeros(shape, dtype=kind))
        for index, row in enumerate(checks):
            self.rows[index], self.limits[index] = row.numbers, row.limits
            self.drawn[index] = np.nan if row.drawn is None else row.drawn
        object.__setattr__(self, "slots", found.slots)


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    numbers: tuple[int, int, int, int, int]
    limits: tuple[float, float] = (0.0, 0.0)
    drawn: np.ndarray | None = None


@dataclass(slots=True)
class _Rows:
    protocol: Protocol
    order: list[int]
    slots: int = 0

    def of(self, criterion: Criterion) -> Iterator[_Row]:
        """Yield the rows of one criterion."""
        gene = self.protocol.genes.index(criterion.gene)
        if isinstance(criterion, Follows):
            yield from self._following(criterion, gene)
            return
        case = self.protocol.cases.index(criterion.case)
        match criterion:
            case Steady(variance=variance):
                yield _Row((kinds.STEADY, case, gene, 0, 0), (variance, 0.0))
            case Oscillates(variance=variance, swing=swing):
                yield _Row((kinds.OSCILLATES, case, gene, 0, 0), (variance, swing))
            case Adapts(onset=onset, sensitivity=wanted, error=error):
                yield _Row((kinds.ADAPTS, case, gene, 0, onset), (wanted, error))
            case Above(than=than, times=times):
                other = self.protocol.cases.index(than)
                here, there = self._slot(), self._slot()
                last = max(case, other, key=self.order.index)
                yield _Row((kinds.MEAN, case, gene, here, 0))
                yield _Row((kinds.MEAN, other, gene, there, 0))
                yield _Row((kinds.ABOVE, last, gene, here, there), (times, 0.0))

    def _following(self, criterion: Follows, gene: int) -> Iterator[_Row]:
        asked = int((~np.isnan(criterion.levels)).sum())
        slot, most = self._slot(), criterion.rmse**2 * asked
        for name, levels in zip(criterion.cases, criterion.levels, strict=True):
            case = self.protocol.cases.index(name)
            yield _Row((kinds.FOLLOWS, case, gene, slot, 0), (most, 0.0), levels)

    def _slot(self) -> int:
        self.slots += 1
        return self.slots - 1


def _order(protocol: Protocol, criteria: tuple[Criterion, ...]) -> list[int]:
    """Return the cases that criteria look at, those first that end most sets."""
    ranks: dict[int, int] = {}
    for criterion in criteria:
        rank = HARDEST_FIRST.index(type(criterion))
        names = criterion.cases if isinstance(criterion, Follows) else (criterion.case,)
        for name in (*names, *((criterion.than,) if isinstance(criterion, Above) else ())):
            case = protocol.cases.index(name)
            ranks[case] = min(rank, ranks.get(case, rank))
    return sorted(ranks, key=lambda case: (ranks[case], case))
