"""A view of a scene that shows all of it until the user zooms."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from grnstudio.gui.panels.look import Look

LARGEST_SCALE = 1.4
ZOOM_STEP = 1.15
ZOOM_RANGE = (0.05, 8.0)


class ZoomView(QGraphicsView):
    """Zooms with Ctrl and the wheel; the plain wheel is left to the page."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zoomed = False
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(80, 60)

    @property
    def is_zoomed(self) -> bool:
        """Whether the user has zoomed."""
        return self._zoomed

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(320, 220)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        self.look = look
        self.setBackgroundBrush(look.color(look.tokens.panel))

    def show_all(self) -> None:
        """Fit the whole scene into the view."""
        self._zoomed = False
        self._fit()

    def zoom(self, factor: float) -> None:
        """Make all larger or smaller, about the middle unless the mouse is what zooms."""
        self._zoomed = True
        if ZOOM_RANGE[0] < self.transform().m11() * factor < ZOOM_RANGE[1]:
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl about the mouse; else let the page scroll."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        place = event.position().toPoint()
        under = self.mapToScene(place)
        # Qt's own anchor asks for the pointer, which need not be where the event says it is.
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        off = self.mapFromScene(under) - place
        for bar, moved in (
            (self.horizontalScrollBar(), off.x()),
            (self.verticalScrollBar(), off.y()),
        ):
            bar.setValue(bar.value() + moved)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all in sight, once zoomed as long as all of it was."""
        super().resizeEvent(event)
        if not self._zoomed or (self._holds(event.oldSize()) and not self._holds(event.size())):
            self._fit()

    def _holds(self, size: QSize) -> bool:
        """Say whether a view of ``size`` has room for all at the scale that there is."""
        whole, scale = self._whole(), self.transform().m11()
        if whole is None:
            return True
        return size.width() >= whole.width() * scale and size.height() >= whole.height() * scale

    def _whole(self) -> QRectF | None:
        """Return what is to be in sight, None if there is nothing; for subclasses."""
        raise NotImplementedError

    def _fit(self) -> None:
        rect = self._whole()
        if rect is None:
            return
        self.setSceneRect(rect)
        size = self.viewport().size()
        scale = min(size.width() / rect.width(), size.height() / rect.height(), LARGEST_SCALE)
        self.resetTransform()
        self.scale(scale, scale)
        self.centerOn(rect.center())
