"""The Emulate workspace as a part of the window: its worker, its page, its dock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from grnstudio.gui import main_window
from grnstudio.gui.emulating import EmulatorJobs
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.pages.emulate_page import TRUST, EmulatePage
from grnstudio.gui.pages.emulate_settings import EmulateSettings

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench


class Emulation(QObject):
    """Puts the page and its dock into the window, and lets other parts send things there."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work = work
        self.runner = JobRunner(self)
        self.jobs = EmulatorJobs(self.runner, self)
        self.page = EmulatePage(work.document, work.session, self.jobs)
        self.settings = EmulateSettings(work.document, self.page)

    def furnish(self) -> None:
        """Take the places that the window keeps."""
        window = self._work.window
        window.add_side(main_window.EMULATE, "Settings", self.settings)
        window.add_page(main_window.EMULATE, self.page)

    def connect_parts(self) -> None:
        """Connect the page with the rest of the window."""
        work, page = self._work, self.page
        for failed in (page.failed, self.settings.failed, page.trust.form.failed):
            failed.connect(work.fail)
        page.said.connect(work.say)
        page.table_wanted.connect(work.exporter.table)
        page.open_wanted.connect(work.files.import_asking)
        page.examples_wanted.connect(work.go.to_example_networks)
        page.use_wanted.connect(self._use)
        work.files.emulator_wanted.connect(self._open)
        self.runner.warned.connect(work.fail)

    def shut_down(self) -> None:
        """End the worker."""
        self.jobs.close()
        self.runner.shut_down(0.0)

    def _use(self, name: str) -> None:
        """Simulate with an emulator, on the Simulate page; its network, if there is none."""
        self._work.attempt(lambda: self._take_up(name))
        self._work.go.to_simulation()

    def _take_up(self, name: str) -> None:
        document, emulator = self._work.document, self.page.shelf.emulator
        if document.project.design.network is None and emulator is not None:
            edit_network(document, f"Network of {Path(name).name}", emulator.network)
        self._work.simulations.use_emulator(name)

    def _open(self, path: Path) -> None:
        """Show the emulator in a file."""
        self._work.window.show_tab(main_window.EMULATE)
        self.page.stepper.choose(TRUST)
        self.page.trust.files.open(path)
