"""Progress in a terminal, and Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from grnstudio.jobs import Monitor, Step, Steps

LINE_EVERY = 5.0  # seconds, where no bar can be drawn
BAR_EVERY = 0.1  # seconds
Fact: TypeAlias = Callable[[Step], str]
R = TypeVar("R")


@contextmanager
def stopped_by_ctrl_c(monitor: Monitor, console: Console) -> Iterator[None]:
    """Let the first Ctrl-C end the job after its step, and the second one at once."""

    def cancel(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        monitor.cancel()
        console.print("Stopping after this step. Ctrl-C again stops at once.")

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def told(
    console: Console, stage: str, fact: Fact = lambda step: "", patience: float = 0.0
) -> Iterator[Callable[[Step], None]]:
    """Give a function that shows a step: as a bar in a terminal, else as a line now and then.

    ``stage`` names the work where a step does not; ``fact`` says what else is worth knowing.
    Of work that ends within ``patience`` seconds there are no lines.
    """
    if not console.is_terminal:
        yield _Lines(console, stage, fact, patience)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[fact]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(stage.capitalize(), total=None, fact="")
        yield _Bar(progress, task, stage, fact)


def unseen(steps: Steps[R], tell: Callable[[Step], None]) -> Steps[R]:
    """Tell of every step, and pass it on without its figures, which nobody looks at."""
    try:
        while True:
            step = next(steps)
            tell(step)
            yield replace(step, figures=tuple)
    except StopIteration as end:
        found: R = end.value
        return found
    finally:
        steps.close()


class _Bar:
    """A progress bar."""

    def __init__(self, progress: Progress, task: TaskID, stage: str, fact: Fact) -> None:
        self._progress, self._task = progress, task
        self._stage, self._fact = stage, fact
        self._due = 0.0

    def __call__(self, step: Step) -> None:
        if step.done != step.total and time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BAR_EVERY
        self._progress.update(
            self._task,
            completed=step.done,
            total=step.total or None,
            description=_headed(step.stage or self._stage),
            fact=self._fact(step),
        )


class _Lines:
    """Progress for logs and pipes."""

    def __init__(self, console: Console, stage: str, fact: Fact, patience: float) -> None:
        self._console, self._stage, self._fact = console, stage, fact
        self._due, self._first, self._since = 0.0, 0, 0.0
        self._silent_until = time.monotonic() + patience

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if not self._since:
            self._since, self._first = now, step.done
        if now >= self._silent_until and (now >= self._due or step.done == step.total):
            self._due = now + LINE_EVERY
            stage = _headed(step.stage or self._stage)
            line = f"{stage}: step {step.done} of {step.total or '?'}"
            told = f"{line}  {self._fact(step)}{self._left(step, now)}"
            self._console.print(told, soft_wrap=True)

    def _left(self, step: Step, now: float) -> str:
        made = step.done - self._first
        if made < 1 or not step.total:
            return ""
        return f"  {(step.total - step.done) * (now - self._since) / made:.0f} s left"


def _headed(stage: str) -> str:
    """Return ``stage`` with a capital first; names in it keep theirs."""
    return stage[:1].upper() + stage[1:]
