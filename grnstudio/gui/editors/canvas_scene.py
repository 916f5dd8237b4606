"""What all scenes of a network's canvas have in common, whatever the notation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene
from shiboken6 import isValid

from grnstudio.core.network import Network
from grnstudio.core.network_diagram import Diagram
from grnstudio.core.network_problems import Problem
from grnstudio.gui.editors.network_tools import Box, Hit, Place
from grnstudio.gui.editors.problem_badge import ProblemBadge, worst_of
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.network_items import PartItem
from grnstudio.layout_job import LaidOut


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A drawing that waits for places: its diagram, sizes of species, and of names."""

    diagram: Diagram
    sizes: Mapping[str, Place]
    labels: Mapping[str, Place]


class Waiting(Protocol):
    """Finds places for a large drawing without keeping the window waiting."""

    def ask(self, unplaced: Unplaced, style: str, tell: Callable[[LaidOut], object]) -> None:
        """Find places; ``tell`` is told them, unless another drawing comes first."""

    def cancel(self) -> None:
        """Leave all where it stands."""


class CanvasScene(QGraphicsScene):
    """The parts of a network in one notation, by name; a picture of it, never a copy."""

    first_style: ClassVar[str] = "layered"  # of layout, where nothing has a place yet

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.network: Network | None = None
        self.parts: dict[str, PartItem] = {}
        self.chosen: frozenset[str] = frozenset()
        self.waits = False  # for places, which are to be found elsewhere
        self._pointed = ""
        self._problems: tuple[Problem, ...] = ()
        self._wrong: dict[str, str] = {}
        self.badges: dict[str, ProblemBadge] = {}
        self.settled: dict[str, Place] = {}  # where parts stand when none is being dragged

    def show_network(self, network: Network | None) -> None:
        """Draw ``network``; what did not change stays untouched. For subclasses."""
        raise NotImplementedError

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``; subclasses see to what is no part."""
        self.look = look
        for part in self.parts.values():
            part.restyle(look)
        self.show_problems(self._problems)

    def hit(self, at: Place, reach: float) -> Hit:
        """Return what lies at a place: a part, else an arc. For subclasses."""
        raise NotImplementedError

    def hit_of(self, name: str) -> Hit:
        """Return what a click on a part hits. For subclasses."""
        raise NotImplementedError

    def shift(self, names: Collection[str], step: Place) -> None:
        """Show parts moved by a step from where the network has them. For subclasses."""
        raise NotImplementedError

    def point_at(self, name: str) -> None:
        """Bring out the part under the pointer, or none."""
        if name == self._pointed:
            return
        for one, lit in ((self._pointed, False), (name, True)):
            if one in self.parts:
                self.parts[one].light(lit)
        self._pointed = name

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the ids of what a drawn part stands for; none for sources and sinks."""
        raise NotImplementedError

    def names_of(self, ids: Collection[str]) -> frozenset[str]:
        """Return the drawn parts that stand for ``ids``."""
        raise NotImplementedError

    def order(self) -> tuple[str, ...]:
        """Return the names of parts in the order in which one walks over them."""
        raise NotImplementedError

    def describe(self, name: str) -> str:
        """Return in words what a part is: what a tooltip and a screen reader say."""
        raise NotImplementedError

    def laid_out(self, style: str) -> dict[str, Place]:
        """Return other places for all parts, in a style of layout. For subclasses."""
        raise NotImplementedError

    def unplaced(self) -> Unplaced | None:
        """Return what a worker needs to find places, None if it is found here, being small."""
        return None

    def take_places(self, places: Mapping[str, Place]) -> None:
        """Put parts where a layout that was waited for has them. For subclasses."""
        raise NotImplementedError

    def carried(self, names: Collection[str]) -> frozenset[str]:
        """Return what moves when ``names`` are moved: they and what belongs to them."""
        return frozenset(names) & self.parts.keys()

    def within(self, box: Box) -> frozenset[str]:
        """Return the parts whose middles are in a box."""
        area = QRectF(*box)
        return frozenset(name for name, part in self.parts.items() if area.contains(part.pos()))

    def choose(self, names: Iterable[str]) -> None:
        """Bring out ``names`` and nothing else."""
        chosen = frozenset(names) & self.parts.keys()
        for name in chosen ^ (self.chosen & self.parts.keys()):
            self.parts[name].choose(name in chosen)
        self.chosen = chosen

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the parts that something is wrong with."""
        self._problems = tuple(problems)
        for badge in self.badges.values():
            if isValid(badge):  # and did not go with its part
                self.removeItem(badge)
        self.badges, self._wrong = {}, {}
        for id, (severity, text) in worst_of(problems).items():
            for name in self.names_of({id}):
                self._wrong[name] = text
                if name in self.badges:
                    self.removeItem(self.badges[name])
                part = self.parts[name]
                corner = part.path().boundingRect().topRight()
                self.badges[name] = ProblemBadge(part, corner, severity, self.look)

    def problem_of(self, name: str) -> str:
        """Return what is wrong with a part, in words."""
        return self._wrong.get(name, "")

    def renew(self) -> None:
        """Have all of the picture painted anew, which is quicker than many pieces of it."""
        for view in self.views():
            view.setForegroundBrush(view.foregroundBrush())  # Qt then forgets the pieces

    def extent(self) -> QRectF | None:
        """Return what the picture takes up, None if there is nothing."""
        return self.itemsBoundingRect() if self.parts else None

    def box_of(self, name: str, at: Place) -> QRectF:
        """Return the outline of a part on the scene, or a place where there is none."""
        part = self.parts.get(name)
        if part is None:
            return QRectF(*at, 1, 1)
        return part.path().boundingRect().translated(part.pos())

    def part_at(self, at: Place, reach: float) -> str:
        """Return the name of the part at a place, or nothing."""
        place = QPointF(*at)
        for item in self.near(at, reach):
            if isinstance(item, PartItem) and item.holds(place, reach):
                return item.key
        return ""

    def near(self, at: Place, reach: float) -> list[QGraphicsItem]:
        """Return the items whose outlines come near a place, the topmost first."""
        area = QRectF(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)
        return self.items(
            area,
            Qt.ItemSelectionMode.IntersectsItemBoundingRect,
            Qt.SortOrder.DescendingOrder,
        )
