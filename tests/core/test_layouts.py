from functools import cache
from itertools import combinations

import numpy as np
import pytest

from grnstudio.core import antimony
from grnstudio.core.arc_crossings import crossings
from grnstudio.core.arc_routes import arcs_of, routed
from grnstudio.core.label_places import label_places
from grnstudio.core.layout_styles import STYLES
from grnstudio.core.layouts import graph_laid_out, laid_out
from grnstudio.core.network_diagram import ACTS, diagram
from grnstudio.errors import SettingError
from grnstudio.io.network_examples import examples, load_example
from tests.benchmarks import drawn_networks as drawn

KEYS = [example.key for example in examples()]
SIZE = (60.0, 26.0)
CYCLE = (("A", "B"), ("B", "C"), ("C", "A"))


def read(text):
    return diagram(antimony.read(f"model some()\n{text}\nend")[0])


def place(found, style="layered", keep=None):
    sizes, labels = drawn.species_sizes(found), drawn.label_sizes(found)
    return laid_out(found, sizes, style, keep or {}, labels=labels)


@cache
def standing(found):
    return place(found)


def boxes_and_names(found, places):
    sizes, labels = drawn.species_sizes(found), drawn.label_sizes(found)
    courses = routed(found, places, sizes)
    offsets = label_places(found, places, sizes, labels, courses)
    names = drawn.label_rectangles(places, offsets, labels)
    boxes = drawn.rectangles(places, drawn.part_sizes(found))
    return boxes | {f"name of {key}": box for key, box in names.items()}


@pytest.fixture(scope="module", params=KEYS)
def example(request):
    return diagram(load_example(request.param))


@pytest.mark.parametrize("style", list(STYLES))
def test_no_parts_or_names_of_an_example_overlap(example, style):
    places = standing(example) if style == "layered" else place(example, style)
    assert drawn.overlapping(boxes_and_names(example, places)) == []


def test_what_is_added_leaves_the_rest_in_place_and_finds_room(example):
    whole = standing(example)
    keep = dict(list(whole.items())[::2])
    places = place(example, keep=keep)
    assert keep.items() <= places.items()
    boxes = drawn.rectangles(places, drawn.part_sizes(example))
    assert drawn.overlapping(boxes) == []


@pytest.mark.parametrize("style", list(STYLES))
def test_the_same_drawing_gets_the_same_places(style):
    found = diagram(load_example("x44"))
    assert place(found, style) == place(found, style)


def test_another_seed_gives_other_places():
    found = diagram(load_example("repressilator"))
    sizes = drawn.species_sizes(found)
    assert laid_out(found, sizes, "force", seed=1) != laid_out(found, sizes, "force", seed=2)


def test_what_has_a_place_everywhere_is_left_alone():
    found = read("a: A => B; mass_action(1)")
    keep = dict.fromkeys(place(found), (5.0, 5.0))
    assert place(found, keep=keep) == keep


def test_an_addition_stands_near_what_it_is_linked_to():
    keep = {name: (300.0 * k, 0.0) for k, name in enumerate("ABC")}
    places = graph_laid_out("ABCD", [("B", "D")], dict.fromkeys("ABCD", SIZE), keep=keep)
    apart = {name: np.hypot(*np.subtract(places["D"], places[name])) for name in "ABC"}
    assert min(apart, key=apart.get) == "B"
    assert apart["B"] < 200


def test_a_cycle_goes_round_on_a_circle():
    places = graph_laid_out("ABC", CYCLE, dict.fromkeys("ABC", SIZE))
    middle = np.mean(list(places.values()), axis=0)
    radii = [np.hypot(*np.subtract(place, middle)) for place in places.values()]
    assert np.ptp(radii) < 0.2 * max(radii)


@pytest.mark.parametrize("style", list(STYLES))
def test_graphs_with_loops_doubles_and_strangers_are_laid_out(style):
    links = [*CYCLE, ("A", "A"), ("A", "B"), ("A", "nobody")]
    places = graph_laid_out("ABCDE", links, dict.fromkeys("ABCDE", SIZE), style)
    boxes = drawn.rectangles(places, dict.fromkeys("ABCDE", SIZE))
    assert drawn.overlapping(boxes) == []


