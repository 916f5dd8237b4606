"""Going to things: the page that shows them, and the place on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from grnstudio.gui import main_window
from grnstudio.gui.curve_import import is_drawn
from grnstudio.learn import LEARNERS
from grnstudio.project import TAKEN

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench


class Navigation(QObject):
    """Shows pages, and begins there what was asked for."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work, self._window = work, work.window

    def to_project(self) -> None:
        """Show a project that has just begun: its latest run, its design, or its network."""
        work, design = self._work, self._work.document.project.design
        work.design.clear()
        if work.document.project.runs:
            work.design.show_run(work.document.project.runs[-1].key)
        only_network = design.task is None or (design.network and not is_drawn(design.task))
        has_runs = bool(work.document.project.runs)
        self._window.show_tab(
            main_window.NETWORK if only_network and not has_runs else main_window.DESIGN
        )
        if design.task is None and design.network is None:
            work.network.views.focus(work.network.views.active)

    def to_films(self) -> None:
        """Show where films of cells are learned from."""
        self._window.show_tab(main_window.DESIGN)
        self._work.design.show_learner("cellular")

    def to_network(self) -> None:
        """Show the network."""
        self._window.show_tab(main_window.NETWORK)

    def to_simulation(self) -> None:
        """Show the Simulate page."""
        self._window.show_tab(main_window.SIMULATE)

    def simulate(self) -> None:
        """Go to the Simulate page and run there what it shows."""
        self._work.network.text.apply()
        self._window.show_tab(main_window.SIMULATE)
        self._work.simulate.run()

    def to_example_networks(self) -> None:
        """Show the networks in the gallery."""
        self._window.show_tab(main_window.START)
        self._window.start_page.show_networks()

    def to_part(self, id: str) -> None:
        """Show where a part of the network stands."""
        if self._window.tabs.currentIndex() != main_window.SIMULATE:
            self._window.show_tab(main_window.NETWORK)
        self._work.network.choose([id])

    def to_parts(self, ids: Collection[str]) -> None:
        """Show where parts of the network stand on its own page."""
        self._window.show_tab(main_window.NETWORK)
        self._work.network.choose(ids)

    def to_run(self, key: int) -> None:
        """Show a run on the Design page."""
        self._work.design.show_run(key)
        self._window.show_tab(main_window.DESIGN)

    def to_curve(self, name: str) -> None:
        """Show the curve of a gene or input where it is drawn."""
        self._to_drawing()
        self._work.design.editor.active.choose(name)

    def to_condition(self, index: int) -> None:
        """Show a condition where it is drawn."""
        self._to_drawing()
        self._work.design.editor.active.choose_condition(index)

    def to_problems(self) -> None:
        """Bring the list of problems to the front."""
        self._window.docks["problems"].show()
        self._window.docks["problems"].raise_()

    def train(self) -> None:
        """Go to the Design page and start what its step is for."""
        self._window.show_tab(main_window.DESIGN)
        self._work.attempt(self._work.design.start)

    def resume_run(self, key: int) -> None:
        """Train a run further from its checkpoint."""
        self._window.show_tab(main_window.DESIGN)
        self._work.attempt(lambda: self._work.session.go_on(key))

    def take_design(self) -> None:
        """Put the design that the chosen run was trained on in the place of the one at hand."""
        document = self._work.document
        run, now = self._work.runs.chosen[0], document.project.design
        of_task = (*LEARNERS, TAKEN)
        kept = {key: one for key, one in now.configs.items() if key not in of_task}
        configs = {**run.design.configs, **kept}
        design = replace(now, task=run.design.task, configs=configs, notes=run.design.notes)
        design = replace(design, frames=run.design.frames or now.frames)
        document.edit(f"Take over design of run {run.key}", design)
        self._to_drawing()

    def _to_drawing(self) -> None:
        self._window.show_tab(main_window.DESIGN)
        self._work.design.stepper.choose(0)
