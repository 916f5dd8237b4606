"""Train: the likelihood of what it has not seen, the search for cells, and what came of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QLabel, QWidget

from grnstudio.core import trust_figures
from grnstudio.core.figures import CellFigure, Curve, CurveFigure, Figure, HeatmapFigure
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.emulate_data import EMULATOR, lacking
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.rows_table import RowsTable
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.trust_words import compared
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Arrays, Design, Run

NO_LOSS = "Press Train to see how well it foretells states that it learns from, and others."
NO_FIGURES = "Press Train to see what it learns from, and how it is built."
FIRST = "Pictures come with the first steps…"
EARLY = "This run ended before it had a result."
COURSES, BUILD, COMPARED = "What is learned", "Architecture", "Comparison"
LOSSES = {"loss": "learned from", "test loss": "held out"}  # by metric
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
        self._before: Arrays = {}
        self._points: dict[str, list[tuple[float, float]]] = {}
        self.loss_column, self.figure_column = Column("Training"), Column("What it is made of")
        self.loss = CurvePanel()
        self.tile = Tile(LOSS, self.loss)
        self.tile.fill.hide()
        self.stage = QLabel()
        self.stage.setWordWrap(True)
        self.stage.setAccessibleName("What is being done")
        self.tabs = FigureTabs((COURSES, BUILD), NO_FIGURES)
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
        self.run = run
        self.loss_column.note.setText(f"run {run.key}")
        self._points = _points(run.metrics)
        self._show_loss(FIRST)
        self._say("")
        self._advise(FIRST)

    def show_update(self, update: Update) -> None:
        """Show the loss, the stage, and what there is to see."""
        self._say(update.stage)
        for step, metrics in update.metrics:
            for name, value in metrics.items():
                if name in LOSSES and np.isfinite(value):
                    self._points.setdefault(name, []).append((float(step), value))
        if any(name in LOSSES for _, metrics in update.metrics for name in metrics):
            self.turns.put(LOSS, partial(self._show_loss, FIRST))
        figures = tuple(one for one in update.figures if one.title not in LIVE)
        if figures:
            self.turns.put("figures", partial(self._show_figures, figures))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``, and take its emulator for the steps that follow."""
        self.turns.drop()
        self.run = run
        self.loss_column.note.setText(f"run {run.key}")
        self._points = _points(run.metrics)
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
        self.run, self._points = None, {}
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
        curves = []
        for series, (name, label) in enumerate(LOSSES.items()):
            if points := self._points.get(name):
                x, y = np.array(points).T
                curves.append(Curve(label, x, y, series))
        if curves:
            self.loss.show_figure(CurveFigure(LOSS, tuple(curves), "step", "loss (nats)"))
        else:
            self.loss.clear(advice)

    def _show_result(self, result: Any, run: Run) -> None:
        """Show how the losses fell, what was searched, and which networks were compared."""
        losses, *others = LEARNERS[EMULATOR].figures(result, run.design)
        assert isinstance(losses, CurveFigure)
        self.loss.show_figure(losses)
        tests = trust_figures.figures(result.report) if result.report is not None else ()
        elsewhere = {one.title for one in tests}
        self._show_figures([one for one in others if one.title not in elsewhere])
        self._compare(compared(result))

    def _advise(self, text: str) -> None:
        """Say how the tabs are filled; nothing is compared yet."""
        self.tabs.clear_all(text)
        self._compare([])

    def _compare(self, rows: list[list[str]]) -> None:
        self.table.show_rows(rows)
        self.tabs.setTabVisible(self.tabs.indexOf(self.table), bool(rows))
        self.tabs.tabBar().setVisible(sum(map(self.tabs.isTabVisible, range(3))) > 1)
        if rows and not self.tabs.pictures():
            self.tabs.setTabVisible(0, False)
        self._show_export()

    def _show_export(self) -> None:
        self.export.setVisible(self.tabs.currentWidget() is self.table)

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        kinds = (HeatmapFigure, CellFigure)
        build = [one for one in figures if isinstance(one, kinds)]
        self.tabs.show_figures(
            {COURSES: [one for one in figures if one not in build], BUILD: build}
        )


def _points(metrics: Mapping[str, np.ndarray]) -> dict[str, list[tuple[float, float]]]:
    """Return the losses that a run keeps, as steps and values."""
    steps = metrics.get("step", np.empty(0))
    found = {}
    for name in LOSSES:
        values = metrics.get(name, np.full(len(steps), np.nan))
        there = np.isfinite(values)
        found[name] = list(zip(steps[there].tolist(), values[there].tolist(), strict=True))
    return found
