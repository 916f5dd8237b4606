"""The right column: the network that was learned, and how each of its signs was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QWidget,
)

from grnstudio.core.figures import Figure, GraphFigure, HeatmapFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.topology import of_graph
from grnstudio.gui.buttons import push_button
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.step_page import Pick
from grnstudio.gui.panels.graph_panel import GraphPanel
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel
from grnstudio.gui.turns import Turns
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

NO_GRAPH = "Train first; the network that was learned appears here."
NO_HEATMAP = "Train first; the effect of each link's mutation appears here."
READ_AFTER_MS = 400
ALL, BEST = "all", "best"


class ReadColumn(Column):
    """Graph above heat-map, of all networks or of one, read by a procedure and lambda."""

    reading_wanted = Signal(int, str, float)  # run, procedure, lambda
    picked = Signal(object)  # a Pick of the links above the cut-off
    mutants_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Read", parent)
        self.run: Run | None = None
        self._result: Any = None
        self._own_choice = ""  # by the user, who keeps it from run to run
        self.networks = QComboBox()
        self.procedure = QComboBox()
        self.fraction = QDoubleSpinBox(decimals=3, singleStep=0.05)
        self.verify = push_button(
            "Verify…",
            "Ask whether Hill functions can do it with the links that are shown",
            "Verify the links that are shown",
        )
        self.mutants = push_button(
            "Mutants…",
            "Knock genes out or change doses, and see what the network does",
            "Mutants of the network that is shown",
        )
        self.graph = GraphPanel()
        self.heatmap = HeatmapPanel()
        self._delay = QTimer(self, interval=READ_AFTER_MS, singleShot=True)
        self._delay.timeout.connect(self._ask)
        self._can_verify = False
        self._set_up_controls()
        self._lay_out()
        self.clear()

    @property
    def shown_graph(self) -> RegulatoryGraph | None:
        """The graph that is drawn."""
        figure = self.graph.figure
        return figure.graph if figure else None

    @property
    def cutoff(self) -> float:
        """The strength above which links count."""
        return self.graph.cutoff

    def clear(self) -> None:
        """Show the empty state."""
        self.run, self._result = None, None
        self.note.clear()
        self._allow(False)
        self.graph.clear(NO_GRAPH)
        self.heatmap.clear(NO_HEATMAP)

    def offer_verifying(self, can: bool) -> None:
        """Show the button that takes the links on, where there is a page that takes them."""
        self._can_verify = can
        self.verify.setVisible(can and self.run is not None)

    def begin(self, run: Run) -> None:
        """Make room for a training's own reading."""
        self.clear()
        self._show_way(str(run.config["procedure"]), float(run.config["fraction"]))
        self._allow(False)
        self.note.setText("the best network so far")

    def show_live(self, figures: Sequence[Figure], turns: Turns) -> None:
        """Draw a training's figures as they come, a panel a turn."""
        for figure in figures:
            turns.put(type(figure).__name__, partial(self._show, figure))

    def _show(self, figure: Figure) -> None:
        if isinstance(figure, GraphFigure):
            self.graph.show_figure(figure)
        elif isinstance(figure, HeatmapFigure):
            self.heatmap.show_figure(figure)

    def show_run(self, run: Run) -> None:
        """Draw the network that ``run`` learned, of the networks chosen before where it can."""
        if not run.arrays:
            self.clear()
            return
        self.run, self._result = run, LEARNERS[run.learner].from_run(run)
        self.note.setText(f"run {run.key}")
        self._allow(True)
        self._offer_networks(len(self._result.losses))
        self._show_way(str(run.config["procedure"]), float(run.config["fraction"]))
        self._draw()

    def set_busy(self, reason: str) -> None:
        """Grey the ways of reading, with a reason, or allow them again."""
        for widget, tip in self._ways:
            widget.setEnabled(self.run is not None and not reason)
            widget.setToolTip(reason or tip)

    def _set_up_controls(self) -> None:
        about = {one.name: one.metadata for one in fields(LEARNERS["circuit"].config)}
        self.procedure.addItems(about["procedure"]["choices"])
        self.fraction.setRange(about["fraction"]["low"], about["fraction"]["high"])
        usual = LEARNERS["circuit"].config()
        self._show_way(usual.procedure, usual.fraction)
        for field in (self.networks, self.procedure, self.fraction):
            FieldEvents(field)
        self.networks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.networks.setAccessibleName("Networks shown")
        self.networks.setToolTip("The mean over all networks, the one that fits best, or any one")
        self.procedure.setAccessibleName("Link mutation")
        self.fraction.setAccessibleName("Link value under mutation, λ")
        self._ways: tuple[tuple[QWidget, str], ...] = (
            (self.procedure, about["procedure"]["help"]),
            (self.fraction, about["fraction"]["help"]),
        )
        self.networks.activated.connect(lambda _: self._choose())
        self.verify.clicked.connect(self._pick)
        self.mutants.clicked.connect(self.mutants_wanted)
        self.procedure.activated.connect(lambda: self._delay.start())
        self.fraction.valueChanged.connect(lambda: self._delay.start())

    def _lay_out(self) -> None:
        self.head.addWidget(self.networks)
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, widget in (("Link mutation", self.procedure), ("λ", self.fraction)):
            label = QLabel(text)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget, 1 if widget is self.procedure else 0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        for part in (self.graph, self.heatmap):
            split.addWidget(part)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([500, 300])
        self.work.addLayout(row)
        self.work.addWidget(split, 1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.verify)
        actions.addWidget(self.mutants)
        actions.addStretch(1)
        self.work.addLayout(actions)

    def _allow(self, can: bool) -> None:
        self.networks.setVisible(can)
        self.verify.setVisible(can and self._can_verify)
        self.mutants.setVisible(can)
        for widget, tip in self._ways:
            widget.setEnabled(can)
            widget.setToolTip(tip if can else NO_GRAPH)

    def _offer_networks(self, count: int) -> None:
        self.networks.clear()
        if count > 1:
            self.networks.addItem(f"All {count} networks (mean)", ALL)
        self.networks.addItem(f"Best, network {self._result.best + 1}", BEST)
        for number in range(count):
            self.networks.addItem(f"Network {number + 1}", str(number + 1))
        wanted = self._own_choice or self._result.usual_choice
        self.networks.setCurrentIndex(max(0, self.networks.findData(wanted)))

    def _show_way(self, procedure: str, fraction: float) -> None:
        self.procedure.setCurrentText(procedure)
        blocked = self.fraction.blockSignals(True)
        self.fraction.setValue(fraction)
        self.fraction.blockSignals(blocked)
        self.fraction.setEnabled(procedure != "derivative limit")

    def _choose(self) -> None:
        self._own_choice = self.networks.currentData()
        self._draw()

    def _pick(self) -> None:
        graph = self.shown_graph
        if self.run is not None and graph is not None:
            topology = of_graph(graph, self.cutoff)
            self.picked.emit(Pick(topology, self.run.key, self.networks.currentData()))

    def _draw(self) -> None:
        chosen = self.networks.currentData()
        if self.run is None:
            return
        for figure in LEARNERS[self.run.learner].link_figures(self._result, chosen):
            self._show(figure)

    def _ask(self) -> None:
        if self.run is not None:
            way = self.procedure.currentText(), self.fraction.value()
            if way != (self.run.config["procedure"], self.run.config["fraction"]):
                self.reading_wanted.emit(self.run.key, *way)
