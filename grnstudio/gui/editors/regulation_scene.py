"""A network as regulation on the canvas: genes, and who activates or represses whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, QRectF

from grnstudio.core.layout_graph import plain_diagram
from grnstudio.core.layouts import NONE, graph_laid_out
from grnstudio.core.network import Network
from grnstudio.core.regulation_view import Link, RegulationReader, Regulations, as_genes
from grnstudio.gui.editors.canvas_scene import CanvasScene, Unplaced
from grnstudio.gui.editors.network_tools import VOID, Hit, Place
from grnstudio.gui.editors.reaction_parts import in_rows
from grnstudio.gui.editors.regulation_items import GeneItem, RegulationItem, link_name
from grnstudio.gui.editors.regulation_routes import courses, straight_courses, touched
from grnstudio.gui.panels.graph_items import node_width
from grnstudio.gui.panels.graph_layout import NODE_HEIGHT, ON_A_CIRCLE
from grnstudio.gui.panels.graph_route import distance
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.network_words import describe_species

VERBS = {1: "activates", -1: "represses", 0: "acts on"}
LEAST_GAP = 5.0  # pixels within which a link is hit
MANY = 400  # genes from which on a worker finds their places
ROOM = (26.0, 30.0)  # around a gene where it is laid out
PIECES = 50  # of the picture that are painted by themselves
FEW = 60  # genes whose automatic places may all change with an edit

Make = tuple[str, bool]  # text, whether it is an input
Pair = tuple[str, str]


class RegulationScene(CanvasScene):
    """Keeps its items from one network to the next, and touches only those that change."""

    first_style = "force"

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self.shown = Regulations()
        self.links: dict[Pair, RegulationItem] = {}
        self.as_one = False  # whether an RNA and its protein are drawn as one gene
        self.picked: frozenset[str] = frozenset()  # links the user chose here, by name
        self._every: tuple[str, ...] = ()  # genes, and RNA that is drawn as one with them
        self._genes: dict[str, GeneItem] = {}
        self._known: dict[str, Link] = {}
        self._makes: dict[str, Make] = {}
        self._reader = RegulationReader()
        self._shifted: frozenset[str] = frozenset()

    @property
    def has_templates(self) -> bool:
        """Whether there is an RNA that could be drawn as one with its protein."""
        return self.network is not None and bool(as_genes(self._whole(), self.network).templates)

    def show_network(self, network: Network | None) -> None:
        """Draw ``network``; what did not change stays untouched."""
        self._shifted = frozenset()
        self.network = network
        self.shown = self._whole()
        self._every = self.shown.genes
        if network is not None and self.as_one:
            self.shown = as_genes(self.shown, network)
        self._known = {link_name(one.source, one.target): one for one in self.shown.links}
        changed = self._show_genes(self._made_of(network))
        for name, at in self._places(network).items():
            self.settled[name] = at
            part = self.parts[name]
            if (part.x(), part.y()) != at:
                part.setPos(*at)
                changed.add(name)
        self.settled = {name: self.settled[name] for name in self.parts}
        self._show_links(changed)
        self.picked &= self._known.keys()
        self.choose(self.chosen)

    def draw_as_one(self, as_one: bool) -> None:
        """Draw each RNA as one with its protein, or apart."""
        self.as_one = as_one
        self.show_network(self.network)

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        super().restyle(look)
        for link in self.links.values():
            link.restyle(look)

    def hit(self, at: Place, reach: float) -> Hit:
        """Return what lies at a place: a gene, else a link."""
        if name := self.part_at(at, reach):
            return self.hit_of(name)
        place, near = np.array(at), max(reach, LEAST_GAP)
        found = [one for one in self.near(at, near) if isinstance(one, RegulationItem)]
        best = min(found, key=lambda one: distance(one.course, place), default=None)
        if best is None or distance(best.course, place) > near + 2:
            return VOID
        return self.hit_of(best.key)

    def hit_of(self, name: str) -> Hit:
        """Return what a click on a gene or a link hits."""
        one = self._known.get(name)
        if one is not None:
            return Hit("arc", name, list(self.links).index((one.source, one.target)))
        return Hit("node", name) if name in self.parts else VOID

    def link(self, name: str) -> Link | None:
        """Return the link that is called ``name`` on the canvas."""
        return self._known.get(name)

    def shift(self, names: Collection[str], step: Place) -> None:
        """Show genes moved by a step from where the network has them."""
        wanted = frozenset(names) & self.parts.keys()
        moved, self._shifted = wanted | self._shifted, wanted
        for name in moved & self.parts.keys():
            x, y = self.settled[name]
            dx, dy = step if name in wanted else (0.0, 0.0)
            self.parts[name].setPos(x + dx, y + dy)
        if moved:
            self._route(touched(self.links, moved))

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the ids of a gene, with its RNA, or of what carries a link."""
        if name in self._known:
            return self._known[name].carriers
        rna = self.shown.templates.get(name)
        return (name, rna) if rna else (name,) if name in self.parts else ()

    def names_of(self, ids: Collection[str]) -> frozenset[str]:
        """Return the genes and links that stand for ``ids``.

        A reaction may carry several links: if one of them was picked here it stands for all.
        """
        known = set(ids)
        genes = {one for one in self.parts if one in known}
        genes |= {gene for gene, rna in self.shown.templates.items() if rna in known}
        carried = {name for name, one in self._known.items() if known & set(one.carriers) - genes}
        told = {id for name in self.picked & carried for id in self._known[name].carriers}
        others = {name for name in carried if not told & set(self._known[name].carriers)}
        return frozenset(genes | others | (self.picked & carried))

    def order(self) -> tuple[str, ...]:
        """Return genes, then links, in the order in which one walks over them."""
        return (*self.parts, *self._known)

    def describe(self, name: str) -> str:
        """Return in words what a gene or a link is."""
        one = self._known.get(name)
        if one is not None:
            return f"{one.source} {VERBS[one.sign]} {one.target}, in {', '.join(one.carriers)}"
        return describe_species(self.network, name) if self.network and name in self.parts else ""

    def choose(self, names: Iterable[str]) -> None:
        """Bring out ``names`` and nothing else."""
        wanted = frozenset(names)
        super().choose(wanted)
        for item in self.links.values():
            if item.is_chosen != (item.key in wanted):
                item.choose(item.key in wanted)
        self.chosen |= wanted & self._known.keys()

    def point_at(self, name: str) -> None:
        """Bring out the gene or the link under the pointer, or none."""
        super().point_at(name)
        for item in self.links.values():
            if item.is_lit != (item.key == name):
                item.light(item.key == name)

    def box_of(self, name: str, at: Place) -> QRectF:
        """Return the outline of a gene, or of a link with the genes at its ends."""
        one = self._known.get(name)
        if one is None:
            return super().box_of(name, at)
        link = self.links[one.source, one.target]
        ends = [super(RegulationScene, self).box_of(id, at) for id in (one.source, one.target)]
        return link.boundingRect() | ends[0] | ends[1]

    def extent(self) -> QRectF | None:
        """Return what the picture takes up, loops included."""
        found = super().extent()
        if found is not None:
            for item in self.links.values():
                found |= item.boundingRect()
        return found

    def _whole(self) -> Regulations:
        return self._reader.read(self.network) if self.network else Regulations()

    def _made_of(self, network: Network | None) -> dict[str, Make]:
        """Return by name what an item is made of; an equal one needs no other item."""
        names = {one.id: one.name or one.id for one in network.species} if network else {}
        inputs = self.shown.inputs
        return {name: (names.get(name, name), name in inputs) for name in self.shown.genes}

    def _show_genes(self, makes: Mapping[str, Make]) -> set[str]:
        """Make, replace and drop items; return the names of those that are others."""
        old, self._makes = self._makes, dict(makes)
        changed = {name for name, make in makes.items() if old.get(name) != make}
        for name in (old.keys() - makes.keys()) | (changed & old.keys()):
            self.removeItem(self._genes.pop(name))
        for name in changed:
            self._genes[name] = GeneItem(name, *makes[name])
            self.addItem(self._genes[name])
        self._genes = {name: self._genes[name] for name in makes}
        recoloured = [
            name
            for series, name in enumerate(self._every)
            if name in self._genes and self._genes[name].show_series(series, self.look)
        ]
        if len(recoloured) > PIECES:
            self.renew()
        self.parts = dict(self._genes)
        return changed

    def _places(self, network: Network | None) -> dict[str, Place]:
        """Return where all stands: where it was put, else beside what it belongs to."""
        drawn = network.drawing.regulation if network else {}
        stored = {name: at for name, at in drawn.items() if name in self.parts}
        if len(stored) == len(self.parts):
            self.waits = False
            return stored
        if not stored and len(self.parts) > FEW and not self.waits:
            stored = {name: at for name, at in self.settled.items() if name in self.parts}
        self.waits = not stored and len(self.parts) > MANY
        if self.waits:
            return in_rows(list(self.parts))
        return self.laid_out("circular" if len(self.parts) <= ON_A_CIRCLE else "force", stored)

    def laid_out(self, style: str, keep: Mapping[str, Place] = NONE) -> dict[str, Place]:
        """Return places for all genes, in a style of layout; those in ``keep`` stay."""
        return graph_laid_out(self.shown.genes, list(self._pairs()), self.sizes(), style, keep)

    def unplaced(self) -> Unplaced | None:
        """Return what a worker needs to find places, None if it is found here, being small."""
        if len(self.parts) <= MANY:
            return None
        return Unplaced(plain_diagram(self.shown.genes, list(self._pairs())), self.sizes(), {})

    def take_places(self, places: Mapping[str, Place]) -> None:
        """Put genes where a layout that was waited for has them."""
        self.waits = False
        self.settled = {name: places.get(name, at) for name, at in self.settled.items()}
        for name, at in self.settled.items():
            self.parts[name].setPos(*at)
        self._route(self.links)

    def sizes(self) -> dict[str, Place]:
        """Return widths and heights of the genes, with room for the heads of links."""
        return {
            name: (node_width(make[0]) + ROOM[0], NODE_HEIGHT + ROOM[1])
            for name, make in self._makes.items()
        }

    def _pairs(self) -> dict[Pair, int]:
        return {(one.source, one.target): one.sign for one in self.shown.links}

    def _show_links(self, changed: Collection[str]) -> None:
        """Make and drop links; find the courses of those whose ends are others."""
        wanted = self._pairs()
        beside = {name for pair in self.links.keys() ^ wanted.keys() for name in pair}
        for pair in self.links.keys() - wanted.keys():
            self.removeItem(self.links.pop(pair))
        for pair in wanted.keys() - self.links.keys():
            item = self.links[pair] = RegulationItem(*pair)
            self.addItem(item)
        self.links = {pair: self.links[pair] for pair in wanted}
        turned = {
            pair
            for pair, item in self.links.items()
            if item.style and item.style.sign != wanted[pair]
        }
        parted = {pair for pair in wanted if not beside.isdisjoint(pair)}
        self._route(touched(self.links, changed) | parted | turned)

    def _route(self, only: Collection[Pair]) -> None:
        boxes = {name: item.box for name, item in self._genes.items()}
        signs = self._pairs()
        known = {pair: item.course for pair, item in self.links.items() if item.style}
        if self.waits:
            found = straight_courses(self.links.keys() & set(only), boxes)
        else:
            found = courses(self.links, boxes, only, known)
        for pair, course in found.items():
            self.links[pair].show_sign(course, boxes[pair[1]], signs[pair], self.look)
