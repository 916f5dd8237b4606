"""Drawings in SBML files: which layout shows what, and which glyph stands for what.

Layouts that this program made itself are marked, and made anew when the network is saved. Those of
others are kept as they are, with their styles; ids of their glyphs stand in the extras of what they
show, so that they follow it when it is renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import libsbml

from grnstudio.core.drawing import Drawing, Place
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import NOTHING
from grnstudio.errors import FileFormatError
from grnstudio.io.sbml import guard
from grnstudio.io.sbml.document import first_error
from grnstudio.io.sbml.extras import text_of
from grnstudio.io.sbml.glyphs import all_glyphs, middle, place_of
from grnstudio.io.sbml.layout_xml import DECLARED, REQUIRED, layouts_in
from grnstudio.io.sbml.marks import SPACE

KEPT, GLYPHS = "layouts", "glyphs"
REACTIONS, REGULATION = "reactions", "regulation"

_CORE = "http://www.sbml.org/sbml/level3/version2/core"


def with_drawing(
    network: Network, text: str, name_of: Callable[[str], str], notes: list[str]
) -> Network:
    """Return ``network`` with the places that SBML ``text`` gives its parts."""
    found = layouts_in(text)
    if not found:
        return network
    document = opened(found)
    if document is None:
        found = layouts_in(text, with_styles=False)
        document = opened(found)
        lost = "drawing" if document is None else "style of the drawing"
        notes.append(f"The {lost} in the file is not sound; it was left out.")
    if document is None:
        return network
    reading = _Reading(network, name_of)
    for layout, view in views(document):
        reading.read(layout, view)
    extras = dict(network.extras)
    if _is_of_others(document):
        extras[""] = {**extras.get("", {}), KEPT: found}
        for name, ids in reading.glyphs.items():
            extras[name] = {**extras.get(name, {}), GLYPHS: ids}
    return replace(network, drawing=reading.drawing, extras=extras)


def kept_layouts(network: Network) -> Any:
    """Return a libSBML document with the layouts of others that came with a network, or None."""
    text = text_of(network.extras, "", KEPT)
    return opened(text) if text else None


def opened(layouts: str) -> Any:
    """Return a libSBML document that holds nothing but layouts, None if they are not sound."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in DECLARED.items())
    text = (
        f'<sbml xmlns="{_CORE}"{spaces} level="3" version="2"{REQUIRED}>'
        f"<model>{layouts}</model></sbml>"
    )
    try:
        guard.check(text, "The drawing")
    except FileFormatError:
        return None
    document = libsbml.readSBMLFromString(text)
    if first_error(document) or document.getModel() is None:
        return None
    return document if document.getModel().getPlugin("layout") else None


def layout_list(document: Any) -> Any:
    """Return the list of layouts of a libSBML document."""
    return document.getModel().getPlugin("layout").getListOfLayouts()


def views(document: Any) -> Iterator[tuple[Any, str]]:
    """Yield each layout with the view that it shows, empty for those that show none of ours."""
    layouts = list(layout_list(document))
    marks = [mark_of(layout, "view", "of") for layout in layouts]
    free = [index for index, mark in enumerate(marks) if not mark]
    if REACTIONS not in marks and free:
        marks[free[0]] = REACTIONS
    yield from zip(layouts, marks, strict=True)


def mark_of(element: Any, tag: str, attribute: str) -> str:
    """Return what our mark on an element says, empty if it has none."""
    if not element.isSetAnnotation():
        return ""
    annotation = element.getAnnotation()
    for index in range(annotation.getNumChildren()):
        child = annotation.getChild(index)
        if child.getName() == tag and child.getURI() == SPACE:
            return str(child.getAttrValue(attribute))
    return ""


def owners(network: Network) -> Mapping[str, str]:
    """Return what each glyph that was kept stands for."""
    found: dict[str, str] = {}
    for key, extra in network.extras.items():
        ids = extra.get(GLYPHS) if isinstance(extra, Mapping) else None
        found |= {id: key for id in ids if isinstance(id, str)} if isinstance(ids, list) else {}
    return found


@dataclass(slots=True)
class _Reading:
    """Collects places and glyphs from layouts."""

    network: Network
    name_of: Callable[[str], str]
    glyphs: dict[str, list[str]]
    drawing: Drawing

    def __init__(self, network: Network, name_of: Callable[[str], str]) -> None:
        self.network, self.name_of = network, name_of
        self.glyphs, self.drawing = {}, Drawing()

    def read(self, layout: Any, view: str) -> None:
        """Take over the places of one layout, and note all of its glyphs."""
        known = {one.id for one in self.network.parts()}
        places: dict[str, Place] = {}
        for glyph, id in all_glyphs(layout):
            name = self.name_of(id)
            if name in known:
                self.glyphs.setdefault(name, []).append(glyph.getId())
                place = place_of(glyph)
                if glyph.getElementName() != "compartmentGlyph" and place is not None:
                    places.setdefault(name, place)
        if view == REGULATION:
            self.drawing = replace(self.drawing, regulation=places)
        elif view == REACTIONS:
            for glyph in layout.getListOfAdditionalGraphicalObjects():
                side = mark_of(glyph, "nothing", "of")
                if side:
                    places[f"{NOTHING}{side}"] = middle(glyph)
            self.drawing = replace(self.drawing, reactions=places)


def _is_of_others(document: Any) -> bool:
    """Return whether anything is in the layouts that this program would not make itself."""
    layouts = layout_list(document)
    styles = layouts.getPlugin("render")
    if styles is not None and styles.getNumGlobalRenderInformationObjects():
        return True
    for layout in layouts:
        local = layout.getPlugin("render")
        if not mark_of(layout, "view", "of"):
            return True
        if local is not None and local.getNumLocalRenderInformationObjects():
            return True
    return False
