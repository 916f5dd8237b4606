"""The worker process as its watcher holds it: spawned, spoken to through a pipe, ended."""

from __future__ import annotations

import os
import signal
import tempfile
from multiprocessing import get_context
from pathlib import Path

from grnstudio.environment import environment
from grnstudio.errors import WorkerDied
from grnstudio.worker import serve

FAREWELL_SECONDS = 5.0
LAST_CHARACTERS = 4_000
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")  # for its arithmetic, since two are slower


class WorkerProcess:
    """A process of its own that waits for jobs. What it prints is kept apart, in a file."""

    def __init__(self) -> None:
        context = get_context("spawn")
        handle, name = tempfile.mkstemp(prefix="grnstudio-worker-", suffix=".log")
        os.close(handle)
        self._log = Path(name)
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, self._log)
        self.process = context.Process(target=serve, args=arguments, name="worker", daemon=True)
        try:
            with environment(ONE_THREAD):
                self.process.start()
        except OSError:
            self.pipe.close()
            self._log.unlink(missing_ok=True)
            raise
        finally:
            theirs.close()

    def last_words(self) -> tuple[WorkerDied, str]:
        """Return what ended the process, and the last that it printed."""
        self.process.join(FAREWELL_SECONDS)
        printed = self._log.read_text(errors="replace")[-LAST_CHARACTERS:]
        return WorkerDied(_cause(self.process.exitcode)), printed.strip()

    def end(self) -> None:
        """End the process, if it has not ended, and tidy up after it."""
        self.pipe.close()
        self.process.kill()
        self.process.join(FAREWELL_SECONDS)
        self._log.unlink(missing_ok=True)


def _cause(code: int | None) -> str:
    if code is None:
        return "The worker process stopped answering; start the training again."
    if code >= 0:
        return f"The worker process ended by itself with exit code {code}; see Details."
    name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
    why = "; the memory may have run out" if name == "SIGKILL" else ""
    return f"The worker process was ended by {name}{why}."
