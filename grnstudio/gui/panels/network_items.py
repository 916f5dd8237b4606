"""The parts of a network's diagram on a scene: species, processes, sources and sinks, arcs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from grnstudio.core.network_diagram import ACTS, CONSUMES, PRODUCES, Arc
from grnstudio.core.network_layout import LABEL_GAP, NOTHING_SIZE, SQUARE
from grnstudio.gui.panels.graph_route import head_and_shaft, shortened
from grnstudio.gui.panels.look import BODY_PX, CAPTION_PX, Look, caption_font

LONGEST = 150.0
LONGEST_LABEL = 96.0
RADIUS = 8.0
INSET = 3.0
LINE = 1.4
CIRCLE = 4.0
GAP = 2.0
COUNT_PLACE = 17.0  # pixels from a process to the stoichiometry, on short lines a share of it
COUNT_SHARE = 0.36


def species_width(name: str) -> float:
    """Return the width of the box of this name."""
    room = QFontMetricsF(caption_font(pixels=BODY_PX)).horizontalAdvance(name)
    return max(42.0, min(room, LONGEST) + 20)


def label_width(name: str) -> float:
    """Return the width of the name of a process."""
    room = QFontMetricsF(caption_font(pixels=CAPTION_PX)).horizontalAdvance(name)
    return min(room, LONGEST_LABEL) + 2


class PartItem(QGraphicsPathItem):
    """A species, a process, or nothing; ``key`` is its name in the diagram."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.is_chosen = self.is_lit = False
        self.look: Look | None = None
        self.setZValue(2)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        self.look = look
        one = look.tokens
        color = one.accent if self.is_chosen else (one.text if look.on_paper else one.secondary)
        width = 2.6 if self.is_chosen else 2.2 if self.is_lit else LINE
        self.setPen(QPen(look.color(color), width))
        self.setBrush(look.color(one.panel))

    def choose(self, chosen: bool) -> None:
        """Bring this part out, or no more."""
        self.is_chosen = chosen
        if self.look is not None:
            self.restyle(self.look)

    def light(self, lit: bool) -> None:
        """Bring this part out a little, as one that is pointed at, or no more."""
        self.is_lit = lit
        if self.look is not None:
            self.restyle(self.look)

    def holds(self, place: QPointF, margin: float) -> bool:
        """Return whether a place of the scene is on this part."""
        return self.mapRectToScene(self.path().boundingRect()).adjusted(
            -margin, -margin, margin, margin
        ).contains(place)  # fmt: skip


class SpeciesItem(PartItem):
    """A rounded rectangle; twofold if reactions or nothing at all changes the amount."""

    def __init__(self, key: str, text: str, is_held: bool, size: tuple[float, float]) -> None:
        super().__init__(key)
        box = QRectF(-size[0] / 2, -size[1] / 2, *size)
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        self.setPath(shape)
        self._inner: QGraphicsPathItem | None = None
        if is_held:
            inside = QPainterPath()
            inside.addRoundedRect(
                box.adjusted(INSET, INSET, -INSET, -INSET), RADIUS - 2, RADIUS - 2
            )
            self._inner = QGraphicsPathItem(inside, self)
        self._text = _text(self, text, BODY_PX, LONGEST)
        self._text.setPos(-self._text.boundingRect().center())

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        self.setBrush(look.color(look.tokens.window if not look.on_paper else look.tokens.panel))
        self._text.setBrush(look.color(look.tokens.text))
        if self._inner is not None:
            self._inner.setPen(QPen(self.pen().color(), 1.0))


class ProcessItem(PartItem):
    """A small square with the name of its reaction beside it, or below."""

    def __init__(self, key: str, text: str, below: bool) -> None:
        super().__init__(key)
        half = SQUARE / 2
        shape = QPainterPath()
        shape.addRect(QRectF(-half, -half, SQUARE, SQUARE))
        self.setPath(shape)
        self._text: QGraphicsSimpleTextItem | None = None
        if not text:
            return
        self._text = _text(self, text, CAPTION_PX, LONGEST_LABEL)
        box = self._text.boundingRect()
        if below:
            self._text.setPos(-box.width() / 2, half + LABEL_GAP / 2)
        else:
            self._text.setPos(half + LABEL_GAP, -box.height() / 2)

    def put_name(self, offset: tuple[float, float]) -> None:
        """Put the middle of the name elsewhere, measured from that of the square."""
        if self._text is not None:
            self._text.setPos(QPointF(*offset) - self._text.boundingRect().center())

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        one = look.tokens
        if self._text is not None:
            self._text.setBrush(look.color(one.accent if self.is_chosen else one.secondary))


