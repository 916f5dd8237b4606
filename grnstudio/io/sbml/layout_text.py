"""The drawing of a network as the layouts of an SBML file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grnstudio.core.drawing import Place
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import ACTS, CONSUMES, NOTHING, Arc, Diagram, diagram
from grnstudio.core.network_layout import NOTHING_SIZE, SQUARE
from grnstudio.io.drawn_places import box_around
from grnstudio.io.sbml.glyphs import around, corners, draw_line, put, widen
from grnstudio.io.sbml.kept_layout import KeptLayout
from grnstudio.io.sbml.layouts import (
    REACTIONS,
    REGULATION,
    kept_layouts,
    layout_list,
    mark_of,
    opened,
    views,
)
from grnstudio.io.sbml.marks import SPACE

TITLES = {REACTIONS: "Reactions", REGULATION: "Regulation"}
SIGNED_ROLES = {1: "activator", -1: "inhibitor"}


def layouts_text(
    network: Network, id_of: Callable[[str], str], taken: Iterable[str], with_kept: bool = True
) -> str:
    """Return the list of layouts of a network as XML, empty if nothing of it has a place.

    ``id_of`` says what parts are called in the file, ``taken`` are all ids in it. Layouts of
    others that came with the network are carried on ``with_kept``.
    """
    document = kept_layouts(network) if with_kept else None
    if document is None and not network.drawing:
        return ""
    if document is None:
        document = opened("")
    writing = _Writing(network, id_of, set(taken), document)
    writing.carry_on()
    writing.fill()
    found = layout_list(document)
    return str(found.toSBML()) if len(found) else ""


class _Writing:
    """Brings the layouts of a document to where the network is."""

    def __init__(
        self, network: Network, id_of: Callable[[str], str], taken: set[str], document: Any
    ) -> None:
        self._network, self._id_of, self._taken, self._document = network, id_of, taken, document
        self._places: dict[str, Mapping[str, Place]] = {
            REACTIONS: network.drawing.reactions,
            REGULATION: network.drawing.regulation,
        }
        self._there: dict[str, Any] = {}
        self._diagram: Diagram = diagram(network)

    def carry_on(self) -> None:
        """Let the layouts that were kept follow what became of the network."""
        for layout, view in list(views(self._document)):
            KeptLayout(layout, self._network, self._id_of).follow(self._places.get(view, {}))
            self._taken |= _ids(layout)
            if view:
                self._there[view] = layout

    def fill(self) -> None:
        """Draw what has a place and no glyph yet."""
        for view, places in self._places.items():
            if places:
                layout = self._there.get(view) or self._layout(view)
                boxes = self._species(layout, places)
                if view == REACTIONS:
                    self._reactions(layout, places, boxes)
                    self._nothings(layout, places)
                widen(layout)

    def _layout(self, view: str) -> Any:
        layout = self._document.getModel().getPlugin("layout").createLayout()
        layout.setId(self._fresh(f"layout_{view}"))
        layout.setName(TITLES[view])
        layout.setAnnotation(f'<view xmlns="{SPACE}" of="{view}"/>')
        return layout

    def _species(self, layout: Any, places: Mapping[str, Place]) -> dict[str, Any]:
        """Draw the species, and return their glyphs by name."""
        names = {self._id_of(one.id): one for one in self._network.species}
        glyphs: dict[str, Any] = {}
        for glyph in layout.getListOfSpeciesGlyphs():
            if glyph.getSpeciesId() in names:
                glyphs.setdefault(names[glyph.getSpeciesId()].id, glyph)
        for id, one in names.items():
            if one.id in places and one.id not in glyphs:
                glyph = layout.createSpeciesGlyph()
                glyph.setId(self._fresh(f"glyph_{id}"))
                glyph.setSpeciesId(id)
                put(glyph, around(places[one.id], *box_around(one.name or one.id)))
                self._label(layout, glyph, id)
                glyphs[one.id] = glyph
        return glyphs

    def _label(self, layout: Any, glyph: Any, id: str) -> None:
        text = layout.createTextGlyph()
        text.setId(self._fresh(f"{glyph.getId()}_text"))
        text.setOriginOfTextId(id)
        text.setGraphicalObjectId(glyph.getId())
        put(text, corners(glyph))

    def _reactions(
        self, layout: Any, places: Mapping[str, Place], species: Mapping[str, Any]
    ) -> None:
        there = {one.getReactionId(): one for one in layout.getListOfReactionGlyphs()}
        shown = {one.getId(): one.getSpeciesId() for one in layout.getListOfSpeciesGlyphs()}
        names = {self._id_of(name): name for name in species}
        names = {glyph: names[id] for glyph, id in shown.items() if id in names}
        arcs: dict[str, list[Arc]] = {}
        for arc in self._diagram.arcs:
            arcs.setdefault(arc.process, []).append(arc)
        for process in self._diagram.processes:
            id = self._id_of(process.name)
            glyph = there.get(id)
            if glyph is None and process.name in places:
                glyph = layout.createReactionGlyph()
                glyph.setId(self._fresh(f"glyph_{id}"))
                glyph.setReactionId(id)
                put(glyph, around(places[process.name], SQUARE, SQUARE))
            if glyph is not None:
                self._arcs(glyph, arcs.get(process.name, []), species, names)

    def _arcs(
        self,
        glyph: Any,
        arcs: Iterable[Arc],
        species: Mapping[str, Any],
        names: Mapping[str, str],
    ) -> None:
        """Drop links of what no longer takes part in a process, and draw those that are missing.

        ``names`` says what the glyphs of species stand for.
        """
        wanted = {one.species: one for one in arcs if one.species in species}
        drawn = set()
        for index in reversed(range(glyph.getNumSpeciesReferenceGlyphs())):
            name = names.get(glyph.getSpeciesReferenceGlyph(index).getSpeciesGlyphId())
            if name not in wanted:
                glyph.removeSpeciesReferenceGlyph(index)
            drawn.add(name)
        for name in (name for name in wanted if name not in drawn):
            one, arc = glyph.createSpeciesReferenceGlyph(), wanted[name]
            one.setId(self._fresh(f"{glyph.getId()}_{self._id_of(name)}"))
            one.setSpeciesGlyphId(species[name].getId())
            one.setRole(_role(arc))
            draw_line(one, species[name], glyph)

    def _nothings(self, layout: Any, places: Mapping[str, Place]) -> None:
        listed = layout.getListOfAdditionalGraphicalObjects()
        for index in reversed(range(len(listed))):
            if mark_of(listed.get(index), "nothing", "of"):
                layout.removeAdditionalGraphicalObject(index)
        for name in self._diagram.nothings:
            if name in places:
                glyph = layout.createAdditionalGraphicalObject()
                side = name.removeprefix(NOTHING)
                glyph.setId(self._fresh("nothing_" + self._id_of(side.split(" ")[0])))
                glyph.setAnnotation(f'<nothing xmlns="{SPACE}" of="{side}"/>')
                put(glyph, around(places[name], NOTHING_SIZE, NOTHING_SIZE))

    def _fresh(self, id: str) -> str:
        while id in self._taken:
            id += "_"
        self._taken.add(id)
        return id


def _role(arc: Arc) -> str:
    if arc.role == ACTS:
        return SIGNED_ROLES.get(arc.sign, "modifier")
    return "substrate" if arc.role == CONSUMES else "product"


def _ids(layout: Any) -> set[str]:
    """Return all ids in a layout."""
    elements = layout.getListOfAllElements()
    found = (elements.get(index).getIdAttribute() for index in range(elements.getSize()))
    return {layout.getId(), *found} - {""}
