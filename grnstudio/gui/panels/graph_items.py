"""The nodes and links of a graph on a scene. They only hold shapes; the scene decides which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from grnstudio.gui.panels.graph_layout import NODE_HEIGHT
from grnstudio.gui.panels.graph_route import Box, clear_head
from grnstudio.gui.panels.look import BODY_PX, Look, caption_font

LONGEST = 140.0
PALE = 0.55
DASHES = [4.0, 3.0]


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How a link is drawn; equal styles need no redrawing."""

    sign: int
    width: float
    dashed: bool
    weak: bool
    mutual: bool


def node_width(name: str) -> float:
    """Return the width of the node of this name."""
    metrics = QFontMetricsF(caption_font(pixels=BODY_PX))
    return max(46.0, min(metrics.horizontalAdvance(name), LONGEST) + 24)


def node_shape(width: float, is_input: bool) -> QPainterPath:
    """Return the outline of a gene, a rounded rectangle, or of an input, a capsule."""
    shape = QPainterPath()
    radius = NODE_HEIGHT / 2 if is_input else 7
    box = QRectF(-width / 2, -NODE_HEIGHT / 2, width, NODE_HEIGHT)
    shape.addRoundedRect(box, radius, radius)
    return shape


class NodeItem(QGraphicsPathItem):
    """A gene, a rounded rectangle, or an input, a capsule; it can be dragged."""

    def __init__(self, name: str, series: int, is_input: bool) -> None:
        super().__init__()
        self.name, self.series, self.is_input = name, series, is_input
        self.width = node_width(name)
        self.setPath(node_shape(self.width, is_input))
        self.setZValue(1)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._text = QGraphicsSimpleTextItem(self)
        self._text.setFont(caption_font(pixels=BODY_PX))
        metrics = QFontMetricsF(self._text.font())
        self._text.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, LONGEST))
        self._text.setPos(-self._text.boundingRect().center())
        self._text.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def box(self) -> Box:
        """The node's place and size."""
        return Box(self.x(), self.y(), self.width, NODE_HEIGHT)

    @property
    def accessible_name(self) -> str:
        """What a screen reader says."""
        return f"{'input' if self.is_input else 'gene'} {self.name}"

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        self.setPen(QPen(look.series(self.series), 2))
        self.setBrush(look.color(look.tokens.panel))
        self._text.setBrush(look.color(look.tokens.text))


class LinkItem(QGraphicsPathItem):
    """A link: a line and its head."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__()
        self.source, self.target = source, target
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._head = QGraphicsPathItem(self)
        self._head.setPen(QPen(Qt.PenStyle.NoPen))
        self.course = np.zeros((2, 2))
        self.head = np.zeros((3, 2))
        self.style: LinkStyle | None = None

    @property
    def accessible_name(self) -> str:
        """What a screen reader says."""
        return f"{self.source} {'⊣' if self.style and self.style.sign < 0 else '→'} {self.target}"

    def show_link(self, course: np.ndarray, target: Box, style: LinkStyle, look: Look) -> None:
        """Draw a link along ``course``, its head clear of ``target``."""
        self.course, self.style = course, style
        self.head, shaft = clear_head(course, style.sign, style.width, target)
        self.setPath(_path(shaft))
        self._head.setPath(_path(self.head, closed=True))
        self.restyle(look)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        if self.style is None:
            return
        color = look.sign(self.style.sign)
        color.setAlphaF(PALE if self.style.weak else 1.0)
        pen = QPen(color, self.style.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.style.dashed:
            pen.setDashPattern([length / self.style.width * 1.6 for length in DASHES])
        self.setPen(pen)
        self._head.setBrush(QBrush(color))


def _path(points: np.ndarray, closed: bool = False) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    if closed:
        path.closeSubpath()
    return path
