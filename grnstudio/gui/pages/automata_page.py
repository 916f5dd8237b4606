"""Automata: who regulates whom in cells and between them, learned from films of a row of cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSplitter, QWidget

from grnstudio.core.figures import CurveFigure, Figure, GraphFigure, HeatmapFigure, ImageFigure
from grnstudio.gui.document import Document
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.film_source import FilmSource
from grnstudio.gui.pages.film_view import ADVICE, FilmView, picture_of
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.panels.metrics_panel import MetricsPanel
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

NETWORK, LINKS, TRUTH, ERRORS = "Network", "Links", "Truth", "Errors"
NO_LINKS = "The links that were learned appear here, beside known ones where there are any."
EARLY = "This run ended before it had a result."
RIGHT = ("Receiver operating characteristic", "True and found signs")
KNOWN = "True links"
OF_GENERATED = ("genes", "cells", "films", "frames", "interval", "first_frame", "ring")


class AutomataPage(StepPage):
    """Films on the left, held out and foretold; on the right the links, and how right they are."""

    learners: ClassVar = ("cellular",)
    verb = "Learn"
    tip = "Learn who regulates whom from films of a row of cells (F5)"

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, session, parent)
        self.result: Any = None
        self.film_column, self.link_column = Column("Films of cells"), Column("Links")
        self.source = FilmSource(document)
        self.films = FilmView()
        self.networks = QComboBox()
        self.networks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.networks.setAccessibleName("Networks shown")
        self.networks.setToolTip("The mean over all networks, the best, or any one")
        FieldEvents(self.networks)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName("How right the links are")
        self.tabs = FigureTabs((NETWORK, LINKS, TRUTH, ERRORS), NO_LINKS)
        self.metrics = MetricsPanel()
        self.metrics.setAccessibleName("Loss")
        self._lay_out()
        self.source.failed.connect(self.failed)
        self.source.said.connect(self.said)
        self.films.choice_changed.connect(self._show_films)
        self.films.picture_wanted.connect(self.picture_wanted)
        self.tabs.export_requested.connect(self.picture_wanted)
        self.networks.activated.connect(lambda _: self._show_links())
        self.clear()
        document.watch(lambda project: project.design.frames, lambda _: self._take_films())

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered always, for films can be opened on it."""
        return ""

    def begin(self, run: Run) -> None:
        """Make room for what a training brings."""
        self.clear()
        self.run = run
        self.film_column.note.setText(f"run {run.key}")
        self.metrics.clear("The loss appears with the first step…")
        self.metrics.setVisible(True)

    def show_update(self, update: Update) -> None:
        """Show the loss, and the films and links so far."""
        self.link_column.note.setText(update.stage)
        self.metrics.add(update.metrics)
        if update.figures:
            self.turns.put("figures", partial(self._show_live, tuple(update.figures)))

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        self.turns.drop()
        self.clear()
        self.run = run
        self.film_column.note.setText(f"run {run.key}")
        if not run.arrays:
            self.tabs.clear_all(run.message or EARLY)
            return
        self.result = LEARNERS[run.learner].from_run(run)
        self.summary.setText(told(self.result))
        self.summary.setVisible(True)
        self._offer_networks(len(self.result.losses))
        self._show_films()
        self._show_links()

    def clear(self) -> None:
        """Show no run; films to learn from stay in sight."""
        self.run, self.result = None, None
        self.turns.drop()
        self.film_column.note.clear()
        self.link_column.note.clear()
        self.metrics.clear("")
        self.metrics.setVisible(False)
        self.networks.setVisible(False)
        self.summary.setVisible(False)
        self.tabs.clear_all(NO_LINKS)
        self._show_films()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return self.films.pictures() | self.tabs.pictures()

    def _lay_out(self) -> None:
        self.film_column.work.addWidget(self.source)
        self.film_column.work.addWidget(self.films, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.tabs)
        right.addWidget(self.metrics)
        right.setSizes([420, 160])
        right.setChildrenCollapsible(False)
        self.link_column.head.addWidget(self.networks)
        self.link_column.work.addWidget(self.summary)
        self.link_column.work.addWidget(right, 1)
        put_beside(self, (self.film_column, self.link_column), (400, 400))

    def _offer_networks(self, count: int) -> None:
        self.networks.clear()
        if count > 1:
            self.networks.addItem(f"All {count} networks (mean)", "all")
            self.networks.addItem(f"Best, network {self.result.best + 1}", "best")
            for number in range(1, count + 1):
                self.networks.addItem(f"Network {number}", str(number))
        self.networks.setVisible(count > 1)

    def _take_films(self) -> None:
        """Show the films that are learned from next; what was learned from others is past."""
        self.on_page = () if self.document.project.design.frames is None else OF_GENERATED
        self.learner_changed.emit()
        if not self.is_busy:
            self.clear()

    def _show_films(self) -> None:
        """Draw a film held out and foretold, before there is a result one to learn from."""
        frames = self.document.project.design.frames
        if self.result is not None:
            held_out = self.result.experiment.held_out
            self.films.offer(held_out.starts, held_out.names)
            film, genes = self.films.chosen
            spec = LEARNERS["cellular"]
            self.films.show_figures(spec.of_result("film_figures", self.result, film, genes))
        elif frames is not None:
            self.films.offer(frames.starts, frames.names)
            self.films.show_figures((picture_of(frames, *self.films.chosen),))
        else:
            self.films.clear(ADVICE)

    def _show_links(self) -> None:
        if self.result is None or self.run is None:
            return
        spec = LEARNERS["cellular"]
        figures = spec.figures(self.result, self.run.design)
        links = spec.link_figures(self.result, str(self.networks.currentData() or ""))
        others = [
            one for one in figures if one.title in (*RIGHT, KNOWN) or isinstance(one, CurveFigure)
        ]
        self._show_figures((*links, *others))

    def _show_live(self, figures: tuple[Figure, ...]) -> None:
        images = [one for one in figures if isinstance(one, ImageFigure)]
        if images:
            self.films.show_figures(images)
            self.films.offer(1, ())
        self._show_figures(figures)

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        right = [one for one in figures if one.title in RIGHT]
        graphs = [one for one in figures if isinstance(one, GraphFigure)]
        links = [one for one in figures if isinstance(one, HeatmapFigure) and one not in right]
        errors = [one for one in figures if isinstance(one, CurveFigure) and one not in right]
        self.tabs.show_figures({NETWORK: graphs, LINKS: links, TRUTH: right, ERRORS: errors})


def told(result: Any) -> str:
    """Say in a sentence or two how right links and films are, and what cannot be known."""
    parts = []
    scores = [
        f"{name} {result.auc(sign):.2f} (linear {result.auc(sign, True):.2f})"
        for name, sign in (("activating", 1), ("inhibiting", -1))
        if np.isfinite(result.auc(sign))
    ]
    if scores:
        parts.append(f"Area below the curve of links found: {', '.join(scores)}.")
    else:
        parts.append(f"Error of a film foretold: {result.errors.mean():.3f} of the peaks.")
    silent = [name for name, is_so in zip(result.films.names, result.silent, strict=True) if is_so]
    if silent:
        parts.append(
            f"Never made to speak of, so that what regulates them cannot be told: "
            f"{', '.join(silent)}."
        )
    return " ".join(parts)
