"""Simulations seen from the window: checked before, started, dropped for newer ones, kept."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from grnstudio.core.network import Network
from grnstudio.core.network_values import differing, with_values
from grnstudio.core.setting import configured
from grnstudio.errors import GRNStudioError, MissingInput, WorkerDied
from grnstudio.gui import simulation_configs, simulation_list
from grnstudio.gui.document import Document
from grnstudio.gui.emulators import Emulators
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pace import Pace
from grnstudio.gui.simulation_configs import config_of
from grnstudio.gui.simulation_list import Entry
from grnstudio.gui.simulation_requests import (
    CHECK,
    FUNCTIONS,
    SCAN,
    SIMULATE,
    STEADY,
    Request,
    SimulationRequests,
)
from grnstudio.jobs import Cancelled, Failed, Job, Outcome
from grnstudio.project import Design
from grnstudio.simulate.check import Check
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.scan import ScanConfig

WARM = Job("grnstudio.simulate.warm:warm")
RERUN_MS = 150
CHECK_MS = 300
NO_NETWORK = "Open a network first, or start from an example."


class SimulationSession(QObject):
    """Simulates the document's network through a worker of its own.

    A newer request takes the place of a simulation under way. ``values`` differ from the network's
    own numbers until they are applied to it.
    """

    began = Signal(object)  # the Request
    progressed = Signal(object)  # jobs.Update
    simulated = Signal(object)  # the Entry that came of it
    scanned = Signal(object)  # the Scan
    settled = Signal(object, object)  # the SteadyState, and its network
    refused = Signal(object)  # a GRNStudioError about the network or a setting
    failed = Signal(object, str)  # any other error, and its traceback
    entries_changed = Signal()
    values_changed = Signal()
    checked = Signal()  # there are findings, or none any more
    state_changed = Signal()  # what may be pressed

    def __init__(
        self, document: Document, runner: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self.values: dict[str, float] = {}
        self.check = Check()
        self.scan_result: Any = None
        self.shown: tuple[str, ...] = ()  # names in live pictures
        self.emulators = Emulators(document, self)
        self._document, self._runner = document, runner
        self._requests = SimulationRequests(runner, self)
        self._checked: tuple[Network, SimulationConfig] | None = None
        self._is_warm = False
        self._rerun = QTimer(self, interval=RERUN_MS, singleShot=True)
        self._rerun.timeout.connect(self._run_again)
        self._recheck = QTimer(self, interval=CHECK_MS, singleShot=True)
        self._recheck.timeout.connect(self._look)
        self._requests.began.connect(self.began)
        self._requests.progressed.connect(self.progressed)
        self._requests.ended.connect(self._take_outcome)
        self._requests.state_changed.connect(self.state_changed)
        document.watch(lambda project: project.design, self._show_design)

    @property
    def network(self) -> Network | None:
        """The network at hand."""
        return self._document.project.design.network

    @property
    def config(self) -> SimulationConfig:
        """The settings in force; raises `SettingError` for what a file got wrong."""
        found: SimulationConfig = config_of(self._document.project.design, SIMULATE)
        return found

    @property
    def scan_config(self) -> ScanConfig:
        """What is scanned; raises `SettingError` for what a file got wrong."""
        found: ScanConfig = config_of(self._document.project.design, SCAN)
        return found

    @property
    def running(self) -> Request | None:
        """The simulation or scan that is under way or about to begin."""
        return self._requests.running

    @property
    def is_running(self) -> bool:
        """Whether a simulation or a scan is under way."""
        return self.running is not None

    @property
    def is_stopping(self) -> bool:
        """Whether what runs has been asked to stop."""
        return self._requests.is_stopping

    @property
    def pace(self) -> Pace:
        """How fast what runs goes."""
        return self._requests.pace

    @property
    def listed(self) -> tuple[Entry, ...]:
        """The simulations of the network at hand."""
        return tuple(one for one in self.entries if one.is_of(self.network))

    def change(self, text: str = "", **changes: Any) -> None:
        """Set settings in the design, as one edit; raises `SettingError`."""
        config = configured(SimulationConfig, asdict(self.config) | changes)
        simulation_configs.change(self._document, SIMULATE, changes, config, text)

    def use_emulator(self, name: str) -> None:
        """Simulate with an emulator, as one edit; raises a `GRNStudioError` if there is none."""
        self.change(f"Simulate with {name}", **self.emulators.settings(name, self.config))

    def change_scan(self, **changes: Any) -> None:
        """Set what is scanned, as one edit; raises `SettingError`."""
        config = configured(ScanConfig, asdict(self.scan_config) | changes)
        simulation_configs.change(self._document, SCAN, changes, config)

    def start(self) -> None:
        """Simulate; raises a `GRNStudioError` saying what is missing or wrong."""
        network, config = self._require_network(), self.config
        arguments = (network, config, dict(self.values), self.shown, self.emulators.of(config))
        self._ask(SIMULATE, arguments, config)

    def start_scan(self) -> None:
        """Scan, from the values at hand; raises a `GRNStudioError` saying what is wrong."""
        network, config, scan = self._require_network(), self.config, self.scan_config
        scan.axes()
        more = dict(self.values), self.shown, self.emulators.of(config)
        self._ask(SCAN, (network, config, scan, *more), config)

    def start_search(self, is_nearest: bool) -> None:
        """Look for a steady state; raises a `GRNStudioError` saying what is missing."""
        network, values = self._require_network(), dict(self.values)
        self._ask(STEADY, (network, values, is_nearest), self.config)

    def stop(self) -> None:
        """Stop what runs; what it has so far is shown."""
        self._rerun.stop()
        self._requests.stop()

    def set_value(self, name: str, value: float) -> None:
        """Simulate with another value of a parameter or initial amount, in a moment."""
        self._turn(differing(self._require_network(), {**self.values, name: value}))

    def reset_values(self) -> None:
        """Go back to the network's own numbers."""
        self._turn({})

    def apply_values(self) -> None:
        """Write the values at hand into the network, as one edit."""
        design = self._document.project.design
        if self.values and design.network is not None:
            network = with_values(design.network, self.values)
            self.values = {}
            self._document.edit("Apply values to network", replace(design, network=network))
            self.values_changed.emit()

    def reuse(self, key: int) -> None:
        """Take over the settings and values of a simulation."""
        entry = {one.key: one for one in self.entries}[key]
        self.change(f"Use settings of {entry.name}", **asdict(entry.simulation.config))
        self.values = differing(self._require_network(), entry.values)
        self.values_changed.emit()

    def edit_entry(self, key: int, **changes: Any) -> None:
        """Rename, show, hide or keep the simulation numbered ``key``."""
        self.entries = simulation_list.changed(self.entries, key, **changes)
        self.entries_changed.emit()

    def remove(self, key: int) -> None:
        """Take a simulation off the list."""
        self.entries = tuple(one for one in self.entries if one.key != key)
        self.entries_changed.emit()

    def clear(self) -> None:
        """Forget everything, as when another project begins."""
        self._rerun.stop()
        self._requests.drop()
        self.entries, self.values, self.scan_result = (), {}, None
        self.entries_changed.emit()
        self.values_changed.emit()

    def warm(self) -> None:
        """Let the worker load the engines ahead of the first simulation, once."""
        if not self._is_warm:
            self._is_warm = True
            self._runner.warm(WARM)

    def close(self) -> None:
        """Ask nothing of the worker any more; its runner may be shut down."""
        self._rerun.stop()
        self._recheck.stop()
        self._requests.close()

    def _require_network(self) -> Network:
        if self.network is None:
            raise MissingInput(NO_NETWORK)
        return self.network

    def _ask(self, kind: str, arguments: tuple[Any, ...], config: SimulationConfig) -> None:
        if kind != CHECK:  # which comes by itself, and must not take the place of what is due
            self._rerun.stop()
        job = Job(FUNCTIONS[kind], arguments)
        self._requests.ask(Request(kind, job, arguments[0], config, dict(self.values)))

    def _take_outcome(self, request: Request, outcome: Outcome) -> None:
        if request.kind == CHECK:
            self._checked = request.network, request.config
            self._conclude_check(outcome)
        else:
            self._conclude(request, outcome)
            self._recheck.start()

    def _conclude(self, request: Request, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self._tell(outcome)
        elif outcome.result is not None and request.kind == SCAN:
            self.scan_result = outcome.result
            self.scanned.emit(outcome.result)
        elif outcome.result is not None and request.kind == STEADY:
            self.settled.emit(outcome.result, request.network)
        elif outcome.result is not None:
            self._add(request, outcome.result, isinstance(outcome, Cancelled))

    def _tell(self, outcome: Failed) -> None:
        if isinstance(outcome.error, GRNStudioError) and not isinstance(outcome.error, WorkerDied):
            self.refused.emit(outcome.error)
        else:
            self.failed.emit(outcome.error, outcome.details)

    def _add(self, request: Request, simulation: Any, is_stopped: bool) -> None:
        outcome = "stopped" if is_stopped else "finished"
        entry = simulation_list.next_entry(self.entries, request, simulation, outcome)
        self.entries = simulation_list.added(self.entries, entry)
        self.entries_changed.emit()
        self.simulated.emit(entry)

    def _conclude_check(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.check = Check((("error", str(outcome.error)),))
        elif isinstance(outcome.result, Check):
            self.check = outcome.result
        self.checked.emit()

    def _turn(self, values: dict[str, float]) -> None:
        if values != self.values:
            self.values = values
            self.values_changed.emit()
            self._rerun.start()

    def _run_again(self) -> None:
        try:
            self.start()
        except GRNStudioError as error:
            self.refused.emit(error)

    def _show_design(self, design: Design) -> None:
        values = differing(design.network, self.values) if design.network else {}
        if values != self.values:
            self.values = values
            self.values_changed.emit()
        self._recheck.start()

    def _look(self) -> None:
        """Have the network checked, unless it is the one that was."""
        network = self.network
        try:
            config = self.config
        except GRNStudioError as error:
            self.refused.emit(error)
            return
        if network is None:
            self.check, self._checked = Check(), None
            self.checked.emit()
        elif self._checked != (network, config) and not self.is_running:
            self._ask(CHECK, (network, config, self.emulators.known(config)), config)
