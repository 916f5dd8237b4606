"""A view of topologies in layers by their number of links, joined where one link differs."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSimpleTextItem,
    QWidget,
)

from grnstudio.core.figures import AtlasFigure, AtlasNode
from grnstudio.gui.panels.look import BODY_PX, Look, caption_font
from grnstudio.gui.panels.zoom_view import ZoomView

WIDTH = 640.0
LAYERS = 70.0, 180.0  # how far layers are apart, at least and at most
GAP = 3.0  # between nodes of a layer
LARGEST, SMALLEST = 22.0, 5.0  # radii of nodes
ROOM = 1.1  # of a node's width, from one to the next in a layer
MARGIN = 28.0
PALE = 0.35
UNMARKED = 6  # the series of grey
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class AtlasView(ZoomView):
    """Nodes can be pointed at and clicked; arrow keys walk over them."""

    pointed = Signal(object)  # the key of a node, or None
    clicked = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.nodes: dict[int, NodeItem] = {}
        self.chosen = -1
        self._figure: AtlasFigure | None = None
        self._marks: tuple[str, ...] = ()
        self._lines = QGraphicsPathItem()
        self._near = QGraphicsPathItem()
        self._layers: list[QGraphicsSimpleTextItem] = []
        self._pointed: int | None = None
        self.setAccessibleName("Topologies in layers by number of links")

    def show_atlas(self, figure: AtlasFigure, marks: tuple[str, ...]) -> None:
        """Draw ``figure``; ``marks`` say which colour each mark takes."""
        self._figure, self._marks, self.chosen = figure, marks, figure.chosen
        scene = self.scene()
        scene.clear()
        self._lines, self._near = QGraphicsPathItem(), QGraphicsPathItem()
        self._near.setZValue(1)
        for item in (self._lines, self._near):
            scene.addItem(item)
        self._make_nodes(figure)
        self._write_layers(figure)
        self._lines.setPath(self._joined(figure.lines))
        self.restyle(self.look)
        if not self.is_zoomed:
            self._fit()

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        line = look.color(look.tokens.secondary)
        line.setAlphaF(PALE)
        self._lines.setPen(QPen(line, 1))
        self._near.setPen(QPen(look.color(look.tokens.accent), 1.5))
        for key, node in self.nodes.items():
            node.restyle(look, self._marks, key == self.chosen)
        for item in self._layers:
            item.setBrush(QBrush(look.color(look.tokens.secondary)))

    def choose(self, key: int) -> None:
        """Bring out a node and its lines."""
        self.chosen = key
        lines = self._figure.lines if self._figure else ()
        self._near.setPath(self._joined([pair for pair in lines if key in pair]))
        self.restyle(self.look)

    def place_of(self, key: int) -> QPointF:
        """Return where a node lies on the view, in pixels; raises `KeyError`."""
        return QPointF(self.mapFromScene(self.nodes[key].pos()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        super().mouseMoveEvent(event)
        self._point(self._under(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the node under the mouse; drag what is zoomed in."""
        key = self._under(event.position())
        drags = self.is_zoomed and key is None
        modes = ZoomView.DragMode
        self.setDragMode(modes.ScrollHandDrag if drags else modes.NoDrag)
        super().mousePressEvent(event)
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over nodes: left and right in a layer, up and down between layers."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self.nodes:
            super().keyPressEvent(event)
            return
        if self.chosen not in self.nodes:
            self.clicked.emit(next(iter(self.nodes)))
            return
        at = self.nodes[self.chosen].pos()
        ways = [
            (self._apart(one.pos() - at, step), key)
            for key, one in self.nodes.items()
            if key != self.chosen
        ]
        best = min(ways, default=(math.inf, 0))
        if best[0] < math.inf:
            self.clicked.emit(best[1])
            self._point(best[1])

    def _apart(self, way: QPointF, step: tuple[int, int]) -> float:
        """Return how far a step leads, infinitely where it leads elsewhere."""
        down, across = step
        if across:
            right = way.x() * across > 0 and abs(way.y()) < 1
            return abs(way.x()) if right else math.inf
        return abs(way.x()) + 1e4 * abs(way.y()) if way.y() * down > 0 else math.inf

    def _under(self, place: QPointF) -> int | None:
        for item in self.items(place.toPoint()):
            owner = item if isinstance(item, NodeItem) else item.parentItem()
            if isinstance(owner, NodeItem):
                return owner.key
        return None

    def _point(self, key: int | None) -> None:
        if key != self._pointed:
            self._pointed = key
            shape = Qt.CursorShape.ArrowCursor if key is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.pointed.emit(key)

    def _make_nodes(self, figure: AtlasFigure) -> None:
        most = max((one.count for one in figure.nodes), default=1)
        width, height = self._width(figure), self._layer_height(figure)
        self.nodes = {}
        for row, links in enumerate(_layers(figure)):
            layer = [one for one in figure.nodes if one.topology.links == links]
            layer.sort(key=lambda one: one.x)
            radii = [radius_of(one.count, most) for one in layer]
            places = apart([one.x * width for one in layer], radii, width)
            for one, radius, x in zip(layer, radii, places, strict=True):
                item = self.nodes[one.key] = NodeItem(one, radius)
                item.setPos(x, row * height)
                self.scene().addItem(item)

    def _write_layers(self, figure: AtlasFigure) -> None:
        self._layers = []
        height = self._layer_height(figure)
        for row, links in enumerate(_layers(figure)):
            item = QGraphicsSimpleTextItem("1 link" if links == 1 else f"{links} links")
            item.setFont(caption_font(pixels=BODY_PX))
            box = item.boundingRect()
            item.setPos(-LARGEST - 12 - box.width(), row * height - box.height() / 2)
            self.scene().addItem(item)
            self._layers.append(item)

    def _width(self, figure: AtlasFigure) -> float:
        """Return a width in which the fullest layer has room."""
        most = max((one.count for one in figure.nodes), default=1)
        rooms: dict[int, float] = {}
        for one in figure.nodes:
            links = one.topology.links
            rooms[links] = rooms.get(links, 0.0) + 2 * ROOM * radius_of(one.count, most)
        return max([WIDTH, *rooms.values()])

    def _layer_height(self, figure: AtlasFigure) -> float:
        """Return how far apart layers are, so that all of them fill the view."""
        size, count = self.viewport().size(), max(len(_layers(figure)), 1)
        wanted = self._width(figure) * size.height() / max(size.width(), 1) / count
        return min(max(wanted, LAYERS[0]), LAYERS[1])

    def _joined(self, pairs: object) -> QPainterPath:
        path = QPainterPath()
        for one, other in pairs:  # type: ignore[attr-defined]
            if one in self.nodes and other in self.nodes:
                path.moveTo(self.nodes[one].pos())
                path.lineTo(self.nodes[other].pos())
        return path

    def _whole(self) -> QRectF | None:
        if not self.nodes:
            return None
        rect = self.scene().itemsBoundingRect()
        return rect.adjusted(-MARGIN / 2, -MARGIN / 2, MARGIN / 2, MARGIN / 2)


