"""A Network page in the hands of someone who edits at random, and looks whether all views agree."""

from __future__ import annotations

import math
import random

from PySide6.QtWidgets import QApplication

from grnstudio.core import antimony
from grnstudio.core.extras import carried_over
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import diagram
from grnstudio.core.tables import Table, tables
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.pages.network_page import NetworkPage
from grnstudio.project import Design, Project

NEAR = 1e-6  # points on the scene that places may differ by


class Disagreement(AssertionError):
    """Two views of one network show different things."""


class Hands:
    """The page, a source of chance, and what was done so far."""

    def __init__(self, seed: int, text: str) -> None:
        self.random = random.Random(seed)
        network = antimony.parse(text) if text else None
        self.document = Document(Project(Design(network=network, network_text=text)))
        self.first = self.document.project.design
        self.page = NetworkPage(self.document)
        self.page.resize(1100, 760)
        self.page.views.show_only(self.page.views.keys)
        self.page.show()
        self.refusals: list[GRNStudioError] = []
        self.page.refused.connect(self.refusals.append)
        self.done: list[str] = []
        self.made = 0
        self.readable = text  # the last text that could be read
        self.is_half = False  # whether one unfinished line is all that is wrong with the text

    @property
    def network(self) -> Network:
        """The network at hand; an empty one where there is none."""
        return self.document.project.design.network or Network()

    @property
    def text(self):
        return self.page.text

    def fresh(self, stem: str) -> str:
        """Return a name that nothing was called before."""
        self.made += 1
        return f"{stem}_{self.made}"

    def pick(self, things):
        """Return one of ``things`` by chance, None if there is none."""
        found = list(things)
        return self.random.choice(found) if found else None

    def settle(self) -> None:
        """Let everything happen that was put off."""
        for _ in range(3):
            QApplication.processEvents()

    def close(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self.settle()

    def check(self) -> None:
        """Raise `Disagreement` unless every view shows the document's network."""
        self._check_text()
        self._check_tables()
        self._check_canvas()

    def _check_text(self) -> None:
        design, shown = self.document.project.design, self.text.text
        if design.network_text:
            same("the text", shown, design.network_text)
        try:
            read = antimony.parse(shown) if shown.strip() else None
        except GRNStudioError:
            if not design.network_text:
                raise Disagreement(f"the text cannot be read: {shown}") from None
            return  # kept as typed
        self.readable, self.is_half = shown, False
        if read is not None or design.network not in (None, Network()):
            same("the text read", carried_over(design.network, read or Network()), design.network)

    def _check_tables(self) -> None:
        network = self.document.project.design.network
        for table in tables():
            rows = table.rows(network) if network else []
            shown = self.page.tables.table(table.key).model.shown
            same(f"the table of {table.key}", _texts(table, shown), _texts(table, rows))

    def _check_canvas(self) -> None:
        network, canvas = self.document.project.design.network, self.page.canvas
        canvas.set_notation("reactions")
        shown, drawn = canvas.view.shown, diagram(network or Network())
        names = {*drawn.species, *drawn.nothings, *(one.name for one in drawn.processes)}
        same("the reaction view", set(shown.parts), names)
        same("its arcs", len(shown.arcs), len(drawn.arcs))
        places = network.drawing.reactions if network else {}
        stand = {name: (part.x(), part.y()) for name, part in shown.parts.items()}
        off = {
            name for name in names & places.keys() if math.dist(stand[name], places[name]) > NEAR
        }
        same("what stands elsewhere", off, set())
        canvas.set_notation("regulation")
        genes = {id for name in canvas.view.shown.parts for id in canvas.view.shown.ids_of(name)}
        known = {one.id for one in network.parts()} if network else set()
        same("parts of the regulation view that are not there", genes - known, set())

    def wait_for_layout(self) -> None:
        """Wait for a layout that runs beside the window."""
        self.settle()


def _texts(table: Table, rows) -> list[tuple[str, ...]]:
    columns = table.columns
    return sorted(
        (row.key, *(one.text(row) if one.applies(row) else "" for one in columns)) for row in rows
    )


def same(what: str, shown: object, wanted: object) -> None:
    """Raise `Disagreement` unless two views show the same."""
    if shown != wanted:
        raise Disagreement(f"{what} differs.\n shown: {shown}\nwanted: {wanted}")
