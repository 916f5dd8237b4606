"""Opening, saving, importing, and the one question that may stop it: unsaved work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from grnstudio.core.task import Task
from grnstudio.errors import GRNStudioError
from grnstudio.gui.curve_import import ImportColumns, is_drawn
from grnstudio.gui.document import Document
from grnstudio.gui.network_import import example_design, motif_design
from grnstudio.gui.recovery import LeftBehind
from grnstudio.gui.training import TrainingSession
from grnstudio.io import csv_curves, kinds, task_json
from grnstudio.io.csv_curves import CurveTable
from grnstudio.io.examples import load_example
from grnstudio.project import Design, Project

SUFFIX = kinds.PROJECT_SUFFIX
PROJECTS = f"GRNStudio projects (*{SUFFIX})"
OPENABLE = (
    f"All that can be opened ({' '.join(f'*{one}' for one in kinds.KNOWN)});;{PROJECTS};;"
    "All files (*)"
)
IMPORTS = (
    f"Networks, curves, tasks and emulators ({' '.join(f'*{one}' for one in kinds.KNOWN[1:])});;"
    "SBML (*.xml *.sbml);;Antimony (*.ant *.txt);;Curves (*.csv *.tsv *.txt);;"
    "JSON (*.json);;All files (*)"
)
Then = Callable[[], object]


class ProjectFiles(QObject):
    """Moves the document to and from files; a file that fails leaves it as it was."""

    began = Signal()  # another project is open
    saved = Signal(object)  # its Path
    network_wanted = Signal(object)  # Path of a network to be imported
    emulator_wanted = Signal(object)  # Path of an emulator to be looked at
    leaving = Signal()  # about to be saved or left: what is being typed should be in the document
    films_begun = Signal()  # a project for films of cells
    curves_wanted = Signal(object)  # Path of a table for the condition at hand
    failed = Signal(object)  # an error to be shown
    said = Signal(str)

    def __init__(self, document: Document, session: TrainingSession, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._session, self._window = document, session, window
        self._when_idle: Then | None = None
        session.ended.connect(lambda _: self._go_on())

    def new(self) -> None:
        """Begin a blank design."""
        self.leave(lambda: self._begin(Project(Design(Task()))))

    def open_example(self, key: str) -> None:
        """Begin with an example as a design of one's own."""
        self._try(lambda: self._begin_example(load_example(key)))

    def new_network(self) -> None:
        """Begin a network of one's own."""
        self.leave(lambda: self._begin(Project(Design())))

    def new_films(self) -> None:
        """Begin to learn from films of cells."""
        self.leave(self._begin_films)

    def open_network_example(self, key: str) -> None:
        """Begin with an example network and the settings it is meant to be run with."""
        self._try(lambda: self._begin_network_example(key))

    def open_motif(self, key: str) -> None:
        """Begin with a motif and the settings that show what it does."""
        self._try(lambda: self._begin_motif(key))

    def open_asking(self) -> None:
        """Ask for a project file and open it."""
        self._ask_path("Open project", OPENABLE, self.open)

    def import_asking(self) -> None:
        """Ask for a network, curves or a task and take them over."""
        self._ask_path("Import a network, curves or a task", IMPORTS, self.open)

    def open(self, path: Path) -> None:
        """Open a project, or take over a network, a task or curves, as the content says."""
        self._try(lambda: self._open(path))

    def _open(self, path: Path) -> None:
        match kinds.kind_of(path):
            case kinds.PROJECT:
                self.leave(lambda: self._try(lambda: self._open_project(path)))
            case kinds.NETWORK:
                self.network_wanted.emit(path)
            case kinds.EMULATOR:
                self.emulator_wanted.emit(path)
            case kinds.TASK:
                self._import_task(path)
            case kinds.TABLE:
                self._import_table(path)

    def save(self, then: Then = lambda: None) -> None:
        """Save to the project's file, asking for one the first time."""
        self.leaving.emit()
        if self._document.path:
            self._save_to(self._document.path, then)
        else:
            self.save_asking(then)

    def save_asking(self, then: Then = lambda: None) -> None:
        """Ask for a file and save to it."""
        self.leaving.emit()
        dialog = self._dialog("Save project", PROJECTS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile(str(self._document.path or f"study{SUFFIX}"))
        dialog.fileSelected.connect(lambda name: self._save_to(Path(name), then))
        dialog.open()

    def recover(self, found: LeftBehind) -> None:
        """Open what an ended program left, as unsaved work."""
        self.leave(lambda: self._try(lambda: self._recover(found)))

    def leave(self, then: Then) -> None:
        """Do ``then``, which replaces the project, once nothing would be lost by it."""
        self.leaving.emit()
        if self._session.is_training:
            self._ask_about_training(then)
        elif self._document.is_modified:
            self._ask_about_changes(then)
        else:
            then()

    def _ask_about_training(self, then: Then) -> None:
        box = self._question(
            "A training is under way.",
            "It will be stopped, and the best that it has found is kept as a run.",
        )
        stop = box.addButton("Stop and keep best", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stop)

        def decide() -> None:
            if box.clickedButton() is stop:
                self._when_idle = lambda: self.leave(then)
                self._session.stop()

        box.finished.connect(lambda _: decide())
        box.open()

    def _ask_about_changes(self, then: Then) -> None:
        name = self._document.path.name if self._document.path else "this project"
        box = self._question(f"Save the changes to {name}?", "They are lost if you do not.")
        save = box.addButton(QMessageBox.StandardButton.Save)
        discard = box.addButton(QMessageBox.StandardButton.Discard)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Save)

        def decide() -> None:
            if box.clickedButton() is save:
                self.save(then)
            elif box.clickedButton() is discard:
                then()

        box.finished.connect(lambda _: decide())
        box.open()

    def _question(self, text: str, about: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(text)
        box.setInformativeText(about)
        return box

    def _go_on(self) -> None:
        then, self._when_idle = self._when_idle, None
        if then:
            then()

    def _try(self, action: Then) -> None:
        try:
            action()
        except GRNStudioError as error:
            self.failed.emit(error)

    def _open_project(self, path: Path) -> None:
        self._document.open(path)
        self.saved.emit(path)
        self.began.emit()
        self.said.emit(f"{path.name} is open.")

    def _begin(self, project: Project) -> None:
        self._document.new(project)
        self.began.emit()

    def _begin_films(self) -> None:
        self._begin(Project(Design()))
        self.films_begun.emit()

    def _begin_example(self, task: Task) -> None:
        self.leave(lambda: self._begin(Project(Design(task))))

    def _begin_network_example(self, key: str) -> None:
        design = example_design(key)
        self.leave(lambda: self._begin(Project(design)))

    def _begin_motif(self, key: str) -> None:
        design = motif_design(key)
        self.leave(lambda: self._begin(Project(design)))

    def _recover(self, found: LeftBehind) -> None:
        project = found.read()
        self._document.new(Project(project.design))
        for run in project.runs:
            self._document.add_run(run)
        self.began.emit()
        self._session.keep()
        found.discard()
        self.said.emit("Recovered; save it to keep it.")

    def _import_task(self, path: Path) -> None:
        task = task_json.read(path)
        design = replace(self._document.project.design, task=task, configs={})
        self._document.edit(f"Import {path.name}", design)
        self.began.emit()
        self.said.emit(f"Took over the task of {path.name}.")

    def _import_table(self, path: Path) -> None:
        """Put curves onto the condition at hand, or begin a task with them if none is drawn."""
        table, task = csv_curves.read(path), self._document.project.design.task
        if is_drawn(task) and task and len(table.strangers(task)) < len(table.names):
            self.curves_wanted.emit(path)
            return
        dialog = ImportColumns(table, path.name, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.inputs_chosen.connect(
            lambda inputs: self._try(lambda: self._begin_with_table(table, inputs, path.name))
        )
        dialog.open()

    def _begin_with_table(self, table: CurveTable, inputs: list[str], name: str) -> None:
        task = replace(csv_curves.task_from_table(table, inputs), title=Path(name).stem)
        self._document.edit(f"Import {name}", Design(task))
        self.began.emit()
        self.said.emit(f"Made a task of {', '.join(table.names)}.")

    def _save_to(self, path: Path, then: Then) -> None:
        try:
            self._document.save(path)
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        self._session.keep()
        self.saved.emit(path)
        self.said.emit(f"{path.name} is saved.")
        then()

    def _ask_path(self, title: str, filters: str, use: Callable[[Path], object]) -> None:
        dialog = self._dialog(title, filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: use(Path(name)))
        dialog.open()

    def _dialog(self, title: str, filters: str) -> QFileDialog:
        folder = self._document.path.parent if self._document.path else Path.home()
        dialog = QFileDialog(self._window, title, str(folder), filters)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
