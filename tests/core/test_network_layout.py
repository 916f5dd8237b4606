import time
from itertools import combinations

import numpy as np
import pytest

from grnstudio.core import antimony
from grnstudio.core.network_diagram import diagram
from grnstudio.core.network_layout import (
    LABEL_GAP,
    LABEL_HEIGHT,
    NOTHING_SIZE,
    SQUARE,
    lay_out,
)
from grnstudio.io.network_examples import examples, load_example

LETTER = 7.0
KEYS = [example.key for example in examples()]


def read(text):
    return antimony.read(text)[0]


def laid_out(network):
    found = diagram(network)
    widths = {name: max(42.0, LETTER * len(name) + 20) for name in found.species}
    labels = {one.name: LETTER * len(one.name) for one in found.processes}
    return found, lay_out(found, widths, labels), labels


def boxes_of(found, layout, labels):
    """Return left, top, right, bottom of every part, and of every label."""
    boxes, texts = {}, {}
    for name, (x, y) in layout.places.items():
        if name in layout.boxes:
            width, height = layout.boxes[name]
        else:
            width = height = SQUARE if name in labels else NOTHING_SIZE
        boxes[name] = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if name in labels and layout.horizontal:
            left = x - labels[name] / 2
            texts[name] = (left, y + SQUARE / 2, left + labels[name], y + SQUARE / 2 + LABEL_HEIGHT)
        elif name in labels:
            left = x + SQUARE / 2 + LABEL_GAP
            texts[name] = (left, y - 6, left + labels[name], y + 6)
    return boxes, texts


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.fixture(scope="module", params=KEYS)
def drawn(request):
    return laid_out(load_example(request.param))


def test_nothing_overlaps(drawn):
    boxes, texts = boxes_of(*drawn)
    everything = [*boxes.items(), *((f"label {name}", box) for name, box in texts.items())]
    for (name, one), (other_name, other) in combinations(everything, 2):
        assert not overlap(one, other), f"{name} overlaps {other_name}"


def test_arcs_run_from_their_species_to_their_process_and_through_nothing_else(drawn):
    found, layout, _ = drawn
    boxes, _ = boxes_of(*drawn)
    for arc, course in zip(found.arcs, layout.courses, strict=True):
        assert _distance(course[0], boxes[arc.species]) < 1.0
        assert _distance(course[-1], boxes[arc.process]) < 1.0
        for name, box in boxes.items():
            if name not in (arc.species, arc.process):
                left, top, right, bottom = box
                inside = (course[:, 0] > left) & (course[:, 0] < right)
                inside &= (course[:, 1] > top) & (course[:, 1] < bottom)
                assert not inside.any(), f"{arc} runs through {name}"


def test_all_lies_within_the_rectangle(drawn):
    _, layout, _ = drawn
    boxes, texts = boxes_of(*drawn)
    left, top, width, height = layout.rect
    for one in (*boxes.values(), *texts.values()):
        assert left - 1e-6 <= one[0]
        assert one[2] <= left + width + 1e-6
        assert top - 1e-6 <= one[1]
        assert one[3] <= top + height + 1e-6


def test_few_lines_cross(drawn):
    found, layout, _ = drawn
    assert layout.crossings <= (30 if len(found.processes) == 25 else 2)


def test_the_same_network_always_looks_the_same():
    first, second = (laid_out(load_example("x44"))[1] for _ in range(2))
    assert first.places == second.places
    assert all(np.array_equal(a, b) for a, b in zip(first.courses, second.courses, strict=True))


def test_a_chain_runs_one_way():
    text = "\n".join(f"s{k}: X{k} => X{k + 1}; mass_action(1)" for k in range(4))
    _, layout, _ = laid_out(read(f"model chain()\n{text}\nend"))
    along = 0 if layout.horizontal else 1
    places = [layout.places[f"X{k}"][along] for k in range(5)]
    assert places == sorted(places)


def test_parts_that_do_not_hang_together_stand_side_by_side():
    text = "a: A => B; mass_action(1)\nb: C => D; mass_action(1)\nspecies E"
    found, layout, labels = laid_out(read(f"model two()\n{text}\nend"))
    boxes, _ = boxes_of(found, layout, labels)
    for one, other in combinations(boxes.values(), 2):
        assert not overlap(one, other)


def test_an_empty_network_and_a_lone_species_do_no_harm():
    assert laid_out(read("model none()\nend"))[1].places == {}
    assert set(laid_out(read("model one()\nspecies A\nend"))[1].places) == {"A"}


def test_a_thousand_species_are_laid_out_in_seconds():
    text = [f"s{k}: X{k} => X{(k * 7 + 1) % 1000}; mass_action(1)" for k in range(1000)]
    text += [f"d{k}: X{k} + X{(k * 13 + 5) % 1000} => X{k}; mass_action(1)" for k in range(1000)]
    network = read("model large()\n" + "\n".join(text) + "\nend")
    start = time.process_time()
    _, layout, _ = laid_out(network)
    assert time.process_time() - start < 20.0
    assert len(layout.places) >= 3000


def _distance(point, box):
    x = max(box[0] - point[0], 0.0, point[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[3])
    return float(np.hypot(x, y))
