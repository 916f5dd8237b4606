"""Verify: whether Hill functions can do the task with the links of a topology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import CurveFigure, Figure, GraphFigure
from grnstudio.core.topology import Topology, read
from grnstudio.errors import GRNStudioError, ModelError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.flow_layout import FlowLayout
from grnstudio.gui.pages.card import ElidedLabel
from grnstudio.gui.pages.column import Column
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.set_table import SetTable, rows_of
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.taken_links import links_of, of_run, told
from grnstudio.gui.pages.topology_editor import TopologyEditor
from grnstudio.gui.pages.verdict import Verdict
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.learn.handing_on import beside
from grnstudio.project import TAKEN, Design, Run

NO_LINKS = "Choose a topology in Read or Distil, or write its links here."
NO_SETS = "Press Verify to look for parameters with which Hill functions do the task."
CURVES, LINKS, PARAMETERS, SETS = "Curves", "Links", "Parameters", "Sets"
MOST_MOLECULES = 1_000_000


class VerifyPage(StepPage):
    """The topology on the left; on the right the verdict and the best parameter sets."""

    learners: ClassVar = ("verify",)
    verb = "Verify"
    tip = "Look for parameters with which Hill functions do the task (F5)"
    on_page = ("links",)

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self.result: Any = None
        self.chosen = 1
        self.link_column, self.set_column = Column("Topology"), Column("Hill functions")
        self.editor = TopologyEditor()
        self.verdict = Verdict()
        self.criteria = ElidedLabel("", "secondary", Qt.TextElideMode.ElideRight)
        self.criteria.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.tabs = FigureTabs((CURVES, LINKS, PARAMETERS), NO_SETS)
        self.table = SetTable()
        self.tabs.addTab(self.table, SETS)
        self.molecules = QSpinBox(minimum=1, maximum=MOST_MOLECULES, value=1)
        self.take = push_button(
            "Take its links", "Put the links of this run in the place of those here"
        )
        self.open = push_button("Open as reaction network", "Edit and simulate the chosen set")
        self.export = push_button("Export sets…", "Save the table of the best sets as CSV")
        self._lay_out()
        self.editor.changed.connect(self._keep_links)
        self.table.set_chosen.connect(self.choose)
        self.open.clicked.connect(self._open)
        self.take.clicked.connect(self._take)
        self.export.clicked.connect(self._export)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.clear()
        document.watch(lambda project: project.design, self._show_design)

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered once there is a task, for links can be written on it."""
        return "" if design.task is not None else super().lacks(design)

    def lacks(self, design: Design) -> str:
        """Return what keeps links from being verified."""
        problem = super().lacks(design)
        if problem or design.task is None:
            return problem
        try:
            return "" if self._topology(design).links else NO_LINKS
        except ModelError as error:
            return str(error)

    def latest(self) -> Run | None:
        """Return the last run that verified the links at hand."""
        links = links_of(self.document.project.design)
        runs = [one for one in self.document.project.runs if one.learner in self.learners]
        return next((one for one in reversed(runs) if one.config.get("links", "") == links), None)

    def start(self) -> None:
        """Start, with the trained network that the links are from to compare with."""
        self.editor.read()
        spec, design = LEARNERS[self.learner], self.document.project.design
        self.session.start(self.learner, self._beside(spec.inputs(design), design))

    def begin(self, run: Run) -> None:
        """Make room for what a search brings."""
        self.run, self.result = run, None
        self.set_column.note.setText(f"run {run.key}")
        self.verdict.say("The search begins…")
        self._ask("")
        self.tabs.clear_all("The first sets come with the first steps…")
        self._show_table(False)
        self.refresh()

    def show_update(self, update: Update) -> None:
        """Show how far the search is, and the best set so far."""
        told = [f"{name}: {value:,.4g}" for name, value in _newest(update).items()]
        if told:
            self.verdict.say(f"Trying {update.stage}. {', '.join(told)}.")
        if update.figures:
            self.turns.put("figures", partial(self._show_figures, tuple(update.figures)))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        self.run = run
        self._name_run()
        if not run.arrays:
            self.result = None
            self.verdict.say(run.message or "This run ended before it had a result.")
            self.tabs.clear_all(NO_SETS)
            self._show_table(False)
            self.refresh()
            return
        self.result = LEARNERS[run.learner].from_run(run)
        self.verdict.say(self.result.verdict)
        self._ask("Asked for: " + "; ".join(self.result.criteria) + ".")
        if len(self.result.losses):
            self._show_table(True)
            self.choose(1)
            self.table.show_result(self.result, 1)
        self.refresh()

    def choose(self, number: int) -> None:
        """Show what a set does, numbered from 1 on."""
        if self.result is None or self.is_busy:
            return
        self.chosen = number
        figures = (
            *self.result.set_figures(str(number)),
            *LEARNERS["verify"].link_figures(self.result, str(number)),
        )
        self._show_figures(figures)

    def refresh(self) -> None:
        """Show what can be done with the set that is chosen."""
        has_sets = self.result is not None and len(self.result.losses) > 0
        self.actions_row.setVisible(has_sets)
        self.export.setVisible(has_sets)
        self._name_run()

    def clear(self) -> None:
        """Show no run; the links to verify stay."""
        self.run, self.result, self.chosen = None, None, 1
        self.turns.drop()
        self.set_column.note.clear()
        self.verdict.say("")
        self._ask("")
        self.tabs.clear_all(NO_SETS)
        self._show_table(False)
        self.refresh()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        found: dict[str, QWidget] = {}
        if not self.editor.graph.is_empty:
            found["Links to verify"] = self.editor.graph
        return found | self.tabs.pictures()

    def _lay_out(self) -> None:
        self.link_column.work.addWidget(self.editor, 1)
        self.set_column.head.addWidget(self.take)
        work = self.set_column.work
        work.addWidget(self.verdict)
        work.addWidget(self.criteria)
        work.addWidget(self.tabs, 1)
        label = QLabel("Molecules per level")
        label.setBuddy(self.molecules)
        label.setMinimumHeight(self.molecules.sizeHint().height())
        self.molecules.setAccessibleName("Molecules at a level of 1")
        self.molecules.setToolTip("1: species are levels. More: so many molecules at a level of 1")
        self.actions_row = QWidget()
        row = FlowLayout(8, 8)
        self.actions_row.setLayout(row)
        self.molecules.setMaximumWidth(96)
        for part in (label, self.molecules, self.open):
            row.addWidget(part)
        work.addWidget(self.actions_row)
        self.tabs.setCornerWidget(self.export)
        self.export.setProperty("quiet", True)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.link_column)
        across.addWidget(self.set_column)
        across.setStretchFactor(0, 2)
        across.setStretchFactor(1, 3)
        across.setSizes([260, 530])
        across.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(across)

    def _show_table(self, shown: bool) -> None:
        self.tabs.setTabVisible(self.tabs.indexOf(self.table), shown)

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        curves = [one for one in figures if isinstance(one, CurveFigure)]
        links = [one for one in figures if isinstance(one, GraphFigure)]
        rest = [one for one in figures if one not in curves and one not in links]
        self.tabs.show_figures({CURVES: curves, LINKS: links, PARAMETERS: rest})

    def _name_run(self) -> None:
        """Name the run that is shown, and offer its links where those at hand are others."""
        here, run = links_of(self.document.project.design), self.run
        of_others = run is not None and run.config.get("links", "") != here
        self.take.setVisible(of_others)
        self.set_column.note.setText(
            "" if run is None else f"run {run.key}{', of other links' if of_others else ''}"
        )

    def _take(self) -> None:
        if self.run is not None:
            design = self.document.project.design
            configs = {**design.configs, **of_run(self.run.design, self.run)}
            text = f"Take links of run {self.run.key}"
            self.document.edit(text, replace(design, configs=configs))

    def _ask(self, text: str) -> None:
        """Say what counts as success, in a line; all of it in its tooltip."""
        self.criteria.setText(text)
        self.criteria.setToolTip(text.replace("; ", ";\n"))
        self.criteria.setVisible(bool(text))

    def _show_design(self, design: Design) -> None:
        self.editor.show_links(links_of(design), design.task)
        self._name_run()
        source = design.configs.get(TAKEN, {})
        self.link_column.note.setText(told(source, self.document.project.runs))

    def _keep_links(self, topology: Topology) -> None:
        design = self.document.project.design
        chosen = {**design.configs.get("verify", {}), "links": topology.text}
        configs = {key: one for key, one in design.configs.items() if key != TAKEN}
        text = "Change links to verify"
        self.document.edit(text, replace(design, configs={**configs, "verify": chosen}), merge=text)

    def _topology(self, design: Design) -> Topology:
        assert design.task is not None
        return read(links_of(design), design.task.regulators, design.task.targets)

    def _beside(self, inputs: Any, design: Design) -> Any:
        """Return ``inputs`` with the network that the links were read from, if it is there."""
        source = design.configs.get(TAKEN, {})
        found = [one for one in self.document.project.runs if one.key == source.get("run")]
        choice = str(source.get("choice", ""))
        return beside(inputs, found[0], choice, design) if found else inputs

    def _open(self) -> None:
        if self.result is None or self.run is None:
            return
        try:
            network = self.result.network(str(self.chosen), float(self.molecules.value()))
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        self.network_wanted.emit(network, f"set {self.chosen} of run {self.run.key}")

    def _export(self) -> None:
        if self.result is not None:
            self.table_wanted.emit(rows_of(self.result), "parameter sets")


def _newest(update: Update) -> dict[str, float]:
    found: dict[str, float] = {}
    for _, metrics in update.metrics:
        found |= metrics
    return found
