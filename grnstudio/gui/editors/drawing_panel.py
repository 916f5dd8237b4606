"""The drawing of a network as it stands on the canvas, to be looked at, compared and exported."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network_difference import Pair
from grnstudio.gui.editors.canvas_scene import CanvasScene
from grnstudio.gui.editors.difference_frames import Frame
from grnstudio.gui.editors.network_scene import ReactionScene
from grnstudio.gui.editors.regulation_scene import RegulationScene
from grnstudio.gui.panels.graph_key import GraphKey
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.network_key import NetworkKey
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.zoom_view import LARGEST_SCALE, ZoomView

SCENES: Mapping[str, type[CanvasScene]] = {
    "reactions": ReactionScene,
    "regulation": RegulationScene,
}
MARGIN = 10.0
FADED = 0.4
BORDER = 16  # pixels of the panel to the left and right of its drawing
WORDS = 26  # pixels of height that a title takes, and a key


class DrawingPanel(Panel):
    """Draws `NetworkFigure`s with every part where the network's drawing puts it."""

    chosen = Signal(str)  # id of a part that was pressed

    def __init__(
        self,
        parent: QWidget | None = None,
        look: Look | None = None,
        notation: str = "reactions",
    ) -> None:
        super().__init__(parent, look)
        self.notation = notation
        self.scene = SCENES[notation](self.look, self)
        self.view = DrawingView(self.look, self.scene)
        self.key = NetworkKey(self.look)
        self.sign_key = GraphKey(self.look)
        self._marks: dict[str, str] = {}
        self._links: dict[Pair, str] = {}
        self._frames: list[Frame] = []
        self._add(self.view, 1)
        for key in (self.key, self.sign_key):
            self._add(key)
        self.key.setVisible(notation == "reactions")
        self.sign_key.setVisible(notation != "reactions")
        self.view.pressed.connect(self._tell)
        self.restyle()

    @property
    def as_one(self) -> bool:
        """Whether each RNA is drawn as one with its protein."""
        return isinstance(self.scene, RegulationScene) and self.scene.as_one

    def draw_as_one(self, as_one: bool) -> None:
        """Draw each RNA as one with its protein, where that is to be had."""
        if isinstance(self.scene, RegulationScene):
            self.scene.draw_as_one(as_one)

    def show_figure(self, figure: NetworkFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.scene.show_network(figure.network)
        if isinstance(self.scene, ReactionScene):
            self.key.show_network(self.scene.diagram, figure.network)
        elif isinstance(self.scene, RegulationScene):
            unknown = any(one.sign == 0 for one in self.scene.shown.links)
            self.sign_key.show_dashes("depends" if unknown else "")
        self.view.setAccessibleName(figure.title or "Drawing of the network")
        self._draw_marks()
        self.view.show_all()

    def mark(self, marks: Mapping[str, str], links: Mapping[Pair, str] | None = None) -> None:
        """Bring out parts by their ids, each as added, removed or changed, and regulations."""
        self._marks, self._links = dict(marks), dict(links or {})
        self._draw_marks()

    def choose(self, id: str) -> None:
        """Bring out the part ``id`` and bring it into sight."""
        names = self.scene.names_of([id])
        self.scene.choose(names)
        for name in names:
            self.view.ensureVisible(self.scene.parts[name])

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy for paper, in the same notation and with the same marks."""
        copy = DrawingPanel(None, look, self.notation)
        copy.draw_as_one(self.as_one)
        if self._figure is not None:
            copy.show_figure(self._figure)
        copy.mark(self._marks, self._links)
        return copy

    @property
    def aspect(self) -> float:
        """Height over width of what is drawn."""
        whole = self.view.whole()
        if whole is None:
            return super().aspect
        return float(np.clip((whole.height() + 40) / whole.width(), 0.2, 1.6))

    def paper_height(self, width: int) -> int:
        """Return the height that leaves no empty room above and below what is drawn."""
        whole = self.view.whole()
        if whole is None:
            return round(width * self.aspect)
        scale = min((width - BORDER) / whole.width(), LARGEST_SCALE)
        beside = 2 * WORDS
        height = float(np.clip(whole.height() * scale + beside, 0.2 * width, 1.6 * width))
        return round(height)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.view.restyle(self.look)
        self.scene.restyle(self.look)
        self.key.restyle(self.look)
        self.sign_key.look = self.look
        for frame in self._frames:
            frame.restyle(self.look)

    def _draw_marks(self) -> None:
        for frame in self._frames:
            self.scene.removeItem(frame)
        marked = {
            name: how for id, how in self._marks.items() for name in self.scene.names_of([id])
        }
        boxes = {name: self.scene.parts[name] for name in marked if name in self.scene.parts}
        self._frames = [
            Frame(marked[name], part.mapRectToScene(part.path().boundingRect()))
            for name, part in boxes.items()
        ]
        told = [f"{name} {marked[name]}" for name in boxes]
        if isinstance(self.scene, ReactionScene):
            self._fade_arcs(boxes)
        elif isinstance(self.scene, RegulationScene):
            told += self._mark_links(self.scene)
        for frame in self._frames:
            frame.restyle(self.look)
            self.scene.addItem(frame)
        self.view.setAccessibleDescription(", ".join(told))

    def _fade_arcs(self, marked: Collection[str]) -> None:
        """Let what belongs to no marked process step back."""
        if isinstance(self.scene, ReactionScene):
            for arc in self.scene.arcs.values():
                steps_back = bool(self._marks) and arc.arc.process not in marked
                arc.setOpacity(FADED if steps_back else 1.0)

    def _mark_links(self, scene: RegulationScene) -> list[str]:
        told = []
        for pair, how in self._links.items():
            link = scene.links.get(pair)
            if link is not None:
                self._frames.append(Frame(how, None, link.path().pointAtPercent(0.5)))
                told.append(f"{pair[0]} on {pair[1]} {how}")
        return told

    def _tell(self, place: QPointF) -> None:
        name = self.scene.part_at((place.x(), place.y()), 3.0)
        ids = self.scene.ids_of(name) if name else ()
        if ids:
            self.chosen.emit(ids[0])


class DrawingView(ZoomView):
    """A view of a scene that cannot be edited; it follows another one if asked to."""

    pressed = Signal(object)  # QPointF of the scene
    moved = Signal()

    def __init__(self, look: Look, scene: CanvasScene) -> None:
        self._drawn = scene
        self._room: QRectF | None = None
        super().__init__(look)
        self.setScene(scene)
        self.setDragMode(ZoomView.DragMode.ScrollHandDrag)

    def whole(self) -> QRectF | None:
        """Return what the drawing takes up, None if there is nothing."""
        if not self._drawn.parts:
            return None
        found = QRectF()
        for item in self._drawn.items():
            if item.isVisible():
                found |= item.sceneBoundingRect()
        return found.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def share_room(self, room: QRectF | None) -> None:
        """Show as much as another view does, so that both can be compared."""
        self._room = room
        self.show_all()

    def follow(self, other: DrawingView) -> None:
        """Show the same place at the same size as ``other``."""
        if self.transform() != other.transform():
            self._zoomed = other.is_zoomed
            self.setTransform(other.transform())
        for mine, theirs in (
            (self.horizontalScrollBar(), other.horizontalScrollBar()),
            (self.verticalScrollBar(), other.verticalScrollBar()),
        ):
            mine.setValue(theirs.value())

    def zoom(self, factor: float) -> None:
        """Make all larger or smaller."""
        super().zoom(factor)
        self.moved.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Tell of every move."""
        super().scrollContentsBy(dx, dy)
        self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say what was pressed, or take hold of the drawing."""
        self.pressed.emit(self.mapToScene(event.position().toPoint()))
        super().mousePressEvent(event)

    def _whole(self) -> QRectF | None:
        return self._room or self.whole()
