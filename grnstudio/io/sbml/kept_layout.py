"""A layout that came with a network, made to follow what became of the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grnstudio.core.drawing import Place
from grnstudio.core.network import Compartment, Network, Reaction, Species
from grnstudio.core.network_layout import SQUARE
from grnstudio.io.sbml.glyphs import all_glyphs, around, corners, draw_line, place_of, put, shift
from grnstudio.io.sbml.layouts import owners

MOVED = 1e-4  # points; what is less comes from rounding

_SET = {Compartment: "setCompartmentId", Species: "setSpeciesId", Reaction: "setReactionId"}
_REMOVE = {
    "compartmentGlyph": "removeCompartmentGlyph",
    "speciesGlyph": "removeSpeciesGlyph",
    "reactionGlyph": "removeReactionGlyph",
}
_KIND = {"compartmentGlyph": Compartment, "speciesGlyph": Species, "reactionGlyph": Reaction}


class KeptLayout:
    """One layout of libSBML's, changed in place."""

    def __init__(self, layout: Any, network: Network, id_of: Callable[[str], str]) -> None:
        self._layout, self._id_of = layout, id_of
        self._owners = owners(network)
        self._parts = {one.id: one for one in network.parts()}
        self._references = {
            each.id
            for one in network.reactions
            for each in (*one.reactants, *one.products)
            if each.id
        }

    def follow(self, places: Mapping[str, Place]) -> None:
        """Rename, drop and move what was renamed, deleted and moved."""
        renamed = self._rename()
        self._drop_loose_ends(renamed)
        self._move(places)

    def _rename(self) -> dict[str, str]:
        """Let glyphs show what they stand for; return new ids by those in the layout."""
        renamed: dict[str, str] = {}
        for glyph, id in list(all_glyphs(self._layout)):
            kind = glyph.getElementName()
            part = self._parts.get(self._owners.get(glyph.getId(), ""))
            if part is None or type(part) is not _KIND[kind]:
                getattr(self._layout, _REMOVE[kind])(glyph.getId())
                continue
            renamed[id] = self._id_of(part.id)
            getattr(glyph, _SET[type(part)])(renamed[id])
        return renamed

    def _drop_loose_ends(self, renamed: Mapping[str, str]) -> None:
        """Drop names and links of what is no longer shown."""
        layout = self._layout
        shown = {glyph.getId() for glyph, _ in all_glyphs(layout)}
        links = set()
        for reaction in layout.getListOfReactionGlyphs():
            for index in reversed(range(reaction.getNumSpeciesReferenceGlyphs())):
                one = reaction.getSpeciesReferenceGlyph(index)
                if one.getSpeciesGlyphId() not in shown:
                    reaction.removeSpeciesReferenceGlyph(index)
                    continue
                if one.getSpeciesReferenceId() not in self._references:
                    one.setSpeciesReferenceId("")
                links.add(one.getId())
        for index in reversed(range(layout.getNumTextGlyphs())):
            text = layout.getTextGlyph(index)
            beside = text.getGraphicalObjectId()
            if beside and beside not in shown | links:
                layout.removeTextGlyph(index)
            elif text.isSetOriginOfTextId():
                text.setOriginOfTextId(renamed.get(text.getOriginOfTextId(), ""))

    def _move(self, places: Mapping[str, Place]) -> None:
        moved: dict[str, Place] = {}
        seen: set[str] = set()
        for glyph, _ in all_glyphs(self._layout):
            name = self._owners[glyph.getId()]
            if name in places and name not in seen and glyph.getElementName() in _REMOVE:
                seen.add(name)
                step = _step(glyph, places[name])
                if step is not None:
                    moved[glyph.getId()] = step
        if moved:
            self._draw_anew(moved)

    def _draw_anew(self, moved: Mapping[str, Place]) -> None:
        """Bring along the names of what was moved, and draw its links straight."""
        for text in self._layout.getListOfTextGlyphs():
            if text.getGraphicalObjectId() in moved:
                shift(text, *moved[text.getGraphicalObjectId()])
        species = {one.getId(): one for one in self._layout.getListOfSpeciesGlyphs()}
        for reaction in self._layout.getListOfReactionGlyphs():
            for one in reaction.getListOfSpeciesReferenceGlyphs():
                if one.getSpeciesGlyphId() in moved or reaction.getId() in moved:
                    draw_line(one, species[one.getSpeciesGlyphId()], reaction)


def _step(glyph: Any, place: Place) -> Place | None:
    """Move a glyph to a place and return by how much; None if it is there already."""
    stood = place_of(glyph)
    x, y = (place[k] - stood[k] if stood else 0.0 for k in (0, 1))
    if stood and max(abs(x), abs(y)) <= MOVED:
        return None
    if any(corners(glyph)):
        shift(glyph, x, y)
    else:
        put(glyph, around(place, SQUARE, SQUARE))  # it was where its links meet
    return x, y
