"""A small map of the whole canvas in its corner, with a frame around what is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from grnstudio.gui.editors.document_view import DocumentView
from grnstudio.gui.panels.look import Look

SIZE = QSize(172, 116)
EDGE = 10
ROOM = 40.0
DELAY_MS = 60
SMALLEST = 2.0


class Minimap(QWidget):
    """Draws parts as dots; a press or a drag there moves what is in sight."""

    def __init__(self, view: DocumentView) -> None:
        super().__init__(view)
        self._view = view
        self._area = QRectF()
        self.setFixedSize(SIZE)
        self.setAccessibleName("Overview map")
        self.setToolTip("The whole drawing; press to go there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._later = QTimer(self, interval=DELAY_MS, singleShot=True)
        self._later.timeout.connect(self.update)
        view.looked.connect(self._look)

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the corner."""
        self._look()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map."""
        look, view = self._view.look, self._view
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color(look.tokens.line), 1))
        painter.setBrush(look.color(look.tokens.raised, 0.92))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not view.shown.parts:
            return
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        self._draw_parts(painter, look)
        painter.setPen(QPen(look.color(look.tokens.accent), 1.5))
        painter.setBrush(look.color(look.tokens.accent, 0.08))
        inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        frame = QRectF(self._shown(seen.topLeft()), self._shown(seen.bottomRight()))
        painter.drawRect(frame & inside)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _draw_parts(self, painter: QPainter, look: Look) -> None:
        shown, scale = self._view.shown, self._scale()
        painter.setPen(Qt.PenStyle.NoPen)
        for name, part in shown.parts.items():
            token = look.tokens.accent if name in shown.chosen else look.tokens.secondary
            box = part.path().boundingRect()
            size = (max(box.width() * scale, SMALLEST), max(box.height() * scale, SMALLEST))
            spot = QRectF(0, 0, *size)
            spot.moveCenter(self._shown(part.pos()))
            painter.fillRect(spot, look.color(token, 0.8))

    def _look(self) -> None:
        """Stand in the corner, and draw what is in sight in a moment."""
        if self.isVisibleTo(self._view):
            whole = self._view.shown.extent() or QRectF()
            self._area = whole.adjusted(-ROOM, -ROOM, ROOM, ROOM)
            view = self._view.rect()
            self.move(view.right() - SIZE.width() - EDGE, view.bottom() - SIZE.height() - EDGE)
            if not self._later.isActive():
                self._later.start()

    def _go(self, place: QPointF) -> None:
        if self._area.isEmpty():
            return
        middle, scale = self.rect().center(), self._scale()
        x, y = (place.x() - middle.x()) / scale, (place.y() - middle.y()) / scale
        self._view.look_at(self._area.center() + QPointF(x, y))

    def _scale(self) -> float:
        wide, high = max(self._area.width(), 1.0), max(self._area.height(), 1.0)
        return min((SIZE.width() - 12) / wide, (SIZE.height() - 12) / high)

    def _shown(self, place: QPointF) -> QPointF:
        return QPointF(self.rect().center()) + (place - self._area.center()) * self._scale()
