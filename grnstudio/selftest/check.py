"""Checks, the bench they share, and what came of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grnstudio.errors import GRNStudioError
from grnstudio.jobs import Failed, Monitor, Step, Steps, drive
from grnstudio.project import Run


class Broken(GRNStudioError):
    """Something that was tried does not do what it should."""


@dataclass(eq=False)
class Bench:
    """What checks leave for those after them: files in ``folder``, and ``runs`` by learner."""

    folder: Path
    runs: dict[str, Run] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)

    def result(self, learner: str) -> Any:
        """Return what ``learner`` found; raises `Broken` if it found nothing."""
        if learner not in self.results:
            raise Broken(f"there is no result of '{learner}' to go on from")
        return self.results[learner]


@dataclass(frozen=True, slots=True)
class Check:
    """Something to try. ``work`` returns what to tell of it, and raises if it does not work."""

    group: str
    title: str
    work: Callable[[Bench], str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check: ``note`` tells of what was done, or why it failed."""

    group: str
    title: str
    passed: bool
    note: str
    seconds: float
    details: str = ""


def judged(checks: Iterable[Check], bench: Bench) -> Iterator[Verdict]:
    """Try ``checks`` one after the other; one that fails does not keep others from being tried."""
    for check in checks:
        start = time.monotonic()
        outcome = drive(_as_steps(check, bench), Monitor())
        seconds = time.monotonic() - start
        if isinstance(outcome, Failed):
            why = f"{type(outcome.error).__name__}: {outcome.error}"
            yield Verdict(check.group, check.title, False, why, seconds, outcome.details)
        else:
            note = getattr(outcome, "result", "")
            yield Verdict(check.group, check.title, True, note, seconds)


def require(holds: bool, otherwise: str) -> None:
    """Raise `Broken` unless something ``holds``."""
    if not holds:
        raise Broken(otherwise)


def _as_steps(check: Check, bench: Bench) -> Steps[str]:
    yield Step(0, 1, stage=check.title)
    return check.work(bench)
