"""What is asked of the worker that simulates: one thing at a time, and the newest first."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from grnstudio.core.network import Network
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pace import Pace
from grnstudio.jobs import Job, Outcome, Update
from grnstudio.simulate.config import SimulationConfig

CHECK, SIMULATE, SCAN, STEADY = "check", "simulate", "scan", "steady"
FUNCTIONS = {
    SIMULATE: "grnstudio.simulate.ensemble:simulate",
    SCAN: "grnstudio.simulate.scan:scan",
    STEADY: "grnstudio.simulate.steady_job:search",
    CHECK: "grnstudio.simulate.check:check",
}


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Something asked of the worker: to check, simulate or scan a network, or let it settle."""

    kind: str
    job: Job
    network: Network
    config: SimulationConfig
    values: Mapping[str, float] = field(default_factory=dict)


class SimulationRequests(QObject):
    """Hands requests to a runner. A simulation under way is dropped for a newer one.

    A check is short: it is waited for, and waits itself until nothing else is wanted.
    """

    began = Signal(object)  # the Request
    progressed = Signal(object)  # jobs.Update of a simulation or scan
    ended = Signal(object, object)  # the Request and its Outcome; not for what was dropped
    state_changed = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pace = Pace()
        self._runner = runner
        self._current: Request | None = None
        self._next: Request | None = None
        self._is_dropping = self._is_closed = False
        runner.started.connect(self._start_clock)
        runner.updated.connect(self._take_update)
        runner.ended.connect(self._take_outcome)

    @property
    def running(self) -> Request | None:
        """The simulation or scan that is under way or about to begin."""
        for one in (self._next, None if self._is_dropping else self._current):
            if one is not None and one.kind != CHECK:
                return one
        return None

    @property
    def is_stopping(self) -> bool:
        """Whether what runs has been asked to stop."""
        return self.running is not None and self._runner.is_stopping and not self._is_dropping

    def ask(self, request: Request) -> None:
        """Do ``request`` as soon as can be."""
        if self._is_closed or (request.kind == CHECK and self._next is not None):
            return
        self._next = request
        if self._current is None:
            self._begin_next()
        elif CHECK not in (self._current.kind, request.kind):
            self._is_dropping = True
            self._runner.stop()
        self.state_changed.emit()

    def stop(self) -> None:
        """Stop the simulation or scan; what it has so far is its outcome."""
        if self._next is not None and self._next.kind != CHECK:
            self._next = None
        if self._current is not None and self._current.kind != CHECK:
            self._runner.stop()
        self.state_changed.emit()

    def drop(self) -> None:
        """Stop whatever is under way, and do not report it."""
        self._is_dropping = self._current is not None
        self.stop()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._is_closed, self._next = True, None

    def _begin_next(self) -> None:
        request, self._next = self._next, None
        if request is None or self._is_closed:
            return
        self._current, self._is_dropping, self.pace = request, False, Pace()
        if request.kind != CHECK:
            self.began.emit(request)
        self._runner.start(request.job)

    def _start_clock(self, job: Job) -> None:
        if self._current is not None and job is self._current.job:
            self.pace.go(time.monotonic())

    def _take_update(self, update: Update) -> None:
        if self._current is not None and self._current is self.running:
            self.pace.add(update.done, time.monotonic())
            self.progressed.emit(update)

    def _take_outcome(self, outcome: Outcome) -> None:
        request, self._current = self._current, None
        dropped, self._is_dropping = self._is_dropping, False
        if request is not None and not dropped:
            self.ended.emit(request, outcome)
        if self._current is None:
            self._begin_next()
        self.state_changed.emit()
