"""Explains the signs of a reaction network that is shown."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsScene, QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_diagram import ACTS, CONSUMES, PRODUCES, Arc, Diagram
from grnstudio.gui.panels.look import Look, caption_font
from grnstudio.gui.panels.network_items import ArcItem, NothingItem, PartItem, ProcessItem

SAMPLE = 24.0
HEIGHT = 18
MADE, BACK = Arc("", "", PRODUCES), Arc("", "", CONSUMES, both=True)
SPEEDS, SLOWS, CHANGES = (Arc("", "", ACTS, sign=sign) for sign in (1, -1, 0))


class NetworkKey(QWidget):
    """Those signs that the picture has, with a word each; what finds no room is left out."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.entries: tuple[tuple[str, Arc | str], ...] = ()
        self.setFont(caption_font())
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(200, HEIGHT)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        self.look = look
        self.update()

    def show_network(self, diagram: Diagram, network: Network) -> None:
        """Explain what is in ``diagram``."""
        roles = {(one.role, one.sign if one.role == ACTS else 0) for one in diagram.arcs}
        entries: list[tuple[str, Arc | str]] = []
        if diagram.processes:
            entries += [("reaction", "process"), ("makes", MADE)]
        if any(one.both for one in diagram.arcs):
            entries.append(("makes, in reverse", BACK))
        if (ACTS, 1) in roles:
            entries.append(("speeds up", SPEEDS))
        if (ACTS, -1) in roles:
            entries.append(("slows down", SLOWS))
        if (ACTS, 0) in roles:
            entries.append(("has a part in the rate", CHANGES))
        if diagram.nothings:
            entries.append(("source or sink", "nothing"))
        if any(one.boundary or one.constant for one in network.species):
            entries.append(("held from outside", "held"))
        self.entries = tuple(entries)
        self.setAccessibleName(", ".join(text for text, _ in entries))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        x = 0.0
        for text, sign in self.entries:
            room = QFontMetricsF(self.font()).horizontalAdvance(text)
            if x + SAMPLE + 6 + room > self.width():
                break
            self._draw_sign(painter, x, sign)
            painter.setPen(self.look.color(self.look.tokens.text))
            area = QRectF(x + SAMPLE + 6, 0, room + 2, HEIGHT)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            x += SAMPLE + 6 + room + 14

    def _draw_sign(self, painter: QPainter, x: float, sign: Arc | str) -> None:
        """Draw a sign by the very items that the picture is made of."""
        scene = QGraphicsScene(0, 0, SAMPLE, HEIGHT)
        if isinstance(sign, Arc):
            arc = ArcItem(sign)
            ends = (0.0, SAMPLE) if sign.role == ACTS else (SAMPLE, 0.0)
            arc.show_course(np.column_stack([np.linspace(*ends, 9), np.full(9, HEIGHT / 2)]))
            arc.restyle(self.look)
            scene.addItem(arc)
        else:
            part = _part(sign)
            part.setPos(SAMPLE / 2, HEIGHT / 2)
            part.restyle(self.look)
            scene.addItem(part)
        area = QRectF(x, 0, SAMPLE, HEIGHT)
        scene.render(painter, area, QRectF(0, 0, SAMPLE, HEIGHT))


def _part(sign: str) -> PartItem:
    if sign == "process":
        return ProcessItem("", "", False)
    return NothingItem("") if sign == "nothing" else HeldSign("")


class HeldSign(PartItem):
    """A small box with the double outline of species that reactions leave alone."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        shape = self.path()
        for inset in (0.0, 2.5):
            box = QRectF(-10, -6, 20, 12).adjusted(inset, inset, -inset, -inset)
            shape.addRoundedRect(box, 4, 4)
        self.setPath(shape)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        pen = self.pen()
        pen.setWidthF(1.0)
        self.setPen(pen)
