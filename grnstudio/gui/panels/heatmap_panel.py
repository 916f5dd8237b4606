"""Draws `HeatmapFigure`s, such as the effect of every link on every gene."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import HeatmapFigure
from grnstudio.gui.panels.heatmap_canvas import Cell, HeatmapCanvas
from grnstudio.gui.panels.heatmap_layout import decimals_for, signed
from grnstudio.gui.panels.level_scale import written
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import Panel


class HeatmapPanel(Panel):
    """A matrix in colours centred on 0, with the sign of each value written in its cell."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.canvas = HeatmapCanvas(self.look)
        self.canvas.pointed.connect(self._read_out)
        self._pointed: Cell | None = None
        self._add(self.canvas, 1)
        self.restyle()

    def show_figure(self, figure: HeatmapFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.canvas.show_figure(figure)
        if self._pointed:
            self._read_out(self._pointed)

    @property
    def aspect(self) -> float:
        """Height over width that makes cells about half as high as wide."""
        if self._figure is None:
            return super().aspect
        rows, columns = len(self._figure.rows), max(len(self._figure.columns), 1)
        return float(np.clip(0.25 + 0.6 * rows / columns, 0.5, 1.2))

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.canvas.look = self.look
        self.canvas.update()

    def describe(self, row: int, column: int) -> str:
        """Say in words what a cell shows."""
        figure = self._figure
        value = float(figure.values[row, column])
        if not figure.centred:
            return _level(figure, row, column)
        head = f"{figure.rows[row]} → {figure.columns[column]}"
        if not np.isfinite(value):
            return f"{head}: no value"
        return f"{head}: {signed(value, decimals_for(self.canvas.limit))}"

    def _read_out(self, cell: Cell | None) -> None:
        inside = cell is not None and self._figure is not None and cell_exists(self._figure, cell)
        self._pointed = cell if inside else None
        self.say(self.describe(*cell) if inside and cell else "")


def _level(figure: HeatmapFigure, row: int, column: int) -> str:
    """Say where a cell is and what its value is, for axes that are numbers."""
    value = float(figure.values[row, column])
    across = f"{figure.column_label} {figure.columns[column]}".strip()
    up = f"{figure.row_label} {figure.rows[row]}".strip()
    said = f"{figure.value_label} {written(value)}".strip() if np.isfinite(value) else "no value"
    return f"{across}, {up}: {said}"


def cell_exists(figure: HeatmapFigure, cell: Cell) -> bool:
    """Return whether ``figure`` has this cell."""
    rows, columns = figure.values.shape
    return bool(cell[0] < rows and cell[1] < columns)
