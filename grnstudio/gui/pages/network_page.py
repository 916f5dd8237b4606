"""The Network page: one network on a canvas, in tables and as text, in any combination."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network import Network
from grnstudio.core.network_problems import Problem
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.editors.drawing_panel import DrawingPanel
from grnstudio.gui.editors.network_canvas import NetworkCanvas
from grnstudio.gui.editors.network_tables import NetworkTables
from grnstudio.gui.editors.network_text import NetworkText
from grnstudio.gui.large_layout import LargeLayout
from grnstudio.gui.pages.card import ElidedLabel
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.network_bar import CanvasBar, ViewSwitches
from grnstudio.gui.pages.network_views import CANVAS, TABLES, TEXT, NetworkViews
from grnstudio.gui.selection import Selection

PICTURES = {"reactions": "Reaction network", "regulation": "Regulation"}
MOST_FOR_LAWS = 400  # reactions; what larger networks keep takes too long between two keys
COUNT_MS = 150  # after an edit what is conserved is counted


class NetworkPage(QWidget):
    """Shows the document's network in three views, each of which changes it."""

    simulate_wanted = Signal()
    examples_wanted = Signal()
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)
    refused = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.selection = Selection(self)
        self.title = ElidedLabel("", "page-title", Qt.TextElideMode.ElideRight)
        self.summary = ElidedLabel("", "secondary", Qt.TextElideMode.ElideRight)
        self.summary.setAccessibleName("Summary of the network")
        self.simulate = push_button(
            "Simulate", "Go to the Simulate page and run it", role="primary"
        )
        self.examples = push_button(
            "Examples", "Choose one of the example networks on the Start page"
        )
        self.canvas = NetworkCanvas(document, self.selection, wait_with=LargeLayout)
        self.tables = NetworkTables(document, self.selection)
        self.text = NetworkText(document, self.selection)
        self.views = NetworkViews({CANVAS: self.canvas, TABLES: self.tables, TEXT: self.text})
        self._pictures: dict[str, DrawingPanel] = {}
        self.bar = CanvasBar()
        self.switches = ViewSwitches()
        self._counting = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._counting.timeout.connect(self._count)
        self._lay_out()
        self._connect()
        document.watch(lambda project: project.design.network, self._show_network)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take back the hint on the tool in hand."""
        super().hideEvent(event)
        self.said.emit("")

    def choose(self, ids: Collection[str]) -> None:
        """Choose parts, and show where they stand in the views that are shown."""
        self.selection.choose(ids)
        if len(ids) == 1 and TEXT in self.views.shown:
            self.text.go_to(next(iter(ids)))

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to make pictures of."""
        network = self._document.project.design.network
        return network is not None and bool(network.species)

    def pictures(self) -> dict[str, QWidget]:
        """Return the canvas if there is something on it, by the name of what it shows."""
        if not self.is_drawn:
            return {}
        return {title: self._picture(notation) for notation, title in PICTURES.items()}

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark in the views what is wrong."""
        for view in (self.canvas, self.tables, self.text):
            view.show_problems(problems)

    def export(self) -> None:
        """Ask for the picture of the canvas to be saved."""
        if self.pictures():
            self.picture_wanted.emit(self._pictures[self.canvas.notation])

    def _picture(self, notation: str) -> DrawingPanel:
        """Return the network drawn as it stands on the canvas, in a notation."""
        panel = self._pictures.get(notation)
        if panel is None:
            panel = self._pictures[notation] = DrawingPanel(self, notation=notation)
            panel.hide()
        view, network = self.canvas.view, self._document.project.design.network
        if network is not None:
            shown = view.settled() if notation == view.notation else network
            panel.show_figure(NetworkFigure(title_of(network), shown))
        return panel

    def _connect(self) -> None:
        self.simulate.clicked.connect(self.simulate_wanted)
        self.examples.clicked.connect(self.examples_wanted)
        for view in (self.canvas, self.tables, self.text):
            view.said.connect(self.said)
            view.refused.connect(self.refused)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 2)
        head.addWidget(self.summary, 1)
        head.addWidget(self.switches)
        head.addWidget(self.examples)
        head.addWidget(self.simulate)
        self.views.lay_out(
            {
                CANVAS: _column(self.bar, self.canvas),
                TEXT: _column(self.text),
                TABLES: _column(self.tables),
            }
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(self.views, 1)

    def _show_network(self, network: Network | None) -> None:
        if self.selection.chosen:
            self.selection.keep(_known(network, self.selection.chosen))
        self.title.setText(title_of(network))
        self.summary.setText(summary(network) if network else "")
        self._counting.start()
        has_parts = network is not None and bool(network.species or network.rules)
        self.simulate.setEnabled(has_parts)
        self.simulate.setToolTip(
            "Go to the Simulate page and run it" if has_parts else "There is no network yet."
        )

    def _count(self) -> None:
        """Tell of what is conserved, which takes a moment to find out."""
        network = self._document.project.design.network
        laws = conserved(network) if network else ()
        text = summary(network, laws) if network else ""
        self.summary.setText(text)
        self.summary.setToolTip("\n".join([text, "", *laws]) if laws else "")
        self.summary.setAccessibleDescription(" ".join([text, *laws]))


def _known(network: Network | None, ids: Collection[str]) -> Collection[str]:
    """Return what the network has of ``ids``, be it no part of its own, as stoichiometries are."""
    if network is None:
        return ()
    left = set(ids).difference([one.id for one in network.parts()])
    return set(ids) - (left - network.symbols) if left else ids


def title_of(network: Network | None) -> str:
    """Return what a network is called."""
    return (network.name or network.id) if network else "No network yet"


def summary(network: Network, laws: Collection[str] = ()) -> str:
    """Return how much there is of everything, and how much is conserved, in a line."""
    counts = (
        (len(network.species), "species", "species"),
        (len(network.reactions), "reaction", "reactions"),
        (len(network.parameters), "parameter", "parameters"),
        (len(network.compartments), "compartment", "compartments"),
        (len(network.rules), "rule", "rules"),
        (len(network.events), "event", "events"),
        (len(laws), "conserved sum", "conserved sums"),
    )
    return "  ·  ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n)


def conserved(network: Network) -> tuple[str, ...]:
    """Return the sums that no reaction changes; none for networks too large to look at once."""
    if len(network.reactions) > MOST_FOR_LAWS:
        return ()
    return tuple(str(law) for law in conservation_laws(network))


def _column(*parts: QWidget) -> Column:
    column = Column("")
    column.heading.hide()
    column.note.hide()
    for part in parts:
        column.work.addWidget(part, int(part is parts[-1]))
    return column
