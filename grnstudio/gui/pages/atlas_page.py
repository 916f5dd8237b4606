"""Atlas: which topologies do a task, found by many trained networks or by trying all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from grnstudio.core.atlas import Comparison
from grnstudio.core.figures import AtlasFigure, CurveFigure, Figure
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.pages.atlas_controls import SEARCHED, TRAINED, AtlasHead
from grnstudio.gui.pages.atlas_views import AtlasViews
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.found_topologies import (
    CUTOFF,
    FoundTopologies,
    SearchedTopologies,
    TrainedTopologies,
    can_be_mapped,
    found_in,
    parts,
    shares,
    sorting_of,
)
from grnstudio.gui.pages.step_page import Pick, StepPage
from grnstudio.gui.pages.topology_details import TopologyDetails
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

WORDS = {
    TRAINED: ("Build atlas", "Train many networks, and map the topologies that they find (F5)"),
    SEARCHED: ("Try all", "Try every topology with Hill functions and random parameters (F5)"),
}
ADVICE = {
    TRAINED: "Press Build atlas to see which topologies many networks find, or choose a run above.",
    SEARCHED: "Press Try all to see which of all topologies do the task with Hill functions.",
}
EARLY = "This run ended before it had a result."
GROWING = "Topologies can be opened once the run has ended or been stopped."
ON_PAGE = ("cutoff", "joined", "gauge")


class AtlasPage(StepPage):
    """The topologies on the left, as map and as table; on the right the one that is chosen."""

    learners: ClassVar = (TRAINED, SEARCHED)

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self.found: FoundTopologies | None = None
        self.other: FoundTopologies | None = None
        self.comparison: Comparison | None = None
        self.chosen = -1
        self.column = Column("Topologies")
        self.head = AtlasHead(document)
        self.views = AtlasViews()
        self.details = TopologyDetails()
        self.metrics = MetricsPanel()
        self.metrics.setAccessibleName("Loss of the networks in training")
        self._lay_out()
        self._connect()
        self._use(TRAINED)
        self.clear()
        document.watch(lambda project: project.design, self._show_design)
        document.watch(lambda project: project.runs, self._offer_runs)

    @property
    def learner(self) -> str:
        """The learner that is started from here."""
        return self.head.way.learner

    @property
    def network(self) -> str:
        """The number of the network that is drawn, or of the topology's best; "" for none."""
        if not isinstance(self.found, TrainedTopologies) or self.chosen < 0:
            return ""
        return self.found.choice(self.chosen, self.details.network)

    def latest(self) -> Run | None:
        """Return the last run of the way that is chosen."""
        runs = self.document.project.runs
        return next((one for one in reversed(runs) if one.learner == self.learner), None)

    def begin(self, run: Run) -> None:
        """Make room for what a run brings."""
        self._use(run.learner)
        self.clear()
        self.run = run
        self.column.note.setText(f"run {run.key}")
        self.views.show_none("The first topologies come when the first networks are trained…")
        self.metrics.clear("The loss appears with the first step…")
        self.metrics.setVisible(run.learner == TRAINED)
        self._offer_runs(self.document.project.runs)

    def show_update(self, update: Update) -> None:
        """Show the loss, the topologies so far and the best courses so far."""
        self.metrics.add(update.metrics)
        told = [f"{name}: {value:,.0f}" for name, value in _counts(update).items()]
        self.column.note.setText("; ".join([update.stage, *told]))
        if update.figures:
            self.turns.put("figures", partial(self._show_live, tuple(update.figures)))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        if run.learner == SEARCHED or self.learner == SEARCHED:
            self._use(SEARCHED if run.learner == SEARCHED else TRAINED)
        self.run = run
        self.metrics.setVisible(False)
        self.column.note.setText(f"run {run.key}")
        self._offer_runs(self.document.project.runs)
        if not run.arrays:
            self._forget()
            self.views.show_none(run.message or EARLY)
            return
        self.chosen = -1
        self._show_found(found_in(run))

    def choose(self, key: int) -> None:
        """Show a topology."""
        if self.is_busy or self.found is None:
            self.said.emit(GROWING)
            return
        self.chosen = key
        self.views.choose(key)
        self.details.show_topology(self.found, key)

    def compare_with(self, key: int) -> None:
        """Mark the topologies that the run numbered ``key`` has found too; 0 is none."""
        self.other = None
        if key:
            other = found_in(self.document.project.run(key))
            self.other = self._sorted(other)
        self._show_comparison()
        self._offer_runs(self.document.project.runs)

    def refresh(self) -> None:
        """Say what a search would try, and offer what can be done with a topology."""
        self.details.set_busy(self.session.is_training)

    def clear(self) -> None:
        """Show no run."""
        self.run = None
        self.turns.drop()
        self.column.note.clear()
        self.metrics.clear("")
        self.metrics.setVisible(False)
        self._forget()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.views.pictures() | self.details.pictures()

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.views)
        left.addWidget(self.metrics)
        left.setSizes([420, 160])
        left.setChildrenCollapsible(False)
        self.column.work.addWidget(self.head)
        self.column.work.addWidget(left, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.column, self.details):
            across.addWidget(part)
            across.setStretchFactor(across.count() - 1, 1)
        across.setSizes([440, 400])
        across.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(across)

    def _connect(self) -> None:
        self.head.way.chosen.connect(self._change_way)
        self.head.shown.run_chosen.connect(self._choose_run)
        self.views.topology_chosen.connect(self.choose)
        self.views.cutoff_chosen.connect(self.head.sorting.choose_cutoff)
        self.views.run_chosen.connect(self.compare_with)
        self.views.table_wanted.connect(lambda rows: self.table_wanted.emit(rows, "topologies"))
        self.views.picture_wanted.connect(self.picture_wanted)
        self.details.picture_wanted.connect(self.picture_wanted)
        self.details.table_wanted.connect(self.table_wanted)
        self.details.verify_wanted.connect(self._pick)
        self.details.network_wanted.connect(self._open)

    def _use(self, learner: str) -> None:
        """Take the words and fields of ``learner``."""
        self.head.show_way(learner)
        self.verb, self.tip = WORDS[learner]
        self.on_page = ON_PAGE if learner == TRAINED else ()
        self.views.show_way(learner == TRAINED)
        self.details.show_way(learner == TRAINED)
        self._show_forecast(self.document.project.design)
        self.learner_changed.emit()

    def _change_way(self, learner: str) -> None:
        self._use(learner)
        self.clear()
        latest = self.latest()
        busy = self.session.run if self.is_busy else None
        if busy is not None and busy.learner == learner:
            self.run = busy
            self.metrics.setVisible(learner == TRAINED)
        elif latest is not None and latest.arrays:
            self.show_run(latest)
        self._offer_runs(self.document.project.runs)

    def _choose_run(self, key: int) -> None:
        if key:
            self.show_run(self.document.project.run(key))
        else:
            self.clear()

    def _forget(self) -> None:
        self.found = self.other = self.comparison = None
        self.chosen = -1
        self.views.show_none(ADVICE[self.learner])
        self.details.clear()
        self._offer_runs(self.document.project.runs)

    def _sorted(self, found: FoundTopologies) -> FoundTopologies:
        if isinstance(found, TrainedTopologies):
            return found.sorted_as(sorting_of(self.document.project.design))
        return found

    def _show_found(self, found: FoundTopologies) -> None:
        try:
            self.found = self._sorted(found)
        except GRNStudioError:
            self.found = found  # the problems dock says which setting is amiss
        if self.other is not None and not found.fits(self.other.run):
            self.other = None
        entries = self.found.atlas.entries
        self.chosen = self.chosen if 0 <= self.chosen < len(entries) else 0
        figures = self.found.figures()
        self.views.show_figures(figures, shares(figures))
        if isinstance(self.found, TrainedTopologies):
            result = self.found.result
            curve = next(one for one in figures if one.title == CUTOFF)
            assert isinstance(curve, CurveFigure)
            self.views.show_cutoffs(curve, result.cutoff, result.curve.chosen)
        self._show_comparison()
        self._offer_runs(self.document.project.runs)
        if entries:
            self.choose(self.chosen)
        else:
            self.details.clear("No network is left: choose a lower cut-off, or link genes less.")

    def _show_comparison(self) -> None:
        if self.found is None:
            return
        other, self.comparison = self.other, None
        if other is not None:
            self.comparison = self.found.compared(other)
        self.views.show_comparison(self.found, other, self.comparison)
        self.views.choose(self.chosen)

    def _show_live(self, figures: tuple[Figure, ...]) -> None:
        maps = [one for one in figures if isinstance(one, AtlasFigure)]
        curves = [one for one in parts(figures)[1] if one.title not in (CUTOFF, "Degeneracy")]
        if maps:
            self.views.show_figures(figures, shares(figures))
        self.details.show_courses(curves)

    def _show_design(self, design: Design) -> None:
        self._show_forecast(design)
        try:
            sorting = sorting_of(design)
        except GRNStudioError:
            return  # the problems dock says which setting is amiss
        found = self.found
        has_free = not isinstance(found, TrainedTopologies) or bool(found.free)
        self.head.sorting.show_sorting(sorting, has_free)
        if isinstance(found, TrainedTopologies) and not found.is_sorted_as(sorting):
            self.turns.put("sort", self._sort)

    def _sort(self) -> None:
        if isinstance(self.found, TrainedTopologies):
            if isinstance(self.other, TrainedTopologies):
                self.other = self._sorted(self.other)
            self._show_found(self.found)

    def _show_forecast(self, design: Design) -> None:
        if self.learner != SEARCHED or design.task is None:
            self.head.forecast.clear()
            return
        spec = LEARNERS[SEARCHED]
        try:
            spec.inputs(design)
            text = spec.of_result("forecast", spec.configured(design), design.task)
        except GRNStudioError as error:
            text = str(error)
        self.head.forecast.setText(text)

    def _offer_runs(self, runs: Sequence[Run]) -> None:
        mapped = [one for one in runs if can_be_mapped(one)]
        mine = [one for one in mapped if (one.learner == SEARCHED) == (self.learner == SEARCHED)]
        self.head.shown.offer(mine, self.run.key if self.run else 0)
        found = self.found
        others = [one for one in mapped if found is not None and found.fits(one)]
        self.views.offer_runs(others, self.other.run.key if self.other else 0)

    def _pick(self, network: int) -> None:
        if self.found is not None and self.chosen >= 0:
            topology = self.found.atlas.entries[self.chosen].topology
            choice = self.found.choice(self.chosen, network)
            self.picked.emit(Pick(topology, self.found.run.key, choice))

    def _open(self, size: float) -> None:
        if not isinstance(self.found, SearchedTopologies):
            return
        try:
            network = self.found.result.network(str(self.chosen + 1), size)
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        source = f"topology {self.chosen + 1} of run {self.found.run.key}"
        self.network_wanted.emit(network, source)


def _counts(update: Update) -> dict[str, float]:
    """Return the newest counts of a search."""
    found: dict[str, float] = {}
    for _, metrics in update.metrics:
        found |= {name: value for name, value in metrics.items() if name.startswith("successful")}
    return found
