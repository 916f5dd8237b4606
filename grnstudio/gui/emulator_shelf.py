"""The emulator at hand: of a run of the project, or of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from grnstudio.core.domain import Domain
from grnstudio.core.emulator import Emulator
from grnstudio.core.trust import TrustReport, report_of, with_report
from grnstudio.io import emulator_file
from grnstudio.learn import LEARNERS
from grnstudio.project import Run


class EmulatorShelf(QObject):
    """Holds one emulator, what was found out about it, and where it is from."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.emulator: Emulator | None = None
        self.report: TrustReport | None = None
        self.domain: Domain | None = None
        self.run: Run | None = None
        self.path: Path | None = None
        self.result: Any = None

    @property
    def name(self) -> str:
        """Where the emulator is from, as the Simulate page calls it; empty if there is none."""
        if self.path is not None:
            return str(self.path)
        return "" if self.run is None else f"run {self.run.key}"

    def take_run(self, run: Run) -> None:
        """Hold what came of ``run``, nothing if it had no result."""
        self.result = LEARNERS[run.learner].from_run(run) if run.arrays else None
        self._hold(self.result.emulator if self.result is not None else None, run, None)

    def take_file(self, path: Path) -> None:
        """Hold the emulator in ``path``; raises a `GRNStudioError` and changes nothing."""
        emulator = emulator_file.read(path)
        self.result = None
        self._hold(emulator, None, path)

    def take_report(self, report: TrustReport) -> None:
        """Hold what was found out about the emulator since, until another is taken."""
        if self.emulator is not None:
            self._hold(with_report(self.emulator, report), self.run, self.path)

    def clear(self) -> None:
        """Hold nothing."""
        self.result = None
        self._hold(None, None, None)

    def titled(self) -> Emulator:
        """Return the emulator with a title, to be saved by itself."""
        assert self.emulator is not None
        title = self.emulator.title or self.emulator.network.name or self.emulator.network.id
        return replace(self.emulator, title=title)

    def _hold(self, emulator: Emulator | None, run: Run | None, path: Path | None) -> None:
        self.emulator, self.run, self.path = emulator, run, path
        self.report = report_of(emulator) if emulator is not None else None
        self.domain = Domain.of(emulator) if emulator is not None else None
        self.changed.emit()
