"""The topologies of a run as a map, as a table, by cut-off, by their shares, beside another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.atlas import Comparison
from grnstudio.core.atlas_figures import venn_figure
from grnstudio.core.figures import AtlasFigure, CurveFigure, Figure
from grnstudio.gui.pages.atlas_controls import RunChoice
from grnstudio.gui.pages.found_topologies import FoundTopologies, marked
from grnstudio.gui.pages.topology_table import TopologyTable
from grnstudio.gui.panels.atlas_panel import AtlasPanel
from grnstudio.gui.panels.cutoff_panel import CutoffPanel
from grnstudio.gui.panels.figure_board import FigureBoard
from grnstudio.gui.panels.venn_panel import VennPanel
from grnstudio.project import Run

MAP, TABLE, CUTOFF, SHARES, COMPARE = "Map", "Table", "Cut-off", "Shares", "Compare"
NO_OTHER = "Choose another run to see which topologies both have found."
NONE_YET = "There are no topologies yet."
NO_OTHER_RUN = (
    "Another atlas or a search of the same genes is needed: build one, or try all topologies."
)


class AtlasViews(QTabWidget):
    """Tabs; a topology that is chosen in one is chosen in all."""

    topology_chosen = Signal(int)
    cutoff_chosen = Signal(float)
    run_chosen = Signal(int)  # to compare with, 0 for none
    table_wanted = Signal(object)
    picture_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.map, self.table, self.curve = AtlasPanel(), TopologyTable(), CutoffPanel()
        self.shares, self.venn = FigureBoard(), VennPanel()
        self.others = RunChoice("Compare with", "Choose a run…")
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.export = QPushButton("Export table…")
        self.export.setToolTip("Save all topologies as CSV, with their counts and motifs")
        self._map: AtlasFigure | None = None
        for name, panel in (
            ("Topologies", self.map),
            ("Cut-off", self.curve),
            ("Topologies of both runs", self.venn),
            ("Shares of topologies", self.shares),
        ):
            panel.setAccessibleName(name)
        self._add_tabs()
        self.map.node_chosen.connect(self.topology_chosen)
        self.table.chosen.connect(self.topology_chosen)
        self.curve.cutoff_chosen.connect(self.cutoff_chosen)
        self.others.run_chosen.connect(self.run_chosen)
        self.shares.export_requested.connect(self.picture_wanted)
        self.export.clicked.connect(lambda: self.table_wanted.emit(self.table.topologies.table()))

    def show_way(self, trained: bool) -> None:
        """Show the tabs that networks or a search have something for."""
        self.setTabVisible(self.indexOf(self.curve), trained)

    def show_none(self, advice: str) -> None:
        """Show no topologies."""
        self._map = None
        for panel in (self.map, self.curve):
            panel.clear(advice)
        self.shares.clear(advice)
        self.venn.clear(NO_OTHER)
        self.told.clear()
        self.table.show_found(None)
        self._has_some(False)

    def show_figures(self, figures: Sequence[Figure], shares: Sequence[Figure]) -> None:
        """Draw the map and the shares."""
        self._map = next((one for one in figures if isinstance(one, AtlasFigure)), None)
        if self._map is not None and self._map.nodes:
            self.map.show_figure(self._map)
        elif self._map is not None:
            self.map.clear(self._map.note)
        for one in figures:
            if isinstance(one, CurveFigure) and one.title == CUTOFF:
                self.curve.show_figure(one)
        self.shares.show_figures(shares)
        self.setTabEnabled(self.indexOf(self.shares), bool(shares))
        self.setTabToolTip(self.indexOf(self.shares), "" if shares else NONE_YET)

    def show_cutoffs(self, figure: CurveFigure, cutoff: float, by_rule: float) -> None:
        """Draw the curve of cut-offs."""
        self.curve.show_cutoffs(figure, cutoff, by_rule)

    def show_comparison(
        self,
        found: FoundTopologies,
        other: FoundTopologies | None,
        comparison: Comparison | None,
    ) -> None:
        """List ``found``, and mark what ``other`` has found too."""
        name = other.name if other is not None else ""
        self.table.show_found(found, comparison, name)
        self._has_some(bool(found.atlas.entries))
        if self._map is not None and self._map.nodes:
            self.map.show_figure(marked(self._map, comparison, name))
        if other is None or comparison is None:
            self.venn.clear(NO_OTHER if self.others.isEnabled() else NO_OTHER_RUN)
            self.told.clear()
            return
        self.venn.show_figure(replace(venn_figure(comparison, (found.name, name)), note=""))
        self.told.setText(
            f"In {found.name}, {comparison.direct_share:.1%} of {found.counted} have a topology "
            f"that is in {name} too, {comparison.near_share:.1%} one that is a link away."
        )

    def choose(self, key: int) -> None:
        """Bring a topology out in the map and the table."""
        self.map.choose(key)
        self.table.choose(key)

    def offer_runs(self, runs: Sequence[Run], chosen: int) -> None:
        """List the runs to compare with."""
        self.others.offer(runs, chosen)
        if self.venn.is_empty:
            self.venn.clear(NO_OTHER if runs else NO_OTHER_RUN)

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        own = {"Topologies": self.map, "Cut-off": self.curve, "Found by both": self.venn}
        panels = {**own, **self.shares.panels}
        hidden = self.curve if not self.isTabVisible(self.indexOf(self.curve)) else None
        return {
            name: panel
            for name, panel in panels.items()
            if not panel.is_empty and panel is not hidden
        }

    def _add_tabs(self) -> None:
        listed, compared = QWidget(), QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.export)
        column.addLayout(row)
        column = QVBoxLayout(compared)
        column.setContentsMargins(0, 8, 0, 0)
        row = QHBoxLayout()
        label = QLabel("With")
        label.setBuddy(self.others)
        row.addWidget(label)
        row.addWidget(self.others, 1)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.venn, 1)
        for name, tab in (
            (MAP, self.map),
            (TABLE, listed),
            (CUTOFF, self.curve),
            (SHARES, self.shares),
            (COMPARE, compared),
        ):
            self.addTab(tab, name)
        self._pages = {TABLE: listed, COMPARE: compared}

    def _has_some(self, has: bool) -> None:
        for page in (*self._pages.values(), self.shares):
            self.setTabEnabled(self.indexOf(page), has)
            self.setTabToolTip(self.indexOf(page), "" if has else NONE_YET)
        self.export.setEnabled(has)
        if not has and not self.isTabEnabled(self.currentIndex()):
            self.setCurrentIndex(0)
