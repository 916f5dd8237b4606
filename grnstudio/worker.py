"""What runs in the worker process: receive a job, drive it, send what happens.

The watcher's process sends a `Start` and `Order`s; the worker answers with `Update`s, `Trouble`s
and one `Ended` for each start. This module imports no learner: jobs come by name.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from pickle import PicklingError
from typing import Any

from grnstudio import errors, gpu_pack
from grnstudio.errors import GRNStudioError
from grnstudio.jobs import Cancelled, Checkpoint, Failed, Job, Monitor, Outcome, Step, Steps, drive

LISTEN_SECONDS = 0.005
CANNOT_TRAVEL = (PicklingError, AttributeError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Start:
    """Run ``job``, and save a checkpoint to ``autosave`` every ``seconds``."""

    job: Job
    autosave: Path | None = None
    seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class Warm:
    """Run ``job`` for what it leaves in memory, and tell nobody."""

    job: Job


class Order(Enum):
    """What the watcher asks of a job under way."""

    PAUSE = auto()
    RESUME = auto()
    CANCEL = auto()
    TAKEN = auto()  # the last update has been shown; the next may come


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that does not stop the job but that its owner should know."""

    error: GRNStudioError


@dataclass(frozen=True, slots=True)
class Ended:
    """The job's outcome; all of its updates have gone before."""

    outcome: Outcome


def serve(pipe: Connection, log: Path) -> None:
    """Run jobs as they come through ``pipe``, until the process that asks is gone."""
    _quieten(log)
    gpu_pack.use()
    asker = parent_process()
    while asker is not None and asker.is_alive():
        try:
            wait([pipe, asker.sentinel])
            message = pipe.recv()
        except (EOFError, OSError):
            return
        match message:
            case Warm(job):
                drive(_opened(job), Monitor())
            case Start():
                _work(message, pipe, asker)


def steps_of(start: Start, warn: Callable[[GRNStudioError], object]) -> Steps[Any]:
    """Return the job's steps, saved now and then; a save that fails is told once to ``warn``."""
    if start.autosave is None:
        return _opened(start.job)
    return _saved(_opened(start.job), _Autosave(start.autosave, warn), start.seconds)


def _opened(job: Job) -> Steps[Any]:
    """Begin ``job`` with its first step, so that a name nobody knows is the job's own failure."""
    return (yield from job.begin())


def _saved(steps: Steps[Any], save: _Autosave, seconds: float) -> Steps[Any]:
    from grnstudio.learn.base import autosaved

    return (yield from autosaved(steps, save, seconds))


class _Autosave:
    def __init__(self, path: Path, warn: Callable[[GRNStudioError], object]) -> None:
        self._path, self._warn = path, warn
        self._warned = False

    def __call__(self, checkpoint: Checkpoint) -> None:
        from grnstudio.io import checkpoint_file

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            checkpoint_file.write(checkpoint, self._path)
        except (GRNStudioError, OSError) as error:
            if not self._warned:
                self._warned = True
                self._warn(errors.FileSaveError(_unsaved(error, self._path)))


def _unsaved(error: Exception, path: Path) -> str:
    return (
        f"The training goes on, but its autosave fails: {error} Free some space or make "
        f"{path.parent} writable; until then a crash would lose the training."
    )


class _PipeMonitor(Monitor):
    """A monitor whose watcher sits at the other end of a pipe."""

    def __init__(self, pipe: Connection, asker: BaseProcess) -> None:
        super().__init__()
        self._pipe, self._asker = pipe, asker
        self._taken = True
        self._listened = 0.0

    def proceed(self) -> bool:
        """Hear what the watcher wants, wait while paused, and say whether to go on."""
        self._listen()
        while self.is_paused:
            wait([self._pipe, self._asker.sentinel])
            self._listened = 0.0
            self._listen()
        return super().proceed()

    def post(self, step: Step) -> None:
        """Keep the step's news, and send all of it if the last has been taken."""
        super().post(step)
        if self._taken:
            self.send_news()

    def wants_figures(self) -> bool:
        """Whether the watcher has taken the last figures."""
        return self._taken and super().wants_figures()

    def send_news(self) -> None:
        """Send what has been posted; the time it takes counts as time spent drawing."""
        start = time.monotonic()
        if news := self.take():
            self._taken = False
            self.send(news)
            if news.figures:
                self._rested += 10 * (time.monotonic() - start)

    def send(self, message: object) -> None:
        """Send to the watcher; if there is none any more, the job is not wanted."""
        try:
            self._pipe.send(message)
        except OSError:
            self.cancel()

    def _listen(self) -> None:
        if time.monotonic() - self._listened < LISTEN_SECONDS:
            return
        try:
            while self._pipe.poll():
                self._obey(self._pipe.recv())
        except (EOFError, OSError):
            self.cancel()
        if not self._asker.is_alive():
            self.cancel()
        self._listened = time.monotonic()

    def _obey(self, order: Order) -> None:
        match order:
            case Order.PAUSE:
                self.pause()
            case Order.RESUME:
                self.resume()
            case Order.CANCEL:
                self.cancel()
            case Order.TAKEN:
                self._taken = True


def _work(start: Start, pipe: Connection, asker: BaseProcess) -> None:
    monitor = _PipeMonitor(pipe, asker)
    outcome = drive(steps_of(start, lambda error: monitor.send(Trouble(error))), monitor)
    if isinstance(outcome, Cancelled) and start.autosave and not asker.is_alive():
        _Autosave(start.autosave, lambda error: None)(outcome.checkpoint)
    try:
        monitor.send_news()
        monitor.send(Ended(_portable(outcome)))
    except CANNOT_TRAVEL as error:
        reason = f"The job's outcome cannot leave the worker process: {error}"
        monitor.send(Ended(Failed(RuntimeError(reason))))


def _portable(outcome: Outcome) -> Outcome:
    """Return ``outcome`` with an error that any process can read without the worker's imports."""
    if not isinstance(outcome, Failed) or type(outcome.error).__module__ == errors.__name__:
        return outcome
    if isinstance(outcome.error, GRNStudioError):
        return replace(outcome, error=GRNStudioError(str(outcome.error)))
    told = f"{type(outcome.error).__name__}: {outcome.error}"
    return replace(outcome, error=RuntimeError(told))


def _quieten(log: Path) -> None:
    """Send what libraries print to ``log``, and leave Ctrl-C to the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(target, stream)
    os.close(target)
