"""The topology that is chosen: its graph, what its networks or parameters do, where it leads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from grnstudio.core.figures import Figure
from grnstudio.gui.buttons import explained_button
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.found_topologies import (
    FoundTopologies,
    SearchedTopologies,
    TrainedTopologies,
    described,
    parts,
)
from grnstudio.gui.panels.graph_panel import GraphPanel

NETWORK, CURVES, LINKS, SETS = "Network", "Curves", "Links", "Sets"
ADVICE = "Choose a topology on the left to see what it does."
MOST_MOLECULES = 1_000_000
ALL = -1


class TopologyDetails(Column):
    """A graph, courses and links behind tabs, above what can be done with them."""

    verify_wanted = Signal(int)  # the network whose courses are drawn, -1 for all of them
    network_wanted = Signal(float)  # molecules at a level of 1
    table_wanted = Signal(object, str)
    mutants_wanted = Signal()  # of the network whose courses are drawn, or of the best
    picture_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Topology", parent)
        self.found: FoundTopologies | None = None
        self.key = -1
        self.members = QComboBox()
        self.members.setAccessibleName("Network that is drawn")
        self.members.setToolTip("All networks of this topology, or one of them, best first")
        self.members.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.links = QLabel()
        self.links.setWordWrap(True)
        self.links.setAccessibleName("Links of the topology")
        self.tabs = FigureTabs((NETWORK, CURVES, LINKS), ADVICE)
        self.sets = _table()
        self.tabs.addTab(self.sets, SETS)
        self.verify = explained_button(
            "Verify…", "Ask whether Hill functions can do it with these links"
        )
        self.mutants = explained_button(
            "Mutants…", "Knock genes out or change doses in the network shown"
        )
        self.open = explained_button("Open as reaction network", "Edit and simulate the best set")
        self.export = explained_button("Export sets…", "Save the best parameter sets as CSV")
        self.molecules = QSpinBox(minimum=1, maximum=MOST_MOLECULES, value=1)
        self.molecules.setAccessibleName("Molecules at a level of 1")
        self.molecules.setToolTip("1: species are levels. More: so many molecules at a level of 1")
        self.molecules.setMaximumWidth(96)
        for field in (self.members, self.molecules):
            FieldEvents(field)
        self._lay_out()
        self.members.activated.connect(lambda _: self._show())
        self.mutants.clicked.connect(self.mutants_wanted)
        self.verify.clicked.connect(lambda: self.verify_wanted.emit(self.network))
        self.open.clicked.connect(lambda: self.network_wanted.emit(float(self.molecules.value())))
        self.export.clicked.connect(self._export)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.clear()

    @property
    def network(self) -> int:
        """The network whose courses are drawn, -1 for all of the topology."""
        data = self.members.currentData()
        return ALL if data is None else int(data)

    def show_way(self, trained: bool) -> None:
        """Show what goes with trained networks, or with a search."""
        self.mutants.setVisible(trained)
        for part in (self.open, self.export, self._molecules):
            part.setVisible(not trained)

    def show_topology(self, found: FoundTopologies, key: int) -> None:
        """Draw a topology of ``found``."""
        network = self.network if found is self.found and key == self.key else ALL
        self.found, self.key = found, key
        entry = found.atlas.entries[key]
        self.note.setText(f"{key + 1} of {len(found.atlas.entries)}, {entry.count:,} found it")
        if isinstance(found, SearchedTopologies):
            self.note.setText(f"{key + 1} of {len(found.atlas.entries)}")
        self.links.setText(entry.topology.text)
        self.links.setVisible(True)
        self._offer_members(network)
        self._show()
        self._allow(True)

    def show_courses(self, curves: Sequence[Figure]) -> None:
        """Draw courses of networks in training."""
        if curves:
            self.tabs.show_figures({CURVES: curves})

    def set_busy(self, busy: bool) -> None:
        """Say why a topology cannot be opened while a run goes on; all else can be done."""
        self.verify.setEnabled(not busy and self.key >= 0)
        text = "A training is under way." if busy else self.verify.accessibleDescription()
        self.verify.setToolTip(text)

    def clear(self, advice: str = ADVICE) -> None:
        """Show no topology."""
        self.found, self.key = None, -1
        self.note.clear()
        self.links.clear()
        self.links.setVisible(False)
        self.members.clear()
        self.members.setVisible(False)
        self.tabs.clear_all(advice)
        self._show_sets([])
        self._allow(False)

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.tabs.pictures()

    def _lay_out(self) -> None:
        self.head.addWidget(self.members, 2)
        self.work.addWidget(self.links)
        self.work.addWidget(self.tabs, 1)
        self._molecules = QWidget()
        row = QHBoxLayout(self._molecules)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = QLabel("Molecules per level")
        label.setBuddy(self.molecules)
        row.addWidget(label)
        row.addWidget(self.molecules)
        row.addStretch(1)
        row.addWidget(self.export)
        self.work.addWidget(self._molecules)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.verify)
        row.addWidget(self.mutants)
        row.addStretch(1)
        row.addWidget(self.open)
        self.work.addLayout(row)

    def _allow(self, can: bool) -> None:
        for button in (self.verify, self.mutants, self.open, self.export):
            button.setEnabled(can)
            text = button.accessibleDescription() if can else "Choose a topology first."
            button.setToolTip(text)

    def _offer_members(self, network: int) -> None:
        self.members.clear()
        self.members.setVisible(False)
        if not isinstance(self.found, TrainedTopologies):
            return
        members = self.found.members(self.key)
        count = len(members)
        self.members.addItem("All its networks" if count > 1 else "Its network", ALL)
        for number, loss in members:
            self.members.addItem(f"Network {number + 1}, loss {loss:.3g}", number)
        self.members.setCurrentIndex(max(0, self.members.findData(network)))
        self.members.setVisible(True)

    def _show(self) -> None:
        if self.found is None:
            return
        if isinstance(self.found, TrainedTopologies) and self.network != ALL:
            figures = self.found.member_figures(self.network)
        else:
            figures = self.found.topology_figures(self.key)
        graphs, curves, links = parts(figures)
        is_whole = self.network == ALL
        if is_whole:
            graphs = described(graphs, self.found.words(self.key))
        self.tabs.show_figures({NETWORK: graphs, CURVES: curves, LINKS: links})
        for panel in self.tabs.boards[NETWORK].panels.values():
            if isinstance(panel, GraphPanel):
                panel.show_controls(not is_whole)  # a topology's links are there or not
        is_search = isinstance(self.found, SearchedTopologies)
        self._show_sets(self.found.sets(self.key) if is_search else [])  # type: ignore[attr-defined]

    def _show_sets(self, rows: list[list[str]]) -> None:
        self.sets.clear()
        self.sets.setColumnCount(len(rows[0]) if rows else 0)
        self.sets.setRowCount(max(0, len(rows) - 1))
        if rows:
            self.sets.setHorizontalHeaderLabels(rows[0])
        for place, row in enumerate(rows[1:]):
            for column, text in enumerate(row):
                self.sets.setItem(place, column, QTableWidgetItem(text))
        self.sets.resizeColumnsToContents()
        self.tabs.setTabVisible(self.tabs.indexOf(self.sets), bool(rows))

    def _export(self) -> None:
        if isinstance(self.found, SearchedTopologies):
            self.table_wanted.emit(self.found.sets(self.key), f"sets of topology {self.key + 1}")


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName("Best parameter sets")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    return table
