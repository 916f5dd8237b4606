"""Draws `VennFigure`s: two sets and what they share, as circles of their sizes."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import VennFigure
from grnstudio.gui.panels.look import BODY_PX, Look, caption_font
from grnstudio.gui.panels.panel import Panel

FILL = 0.22
HALVINGS = 40
LINE = 18.0
PAD = 8.0


class VennPanel(Panel):
    """Two circles whose areas, and that of their overlap, are in proportion."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.canvas = VennCanvas(self.look)
        self._add(self.canvas, 1)
        self.restyle()

    def show_figure(self, figure: VennFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.canvas.figure = figure
        self.canvas.setAccessibleName(described(figure))
        self.canvas.setToolTip(described(figure))
        self.canvas.update()

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.canvas.look = self.look
        self.canvas.update()


class VennCanvas(QWidget):
    """The picture itself."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.figure: VennFigure | None = None
        self.setMinimumSize(120, 90)

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(280, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both circles, their numbers, and their names below."""
        figure = self.figure
        if figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD - 2 * LINE)
        circles = circles_of(figure, area)
        for index, (middle, radius) in enumerate(circles):
            if radius > 0:
                painter.setPen(self.look.pen(self.look.series(index), 2))
                painter.setBrush(self.look.series(index, FILL))
                painter.drawEllipse(middle, radius, radius)
        self._write_counts(painter, figure, circles)
        self._write_names(painter, figure)

    def _write_counts(
        self, painter: QPainter, figure: VennFigure, circles: list[tuple[QPointF, float]]
    ) -> None:
        painter.setFont(caption_font(bold=True, pixels=BODY_PX))
        painter.setPen(self.look.color(self.look.tokens.text))
        (a, ra), (b, rb) = circles
        left, right = a.x() - ra, b.x() + rb
        shared = (b.x() - rb, a.x() + ra) if figure.both else (right, right)
        for count, low, high in (
            (figure.only_first, left, min(a.x() + ra, shared[0])),
            (figure.both, *shared),
            (figure.only_second, max(b.x() - rb, shared[1]) if figure.both else b.x() - rb, right),
        ):
            if count:
                self._centre(painter, (low + high) / 2, a.y(), str(count))

    def _write_names(self, painter: QPainter, figure: VennFigure) -> None:
        metrics = QFontMetricsF(caption_font(bold=True))
        painter.setFont(caption_font(bold=True))
        sizes = figure.only_first + figure.both, figure.only_second + figure.both
        for index, (name, size) in enumerate(zip(figure.names, sizes, strict=True)):
            painter.setPen(self.look.series(index))
            text = f"{name}: {size}"
            room = self.width() / 2 - 2 * PAD
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            left = QRectF(PAD + index * self.width() / 2, self.height() - LINE - 2, room, LINE)
            painter.drawText(left, Qt.AlignmentFlag.AlignCenter, text)

    def _centre(self, painter: QPainter, x: float, y: float, text: str) -> None:
        box = QRectF(x - 60, y - LINE / 2, 120, LINE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def described(figure: VennFigure) -> str:
    """Say the figure in words."""
    one, other = figure.names
    return (
        f"{figure.only_first} only in {one}, {figure.both} in both, "
        f"{figure.only_second} only in {other}"
    )


def circles_of(figure: VennFigure, area: QRectF) -> list[tuple[QPointF, float]]:
    """Return middle and radius of both circles, as large as ``area`` has room for."""
    first, second = figure.only_first + figure.both, figure.only_second + figure.both
    one, other = math.sqrt(first / math.pi), math.sqrt(second / math.pi)
    apart = distance_for(one, other, float(figure.both))
    left, right = min(-one, apart - other), max(one, apart + other)
    high = 2 * max(one, other)
    if not high:
        return [(area.center(), 0.0), (area.center(), 0.0)]
    scale = min(area.width() / (right - left), area.height() / high)
    start = area.center().x() - scale * (left + right) / 2
    y = area.center().y()
    return [(QPointF(start, y), scale * one), (QPointF(start + scale * apart, y), scale * other)]


def distance_for(one: float, other: float, shared: float) -> float:
    """Return how far apart circles of these radii are that share this much of their areas."""
    if shared <= 0:
        return 1.08 * (one + other)
    low, high = abs(one - other), one + other
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if overlap(one, other, middle) > shared:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def overlap(one: float, other: float, apart: float) -> float:
    """Return the area that two circles share."""
    if apart >= one + other:
        return 0.0
    if apart <= abs(one - other):
        return math.pi * min(one, other) ** 2
    a = (apart**2 + one**2 - other**2) / (2 * apart)
    b = apart - a
    return _segment(one, a) + _segment(other, b)


def _segment(radius: float, chord: float) -> float:
    share = max(-1.0, min(1.0, chord / radius))
    return radius**2 * math.acos(share) - chord * math.sqrt(max(radius**2 - chord**2, 0.0))
