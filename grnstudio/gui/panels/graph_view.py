"""A view of a regulatory graph: nodes stay where they are while links come, go and change."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.gui.panels.graph_items import LinkItem, LinkStyle, NodeItem
from grnstudio.gui.panels.graph_layout import Places, fit_rect, place_nodes
from grnstudio.gui.panels.graph_route import distance, line_width, loop, route
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.zoom_view import ZoomView

Link = tuple[str, str]
SURE = 0.9  # share of networks that must agree on a sign
NEAR = 9.0
FADED = 0.15
AT_ONCE = 30  # links drawn in one go, which takes some 2 ms
FRAME_MS = 16


class GraphView(ZoomView):
    """Draws nodes and links, and says what is pointed at."""

    pointed = Signal(object)  # Link, the name of a node, or None

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.nodes: dict[str, NodeItem] = {}
        self.links: dict[Link, LinkItem] = {}
        self._courses: dict[tuple[Link, bool], np.ndarray] = {}
        self._spare: list[LinkItem] = []
        self.styles: dict[Link, LinkStyle] = {}
        self._due: list[Link] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FRAME_MS)
        self._soon.timeout.connect(self._draw_due)
        self._pointed: Link | str | None = None
        self.setAccessibleName("Regulatory graph")

    @property
    def places(self) -> Places:
        """Where the nodes are."""
        return {name: (node.x(), node.y()) for name, node in self.nodes.items()}

    def show_graph(self, graph: RegulatoryGraph, cutoff: float, weak: bool) -> None:
        """Draw ``graph``, with the links at or below ``cutoff`` pale if ``weak``, else not."""
        names = (*graph.targets, *graph.inputs)
        if tuple(self.nodes) != names:
            self._make_nodes(graph)
            self.arrange(graph, cutoff)
        self.styles = styles_of(graph, cutoff, weak)
        for link in self.links.keys() - self.styles.keys():
            item = self.links.pop(link)
            item.setVisible(False)
            self._spare.append(item)
        self._due = [
            link
            for link, style in self.styles.items()
            if link not in self.links or self.links[link].style != style
        ]
        self._draw_due(AT_ONCE)

    def finish(self) -> None:
        """Draw at once what would follow within the next frames."""
        self._draw_due(len(self._due))

    def arrange(self, graph: RegulatoryGraph, cutoff: float) -> None:
        """Lay the nodes out anew."""
        links = [(edge.source, edge.target, edge.weight) for edge in graph.edges(cutoff)]
        self.move_nodes(place_nodes(graph.inputs, graph.targets, links, self._widths()))

    def move_nodes(self, places: Places) -> None:
        """Put nodes at ``places`` and draw their links anew."""
        for name, place in places.items():
            if name in self.nodes:
                self.nodes[name].setPos(*place)
        self._reroute()
        self.show_all()

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        for node in self.nodes.values():
            node.restyle(look)
        for link in self.links.values():
            link.restyle(look)

    def point_at(self, target: Link | str | None) -> None:
        """Bring out a link, or a node with its links, and say so."""
        if target == self._pointed:
            return
        self._pointed = target
        for link, item in self.links.items():
            of_it = target is None or target == link or (isinstance(target, str) and target in link)
            item.setOpacity(1.0 if of_it else FADED)
        self.pointed.emit(target)

    def under(self, place: QPointF) -> Link | str | None:
        """Return the node or the link at a place of the scene."""
        point = np.array([place.x(), place.y()])
        for name, node in self.nodes.items():
            if node.box.holds(point):
                return name
        reach = NEAR / max(self.transform().m11(), 0.1)
        near = {link: distance(item.course, point) for link, item in self.links.items()}
        best = min(near, key=lambda link: near[link], default=None)
        return best if best and near[best] < reach else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse; let links follow a dragged node."""
        before = self.places if event.buttons() else {}
        super().mouseMoveEvent(event)
        if event.buttons():
            if before != self.places:
                self._reroute()
        else:
            self.point_at(self.under(self.mapToScene(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the links, strongest first, with the left and right arrow keys."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        order = sorted(self.links, key=lambda link: -self._width_of(link))
        if step is None or not order:
            super().keyPressEvent(event)
        elif self._pointed in order:
            self.point_at(order[(order.index(self._pointed) + step) % len(order)])
        else:
            self.point_at(order[0 if step > 0 else -1])

    def showEvent(self, event: QShowEvent) -> None:
        """Go on drawing what was not drawn while hidden."""
        super().showEvent(event)
        self._draw_due()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw no more than is looked at."""
        super().hideEvent(event)
        self._soon.stop()

    def _whole(self) -> QRectF | None:
        return QRectF(*fit_rect(self.places, self._widths())) if self.nodes else None

    def _make_nodes(self, graph: RegulatoryGraph) -> None:
        self.scene().clear()
        self.links, self._spare, self._courses, self._pointed = {}, [], {}, None
        self._due = []
        inputs = set(graph.inputs)
        self.nodes = {
            name: NodeItem(name, series, name in inputs)
            for series, name in enumerate((*graph.targets, *graph.inputs))
        }
        for node in self.nodes.values():
            self.scene().addItem(node)
            node.restyle(self.look)

    def _take_item(self, link: Link) -> LinkItem:
        if self._spare:
            item = self._spare.pop()
            item.source, item.target = link
        else:
            item = LinkItem(*link)
            self.scene().addItem(item)
        item.style = None
        item.setOpacity(1.0)
        item.setVisible(True)
        self.links[link] = item
        return item

    def _draw_due(self, count: int = AT_ONCE) -> None:
        """Draw some of the links that have changed, and soon the others; the window stays quick."""
        due, self._due = self._due[:count], self._due[count:]
        for link in due:
            self._draw(self.links.get(link) or self._take_item(link), self.styles[link])
        if self._due and self.isVisible():
            self._soon.start()

    def _draw(self, item: LinkItem, style: LinkStyle) -> None:
        course = self._course((item.source, item.target), style.mutual)
        item.show_link(course, self.nodes[item.target].box, style, self.look)

    def _reroute(self) -> None:
        self._courses = {}
        for item in self.links.values():
            if item.style:
                self._draw(item, item.style)

    def _course(self, link: Link, mutual: bool) -> np.ndarray:
        if (link, mutual) not in self._courses:
            source, target = self.nodes[link[0]], self.nodes[link[1]]
            if source is target:
                genes = [n.box.middle for n in self.nodes.values() if not n.is_input]
                course = loop(source.box, np.mean(genes, axis=0))
            else:
                others = [n.box for n in self.nodes.values() if n not in (source, target)]
                course = route(source.box, target.box, others, mutual)
            self._courses[link, mutual] = course
        return self._courses[link, mutual]

    def _widths(self) -> dict[str, float]:
        return {name: node.width for name, node in self.nodes.items()}

    def _width_of(self, link: Link) -> float:
        style = self.links[link].style
        return style.width if style else 0.0


def styles_of(graph: RegulatoryGraph, cutoff: float, weak: bool) -> dict[Link, LinkStyle]:
    """Return the links to draw: those above ``cutoff``, and paler the ones below if ``weak``."""
    strongest = graph.strongest
    signs = graph.signs(cutoff)
    drawn = graph.signs() if weak else signs
    pairs = {(graph.regulators[i], graph.targets[j]) for i, j in _cells(drawn)}
    styles = {}
    for i, j in _cells(drawn):
        link = graph.regulators[i], graph.targets[j]
        below = not signs[i, j]
        unsure = graph.agreement is not None and graph.agreement[i, j] < SURE
        width = 1.0 if below else line_width(float(graph.weights[i, j]), strongest)
        mutual = link[0] != link[1] and (link[1], link[0]) in pairs
        styles[link] = LinkStyle(int(drawn[i, j]), width, bool(below or unsure), below, mutual)
    return styles


def _cells(signs: np.ndarray) -> Iterator[tuple[int, int]]:
    return zip(*(part.tolist() for part in np.nonzero(signs)), strict=True)
