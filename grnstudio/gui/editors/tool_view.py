"""A view of a scene that is worked on with tools: it pans and zooms, and shows what a tool does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from grnstudio.gui.editors.canvas_overlay import draw_grid, draw_preview
from grnstudio.gui.editors.canvas_scene import CanvasScene
from grnstudio.gui.editors.network_tools import VOID, Hit, Place, Pointer, Preview, Request, Tool
from grnstudio.gui.panels.look import Look, current_look
from grnstudio.gui.panels.zoom_view import ZoomView

REACH = 4.0  # pixels
MARGIN = 24.0
ROOM = 3000.0  # of empty canvas around what is drawn
WHEEL_STEP = 0.5  # pixels a unit of the wheel's turn
GRID = 10.0


class ToolView(ZoomView):
    """Gives its tool what the pointer does, and `perform`s what the tool asks for."""

    said = Signal(str)  # a hint for the status line
    tool_changed = Signal(str)
    looked = Signal()  # at another part of the scene

    def __init__(self, shown: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(current_look(), parent)
        self.shown = shown
        shown.setParent(self)
        self.setScene(shown)
        self.has_grid = False
        self._grip: QPoint | None = None
        self._space = False
        self._preview = Preview()
        self.tools: dict[str, Tool] = {}
        self.tool = Tool(self)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setSceneRect(-ROOM, -ROOM, 2 * ROOM, 2 * ROOM)

    def perform(self, request: Request | None) -> None:
        """Do what a tool asks for. For subclasses."""
        raise NotImplementedError

    def point_at(self, hit: Hit) -> None:
        """Say what the pointer is on. For subclasses."""
        raise NotImplementedError

    def open_at(self, pointer: Pointer) -> None:
        """Answer a double click. For subclasses."""
        raise NotImplementedError

    def use(self, key: str) -> None:
        """Take up the tool ``key``."""
        if key not in self.tools:
            return
        self.tool.cancel()
        self.tool = self.tools[key]
        self.show_preview()
        self.show_cursor()
        self.said.emit(self.tool.hint)
        self.tool_changed.emit(key)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        self.shown.restyle(look)

    def pointer(self, place: QPointF, keys: Qt.KeyboardModifier) -> Pointer:
        """Return what a place of the viewport means to a tool."""
        on_scene = self.mapToScene(place.toPoint())
        at = (on_scene.x(), on_scene.y())
        reach = REACH / max(self.transform().m11(), 0.05)
        one = Qt.KeyboardModifier
        return Pointer(
            at,
            self.shown.hit(at, reach),
            shift=bool(keys & one.ShiftModifier),
            control=bool(keys & one.ControlModifier),
            alt=bool(keys & one.AltModifier),
            reach=reach,
        )

    def show_preview(self) -> None:
        """Show what the tool is about."""
        preview = self.tool.preview
        if preview == self._preview:
            return
        before, self._preview = self._preview, preview
        if preview.moved != before.moved:
            moved = preview.moved
            self.shown.shift(moved.names if moved else (), moved.step if moved else (0.0, 0.0))
        self.viewport().update()

    def show_cursor(self) -> None:
        """Show what the pointer is for."""
        cursors = Qt.CursorShape
        if self._space:
            self.viewport().setCursor(cursors.OpenHandCursor)
        elif self.tool.draws:
            self.viewport().setCursor(cursors.CrossCursor)
        else:
            self.viewport().unsetCursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what the tool does, or take hold of the canvas."""
        if event.button() is Qt.MouseButton.MiddleButton or self._space:
            self._grip = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.perform(self.tool.press(self.pointer(event.position(), event.modifiers())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it; say what is under the pointer."""
        if self._grip is not None:
            self._pan(event.position().toPoint())
            return
        pointer = self.pointer(event.position(), event.modifiers())
        self.tool.move(pointer)
        self.show_preview()
        if not self.tool.is_busy:
            self.point_at(pointer.hit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if self._grip is not None:
            self._grip = None
            self.show_cursor()
        elif event.button() is Qt.MouseButton.LeftButton:
            self.perform(self.tool.release(self.pointer(event.position(), event.modifiers())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change what is there, or add what is not; in the void other tools take it as a click."""
        pointer = self.pointer(event.position(), event.modifiers())
        opens = self.tool.key == "select" or (pointer.hit.is_part and self.tool.key != "erase")
        if event.button() is Qt.MouseButton.LeftButton and opens:
            self.tool.cancel()
            self.show_preview()
            self.open_at(pointer)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        if not self.tool.is_busy:
            self.tool.cancel()
            self.show_preview()
            self.point_at(VOID)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else move over the canvas."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            self.looked.emit()
            return
        turn = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        step = turn if not event.pixelDelta().isNull() else turn * WHEEL_STEP
        across = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x()
        self.pan(QPoint(step.y(), 0) if across else step)
        event.accept()

    def hold_space(self, held: bool) -> None:
        """Let drags move the canvas as long as the space bar is down."""
        self._space = held
        self.show_cursor()

    def pan(self, step: QPoint) -> None:
        """Move what is seen by pixels."""
        self._zoomed = True
        for bar, moved in (
            (self.horizontalScrollBar(), step.x()),
            (self.verticalScrollBar(), step.y()),
        ):
            bar.setValue(bar.value() - moved)
        self.looked.emit()

    def zoom(self, factor: float) -> None:
        """Make all larger or smaller."""
        super().zoom(factor)
        self.looked.emit()

    def show_all(self) -> None:
        """Fit the whole scene into the view."""
        super().show_all()
        self.looked.emit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the grid."""
        super().drawBackground(painter, rect)
        if self.has_grid:
            draw_grid(painter, QRectF(rect), GRID, self.look, self.transform().m11())

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw what the tool is about."""
        draw_preview(painter, self._preview, self.shown, self.look, self.transform().m11())

    def _pan(self, place: QPoint) -> None:
        step = place - (self._grip or place)
        self._grip = place
        self.pan(step)

    def _whole(self) -> QRectF | None:
        rect = self.shown.extent()
        return rect and rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def _fit(self) -> None:
        super()._fit()
        rect = self._whole() or QRectF()
        self.setSceneRect(rect.adjusted(-ROOM, -ROOM, ROOM, ROOM))
        self.centerOn(rect.center())

    # A view is a board for its tools.

    @property
    def chosen(self) -> frozenset[str]:
        """The drawn parts that are chosen."""
        return self.shown.chosen

    def within(self, box: tuple[float, float, float, float]) -> frozenset[str]:
        """Return the parts in a box."""
        return self.shown.within(box)

    def snapped(self, at: Place) -> Place:
        """Return the place a node put at ``at`` gets. Subclasses may have a grid."""
        return at

    def snapped_step(self, names: frozenset[str], step: Place) -> Place:
        """Return the step that parts dragged by ``step`` make."""
        places = self.shown.settled
        first = min((places[name] for name in names if name in places), default=(0.0, 0.0))
        to = self.snapped((first[0] + step[0], first[1] + step[1]))
        return to[0] - first[0], to[1] - first[1]
