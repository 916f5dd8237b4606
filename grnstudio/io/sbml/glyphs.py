"""Boxes and lines of libSBML's glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libsbml

from grnstudio.core.drawing import Place

DIGITS = 6  # of places, which are in points

Corners = tuple[float, float, float, float]  # left, top, width, height


def all_glyphs(layout: Any) -> Iterator[tuple[Any, str]]:
    """Yield the glyphs of compartments, species and reactions, with the id of what they show."""
    for glyph in layout.getListOfCompartmentGlyphs():
        yield glyph, glyph.getCompartmentId()
    for glyph in layout.getListOfSpeciesGlyphs():
        yield glyph, glyph.getSpeciesId()
    for glyph in layout.getListOfReactionGlyphs():
        yield glyph, glyph.getReactionId()


def around(place: Place, width: float, height: float) -> Corners:
    """Return the box of a size with its middle at ``place``."""
    return place[0] - width / 2, place[1] - height / 2, width, height


def corners(glyph: Any) -> Corners:
    """Return the box of a glyph."""
    box = glyph.getBoundingBox()
    return box.getX(), box.getY(), box.getWidth(), box.getHeight()


def middle(glyph: Any) -> Place:
    """Return the middle of a glyph, or that of its curve where it has one in place of a box."""
    left, top, width, height = corners(glyph)
    ends = _ends(glyph)
    if ends and not max(abs(width), abs(height)):
        (left, top), (right, low) = ends
        width, height = right - left, low - top
    return round(left + width / 2, DIGITS), round(top + height / 2, DIGITS)


def place_of(glyph: Any) -> Place | None:
    """Return where a glyph stands; None for a reaction that has neither box nor curve.

    Programs that draw no processes leave those empty. The ends of its links then say where it is.
    """
    left, top, width, height = corners(glyph)
    is_reaction = glyph.getElementName() == "reactionGlyph"
    if not is_reaction or max(abs(width), abs(height), abs(left), abs(top)) or _ends(glyph):
        return middle(glyph)
    inner = []
    for one in glyph.getListOfSpeciesReferenceGlyphs():
        ends = _ends(one)
        if ends:
            inner.append(ends[0] if _is_product(one) else ends[1])
    if not inner:
        return None
    x, y = (sum(one[k] for one in inner) / len(inner) for k in (0, 1))
    return round(x, DIGITS), round(y, DIGITS)


def put(glyph: Any, box: Corners) -> None:
    """Give a glyph its box."""
    placed = glyph.getBoundingBox().clone()
    left, top, width, height = box
    placed.setX(left)
    placed.setY(top)
    placed.setWidth(width)
    placed.setHeight(height)
    glyph.setBoundingBox(placed)


def shift(glyph: Any, x: float, y: float) -> None:
    """Move a glyph with its curve."""
    left, top, width, height = corners(glyph)
    put(glyph, (left + x, top + y, width, height))
    for segment in _segments(glyph):
        for point in _points(segment):
            point.setX(point.getXOffset() + x)
            point.setY(point.getYOffset() + y)


def draw_line(glyph: Any, species: Any, process: Any) -> None:
    """Draw the line of what takes part in a process, in the direction in which things go."""
    box, square = corners(species), corners(process)
    centre, other = middle(species), middle(process)
    ends = [_edge(centre, other, box), _edge(other, centre, square)]
    if _is_product(glyph):
        ends.reverse()
    listed = glyph.getCurve().getListOfCurveSegments()
    while len(listed):
        listed.remove(0)
    line = glyph.createLineSegment()
    line.setStart(*ends[0])
    line.setEnd(*ends[1])


def widen(layout: Any) -> None:
    """Make the page of a layout as large as what is on it, if it is too small."""
    boxes = [corners(glyph) for glyph, _ in all_glyphs(layout)]
    boxes += [corners(one) for one in layout.getListOfAdditionalGraphicalObjects()]
    size = layout.getDimensions().clone()
    right = max((left + width for left, _, width, _ in boxes), default=0.0)
    low = max((top + height for _, top, _, height in boxes), default=0.0)
    size.setWidth(max(size.getWidth(), right))
    size.setHeight(max(size.getHeight(), low))
    layout.setDimensions(size)


def _is_product(glyph: Any) -> bool:
    return glyph.getRole() in (libsbml.SPECIES_ROLE_PRODUCT, libsbml.SPECIES_ROLE_SIDEPRODUCT)


def _edge(inside: Place, outside: Place, box: Corners) -> Place:
    """Return where the line from the middle of a box to a place leaves it."""
    x, y = outside[0] - inside[0], outside[1] - inside[1]
    reach = max(2 * abs(x) / max(box[2], 1e-9), 2 * abs(y) / max(box[3], 1e-9), 1.0)
    return round(inside[0] + x / reach, DIGITS), round(inside[1] + y / reach, DIGITS)


def _ends(glyph: Any) -> tuple[Place, Place] | None:
    """Return where the curve of a glyph begins and ends, None if it has no curve."""
    segments = _segments(glyph)
    if not segments:
        return None
    start, end = segments[0].getStart(), segments[-1].getEnd()
    return (start.getXOffset(), start.getYOffset()), (end.getXOffset(), end.getYOffset())


def _segments(glyph: Any) -> list[Any]:
    return list(glyph.getCurve().getListOfCurveSegments()) if hasattr(glyph, "getCurve") else []


def _points(segment: Any) -> Iterator[Any]:
    yield segment.getStart()
    yield segment.getEnd()
    if isinstance(segment, libsbml.CubicBezier):
        yield segment.getBasePoint1()
        yield segment.getBasePoint2()
