"""How far a stiff chain goes at a time: in steps that grow."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from grnstudio.errors import ModelError
from grnstudio.simulate.rational import Rates, Step

FEW_JUMPS = 1.0  # in a step that is right whatever the chain is
ROUNDING = 1e-9  # of a step
MOST_STEPS = 20_000  # which take seconds for a few states, and hours for many

Passed: TypeAlias = tuple[np.ndarray, np.ndarray]
"""Probabilities ``[states, columns]``, and the time spent in each state on the way to them."""


@dataclass(slots=True, eq=False)
class Steps:
    """Steps of a chain whose columns go on from call to call.

    Where two steps lead to what one of twice their length leads to, within ``alike``, all later
    ones may be as long: a chain only forgets, so a step never errs more for what is later. Steps
    may be ``longest`` at once if that turns out to be so; else jumps are added up until ``first``,
    and steps begin that are short enough for what is there then.
    """

    rates: Rates
    fastest: float
    alike: float
    longest: float
    first: float
    in_jumps: Callable[[np.ndarray, float], Passed]
    _is_sure: bool = field(default=False, init=False)
    _kept: list[Step] = field(default_factory=list, init=False)

    def after(self, columns: np.ndarray, time: float) -> Passed:
        """Return ``columns`` a ``time`` later.

        Raises `ModelError` where steps stay too short to get there.
        """
        now, spent, passed, length = self._begun(columns, time)
        left, wait, waits, taken = round((time - passed) / length), 0, 0, 0
        while left:
            taken += 1
            if taken > MOST_STEPS:
                raise ModelError(
                    f"After {MOST_STEPS:,} steps in time {left:,} are left: the network's "
                    "reactions are of too many speeds for its probabilities to be followed "
                    "exactly. Simulate many runs instead, or ask for earlier times."
                )
            if left % 2 or wait:
                now, within = self._passed(now, self._of(length))
                spent, left, wait = spent + within, left - 1, max(0, wait - 1)
                continue
            now, within, is_alike = self._compared(now, length)
            spent, left = spent + within, left - 2
            if is_alike:
                length, left, waits = 2 * length, left // 2, 0
                self.longest = max(self.longest, length)
            else:
                wait = waits = max(2, 2 * waits)
        return now, spent

    def _begun(
        self, columns: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray, float, float]:
        """Return columns and time spent when steps begin, when that is, and how long they are."""
        now, spent, passed = columns, np.zeros_like(columns), 0.0
        if self.longest and not self._is_sure:
            self._is_sure = self._compared(columns, _divided(time, self.longest / 2))[2]
        if self._is_sure:
            return now, spent, passed, _divided(time, self.longest)
        length = _divided(time, min(self.first, time) / 2)
        passed = 2 * length
        now, spent = self.in_jumps(columns, passed)
        while length * self.fastest > FEW_JUMPS and not self._compared(now, length)[2]:
            length /= 2
        self.longest, self._is_sure = length, True
        return now, spent, passed, length

    def _compared(self, now: np.ndarray, length: float) -> tuple[np.ndarray, np.ndarray, bool]:
        """Return where two steps of ``length`` lead, and if one of twice that leads there too."""
        self._kept = [one for one in self._kept if 0.9 * length < one.time < 2.1 * length]
        half, before = self._passed(now, self._of(length))
        later, after = self._passed(half, self._of(length))
        whole, _ = self._passed(now, self._of(2 * length))
        differ = float(np.abs(later - whole).sum(axis=0).max())
        return later, before + after, differ <= self.alike

    def _passed(self, now: np.ndarray, step: Step) -> Passed:
        later, spent = step.apply(now)
        found = np.maximum(later, 0.0)
        return found * (later.sum(axis=0) / found.sum(axis=0)), spent

    def _of(self, length: float) -> Step:
        """Return the step of ``length``, made if there is none."""
        for one in self._kept:
            if math.isclose(one.time, length, rel_tol=1e-12):
                return one
        self._kept = [*self._kept[-1:], Step(self.rates, length, self.alike)]
        return self._kept[-1]


def _divided(time: float, longest: float) -> float:
    """Return ``time`` divided by the power of 2 that makes it no more than ``longest``."""
    return time / 2 ** max(0, math.ceil(math.log2(time / longest) - ROUNDING))
