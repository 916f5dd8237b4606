"""What of a laid-out network can be counted: lines that cross, boxes that lie on each other."""

from itertools import combinations

import numpy as np

from grnstudio.core.network_layout import NOTHING_SIZE, SQUARE

LETTER = 7.0  # pixels
LABEL_HEIGHT = 14.0
SPECIES_HEIGHT = 26.0


def species_sizes(diagram):
    return {name: (max(42.0, LETTER * len(name) + 20), SPECIES_HEIGHT) for name in diagram.species}


def label_sizes(diagram):
    return {one.name: (LETTER * len(one.name), LABEL_HEIGHT) for one in diagram.processes}


def part_sizes(diagram):
    """Widths and heights of all that has a place."""
    sizes = dict(species_sizes(diagram))
    sizes |= {one.name: (SQUARE, SQUARE) for one in diagram.processes}
    return sizes | dict.fromkeys(diagram.nothings, (NOTHING_SIZE, NOTHING_SIZE))


def rectangles(places, sizes):
    """Left, top, right, bottom by name."""
    return {
        name: (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for name, (w, h) in sizes.items()
        for x, y in [places[name]]
    }


def label_rectangles(places, offsets, sizes):
    """Left, top, right, bottom of names beside processes."""
    middles = {name: tuple(np.add(places[name], offsets[name])) for name in sizes}
    return rectangles(middles, sizes)


def overlapping(boxes):
    """Pairs of names whose boxes lie on each other."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def crossings(courses):
    """How often lines cross each other; where two only touch at their ends is no crossing."""
    found = 0
    for one, other in combinations(courses, 2):
        if (one.min(axis=0) > other.max(axis=0)).any() or (
            other.min(axis=0) > one.max(axis=0)
        ).any():
            continue
        found += _crossed(one, other)
    return found


def through_boxes(courses, ends, boxes):
    """How often a line runs through a box that is neither of its ends."""
    found = 0
    for course, own in zip(courses, ends, strict=True):
        dense = _dense(course)
        for name, (left, top, right, bottom) in boxes.items():
            if name not in own:
                inside = (dense > (left, top)) & (dense < (right, bottom))
                found += bool(inside.all(axis=1).any())
    return found


def _crossed(one, other):
    a, b = one[:-1, None], one[1:, None]
    c, d = other[None, :-1], other[None, 1:]
    across = _side(a, b, c) * _side(a, b, d) < 0
    return int((across & (_side(c, d, a) * _side(c, d, b) < 0)).sum())


def _side(a, b, c):
    (ux, uy), (vx, vy) = np.moveaxis(b - a, -1, 0), np.moveaxis(c - a, -1, 0)
    return ux * vy - uy * vx


def _dense(course):
    lengths = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    at = np.linspace(0.0, lengths[-1], max(int(lengths[-1] / 2), 2))
    return np.column_stack([np.interp(at, lengths, course[:, k]) for k in range(2)])
