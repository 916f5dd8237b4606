"""A network in reaction notation on the canvas: species, processes, sources, sinks, and arcs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import QObject, QRectF, Qt

from grnstudio.core.arc_index import ArcIndex
from grnstudio.core.arc_routes import routed
from grnstudio.core.diagram_changes import redrawn
from grnstudio.core.drawing import Drawing
from grnstudio.core.label_places import label_places
from grnstudio.core.layouts import QUICK, laid_out
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import NO_DIAGRAM, NOTHING, Diagram, Process
from grnstudio.gui.editors.canvas_scene import CanvasScene, Unplaced
from grnstudio.gui.editors.network_tools import VOID, Hit, Place
from grnstudio.gui.editors.reaction_parts import (
    ArcKey,
    Make,
    dense,
    in_rows,
    key_of,
    makes_of,
)
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
SOME_ARCS = 150  # that are routed in a piece of the diagram
SOME = 30  # processes around which arcs are looked for one by one
MANY = 400  # parts from which on a worker finds their places
FEW = QUICK  # parts whose automatic places may all change with an edit


class ReactionScene(CanvasScene):
    """Keeps its items from one network to the next, and touches only those that change."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self.diagram = NO_DIAGRAM
        self._index = ArcIndex(NO_DIAGRAM)
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
        before, self.network, shown = self.network, network, self.diagram
        self.diagram = redrawn(network, before, shown)
        changed: set[str] = set()
        if self.diagram is not shown:
            self._index = ArcIndex(self.diagram)
            self._processes = {one.name: one for one in self.diagram.processes}
            self._names = {id: one.name for one in self.diagram.processes for id in one.reactions}
        is_same = network is not None and before is not None and network.species is before.species
        if self.diagram is not shown or not is_same:
            changed = self._show_parts(makes_of(network, self.diagram))
        places = self._places(network.drawing if network else Drawing())
        moved = self._moved(places, changed)
        passing = self._passing(moved)
        for name in moved:
            self.parts[name].setPos(*places[name])
        self.settled, self._shifted = places, frozenset()
        touched = changed | set(moved) | self._show_arcs(shown)
        again = self._index.numbers(passing | self._passing(moved))
        self._route(self._index.touched(touched) | again)
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
            if isinstance(item, ArcItem) and distance(dense(item.course), place) < reach + 1:
                return Hit("arc", item.arc.process, self.diagram.arcs.index(item.arc))
        return VOID

    def carried(self, names: Collection[str]) -> frozenset[str]:
        """Return parts with the sources and sinks of processes among them."""
        ends = (one for one in self.diagram.nothings if one.split(" ")[1] in names)
        return super().carried({*names, *ends})

    def laid_out(self, style: str) -> dict[str, Place]:
        """Return other places for all parts, in a style of layout."""
        return laid_out(self.diagram, self._boxes, style, labels=self._labels)

    def unplaced(self) -> Unplaced | None:
        """Return what a worker needs to find places, None if it is found here, being small."""
        if len(self.parts) <= MANY:
            return None
        return Unplaced(self.diagram, dict(self._boxes), dict(self._labels))

    def take_places(self, places: Mapping[str, Place]) -> None:
        """Put parts where a layout that was waited for has them."""
        self.waits = False
        self.settled = {name: places.get(name, at) for name, at in self.settled.items()}
        for name, at in self.settled.items():
            self.parts[name].setPos(*at)
        self._route(range(len(self.diagram.arcs)))

    def shift(self, names: Collection[str], step: Place) -> None:
        """Show parts moved by a step from where the network has them."""
        wanted = self.carried(names)
        touched, self._shifted = wanted | self._shifted, wanted
        for name in touched & self.parts.keys():
            x, y = self.settled[name]
            dx, dy = step if name in wanted else (0.0, 0.0)
            self.parts[name].setPos(x + dx, y + dy)
        if touched:
            self._route(self._index.touched(touched))

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
        if text:
            self._labels[name] = (label_width(text), LABEL_HEIGHT)
        return ProcessItem(name, text, True)

    def _places(self, drawing: Drawing) -> dict[str, Place]:
        """Return where all stands: where it was put, else beside what it belongs to."""
        stored = {name: at for name, at in drawing.reactions.items() if name in self.parts}
        if len(stored) == len(self.parts):
            self.waits = False
            return stored
        keep = stored
        if not stored and len(self.parts) > FEW and not self.waits:
            keep = {name: at for name, at in self.settled.items() if name in self.parts}
        self.waits = not keep and len(self.parts) > MANY
        if self.waits:
            return in_rows(list(self.parts))
        return laid_out(self.diagram, self._boxes, keep=keep, labels=self._labels)

    def _moved(self, places: Mapping[str, Place], changed: Collection[str]) -> list[str]:
        """Return what does not stand where it should; other items stand nowhere yet."""
        unsure = self._shifted.union(changed)
        return [
            name
            for name, at in places.items()
            if (self._at(name) if name in unsure else self.settled.get(name)) != at
        ]

    def _passing(self, names: Collection[str]) -> set[ArcKey]:
        """Return the arcs that run by parts, and round them."""
        if len(names) > SOME:
            return set(self.arcs)
        found = (item for name in names for item in self.near(self._at(name), NEAR))
        return {key_of(one.arc) for one in found if isinstance(one, ArcItem)}

    def _show_arcs(self, before: Diagram) -> set[str]:
        """Make and drop arcs; return the names of the parts at their ends."""
        if self.diagram is before:
            return set()
        old, new = set(map(id, before.arcs)), set(map(id, self.diagram.arcs))
        wanted = {key_of(arc): arc for arc in self.diagram.arcs if id(arc) not in old}
        fresh = {
            key for key, arc in wanted.items() if key not in self.arcs or self.arcs[key].arc != arc
        }
        left = {key_of(arc) for arc in before.arcs if id(arc) not in new} - wanted.keys()
        gone = left | (fresh & self.arcs.keys())
        for key in gone:
            self.removeItem(self.arcs.pop(key))
        for key in fresh:
            item = self.arcs[key] = ArcItem(wanted[key])
            item.restyle(self.look)
            self.addItem(item)
        return {name for key in gone | fresh for name in key[:2]}

    def _route(self, only: Collection[int]) -> None:
        """Find the courses of arcs, and places for the names of their processes."""
        if not only or self.waits:
            return
        if len(only) > SOME_ARCS:
            piece, numbers = self.diagram, list(range(len(self.diagram.arcs)))
        else:
            piece, numbers = self._index.piece(only, self._parts_about(only))
        named = (*piece.species, *(one.name for one in piece.processes), *piece.nothings)
        places = {name: self._at(name) for name in named}
        boxes = {name: self._boxes[name] for name in piece.species}
        wanted = [place for place, number in enumerate(numbers) if number in only]
        courses = routed(piece, places, boxes, wanted)
        for place, course in courses.items():
            self.arcs[key_of(piece.arcs[place])].show_course(course)
        self._put_names(piece, places, boxes, {piece.arcs[place].process for place in courses})

    def _put_names(
        self,
        piece: Diagram,
        places: Mapping[str, Place],
        boxes: Mapping[str, Place],
        processes: Collection[str],
    ) -> None:
        """Find places for names of processes, clear of what is near."""
        labels = {name: self._labels[name] for name in places if name in self._labels}
        processes = [name for name in processes if name in labels]
        if not processes:
            return
        near = set(self.arcs.values())
        if len(processes) <= SOME:
            near = {item for name in processes for item in self._arcs_near(name)}
        drawn = dict(enumerate(one.course for one in near))
        kept = {name: self._offsets[name] for name in labels if name in self._offsets}
        found = label_places(piece, places, boxes, labels, drawn, processes, kept)
        self._offsets.update(found)
        for name, offset in found.items():
            part = self.parts[name]
            if isinstance(part, ProcessItem):
                part.put_name(offset)

    def _arcs_near(self, name: str) -> list[ArcItem]:
        """Return the arcs that run where the name of a process may stand."""
        reach = NEAR + self._labels[name][0]
        return [one for one in self.near(self._at(name), reach) if isinstance(one, ArcItem)]

    def _parts_about(self, arcs: Collection[int]) -> set[str]:
        """Return the parts that may stand in the way of arcs."""
        ends = [self._at(name) for name in self._index.ends(arcs)]
        left, right = min(x for x, _ in ends), max(x for x, _ in ends)
        top, low = min(y for _, y in ends), max(y for _, y in ends)
        area = QRectF(left, top, right - left, low - top).adjusted(-NEAR, -NEAR, NEAR, NEAR)
        touching = Qt.ItemSelectionMode.IntersectsItemBoundingRect
        return {one.key for one in self.items(area, touching) if isinstance(one, PartItem)}

    def _at(self, name: str) -> Place:
        part = self.parts[name]
        return part.x(), part.y()
