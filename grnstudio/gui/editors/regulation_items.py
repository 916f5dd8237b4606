"""Genes and regulations on the canvas, in the glyphs of an SBGN activity flow."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from grnstudio.gui.panels.graph_items import LONGEST, LinkItem, LinkStyle, node_shape, node_width
from grnstudio.gui.panels.graph_layout import NODE_HEIGHT
from grnstudio.gui.panels.graph_route import Box
from grnstudio.gui.panels.look import BODY_PX, Look, caption_font
from grnstudio.gui.panels.network_items import PartItem

WIDTH = 2.0
HALO = 8.0


class GeneItem(PartItem):
    """A gene, a rounded rectangle in its colour, or what nothing changes, a capsule."""

    def __init__(self, key: str, text: str, is_input: bool) -> None:
        super().__init__(key)
        self.width = node_width(text)
        self._series = 0
        self.setPath(node_shape(self.width, is_input))
        self._text = QGraphicsSimpleTextItem(self)
        self._text.setFont(caption_font(pixels=BODY_PX))
        metrics = QFontMetricsF(self._text.font())
        self._text.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, LONGEST))
        self._text.setPos(-self._text.boundingRect().center())
        self._text.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def box(self) -> Box:
        """The gene's place and size."""
        return Box(self.x(), self.y(), self.width, NODE_HEIGHT)

    def show_series(self, series: int, look: Look) -> bool:
        """Take on the colour of the gene that stands so far down the list; say if it is another."""
        if series == self._series and self.look is not None:
            return False
        self._series = series
        self.restyle(look)
        return True

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        color = look.color(look.tokens.accent) if self.is_chosen else look.series(self._series)
        width = 3.2 if self.is_chosen else 2.8 if self.is_lit else WIDTH
        self.setPen(QPen(color, width))
        self._text.setBrush(look.color(look.tokens.text))


class RegulationItem(LinkItem):
    """A link that can be chosen: then it has a halo."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(source, target)
        self.is_chosen = self.is_lit = False
        self.look: Look | None = None
        self._halo = QGraphicsPathItem(self)
        self._halo.setFlag(QGraphicsItem.GraphicsItemFlag.ItemStacksBehindParent)

    @property
    def key(self) -> str:
        """What the link is called on the canvas; no id has a space."""
        return link_name(self.source, self.target)

    def show_sign(self, course: np.ndarray, target: Box, sign: int, look: Look) -> None:
        """Draw the link along ``course``: dashed, with a diamond, where its sign is not known."""
        style = LinkStyle(sign, WIDTH, dashed=sign == 0, weak=False, mutual=False)
        self.show_link(course, target, style, look)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        self.look = look
        pen = QPen(look.color(look.tokens.accent, 0.45 if self.is_chosen else 0.2), HALO)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._halo.setPath(self.path())
        self._halo.setPen(pen)
        self._halo.setVisible(self.is_chosen or self.is_lit)

    def choose(self, chosen: bool) -> None:
        """Bring this link out, or no more."""
        self.is_chosen = chosen
        if self.look is not None:
            self.restyle(self.look)

    def light(self, lit: bool) -> None:
        """Bring this link out a little, as one that is pointed at, or no more."""
        self.is_lit = lit
        if self.look is not None:
            self.restyle(self.look)

    @property
    def middle(self) -> QPointF:
        """A place on the link, halfway."""
        return QPointF(*self.course[len(self.course) // 2])


def link_name(source: str, target: str) -> str:
    """Return what a link is called on the canvas."""
    return f"{source} {target}"
