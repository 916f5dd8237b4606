"""A workspace of several steps: a head with the way through them, and a page for each."""

from __future__ import annotations

from collections.abc import Sequence

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
from grnstudio.gui.pages.step_page import Step, StepPage
from grnstudio.gui.pages.stepper import Stepper
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.project import Design, Run

ROOM, ROOM_FOR_REASON = 48, 380  # between the parts of the head in one row
BETWEEN_BUTTONS = 12
STOP_TRAINING = "Stop and keep best", "End the training with the best so far (Shift+F5)"
STOP_OTHER = "Stop", "End it with what there is so far (Shift+F5)"


class Workspace(QWidget):
    """The steps and the buttons above the page of the step in sight."""

    failed = Signal(object)  # an error to be shown
    picture_wanted = Signal(object)  # the panel to be exported
    table_wanted = Signal(object, str)  # rows to be saved, and what they are
    said = Signal(str)
    turned = Signal()  # to another step, or to another learner in it

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        steps: Sequence[Step],
        pages: Sequence[StepPage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.session, self.steps = document, session, tuple(steps)
        self.title = ElidedLabel("", "page-title", Qt.TextElideMode.ElideRight)
        aside = [index for index, step in enumerate(steps) if step.aside]
        self.stepper = Stepper([(step.title, step.tip) for step in steps], aside=aside)
        self.reason = QLabel()
        self.start_button = push_button("Train", pages[0].tip, role="primary")
        self.pause = push_button("Pause", "Hold the training after its step")
        self.stop = push_button(*STOP_TRAINING)
        self.pages: dict[type[StepPage], StepPage] = {type(one): one for one in pages}
        self._stack = QStackedWidget()
        self._head = QGridLayout()
        self._is_narrow: bool | None = None
        self._lay_out()
        self._connect()
        document.watch(lambda project: project.design, self._show_design)
        document.watch(lambda project: project.runs, self._show_runs)

    @property
    def current(self) -> StepPage:
        """The page of the step in sight."""
        return self.pages[self.steps[self.stepper.current].page]

    @property
    def shown_run(self) -> Run | None:
        """The run that the page in sight shows."""
        return self.current.run

    @property
    def verb(self) -> str:
        """What the button starts, in a word."""
        return self.current.verb

    def name_of(self, design: Design) -> str:
        """Return what is worked on, for the head."""
        return design.task.title if design.task else "Untitled"

    def lacks(self) -> str:
        """Return why what is in sight cannot be started, empty if it can be."""
        return self.current.lacks(self.document.project.design)

    def start(self) -> None:
        """Start what the step in sight is for; raises a `GRNStudioError` saying what is lacking."""
        self.current.start()

    def halt(self) -> None:
        """Stop what the step in sight has under way, else the training."""
        if self.current.is_working:
            self.current.halt()
        else:
            self.session.stop()

    def shows(self, learner: str) -> bool:
        """Return whether runs of ``learner`` are shown here."""
        return any(learner in one.learners for one in self.each())

    def show_run(self, key: int) -> None:
        """Show what came of the run numbered ``key``, on the page of its learner."""
        run = self.document.project.run(key)
        page = self.page_of(run.learner)
        page.show_run(run)
        self.refresh()
        self.stepper.choose(page.step_for(run, self.steps_of(page)))

    def show_learner(self, learner: str) -> None:
        """Go to the step that ``learner`` is for."""
        self.stepper.choose(self.steps_of(self.page_of(learner))[0])

    def page_of(self, learner: str) -> StepPage:
        """Return the page that shows runs of ``learner``; the first for one that is unknown."""
        found = (one for one in self.each() if learner in one.learners)
        return next(found, self.pages[self.steps[0].page])

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, those of the page in sight first."""
        pages = sorted(self.each(), key=lambda one: one is not self.current)
        return {name: panel for page in reversed(pages) for name, panel in page.pictures().items()}

    def refresh(self) -> None:
        """Show what can be pressed, and why the rest cannot."""
        design, problem = self.document.project.design, self.lacks()
        busy = self.session.is_training or self.current.is_working
        self._show_buttons(busy)
        self.start_button.setText(self.current.verb)
        self.start_button.setAccessibleName(self.current.verb)
        self.start_button.setEnabled(not problem)
        self.start_button.setToolTip(problem or self.current.tip)
        self.reason.setText("" if busy else problem)
        self.reason.setVisible(bool(self.reason.text()))
        self._arrange_head()
        for index, step in enumerate(self.steps):
            self.stepper.allow(index, self.pages[step.page].closed(index, design))
        for page in self.each():
            page.refresh()

    def toggle_pause(self) -> None:
        """Hold the training, or let it go on."""
        if self.session.is_paused:
            self.session.resume()
        else:
            self.session.pause()

    def clear(self) -> None:
        """Show no run, and begin at the first step."""
        for page in self.each():
            page.clear()
        self.refresh()
        self.stepper.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_head()

    def each(self) -> tuple[StepPage, ...]:
        """Return the pages, each once."""
        return tuple(self.pages.values())

    def steps_of(self, page: StepPage) -> list[int]:
        """Return the steps that ``page`` is shown for."""
        return [index for index, step in enumerate(self.steps) if step.page is type(page)]

    def first_while_training(self, page: StepPage) -> int:
        """Return the step to go to when a training of ``page`` begins."""
        return self.steps_of(page)[0]

    def _show_buttons(self, busy: bool) -> None:
        """Show the buttons for what goes on; the focus stays among them."""
        training, stopping = self.session.is_training, self.session.is_stopping
        own = self.current.is_working
        focused = any(one.hasFocus() for one in (self.start_button, self.pause, self.stop))
        self.start_button.setVisible(not busy)
        self.pause.setVisible(training and not own)
        self.stop.setVisible(busy)
        self.pause.setEnabled(not stopping)
        self.pause.setText("Resume" if self.session.is_paused else "Pause")
        text, tip = STOP_OTHER if own else STOP_TRAINING
        self.stop.setEnabled(own or not stopping)
        self.stop.setText("Stopping…" if stopping and not own else text)
        self.stop.setToolTip(tip)
        if focused:
            (
                self.pause if training and not own else self.stop if busy else self.start_button
            ).setFocus()

    def _lay_out(self) -> None:
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.reason.setObjectName("reason")
        self.reason.setWordWrap(True)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN_BUTTONS)
        for button in (self.pause, self.stop, self.start_button):
            row.addWidget(button)
        self._head.setHorizontalSpacing(12)
        self._head.setVerticalSpacing(4)
        self._head.setColumnStretch(2, 1)
        for one in self.each():
            self._stack.addWidget(one)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(self._head)
        page.addWidget(self._stack, 1)
        self._arrange_head()

    def _arrange_head(self) -> None:
        """Give the steps a row of their own where there is no room for all in one."""
        wanted = sum(one.sizeHint().width() for one in (self.title, self.stepper)) + self._room()
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

    def _room(self) -> int:
        """Return what buttons take while a training runs, so that steps stay where they are."""
        during = self.pause.sizeHint().width() + BETWEEN_BUTTONS + self.stop.sizeHint().width()
        return max(during, self._buttons.sizeHint().width())

    def _connect(self) -> None:
        session = self.session
        self.start_button.clicked.connect(self._start)
        self.pause.clicked.connect(self.toggle_pause)
        self.stop.clicked.connect(self.halt)
        self.stepper.step_chosen.connect(self._enter)
        for page in self.each():
            page.said.connect(self.said)
            page.failed.connect(self.failed)
            page.picture_wanted.connect(self.picture_wanted)
            page.table_wanted.connect(self.table_wanted)
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
        page = self.pages[self.steps[step].page]
        self._stack.setCurrentWidget(page)
        page.enter(step)
        self._turn()

    def _turn(self) -> None:
        self.refresh()
        self._arrange_head()
        self.turned.emit()

    def _begin(self, run: Run) -> None:
        if self.shows(run.learner):
            page = self.page_of(run.learner)
            page.begin(run)
            self.stepper.choose(self.first_while_training(page))

    def _show_update(self, update: Update) -> None:
        run = self.session.run
        if run is not None and self.shows(run.learner):
            self.page_of(run.learner).show_update(update)

    def _show_end(self, run: Run) -> None:
        if self.shows(run.learner):
            self.show_run(run.key)

    def _show_design(self, design: Design) -> None:
        self.title.setText(self.name_of(design))
        self._arrange_head()
        self.refresh()

    def _show_runs(self, runs: tuple[Run, ...]) -> None:
        """Empty the pages whose runs are gone."""
        keys = {run.key for run in runs}
        for page in self.each():
            if page.run is not None and not page.is_busy and page.run.key not in keys:
                page.clear()
        self.refresh()