@pytest.mark.parametrize("style", list(STYLES))
def test_nothing_and_one_thing_have_layouts(style):
    assert graph_laid_out((), (), {}, style) == {}
    assert set(graph_laid_out("A", (), {"A": SIZE}, style)) == {"A"}


def test_an_unknown_style_names_those_there_are():
    with pytest.raises(SettingError, match="layered"):
        graph_laid_out("A", (), {"A": SIZE}, "spiral")


def test_arcs_end_at_the_edges_of_what_they_link(example):
    places = standing(example)
    sizes = drawn.species_sizes(example)
    boxes = drawn.rectangles(places, drawn.part_sizes(example))
    for number, course in routed(example, places, sizes).items():
        arc = example.arcs[number]
        assert _distance(course[0], boxes[arc.species]) < 1.0
        assert _distance(course[-1], boxes[arc.process]) < 1.0


def test_arcs_at_one_side_of_a_species_stand_apart():
    found = read("\n".join(f"r{k}: A => B{k}; mass_action(1)" for k in range(4)))
    places = place(found)
    starts = [
        tuple(course[0])
        for number, course in routed(found, places, drawn.species_sizes(found)).items()
        if found.arcs[number].species == "A"
    ]
    assert min(np.hypot(*np.subtract(a, b)) for a, b in combinations(starts, 2)) > 4


def test_what_acts_on_a_process_meets_it_on_another_side_than_what_it_uses():
    found = read("species A, B, E\n r: A => B; k*A*E\n k = 1")
    places = {"A": (0.0, 0.0), "B": (0.0, 160.0), "r": (0.0, 80.0), "E": (-120.0, 80.0)}
    courses = routed(found, places, drawn.species_sizes(found))
    acting = next(n for n, arc in enumerate(found.arcs) if arc.role == ACTS)
    assert courses[acting][-1][0] < 0
    assert abs(courses[acting][-1][1] - 80.0) < 4


def test_an_arc_goes_round_a_part_that_is_dragged_into_its_way():
    found = read("r: A => B; mass_action(1)\nspecies C")
    places = {"A": (0.0, 0.0), "B": (0.0, 300.0), "C": (0.0, 75.0), "r": (0.0, 150.0)}
    sizes = drawn.species_sizes(found)
    courses = routed(found, places, sizes)
    ends = [(arc.species, arc.process) for arc in found.arcs]
    boxes = drawn.rectangles(places, drawn.part_sizes(found))
    assert drawn.through_boxes([courses[k] for k in range(2)], ends, boxes) == 0


def test_arcs_of_a_dragged_part_run_as_all_do():
    found = diagram(load_example("egfr"))
    sizes = drawn.species_sizes(found)
    places = laid_out(found, sizes, "circular")
    everything = routed(found, places, sizes)
    some = arcs_of(found, ["RP"])
    alone = routed(found, places, sizes, some)
    assert alone.keys() == some
    assert all(np.array_equal(course, everything[number]) for number, course in alone.items())


def test_parts_on_top_of_each_other_still_have_arcs():
    found = read("r: A => B; mass_action(1)")
    places = dict.fromkeys((*found.species, "r"), (0.0, 0.0))
    courses = routed(found, places, drawn.species_sizes(found))
    assert all(np.isfinite(course).all() and len(course) > 1 for course in courses.values())


def test_few_arcs_of_the_largest_example_cross():
    found = diagram(load_example("egfr"))
    courses = routed(found, standing(found), drawn.species_sizes(found))
    assert crossings(courses) <= 22  # graphviz' dot has 17
    assert crossings(courses) == drawn.crossings(list(courses.values()))


def _distance(point, box):
    x = max(box[0] - point[0], 0.0, point[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[3])
    return float(np.hypot(x, y))
