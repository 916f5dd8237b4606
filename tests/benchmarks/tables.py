"""How long an edit through the tables takes in a network of 1,000 species and 2,000 reactions.

Times of computing are what is left where nothing else runs on the machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from grnstudio.core import antimony
from grnstudio.gui import theme
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_tables import NetworkTables
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project
from tests.benchmarks.report import Measurement

SPECIES, REPEATS = 1000, 9


def large(species: int = SPECIES) -> Design:
    """Return a network with twice as many reactions as species, and its text."""
    lines = []
    for n in range(species):
        regulator, target = f"S{(7 * n + 3) % species}", f"S{n}"
        lines.append(f"make{n}: => {target}; beta{n}/(1 + ({regulator}/K{n})^2)")
        lines.append(f"lose{n}: {target} => ; mass_action(d{n})")
        lines.append(f"{target} = {n % 10}; beta{n} = 5; K{n} = 10; d{n} = 0.1")
    text = "\n".join(lines)
    return Design(network=antimony.parse(text), network_text=text)


def edits(tables: NetworkTables) -> dict[str, Callable[[int], object]]:
    """Return what is timed, by what it is called; each makes its ``n``-th edit."""
    species, parameters, reactions = map(tables.table, ("species", "parameters", "reactions"))

    def remove(n: int) -> None:
        reactions.view.choose_rows([50 + n])
        reactions.remove()

    return {
        "value of a parameter": lambda n: parameters.set_cell(f"K{n}", "Value", f"{20 + n}"),
        "rate of a reaction": lambda n: reactions.set_cell(f"make{n}", "Rate", f"beta{n}*S{n}"),
        "another species": lambda n: species.set_cell("", "Name", f"N{n}"),
        "another reaction": lambda n: reactions.set_cell("", "Equation", f"S{n} => N{n}"),
        "rename a species": lambda n: species.set_cell(f"S{n}", "Name", f"T{n}"),
        "delete a reaction": remove,
        "check of a key": lambda n: reactions.model.problem(
            reactions.model.index(n, 2), f"beta1*S{500 + n}"
        ),
        "paste 100 values": lambda n: parameters.paste(
            "Name\tValue\n" + "\n".join(f"d{k}\t{n + 1}" for k in range(100))
        ),
    }


def measure() -> list[Measurement]:
    """Return the middle time of each edit, shown on the screen included, and of its computing."""
    app = QApplication.instance() or QApplication([])
    theme.apply(app, "light")
    document = Document()
    tables = NetworkTables(document, Selection())
    tables.resize(900, 700)
    tables.show()
    start = time.perf_counter()
    document.new(Project(design=large()))
    app.processEvents()
    found = [Measurement("shown first", 1000 * (time.perf_counter() - start), "ms")]
    for name, edit in edits(tables).items():
        walls, spent = [], []
        for n in range(REPEATS):
            wall, cpu = time.perf_counter(), time.process_time()
            edit(n)
            app.processEvents()
            walls.append(1000 * (time.perf_counter() - wall))
            spent.append(1000 * (time.process_time() - cpu))
        found.append(Measurement(f"{name}", statistics.median(walls), "ms", wanted="below 100"))
        found.append(Measurement(f"{name}, computing", statistics.median(spent), "ms"))
    tables.close()
    return found
