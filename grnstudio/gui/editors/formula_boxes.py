"""Boxes that typeset formulas are made of: where text and strokes stand about a base line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Measure: TypeAlias = Callable[[str, float, bool], tuple[float, float, float]]
"""Width, ascent and descent of a text in a size, slanted or not."""

GAP = 0.18  # of the size, between what stands beside each other
AXIS = 0.28  # of the size, of fraction bars above the base line
SMALL = 0.72  # of the size, of indices and powers
STROKE = 0.06


class Glyphs(NamedTuple):
    """A text; ``x`` and ``y`` are its left end on the base line, y downwards."""

    x: float
    y: float
    text: str
    size: float
    is_slanted: bool


class Stroke(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    width: float


@dataclass(frozen=True, slots=True)
class Box:
    """Pieces within ``width``, from ``ascent`` above the base line to ``descent`` below it."""

    width: float
    ascent: float
    descent: float
    pieces: tuple[Glyphs | Stroke, ...] = ()

    @property
    def height(self) -> float:
        """The whole height."""
        return self.ascent + self.descent

    def at(self, x: float, y: float) -> tuple[Glyphs | Stroke, ...]:
        """Return the pieces moved right by ``x`` and down by ``y``."""
        return tuple(_moved(piece, x, y) for piece in self.pieces)


def text(content: str, size: float, measure: Measure, is_slanted: bool = False) -> Box:
    """Return a text as a box."""
    width, ascent, descent = measure(content, size, is_slanted)
    return Box(width, ascent, descent, (Glyphs(0.0, 0.0, content, size, is_slanted),))


def row(boxes: Sequence[Box], gap: float = 0.0) -> Box:
    """Return boxes beside each other on one base line."""
    x, pieces = 0.0, list[Glyphs | Stroke]()
    for box in boxes:
        pieces += box.at(x, 0.0)
        x += box.width + gap
    width = max(0.0, x - gap) if boxes else 0.0
    return Box(
        width,
        max((box.ascent for box in boxes), default=0.0),
        max((box.descent for box in boxes), default=0.0),
        tuple(pieces),
    )


def raised(base: Box, above: Box, size: float) -> Box:
    """Return ``above`` as a power of ``base``."""
    rise = max(0.36 * size, base.ascent - 0.4 * above.height)
    return _beside(base, above, -rise)


def lowered(base: Box, below: Box, size: float) -> Box:
    """Return ``below`` as an index of ``base``."""
    return _beside(base, below, 0.22 * size)


def fraction(above: Box, below: Box, size: float) -> Box:
    """Return one box over another, a bar between them."""
    pad, gap = 0.14 * size, 0.14 * size
    width = max(above.width, below.width) + 2 * pad
    axis = -AXIS * size
    up = axis - gap - above.descent
    down = axis + gap + below.ascent
    bar = Stroke(((0.0, axis), (width, axis)), STROKE * size)
    pieces = (
        *above.at((width - above.width) / 2, up),
        bar,
        *below.at((width - below.width) / 2, down),
    )
    return Box(width, above.ascent - up, down + below.descent, pieces)


def enclosed(inside: Box, size: float, signs: str = "()") -> Box:
    """Return a box between signs as high as it is: ``()``, ``||``, ``⌊⌋``, ``⌈⌉``, ``{``."""
    pad, depth = 0.1 * size, 0.2 * size
    top, bottom = -inside.ascent - pad, inside.descent + pad
    left = _bracket(signs[0], 0.0, depth, top, bottom, size)
    shift = depth + pad
    pieces = (left, *inside.at(shift, 0.0))
    width = shift + inside.width + pad
    if len(signs) > 1:
        pieces = (*pieces, _bracket(signs[1], width + depth, width, top, bottom, size))
        width += depth
    return Box(width, -top, bottom, pieces)


def root(inside: Box, size: float, degree: Box | None = None) -> Box:
    """Return a box under the sign of a root, of a degree if it is not the square root."""
    pad, hook = 0.12 * size, 0.5 * size
    top, bottom = -inside.ascent - 2 * pad, inside.descent
    lead = max(0.0, (degree.width if degree else 0.0) - 0.6 * hook)
    end = lead + hook + inside.width + pad
    middle = bottom - 0.45 * (bottom - top)
    sign = (
        (lead, middle + 0.06 * size),
        (lead + 0.25 * hook, middle),
        (lead + 0.55 * hook, bottom),
        (lead + hook, top),
        (end, top),
    )
    pieces = (Stroke(sign, STROKE * size), *inside.at(lead + hook + pad / 2, 0.0))
    if degree:
        pieces = (*degree.at(0.0, middle - 0.16 * size - degree.descent), *pieces)
        top = min(top, middle - 0.16 * size - degree.height)
    return Box(end, -top, bottom, pieces)


def stacked(lines: Sequence[Sequence[Box]], size: float) -> Box:
    """Return rows of boxes below each other, their columns aligned on the left."""
    gap, between = 0.35 * size, 0.8 * size
    count = max(map(len, lines))
    widths = [max(line[n].width for line in lines if n < len(line)) for n in range(count)]
    heights = [
        (max(box.ascent for box in line), max(box.descent for box in line)) for line in lines
    ]
    whole = sum(map(sum, heights)) + gap * (len(lines) - 1)
    y, pieces = -AXIS * size - whole / 2, list[Glyphs | Stroke]()
    top = y
    for line, (ascent, descent) in zip(lines, heights, strict=True):
        x = 0.0
        for box, width in zip(line, widths, strict=False):
            pieces += box.at(x, y + ascent)
            x += width + between
        y += ascent + descent + gap
    return Box(sum(widths) + between * (count - 1), -top, top + whole, tuple(pieces))


def _beside(base: Box, other: Box, shift: float) -> Box:
    gap = 0.08 * other.height
    pieces = (*base.pieces, *other.at(base.width + gap, shift))
    return Box(
        base.width + gap + other.width,
        max(base.ascent, other.ascent - shift),
        max(base.descent, other.descent + shift),
        pieces,
    )


def _bracket(
    sign: str, outer: float, inner: float, top: float, bottom: float, size: float
) -> Stroke:
    """Return a sign that opens towards ``inner``, as a line."""
    middle, out, mid = (top + bottom) / 2, outer + 0.25 * (inner - outer), (outer + inner) / 2
    bend = min(0.3 * size, (bottom - top) / 4)
    shapes = {
        "(": ((inner, top), (out, top + bend), (out, bottom - bend), (inner, bottom)),
        "|": ((mid, top), (mid, bottom)),
        "⌊": ((out, top), (out, bottom), (inner, bottom)),
        "⌈": ((inner, top), (out, top), (out, bottom)),
        "{": (
            (inner, top),
            (mid, top + bend / 2),
            (mid, middle - bend / 2),
            (outer, middle),
            (mid, middle + bend / 2),
            (mid, bottom - bend / 2),
            (inner, bottom),
        ),
    }
    same = {")": "(", "⌋": "⌊", "⌉": "⌈"}
    return Stroke(shapes[same.get(sign, sign)], STROKE * size)


def _moved(piece: Glyphs | Stroke, x: float, y: float) -> Glyphs | Stroke:
    if isinstance(piece, Glyphs):
        return piece._replace(x=piece.x + x, y=piece.y + y)
    return Stroke(tuple((left + x, down + y) for left, down in piece.points), piece.width)