class NodeItem(QGraphicsEllipseItem):
    """A topology: a circle as large as it is frequent, with its count where there is room."""

    def __init__(self, node: AtlasNode, radius: float) -> None:
        super().__init__(-radius, -radius, 2 * radius, 2 * radius)
        self.key, self.node, self.radius = node.key, node, radius
        self.setZValue(2)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsFocusable, False)
        self._text = QGraphicsSimpleTextItem(str(node.count), self)
        self._text.setFont(caption_font(bold=True))
        box = self._text.boundingRect()
        self._text.setPos(-box.center())
        self._text.setVisible(box.width() + 4 <= 2 * radius)

    def restyle(self, look: Look, marks: tuple[str, ...], chosen: bool) -> None:
        """Take over the colours of ``look``; a mark has a colour and an outline of its own."""
        marked = self.node.mark in marks
        color = look.series(marks.index(self.node.mark) if marked else UNMARKED)
        self.setBrush(color)
        edge = look.tokens.text if chosen else look.tokens.panel
        self.setPen(QPen(look.color(edge), 3 if chosen else 1))
        self._text.setBrush(look.color(look.tokens.panel))


def apart(places: list[float], radii: list[float], width: float) -> list[float]:
    """Return places, from left to right, moved as little as keeps circles from overlapping."""
    found = list(places)
    for i in range(1, len(found)):
        found[i] = max(found[i], found[i - 1] + radii[i - 1] + radii[i] + GAP)
    if found and found[-1] > width:
        found[-1] = width
        for i in reversed(range(len(found) - 1)):
            found[i] = min(found[i], found[i + 1] - radii[i + 1] - radii[i] - GAP)
    return found


def _layers(figure: AtlasFigure) -> list[int]:
    return sorted({one.topology.links for one in figure.nodes})


def radius_of(count: int, most: int) -> float:
    """Return the radius of a node, its area in proportion to ``count``."""
    return max(SMALLEST, LARGEST * math.sqrt(count / max(most, 1)))
