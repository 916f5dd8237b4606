"""The mark on a drawn part that something is wrong with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from grnstudio.core.network_problems import Problem
from grnstudio.gui.panels.look import Look

RADIUS = 6.5
RANKS = ("hint", "warning", "error")
"""Severities, the gravest last."""


class ProblemBadge(QGraphicsItem):
    """A dot with an exclamation mark, in the colour of what is worst."""

    def __init__(self, part: QGraphicsItem, corner: QPointF, severity: str, look: Look) -> None:
        super().__init__(part)
        self.severity, self._look = severity, look
        self.setPos(corner)
        self.setZValue(3)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Return what it takes up."""
        return QRectF(-RADIUS - 1, -RADIUS - 1, 2 * RADIUS + 2, 2 * RADIUS + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the dot."""
        one = self._look.tokens
        painter.setPen(QPen(self._look.color(one.panel), 1.5))
        painter.setBrush(self._look.color(one.error if self.severity == "error" else one.warning))
        painter.drawEllipse(QPointF(0, 0), RADIUS, RADIUS)
        font = QFont(painter.font())
        font.setPixelSize(10)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._look.color(one.panel))
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, "!")


def worst_of(problems: Sequence[Problem]) -> Mapping[str, tuple[str, str]]:
    """Return by id the gravest severity of its problems, and their texts; hints are left out."""
    found: dict[str, tuple[str, str]] = {}
    for one in sorted(problems, key=lambda each: RANKS.index(each.severity)):
        if one.severity != "hint":
            for id in one.ids:
                before = found.get(id, ("", ""))[1]
                found[id] = (one.severity, f"{one.text}\n{before}".strip())
    return found
