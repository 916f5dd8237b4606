"""How long an edit of a network of 1,000 species takes in the whole window, all views open.

From the gesture to the painted window: canvas, tables, text, explorer and properties. In processor
time, and by the clock; what the window does a moment later, such as looking for problems, is told
apart.
"""

import time
from functools import partial

import numpy as np
from PySide6.QtTest import QTest

from grnstudio.core.antimony import write
from grnstudio.gui.app import application, open_window
from grnstudio.gui.editors.network_tools import Choose
from grnstudio.gui.main_window import NETWORK
from grnstudio.gui.network_editing import edit_network
from grnstudio.project import Design, Project
from tests.benchmarks.canvas import drawn, network, renamed, turned
from tests.benchmarks.report import Measurement

EDITS = 8
SIZE = (1600, 1000)
IDLE_MS = 2_000  # for what an edit puts off


def measure():
    app = application()
    window = open_window(app)
    window.resize(*SIZE)
    QTest.qWait(IDLE_MS)
    one = drawn(network(species=1000, reactions=2000))
    window.work.document.new(Project(Design(network=one, network_text=write(one))))
    window.show_tab(NETWORK)
    found = []
    open_views = (("canvas",), "canvas"), (("canvas", "tables", "text"), "all views")
    for first, (views, name) in zip((0, EDITS), open_views, strict=True):
        show(window, views)
        QTest.qWait(2 * IDLE_MS)
        for what, (computing, clock, later) in edits(app, window, first).items():
            found.append(
                Measurement(
                    f"{what}, {name} open", computing, f"ms; {clock:.0f} by the clock",
                    100, f"ms; {later:.0f} ms a moment later", "under 100 ms",
                )
            )  # fmt: skip
    window.work.document.new()
    window.close()
    return found


def show(window, views):
    """Open these views of the network and no others."""
    window.work.network.views.show_only(views)


def edits(app, window, first):
    """Return medians by kind of edit: milliseconds of computing, by the clock, and later."""
    work = window.work
    document, view = work.document, work.network.canvas.view
    found = {}

    def timed(what, do):
        begun, clock = time.process_time(), time.perf_counter()
        do()
        app.processEvents()
        took = time.process_time() - begun, time.perf_counter() - clock
        begun = time.process_time()
        QTest.qWait(IDLE_MS // 2)
        found.setdefault(what, []).append((*took, time.process_time() - begun))

    def change(text, edit):
        edit_network(document, text, edit(document.project.design.network))

    for i in range(first, first + EDITS):
        timed("move", partial(view.move_parts, {f"S{i}"}, (5.0, 5.0)))
        timed("add a species", partial(view.add_named, "", (0.0, -100.0 * i)))
        timed("change a value", partial(change, "Change", partial(turned, i)))
        view.choose_names(Choose(frozenset({f"S{i}"})))
        timed("rename", partial(change, "Rename", partial(renamed, i)))
        timed("undo", document.undo_stack.undo)
        timed("delete", partial(delete, work.network.canvas, f"S{2 * EDITS + i}"))
        document.undo_stack.undo()
    return {what: 1000 * np.median(times, axis=0) for what, times in found.items()}


def delete(canvas, name):
    canvas.view.choose_names(Choose(frozenset({name})))
    canvas.commands()["delete"]()
