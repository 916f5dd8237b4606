"""Runs one job at a time in the background, and reports at a pace that plots can follow."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from grnstudio.gui.job_threads import InlineThread, JobThread, WorkerThread
from grnstudio.jobs import Failed, Job, Outcome
from grnstudio.learn import WARM
from grnstudio.worker import Ended, Order, Start, Trouble, Warm

FRAMES_PER_SECOND = 30
AUTOSAVE_SECONDS = 3.0
PATIENCE_SECONDS = 5.0


class JobRunner(QObject):
    """Starts, pauses and stops jobs; those that must wait are queued.

    Its signals are sent on the GUI thread only. For each job, ``started`` comes first, then
    ``updated`` any number of times, then ``ended`` once.
    """

    started = Signal(object)  # the Job
    updated = Signal(object)  # jobs.Update
    warned = Signal(object)  # a GRNStudioError that does not stop the job
    ended = Signal(object)  # jobs.Outcome
    state_changed = Signal()  # running, paused, stopping, or what is queued

    def __init__(self, parent: QObject | None = None, *, in_thread: bool = False) -> None:
        super().__init__(parent)
        self.autosave_seconds = AUTOSAVE_SECONDS
        self._thread: JobThread = InlineThread(self) if in_thread else WorkerThread(self)
        self._queue: deque[Start] = deque()
        self._current: Start | None = None
        self._is_paused = self._is_stopping = self._is_closed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._report)
        self.set_pace(FRAMES_PER_SECOND)

    @property
    def is_running(self) -> bool:
        """Whether a job is running or paused."""
        return self._current is not None

    @property
    def is_paused(self) -> bool:
        """Whether the running job is held."""
        return self._is_paused

    @property
    def is_stopping(self) -> bool:
        """Whether the running job has been asked to stop."""
        return self._is_stopping

    @property
    def queued(self) -> tuple[Job, ...]:
        """The jobs that wait, the next one first."""
        return tuple(start.job for start in self._queue)

    def set_pace(self, frames_per_second: int) -> None:
        """Report, and draw, so many times a second at most."""
        self._timer.setInterval(1000 // frames_per_second)

    def warm(self, job: Job = WARM) -> None:
        """Start the worker process ahead of time, and let it import what the first job needs."""
        self._thread.send(Warm(job))

    def start(self, job: Job, autosave: Path | None = None) -> None:
        """Run ``job`` when the ones before it are done.

        A checkpoint goes to ``autosave`` every few seconds; the file is removed when the job ends
        unless it failed.
        """
        if self._is_closed:
            raise RuntimeError("the runner has been shut down")
        self._queue.append(Start(job, autosave, self.autosave_seconds))
        self._begin_next()
        self.state_changed.emit()

    def pause(self) -> None:
        """Hold the running job after its current step."""
        if self._current and not self._is_stopping:
            self._is_paused = True
            self._thread.send(Order.PAUSE)
            self.state_changed.emit()

    def resume(self) -> None:
        """Let the paused job go on."""
        if self._current:
            self._is_paused = False
            self._thread.send(Order.RESUME)
            self.state_changed.emit()

    def stop(self) -> None:
        """Ask the running job to stop after its current step; what it has so far is its outcome."""
        if self._current:
            self._is_paused, self._is_stopping = False, True
            self._thread.send(Order.CANCEL)
            self.state_changed.emit()

    def shut_down(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Stop the running job, wait up to ``seconds`` for its checkpoint, and end the worker.

        Its outcome is reported before this returns. Queued jobs are dropped.
        """
        if not self._is_closed:
            self._is_closed = True
            self._queue.clear()
            self._thread.close(seconds)
            while self._current:
                self._report()

    def _begin_next(self) -> None:
        if self._current is None and self._queue:
            self._current = self._queue.popleft()
            self._is_paused = self._is_stopping = False
            self._thread.send(self._current)
            self._timer.start()
            self.started.emit(self._current.job)

    def _report(self) -> None:
        report = self._thread.report()
        if update := self._thread.take():
            self.updated.emit(update)
            if not (self._is_closed or isinstance(report, Ended)):
                self._thread.send(Order.TAKEN)
        match report:
            case Trouble(error):
                self.warned.emit(error)
            case Ended(outcome):
                self._finish(outcome)

    def _finish(self, outcome: Outcome) -> None:
        self._timer.stop()
        start, self._current = self._current, None
        self._is_paused = self._is_stopping = False
        if start and start.autosave and not isinstance(outcome, Failed):
            with suppress(OSError):
                start.autosave.unlink(missing_ok=True)
        self.ended.emit(outcome)
        self._begin_next()
        self.state_changed.emit()
