"""The colours and line widths that a panel draws with: those of the theme, or those of paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPen

from grnstudio.gui.theme import LIGHT, Tokens, tokens

CAPTION_PX = 11
BODY_PX = 13
LONG_DASH, DOT = [9.0, 2.0], [1.5, 2.0]


@dataclass(frozen=True, slots=True)
class Look:
    """A palette and how thick a pixel of line is.

    ``ink`` is above 1 on pictures of many dots per inch: pens of plots do not grow with the
    picture by themselves.
    """

    tokens: Tokens
    ink: float = 1.0
    on_paper: bool = False

    def series(self, index: int, alpha: float = 1.0) -> QColor:
        """Return the colour of the ``index``-th gene or input."""
        return self.color(self.tokens.series[index % len(self.tokens.series)], alpha)

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Return one of the palette's colours, made transparent."""
        color = QColor(token)
        color.setAlphaF(alpha)
        return color

    def pen(
        self,
        color: QColor,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        turn: int = 0,
    ) -> QPen:
        """Return a pen for a plot; its width stays the same however the plot is zoomed.

        Lines of one colour are told apart by their ``turn``: so many dots break each of them.
        """
        pen = QPen(color, width * self.ink, style)
        pen.setCosmetic(True)
        if style is Qt.PenStyle.DashLine:
            pen.setDashPattern([4.0, 3.0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if turn:
            dashes = [] if style is Qt.PenStyle.SolidLine else pen.dashPattern()
            pen.setDashPattern([*(dashes or LONG_DASH), *DOT * turn])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def sign(self, value: float) -> QColor:
        """Return the colour of an activation (above 0) or a repression (below 0)."""
        if not value:
            return QColor(self.tokens.neutral)
        return QColor(self.tokens.activation if value > 0 else self.tokens.repression)


def current_look() -> Look:
    """Return the look of the theme in force."""
    return Look(tokens())


def paper_look(ink: float = 1.0) -> Look:
    """Return dark ink on white, whatever the theme."""
    return Look(LIGHT, ink, on_paper=True)


def caption_font(bold: bool = False, pixels: int = CAPTION_PX) -> QFont:
    """Return the font of axes and captions."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
