"""What files and training have come to, in words, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from grnstudio.errors import WorkerDied
from grnstudio.gui.network_import import told
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench


class News(QObject):
    """Tells through the reporter what has happened."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work, self._report = work, work.report

    def reading(self, path: Path) -> None:
        """Say that a network is being read, which can be cancelled."""
        self._report.notice(_reading(path), "info", action=("Cancel", self._work.imports.cancel))

    def read(self, path: Path) -> None:
        """Take back that a network is being read."""
        self._report.withdraw(_reading(path))

    def imported(self, path: Path, remarks: tuple[str, ...]) -> None:
        """Say what came in; what its reader changed is in the details, the log and the problems."""
        network = self._work.document.project.design.network
        self._work.problems.show_remarks(remarks)
        self._work.go.to_network()
        if network is not None and remarks:
            self._report.notice(told(path, network, remarks), "warning", "\n".join(remarks))
        elif network is not None:
            self._report.say(told(path, network, remarks))

    def exported(self, path: Path, remarks: tuple[str, ...]) -> None:
        """Say what a file that was written cannot hold."""
        text = f"{path.name} cannot say all of the network."
        self._report.notice(text, "warning", "\n".join(remarks))

    def began(self, run: Run) -> None:
        """Keep in the log that a run began."""
        self._report.note(f"{_work_on(run)} began.")

    def ended(self, run: Run) -> None:
        """Say how a run ended."""
        self._report.note(f"{_work_on(run)} {run.outcome} after {run.seconds:.1f} s.")
        self._report.say(f"Run {run.key} {run.outcome}.")

    def failed(self, error: Exception, details: str) -> None:
        """Say why a training failed, and offer to go on where that is possible."""
        runs = self._work.document.project.runs
        self._report.note(str(error))
        resumable = bool(runs) and runs[-1].outcome == "failed" and runs[-1].checkpoint
        if isinstance(error, WorkerDied) and resumable:
            text = f"{error} Run {runs[-1].key} can go on from where it was last saved."
            action = ("Resume", lambda: self._work.go.resume_run(runs[-1].key))
            self._work.window.notices.show_notice(text, "error", details, action)
        else:
            self._work.window.show_error(error, details)


def _work_on(run: Run) -> str:
    verb = LEARNERS[run.learner].title if run.learner != "circuit" else "Training"
    return f"{verb} of {run.title}"


def _reading(path: Path) -> str:
    return f"Reading {path.name}…"
