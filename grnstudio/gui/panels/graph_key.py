"""Explains the signs of a graph, on the screen and on paper."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from grnstudio.gui.panels.graph_route import head_and_shaft
from grnstudio.gui.panels.look import Look, caption_font

SAMPLE = 22.0
HEIGHT = 18


class GraphKey(QWidget):
    """Arrow, bar and dashes with a word each, on one line; what finds no room is left out."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.dashes = ""
        self.setFont(caption_font())
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Arrows activate, bars repress, dashed links are uncertain")

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(200, HEIGHT)

    def show_dashes(self, meaning: str) -> None:
        """Say what a dashed link means, nothing if there is none."""
        if meaning != self.dashes:
            self.dashes = meaning
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        x = 0.0
        for text, sign in (("activates", 1), ("represses", -1), (self.dashes, 0)):
            room = QFontMetricsF(self.font()).horizontalAdvance(text)
            if text and x + SAMPLE + 6 + room <= self.width():
                self._draw(painter, x, text, sign)
                x += SAMPLE + 6 + room + 12

    def _draw(self, painter: QPainter, x: float, text: str, sign: int) -> None:
        middle = HEIGHT / 2
        color = self.look.sign(sign)
        pen = QPen(color, 2)
        if sign:
            course = np.column_stack([np.linspace(x, x + SAMPLE, 12), np.full(12, middle)])
            head, shaft = head_and_shaft(course, sign, 1.5)
            end = float(shaft[-1, 0])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in head.tolist()]))
        else:
            end = x + SAMPLE
            pen.setDashPattern([2.5, 2.0])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, middle), QPointF(end, middle))
        painter.setPen(self.look.color(self.look.tokens.text))
        area = QRectF(x + SAMPLE + 6, 0, 300, HEIGHT)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
