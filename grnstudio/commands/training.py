"""Training in a terminal: progress, Ctrl-C, and a study on disk that a crash leaves whole."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from grnstudio.core.setting import configured
from grnstudio.errors import FileSaveError, MissingInput
from grnstudio.io import project_file
from grnstudio.jobs import Cancelled, Checkpoint, Failed, Monitor, Step, Steps, drive
from grnstudio.learn.base import LearnerSpec, autosaved
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Project, Run

SAVE_EVERY = 60.0  # seconds
LINE_EVERY = 5.0  # seconds, where no bar can be drawn
BAR_EVERY = 0.1  # seconds


class Study:
    """A project on disk that one run is written to, again and again."""

    def __init__(self, path: Path, design: Design | None) -> None:
        if not path.absolute().parent.is_dir():
            raise FileSaveError(f"There is no folder '{path.parent}'; make it, or save elsewhere.")
        self.path = path
        made_here = design is not None and not path.exists()
        self.project = Project(design or Design()) if made_here else project_file.read(path)

    def begin(self, spec: LearnerSpec, design: Design) -> Run:
        """Return the run that training ``design`` makes, before its first step."""
        return Run(
            self.project.next_key(),
            spec.key,
            design.task.title if design.task else spec.title,
            design,
            asdict(spec.configured(design)),
            started=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def unfinished(self, spec: LearnerSpec) -> Run:
        """Return the last run of ``spec`` that can go on."""
        for run in reversed(self.project.runs):
            if run.learner == spec.key and run.checkpoint is not None:
                return run
        raise MissingInput(f"{self.path} has no unfinished run; train without --resume.")

    def keep(self, run: Run) -> None:
        """Write the study with ``run`` in it, in place of what had its number."""
        others = tuple(one for one in self.project.runs if one.key != run.key)
        runs = sorted((*others, run), key=lambda one: one.key)
        self.project = replace(self.project, runs=tuple(runs))
        project_file.write(self.project, self.path)


def train(spec: LearnerSpec, run: Run, study: Study, console: Console) -> Run:
    """Train ``run``, from its checkpoint if it has one, to its end or to Ctrl-C; return it.

    The study holds it from the first minute on. What the learner raises is raised here, once the
    run has been kept as failed.
    """
    job = spec.job(configured(spec.config, run.config), spec.inputs(run.design), run.checkpoint)
    log, monitor, start = MetricLog([]), Monitor(), time.monotonic()
    kept = run

    def timed(run: Run) -> Run:
        return replace(run, seconds=run.seconds + time.monotonic() - start)

    def save(checkpoint: Checkpoint) -> None:
        nonlocal kept
        study.keep(timed(concluded(run, spec, Cancelled(checkpoint), log)))
        kept = replace(run, checkpoint=checkpoint)

    with told(console) as tell, stopped_by_ctrl_c(monitor, console):
        steps = _watched(job.begin(), monitor, log, tell)
        outcome = drive(autosaved(steps, save, SAVE_EVERY), monitor)
    if isinstance(outcome, Cancelled) and not outcome.checkpoint:
        return replace(kept, outcome="stopped")  # not a step was made
    ended = timed(concluded(kept, spec, outcome, log))
    study.keep(ended)
    if isinstance(outcome, Failed):
        raise outcome.error
    return ended


def _watched(
    steps: Steps[Any], monitor: Monitor, log: MetricLog, tell: Callable[[Step], None]
) -> Steps[Any]:
    """Tell of every step, and pass it on without its figures, which nobody looks at."""
    try:
        while True:
            step = next(steps)
            monitor.take()
            log.add([(step.done, step.metrics)])
            tell(step)
            yield replace(step, figures=tuple)
    except StopIteration as end:
        return end.value
    finally:
        steps.close()


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
def told(console: Console) -> Iterator[Callable[[Step], None]]:
    """Give a function that shows a step: as a bar in a terminal, else as a line now and then."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress, progress.add_task("Training", total=None, loss=""))


class _Bar:
    """A progress bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task
        self._due = 0.0

    def __call__(self, step: Step) -> None:
        if step.done != step.total and time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BAR_EVERY
        self._progress.update(
            self._task,
            completed=step.done,
            total=step.total or None,
            description=_stage(step),
            loss=_loss(step),
        )


class _Lines:
    """Progress for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._due, self._first, self._since = 0.0, 0, 0.0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if not self._since:
            self._since, self._first = now, step.done
        if now >= self._due or step.done == step.total:
            self._due = now + LINE_EVERY
            line = f"{_stage(step)}: step {step.done} of {step.total or '?'}"
            self._console.print(f"{line}  {_loss(step)}{self._left(step, now)}", soft_wrap=True)

    def _left(self, step: Step, now: float) -> str:
        made = step.done - self._first
        if made < 1 or not step.total:
            return ""
        return f"  {(step.total - step.done) * (now - self._since) / made:.0f} s left"


def _stage(step: Step) -> str:
    return step.stage.capitalize() or "Training"


def _loss(step: Step) -> str:
    return f"loss {step.metrics['loss']:.4g}" if "loss" in step.metrics else ""
