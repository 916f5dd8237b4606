"""Work on threads of its own, watched by a job that must not stand still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

R = TypeVar("R")
LOOK_SECONDS = 0.04


class Stopped(Exception):
    """Raised in the work when nobody wants it any more."""


class Clock:
    """How long at least one piece of work was under way, pauses between them left out."""

    def __init__(self) -> None:
        self._spans: list[tuple[float, float]] = []
        self._settled = 0.0

    def timed(self, work: Callable[[], R]) -> R:
        """Do ``work``, and count its time."""
        start = time.perf_counter()
        try:
            return work()
        finally:
            self._spans.append((start, time.perf_counter()))

    @property
    def seconds(self) -> float:
        """The time so far."""
        total, reached = 0.0, -1.0
        for start, end in sorted(self._spans):
            total += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return total


def watched(work: Callable[[], R], stop: Callable[[], object]) -> Iterator[Future[R]]:
    """Do ``work`` on a thread; yield its future now and then, and once more when it is done.

    ``stop`` is called if the watcher goes away before that.
    """
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(work)
        is_done = False
        while not is_done:
            is_done = bool(wait([future], timeout=LOOK_SECONDS).done)
            yield future
    finally:
        stop()
        pool.shutdown(wait=False, cancel_futures=True)
