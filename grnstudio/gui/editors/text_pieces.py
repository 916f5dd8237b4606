"""The few pieces in which two long texts differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

SHORT = 2_000  # letters that are replaced as they are
AHEAD = 40  # lines between which two texts are looked at for where they go on alike
MOST = 40  # pieces; texts that differ in more are others

Piece = tuple[int, int, str]  # from, to, and what comes there instead


def pieces(old: str, new: str) -> list[Piece]:
    """Return what makes ``new`` of ``old``, the last piece first."""
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - same], new[start : len(new) - same]
    if not before and not after:
        return []
    whole = [(start, start + len(before), after)]
    if len(before) < SHORT and len(after) < SHORT:
        return whole
    found = [(start + a, start + b, text) for a, b, text in _by_lines(before, after)]
    return found[::-1] if len(found) <= MOST else whole


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    """Yield the stretches of lines that differ; both texts go on alike after each."""
    old, new = before.split("\n"), after.split("\n")
    old[:-1], new[:-1] = [f"{one}\n" for one in old[:-1]], [f"{one}\n" for one in new[:-1]]
    places = [0, *accumulate(map(len, old))]
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        k, m = _next_alike(old, new, i, j)
        yield places[i], places[k], "".join(new[j:m])
        i, j = k, m


def _next_alike(old: list[str], new: list[str], i: int, j: int) -> tuple[int, int]:
    """Return where two lists of lines go on alike for two lines; their ends if that is far."""
    for away in range(1, AHEAD):
        for back in range(away + 1):
            k, m = i + away - back, j + back
            if old[k : k + 2] == new[m : m + 2] and k < len(old) and m < len(new):
                return k, m
    return len(old), len(new)


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
