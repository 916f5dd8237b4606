"""How fast work goes, and how long it will take, from the steps as they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW = 8.0  # seconds of steps that the pace is measured over


@dataclass(slots=True)
class Pace:
    """Measures the time that steps take, apart from the time spent paused."""

    seconds: float = 0.0
    _seen: deque[tuple[float, int]] = field(default_factory=deque)
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

    def add(self, done: int, now: float) -> None:
        """Note that ``done`` steps are behind."""
        worked = self.elapsed(now)
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()  # another stage counts from the start
        self._seen.append((worked, done))
        while len(self._seen) > 2 and worked - self._seen[0][0] > WINDOW:
            self._seen.popleft()

    def remaining(self, total: int) -> float | None:
        """Return the seconds that the rest will take, or None while that is not known."""
        if len(self._seen) < 2:
            return None
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        if last <= first or total < last:
            return None
        return (total - last) * (end - start) / (last - first)


def clock(seconds: float) -> str:
    """Write a duration as ``0:12``, ``4:05`` or ``1:00:00``."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{whole % 60:02}"
    return f"{minutes}:{whole % 60:02}"
