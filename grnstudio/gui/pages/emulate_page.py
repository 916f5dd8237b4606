"""Emulators on one page, step by step: data, training, trust, and grids of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.emulating import EmulatorJobs
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.pages.emulate_data import EMULATOR, DataPage
from grnstudio.gui.pages.emulate_grid import GridPage
from grnstudio.gui.pages.emulate_train import TrainPage
from grnstudio.gui.pages.emulate_trust import TrustPage
from grnstudio.gui.pages.kept_form import KeptForm
from grnstudio.gui.pages.step_page import Step, StepPage
from grnstudio.gui.pages.workspace import Workspace
from grnstudio.gui.simulation_live import title_of
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.project import Design, Run

EMULATE_STEPS = (
    Step("Data", "Choose from which states the network is simulated, and how often", DataPage),
    Step("Train", "See the emulator learn, and how it is built", TrainPage),
    Step("Trust", "See how far it can be trusted, and for what not", TrustPage),
    Step("Grid", "Let many copies of the network live side by side", GridPage, True),
)
DATA, TRAIN, TRUST, GRID = range(4)


class EmulatePage(Workspace):
    """The steps from a reaction network to an emulator of it that one can rely on."""

    open_wanted = Signal()  # another network
    examples_wanted = Signal()
    use_wanted = Signal(str)  # in Simulate; what it calls the emulator

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        jobs: EmulatorJobs,
        parent: QWidget | None = None,
    ) -> None:
        self.jobs, self._is_checking, self._is_stale = jobs, False, True
        self.shelf = EmulatorShelf()
        self.data = DataPage(document, session, jobs)
        self.training = TrainPage(document, session, self.shelf)
        self.trust = TrustPage(document, session, self.shelf, jobs)
        self.grid = GridPage(document, session, self.shelf, jobs)
        pages = (self.data, self.training, self.trust, self.grid)
        self.forms: dict[QWidget, KeptForm] = {  # by page
            self.trust: self.trust.form,
            self.grid: self.grid.form,
        }
        super().__init__(document, session, EMULATE_STEPS, pages, parent)
        self.shelf.setParent(self)
        self.data.open_wanted.connect(self.open_wanted)
        self.data.examples_wanted.connect(self.examples_wanted)
        self.trust.data_wanted.connect(lambda: self.stepper.choose(DATA))
        self.trust.use_wanted.connect(self.use_wanted)
        jobs.state_changed.connect(self.refresh)

    def name_of(self, design: Design) -> str:
        """Return the name of the network."""
        return title_of(design.network) if design.network is not None else "No network"

    def refresh(self) -> None:
        """Show what can be pressed, once someone looks: to find it out can take a while."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            super().refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def start(self) -> None:
        """Start what the step in sight is for."""
        self.data.starts.read()
        self._is_checking = self.current is self.trust
        super().start()

    def show_run(self, key: int) -> None:
        """Show an emulator: how far it can be trusted, if that is known; else its training."""
        self.training.show_run(self.document.project.run(key))
        self.refresh()
        self.stepper.choose(TRAIN if self.shelf.report is None else TRUST)

    def first_while_training(self, page: StepPage) -> int:
        """Return the step that shows what goes on."""
        return TRUST if self._is_checking else TRAIN

    def clear(self) -> None:
        """Hold no emulator, and begin at the first step."""
        self.jobs.drop()
        self.shelf.clear()
        super().clear()

    def _begin(self, run: Run) -> None:
        if self._is_checking and run.learner == EMULATOR:
            self.stepper.choose(TRUST)
        else:
            super()._begin(run)

    def _show_update(self, update: Update) -> None:
        run = self.session.run
        if self._is_checking and run is not None and run.learner == EMULATOR:
            self.trust.show_update(update)
        else:
            super()._show_update(update)

    def _show_end(self, run: Run) -> None:
        super()._show_end(run)
        self._is_checking = False
