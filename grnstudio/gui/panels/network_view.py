"""A view of a reaction network's diagram, whose parts can be pointed at and chosen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_diagram import ACTS, NOTHING, Diagram, diagram
from grnstudio.core.network_layout import NetworkLayout, lay_out
from grnstudio.gui.panels.graph_route import distance
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.network_items import (
    ArcItem,
    NothingItem,
    PartItem,
    ProcessItem,
    SpeciesItem,
    label_width,
    species_width,
)
from grnstudio.gui.panels.zoom_view import ZoomView

NEAR = 4.0
FADED = 0.2
MARGIN = 10.0
NEXT_END = 11.0
MOST_LABELS = 40  # processes that are named in the picture; others are when pointed at
WALK = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class NetworkView(ZoomView):
    """Draws a diagram, and says what is pointed at and what is chosen, by its name in it."""

    pointed = Signal(object)  # name of a species or process, or None
    chosen = Signal(str)  # by the user

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.diagram = Diagram((), (), (), ())
        self.layout_shown: NetworkLayout | None = None
        self.parts: dict[str, PartItem] = {}
        self.arcs: list[ArcItem] = []
        self._titles: dict[str, tuple[str, bool]] = {}
        self._pointed: str | None = None
        self._chosen = ""
        self._grip: QPoint | None = None
        self.setAccessibleName("Reaction network")
        self.restyle(look)

    def show_network(self, network: Network) -> None:
        """Draw ``network``; what does not change its diagram leaves the picture as it is."""
        found = diagram(network)
        titles = {
            one.id: (one.name or one.id, one.boundary or one.constant) for one in network.species
        }
        if found == self.diagram and titles == self._titles and self.layout_shown is not None:
            return
        self.diagram, self._titles = found, titles
        widths = {name: species_width(titles[name][0]) for name in found.species}
        named = len(found.processes) <= MOST_LABELS
        labels = {one.name: label_width(one.name) if named else 0.0 for one in found.processes}
        self.layout_shown = lay_out(found, widths, labels)
        self._make_items(self.layout_shown, named)
        self.choose(self._chosen)
        self.show_all()

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        for part in self.parts.values():
            part.restyle(look)
        for arc in self.arcs:
            arc.restyle(look)

    def choose(self, name: str) -> None:
        """Bring out a species or process; an empty name brings out none."""
        self._chosen = name
        for key, part in self.parts.items():
            if part.is_chosen != (key == name):
                part.choose(key == name)

    def point_at(self, name: str | None) -> None:
        """Bring out a part with all it has to do with, and say so."""
        if name == self._pointed:
            return
        self._pointed = name
        near = self._near(name) if name is not None else set(self.parts)
        for key, part in self.parts.items():
            part.setOpacity(1.0 if key in near else FADED)
        for arc in self.arcs:
            of_it = name is None or name in (arc.arc.species, arc.arc.process)
            arc.setOpacity(1.0 if of_it else FADED)
        self.pointed.emit(name)

    def under(self, place: QPointF) -> str | None:
        """Return the species or process at a place of the scene, or the process of an arc there."""
        margin = NEAR / max(self.transform().m11(), 0.1)
        for name, part in self.parts.items():
            if part.holds(place, margin):
                return name if not name.startswith(NOTHING) else name.split()[1]
        point = np.array([place.x(), place.y()])
        for arc in self.arcs:
            if _box(arc.course).adjusted(-margin, -margin, margin, margin).contains(place) and (
                distance(_dense(arc.course), point) < margin
            ):
                return arc.arc.process
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse; drag the whole picture."""
        if self._grip is not None:
            self._pan(event.position().toPoint())
            return
        super().mouseMoveEvent(event)
        self.point_at(self.under(self.mapToScene(event.position().toPoint())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is pointed at, or take hold of the picture."""
        name = self.under(self.mapToScene(event.position().toPoint()))
        if event.button() is Qt.MouseButton.LeftButton and name is not None:
            self._tell(name)
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grip = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture."""
        self._grip = None
        self.viewport().unsetCursor()
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over species and processes with the arrow keys; Return and Space choose."""
        key = Qt.Key(event.key())
        order = [*self.diagram.species, *(one.name for one in self.diagram.processes)]
        if key in WALK and order:
            self.point_at(_next(order, self._pointed or self._chosen, WALK[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pointed:
            self._tell(self._pointed)
        else:
            super().keyPressEvent(event)

    def _tell(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def _pan(self, place: QPoint) -> None:
        step = place - (self._grip or place)
        self._grip = place
        self._zoomed = True
        for bar, moved in (
            (self.horizontalScrollBar(), step.x()),
            (self.verticalScrollBar(), step.y()),
        ):
            bar.setValue(bar.value() - moved)

    def _near(self, name: str) -> set[str]:
        """Return a part and those that take part in the same processes."""
        processes = {one.arc.process for one in self.arcs if one.arc.species == name} | {name}
        return processes | {a.arc.species for a in self.arcs if a.arc.process in processes}

    def _make_items(self, layout: NetworkLayout, named: bool) -> None:
        self.scene().clear()
        self._pointed = None
        self.parts = {
            name: SpeciesItem(name, *self._titles[name], layout.boxes[name])
            for name in self.diagram.species
        }
        for process in self.diagram.processes:
            text = process.name if named else ""
            self.parts[process.name] = ProcessItem(process.name, text, layout.horizontal)
        self.parts |= {name: NothingItem(name) for name in self.diagram.nothings}
        self.arcs = [ArcItem(arc) for arc in self.diagram.arcs]
        for arc, course, back in zip(self.arcs, layout.courses, self._backs(layout), strict=True):
            arc.show_course(course, back)
            arc.restyle(self.look)
            self.scene().addItem(arc)
        for name, part in self.parts.items():
            part.setPos(*layout.places[name])
            part.restyle(self.look)
            self.scene().addItem(part)

    def _backs(self, layout: NetworkLayout) -> list[float]:
        """Return how far ends of arcs that act are drawn back, so that they stand one by one."""
        ends: dict[str, list[np.ndarray]] = {}
        found = []
        for arc, course in zip(self.diagram.arcs, layout.courses, strict=True):
            others = ends.setdefault(arc.process, []) if arc.role == ACTS else []
            found.append(NEXT_END * sum(np.hypot(*(end - course[-1])) < NEXT_END for end in others))
            others.append(course[-1])
        return found

    def _whole(self) -> QRectF | None:
        if not self.parts or self.layout_shown is None:
            return None
        return QRectF(*self.layout_shown.rect).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def _next(order: list[str], now: str, step: int) -> str:
    if now not in order:
        return order[0 if step > 0 else -1]
    return order[(order.index(now) + step) % len(order)]


def _box(course: np.ndarray) -> QRectF:
    low, high = course.min(axis=0), course.max(axis=0)
    return QRectF(QPointF(*low.tolist()), QPointF(*high.tolist()))


def _dense(course: np.ndarray) -> np.ndarray:
    """Return the course with a point every few pixels, also on its straight parts."""
    lengths = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    at = np.linspace(0.0, lengths[-1], max(int(lengths[-1] / 3), 2))
    return np.column_stack([np.interp(at, lengths, course[:, k]) for k in range(2)])
