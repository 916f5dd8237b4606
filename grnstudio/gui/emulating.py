"""What is asked of a worker about emulators, beside trainings: estimates, tests, grids."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal

from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pace import Pace
from grnstudio.jobs import Job, Outcome, Update

OUTLOOK, ASSESS, GRID = "outlook", "assess", "grid"


class EmulatorJobs(QObject):
    """One job at a time, each of a kind; a newer one of its kind takes its place."""

    progressed = Signal(str, object)  # the kind, and jobs.Update
    ended = Signal(str, object)  # the kind, and jobs.Outcome; not for what was dropped
    state_changed = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pace = Pace()
        self._runner = runner
        self._current: tuple[str, Job] | None = None
        self._waiting: dict[str, Job] = {}
        self._is_dropping = self._is_closed = False
        runner.started.connect(self._start_clock)
        runner.updated.connect(self._take_update)
        runner.ended.connect(self._take_outcome)

    def is_running(self, kind: str) -> bool:
        """Whether a job of ``kind`` is under way or about to begin."""
        current = self._current is not None and self._current[0] == kind and not self._is_dropping
        return current or kind in self._waiting

    @property
    def is_stopping(self) -> bool:
        """Whether what is under way has been asked to stop."""
        return self._current is not None and self._runner.is_stopping

    def ask(self, kind: str, job: Job) -> None:
        """Do ``job`` as soon as can be; an outlook gives way to anything else."""
        if self._is_closed:
            return
        self._waiting[kind] = job
        if self._current is not None and self._current[0] in (kind, OUTLOOK):
            self._is_dropping = True
            self._runner.stop()
        self._begin_next()
        self.state_changed.emit()

    def stop(self, kind: str) -> None:
        """Stop the job of ``kind``; what it has so far is its outcome."""
        self._waiting.pop(kind, None)
        if self._current is not None and self._current[0] == kind:
            self._runner.stop()
        self.state_changed.emit()

    def drop(self) -> None:
        """Stop whatever is under way, and report nothing of it."""
        self._waiting.clear()
        if self._current is not None:
            self._is_dropping = True
            self._runner.stop()
        self.state_changed.emit()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._is_closed = True
        self._waiting.clear()

    def _begin_next(self) -> None:
        if self._current is not None or not self._waiting or self._is_closed:
            return
        kind = min(self._waiting, key=lambda one: one == OUTLOOK)
        self._current, self._is_dropping, self.pace = (
            (kind, self._waiting.pop(kind)),
            False,
            Pace(),
        )
        self._runner.start(self._current[1])

    def _start_clock(self, job: Job) -> None:
        self.pace.go(time.monotonic())

    def _take_update(self, update: Update) -> None:
        if self._current is not None and not self._is_dropping:
            self.pace.add(update.done, time.monotonic(), update.part)
            self.progressed.emit(self._current[0], update)

    def _take_outcome(self, outcome: Outcome) -> None:
        current, self._current = self._current, None
        dropped, self._is_dropping = self._is_dropping, False
        if current is not None and not dropped:
            self.ended.emit(current[0], outcome)
        self._begin_next()
        self.state_changed.emit()
