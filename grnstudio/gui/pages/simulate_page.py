"""Simulating a network: run it by any method, look at it in four ways, compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from grnstudio.core.figures import CurveFigure
from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.in_sight import watch_in_sight
from grnstudio.gui.pages.empty_state import EmptyState
from grnstudio.gui.pages.findings_strip import FindingsStrip
from grnstudio.gui.pages.scan_view import ScanView
from grnstudio.gui.pages.simulate_head import ProgressLine, SimulateHead
from grnstudio.gui.pages.simulation_views import (
    NONE_SHOWN,
    NOT_YET,
    DistributionView,
    PhasePlaneView,
    TimeCourseView,
)
from grnstudio.gui.pages.simulations_panel import SimulationsPanel
from grnstudio.gui.pages.steady_view import SteadyView
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_list import Entry
from grnstudio.gui.simulation_live import pair, suggested, title_of
from grnstudio.gui.simulation_requests import SCAN, SIMULATE, STEADY, Request
from grnstudio.gui.turns import Turns
from grnstudio.jobs import Update
from grnstudio.project import Design
from grnstudio.simulate.output import reported
from grnstudio.simulate.simulation import Simulation

TIME, DISTRIBUTION, PHASE, SCANNING, SETTLING = range(5)
VIEWS = (
    ("Time course", "Amounts over time"),
    ("Distribution", "How likely each amount is, at a time"),
    ("Phase plane", "One species over another"),
    ("Scan", "The same simulation for many values of a parameter"),
    ("Steady state", "Where nothing changes any more, and whether it is stable"),
)
VERBS = {SCANNING: "Scan", SETTLING: "Find"}
VIEW_OF = {SCAN: SCANNING, STEADY: SETTLING}
EMPTY = "Open a network to simulate it, or start from an example."


class SimulatePage(QWidget):
    """What the session has simulated, as pictures above a table."""

    failed = Signal(object)  # an error to be shown
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)
    open_wanted = Signal()
    examples_wanted = Signal()

    def __init__(
        self, document: Document, session: SimulationSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._network: Network | None = None
        self._refusal = ""
        self._turns = Turns(self)
        self.head = SimulateHead()
        self.findings = FindingsStrip()
        self.tabs = QTabBar()
        self.progress = ProgressLine(session)
        self.time_course = TimeCourseView()
        self.distribution = DistributionView()
        self.phase_plane = PhasePlaneView()
        self.scan = ScanView(session)
        self.steady = SteadyView()
        self.views = QStackedWidget()
        self.simulations = SimulationsPanel(session)
        self._lay_out()
        self._connect()
        self._follow_session()
        watch_in_sight(document, self, lambda project: project.design, self._show_design)

    def run(self) -> None:
        """Do what the view at hand is for; what is missing is said in the page."""
        try:
            if self.tabs.currentIndex() == SETTLING:
                self._session.start_search(self.steady.is_nearest)
            elif self.tabs.currentIndex() == SCANNING:
                self._session.change_scan(quantity=self.head.quantity)
                self._session.start_scan()
            else:
                self._session.start()
        except GRNStudioError as error:
            self._show_refusal(error)

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        views = (self.time_course, self.distribution, self.phase_plane)
        found: dict[str, QWidget] = {one.tile.name.text(): one.panel for one in views}
        return {
            name: panel
            for name, panel in {**found, **self.scan.board.panels}.items()
            if not panel.is_empty  # type: ignore[attr-defined]
        }

    def show_view(self, view: int) -> None:
        """Go to one of the ways to look at simulations."""
        self.tabs.setCurrentIndex(view)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the worker load the engines as soon as someone may want them."""
        super().showEvent(event)
        self._session.warm()

    @property
    def shown(self) -> tuple[Simulation, ...]:
        """The simulations whose boxes are ticked, under the names in the table."""
        visible = [one for one in self._session.listed if one.is_visible]
        return tuple(replace(one.simulation, engine=one.name) for one in visible)

    def redraw(self) -> None:
        """Draw the view at hand."""
        self._turns.drop()
        shown, view = self.shown, self.tabs.currentIndex()
        self.head.allow_concentration(any(one.sizes for one in shown) or self._has_sizes())
        if view == SCANNING:
            self.scan.show_scan(self._session.scan_result, self.time_course.species.chosen)
        elif view == SETTLING:
            self.steady.show_network(self._network)
        elif not shown:
            for one in (self.time_course, self.distribution, self.phase_plane):
                one.panel.clear(NONE_SHOWN if self._session.listed else NOT_YET)
        elif view == TIME:
            mark = self.distribution.time
            self.time_course.show_simulations(shown, self.head.quantity, mark)
        elif view == DISTRIBUTION:
            self.distribution.show_simulations(shown)
        else:
            self.phase_plane.show_simulations(shown, self.head.quantity)

    def refresh(self) -> None:
        """Show what can be pressed."""
        session = self._session
        verb = VERBS.get(self.tabs.currentIndex(), "Run")
        self.head.show_running(session.is_running, session.is_stopping, verb)
        self.progress.setVisible(session.is_running)

    def _show_design(self, design: Design) -> None:
        network = design.network
        self._stack.setCurrentIndex(0 if network is None else 1)
        if network is not None:
            self._show_network(network)
        self.scan.show_network(network)
        try:
            self.head.show_method(self._session.config.method)
        except GRNStudioError as error:
            self.failed.emit(error)

    def _show_network(self, network: Network) -> None:
        if network is self._network:
            return
        is_other = self._network is None or network.id != self._network.id
        self._network, self._refusal = network, ""
        self.head.title.show_text(title_of(network))
        names = reported(network)
        first = suggested(network, names)
        self.time_course.species.show_names(names, first, afresh=is_other)
        self.distribution.show_names(names, first[0] if first else "")
        self.phase_plane.show_names(names, pair(network, names))
        self._session.shown = self.time_course.species.chosen
        self.simulations.refresh()
        self.redraw()
        self._show_findings()
        if self.isVisible():
            self._session.warm()

    def _show_findings(self) -> None:
        refusal = (("error", self._refusal),) if self._refusal else ()
        self.findings.show_findings((*refusal, *self._session.check.findings))

    def _show_refusal(self, error: GRNStudioError) -> None:
        self._refusal = str(error)
        self._show_findings()

    def _begin(self, request: Request) -> None:
        self._refusal = ""
        self._show_findings()
        self.progress.begin()
        view = self.tabs.currentIndex()
        self.show_view(VIEW_OF.get(request.kind, TIME if view in VERBS else view))

    def _show_update(self, update: Update) -> None:
        self.progress.show_update(update)
        running = self._session.running
        if running is None or not update.figures:
            return
        if running.kind == SCAN:
            self._turns.put("scan", lambda: self.scan.show_live(update.figures))
        elif running.kind == SIMULATE and self.tabs.currentIndex() == TIME:
            self._turns.put("time", lambda: self._show_live(update.figures))

    def _show_live(self, figures: Sequence[object]) -> None:
        found = [one for one in figures if isinstance(one, CurveFigure)]
        if self._session.running is not None and found:
            staying = [one for one in self._session.listed if one.is_visible and self._stays(one)]
            shown = [replace(one.simulation, engine=one.name) for one in staying]
            self.time_course.show_live(found[0], shown, self.head.quantity)

    def _stays(self, entry: Entry) -> bool:
        running = self._session.running
        return entry.is_kept or running is None or entry.method != running.config.method

    def _has_sizes(self) -> bool:
        network = self._network
        return network is not None and any(one.compartment for one in network.species)

    def _change_species(self) -> None:
        self._session.shown = self.time_course.species.chosen
        self.redraw()

    def _choose_method(self, method: str) -> None:
        try:
            self._session.change(
                f"Choose {method}",
                **self._session.emulators.choice(
                    method, self._session.config, self._session.network
                ),
            )
        except GRNStudioError as error:
            self.failed.emit(error)
            self.head.show_method(self._session.config.method)

    def _connect(self) -> None:
        self.head.run.clicked.connect(self.run)
        self.head.stop.clicked.connect(self._session.stop)
        self.head.method_chosen.connect(self._choose_method)
        self.head.quantity_chosen.connect(lambda _: self.redraw())
        self.tabs.currentChanged.connect(self._change_view)
        self.time_course.changed.connect(self._change_species)
        for said in (self.simulations.said, self.scan.said, self.steady.said):
            said.connect(self.said)
        for failed in (self.simulations.failed, self.scan.failed):
            failed.connect(self.failed)
        self.scan.picture_wanted.connect(self.picture_wanted)
        for view in (self.time_course, self.distribution, self.phase_plane):
            view.tile.export_requested.connect(self.picture_wanted)

    def _follow_session(self) -> None:
        session = self._session
        session.began.connect(self._begin)
        session.progressed.connect(self._show_update)
        session.entries_changed.connect(self.redraw)
        session.scanned.connect(lambda _: self.redraw())
        session.settled.connect(self.steady.show_state)
        session.refused.connect(self._show_refusal)
        session.checked.connect(self._show_findings)
        session.state_changed.connect(self.refresh)

    def _change_view(self, view: int) -> None:
        self.views.setCurrentIndex(view)
        self.simulations.setVisible(view not in VERBS)
        self.refresh()
        self.redraw()

    def _lay_out(self) -> None:
        for name, tip in VIEWS:
            self.tabs.setTabToolTip(self.tabs.addTab(name), tip)
        self.tabs.setAccessibleName("Ways to look at simulations")
        self.tabs.setExpanding(False)
        pictures = (self.time_course, self.distribution, self.phase_plane)
        for view in (*pictures, self.scan, self.steady):
            self.views.addWidget(view)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.progress)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.views)
        split.addWidget(self.simulations)
        split.setStretchFactor(0, 1)
        split.setSizes([440, 148])
        split.setChildrenCollapsible(False)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.findings)
        column.addLayout(row)
        column.addWidget(split, 1)
        ways = {"Open a network…": self.open_wanted, "See the examples": self.examples_wanted}
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(EMPTY, ways))
        self._stack.addWidget(work)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
