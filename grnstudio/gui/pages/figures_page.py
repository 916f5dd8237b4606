"""A page for any learner: what its result gives to show, and the loss while it trains."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from grnstudio.core.figures import CurveFigure, Figure, GraphFigure, HeatmapFigure
from grnstudio.gui.document import Document
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

OVERVIEW, CURVES, LINKS = "Overview", "Curves", "Links"
EARLY = "This run ended before it had a result."


class FiguresPage(StepPage):
    """Figures behind tabs by their kind, above the loss as long as there is a training."""

    heading: ClassVar[str] = "Result"
    advice: ClassVar[str] = "Start to see the first picture."

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self.result: Any = None
        self.column = Column(self.heading)
        self.tabs = FigureTabs((OVERVIEW, CURVES, LINKS), self.advice)
        self.metrics = MetricsPanel()
        self.metrics.setAccessibleName("Loss")
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.tabs)
        self.split.addWidget(self.metrics)
        self.split.setSizes([500, 160])
        self.split.setChildrenCollapsible(False)
        self.column.work.addWidget(self.split, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.column)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.clear()

    def begin(self, run: Run) -> None:
        """Make room for what a training brings."""
        self.run, self.result = run, None
        self.column.note.setText(f"run {run.key}")
        self.tabs.clear_all("The first picture comes with the first step…")
        self.metrics.clear("The loss appears with the first step…")
        self.metrics.setVisible(True)

    def show_update(self, update: Update) -> None:
        """Show the loss and the figures so far."""
        self.metrics.setVisible(any("loss" in metrics for _, metrics in update.metrics))
        self.metrics.add(update.metrics)
        if update.figures:
            self.turns.put("figures", partial(self._show_figures, tuple(update.figures)))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        self.run = run
        self.metrics.setVisible(False)
        self.column.note.setText(f"run {run.key}")
        if not run.arrays:
            self.result = None
            self.tabs.clear_all(run.message or EARLY)
            return
        spec = LEARNERS[run.learner]
        self.result = spec.from_run(run)
        self._show_figures(spec.figures(self.result, run.design))

    def clear(self) -> None:
        """Show no run."""
        self.run, self.result = None, None
        self.turns.drop()
        self.column.note.clear()
        self.tabs.clear_all(self.advice)
        self.metrics.clear("")
        self.metrics.setVisible(False)

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.tabs.pictures()

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        curves = [one for one in figures if isinstance(one, CurveFigure)]
        links = [one for one in figures if isinstance(one, GraphFigure | HeatmapFigure)]
        rest = [one for one in figures if one not in curves and one not in links]
        self.tabs.show_figures({OVERVIEW: rest, CURVES: curves, LINKS: links})


class AutomataPage(FiguresPage):
    """Links learned from films of a row of cells."""

    learners: ClassVar = ("cellular",)
    verb = "Learn"
    tip = "Learn who regulates whom from films of a row of cells (F5)"
    heading: ClassVar = "Films of cells"
    advice: ClassVar = "Press Learn to generate films of a row of cells and learn their rule."
