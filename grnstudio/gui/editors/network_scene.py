"""A network in reaction notation on the canvas: species, processes, sources, sinks, and arcs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import QObject

from grnstudio.core.arc_routes import arcs_of, routed
from grnstudio.core.diagram_changes import redrawn
from grnstudio.core.drawing import Drawing
from grnstudio.core.label_places import label_places
from grnstudio.core.layouts import laid_out
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import NOTHING, Arc, Diagram, Process, diagram
from grnstudio.gui.editors.canvas_scene import CanvasScene
from grnstudio.gui.editors.network_tools import VOID, Hit, Place
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
from grnstudio.gui.panels.network_words import describe_process, describe_species

HEIGHT = 28.0
LABEL_HEIGHT = 14.0
NEAR = 30.0  # from a process to its name, at most
SOME = 30  # processes around which arcs are looked for one by one
FEW = 60  # parts whose automatic places may all change with an edit
NO_DIAGRAM = Diagram((), (), (), ())

ArcKey = tuple[str, str, str]
Make = tuple[str, str, bool]  # shape, text, whether it is held


class ReactionScene(CanvasScene):
    """Keeps its items from one network to the next, and touches only those that change."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self.diagram = NO_DIAGRAM
        self.arcs: dict[ArcKey, ArcItem] = {}
        self._makes: dict[str, Make] = {}
        self._boxes: dict[str, Place] = {}
        self._labels: dict[str, Place] = {}
        self._offsets: dict[str, Place] = {}  # of names from their processes
        self._processes: dict[str, Process] = {}
        self._names: dict[str, str] = {}  # of processes, by the ids of their reactions
        self._shifted: frozenset[str] = frozenset()

    def show_network(self, network: Network | None) -> None:
        """Draw ``network``; what did not change stays untouched."""
        self._shifted = frozenset()
        before, self.network = self.network, network
        if network is None:
            self.diagram = NO_DIAGRAM
        elif before is None:
            self.diagram = diagram(network)
        else:
            self.diagram = redrawn(network, before, self.diagram)
        self._processes = {one.name: one for one in self.diagram.processes}
        self._names = {id: one.name for one in self.diagram.processes for id in one.reactions}
        changed = self._show_parts(_makes(network, self.diagram))
        places = self._places(network.drawing if network else Drawing())
        for name, at in places.items():
            part = self.parts[name]
            if (part.x(), part.y()) != at:
                part.setPos(*at)
                changed.add(name)
        self.settled = places
        self._show_arcs(changed)
        self.choose(self.chosen)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        for arc in self.arcs.values():
            arc.restyle(look)

    def hit(self, at: Place, reach: float) -> Hit:
        """Return what lies at a place: a part, else an arc."""
        if name := self.part_at(at, reach):
            return self.hit_of(name)
        place = np.array(at)
        for item in self.near(at, reach):
            if isinstance(item, ArcItem) and distance(_dense(item.course), place) < reach + 1:
                return Hit("arc", item.arc.process, self.diagram.arcs.index(item.arc))
        return VOID

    def carried(self, names: Collection[str]) -> frozenset[str]:
        """Return parts with the sources and sinks of processes among them."""
        ends = (one for one in self.diagram.nothings if one.split(" ")[1] in names)
        return super().carried({*names, *ends})

    def shift(self, names: Collection[str], step: Place) -> None:
        """Show parts moved by a step from where the network has them."""
        wanted = self.carried(names)
        touched, self._shifted = wanted | self._shifted, wanted
        for name in touched & self.parts.keys():
            x, y = self.settled[name]
            dx, dy = step if name in wanted else (0.0, 0.0)
            self.parts[name].setPos(x + dx, y + dy)
        if touched:
            self._route(arcs_of(self.diagram, touched))

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the id of a species, the ids of the reactions of a process."""
        if name in self._processes:
            return self._processes[name].reactions
        return (name,) if name in self._boxes else ()

    def names_of(self, ids: Collection[str]) -> frozenset[str]:
        """Return the species and processes that stand for ``ids``."""
        return frozenset(self._names.get(id, id) for id in ids) & self.parts.keys()

    def order(self) -> tuple[str, ...]:
        """Return species, then processes, as they stand in the network."""
        return (*self.diagram.species, *self._processes)

    def describe(self, name: str) -> str:
        """Return in words what a part is."""
        if self.network is None or name not in self.parts:
            return ""
        if name.startswith(NOTHING):
            return f"{'source' if name.endswith(' in') else 'sink'} of {name.split(' ')[1]}"
        if name in self._processes:
            return describe_process(self.network, self._processes[name])
        return describe_species(self.network, name)

    def hit_of(self, name: str) -> Hit:
        """Return what a click on a part hits."""
        if name.startswith(NOTHING):
            return Hit("end", name)
        return Hit("node" if name in self._boxes else "process", name)

    def _show_parts(self, makes: Mapping[str, Make]) -> set[str]:
        """Make, replace and drop items; return the names of those that are others."""
        old, self._makes = self._makes, dict(makes)
        changed = {name for name, make in makes.items() if old.get(name) != make}
        for name in (old.keys() - makes.keys()) | (changed & old.keys()):
            self.removeItem(self.parts.pop(name))
            for sizes in (self._boxes, self._labels, self._offsets):
                sizes.pop(name, None)
        for name in changed:
            self.parts[name] = self._made(name, *makes[name])
            self.parts[name].restyle(self.look)
            self.addItem(self.parts[name])
        self.parts = {name: self.parts[name] for name in makes}
        return changed

    def _made(self, name: str, shape: str, text: str, is_held: bool) -> PartItem:
        if shape == "species":
            self._boxes[name] = (species_width(text), HEIGHT)
            return SpeciesItem(name, text, is_held, self._boxes[name])
        if shape == "nothing":
            return NothingItem(name)
        self._labels[name] = (label_width(text), LABEL_HEIGHT)
        return ProcessItem(name, text, True)

    def _places(self, drawing: Drawing) -> dict[str, Place]:
        """Return where all stands: where it was put, else beside what it belongs to."""
        stored = {name: at for name, at in drawing.reactions.items() if name in self.parts}
        if len(stored) == len(self.parts):
            return stored
        keep = stored
        if not stored and len(self.parts) > FEW:
            keep = {name: at for name, at in self.settled.items() if name in self.parts}
        return laid_out(self.diagram, self._boxes, keep=keep, labels=self._labels)

    def _show_arcs(self, changed: Collection[str]) -> None:
        """Make and drop arcs; find the courses of those whose ends are others."""
        wanted = {_key(arc): arc for arc in self.diagram.arcs}
        fresh = {
            key for key, arc in wanted.items() if key not in self.arcs or self.arcs[key].arc != arc
        }
        gone = (self.arcs.keys() - wanted.keys()) | (fresh & self.arcs.keys())
        touched = set(changed)
        for key in gone:
            self.removeItem(self.arcs.pop(key))
        for key in fresh:
            item = self.arcs[key] = ArcItem(wanted[key])
            item.restyle(self.look)
            self.addItem(item)
        for key in gone | fresh:
            touched |= {key[0], key[1]}
        if touched:
            self._route(arcs_of(self.diagram, touched))

    def _route(self, only: Collection[int]) -> None:
        """Find the courses of arcs, and places for the names of their processes."""
        places = {name: (part.x(), part.y()) for name, part in self.parts.items()}
        courses = routed(self.diagram, places, self._boxes, only)
        for index, course in courses.items():
            self.arcs[_key(self.diagram.arcs[index])].show_course(course)
        near = {self.diagram.arcs[index].process for index in courses}
        drawn = dict(enumerate(self._courses_by(near)))
        found = label_places(
            self.diagram, places, self._boxes, self._labels, drawn, near, self._offsets
        )
        self._offsets.update(found)
        for name in found:
            part = self.parts[name]
            if isinstance(part, ProcessItem):
                part.put_name(found[name])

    def _courses_by(self, processes: Collection[str]) -> list[np.ndarray]:
        """Return the courses of arcs that may be where names of processes can stand."""
        if len(processes) > SOME:
            return [one.course for one in self.arcs.values()]
        found = {
            item
            for name in processes
            for item in self.near(self._at(name), NEAR + self._labels[name][0])
            if isinstance(item, ArcItem)
        }
        return [one.course for one in sorted(found, key=lambda one: one.arc.process)]

    def _at(self, name: str) -> Place:
        part = self.parts[name]
        return part.x(), part.y()


def _makes(network: Network | None, shown: Diagram) -> dict[str, Make]:
    """Return by name what an item is made of; an equal one needs no other item."""
    if network is None:
        return {}
    found: dict[str, Make] = {
        one.id: ("species", one.name or one.id, one.boundary or one.constant)
        for one in network.species
    }
    found |= {one.name: ("process", one.name, False) for one in shown.processes}
    return found | dict.fromkeys(shown.nothings, ("nothing", "", False))


def _key(arc: Arc) -> ArcKey:
    return arc.species, arc.process, arc.role


def _dense(course: np.ndarray) -> np.ndarray:
    """Return the course with a point every few pixels, also on its straight parts."""
    lengths = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    at = np.linspace(0.0, lengths[-1], max(int(lengths[-1] / 3), 2))
    return np.column_stack([np.interp(at, lengths, course[:, k]) for k in range(2)])
