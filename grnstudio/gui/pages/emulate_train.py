"""Train: the likelihood of what it has not seen, the search for cells, and what came of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QLabel, QWidget

from grnstudio.core import trust_figures
from grnstudio.core.figures import CellFigure, CurveFigure, Figure, HeatmapFigure, alike
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.emulate_data import EMULATOR, lacking
from grnstudio.gui.pages.emulate_losses import LossesSoFar, networks_of
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.rows_table import RowsTable
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.trust_words import compared
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run
from grnstudio.simulate import transition_figures

NO_LOSS = "Press Train to see how well it foretells states that it learns from, and others."
NO_FIGURES = "Press Train to see what it learns from, and how it is built."
FIRST = "Pictures come with the first steps…"
EARLY = "This run ended before it had a result."
COURSES, BUILD, TESTS = "What is learned", "Architecture", "Test"
COMPARED = "Comparison"
TAUGHT = (transition_figures.COURSES, transition_figures.STATES)
LOSS = "Loss"
LIVE = ("Losses",)  # which are drawn from metrics while they come


class TrainPage(StepPage):
    """The loss on the left; on the right what is learned from, and how the network is built."""

    learners: ClassVar = (EMULATOR,)
    verb = "Train"
    tip = "Simulate the network, and teach an emulator by it (F5)"

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        shelf: EmulatorShelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, session, parent)
        self._shelf = shelf
        self._losses = LossesSoFar(())
        self._figures: tuple[Figure, ...] = ()  # the last that a training brought
        self.loss_column, self.figure_column = Column("Training"), Column("What it is made of")
        self.loss = CurvePanel()
        self.tile = Tile(LOSS, self.loss)
        self.tile.fill.hide()
        self.stage = QLabel()
        self.stage.setWordWrap(True)
        self.stage.setAccessibleName("What is being done")
        self.tabs = FigureTabs((COURSES, BUILD, TESTS), NO_FIGURES)
        self.table = RowsTable("Networks that were trained: loss in nats a pair, on other starts")
        self.tabs.addTab(self.table, COMPARED)
        self.export = push_button("Export table…", "Save the comparison as CSV")
        self.export.setProperty("quiet", True)
        self.tabs.setCornerWidget(self.export)
        self._lay_out()
        self.tile.export_requested.connect(self.picture_wanted)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.tabs.currentChanged.connect(lambda _: self._show_export())
        self.export.clicked.connect(lambda: self.table_wanted.emit(self.table.rows, "networks"))
        self.clear()

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered once there is a network, or a run."""
        return "" if design.network is not None else super().closed(step, design)

    def lacks(self, design: Design) -> str:
        """Return what keeps the network from being learned."""
        return lacking(design)

    def begin(self, run: Run) -> None:
        """Make room for what a training brings; one that goes on keeps its earlier loss."""
        self.run, self._figures = run, ()
        self.loss_column.note.setText(f"run {run.key}")
        self._losses = LossesSoFar(networks_of(run.config), run.metrics)
        self._show_loss(FIRST)
        self._say("")
        self._advise(FIRST)

    def show_update(self, update: Update) -> None:
        """Show the loss, the stage, and what there is to see."""
        self._say(update.stage)
        if sum(self._losses.add(step, metrics) for step, metrics in update.metrics):
            self.turns.put(LOSS, partial(self._show_loss, FIRST))
        figures = tuple(one for one in update.figures if one.title not in LIVE)
        if figures and not alike(figures, self._figures):
            self._figures = figures
            self.turns.put("figures", partial(self._show_figures, figures))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``, and take its emulator for the steps that follow."""
        self.turns.drop()
        if self.run is None or run.key != self.run.key:
            self._figures = ()
        self.run = run
        self.loss_column.note.setText(f"run {run.key}")
        self._losses = LossesSoFar(networks_of(run.config), run.metrics)
        self._show_loss(run.message or EARLY)
        self._shelf.take_run(run)
        result = self._shelf.result
        if result is None:
            self._say(run.message)
            self._advise(run.message or EARLY)
            return
        self._say(" ".join((*result.notes, *run.message.splitlines())))
        self._show_result(result, run)

    def clear(self) -> None:
        """Show no run."""
        self.run, self._losses, self._figures = None, LossesSoFar(()), ()
        self.turns.drop()
        self.loss_column.note.clear()
        self._say("")
        self.loss.clear(NO_LOSS)
        self._advise(NO_FIGURES)
        if self._shelf.run is not None:
            self._shelf.clear()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        found: dict[str, QWidget] = {} if self.loss.is_empty else {LOSS: self.loss}
        return found | self.tabs.pictures()

    def _lay_out(self) -> None:
        self.loss_column.work.addWidget(self.stage)
        self.loss_column.work.addWidget(self.tile, 1)
        self.figure_column.work.addWidget(self.tabs, 1)
        put_beside(self, (self.loss_column, self.figure_column), (360, 440))

    def _say(self, text: str) -> None:
        self.stage.setText(text)
        self.stage.setVisible(bool(text))

    def _show_loss(self, advice: str) -> None:
        figure = self._losses.figure(LOSS)
        if figure is not None:
            self.loss.show_figure(figure)
        else:
            self.loss.clear(advice)

    def _show_result(self, result: Any, run: Run) -> None:
        """Show how the losses fell, what was searched, and which networks were compared.

        What it was taught with is kept with no run, but stays as long as a run is in sight.
        """
        losses, *others = LEARNERS[EMULATOR].figures(result, run.design)
        assert isinstance(losses, CurveFigure)
        self.loss.show_figure(losses)
        tests = trust_figures.figures(result.report) if result.report is not None else ()
        elsewhere = {one.title for one in tests}
        taught = [one for one in self._figures if one.title in TAUGHT]
        self._show_figures([*taught, *(one for one in others if one.title not in elsewhere)])
        self._compare(compared(result))

    def _advise(self, text: str) -> None:
        """Say how the tabs are filled; nothing is compared yet."""
        self.tabs.clear_all(text)
        self._compare([])

    def _compare(self, rows: list[list[str]]) -> None:
        self.table.show_rows(rows)
        self.tabs.setTabVisible(self.tabs.indexOf(self.table), bool(rows))
        self.tabs.tabBar().setVisible(self._shown_tabs() > 1)
        if rows and not self.tabs.pictures():
            self.tabs.setTabVisible(0, False)
        self._show_export()

    def _show_export(self) -> None:
        self.export.setVisible(self.tabs.currentWidget() is self.table)

    def _shown_tabs(self) -> int:
        return sum(map(self.tabs.isTabVisible, range(self.tabs.count())))

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        groups: dict[str, list[Figure]] = {COURSES: [], BUILD: [], TESTS: []}
        for one in figures:
            is_build = isinstance(one, (HeatmapFigure, CellFigure))
            name = COURSES if one.title in TAUGHT else BUILD if is_build else TESTS
            groups[name].append(one)
        self.tabs.show_figures(groups)
