"""The middle column: what the networks do against what was drawn, and how the loss falls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from grnstudio.core.figures import CurveFigure, Figure
from grnstudio.gui.pages.column import Column
from grnstudio.gui.panels.figure_board import FigureBoard
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.turns import Turns
from grnstudio.jobs import Update
from grnstudio.project import Arrays, Run

NO_CURVES = "Press Train to see the networks follow the target."
NO_LOSS = "Press Train to see the loss."


class TrainColumn(Column):
    """A tile per condition above the loss; live while training, else of the run looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Train", parent)
        self.board = FigureBoard()
        self.board.setAccessibleName("Trajectories against targets")
        self.metrics = MetricsPanel()
        self.metrics.setAccessibleName("Loss")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.board)
        split.addWidget(self.metrics)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([600, 240])
        split.setChildrenCollapsible(False)
        self.work.addWidget(split, 1)
        self._before: Arrays = {}
        self.clear()

    def clear(self) -> None:
        """Show the empty state."""
        self.note.clear()
        self.board.clear(NO_CURVES)
        self.metrics.clear(NO_LOSS)

    def begin(self, run: Run) -> None:
        """Make room for a training; one that goes on keeps its earlier loss."""
        self._before = run.metrics
        self.note.setText(f"run {run.key}")
        self.board.clear("The first picture comes with the first step…")
        if "step" in run.metrics:
            self.metrics.show_metrics(run.metrics)
        else:
            self.metrics.clear("The loss appears with the first step…")

    def show_update(self, update: Update, turns: Turns) -> None:
        """Add what a training has to show, a tile a turn."""
        if update.metrics and "step" in self._before:
            self._take_back(update.metrics[0][0])
        self.metrics.add(update.metrics)
        if figures := curves_of(update.figures):
            parts = self.board.parts(figures)
            if parts is None:
                self.board.show_figures(figures)
            for key, draw in (parts or {}).items():
                turns.put(key, draw)

    def _take_back(self, step: int) -> None:
        """Drop the loss from ``step`` on, where a training that had been cut off goes on."""
        kept = self._before["step"] < step
        self.metrics.show_metrics({name: one[kept] for name, one in self._before.items()})
        self._before = {}

    def show_run(self, run: Run, figures: Sequence[Figure], since: str = "") -> None:
        """Show what came of ``run``, and what has changed ``since``."""
        self.note.setText(f"run {run.key}{since}")
        if "step" in run.metrics:
            self.metrics.show_metrics(run.metrics)
        else:
            self.metrics.clear(NO_LOSS)
        if curves := curves_of(figures):
            self.board.show_figures(curves)
        else:
            self.board.clear(run.message or "This run ended before it had a result.")


def curves_of(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures of curves among ``figures``."""
    return [one for one in figures if isinstance(one, CurveFigure)]
