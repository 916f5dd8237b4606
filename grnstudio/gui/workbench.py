"""What fills the window after its first paint: the project, the workers, the pages, the docks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from grnstudio import paths, settings
from grnstudio.core.network import Network
from grnstudio.core.tables import tables
from grnstudio.gui import main_window, theme
from grnstudio.gui.commands import Commands
from grnstudio.gui.document import Document
from grnstudio.gui.emulation import Emulation
from grnstudio.gui.exporting import Exporter
from grnstudio.gui.job_runner import PATIENCE_SECONDS, JobRunner
from grnstudio.gui.main_window import MainWindow
from grnstudio.gui.mutating import Mutating
from grnstudio.gui.navigation import Navigation
from grnstudio.gui.network_checks import NetworkChecks
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.network_import import NetworkImport
from grnstudio.gui.news import News
from grnstudio.gui.pages.design_page import DesignPage
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.jobs_dock import JobsPanel
from grnstudio.gui.pages.log_dock import LogPanel
from grnstudio.gui.pages.network_page import NetworkPage
from grnstudio.gui.pages.problems_dock import ProblemsPanel
from grnstudio.gui.pages.properties_panel import PropertiesPanel
from grnstudio.gui.pages.runs_page import RunsPage
from grnstudio.gui.pages.settings_dock import SettingsPanel
from grnstudio.gui.pages.simulate_page import SimulatePage
from grnstudio.gui.pages.simulate_settings import SimulationSettings
from grnstudio.gui.project_files import ProjectFiles
from grnstudio.gui.recovery import LeftBehind, Recovery, left_behind
from grnstudio.gui.reporting import Reporter
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.training import TrainingSession
from grnstudio.gui.window_state import WindowState
from grnstudio.settings import Settings

WARM_MS = 1_000
OF_NETWORK = (main_window.NETWORK, main_window.SIMULATE)


class Workbench(QObject):
    """Builds the parts and connects them; what they do is in them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.document = Document(parent=self)
        self.runner, self.simulation_runner = JobRunner(self), JobRunner(self)
        self.recovery = Recovery(paths.autosave_folder())
        self.session = TrainingSession(self.document, self.runner, self.recovery, self)
        self.simulations = SimulationSession(self.document, self.simulation_runner, self)
        self.files = ProjectFiles(self.document, self.session, window)
        self.imports = NetworkImport(self.document, self)
        self._make_pages()
        self.report = Reporter(window, self.log)
        self.say, self.fail, self.attempt = self.report.say, self.report.fail, self.report.attempt
        sources = (self.network, self.simulate, self.design, self.emulate)
        self.exporter = Exporter(self.document, self.design, sources, window)
        self.state = WindowState(window, self.document, self.runner, self.simulations)
        self.go = Navigation(self)
        self.news = News(self)
        self.mutants = Mutating(self)
        self._may_close = self._is_asking = False
        self._furnish()
        self._connect_start_page()
        self._connect_files()
        self._connect_parts()
        self._connect_network()
        self._connect_session()
        self.commands = Commands(self)
        self.apply(window.settings)
        self.attempt(window.start_page.show_examples)
        self._show_recovered()
        self._warming = QTimer(self, interval=WARM_MS, singleShot=True)
        self._warming.timeout.connect(self._warm)
        self._warming.start()

    def apply(self, chosen: Settings) -> None:
        """Bring ``chosen`` into force, and keep it."""
        before, self.window.settings = self.window.settings, chosen
        for runner in (self.runner, self.simulation_runner, self.emulation.runner):
            runner.set_pace(chosen.figures_per_second)
        self.runner.autosave_seconds = chosen.autosave_seconds
        if chosen != before:
            theme.apply(_application(), chosen.theme, chosen.font_size)
            self.commands.show_theme(chosen.theme)
            self.window.restyle()
            self.attempt(lambda: settings.save(chosen))
        self.window.start_page.show_recent([Path(one) for one in chosen.recent])

    def keep(self, chosen: Settings) -> None:
        """Keep ``chosen``, which differs in nothing that is in force at once."""
        self.window.settings = chosen
        self.attempt(lambda: settings.save(chosen))

    def shut_down(self) -> None:
        """End the workers and remove what only a crash would need."""
        self._warming.stop()
        self.checks.stop()
        self.imports.cancel()
        self.simulations.close()
        self.simulation_runner.shut_down(0.0)
        self.emulation.shut_down()
        self.runner.shut_down(PATIENCE_SECONDS if self.session.is_training else 0.0)
        self.recovery.close()
        self.document.undo_stack.blockSignals(True)  # it speaks up once more when it is deleted

    def _make_pages(self) -> None:
        self.log = LogPanel()
        self.network = NetworkPage(self.document)
        self.simulate = SimulatePage(self.document, self.simulations)
        self.design = DesignPage(self.document, self.session)
        self.emulation = Emulation(self)
        self.emulate = self.emulation.page
        self.runs = RunsPage(self.document)
        self.explorer = Explorer(self.document, self.network.selection)
        self.settings_panel = SettingsPanel(self.document)
        self.simulation_settings = SimulationSettings(self.document, self.simulations)
        self.properties = PropertiesPanel(
            self.document, self.network.selection, tables(self.network.tables.laws.forms)
        )
        self.problems = ProblemsPanel(self.document)
        self.checks = NetworkChecks(self.document, self)
        self.jobs = JobsPanel(self.session, self.simulations)

    def _furnish(self) -> None:
        window = self.window
        for key, part in (
            ("explorer", self.explorer),
            ("jobs", self.jobs),
            ("problems", self.problems),
            ("log", self.log),
        ):
            window.docks[key].setWidget(part)
        window.add_side(main_window.NETWORK, "Properties", self.properties)
        window.add_side(main_window.SIMULATE, "Settings", self.simulation_settings)
        window.add_side(main_window.DESIGN, "Settings", self.settings_panel)
        window.add_page(main_window.NETWORK, self.network)
        window.add_page(main_window.SIMULATE, self.simulate)
        window.add_page(main_window.DESIGN, self.design)
        self.emulation.furnish()
        window.add_page(main_window.RUNS, self.runs)
        window.on_close = self._allow_close
        window.tab_changed.connect(self._change_tab)

    def _connect_start_page(self) -> None:
        start, files = self.window.start_page, self.files
        start.new_wanted.connect(files.new)
        start.new_network_wanted.connect(files.new_network)
        start.new_films_wanted.connect(files.new_films)
        start.open_wanted.connect(files.open_asking)
        start.path_wanted.connect(files.open)
        start.example_wanted.connect(files.open_example)
        start.network_example_wanted.connect(files.open_network_example)
        start.recover_wanted.connect(files.recover)
        start.discard_wanted.connect(self._discard)

    def _connect_files(self) -> None:
        files, imports, news = self.files, self.imports, self.news
        files.began.connect(self._show_project)
        files.films_begun.connect(self.go.to_films)
        files.saved.connect(self._remember)
        files.network_wanted.connect(imports.open)
        files.leaving.connect(self.network.text.apply)
        files.curves_wanted.connect(self.design.editor.import_csv)
        imports.began.connect(news.reading)
        imports.ended.connect(news.read)
        imports.imported.connect(news.imported)
        imports.failed.connect(self.fail)
        self.exporter.remarked.connect(news.exported)

    def _connect_parts(self) -> None:
        explorer, go = self.explorer, self.go
        explorer.run_wanted.connect(go.to_run)
        explorer.curve_wanted.connect(go.to_curve)
        explorer.condition_wanted.connect(go.to_condition)
        self.runs.open_wanted.connect(go.to_run)
        self.runs.resume_wanted.connect(go.resume_run)
        self.emulation.connect_parts()
        self.design.turned.connect(self._follow_step)
        self.design.table_wanted.connect(self.exporter.table)
        self.design.network_wanted.connect(self._open_network)
        self.design.mutants_wanted.connect(self.mutants.show)
        self.problems.count_changed.connect(self.window.status.show_problems)
        self.window.status.problems_wanted.connect(go.to_problems)
        task_editor = self.settings_panel.task_editor
        failures = (self.files, self.exporter, self.design, self.settings_panel, task_editor)
        for failed in [part.failed for part in failures]:
            failed.connect(self.fail)
        for failed in (
            self.simulate.failed,
            self.simulation_settings.failed,
            self.properties.refused,
            self.network.refused,
        ):
            failed.connect(self.fail)
        talkers = (self.files, self.exporter, self.design, self.runs, task_editor)
        for said in [part.said for part in talkers]:
            said.connect(self.say)
        for said in (self.network.said, self.simulate.said):
            said.connect(self.say)
        self.window.status.show_problems(self.problems.listed)

    def _connect_network(self) -> None:
        network = self.network
        self.explorer.part_wanted.connect(self.go.to_part)
        network.simulate_wanted.connect(self.go.simulate)
        for page in (network, self.simulate):
            page.examples_wanted.connect(self.go.to_example_networks)
        self.simulate.open_wanted.connect(self.files.import_asking)
        self.simulations.checked.connect(
            lambda: self.problems.show_findings(self.simulations.check.findings)
        )

    def _connect_session(self) -> None:
        session, news = self.session, self.news
        session.began.connect(news.began)
        session.ended.connect(news.ended)
        session.failed.connect(news.failed)
        self.simulations.failed.connect(self.fail)
        for runner in (self.runner, self.simulation_runner):
            runner.warned.connect(self.fail)

    def _change_tab(self, tab: int) -> None:
        if tab in (*OF_NETWORK, main_window.DESIGN, main_window.EMULATE):
            self.explorer.favour(tab != main_window.DESIGN)
        if tab in OF_NETWORK:
            self.simulations.warm()

    def _follow_step(self) -> None:
        page = self.design.current
        self.settings_panel.show_learner(page.learner, page.verb, page.on_page)

    def _open_network(self, network: Network, source: str) -> None:
        """Put a network that a step has made into the design, in place of the one there."""
        self.network.text.apply()
        edit_network(self.document, f"Network from {source}", network)
        self.go.to_network()
        self.say(f"Made a network of {len(network.species)} species from {source}.")

    def _show_recovered(self) -> None:
        self.window.start_page.show_recovered(left_behind(self.recovery.folder))

    def _discard(self, found: LeftBehind) -> None:
        found.discard()
        self._show_recovered()

    def _show_project(self) -> None:
        self.simulations.clear()
        self.problems.show_remarks(())
        self.go.to_project()
        self._show_recovered()
        self.state.show_file()

    def _remember(self, path: Path) -> None:
        self.apply(self.window.settings.with_recent(path))

    def _warm(self) -> None:
        self.runner.warm()
        self.state.ask_device()

    def _allow_close(self) -> bool:
        if not self._may_close:
            self.files.leave(self._permit_close)
        if self._may_close:
            self.shut_down()
        else:
            self._is_asking = True
        return self._may_close

    def _permit_close(self) -> None:
        """Close the window if it has had to wait for an answer, else let it go on closing."""
        self._may_close = True
        if self._is_asking:
            self.window.close()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
