"""Draw, Train and Read side by side: what genes should do, how networks learn it, and what of."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.editors.target_editor import TargetEditor
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.read_column import ReadColumn
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.train_column import TrainColumn
from grnstudio.gui.run_recipe import same_task
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

DRAW, TRAIN, READ = range(3)
ROOM_FOR_THREE = 1_216
ROOM_FOR_TWO = 616
NOTHING_TO_READ = "Train first: there is no network to read yet."


class CircuitColumns(StepPage):
    """Three columns, or the two that matter for the step where there is no room for three."""

    learners: ClassVar = ("circuit",)
    tip = "Train networks to do it (F5)"

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self._step, self._shown = DRAW, 0
        self.editor = TargetEditor(document)
        self.draw_column = Column("Draw")
        self.train_column = TrainColumn()
        self.read_column = ReadColumn()
        self._all: tuple[Column, ...] = (self.draw_column, self.train_column, self.read_column)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.editor.said.connect(self.said)
        self.editor.failed.connect(self.failed)
        self.read_column.reading_wanted.connect(session.read_links)
        self.read_column.picked.connect(self.picked)
        self.read_column.mutants_wanted.connect(self.mutants_wanted)
        self.train_column.board.export_requested.connect(self.picture_wanted)
        session.renewed.connect(self._show_reading)

    def closed(self, step: int, design: Design) -> str:
        """Return why ``step`` cannot be entered."""
        has_run = self.run is not None
        if step == TRAIN:
            return "" if self.is_busy or has_run else self.lacks(design)
        readable = self.is_busy or (has_run and self.read_column.run is not None)
        return "" if step == DRAW or readable else NOTHING_TO_READ

    def enter(self, step: int) -> None:
        """Show the columns that there is room for, those of ``step`` first."""
        self._step = step
        self._arrange()

    def step_for(self, run: Run, steps: list[int]) -> int:
        """Return the step at which something of ``run`` can be seen."""
        return READ if run.arrays else TRAIN

    def begin(self, run: Run) -> None:
        """Make room for a training."""
        self.run = run
        self.train_column.begin(run)
        self.read_column.begin(run)

    def show_update(self, update: Update) -> None:
        """Draw what comes, a panel a turn."""
        self.train_column.show_update(update, self.turns)
        self.read_column.show_live(update.figures, self.turns)

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        spec = LEARNERS[run.learner]
        figures = spec.figures(spec.from_run(run), run.design) if run.arrays else ()
        self.run = run
        since = "" if self._is_current(run) else ", of an earlier design"
        self.train_column.show_run(run, figures, since)
        self.read_column.show_run(run)

    def refresh(self) -> None:
        """Let the links be read again, or say why not."""
        busy = "A training is under way; the links can be read again when it has ended."
        self.read_column.set_busy(busy if self.session.is_training else "")

    def clear(self) -> None:
        """Show no run."""
        self.run = None
        self.editor.forget_reading()
        self.train_column.clear()
        self.read_column.clear()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        fixed = {
            "Inferred network": self.read_column.graph,
            "Link mutation": self.read_column.heatmap,
            "Loss": self.train_column.metrics,
        }
        panels = (*fixed.items(), *self.train_column.board.panels.items())
        return {name: panel for name, panel in panels if not panel.is_empty}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if room_for(event.oldSize().width()) != room_for(self.width()):
            self._arrange()

    def _lay_out(self) -> None:
        self.draw_column.work.addWidget(self.editor, 1)
        for column in self._all:
            self.columns.addWidget(column)
            self.columns.setStretchFactor(self.columns.count() - 1, 1)
        self.columns.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.columns)

    def _is_current(self, run: Run) -> bool:
        task = self.document.project.design.task
        return run.design.task is task or bool(
            run.design.task and task and same_task(run.design.task, task)
        )

    def _arrange(self) -> None:
        room, step = room_for(self.width()), self._step
        self.draw_column.setVisible(room == 3 or step == DRAW)
        self.train_column.setVisible(room > 1 or step == TRAIN)
        self.read_column.setVisible(room == 3 or step == READ or (room == 2 and step == TRAIN))
        shown = sum(column.isVisibleTo(self) for column in self._all)
        if shown != self._shown:
            self._shown = shown
            self.columns.setSizes([self.width()] * 3)

    def _show_reading(self, run: Run) -> None:
        if self.run is not None and self.run.key == run.key:
            self.run = run
            self.read_column.show_run(run)


def room_for(width: int) -> int:
    """Return how many columns can be read side by side on a page of ``width``."""
    return 1 + (width >= ROOM_FOR_TWO) + (width >= ROOM_FOR_THREE)
