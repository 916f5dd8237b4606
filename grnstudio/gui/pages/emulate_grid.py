"""Grid: many copies of the network side by side, whose molecules go from node to node."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from grnstudio.core.grid_start import read
from grnstudio.core.network import Network
from grnstudio.core.network_values import adjustables
from grnstudio.core.starts import moving
from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.emulating import GRID, EmulatorJobs
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.in_sight import watch_when_seen
from grnstudio.gui.pace import clock
from grnstudio.gui.pages.emulate_data import EMULATOR
from grnstudio.gui.pages.grid_view import ADVICE, WAITING, GridView
from grnstudio.gui.pages.kept_form import KeptForm
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.training import TrainingSession
from grnstudio.io import csv_grid
from grnstudio.jobs import Failed, Job, Outcome, Update
from grnstudio.project import Design, Run
from grnstudio.simulate.grid_config import GridConfig

KEY = "grid"  # of the settings of grids among those of a design
JOB = "grnstudio.simulate.grid:simulate_grid"
NO_NETWORK = "Open a network first, or start from an example."
NO_EMULATOR = "Train an emulator first, or open one in Trust, or let nodes be exact ('ssa')."
TIP = "What every node has, then what single nodes have, counted from 1; others as in the network"
TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"
READ_AFTER_MS = 400


class GridPage(StepPage):
    """How the grid begins above the film of it; further settings stand in the dock."""

    learners: ClassVar = ()
    verb = "Simulate"
    tip = "Let the grid live, with the settings on the right (F5)"

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        shelf: EmulatorShelf,
        jobs: EmulatorJobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, session, parent)
        self._shelf, self._jobs = shelf, jobs
        self.form = KeptForm(document, KEY, GridConfig)  # which stands in the dock
        self.form.form.show_only([one for one in self.form.form.values() if one != "start"])
        self.start_text = QPlainTextEdit()
        self.open = push_button("Open CSV…", "Take how nodes begin from a table: x,y,A,B")
        self.problem, self.progress = QLabel(), QLabel()
        self.view = GridView()
        self._delay = QTimer(self, interval=READ_AFTER_MS, singleShot=True)
        self._lay_out()
        self._connect()
        watch_when_seen(document, self, lambda project: project.design, self._show_design)

    @property
    def learner(self) -> str:
        """The learner whose emulators live on the grid."""
        return EMULATOR

    @property
    def is_working(self) -> bool:
        """Whether a grid is being simulated."""
        return self._jobs.is_running(GRID)

    def halt(self) -> None:
        """End the grid; what there is of it is shown."""
        self._jobs.stop(GRID)

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered once there is a network."""
        return "" if design.network is not None else NO_NETWORK

    def lacks(self, design: Design) -> str:
        """Return what keeps the grid from being simulated."""
        if design.network is None:
            return NO_NETWORK
        try:
            config = self.form.config
        except GRNStudioError as error:
            return str(error)
        if config.method != "ssa" and self._shelf.emulator is None:
            return NO_EMULATOR
        return self.problem.text()

    def start(self) -> None:
        """Simulate the grid; nodes that are exact need no emulator."""
        self.read()
        config, network = self.form.config, self.document.project.design.network
        emulator = None if config.method == "ssa" else self._shelf.emulator
        self._jobs.ask(GRID, Job(JOB, (network, config, emulator)))
        self._tell(WAITING)

    def read(self) -> None:
        """Take what is typed, if it can be read."""
        self._delay.stop()
        text = self.start_text.toPlainText().strip()
        self._check(text)
        if not self.problem.text() and text != self.form.config.start:
            self.form.keep({"start": text}, "Change start of grid")

    def take(self, path: Path) -> None:
        """Begin as the table in ``path`` says."""
        try:
            text = csv_grid.read_start(path)
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        self.start_text.setPlainText(text)
        self.read()
        self.said.emit(f"Took the start of {text.count(';') + 1} nodes from {path.name}.")

    def begin(self, run: Run) -> None:
        """Leave trainings to the step before."""

    def show_update(self, update: Update) -> None:
        """Leave trainings to the step before."""

    def show_run(self, run: Run) -> None:
        """Leave it to the shelf, whose emulator is used."""

    def clear(self) -> None:
        """Show no grid."""
        self.turns.drop()
        self.view.clear(ADVICE)
        self._tell("")

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.view.pictures()

    def _lay_out(self) -> None:
        self.start_text.setObjectName("monospace")
        self.start_text.setAccessibleName("How the grid begins")
        self.start_text.setToolTip(TIP)
        self.start_text.setTabChangesFocus(True)
        self.start_text.setFixedHeight(48)
        self.problem.setObjectName("field-error")
        self.progress.setObjectName("secondary")
        for label in (self.problem, self.progress):
            label.setWordWrap(True)
            label.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        name = QLabel("Start")
        name.setBuddy(self.start_text)
        for part in (name, self.start_text, self.open):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for label in (self.problem, self.progress):
            column.addWidget(label)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.start_text.textChanged.connect(self._delay.start)
        self._delay.timeout.connect(self.read)
        self.open.clicked.connect(self._ask)
        self.view.picture_wanted.connect(self.picture_wanted)
        self.view.failed.connect(self.failed)
        self.view.said.connect(self.said)
        self._jobs.progressed.connect(self._show_progress)
        self._jobs.ended.connect(self._take_outcome)

    def _show_design(self, design: Design) -> None:
        self.start_text.setPlaceholderText(hint(design.network))
        try:
            text = self.form.config.start
        except GRNStudioError:
            return  # the form says what is wrong
        if text != self.start_text.toPlainText().strip() and not self._delay.isActive():
            self.start_text.blockSignals(True)
            self.start_text.setPlainText(text)
            self.start_text.blockSignals(False)
        self._check(self.start_text.toPlainText().strip())

    def _check(self, text: str) -> None:
        """Say at the field why ``text`` cannot be a start, if it cannot."""
        network, problem = self.document.project.design.network, ""
        if network is not None:
            names, config = moving(network), self.form.config
            own = {one.name: one.value for one in adjustables(network)}
            usual = [own.get(name, 0.0) for name in names]
            try:
                read(text, config.nx, config.ny, names, usual)
            except GRNStudioError as error:
                problem = str(error)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.start_text.setAccessibleDescription(problem)
        self.learner_changed.emit()

    def _show_progress(self, kind: str, update: Update) -> None:
        if kind != GRID:
            return
        left = self._jobs.pace.remaining(update.total)
        share = f" {100 * update.done // update.total} %" if update.total else ""
        self._tell(f"{WAITING}{share}" + (f", {clock(left)} left" if left else ""))
        if update.figures:
            figures = tuple(update.figures)
            self.turns.put("figures", lambda: self.view.show_figures(figures))

    def _take_outcome(self, kind: str, outcome: Outcome) -> None:
        if kind != GRID:
            return
        self.turns.drop()
        self._tell("")
        if isinstance(outcome, Failed):
            self.view.clear(str(outcome.error))
            self.failed.emit(outcome.error)
        elif outcome.result is not None:
            self.view.show_course(outcome.result)
        else:
            self.view.clear(ADVICE)

    def _tell(self, text: str) -> None:
        self.progress.setText(text)
        self.progress.setVisible(bool(text))

    def _ask(self) -> None:
        path = self.document.path
        folder = str(path.parent if path else Path.home())
        dialog = QFileDialog(self, "Open start of a grid", folder, TABLES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def hint(network: Network | None) -> str:
    """Return an example of a start in the species of ``network``."""
    species = moving(network) if network is not None else ()
    if not species:
        return ""
    one, other = species[0], species[-1]
    return f"As in the network, or such as\n{one} 10; 1 2: {other} 1; 1..2 1: {one} 5..15"
