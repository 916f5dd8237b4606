"""A reaction network as a picture and as text, side by side, and what it keeps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network import Network
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_text import NetworkText
from grnstudio.gui.pages.card import ElidedLabel
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.network_picture import NetworkPicture
from grnstudio.gui.selection import Selection

EMPTY = (
    "Type a network beside this, open one with File > Import (SBML, Antimony, JSON), drop its "
    "file here, or start from an example."
)
MOST_FOR_LAWS = 400  # reactions; what larger networks keep takes too long between two keys


class NetworkPage(QWidget):
    """Shows the document's network; the text changes it, and a part can be chosen in either."""

    simulate_wanted = Signal()
    examples_wanted = Signal()
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.selection = Selection(self)
        self.title = QLabel()
        self.title.setObjectName("page-title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.summary = ElidedLabel("", "secondary", Qt.TextElideMode.ElideRight)
        self.summary.setAccessibleName("Summary of the network")
        self.simulate = _button("Simulate", "Go to the Simulate page and run it", "primary")
        self.examples = _button("Examples", "Choose one of the example networks on the Start page")
        self.picture = NetworkPicture(EMPTY)
        self.text = NetworkText(document)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.simulate.clicked.connect(self.simulate_wanted)
        self.examples.clicked.connect(self.examples_wanted)
        self.picture.part_chosen.connect(self.choose)
        self.selection.changed.connect(lambda _: self.picture.choose(self.selection.one))
        self.picture.export_requested.connect(self.picture_wanted)
        self.text.said.connect(self.said)
        document.watch(lambda project: project.design.network, self._show_network)

    def choose(self, id: str) -> None:
        """Show where the part ``id`` stands, in the picture and in the text."""
        self.selection.choose([id])
        self.text.go_to(id)

    def pictures(self) -> dict[str, QWidget]:
        """Return the picture if there is one, by the name of what it shows."""
        panel = self.picture.panel
        return {} if panel is None or panel.is_empty else {"Reaction network": panel}

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.examples)
        head.addWidget(self.simulate)
        for name, part in (("Picture", self.picture), ("Text", self.text)):
            column = Column(name)
            column.work.addWidget(part, 1)
            self.halves.addWidget(column)
            if part is self.picture:
                column.note.hide()
                column.head.addWidget(self.summary, 1)
                self.picture.add_buttons(column.head)
        self.halves.setChildrenCollapsible(False)
        self.halves.setSizes([600, 440])
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(self.halves, 1)

    def _show_network(self, network: Network | None) -> None:
        ids = (one.id for one in network.parts()) if network else ()
        self.selection.keep({*ids, *(network.symbols if network else ())})
        self.title.setText(title_of(network))
        self.summary.setText(summary(network) if network else "")
        laws = "\n".join(conserved(network)) if network else ""
        self.summary.setToolTip(f"{self.summary.text()}\n\n{laws}" if laws else "")
        self.summary.setAccessibleDescription(f"{self.summary.text()} {laws}")
        has_parts = network is not None and bool(network.species or network.rules)
        self.simulate.setEnabled(has_parts)
        self.simulate.setToolTip(
            "Go to the Simulate page and run it" if has_parts else "There is no network yet."
        )
        figure = NetworkFigure(network.name or network.id, network) if network else None
        self.picture.show_network(figure)


def title_of(network: Network | None) -> str:
    """Return what a network is called."""
    return (network.name or network.id) if network else "No network yet"


def summary(network: Network) -> str:
    """Return how much there is of everything, and what is conserved, in a line."""
    counts = (
        (len(network.species), "species", "species"),
        (len(network.reactions), "reaction", "reactions"),
        (len(network.parameters), "parameter", "parameters"),
        (len(network.compartments), "compartment", "compartments"),
        (len(network.rules), "rule", "rules"),
        (len(network.events), "event", "events"),
    )
    parts = [f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n]
    kept = len(conserved(network))
    if kept:
        parts.append(f"{kept} conserved sum{'s' if kept > 1 else ''}")
    return "  ·  ".join(parts)


def conserved(network: Network) -> tuple[str, ...]:
    """Return the sums that no reaction changes; none for networks too large to look at once."""
    if len(network.reactions) > MOST_FOR_LAWS:
        return ()
    return tuple(str(law) for law in conservation_laws(network))


def _button(text: str, tip: str, role: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    if role:
        button.setProperty(role, True)
    return button
