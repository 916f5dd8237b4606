"""The main job on one page, step by step: draw, train, read, and what is made of it further on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.pages.card import ElidedLabel
from grnstudio.gui.pages.circuit_columns import DRAW, READ, TRAIN, CircuitColumns
from grnstudio.gui.pages.step_page import Pick, StepPage
from grnstudio.gui.pages.stepper import Stepper
from grnstudio.gui.pages.steps import STEPS
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.project import TAKEN, Design, Run

__all__ = ["DRAW", "READ", "STEPS", "TRAIN", "DesignPage"]

ROOM, ROOM_FOR_REASON = 48, 380  # between the parts of the head in one row


class DesignPage(QWidget):
    """The steps and the buttons above the page of the step in sight."""

    failed = Signal(object)  # an error to be shown
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)
    network_wanted = Signal(object, str)  # a network to be opened, and what it was made of
    table_wanted = Signal(object, str)  # rows to be saved, and what they are
    mutants_wanted = Signal()  # of the network in sight
    turned = Signal()  # to another step, or to another learner in it

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self.title = ElidedLabel("", "page-title", Qt.TextElideMode.ElideRight)
        aside = [index for index, step in enumerate(STEPS) if step.aside]
        self.stepper = Stepper([(step.title, step.tip) for step in STEPS], aside=aside)
        self.reason = QLabel()
        self.start_button = push_button("Train", CircuitColumns.tip, "primary")
        self.pause = push_button("Pause", "Hold the training after its step")
        self.stop = push_button(
            "Stop and keep best", "End the training with the best so far (Shift+F5)"
        )
        self.columns = CircuitColumns(document, session)
        self.pages: dict[type[StepPage], StepPage] = {CircuitColumns: self.columns}
        for step in STEPS:
            if step.page not in self.pages:
                self.pages[step.page] = step.page(document, session)
        self.editor = self.columns.editor
        self.train_column, self.read_column = self.columns.train_column, self.columns.read_column
        self._stack = QStackedWidget()
        self._head = QGridLayout()
        self._is_narrow: bool | None = None
        self._lay_out()
        self._connect()
        self.read_column.offer_verifying(any("verify" in one.learners for one in self._each()))
        document.watch(lambda project: project.design, self._show_design)
        document.watch(lambda project: project.runs, self._show_runs)

    @property
    def current(self) -> StepPage:
        """The page of the step in sight."""
        return self.pages[STEPS[self.stepper.current].page]

    @property
    def shown_run(self) -> Run | None:
        """The run that the page in sight shows."""
        return self.current.run

    @property
    def verb(self) -> str:
        """What the button starts, in a word."""
        return self.current.verb

    def lacks(self) -> str:
        """Return why what is in sight cannot be started, empty if it can be."""
        return self.current.lacks(self._document.project.design)

    def start(self) -> None:
        """Start what the step in sight is for; raises a `GRNStudioError` saying what is lacking."""
        self.current.start()

    def show_run(self, key: int) -> None:
        """Show what came of the run numbered ``key``, on the page of its learner."""
        run = self._document.project.run(key)
        page = self.page_of(run.learner)
        page.show_run(run)
        self.refresh()
        self.stepper.choose(page.step_for(run, self._steps_of(page)))

    def show_learner(self, learner: str) -> None:
        """Go to the step that ``learner`` is for."""
        self.stepper.choose(self._steps_of(self.page_of(learner))[0])

    def page_of(self, learner: str) -> StepPage:
        """Return the page that shows runs of ``learner``."""
        return next((one for one in self._each() if learner in one.learners), self.columns)

    def verify(self, pick: Pick) -> None:
        """Take a topology to the page that verifies it, and keep it in the design."""
        design = self._document.project.design
        chosen = {**design.configs.get("verify", {}), "links": pick.topology.text}
        source: dict[str, object] = {"run": pick.run, "choice": pick.choice}
        configs = {**design.configs, "verify": chosen, TAKEN: source}
        self._document.edit("Take topology to Verify", replace(design, configs=configs))
        page = self.page_of("verify")
        page.clear()
        self.refresh()
        self.stepper.choose(self._steps_of(page)[0])

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, those of the page in sight first."""
        pages = sorted(self._each(), key=lambda one: one is not self.current)
        return {name: panel for page in reversed(pages) for name, panel in page.pictures().items()}

    def refresh(self) -> None:
        """Show what can be pressed, and why the rest cannot."""
        training, stopping = self._session.is_training, self._session.is_stopping
        design = self._document.project.design
        problem = self.lacks()
        self._show_buttons(training)
        self.start_button.setText(self.current.verb)
        self.start_button.setAccessibleName(self.current.verb)
        self.start_button.setEnabled(not problem)
        self.start_button.setToolTip(problem or self.current.tip)
        self.pause.setEnabled(not stopping)
        self.pause.setText("Resume" if self._session.is_paused else "Pause")
        self.stop.setEnabled(not stopping)
        self.stop.setText("Stopping…" if stopping else "Stop and keep best")
        self.reason.setText("" if training else problem)
        self.reason.setVisible(bool(self.reason.text()))
        self._arrange_head()
        for index, step in enumerate(STEPS):
            self.stepper.allow(index, self.pages[step.page].closed(index, design))
        for page in self._each():
            page.refresh()

    def toggle_pause(self) -> None:
        """Hold the training, or let it go on."""
        if self._session.is_paused:
            self._session.resume()
        else:
            self._session.pause()

    def clear(self) -> None:
        """Show no run, and begin at the first step."""
        for page in self._each():
            page.clear()
        self.refresh()
        self.stepper.choose(DRAW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_head()

    def _each(self) -> tuple[StepPage, ...]:
        return tuple(self.pages.values())

    def _steps_of(self, page: StepPage) -> list[int]:
        return [index for index, step in enumerate(STEPS) if step.page is type(page)]

    def _show_buttons(self, training: bool) -> None:
        """Show the buttons for what goes on; the focus stays among them."""
        focused = any(one.hasFocus() for one in (self.start_button, self.pause, self.stop))
        self.start_button.setVisible(not training)
        self.pause.setVisible(training)
        self.stop.setVisible(training)
        if focused:
            (self.pause if training else self.start_button).setFocus()

    def _lay_out(self) -> None:
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.reason.setObjectName("reason")
        self.reason.setWordWrap(True)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for button in (self.pause, self.stop, self.start_button):
            row.addWidget(button)
        self._head.setHorizontalSpacing(12)
        self._head.setVerticalSpacing(4)
        self._head.setColumnStretch(2, 1)
        for one in self._each():
            self._stack.addWidget(one)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(self._head)
        page.addWidget(self._stack, 1)
        self._arrange_head()

    def _arrange_head(self) -> None:
        """Give the steps a row of their own where there is no room for all in one."""
        wanted = sum(one.sizeHint().width() for one in (self.title, self.stepper, self._buttons))
        narrow = wanted + (ROOM_FOR_REASON if self.reason.text() else ROOM) > self.width()
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        for part in (self.title, self.stepper, self.reason, self._buttons):
            self._head.removeWidget(part)
        self._head.addWidget(self.title, 0, 0)
        if narrow:
            self._head.addWidget(self.stepper, 1, 0, 1, 4)
        else:
            self._head.addWidget(self.stepper, 0, 1)
        self._head.addWidget(self.reason, 0, 2)
        self._head.addWidget(self._buttons, 0, 3)

    def _connect(self) -> None:
        session = self._session
        self.start_button.clicked.connect(self._start)
        self.pause.clicked.connect(self.toggle_pause)
        self.stop.clicked.connect(session.stop)
        self.stepper.step_chosen.connect(self._enter)
        for page in self._each():
            page.said.connect(self.said)
            page.failed.connect(self.failed)
            page.picture_wanted.connect(self.picture_wanted)
            page.network_wanted.connect(self.network_wanted)
            page.table_wanted.connect(self.table_wanted)
            page.picked.connect(self.verify)
            page.mutants_wanted.connect(self.mutants_wanted)
            page.learner_changed.connect(self._turn)
        session.began.connect(self._begin)
        session.progressed.connect(self._show_update)
        session.ended.connect(self._show_end)
        session.state_changed.connect(self.refresh)

    def _start(self) -> None:
        try:
            self.start()
        except GRNStudioError as error:
            self.failed.emit(error)

    def _enter(self, step: int) -> None:
        page = self.pages[STEPS[step].page]
        self._stack.setCurrentWidget(page)
        page.enter(step)
        self._turn()

    def _turn(self) -> None:
        self.refresh()
        self._arrange_head()
        self.turned.emit()

    def _begin(self, run: Run) -> None:
        page = self.page_of(run.learner)
        page.begin(run)
        steps = self._steps_of(page)
        self.stepper.choose(TRAIN if page is self.columns else steps[0])

    def _show_update(self, update: Update) -> None:
        if self._session.run is not None:
            self.page_of(self._session.run.learner).show_update(update)

    def _show_end(self, run: Run) -> None:
        self.show_run(run.key)

    def _show_design(self, design: Design) -> None:
        self.title.setText(design.task.title if design.task else "Untitled")
        self._arrange_head()
        self.refresh()

    def _show_runs(self, runs: tuple[Run, ...]) -> None:
        """Empty the pages whose runs are gone."""
        keys = {run.key for run in runs}
        for page in self._each():
            if page.run is not None and not page.is_busy and page.run.key not in keys:
                page.clear()
        self.refresh()