class NothingItem(PartItem):
    """A struck circle: the source or the sink of a process."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        half, reach = NOTHING_SIZE / 2 - 1, NOTHING_SIZE / 2 + 1
        shape = QPainterPath()
        shape.addEllipse(QPointF(0, 0), half, half)
        shape.moveTo(-reach * 0.75, reach * 0.75)
        shape.lineTo(reach * 0.75, -reach * 0.75)
        self.setPath(shape)


class ArcItem(QGraphicsPathItem):
    """A line between a species and a process: plain where it is used, an arrow where it is made.

    What the inverse of a process makes has a hollow arrow, so that the two sides can be told
    apart. One that acts ends in a circle, or in a bar if it slows things down.
    """

    def __init__(self, arc: Arc) -> None:
        super().__init__()
        self.arc = arc
        self.course = np.zeros((2, 2))
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._head: QGraphicsPathItem | None = None
        if arc.role != CONSUMES or arc.both:
            self._head = QGraphicsPathItem(self)
        self._count: QGraphicsSimpleTextItem | None = None
        self._ground: QGraphicsPathItem | None = None
        if text := count_text(arc.stoichiometry):
            self._count = _text(self, text, CAPTION_PX, LONGEST)
            self._ground = QGraphicsPathItem(self)
            self._count.setZValue(1)

    @property
    def count(self) -> str:
        """The stoichiometry that is written on the line, nothing for 1."""
        return self._count.text() if self._count is not None else ""

    def show_course(self, course: np.ndarray, back: float = 0.0) -> None:
        """Draw the arc along ``course``, which runs from its species to its process.

        An arc that acts ends ``back`` pixels before it, to be clear of the end of another.
        """
        self.course = course = shortened(course, back) if back else course
        head, shaft = self._ends(course)
        self.setPath(_path(shaft))
        if self._head is not None:
            self._head.setPath(head)
        self._place_count(course)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        color = self._color(look)
        self.setPen(QPen(color, LINE, c=Qt.PenCapStyle.FlatCap))
        if self._head is not None:
            acts = self.arc.role == ACTS
            hollow = (acts and self.arc.sign >= 0) or self.arc.role == CONSUMES
            self._head.setPen(QPen(color, LINE) if hollow else QPen(Qt.PenStyle.NoPen))
            self._head.setBrush(QBrush(look.color(look.tokens.panel) if hollow else color))
        if self._count is not None and self._ground is not None:
            self._ground.setPen(QPen(Qt.PenStyle.NoPen))
            self._ground.setBrush(look.color(look.tokens.panel))
            self._count.setBrush(look.color(look.tokens.text))

    def _color(self, look: Look) -> QColor:
        if self.arc.role == ACTS:
            return look.sign(self.arc.sign)
        return look.color(look.tokens.text if look.on_paper else look.tokens.secondary)

    def _ends(self, course: np.ndarray) -> tuple[QPainterPath, np.ndarray]:
        """Return the head of the arc, and the line without it."""
        if self.arc.role == ACTS:
            course = shortened(course, GAP)
            if self.arc.sign < 0:
                outline, shaft = head_and_shaft(course, -1, LINE)
                return _path(outline, closed=True), shaft
            shaft = shortened(course, 2 * CIRCLE)
            circle = QPainterPath()
            circle.addEllipse(QPointF(*(course[-1] + shaft[-1]) / 2), CIRCLE, CIRCLE)
            return circle, shaft
        if self.arc.role == PRODUCES or self.arc.both:
            outline, shaft = head_and_shaft(shortened(course[::-1], GAP), 1, LINE)
            return _path(outline, closed=True), shaft
        return QPainterPath(), course

    def _place_count(self, course: np.ndarray) -> None:
        if self._count is None or self._ground is None:
            return
        length = float(np.hypot(*np.diff(course, axis=0).T).sum())
        middle = shortened(course, min(COUNT_PLACE, COUNT_SHARE * length))[-1]
        box = self._count.boundingRect()
        self._count.setPos(middle[0] - box.width() / 2, middle[1] - box.height() / 2)
        ground = QPainterPath()
        ground.addRoundedRect(
            QRectF(middle[0] - box.width() / 2 - 1, middle[1] - 6, box.width() + 2, 12), 3, 3
        )
        self._ground.setPath(ground)


def count_text(stoichiometry: float | None) -> str:
    """Return how a stoichiometry is written on a line."""
    if stoichiometry is None:
        return "n"
    return "" if stoichiometry == 1.0 else f"{stoichiometry:.4g}"


def _text(parent: QGraphicsItem, text: str, pixels: int, longest: float) -> QGraphicsSimpleTextItem:
    item = QGraphicsSimpleTextItem(parent)
    item.setFont(caption_font(pixels=pixels))
    metrics = QFontMetricsF(item.font())
    item.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, longest))
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    return item


def _path(points: np.ndarray | Sequence[Sequence[float]], closed: bool = False) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in np.asarray(points).tolist()]))
    if closed:
        path.closeSubpath()
    return path
