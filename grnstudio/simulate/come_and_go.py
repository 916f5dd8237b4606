"""Exact simulation that leaps over species which only come and go.

A species whose molecules are made one at a time, by reactions that do not look at it, and vanish
each by itself is, given all else, a birth-death process whose state at any later time is a binomial
and a Poisson number. Nothing that happens in between need be simulated while no other reaction
looks at it. So genes that make thousands of proteins cost as much as their own switching.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from grnstudio.simulate.come_and_go_kernel import DONE, EVENTS, UNFINISHED, go_on
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.laws import Law

PILOT_CALLS = 2  # of the kernel
WORTHWHILE = 5.0  # times as many reactions as are simulated one by one


class Renewed(NamedTuple):
    """Which species are leapt over, and when.

    ``slots`` are theirs. Reaction r makes (1) or takes (-1, else 0) ``acts[r]`` a molecule of the
    one numbered ``of[r]`` and does nothing else. ``looks`` are the reactions that look at the
    species numbered ``at``, which stands still for leaps while all of the factors that lie from
    ``begins`` on in ``factors`` and ``shifts`` are above 0.
    """

    slots: np.ndarray
    of: np.ndarray
    acts: np.ndarray
    at: np.ndarray
    begins: np.ndarray
    factors: np.ndarray
    shifts: np.ndarray


def renewed(process: JumpProcess) -> Renewed | None:
    """Return what can be leapt over in a process and all of the same reactions; None if nothing."""
    chosen = [slot for slot in range(len(process.names)) if _has_own(process, slot)]
    while True:
        kept = [slot for slot in chosen if not _is_always_seen(process, slot, set(chosen))]
        if kept == chosen:
            break
        chosen = kept
    return _arranged(process, chosen) if chosen else None


def leaps(
    process: JumpProcess, plan: Renewed, times: np.ndarray, seed: int, first: int, out: np.ndarray,
    stopped: Callable[[], bool] = lambda: False,
) -> int:  # fmt: skip
    """Fill ``out`` ``[runs, times, names]`` with runs ``first`` and after.

    Returns about how many reactions there were, those included that were leapt over.
    """
    reactions = 0.0
    for index in range(out.shape[0]):
        course = _Course(process, plan, times, seed, first + index, out[index])
        while course.ended == UNFINISHED:
            if stopped():
                return round(reactions)
            course.go_on()
        if course.ended != DONE:
            raise process.refusal(course.ended, first + index)
        reactions += course.clock[1] + course.clock[2]
    return round(reactions)


def is_worthwhile(process: JumpProcess, plan: Renewed, times: np.ndarray) -> bool:
    """Return whether leaps save most of the work, judged by the beginning of one run."""
    course = _Course(process, plan, times, 0, 0, np.zeros((times.size, len(process.names))))
    for _ in range(PILOT_CALLS):
        if course.ended == UNFINISHED:
            course.go_on()
    return bool(course.clock[2] > WORTHWHILE * (course.clock[1] + times.size))


class _Course:
    """One run, and where it is."""

    def __init__(
        self, process: JumpProcess, plan: Renewed, times: np.ndarray, seed: int, run: int,
        out: np.ndarray,
    ) -> None:  # fmt: skip
        self.process, self.plan, self.times, self.out = process, plan, times, out
        self.seed, self.run, self.ended = np.uint64(seed % 2**64), run, UNFINISHED
        self.x, self.words = process.initial.copy(), np.zeros(4, dtype=np.uint64)
        self.clock = np.zeros(3)  # time, reactions one by one, reactions leapt over
        self.place = np.zeros(1, dtype=np.int64)
        self.leapt = np.zeros((len(plan.slots), 4))

    def go_on(self) -> None:
        """Let some more happen."""
        self.ended = go_on(
            self.process.laws, self.process.changes, self.plan, self.x, self.leapt, self.times,
            self.out, self.seed, self.run, self.process.stack.copy(), self.clock, self.words,
            self.place, EVENTS,
        )  # fmt: skip


def _own(form: Law, change: np.ndarray, slot: int) -> int:
    """Return 1 if a reaction only makes a molecule of a species, -1 if it only takes one, else 0.

    What it makes it must not look at; what it takes must vanish each by itself.
    """
    if np.count_nonzero(change) != 1:
        return 0
    if change[slot] == 1:
        return 1 if slot not in form.reads else 0
    product = form.product
    if change[slot] != -1 or product is None or form.guards:
        return 0
    if product.over and slot in product.over.weights:
        return 0
    return -1 if [factor for factor in product.factors if factor[0] == slot] == [(slot, 0.0)] else 0


def _has_own(process: JumpProcess, slot: int) -> bool:
    """Return whether any reaction only makes or takes a species."""
    pairs = zip(process.forms, process.changes, strict=True)
    return any(_own(form, change, slot) for form, change in pairs)


def _lookers(process: JumpProcess, slot: int) -> list[int]:
    """Return the reactions that look at a species, apart from those that only take it."""
    return [
        index
        for index, form in enumerate(process.forms)
        if slot in form.reads and not _own(form, process.changes[index], slot)
    ]


def _is_always_seen(process: JumpProcess, slot: int, chosen: set[int]) -> bool:
    """Return whether a reaction looks at a species whatever else there is."""
    return any(
        not _others(process.forms[index], chosen) for index in _lookers(process, slot)
    )  # fmt: skip


def _others(form: Law, chosen: set[int]) -> list[tuple[int, float]]:
    """Return the factors of a law by which it can be 0, whatever there is of those ``chosen``."""
    return [one for one in form.product.factors if one[0] not in chosen] if form.product else []


def _arranged(process: JumpProcess, chosen: list[int]) -> Renewed:
    count = len(process.forms)
    of, acts = np.full(count, -1), np.zeros(count, dtype=np.int64)
    at: list[int] = []
    begins, pool = [0], []
    for number, slot in enumerate(chosen):
        for index, form in enumerate(process.forms):
            if own := _own(form, process.changes[index], slot):
                of[index], acts[index] = number, own
        for index in _lookers(process, slot):
            at.append(number)
            pool += _others(process.forms[index], set(chosen))
            begins.append(len(pool))
    return Renewed(
        np.array(chosen, dtype=np.int64), of, acts, np.array(at, dtype=np.int64),
        np.array(begins, dtype=np.int64), np.array([slot for slot, _ in pool], dtype=np.int64),
        np.array([shift for _, shift in pool], dtype=np.float64),
    )  # fmt: skip
