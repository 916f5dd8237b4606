"""How fast work goes, and how long it will take, from the steps as they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW = 8.0  # seconds of steps that the pace is measured over
LEAST = 0.5  # seconds of them, before which it is not known


@dataclass(slots=True)
class Pace:
    """Measures the time that steps take, apart from the time spent paused.

    The first steps are not counted, here and in each part that goes at a pace of its own: they wait
    for what is read and made ready.
    """

    seconds: float = 0.0
    _seen: deque[tuple[float, int]] = field(default_factory=deque)  # times when more was done
    _is_first: bool = True
    _part: int = 0
    _since: float | None = None

    def go(self, now: float) -> None:
        """Start the clock, or start it again after a pause."""
        if self._since is None:
            self._since = now

    def rest(self, now: float) -> None:
        """Stop the clock."""
        self.seconds, self._since = self.elapsed(now), None

    def elapsed(self, now: float) -> float:
        """Return the seconds worked so far."""
        return self.seconds + (0.0 if self._since is None else now - self._since)

    def add(self, done: int, now: float, part: int = 0) -> None:
        """Note that ``done`` steps are behind, of a ``part`` as `jobs.Step` has it."""
        worked, seen = self.elapsed(now), self._seen
        if part != self._part or (seen and done < seen[-1][1]):
            seen.clear()
            self._part, self._is_first = part, True
        if seen and done == seen[-1][1]:
            return
        if seen and self._is_first:
            seen.clear()
            self._is_first = False
        seen.append((worked, done))
        while len(seen) > 2 and worked - seen[1][0] > WINDOW:
            seen.popleft()

    def remaining(self, total: int) -> float | None:
        """Return the seconds that the rest will take, or None while that is not known.

        Of a part at a pace of its own it is the rest of that part.
        """
        if len(self._seen) < 2:
            return None
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        whole = self._part or total
        if whole < last or end - start < LEAST:
            return None
        return (whole - last) * (end - start) / (last - first)

    def left(self, total: int) -> str:
        """Say how long the rest will take, nothing while that is not known."""
        seconds = self.remaining(total)
        if seconds is None:
            return ""
        return f"{clock(seconds)} left" + (" of this part" if self._part else "")


def clock(seconds: float) -> str:
    """Write a duration as ``0:12``, ``4:05`` or ``1:00:00``."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{whole % 60:02}"
    return f"{minutes}:{whole % 60:02}"
