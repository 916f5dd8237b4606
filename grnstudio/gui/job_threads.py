"""The threads behind a `JobRunner`: one watches the worker process, one runs jobs by itself.

Neither touches a widget or sends a signal. What they hear waits until the GUI thread takes it.
"""

from __future__ import annotations

import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pickle import UnpicklingError
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QThread

from grnstudio.errors import GRNStudioError, WorkerDied
from grnstudio.gui.worker_process import WorkerProcess
from grnstudio.jobs import Failed, Mailbox, Monitor, Update, drive
from grnstudio.worker import CANNOT_TRAVEL, Ended, Order, Start, Trouble, Warm, steps_of

STACK_BYTES = 16 << 20  # macOS gives threads 512 KiB, too little for autograd and sympy
CANNOT_ARRIVE = (*CANNOT_TRAVEL, ImportError, IndexError, UnpicklingError, ValueError)

Report = Trouble | Ended


class JobThread(QThread):
    """A thread that sees to jobs, one at a time. Its methods are for the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(STACK_BYTES)
        self._reports: SimpleQueue[Report] = SimpleQueue()

    def send(self, message: Start | Warm | Order) -> None:
        """Pass ``message`` on, and begin the thread with the first."""
        raise NotImplementedError

    def take(self) -> Update | None:
        """Return what happened since the last call."""
        raise NotImplementedError

    def close(self, seconds: float) -> None:
        """Stop the job under way, give it ``seconds`` to save its work, and end the thread."""
        raise NotImplementedError

    def report(self) -> Report | None:
        """Return the next report, if there is one; its job's updates are there to be taken."""
        try:
            return self._reports.get_nowait()
        except Empty:
            return None


class InlineThread(JobThread):
    """Runs jobs in this process: for work that mostly waits, and for tests."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._monitor = Monitor()
        self._starts: SimpleQueue[tuple[Start, Monitor] | None] = SimpleQueue()

    def send(self, message: Start | Warm | Order) -> None:
        """Pass ``message`` on, and begin the thread with the first."""
        match message:
            case Start():
                self._monitor = Monitor()
                self._starts.put((message, self._monitor))
            case Order.PAUSE:
                self._monitor.pause()
            case Order.RESUME:
                self._monitor.resume()
            case Order.CANCEL:
                self._monitor.cancel()
        if not self.isRunning():
            self.start()

    def take(self) -> Update | None:
        """Return what happened since the last call."""
        return self._monitor.take()

    def close(self, seconds: float) -> None:
        """Stop the job under way and wait for it: a thread cannot be ended from outside."""
        self._monitor.cancel()
        self._starts.put(None)
        self.wait()

    def run(self) -> None:
        while (item := self._starts.get()) is not None:
            start, monitor = item
            steps = steps_of(start, lambda error: self._reports.put(Trouble(error)))
            self._reports.put(Ended(drive(steps, monitor)))


class WorkerThread(JobThread):
    """Starts, feeds, watches and ends the worker process."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._messages: SimpleQueue[Start | Warm | Order] = SimpleQueue()
        self._bell, self._ring = Pipe(duplex=False)
        self._worker: WorkerProcess | None = None
        self._is_busy = False
        self._deadline: float | None = None

    def send(self, message: Start | Warm | Order) -> None:
        """Pass ``message`` on, and begin the thread with the first."""
        if isinstance(message, Start):
            self._is_busy = True
        self._messages.put(message)
        self._ring.send_bytes(b"m")
        if not self.isRunning():
            self.start()

    def take(self) -> Update | None:
        """Return what happened since the last call."""
        return self._mailbox.take()

    def close(self, seconds: float) -> None:
        """Stop the job under way, give it ``seconds`` to save its work, and end the worker."""
        if self.isRunning():
            self._deadline = time.monotonic() + seconds
            self.send(Order.CANCEL)
            self.wait()
        self._bell.close()
        self._ring.close()

    def run(self) -> None:
        while (patience := self._patience()) != 0.0:
            ready = wait(self._sources(), patience)
            if self._bell in ready:
                self._bell.recv_bytes()
                self._pass_on(self._messages.get())
            elif self._worker and self._worker.pipe in ready:
                self._hear(self._worker.pipe)
            elif ready:
                self._mourn()
        if self._is_busy:
            self._fail(WorkerDied("The training was ended with the program."))
        self._dismiss()

    def _patience(self) -> float | None:
        if self._deadline is None:
            return None
        if not self._is_busy and self._messages.empty():
            return 0.0
        return max(0.0, self._deadline - time.monotonic())

    def _sources(self) -> list[Connection[Any, Any] | int]:
        if self._worker is None:
            return [self._bell]
        return [self._bell, self._worker.pipe, self._worker.process.sentinel]

    def _pass_on(self, message: Start | Warm | Order) -> None:
        if isinstance(message, Order) and self._worker is None:
            return
        try:
            self._worker = self._worker or WorkerProcess()
            self._worker.pipe.send(message)
        except CANNOT_TRAVEL as error:
            self._fail(RuntimeError(f"The job cannot go to the worker process: {error}"))
        except OSError as error:
            if self._worker:
                self._mourn()
            else:
                self._fail(WorkerDied(f"The worker process could not be started: {error}"))

    def _hear(self, pipe: Connection[Any, Any]) -> None:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            self._mourn()
            return
        except CANNOT_ARRIVE as error:
            self._dismiss()
            self._fail(RuntimeError(f"What the worker process sent cannot be read: {error}"))
            return
        match message:
            case Update():
                self._mailbox.put(message)
            case Trouble():
                self._reports.put(message)
            case Ended(outcome):
                self._is_busy = False
                self._reports.put(message)
                if isinstance(outcome, Failed) and not isinstance(outcome.error, GRNStudioError):
                    self._dismiss()  # a CUDA error, for one, stays with its process

    def _mourn(self) -> None:
        """Say what ended the worker, if it had a job; the next message starts another."""
        if self._worker:
            error, printed = self._worker.last_words()
            self._dismiss()
            self._fail(error, printed)

    def _fail(self, error: Exception, details: str = "") -> None:
        if self._is_busy:
            self._is_busy = False
            self._reports.put(Ended(Failed(error, details)))

    def _dismiss(self) -> None:
        if self._worker:
            self._worker.end()
            self._worker = None
