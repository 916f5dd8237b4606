"""The emulators to simulate with: those that were trained in the project, and those in files.

Settings name them as ``run 3`` or by the path of a file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.document import Document
from grnstudio.gui.simulation_configs import config_of
from grnstudio.gui.simulation_requests import SIMULATE
from grnstudio.io import emulator_file
from grnstudio.learn import LEARNERS
from grnstudio.project import Project, Run
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.emulated import taken

LEARNER = "emulator"
_RUN = re.compile(r"run (\d+)")


class Emulators(QObject):
    """Finds emulators by what settings call them, and reads each but once."""

    changed = Signal()  # which there are in the project

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._runs: dict[str, Run] = {}
        self._read: dict[str, tuple[object, Emulator]] = {}
        document.watch(lambda project: project, self._take)

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """Those of the project's runs: what settings call them, and what people do; last first."""
        return tuple((key, f"Run {one.key}: {one.title}") for key, one in self._runs.items())

    def find(self, name: str) -> Emulator:
        """Return an emulator; raises a `GRNStudioError` if there is none of that name."""
        if not name:
            return taken(None)
        mark = self._mark(name)
        known = self._read.get(name)
        if known is None or known[0] != mark:
            known = self._read[name] = mark, self._found(name)
        return known[1]

    def of(self, config: SimulationConfig) -> Emulator | None:
        """Return the emulator that ``config`` asks for; None if it does not simulate with one."""
        return self.find(config.emulator) if config.method == "emulator" else None

    def known(self, config: SimulationConfig) -> Emulator | None:
        """Return the emulator that ``config`` asks for, if there is one."""
        try:
            return self.of(config)
        except GRNStudioError:
            return None

    def taken(self) -> frozenset[str] | None:
        """Return the numbers of the network that may be turned; None for any."""
        try:
            emulator = self.of(config_of(self._document.project.design, SIMULATE))
        except GRNStudioError:
            return None
        return frozenset((*emulator.species, *emulator.parameters)) if emulator else None

    def fitting(self, network: Network | None) -> str:
        """Return the name of the last one of a network of that id; empty if there is none."""
        ids = {name: run.design.network for name, run in self._runs.items()}
        fitting = (name for name, one in ids.items() if network and one and one.id == network.id)
        return next(fitting, "")

    def settings(self, name: str, config: SimulationConfig) -> dict[str, Any]:
        """Return what to change in ``config`` to simulate with an emulator.

        The duration becomes the emulator's horizon if it is shorter than a step, or untouched.
        """
        emulator, chosen = self.find(name), {"method": "emulator", "emulator": name}
        untouched = config.duration == SimulationConfig().duration
        keeps = config.duration >= emulator.step and not untouched
        return chosen if keeps else {**chosen, "duration": emulator.horizon}

    def choice(
        self, method: str, config: SimulationConfig, network: Network | None
    ) -> dict[str, Any]:
        """Return what to change to simulate by ``method``: with one that fits, if by emulation."""
        fitting = self.fitting(network)
        if method == "emulator" and not config.emulator and fitting:
            return self.settings(fitting, config)
        return {"method": method}

    def _mark(self, name: str) -> object:
        """Return what is another as soon as ``name`` stands for another emulator."""
        if _RUN.fullmatch(name):
            return id(self._runs.get(name))
        try:
            about = Path(name).stat()
        except OSError:
            return None
        return about.st_mtime_ns, about.st_size

    def _found(self, name: str) -> Emulator:
        if not _RUN.fullmatch(name):
            return emulator_file.read(name)
        if name not in self._runs:
            raise MissingInput(
                f"The project has no emulator in {name}; choose another, or open one from a file."
            )
        emulator: Emulator = LEARNERS[LEARNER].from_run(self._runs[name]).emulator
        return emulator

    def _take(self, project: Project) -> None:
        runs = {
            f"run {one.key}": one
            for one in reversed(project.runs)
            if one.learner == LEARNER and one.weights
        }
        if list(runs.values()) != list(self._runs.values()):
            self._runs = runs
            self.changed.emit()
