"""What fills the window after its first paint: the project, the worker, the pages, the docks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from grnstudio import paths, settings
from grnstudio.errors import GRNStudioError, WorkerDied
from grnstudio.gui import main_window, theme
from grnstudio.gui.commands import Commands
from grnstudio.gui.document import Document
from grnstudio.gui.exporting import Exporter
from grnstudio.gui.job_runner import PATIENCE_SECONDS, JobRunner
from grnstudio.gui.main_window import MainWindow
from grnstudio.gui.pages.design_page import DesignPage
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.jobs_dock import JobsPanel
from grnstudio.gui.pages.log_dock import LogPanel
from grnstudio.gui.pages.problems_dock import ProblemsPanel
from grnstudio.gui.pages.runs_page import RunsPage
from grnstudio.gui.pages.settings_dock import SettingsPanel
from grnstudio.gui.project_files import ProjectFiles
from grnstudio.gui.recovery import LeftBehind, Recovery, left_behind
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Finished, Job, Outcome
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run
from grnstudio.settings import Settings

WARM_MS = 1_000
DEVICE_JOB = Job("grnstudio.learn.warm:device")


class Workbench(QObject):
    """Builds the parts and connects them; what they do is in them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.document = Document(parent=self)
        self.runner = JobRunner(self)
        self.recovery = Recovery(paths.autosave_folder())
        self.session = TrainingSession(self.document, self.runner, self.recovery, self)
        self.files = ProjectFiles(self.document, self.session, window)
        self.log = LogPanel()
        self.design = DesignPage(self.document, self.session)
        self.runs = RunsPage(self.document)
        self.explorer = Explorer(self.document)
        self.settings_panel = SettingsPanel(self.document)
        self.problems = ProblemsPanel(self.document)
        self.jobs = JobsPanel(self.session)
        self.exporter = Exporter(self.document, self.design, window)
        self._may_close = self._is_asking = False
        self._device_asked: Job | None = None
        self._furnish()
        self._connect_parts()
        self._connect_session()
        self.commands = Commands(self)
        self.apply(window.settings)
        self._show_file()
        self._begin_start_page()
        self._warming = QTimer(self, interval=WARM_MS, singleShot=True)
        self._warming.timeout.connect(self._warm)
        self._warming.start()

    def say(self, text: str) -> None:
        """Show a passing remark, and keep it in the log."""
        self.window.status.say(text)
        self.log.note(text)

    def fail(self, error: BaseException, details: str = "") -> None:
        """Show what went wrong, and keep it in the log."""
        self.log.note(str(error))
        self.window.show_error(error, details)

    def attempt(self, action: Callable[[], object]) -> None:
        """Do ``action``; what the user can mend becomes a notice."""
        try:
            action()
        except GRNStudioError as error:
            self.fail(error)

    def train(self) -> None:
        """Go to the Design page and train."""
        self.window.show_tab(main_window.DESIGN)
        self.attempt(self.design.start_training)

    def resume_run(self, key: int) -> None:
        """Train a run further from its checkpoint."""
        self.window.show_tab(main_window.DESIGN)
        self.attempt(lambda: self.session.go_on(key))

    def open_run(self, key: int) -> None:
        """Show a run on the Design page."""
        self.design.show_run(key)
        self.window.show_tab(main_window.DESIGN)

    def take_design(self) -> None:
        """Put the design that the chosen run was trained on in the place of the one at hand."""
        run, now = self.runs.chosen[0], self.document.project.design
        kept = {key: one for key, one in now.configs.items() if key not in LEARNERS}
        configs = {**run.design.configs, **kept}
        design = replace(run.design, network=now.network, configs=configs)
        self.document.edit(f"Take over design of run {run.key}", design)
        self.window.show_tab(main_window.DESIGN)
        self.design.stepper.choose(0)

    def apply(self, chosen: Settings) -> None:
        """Bring ``chosen`` into force, and keep it."""
        before, self.window.settings = self.window.settings, chosen
        self.runner.set_pace(chosen.figures_per_second)
        self.runner.autosave_seconds = chosen.autosave_seconds
        if chosen != before:
            theme.apply(_application(), chosen.theme, chosen.font_size)
            self.commands.show_theme(chosen.theme)
            self.window.restyle()
            self.attempt(lambda: settings.save(chosen))
        self.window.start_page.show_recent([Path(one) for one in chosen.recent])

    def shut_down(self) -> None:
        """End the worker and remove what only a crash would need."""
        self._warming.stop()
        patience = PATIENCE_SECONDS if self.session.is_training else 0.0
        self.runner.shut_down(patience)
        self.recovery.close()
        self.document.undo_stack.blockSignals(True)  # it speaks up once more when it is deleted

    def _furnish(self) -> None:
        window = self.window
        parts = {
            "explorer": self.explorer,
            "settings": self.settings_panel,
            "jobs": self.jobs,
            "problems": self.problems,
            "log": self.log,
        }
        for key, part in parts.items():
            window.docks[key].setWidget(part)
        window.add_page(main_window.DESIGN, self.design)
        window.add_page(main_window.RUNS, self.runs)
        window.on_close = self._allow_close

    def _connect_parts(self) -> None:
        window, start, files = self.window, self.window.start_page, self.files
        start.new_wanted.connect(files.new)
        start.open_wanted.connect(files.open_asking)
        start.path_wanted.connect(files.open)
        start.example_wanted.connect(files.open_example)
        start.recover_wanted.connect(files.recover)
        start.discard_wanted.connect(self._discard)
        files.began.connect(self._show_project)
        files.saved.connect(self._remember)
        files.curves_wanted.connect(self.design.editor.import_csv)
        self.explorer.run_wanted.connect(self.open_run)
        self.explorer.curve_wanted.connect(self._choose_curve)
        self.explorer.condition_wanted.connect(self._choose_condition)
        self.runs.open_wanted.connect(self.open_run)
        self.runs.resume_wanted.connect(self.resume_run)
        self.problems.count_changed.connect(self._count_problems)
        window.status.problems_wanted.connect(self._show_problems)
        task_editor = self.settings_panel.task_editor
        failures = (files, self.design, self.settings_panel, task_editor, self.exporter)
        for failed in [part.failed for part in failures]:
            failed.connect(self.fail)
        for said in [part.said for part in (files, self.design, self.runs, task_editor)]:
            said.connect(self.say)
        self.exporter.said.connect(self.say)
        self.document.status_changed.connect(self._show_file)
        self.document.watch(lambda project: project.design, self._show_seed)
        self._count_problems(len(self.problems.problems))

    def _connect_session(self) -> None:
        session = self.session
        session.began.connect(lambda run: self.log.note(f"Training of {run.title} began."))
        session.ended.connect(self._tell_end)
        session.failed.connect(self._tell_failure)
        self.runner.warned.connect(self.fail)
        self.runner.started.connect(self._note_job)
        self.runner.ended.connect(self._take_device)

    def _begin_start_page(self) -> None:
        self.attempt(self.window.start_page.show_examples)
        self._show_recovered()

    def _show_recovered(self) -> None:
        self.window.start_page.show_recovered(left_behind(self.recovery.folder))

    def _discard(self, found: LeftBehind) -> None:
        found.discard()
        self._show_recovered()

    def _show_project(self) -> None:
        self.design.clear()
        if self.document.project.runs:
            self.design.show_run(self.document.project.runs[-1].key)
        self.window.show_tab(main_window.DESIGN)
        self._show_recovered()
        self._show_file()

    def _remember(self, path: Path) -> None:
        self.apply(self.window.settings.with_recent(path))

    def _show_file(self) -> None:
        name = self.document.path.name if self.document.path else "Untitled"
        modified = self.document.is_modified
        self.window.setWindowTitle(f"{name}[*] — GRNStudio")
        self.window.setWindowModified(modified)
        self.window.status.show_file(name, modified)

    def _show_seed(self, design: Design) -> None:
        try:
            self.window.status.show_seed(LEARNERS["circuit"].configured(design).seed)
        except GRNStudioError:
            self.window.status.seed.clear()  # the problems dock says what is wrong

    def _count_problems(self, count: int) -> None:
        """Count no problems as long as nothing has been begun."""
        has_task = self.document.project.design.task is not None
        self.window.status.show_problems(count if has_task else 0)

    def _show_problems(self) -> None:
        self.window.docks["problems"].show()
        self.window.docks["problems"].raise_()

    def _choose_curve(self, name: str) -> None:
        self.window.show_tab(main_window.DESIGN)
        self.design.stepper.choose(0)
        self.design.editor.active.choose(name)

    def _choose_condition(self, index: int) -> None:
        self.window.show_tab(main_window.DESIGN)
        self.design.stepper.choose(0)
        self.design.editor.active.choose_condition(index)

    def _tell_end(self, run: Run) -> None:
        self.log.note(f"Training of {run.title} {run.outcome} after {run.seconds:.1f} s.")
        self.say(f"Run {run.key} {run.outcome}.")

    def _tell_failure(self, error: Exception, details: str) -> None:
        runs = self.document.project.runs
        self.log.note(str(error))
        resumable = bool(runs) and runs[-1].outcome == "failed" and runs[-1].checkpoint
        if isinstance(error, WorkerDied) and resumable:
            text = f"{error} Run {runs[-1].key} can go on from where it was last saved."
            action = ("Resume", lambda: self.resume_run(runs[-1].key))
            self.window.notices.show_notice(text, "error", details, action)
        else:
            self.window.show_error(error, details)

    def _warm(self) -> None:
        self.runner.warm()
        self.runner.start(DEVICE_JOB)

    def _note_job(self, job: Job) -> None:
        self._device_asked = job if job is DEVICE_JOB else None

    def _take_device(self, outcome: Outcome) -> None:
        if self._device_asked is not None:
            self._device_asked = None
            name = outcome.result if isinstance(outcome, Finished) else "CPU"
            self.window.status.show_device(name)

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
