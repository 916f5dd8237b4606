"""Atlas: which topologies do a task, found by many trained networks or by trying all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from grnstudio.core.atlas import Comparison
from grnstudio.core.figures import AtlasFigure, CurveFigure, Figure
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.pages.atlas_controls import SEARCHED, TRAINED, AtlasHead
from grnstudio.gui.pages.atlas_views import AtlasViews
from grnstudio.gui.pages.atlas_words import (
    ADVICE,
    EARLY,
    FIRST,
    GROWING,
    NONE_LEFT,
    ON_PAGE,
    WORDS,
    forecast,
    newest,
)
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.found_topologies import (
    CUTOFF,
    UNEVEN,
    FoundTopologies,
    SearchedTopologies,
    TrainedTopologies,
    can_be_mapped,
    found_in,
    parts,
    shares,
    sorted_for,
    sorting_of,
)
from grnstudio.gui.pages.step_page import Pick, StepPage
from grnstudio.gui.pages.topology_details import TopologyDetails
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.project import Design, Run


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
        self.views.show_none(FIRST[run.learner])
        self.metrics.clear("The loss appears with the first step…")
        self.metrics.setVisible(run.learner == TRAINED)
        self._offer_runs(self.document.project.runs)

    def show_update(self, update: Update) -> None:
        """Show the loss, the topologies so far and the best courses so far."""
        self.metrics.add(update.metrics)
        self.column.note.setText(newest(update))
        if update.figures:
            self.turns.put("figures", partial(self._show_live, tuple(update.figures)))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        wanted = SEARCHED if run.learner == SEARCHED else TRAINED
        if wanted != self.learner:
            self._use(wanted)
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
            project = self.document.project
            self.other = sorted_for(found_in(project.run(key)), project.design)
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
        put_beside(self, (self.column, self.details), (440, 400))

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
        self.details.mutants_wanted.connect(self.mutants_wanted)
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
        latest, busy = self.latest(), self.session.run if self.is_busy else None
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

    def _show_found(self, found: FoundTopologies) -> None:
        self.found = sorted_for(found, self.document.project.design)
        if self.other is not None and not found.fits(self.other.run):
            self.other = None
        count = len(self.found.atlas.entries)
        self.chosen = self.chosen if 0 <= self.chosen < count else 0
        figures = self.found.figures()
        self.views.show_figures(figures, shares(figures))
        if isinstance(self.found, TrainedTopologies):
            result = self.found.result
            curve = next(one for one in figures if one.title == CUTOFF)
            assert isinstance(curve, CurveFigure)
            self.views.show_cutoffs(curve, result.cutoff, result.curve.chosen)
        self._show_comparison()
        self._offer_runs(self.document.project.runs)
        if count:
            self.choose(self.chosen)
        else:
            self.details.clear(NONE_LEFT[self.learner])

    def _show_comparison(self) -> None:
        if self.found is None:
            return
        other = self.other
        self.comparison = None if other is None else self.found.compared(other)
        self.views.show_comparison(self.found, other, self.comparison)
        self.views.choose(self.chosen)

    def _show_live(self, figures: tuple[Figure, ...]) -> None:
        if any(isinstance(one, AtlasFigure) for one in figures):
            self.views.show_figures(figures, shares(figures))
        curves = parts(figures)[1]
        self.details.show_courses([one for one in curves if one.title not in (CUTOFF, UNEVEN)])

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
        if self.found is not None:
            if self.other is not None:
                self.other = sorted_for(self.other, self.document.project.design)
            self._show_found(self.found)

    def _show_forecast(self, design: Design) -> None:
        self.head.forecast.setText(forecast(design) if self.learner == SEARCHED else "")

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
