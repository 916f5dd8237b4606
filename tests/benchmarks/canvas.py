"""How fast the canvas is: pan and zoom of 300 nodes, and an edit of a network of 1,000 species.

In processor time, which is what passes on a machine that has nothing else to do.
"""

import random
import time
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint

from grnstudio.core import network_rename
from grnstudio.core.drawing import Drawing
from grnstudio.core.layouts import laid_out
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_diagram import diagram
from grnstudio.gui.app import application
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_canvas import NetworkCanvas
from grnstudio.gui.editors.network_scene import HEIGHT
from grnstudio.gui.editors.network_tools import Choose
from grnstudio.gui.panels.network_items import species_width
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project
from tests.benchmarks.report import Measurement

FRAMES = 120
FRAME_MS = 1000 / 60
EDITS = 12
SIZE = (1200, 800)
NEAR = 8  # species take part in reactions with others of this many beside them


def measure():
    app = application()
    frames = canvas_of(drawn(network(species=120, reactions=120)))
    large = canvas_of(drawn(network(species=1000, reactions=1000)))
    parts = len(frames.view.shown.parts)
    found = []
    for what, times in (("pan", panned(app, frames)), ("zoom", zoomed(app, frames))):
        found += [
            Measurement(f"{what}, {parts} nodes, median", float(np.median(times)), "ms a frame",
                        FRAME_MS, "ms at 60 a second", "at most that"),
            Measurement(f"{what}, {parts} nodes, p95", float(np.quantile(times, 0.95)),
                        "ms a frame", FRAME_MS, "ms at 60 a second"),
        ]  # fmt: skip
    times = dragged(app, frames)
    found.append(
        Measurement("drag of a node, median", float(np.median(times)), "ms a frame", FRAME_MS, "ms")
    )
    for what, times in edits(app, large).items():
        found.append(
            Measurement(
                f"{what}, 1,000 species, median", float(np.median(times)), "ms", 100, "ms",
                "under 100 ms",
            )
        )  # fmt: skip
    return found


def network(species, reactions):
    """Return a network of regulated syntheses, conversions and decays, always the same."""
    chance = random.Random(1)
    names = [f"S{i}" for i in range(species)]
    made, constants = [], []
    for i in range(reactions):
        near = chance.randrange(species - NEAR)
        a, b, c = chance.sample(names[near : near + NEAR], 3)
        constants.append(Parameter(f"k{i}", 1.0))
        if i % 3 == 0:
            sides = (Participant(a),), (Participant(b),)
            made.append(Reaction(f"J{i}", *sides, MassAction(f"k{i}")))
        elif i % 3 == 1:
            constants.append(Parameter(f"K{i}", 10.0))
            law = RateLaw(f"k{i}*K{i}^2/(K{i}^2 + {c}^2)")
            made.append(Reaction(f"J{i}", (), (Participant(b),), law, (c,)))
        else:
            made.append(Reaction(f"J{i}", (Participant(b),), (), MassAction(f"k{i}")))
    return Network(
        species=tuple(Species(name, 1.0) for name in names),
        parameters=tuple(constants),
        reactions=tuple(made),
    )


def drawn(one):
    """Return the network with all its parts laid out."""
    shown = diagram(one)
    sizes = {name: (species_width(name), HEIGHT) for name in shown.species}
    return replace(one, drawing=Drawing(laid_out(shown, sizes)))


def canvas_of(one):
    """Return a canvas on the screen that shows a network."""
    canvas = NetworkCanvas(Document(Project(design=Design(network=one))), Selection())
    canvas.resize(*SIZE)
    canvas.show()
    application().processEvents()
    return canvas


def panned(app, canvas):
    """Return the milliseconds of each frame while the canvas is moved about at natural size."""
    view = canvas.view
    view.resetTransform()
    return frames(app, view, lambda i: view.pan(QPoint(7 if i % 40 < 20 else -7, 3)))


def zoomed(app, canvas):
    """Return the milliseconds of each frame while the canvas is zoomed, all of it in sight."""
    view = canvas.view
    view.show_all()
    return frames(app, view, lambda i: view.zoom(1.02 if i % 40 < 20 else 1 / 1.02))


def dragged(app, canvas):
    """Return the milliseconds of each frame while a node is dragged."""
    view = canvas.view
    view.show_all()
    return frames(app, view, lambda i: view.shown.shift({"S7"}, (i, i / 2)))


def frames(app, view, step):
    times = []
    for i in range(FRAMES):
        start = time.process_time()
        step(i)
        view.viewport().update()
        app.processEvents()
        times.append(1000 * (time.process_time() - start))
    return times


def edits(app, canvas):
    """Return the milliseconds of edits from the gesture to the painted canvas, by kind."""
    view = canvas.view
    found = {"move": [], "add a species": [], "rename": [], "undo": [], "change a value": []}

    def timed(what, do):
        start = time.process_time()
        do()
        app.processEvents()
        found[what].append(1000 * (time.process_time() - start))

    for i in range(EDITS):
        timed("move", partial(view.move_parts, {f"S{i}"}, (5.0, 5.0)))
        timed("add a species", partial(view.add_named, "", (0.0, -100.0 * i)))
        timed("change a value", partial(view.edit, "Change", partial(turned, i)))
        view.choose_names(Choose(frozenset({f"S{i}"})))
        timed("rename", partial(view.edit, "Rename", partial(renamed, i)))
        timed("undo", canvas._document.undo_stack.undo)
    return found


def renamed(i, one):
    return network_rename.renamed(one, f"S{i}", f"T{i}")


def turned(i, one):
    changed = replace(one.parameters[i], value=2.0 + i)
    return replace(one, parameters=(*one.parameters[:i], changed, *one.parameters[i + 1 :]))
