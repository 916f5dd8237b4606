"""A strip that shows a formula as in print, or says why it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from grnstudio.core.expressions import Expression
from grnstudio.core.rates import write
from grnstudio.gui.editors.formula_boxes import Box, Glyphs, row
from grnstudio.gui.editors.formula_setting import FormulaSetting
from grnstudio.gui.theme import tokens

SIZES = (17.0, 15.0, 13.0, 11.0)  # px; the largest that fits
MARGIN = 8
FAMILIES = ["STIX Two Text", "Cambria", "Times New Roman", "DejaVu Serif", "serif"]


class Equation(NamedTuple):
    """``left sign right``; without a sign ``right`` stands alone."""

    left: str | Expression
    sign: str
    right: Expression


class FormulaView(QWidget):
    """Paints equations beside each other, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._equations: tuple[Equation, ...] = ()
        self._setting = FormulaSetting(measured)
        self._boxes: dict[float, Box] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Formula")
        self.clear()

    @property
    def equations(self) -> tuple[Equation, ...]:
        """What is shown."""
        return self._equations

    def show_equations(self, equations: Sequence[Equation]) -> None:
        """Show some equations, or nothing."""
        if tuple(equations) == self._equations:
            return
        self._equations, self._boxes = tuple(equations), {}
        told = "; ".join(map(_told, equations))
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.show_equations(())

    def sizeHint(self) -> QSize:
        box = self._fitting()
        return QSize(160, max(36, round(box.height) + 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._fitting()
        base = (self.height() - box.height) / 2 + box.ascent
        paint(painter, box, QPointF(MARGIN, base), QColor(tokens().text))

    def _fitting(self) -> Box:
        """Return the equations in the largest size that fits."""
        room = max(80, self.width() - 2 * MARGIN)
        for size in SIZES:
            box = self._boxes.setdefault(size, self._set(size))
            if box.width <= room:
                break
        return box

    def _set(self, size: float) -> Box:
        lines = [
            self._setting.equation(one.left, one.sign, one.right, size)
            if one.sign
            else self._setting.formula(one.right, size)
            for one in self._equations
        ]
        return row(lines, 2.0 * size)


def _told(one: Equation) -> str:
    left = one.left if isinstance(one.left, str) else write(one.left)
    return f"{left} {one.sign} {write(one.right)}".strip()


def paint(painter: QPainter, box: Box, at: QPointF, ink: QColor) -> None:
    """Paint a box with the left end of its base line at a point."""
    for piece in box.pieces:
        if isinstance(piece, Glyphs):
            painter.setPen(ink)
            painter.setFont(font(piece.size, piece.is_slanted))
            painter.drawText(at + QPointF(piece.x, piece.y), piece.text)
        else:
            pen = QPen(ink, max(1.0, piece.width))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([at + QPointF(x, y) for x, y in piece.points]))


def measured(text: str, size: float, is_slanted: bool) -> tuple[float, float, float]:
    """Return width, ascent and descent of a text."""
    metrics = QFontMetricsF(font(size, is_slanted))
    return metrics.horizontalAdvance(text), 0.78 * size, 0.22 * size


def font(size: float, is_slanted: bool) -> QFont:
    """Return the font of formulas."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(1, round(size)))
    made.setItalic(is_slanted)
    return made
