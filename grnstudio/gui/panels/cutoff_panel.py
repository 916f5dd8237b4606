"""The curve of cut-offs, with a line at the one in use that can be dragged or moved by keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import CurveFigure
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import NOTHING_YET


class CutoffPanel(CurvePanel):
    """Topologies at each cut-off; left and right keys go to the next of them."""

    cutoff_chosen = Signal(float)  # by the user

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        self._line: pg.InfiniteLine | None = None
        super().__init__(parent, look)
        self._line = pg.InfiniteLine(angle=90, movable=True)
        self._line.setZValue(5)
        self._line.setVisible(False)
        self._line.sigPositionChangeFinished.connect(self._let_go)
        self.plot.addItem(self._line, ignoreBounds=True)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Drag the line, or press left and right, to change the cut-off")
        self.restyle()

    @property
    def cutoff(self) -> float:
        """Where the line stands."""
        return float(self._line.value()) if self._line is not None else 0.0

    def show_cutoffs(self, figure: CurveFigure, cutoff: float, by_rule: float) -> None:
        """Draw ``figure`` with the line at ``cutoff`` and a mark where the rule puts it."""
        self.show_figure(replace(figure, marks=(by_rule,)))
        assert self._line is not None
        top = max((float(np.max(one.x, initial=0.0)) for one in figure.curves), default=0.0)
        self._line.setBounds((0.0, max(top, cutoff)))
        blocked = self._line.blockSignals(True)
        self._line.setValue(cutoff)
        self._line.blockSignals(blocked)
        self._line.setVisible(True)
        self.setAccessibleDescription(figure.note)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        if self._line is not None:
            accent = self.look.color(self.look.tokens.accent)
            self._line.setPen(self.look.pen(accent, 2.0))
            self._line.setHoverPen(self.look.pen(accent, 4.0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next cut-off of the curve."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        way = ways.get(Qt.Key(event.key()))
        if way is None or self._figure is None:
            super().keyPressEvent(event)
            return
        tried = np.asarray(self._figure.curves[0].x, float)
        beyond = tried[(tried - self.cutoff) * way > 1e-12]
        if len(beyond):
            self.cutoff_chosen.emit(float(beyond[0] if way > 0 else beyond[-1]))

    def clear(self, text: str = NOTHING_YET) -> None:
        """Take the picture away and say in one sentence how to get one."""
        super().clear(text)
        if self._line is not None:
            self._line.setVisible(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the panel while it takes the keys."""
        super().paintEvent(event)
        if self.hasFocus() and self._figure is not None:
            painter = QPainter(self)
            painter.setPen(self.look.pen(self.look.color(self.look.tokens.accent), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _let_go(self) -> None:
        self.cutoff_chosen.emit(float(f"{self.cutoff:.3g}"))
