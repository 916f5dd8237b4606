"""Two runs beside each other, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from grnstudio.core.figures import Curve, CurveFigure, Figure
from grnstudio.gui.pages.runs_table import best_loss
from grnstudio.gui.panels import PANELS
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

ROW_HEIGHT = 260


class RunComparison(QScrollArea):
    """The loss of both runs in one picture, then each figure of one beside the other's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Comparison of two runs")
        self.panels: list[QWidget] = []

    def compare(self, one: Run, other: Run) -> None:
        """Show both runs."""
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setSpacing(8)
        self.panels = []
        self._put(grid, loss_figure(one, other), 0, 0, span=2)
        for column, run in enumerate((one, other)):
            label = QLabel(f"Run {run.key} · {run.title} · best loss {best_loss(run):.3g}")
            label.setObjectName("section")
            grid.addWidget(label, 1, column)
        for row, pair in enumerate(_pairs(one, other), start=2):
            for column, figure in enumerate(pair):
                if figure is not None:
                    self._put(grid, figure, row, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setWidget(sheet)

    def _put(self, grid: QGridLayout, figure: Figure, row: int, column: int, span: int = 1) -> None:
        panel = PANELS[type(figure)]()
        panel.setMinimumHeight(ROW_HEIGHT)
        panel.show_figure(figure)
        panel.setAccessibleName(figure.title)
        self.panels.append(panel)
        grid.addWidget(panel, row, column, 1, span)


def loss_figure(one: Run, other: Run) -> CurveFigure:
    """Return the loss of both runs over their steps."""
    curves = tuple(
        Curve(f"run {run.key}", run.metrics["step"], run.metrics["loss"], series)
        for series, run in enumerate((one, other))
        if "loss" in run.metrics
    )
    return CurveFigure("Loss", curves, "step", "loss (median over networks)", log_y=True)


def _pairs(one: Run, other: Run) -> Iterator[tuple[Figure | None, Figure | None]]:
    """Yield figures with one title together, links first."""
    mine, theirs = _figures(one), _figures(other)
    links = [figure for figure in mine if not isinstance(figure, CurveFigure)]
    curves = [figure for figure in mine if isinstance(figure, CurveFigure)]
    named = {figure.title: figure for figure in theirs}
    for figure in (*reversed(links), *curves):
        yield figure, named.pop(figure.title, None)
    yield from zip_longest((), named.values())


def _figures(run: Run) -> tuple[Figure, ...]:
    if not run.arrays:
        return ()
    spec = LEARNERS[run.learner]
    return spec.figures(spec.from_run(run), run.design)


def has_loss(run: Run) -> bool:
    """Return whether ``run`` got as far as a first step."""
    return "loss" in run.metrics and bool(np.isfinite(run.metrics["loss"]).any())
