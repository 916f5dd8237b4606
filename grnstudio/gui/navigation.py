"""Going to things: the page that shows them, and the place on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from grnstudio.core import antimony_text
from grnstudio.gui import main_window
from grnstudio.gui.curve_import import is_drawn
from grnstudio.gui.pages.workspace import Workspace
from grnstudio.learn import LEARNERS
from grnstudio.project import TAKEN, Design, Run

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
        work.emulate.clear()
        only_network = design.task is None or (design.network and not is_drawn(design.task))
        if runs := work.document.project.runs:
            self.to_run(runs[-1].key)
        else:
            self._window.show_tab(main_window.NETWORK if only_network else main_window.DESIGN)
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

    @property
    def workspace(self) -> Workspace:
        """The workspace that trains: the one in sight, else that of designs."""
        is_emulating = self._window.tabs.currentIndex() == main_window.EMULATE
        return self._work.emulate if is_emulating else self._work.design

    def to_run(self, key: int) -> None:
        """Show a run on the page of its learner."""
        learner = self._work.document.project.run(key).learner
        self._to_workspace_of(learner).show_run(key)

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
        """Start what the step in sight is for, on the Design page if none is."""
        if self.workspace is self._work.design:
            self._window.show_tab(main_window.DESIGN)
        self._work.attempt(self.workspace.start)

    def resume_run(self, key: int) -> None:
        """Train a run further from its checkpoint."""
        self._to_workspace_of(self._work.document.project.run(key).learner)
        self._work.attempt(lambda: self._work.session.go_on(key))

    def take_design(self) -> None:
        """Put the design that the chosen run was trained on in the place of the one at hand."""
        document = self._work.document
        run, now = self._work.runs.chosen[0], document.project.design
        if run.design.network is not None and LEARNERS[run.learner].of_network:
            self._take_network(run, now)
            return
        of_task = (*LEARNERS, TAKEN)
        kept = {key: one for key, one in now.configs.items() if key not in of_task}
        configs = {**run.design.configs, **kept}
        design = replace(now, task=run.design.task, configs=configs, notes=run.design.notes)
        design = replace(design, frames=run.design.frames or now.frames)
        document.edit(f"Take over design of run {run.key}", design)
        self._to_drawing()

    def _take_network(self, run: Run, now: Design) -> None:
        """Put the network that a run learned from into the design, with the run's settings."""
        assert run.design.network is not None
        self._work.network.text.apply()
        configs = {**now.configs, run.learner: run.design.configs.get(run.learner, {})}
        text = antimony_text.write(run.design.network)
        design = replace(now, network=run.design.network, network_text=text, configs=configs)
        self._work.document.edit(f"Take over network of run {run.key}", design)
        self._window.show_tab(main_window.EMULATE)
        self._work.emulate.stepper.choose(0)

    def _to_workspace_of(self, learner: str) -> Workspace:
        """Go to the workspace that shows runs of ``learner``, and return it."""
        is_emulator = self._work.emulate.shows(learner)
        self._window.show_tab(main_window.EMULATE if is_emulator else main_window.DESIGN)
        return self._work.emulate if is_emulator else self._work.design

    def _to_drawing(self) -> None:
        self._window.show_tab(main_window.DESIGN)
        self._work.design.stepper.choose(0)
