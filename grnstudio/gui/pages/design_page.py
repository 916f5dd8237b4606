"""The main job on one page: draw what a gene should do, train networks, read what they learned."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.editors.target_editor import TargetEditor
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.problems_dock import problems_of
from grnstudio.gui.pages.read_column import ReadColumn
from grnstudio.gui.pages.stepper import Stepper
from grnstudio.gui.pages.train_column import TrainColumn
from grnstudio.gui.run_recipe import same_task
from grnstudio.gui.training import TrainingSession
from grnstudio.gui.turns import Turns
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

DRAW, TRAIN, READ = range(3)
STEPS = (
    ("Draw", "Draw what each gene should do, under each condition"),
    ("Train", "See the networks follow the target, and the loss fall"),
    ("Read", "See who activates and who represses whom in what was learned"),
)
ROOM_FOR_THREE = 1_240
ROOM_FOR_TWO = 640
NOTHING_TO_READ = "Train first: there is no network to read yet."


class DesignPage(QWidget):
    """Three columns, or the two that matter for the step where there is no room for three."""

    failed = Signal(object)  # an error to be shown
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._turns = Turns(self)
        self.shown_run: Run | None = None
        self._shown = 0
        self.title = QLabel()
        self.stepper = Stepper(STEPS)
        self.reason = QLabel()
        self.train = _button("Train", "Train networks to do what is drawn (F5)", "primary")
        self.pause = _button("Pause", "Hold the training after its step")
        self.stop = _button(
            "Stop and keep best", "End the training with the best so far (Shift+F5)"
        )
        self.editor = TargetEditor(document)
        self.draw_column = Column("Draw")
        self.train_column = TrainColumn()
        self.read_column = ReadColumn()
        self._all: tuple[Column, ...] = (self.draw_column, self.train_column, self.read_column)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        document.watch(lambda project: project.design, self._show_design)
        document.watch(lambda project: project.runs, self._show_runs)

    def start_training(self) -> None:
        """Train the design, or say beside the button what it lacks."""
        self._session.start("circuit")

    def show_run(self, key: int) -> None:
        """Show what came of the run numbered ``key``."""
        run = self._document.project.run(key)
        spec = LEARNERS[run.learner]
        figures = spec.figures(spec.from_run(run), run.design) if run.arrays else ()
        self.shown_run = run
        since = "" if self._is_current(run) else ", of an earlier design"
        self.train_column.show_run(run, figures, since)
        self.read_column.show_run(run)
        self.refresh()
        self.stepper.choose(READ if run.arrays else TRAIN)

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        fixed = {
            "Inferred network": self.read_column.graph,
            "Link mutation": self.read_column.heatmap,
            "Loss": self.train_column.metrics,
        }
        panels = (*fixed.items(), *self.train_column.board.panels.items())
        return {name: panel for name, panel in panels if not panel.is_empty}

    def refresh(self) -> None:
        """Show what can be pressed, and why the rest cannot."""
        training, stopping = self._session.is_training, self._session.is_stopping
        problems = problems_of(self._document.project.design)
        self._show_buttons(training)
        self.train.setEnabled(not problems)
        self.train.setToolTip(problems[0] if problems else "Train networks to do it (F5)")
        self.pause.setEnabled(not stopping)
        self.pause.setText("Resume" if self._session.is_paused else "Pause")
        self.stop.setEnabled(not stopping)
        self.stop.setText("Stopping…" if stopping else "Stop and keep best")
        self.reason.setText("" if training or not problems else problems[0])
        self.reason.setVisible(bool(self.reason.text()))
        has_run = self.shown_run is not None
        self.stepper.allow(TRAIN, "" if training or has_run or not problems else problems[0])
        readable = training or (has_run and self.read_column.run is not None)
        self.stepper.allow(READ, "" if readable else NOTHING_TO_READ)
        busy = "A training is under way; the links can be read again when it has ended."
        self.read_column.set_busy(busy if training else "")

    def _show_buttons(self, training: bool) -> None:
        """Show the buttons for what goes on; the focus stays among them."""
        focused = any(one.hasFocus() for one in (self.train, self.pause, self.stop))
        self.train.setVisible(not training)
        self.pause.setVisible(training)
        self.stop.setVisible(training)
        if focused:
            (self.pause if training else self.train).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if room_for(event.oldSize().width()) != room_for(self.width()):
            self._arrange(self.stepper.current)

    def _lay_out(self) -> None:
        self.title.setObjectName("page-title")
        self.reason.setObjectName("reason")
        self.reason.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.stepper)
        head.addWidget(self.reason, 1)
        head.addStretch(0)
        for button in (self.pause, self.stop, self.train):
            head.addWidget(button)
        self.draw_column.work.addWidget(self.editor, 1)
        for column in self._all:
            self.columns.addWidget(column)
            self.columns.setStretchFactor(self.columns.count() - 1, 1)
        self.columns.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(self.columns, 1)

    def _connect(self) -> None:
        session = self._session
        self.train.clicked.connect(self.start_training)
        self.pause.clicked.connect(self.toggle_pause)
        self.stop.clicked.connect(session.stop)
        self.stepper.step_chosen.connect(self._arrange)
        self.editor.said.connect(self.said)
        self.editor.failed.connect(self.failed)
        self.read_column.reading_wanted.connect(session.read_links)
        self.train_column.board.export_requested.connect(self.picture_wanted)
        session.began.connect(self._begin)
        session.progressed.connect(self._show_update)
        session.ended.connect(self._show_end)
        session.read_again.connect(self._show_reading)
        session.state_changed.connect(self.refresh)

    def _is_current(self, run: Run) -> bool:
        task = self._document.project.design.task
        return run.design.task is task or bool(
            run.design.task and task and same_task(run.design.task, task)
        )

    def _arrange(self, step: int) -> None:
        """Show the columns that there is room for, those of ``step`` first."""
        room = room_for(self.width())
        self.draw_column.setVisible(room == 3 or step == DRAW)
        self.train_column.setVisible(room > 1 or step == TRAIN)
        self.read_column.setVisible(room == 3 or step == READ or (room == 2 and step == TRAIN))
        shown = sum(column.isVisibleTo(self) for column in self._all)
        if shown != self._shown:
            self._shown = shown
            self.columns.setSizes([self.width()] * 3)

    def _begin(self, run: Run) -> None:
        self.shown_run = run
        self.train_column.begin(run)
        self.read_column.begin(run)
        self.stepper.choose(TRAIN)

    def _show_update(self, update: Update) -> None:
        self.train_column.show_update(update, self._turns)
        self.read_column.show_live(update.figures, self._turns)

    def _show_end(self, run: Run) -> None:
        self._turns.drop()
        self.show_run(run.key)

    def _show_reading(self, run: Run) -> None:
        if self.shown_run is not None and self.shown_run.key == run.key:
            self.shown_run = run
            self.read_column.show_run(run)

    def toggle_pause(self) -> None:
        """Hold the training, or let it go on."""
        if self._session.is_paused:
            self._session.resume()
        else:
            self._session.pause()

    def _show_design(self, design: Design) -> None:
        self.title.setText(design.task.title if design.task else "Untitled")
        self.refresh()

    def _show_runs(self, runs: tuple[Run, ...]) -> None:
        """Empty the page when the run it shows is gone."""
        shown = self.shown_run
        if shown and not self._session.is_training and all(run.key != shown.key for run in runs):
            self.clear()

    def clear(self) -> None:
        """Show no run, and begin at the first step."""
        self.shown_run = None
        self.editor.forget_reading()
        self.train_column.clear()
        self.read_column.clear()
        self.refresh()
        self.stepper.choose(DRAW)


def room_for(width: int) -> int:
    """Return how many columns can be read side by side on a page of ``width``."""
    return 1 + (width >= ROOM_FOR_TWO) + (width >= ROOM_FOR_THREE)


def _button(text: str, tip: str, role: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    if role:
        button.setProperty(role, True)
    return button
