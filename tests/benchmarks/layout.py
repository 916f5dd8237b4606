"""Layouts: crossings against graphviz' ``dot``, overlaps, and the time that large ones take."""

import time

from grnstudio.core import antimony
from grnstudio.core.arc_routes import arcs_of, routed
from grnstudio.core.label_places import label_places
from grnstudio.core.layout_styles import STYLES
from grnstudio.core.layouts import laid_out
from grnstudio.core.network_diagram import diagram
from grnstudio.io.network_examples import examples, load_example
from grnstudio.jobs import run
from grnstudio.layout_job import lay_out
from tests.benchmarks import drawn_networks as drawn
from tests.benchmarks import graphviz_dot
from tests.benchmarks.report import Measurement

LARGE, MIDDLE = 1_000, 300
TURNS = 20


def measure():
    return [*_crossings(), *_overlaps(), *_large(), *_dragging()]


def _crossings():
    found = diagram(load_example("egfr"))
    dot = None
    if graphviz_dot.is_installed():
        dot = drawn.crossings(graphviz_dot.courses(found))
    for style in ("layered", "force"):
        start = time.process_time()
        places = _placed(found, style)
        seconds = time.process_time() - start
        courses = list(routed(found, places, drawn.species_sizes(found)).values())
        what = f"crossings of EGFR, {style}"
        wanted = "at most 1.3 x dot" if dot else "dot is not installed"
        yield Measurement(what, drawn.crossings(courses), "", dot, "dot", wanted)
        yield Measurement(f"time of EGFR, {style}", seconds, "s of CPU")


def _overlaps():
    for style in STYLES:
        found = sum(_overlapping(diagram(load_example(one.key)), style) for one in examples())
        what = f"overlapping boxes and names in {len(examples())} examples, {style}"
        yield Measurement(what, found, "", wanted="0")


def _overlapping(found, style):
    places = _placed(found, style)
    sizes, labels = drawn.species_sizes(found), drawn.label_sizes(found)
    offsets = label_places(found, places, sizes, labels, routed(found, places, sizes))
    boxes = drawn.rectangles(places, drawn.part_sizes(found))
    names = drawn.label_rectangles(places, offsets, labels)
    return len(drawn.overlapping(boxes | {f"name of {key}": box for key, box in names.items()}))


def _large():
    found = _made(LARGE)
    sizes = drawn.species_sizes(found)
    for style in STYLES:
        steps = []
        start, used = time.perf_counter(), time.process_time()
        run(lay_out(found, sizes, style, {}, 0, {}), steps.append)
        seconds, used = time.perf_counter() - start, time.process_time() - used
        what = f"{LARGE} species, {len(found.processes)} reactions, {style}, the job"
        yield Measurement(what, seconds, "s", used, "s of CPU", "value below 5 s")


def _dragging():
    found = _made(MIDDLE)
    sizes = drawn.species_sizes(found)
    places = laid_out(found, sizes)
    arcs = arcs_of(found, ["X7"])
    start = time.process_time()
    for _ in range(TURNS):
        routed(found, places, sizes, arcs)
    seconds = (time.process_time() - start) / TURNS
    what = f"arcs of one of {MIDDLE} species routed anew"
    yield Measurement(what, 1e3 * seconds, "ms of CPU", wanted="below 16 ms")


def _placed(found, style):
    return laid_out(found, drawn.species_sizes(found), style, labels=drawn.label_sizes(found))


def _made(count):
    lines = [f"s{k}: X{k} => X{(k * 7 + 1) % count}; mass_action(1)" for k in range(count)]
    lines += [f"d{k}: X{k} + X{(k * 13 + 5) % count} => X{k}; mass_action(1)" for k in range(count)]
    return diagram(antimony.read("model large()\n" + "\n".join(lines) + "\nend")[0])
