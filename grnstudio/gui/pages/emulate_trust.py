"""Trust: the emulator against exact simulation, and what may be asked of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from grnstudio.core.assessing import AssessConfig
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.emulating import ASSESS, EmulatorJobs
from grnstudio.gui.emulator_files import EmulatorFiles
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.pages import trust_pictures
from grnstudio.gui.pages.card import ElidedLabel
from grnstudio.gui.pages.empty_state import EmptyState
from grnstudio.gui.pages.emulate_data import EMULATOR
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.kept_form import KeptForm
from grnstudio.gui.pages.rows_table import RowsTable
from grnstudio.gui.pages.state_lamp import StateLamp
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.trust_controls import TrustControls
from grnstudio.gui.pages.trust_pictures import LONG, SHAPES, TABS
from grnstudio.gui.pages.trust_words import strange_starts, table, told
from grnstudio.gui.pages.verdict import Verdict
from grnstudio.gui.simulation_live import title_of
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Failed, Finished, Outcome, Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

TABLE, STATES = "Table", "States"
EMPTY = "Train an emulator to see how far it can be trusted, or open one from a file."
NO_EMULATOR = "Train an emulator first, or open one from a file."
UNTESTED = "Press Check again to hold it against exact simulation."
CHECKING = "It is being held against exact simulation…"
KEY = "trust"  # of the settings of tests among those of a design


class TrustPage(StepPage):
    """The verdict first, then pictures of one species, number of steps and start at a time."""

    learners: ClassVar = ()
    verb = "Check again"
    tip = "Hold the emulator against exact simulation, with the settings on the right (F5)"

    use_wanted = Signal(str)  # the name of an emulator that is to be simulated with
    data_wanted = Signal()

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        shelf: EmulatorShelf,
        jobs: EmulatorJobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, session, parent)
        self.shelf, self._jobs = shelf, jobs
        self.form = KeptForm(document, KEY, AssessConfig)  # which stands in the dock
        self.files = EmulatorFiles(document, shelf, self)
        self.source = ElidedLabel("", "section", Qt.TextElideMode.ElideRight)
        self.open = push_button("Open file…", "Open an emulator that was saved as a file")
        self.save = push_button("Save as file…", "Save the emulator by itself, to be shared")
        self.use = push_button("Use in Simulate", "Simulate with this emulator, as by any method")
        self.export = push_button("Export table…", "Save the table as CSV")
        self.verdict, self.limits = Verdict(), QLabel()
        self.controls = TrustControls()
        self.rest, self.tabs = QLabel(), FigureTabs(TABS, UNTESTED)
        self.table, self.states = RowsTable("Distances"), StateLamp()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show()

    @property
    def learner(self) -> str:
        """The learner whose settings go with this step."""
        return EMULATOR

    @property
    def is_working(self) -> bool:
        """Whether an emulator that belongs to no run is being tested."""
        return self._jobs.is_running(ASSESS)

    def halt(self) -> None:
        """End the test."""
        self._jobs.stop(ASSESS)

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered always, for emulators can be opened on it."""
        return ""

    def lacks(self, design: Design) -> str:
        """Return what keeps the emulator from being tested."""
        return "" if self.shelf.emulator is not None else NO_EMULATOR

    def start(self) -> None:
        """Test the emulator; what comes of it goes into its run, if it belongs to one."""
        spec, config = LEARNERS[EMULATOR], self.form.config
        if self.shelf.run is not None:
            result = self.shelf.result
            self.session.extend(self.shelf.run.key, "evaluate:assess_result", result, config)
        else:
            job = spec.follow_up("evaluate:assess", self.shelf.emulator, config)
            self._jobs.ask(ASSESS, job)
        self.limits.setText(CHECKING)
        self.limits.show()

    def begin(self, run: Run) -> None:
        """Say that the emulator is being tested."""
        self.limits.setText(CHECKING)

    def show_update(self, update: Update) -> None:
        """Say how far the test is."""
        share = f" {100 * update.done // update.total} %" if update.total else ""
        self.limits.setText(f"{CHECKING}{share}")

    def show_run(self, run: Run) -> None:
        """Leave it to the shelf, whose emulator is shown."""

    def enter(self, step: int) -> None:
        """Be shown with the emulator at hand, the last one trained if there is none yet."""
        runs = [one for one in self.document.project.runs if one.learner == EMULATOR]
        if self.shelf.emulator is None and runs and not self.session.is_training:
            self.shelf.take_run(runs[-1])

    def clear(self) -> None:
        """Leave it to the shelf, whose emulator is shown."""

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.tabs.pictures()

    def refresh(self) -> None:
        """Offer what can be done with the emulator at hand."""
        for button in (self.save, self.use):
            button.setVisible(self.shelf.emulator is not None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.source, 1)
        for button in (self.open, self.save, self.use):
            head.addWidget(button)
        for label in (self.limits, self.rest):
            label.setObjectName("secondary")
            label.setWordWrap(True)
        self.limits.setAccessibleName("Limits and speed")
        for widget, name in ((self.table, TABLE), (self.states, STATES)):
            self.tabs.addTab(widget, name)
        self.tabs.setCornerWidget(self.export)
        self.export.setProperty("quiet", True)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self.verdict, self.limits, self.controls, self.rest):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        self.ways = EmptyState(EMPTY, {"Open file…": self._asked, "To the data": self.data_wanted})
        self._stack.addWidget(self.ways)
        self._stack.addWidget(work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    _asked = Signal()

    def _connect(self) -> None:
        self._asked.connect(self.files.open_asking)
        self.open.clicked.connect(self.files.open_asking)
        self.files.failed.connect(self.failed)
        self.files.said.connect(self.said)
        self.save.clicked.connect(self.files.save_asking)
        self.use.clicked.connect(lambda: self.use_wanted.emit(self.shelf.name))
        self.export.clicked.connect(lambda: self.table_wanted.emit(self.table.rows, "distances"))
        self.controls.chosen.connect(self._redraw)
        self.controls.moved.connect(lambda: self.turns.put("figures", self._redraw))
        self.tabs.currentChanged.connect(lambda _: self._show_controls())
        self.tabs.export_requested.connect(self.picture_wanted)
        self.shelf.changed.connect(self._show)
        self._jobs.ended.connect(self._take_outcome)
        self._jobs.progressed.connect(
            lambda kind, update: self.show_update(update) if kind == ASSESS else None
        )

    def _show(self) -> None:
        """Show the emulator at hand, and what was found out about it."""
        emulator, report = self.shelf.emulator, self.shelf.report
        self.turns.drop()
        self._stack.setCurrentIndex(0 if emulator is None else 1)
        self.source.setText(_named(self.shelf))
        self.states.show_emulator(emulator, self.shelf.domain)
        first, rest = told(report) if report is not None else ("", UNTESTED)
        strange = strange_starts(report, self.shelf.domain) if report is not None else ""
        self.verdict.say(first)
        self.limits.setText(f"{strange} {rest}".strip())
        if report is not None:
            self.form.suit(asdict(report.config))
        self.limits.setVisible(bool(self.limits.text()))
        self.table.show_rows(table(report) if report is not None else [])
        self.tabs.setTabVisible(self.tabs.indexOf(self.table), report is not None)
        if report is None:
            self.tabs.clear_all(UNTESTED)
        else:
            self.controls.offer(report)
            self._redraw()
        self._show_controls()
        self.refresh()
        self.learner_changed.emit()

    def _redraw(self) -> None:
        report, one = self.shelf.report, self.controls
        if report is None:
            return
        chosen = one.name, one.lag, one.start, one.far
        self.tabs.show_figures(trust_pictures.figures_of(report, *chosen))
        self.tabs.tabBar().show()
        self.rest.setText(trust_pictures.left_out(report, one.name))

    def _show_controls(self) -> None:
        """Show the controls that mean something behind the tab in sight."""
        name, has = self.tabs.tabText(self.tabs.currentIndex()), self.shelf.report is not None
        self.controls.show_for(name if has else "")
        self.rest.setVisible(has and name in (SHAPES, LONG) and bool(self.rest.text()))
        self.export.setVisible(name == TABLE)

    def _take_outcome(self, kind: str, outcome: Outcome) -> None:
        if kind != ASSESS:
            return
        if isinstance(outcome, Finished):
            self.shelf.take_report(outcome.result)
            return
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.error)
        self._show()


def _named(shelf: EmulatorShelf) -> str:
    """Return where the emulator is from, and of what it is."""
    if shelf.emulator is None:
        return ""
    source = shelf.path.name if shelf.path is not None else shelf.name
    return f"{title_of(shelf.emulator.network)}, {source}"
