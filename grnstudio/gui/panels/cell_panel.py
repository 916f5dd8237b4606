"""Draws `CellFigure`s: cells of a searched network, with the operation on each edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import CellFigure
from grnstudio.gui.panels.cell_layout import (
    BESIDE,
    CAPTION,
    END,
    LEFT,
    RADIUS,
    CellLayout,
    EdgeLine,
    given_to,
    lay_out,
)
from grnstudio.gui.panels.look import Look, caption_font
from grnstudio.gui.panels.panel import Panel

CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
THIN, THICK = 1.0, 3.5  # of edges that are improbable and sure
LARGEST = 1.5  # times its own size that a picture may have
MARGIN = 2.0


class CellPanel(Panel):
    """Cells in a row; pointing at an operation says what it takes and how probable it is."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.canvas = CellCanvas(self.look)
        self.canvas.pointed.connect(self._read_out)
        self._add(self.canvas, 1)
        self.restyle()

    @property
    def aspect(self) -> float:
        """Height over width of cells as large as they need to be."""
        if self._figure is None:
            return super().aspect
        size = lay_out(self._figure).size
        return min(max(size.height() / size.width(), 0.2), 1.0)

    def show_figure(self, figure: CellFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.canvas.show_figure(figure)
        self.canvas.setAccessibleName(f"{figure.title}: {described(figure)}")

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.canvas.look = self.look
        self.canvas.update()

    def _read_out(self, line: EdgeLine | None) -> None:
        self.say(in_words(line) if line else "")


class CellCanvas(QWidget):
    """The picture itself; arrow keys walk over the edges as the mouse does."""

    pointed = Signal(object)  # EdgeLine or None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.figure: CellFigure | None = None
        self._at: int | None = None
        self.setFont(caption_font())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(420, 200)

    def show_figure(self, figure: CellFigure) -> None:
        """Draw ``figure`` at the next chance."""
        self.figure = figure
        if self._at is not None and self._at >= len(self.layout_of_parts().lines):
            self._point(None)
        self.update()

    def layout_of_parts(self) -> CellLayout:
        """Return where the parts are, before they are scaled."""
        assert self.figure is not None
        return lay_out(self.figure, self.height() / max(self.width(), 1))

    def scaling(self, layout: CellLayout) -> QTransform:
        """Return what brings ``layout`` to the middle of the widget, as large as it may be."""
        wide, high = self.width() - 2 * MARGIN, self.height() - 2 * MARGIN
        scale = min(wide / layout.size.width(), high / layout.size.height(), LARGEST)
        left = (self.width() - scale * layout.size.width()) / 2
        top = (self.height() - scale * layout.size.height()) / 2
        return QTransform(scale, 0, 0, scale, left, top)

    def place_of(self, place: int) -> QPointF:
        """Return where the operation of an edge stands, in pixels, counted over all cells."""
        layout = self.layout_of_parts()
        return self.scaling(layout).map(layout.lines[place].box.center())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frames, then edges, then nodes, then operations."""
        if self.figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        layout = self.layout_of_parts()
        painter.setTransform(self.scaling(layout), combine=True)
        self._paint_frames(painter, layout, self.figure)
        for place, line in enumerate(layout.lines):
            self._paint_line(painter, line, place == self._at)
        for cell, nodes in enumerate(layout.nodes):
            self._paint_nodes(painter, cell, nodes)
        for place, line in enumerate(layout.lines):
            self._paint_name(painter, line, place == self._at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the edge whose operation is under the mouse."""
        if self.figure is None:
            return
        layout = self.layout_of_parts()
        back, _ = self.scaling(layout).inverted()
        at = back.map(event.position())
        under = [place for place, line in enumerate(layout.lines) if line.box.contains(at)]
        self._point(under[0] if under else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the edges with the arrow keys."""
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Up: -1, keys.Key_Right: 1, keys.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        count = sum(map(len, self.figure.edges)) if self.figure else 0
        if step is None or not count:
            super().keyPressEvent(event)
            return
        at = -1 if self._at is None else self._at
        self._point(max(0, at + step) % count)

    def _point(self, place: int | None) -> None:
        if place != self._at:
            self._at = place
            self.update()
            self.pointed.emit(None if place is None else self.layout_of_parts().lines[place])

    def _paint_frames(self, painter: QPainter, layout: CellLayout, figure: CellFigure) -> None:
        one = self.look.tokens
        for cell, (frame, width) in enumerate(zip(layout.frames, figure.widths, strict=True)):
            painter.setPen(QPen(self.look.color(one.line), self.look.ink))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 6, 6)
            painter.setPen(self.look.color(one.secondary))
            box = QRectF(frame.left(), frame.top() - CAPTION, frame.width(), CAPTION)
            painter.drawText(box, CENTRE, f"cell {cell + 1}, {width} wide")

    def _paint_line(self, painter: QPainter, line: EdgeLine, is_pointed: bool) -> None:
        color = self.look.color(self.look.tokens.accent if is_pointed else self.look.tokens.neutral)
        width = THIN + (THICK - THIN) * min(max(line.edge.share, 0.0), 1.0)
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(line.points[0])
        for point in line.points[1:]:
            _glide(path, point)
        path.moveTo(line.box.right(), line.box.center().y())
        _glide(path, line.end)
        painter.drawPath(path)

    def _paint_nodes(self, painter: QPainter, cell: int, nodes: dict[int, QPointF]) -> None:
        one, end = self.look.tokens, nodes[END]
        painter.setPen(QPen(self.look.color(one.secondary), THIN, Qt.PenStyle.DashLine))
        last = [node for node in nodes if node > 1][-2:]
        for node in last:
            passed = QPointF(end.x() - 2 * RADIUS, end.y() + BESIDE / 2)
            path = QPainterPath(nodes[node])
            if node != last[-1]:
                path.quadTo(QPointF(nodes[node].x() + 10, passed.y() + 12), passed)
            path.lineTo(end)
            painter.drawPath(path)
        for node, place in nodes.items():
            ring = self.look.series(0) if node in (0, 1) else self.look.color(one.text)
            painter.setPen(QPen(ring, 1.5))
            painter.setBrush(self.look.color(one.panel))
            painter.drawEllipse(place, RADIUS, RADIUS)
            painter.setPen(self.look.color(one.text))
            box = QRectF(place.x() - RADIUS, place.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
            painter.drawText(box, CENTRE, "⌀" if node == END else str(node))
        painter.setPen(self.look.color(one.secondary))
        for node, name in enumerate(given_to(cell)):
            box = QRectF(nodes[node].x() - LEFT, nodes[node].y() - 10, LEFT - RADIUS - 5, 20)
            painter.drawText(box, RIGHT, name)

    def _paint_name(self, painter: QPainter, line: EdgeLine, is_pointed: bool) -> None:
        one = self.look.tokens
        painter.setPen(QPen(self.look.color(one.accent if is_pointed else one.line), THIN))
        painter.setBrush(self.look.color(one.raised))
        painter.drawRoundedRect(line.box, 4, 4)
        painter.setPen(self.look.color(one.accent if is_pointed else one.text))
        painter.drawText(line.box, CENTRE, line.edge.operation)


def _glide(path: QPainterPath, end: QPointF) -> None:
    """Go on to ``end``, level where the way begins and where it ends."""
    start = path.currentPosition()
    half = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(half, start.y()), QPointF(half, end.y()), end)


def in_words(line: EdgeLine) -> str:
    """Say what an edge takes, what it makes of it, and how probable that is."""
    given = given_to(line.cell)
    source = given[line.edge.source] if line.edge.source < 2 else f"node {line.edge.source}"
    return (
        f"Cell {line.cell + 1}, node {line.edge.target}: {line.edge.operation} of {source}, "
        f"probability {line.edge.share:.2f}"
    )


def described(figure: CellFigure) -> str:
    """Say all edges in words."""
    cells = (
        f"cell {number}: "
        + ", ".join(f"{one.source} to {one.target} {one.operation}" for one in edges)
        for number, edges in enumerate(figure.edges, start=1)
    )
    return "; ".join(cells)
