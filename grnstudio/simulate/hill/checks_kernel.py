"""Which sets of parameters pass a test, compiled: case by case, with those that have not failed."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.hill.kernel import LANES, run_lanes

STEADY, OSCILLATES, MEAN, ABOVE, ADAPTS, FOLLOWS = range(6)
KIND, CASE, GENE, SLOT, OTHER = range(5)  # whole numbers of a check
FIRST, SECOND = range(2)  # its limits

# Checks look at a gene's course in a case; those that compare cases keep what they need in slots.


@njit(nogil=True, cache=True, error_model="numpy")
def _steady(late: np.ndarray, limit: float, sums: np.ndarray, alive: np.ndarray) -> None:
    _variance(late, sums)
    for i in range(alive.size):
        alive[i] = alive[i] and sums[1, i] < limit


@njit(nogil=True, cache=True, error_model="numpy")
def _oscillates(
    course: np.ndarray, first: int, limit: float, swing: float, sums: np.ndarray, alive: np.ndarray
) -> None:
    _variance(course[first:], sums)
    for i in range(alive.size):
        sums[2, i] = 0.0
        sums[3, i] = 0.0
    for t in range(max(first, 1), course.shape[0]):
        for i in range(alive.size):
            change = course[t, i] - course[t - 1, i]
            sums[2, i] = max(sums[2, i], change)
            sums[3, i] = min(sums[3, i], change)
    for i in range(alive.size):
        alive[i] = alive[i] and sums[1, i] > limit and sums[2, i] * sums[3, i] < -swing


@njit(nogil=True, cache=True, error_model="numpy")
def _variance(late: np.ndarray, sums: np.ndarray) -> None:
    """Fill ``sums`` with the mean and the population variance of each lane."""
    steps, lanes = late.shape
    for i in range(lanes):
        sums[0, i] = 0.0
        sums[1, i] = 0.0
    for t in range(steps):
        for i in range(lanes):
            sums[0, i] += late[t, i]
    for i in range(lanes):
        sums[0, i] /= steps
    for t in range(steps):
        for i in range(lanes):
            sums[1, i] += (late[t, i] - sums[0, i]) ** 2
    for i in range(lanes):
        sums[1, i] /= steps


@njit(nogil=True, cache=True, error_model="numpy")
def _adapts(course: np.ndarray, onset: int, wanted: float, error: float, alive: np.ndarray) -> None:
    way = 1.0 if wanted > 0 else -1.0
    for i in range(alive.size):
        before, furthest = course[onset - 1, i], way * course[onset, i]
        for t in range(onset + 1, course.shape[0]):
            furthest = max(furthest, way * course[t, i])
        left = abs(course[course.shape[0] - 1, i] - before)
        alive[i] = alive[i] and furthest - way * before > way * wanted and left < error


@njit(nogil=True, cache=True, error_model="numpy")
def _check(
    row: np.ndarray, limits: np.ndarray, drawn: np.ndarray, course: np.ndarray, window: int,
    slots: np.ndarray, sums: np.ndarray, alive: np.ndarray,
) -> None:  # fmt: skip
    """Let one check of a gene's course ``[steps, lanes]`` end the lanes that fail it."""
    kind, slot, first = row[KIND], row[SLOT], course.shape[0] - window
    late = course[first:]
    if kind == STEADY:
        _steady(late, limits[FIRST], sums, alive)
    elif kind == OSCILLATES:
        _oscillates(course, first, limits[FIRST], limits[SECOND], sums, alive)
    elif kind == MEAN:
        _variance(late, sums)
        for i in range(alive.size):
            slots[slot, i] = sums[0, i]
    elif kind == ABOVE:
        for i in range(alive.size):
            alive[i] = alive[i] and slots[slot, i] > limits[FIRST] * slots[row[OTHER], i]
    elif kind == ADAPTS:
        _adapts(course, row[OTHER], limits[FIRST], limits[SECOND], alive)
    else:
        for t in range(course.shape[0]):
            if drawn[t] == drawn[t]:  # asked for
                for i in range(alive.size):
                    slots[slot, i] += (course[t, i] - drawn[t]) ** 2
        for i in range(alive.size):
            alive[i] = alive[i] and slots[slot, i] < limits[FIRST]


@njit(nogil=True, cache=True, error_model="numpy")
def passing(
    source: np.ndarray, target: np.ndarray, sign: np.ndarray, b: np.ndarray, k: np.ndarray,
    levels: np.ndarray, start: np.ndarray, exponent: float, basal: float, step: float,
    substeps: int, steps: int, window: int, order: np.ndarray, rows: np.ndarray,
    limits: np.ndarray, drawn: np.ndarray, slot_count: int,
) -> np.ndarray:  # fmt: skip
    """Return the numbers of the sets, of ``[links, sets]``, that pass every check.

    Cases are taken in ``order``; ``levels`` are ``[cases, steps or 1, inputs]``.
    """
    genes, sets, links = start.size, b.shape[1], source.size
    left = np.arange(sets)
    kept = np.zeros((slot_count, sets))
    bs, ks = np.empty((links, LANES)), np.empty((links, LANES))
    slots, sums = np.empty((slot_count, LANES)), np.empty((4, LANES))
    work, courses = np.empty((7, genes, LANES)), np.empty((genes, steps, LANES))
    alive = np.empty(LANES, dtype=np.bool_)
    for case in order:
        survivors = 0
        for first in range(0, left.size, LANES):
            lanes = min(LANES, left.size - first)
            for i in range(LANES):  # lanes that are left over repeat the last set
                one = left[first + min(i, lanes - 1)]
                alive[i] = True
                for link in range(links):
                    bs[link, i] = b[link, one]
                    ks[link, i] = k[link, one]
                for slot in range(slot_count):
                    slots[slot, i] = kept[slot, one]
            run_lanes(
                source, target, sign, bs, ks, levels[case], start, exponent, basal, step,
                substeps, work, courses,
            )  # fmt: skip
            for r in range(rows.shape[0]):
                if rows[r, CASE] == case:
                    course = courses[rows[r, GENE]]
                    _check(rows[r], limits[r], drawn[r], course, window, slots, sums, alive)
            for i in range(lanes):
                one = left[first + i]
                for slot in range(slot_count):
                    kept[slot, one] = slots[slot, i]
                if alive[i]:
                    left[survivors] = one
                    survivors += 1
        left = left[:survivors].copy()
    return left
