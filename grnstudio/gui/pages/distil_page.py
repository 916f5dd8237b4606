"""Distil: fewer and fewer links, until the task fails; the front of it is what one steers by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import CurveFigure, Figure, FrontFigure, GraphFigure, HeatmapFigure
from grnstudio.core.setting import configured
from grnstudio.core.topology import WRITTEN
from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import explained_button
from grnstudio.gui.document import Document
from grnstudio.gui.flow_layout import FlowLayout
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.step_page import Pick, StepPage
from grnstudio.gui.panels.front_panel import FrontPanel
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

NO_FRONT = "Press Distil to see how few links the task can be done with."
NO_POINT = "Each network on the way is a point; choose one to see what it does."
NO_LOSS = "The loss of the network in training appears here."
LATER = "Points can be opened once distilling has ended or been stopped."
CURVES, NETWORK, LINKS, STAYING = "Curves", "Network", "Links", "Links that stay"


class DistilPage(StepPage):
    """The front with its points, and beside it the network of the point that is chosen."""

    learners: ClassVar = ("distil",)
    verb = "Distil"
    tip = "Train, take the weakest link away, and train again, until the task fails (F5)"

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self.result: Any = None
        self.chosen = -1
        self.front_column, self.point_column = Column("Error and links"), Column("Network")
        self.front = FrontPanel()
        self.front.setAccessibleName("Error and links")
        self.metrics = MetricsPanel()
        self.metrics.setAccessibleName("Loss of the network in training")
        self.tabs = FigureTabs((CURVES, NETWORK, LINKS, STAYING), NO_POINT)
        self.retry = explained_button(
            "Retry",
            "Train the links of this point again, from other seeds",
            "Retry the chosen point",
        )
        self.branch = explained_button(
            "Branch",
            "Go on from this point without a link of your choice",
            "Branch the chosen point",
        )
        self.verify = explained_button(
            "Verify…",
            "Ask whether Hill functions can do it with these links",
            "Verify the chosen point",
        )
        self.export = explained_button(
            "Export…", "Save the table of all points as CSV", "Export the table of all points"
        )
        self.about = QLabel()
        self.about.setObjectName("secondary")
        self.about.setWordWrap(True)
        self._links = QMenu(self.branch)
        self.branch.setMenu(self._links)
        self._lay_out()
        self.front.point_chosen.connect(self.choose)
        self.retry.clicked.connect(self._retry)
        self.verify.clicked.connect(self._pick)
        self._links.aboutToShow.connect(self._list_links)
        self.export.clicked.connect(self._export)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.clear()

    def begin(self, run: Run) -> None:
        """Make room; what was found before stays in sight where a run goes on."""
        if self.run is None or self.run.key != run.key:
            self.clear()
            self.front.clear("The first point comes when the first network is trained…")
        self.run = run
        self.front_column.note.setText(f"run {run.key}")
        self.metrics.clear("The loss appears with the first step…")
        self.metrics.setVisible(True)
        self.refresh()

    def show_update(self, update: Update) -> None:
        """Show the loss, the front so far and the network in training."""
        self.metrics.add(update.metrics)
        if update.stage:
            self.point_column.note.setText(update.stage)
        front = [one for one in update.figures if isinstance(one, FrontFigure)]
        if front:
            self.turns.put("front", partial(self.front.show_figure, front[-1]))
        others = [one for one in update.figures if not isinstance(one, FrontFigure)]
        if others:
            self.turns.put("network", partial(self._show_figures, others))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``, and of its points the one that was chosen, or the sparsest."""
        self.turns.drop()
        same = self.run is not None and self.run.key == run.key
        key = self.chosen if same else -1
        self.run = run
        self.front_column.note.setText(f"run {run.key}")
        self.metrics.setVisible(False)
        if not run.arrays:
            self.result = None
            self.front.clear(run.message or "This run ended before its first network was trained.")
            self.tabs.clear_all(NO_POINT)
            self.refresh()
            return
        self.result = LEARNERS[run.learner].from_run(run)
        keys = [one.key for one in self.result.points]
        self.choose(key if key in keys else self.result.sparsest.key)

    def choose(self, key: int) -> None:
        """Show the network of a point."""
        if self.result is None or self.is_busy:
            self.said.emit(LATER)
            return
        spec = LEARNERS["distil"]
        self.chosen = key
        self.front.show_figure(spec.of_result("front", self.result, key))
        self._show_figures(spec.of_result("point_figures", self.result, key))
        self.point_column.note.setText(_place(self.result, key))
        self.about.setText(spec.of_result("described", self.result, self.result.point(key)))
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done with the point that is chosen."""
        has_point = self.result is not None and self.chosen >= 0
        busy = "A training is under way." if self.session.is_training else ""
        for button in (self.retry, self.branch, self.verify, self.export):
            button.setVisible(has_point)
        for button in (self.retry, self.branch):
            button.setEnabled(has_point and not busy)
            button.setToolTip(busy or button.accessibleDescription())
        self.about.setVisible(has_point and not self.is_busy)

    def clear(self) -> None:
        """Show no run."""
        self.run, self.result, self.chosen = None, None, -1
        self.turns.drop()
        self.front_column.note.clear()
        self.point_column.note.clear()
        self.front.clear(NO_FRONT)
        self.metrics.clear(NO_LOSS)
        self.metrics.setVisible(False)
        self.tabs.clear_all(NO_POINT)
        self.refresh()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        found: dict[str, QWidget] = {}
        if not self.front.is_empty:
            found["Error and links"] = self.front
        return found | self.tabs.pictures()

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.front)
        left.addWidget(self.metrics)
        left.setSizes([400, 180])
        left.setChildrenCollapsible(False)
        self.front_column.work.addWidget(left, 1)
        self.front_column.work.addWidget(self.about)
        row = FlowLayout(8, 8)
        for button in (self.retry, self.branch, self.verify, self.export):
            row.addWidget(button)
        self.front_column.work.addLayout(row)
        self.point_column.work.addWidget(self.tabs, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        for column in (self.front_column, self.point_column):
            across.addWidget(column)
            across.setStretchFactor(across.count() - 1, 1)
        across.setSizes([400, 400])
        across.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(across)

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        curves = [one for one in figures if isinstance(one, CurveFigure)]
        graphs = [one for one in figures if isinstance(one, GraphFigure)]
        links = [one for one in figures if isinstance(one, HeatmapFigure)]
        staying: Sequence[Figure] = ()
        if self.result is not None and len({one.lineage for one in self.result.points}) > 1:
            staying = LEARNERS["distil"].of_result("survival_figures", self.result)
        groups: dict[str, Sequence[Figure]] = {
            CURVES: curves,
            NETWORK: graphs,
            LINKS: links[::-1],
            STAYING: staying,
        }
        self.tabs.show_figures(groups)

    def _list_links(self) -> None:
        """List the links of the chosen point, each to go on without it."""
        self._links.clear()
        if self.result is None:
            return
        self._links.addAction("Without the weakest link").triggered.connect(
            lambda: self._branch(())
        )
        self._links.addSeparator()
        for source, target, sign in self.result.point(self.chosen).topology.signed_links():
            action = self._links.addAction(f"Without {source} {WRITTEN[sign]} {target}")
            action.triggered.connect(partial(self._branch_without, source, target))

    def _branch_without(self, source: str, target: str, *_: object) -> None:
        self._branch(((source, target),))

    def _branch(self, without: tuple[tuple[str, str], ...]) -> None:
        self._extend("train:branch", self.chosen, without)

    def _retry(self) -> None:
        self._extend("train:retry", self.chosen)

    def _extend(self, function: str, *arguments: object) -> None:
        """Go on with the settings that the form shows, on the task that the run is of."""
        assert self.run is not None
        spec = LEARNERS["distil"]
        try:
            design = replace(self.document.project.design, task=self.run.design.task)
            config: Any = configured(spec.config, {**self.run.config, **_of_form(spec, design)})
            self.session.extend(self.run.key, function, self.result, config, *arguments)
        except GRNStudioError as error:
            self.failed.emit(error)

    def _export(self) -> None:
        if self.result is not None:
            rows = self.result.rows()
            table = [list(rows[0]), *([_written(one) for one in row.values()] for row in rows)]
            self.table_wanted.emit(table, "points")

    def _pick(self) -> None:
        if self.run is not None and self.result is not None:
            topology = self.result.point(self.chosen).topology
            self.picked.emit(Pick(topology, self.run.key, str(self.chosen)))


def _of_form(spec: Any, design: Any) -> dict[str, Any]:
    """Return the settings that steer what comes next; how networks are built stays as it was."""
    now = spec.configured(design)
    return {name: getattr(now, name) for name in STEERING}


STEERING = (
    "networks",
    "steps",
    "seed",
    "criterion",
    "keep_inputs",
    "protected",
    "fewest",
    "after_failure",
    "failures",
    "retries",
    "start",
    "ties",
    "patience",
)


def _written(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


def _place(result: Any, key: int) -> str:
    one = result.point(key)
    links = "1 link" if one.links == 1 else f"{one.links} links"
    return f"point {key}, {links}{', failed' if result.failed(key) else ''}"
