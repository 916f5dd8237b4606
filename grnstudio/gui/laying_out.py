"""Layouts seen from the window: large drawings find their places in a worker of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from grnstudio.core.drawing import Place
from grnstudio.core.network_diagram import Diagram
from grnstudio.gui.job_runner import JobRunner
from grnstudio.jobs import Failed, Finished, Job, Outcome, Update
from grnstudio.layout_job import LaidOut

LAY_OUT = "grnstudio.layout_job:lay_out"


@dataclass(frozen=True, slots=True, eq=False)
class LayoutRequest:
    """A drawing to be laid out, and who is told; ``labels`` are names beside processes."""

    diagram: Diagram
    sizes: Mapping[str, Place]
    tell: Callable[[LaidOut], object]
    style: str = "layered"
    keep: Mapping[str, Place] | None = None
    labels: Mapping[str, Place] | None = None
    seed: int = 0

    def job(self) -> Job:
        """Return the work as a job."""
        keep, labels = dict(self.keep or {}), dict(self.labels or {})
        arguments = (self.diagram, dict(self.sizes), self.style, keep, self.seed, labels)
        return Job(LAY_OUT, arguments)


class LayoutSession(QObject):
    """Lays out one drawing at a time; a newer one takes the place of one under way.

    The worker starts with the first drawing.
    """

    started = Signal(object)  # the LayoutRequest
    progress = Signal(float)  # the share that is done
    ended = Signal(object)  # the LaidOut, or None if it was cancelled
    failed = Signal(object, str)  # an error, and its traceback

    def __init__(
        self, make_runner: Callable[[], JobRunner] = JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_runner = make_runner
        self._runner: JobRunner | None = None
        self._current: LayoutRequest | None = None
        self._next: LayoutRequest | None = None
        self._is_closed = self._is_cancelled = False

    @property
    def is_running(self) -> bool:
        """Whether a drawing is being laid out."""
        return self._current is not None and not self._is_cancelled

    def ask(self, request: LayoutRequest) -> None:
        """Lay out a drawing; its ``tell`` is called unless a newer one comes first."""
        if self._is_closed:
            return
        self._next = request
        if self._current is None:
            self._begin_next()
        else:
            self._drop()

    def cancel(self) -> None:
        """Leave the drawing under way as it is."""
        self._next = None
        if self._current is not None:
            self._drop()

    def close(self) -> None:
        """End the worker, whatever it does; nobody is told."""
        self._is_closed, self._next, self._current = True, None, None
        runner, self._runner = self._runner, None
        if runner is not None:
            runner.shut_down(0.0)

    def _drop(self) -> None:
        self._is_cancelled = True
        if self._runner is not None:
            self._runner.stop()

    def _begin_next(self) -> None:
        request, self._next = self._next, None
        if request is None or self._is_closed:
            return
        self._current, self._is_cancelled = request, False
        if self._runner is None:
            self._runner = self._make_runner()
            self._runner.updated.connect(self._take_update)
            self._runner.ended.connect(self._take_outcome)
        self.started.emit(request)
        self._runner.start(request.job())

    def _take_update(self, update: Update) -> None:
        if self.is_running and update.total:
            self.progress.emit(update.done / update.total)

    def _take_outcome(self, outcome: Outcome) -> None:
        request, self._current = self._current, None
        if request is None:
            return
        if self._is_cancelled or not isinstance(outcome, Finished | Failed):
            self.ended.emit(None)
        elif isinstance(outcome, Failed):
            self.failed.emit(outcome.error, outcome.details)
            self.ended.emit(None)
        else:
            request.tell(outcome.result)
            self.ended.emit(outcome.result)
        self._begin_next()
