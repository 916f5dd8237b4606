"""What the title and the line at the bottom say: file, seed, device, problems."""

from __future__ import annotations

from PySide6.QtCore import QObject

from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.main_window import DESIGN, EMULATE, SIMULATE, MainWindow
from grnstudio.gui.simulating import SimulationSession
from grnstudio.jobs import Finished, Job, Outcome
from grnstudio.learn import LEARNERS

DEVICE_JOB = Job("grnstudio.learn.warm:device")


class WindowState(QObject):
    """Keeps the window's title and status bar up to date."""

    def __init__(
        self,
        window: MainWindow,
        document: Document,
        runner: JobRunner,
        simulations: SimulationSession,
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._runner, self._simulations = runner, simulations
        self._device_asked = False
        document.status_changed.connect(self.show_file)
        document.watch(lambda project: project.design, lambda _: self.show_seed())
        window.tab_changed.connect(lambda _: self.show_seed())
        runner.started.connect(self._note_job)
        runner.ended.connect(self._take_device)
        self.show_file()

    def ask_device(self) -> None:
        """Let the worker say on what networks are trained."""
        self._runner.start(DEVICE_JOB)

    def show_file(self) -> None:
        """Name the open file in the title and below."""
        name = self._document.path.name if self._document.path else "Untitled"
        modified = self._document.is_modified
        self._window.setWindowTitle(f"{name}[*] — GRNStudio")
        self._window.setWindowModified(modified)
        self._window.status.show_file(name, modified)

    def show_seed(self) -> None:
        """Name the seed of what the page at hand would start."""
        design, status = self._document.project.design, self._window.status
        tab = self._window.tabs.currentIndex()
        try:
            if tab == SIMULATE and design.network is not None:
                status.show_seed(self._simulations.config.seed, "simulation")
            elif tab == EMULATE:
                status.show_seed(LEARNERS["emulator"].configured(design).seed, "training")
            elif tab == DESIGN or design.network is None:
                status.show_seed(LEARNERS["circuit"].configured(design).seed, "training")
            else:
                status.seed.clear()
        except GRNStudioError:
            status.seed.clear()  # the problems dock says what is wrong

    def _note_job(self, job: Job) -> None:
        self._device_asked = job is DEVICE_JOB

    def _take_device(self, outcome: Outcome) -> None:
        if self._device_asked:
            self._device_asked = False
            name = outcome.result if isinstance(outcome, Finished) else "CPU"
            self._window.status.show_device(name)
