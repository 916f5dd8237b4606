"""Train: the likelihood of what it has not seen, the search for cells, and what came of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtWidgets import QLabel, QWidget

from grnstudio.core.figures import CellFigure, Curve, CurveFigure, Figure, HeatmapFigure
from grnstudio.gui.document import Document
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.emulate_data import EMULATOR
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Arrays, Design, Run

NO_LOSS = "Press Train to see how well it foretells states that it learns from, and others."
NO_FIGURES = "Press Train to see what it learns from, and how it is built."
FIRST = "The first courses are being simulated…"
EARLY = "This run ended before it had a result."
COURSES, BUILD = "What is learned", "Architecture"
LOSSES = {"loss": "learned from", "valid": "held out"}  # by metric
LOSS = "Loss"


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
        self._lay_out()
        self.tile.export_requested.connect(self.picture_wanted)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.clear()

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered once there is a network, or a run."""
        return "" if design.network is not None else super().closed(step, design)

    def begin(self, run: Run) -> None:
        """Make room for what a training brings; one that goes on keeps its earlier loss."""
        self.run = run
        self.loss_column.note.setText(f"run {run.key}")
        self._points = _points(run.metrics)
        self._show_loss(FIRST)
        self._say("")
        self.tabs.clear_all(FIRST)

    def show_update(self, update: Update) -> None:
        """Show the loss, the stage, and what there is to see."""
        self._say(update.stage)
        for step, metrics in update.metrics:
            for name, value in metrics.items():
                if name in LOSSES and np.isfinite(value):
                    self._points.setdefault(name, []).append((float(step), value))
        if any(name in LOSSES for _, metrics in update.metrics for name in metrics):
            self.turns.put(LOSS, partial(self._show_loss, FIRST))
        if update.figures:
            self.turns.put("figures", partial(self._show_figures, tuple(update.figures)))

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
            self.tabs.clear_all(run.message or EARLY)
            return
        self._say("")
        self._show_figures(LEARNERS[EMULATOR].figures(result, run.design))

    def clear(self) -> None:
        """Show no run."""
        self.run, self._points = None, {}
        self.turns.drop()
        self.loss_column.note.clear()
        self._say("")
        self.loss.clear(NO_LOSS)
        self.tabs.clear_all(NO_FIGURES)
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
