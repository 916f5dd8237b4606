"""What tells on a drawing how a part or a link differs: a frame, and a sign on a disc."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from grnstudio.core.network_difference import ADDED, CHANGED, REMOVED
from grnstudio.gui.panels.look import BODY_PX, Look, caption_font

SIGNS = {ADDED: "+", REMOVED: "−", CHANGED: "≠"}
STYLES = {
    ADDED: Qt.PenStyle.SolidLine,
    REMOVED: Qt.PenStyle.DashLine,
    CHANGED: Qt.PenStyle.DotLine,
}
AROUND = 5.0  # points between a part and the frame that marks it
BADGE = 8.0  # radius of what says how a part differs
FRAME = 2.4


class Frame(QGraphicsPathItem):
    """A frame around a box, with a sign that says how what is in it differs: + − ≠.

    What has no box, as a link, has its sign at a place.
    """

    def __init__(self, how: str, box: QRectF | None, place: QPointF | None = None) -> None:
        super().__init__()
        self._how = how
        middle = place or QPointF()
        if box is not None:
            outline = QPainterPath()
            outline.addRoundedRect(box.adjusted(-AROUND, -AROUND, AROUND, AROUND), 8, 8)
            self.setPath(outline)
            middle = QPointF(box.right() + AROUND, box.top() - AROUND)
        self.setZValue(4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._badge = QGraphicsPathItem(self)
        disc = QPainterPath()
        disc.addEllipse(middle, BADGE, BADGE)
        self._badge.setPath(disc)
        self._sign = _sign(self._badge, SIGNS[how], middle)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        one = look.tokens
        color = look.color({ADDED: one.good, REMOVED: one.error, CHANGED: one.warning}[self._how])
        self.setPen(QPen(color, FRAME, STYLES[self._how]))
        self._badge.setPen(QPen(Qt.PenStyle.NoPen))
        self._badge.setBrush(QBrush(color))
        self._sign.setBrush(look.color(one.panel))


def _sign(parent: QGraphicsItem, text: str, middle: QPointF) -> QGraphicsSimpleTextItem:
    item = QGraphicsSimpleTextItem(text, parent)
    font = caption_font(pixels=BODY_PX)
    font.setBold(True)
    item.setFont(font)
    box = QFontMetricsF(font).tightBoundingRect(text)
    base = QFontMetricsF(font).ascent()
    item.setPos(middle.x() - box.center().x(), middle.y() - base - box.center().y())
    return item
