"""Long series kept as least and greatest values of a bounded number of buckets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

BUCKETS = 512


class Decimated:
    """Named series over a shared step, of any length, in the room of 2 x `BUCKETS` values each.

    Adding costs the same however much is there: when all buckets are full, each two become one.
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names: tuple[str, ...] = tuple(names)
        self.size = 1  # entries in a full bucket
        self.count = 0  # entries in all
        self._step = np.full(BUCKETS, np.nan)
        self._low = np.full((BUCKETS, len(self.names)), np.nan)
        self._high = np.full((BUCKETS, len(self.names)), np.nan)
        self.last: Mapping[str, float] = {}
        self.last_step = 0

    @property
    def used(self) -> int:
        """The buckets that hold something."""
        return -(-self.count // self.size)

    @property
    def steps(self) -> np.ndarray:
        """First step of each bucket, ``[buckets]``."""
        return self._step[: self.used]

    def range_of(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the least and the greatest value in each bucket, ``[buckets]`` each."""
        column = self.names.index(name)
        return self._low[: self.used, column], self._high[: self.used, column]

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """Append one entry; a name that comes later has gaps before."""
        if values.keys() != self.last.keys():
            self._learn_names([name for name in values if name not in self.names])
            self._columns = [self.names.index(name) for name in values]
        if self.count == self.size * BUCKETS:
            self._halve()
        bucket = self.count // self.size
        row = np.fromiter(values.values(), float, len(values))
        if self.count % self.size == 0:
            self._step[bucket] = step
        low, high = self._low[bucket], self._high[bucket]
        low[self._columns] = np.fmin(low[self._columns], row)
        high[self._columns] = np.fmax(high[self._columns], row)
        self.count += 1
        self.last, self.last_step = values, step

    def _learn_names(self, strangers: Sequence[str]) -> None:
        self.names = (*self.names, *strangers)
        gap = np.full((BUCKETS, len(strangers)), np.nan)
        self._low = np.hstack([self._low, gap])
        self._high = np.hstack([self._high, gap])

    def _halve(self) -> None:
        half = BUCKETS // 2
        self._step = np.concatenate([self._step[::2], np.full(half, np.nan)])
        gap = np.full((half, len(self.names)), np.nan)
        self._low = np.vstack([np.fmin(self._low[::2], self._low[1::2]), gap])
        self._high = np.vstack([np.fmax(self._high[::2], self._high[1::2]), gap])
        self.size *= 2


def decimated(arrays: Mapping[str, np.ndarray]) -> Decimated:
    """Sum up whole series; ``arrays`` holds ``step`` and one array of its length per name."""
    steps = np.asarray(arrays["step"])
    found = Decimated([name for name in arrays if name != "step"])
    if len(steps) == 0:
        return found
    found.count = len(steps)
    while found.size * BUCKETS < len(steps):
        found.size *= 2
    starts = np.arange(0, len(steps), found.size)
    found._step[: len(starts)] = steps[starts]
    for column, name in enumerate(found.names):
        values = np.asarray(arrays[name], dtype=float)
        found._low[: len(starts), column] = np.fmin.reduceat(values, starts)
        found._high[: len(starts), column] = np.fmax.reduceat(values, starts)
    found.last = {name: float(arrays[name][-1]) for name in found.names}
    found.last_step = int(steps[-1])
    found._columns = list(range(len(found.names)))
    return found
