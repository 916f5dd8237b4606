"""Mutants of a trained circuit: which to make, what each changes, and its curves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.mutant_result import MutantResult
from grnstudio.core.mutants import HOW, read
from grnstudio.core.task import Task
from grnstudio.errors import ModelError
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.jobs import Job

SIZE = (1040, 640)
LIST_WIDTH = 200
CURVES, CHANGES = "Curves", "All mutants"
USUAL = "each gene and input removed, and in other doses"
WAITING = "The mutants are being simulated…"


class MutantsDialog(QDialog):
    """A line to write mutants in, the list of them, and the one chosen beside wild type."""

    wanted = Signal(str)  # mutants in words, to be simulated
    picture_wanted = Signal(object)  # the panel to be exported

    def __init__(self, task: Task, of_what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Mutants of {of_what}")
        self.resize(*SIZE)
        self.job: Job | None = None
        self._task = task
        self._result: MutantResult | None = None
        self.field = QLineEdit()
        self.simulate = QPushButton("Simulate")
        self.reason = QLabel()
        self.list = QListWidget()
        self.tabs = FigureTabs((CURVES, CHANGES), WAITING)
        self._lay_out()
        self.field.textChanged.connect(lambda _: self._check())
        self.simulate.clicked.connect(self._ask)
        self.list.currentTextChanged.connect(self._show)
        self.tabs.export_requested.connect(self.picture_wanted)
        self._check()

    def wait(self, job: Job) -> None:
        """Say that ``job`` is under way, which brings what is to be shown."""
        self.job = job
        self._result = None
        self.list.clear()
        self.tabs.clear_all(WAITING)

    def show_result(self, result: MutantResult) -> None:
        """List the mutants, and show the one that changes most."""
        self.job = None
        self._result = result
        self.list.addItems(result.names[1:])
        self.list.setCurrentRow(result.index() - 1)

    def give_up(self) -> None:
        """Say that nothing came of the job."""
        self.job = None
        self.tabs.clear_all("The mutants could not be simulated; change them, or try again.")

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        return self.tabs.pictures()

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(USUAL)
        self.field.setAccessibleName("Mutants")
        self.field.setToolTip(HOW)
        self.field.setClearButtonEnabled(True)
        self.simulate.setDefault(True)
        self.simulate.setToolTip("Simulate these mutants under the task's conditions")
        self.reason.setObjectName("reason")
        self.reason.setWordWrap(True)
        self.list.setAccessibleName("Mutants that were simulated")
        self.list.setMinimumWidth(LIST_WIDTH // 2)
        label = QLabel("Mutants")
        label.setBuddy(self.field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.field, 1)
        row.addWidget(self.simulate)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.tabs)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, SIZE[0] - LIST_WIDTH])
        page = QVBoxLayout(self)
        page.setSpacing(8)
        page.addLayout(row)
        page.addWidget(self.reason)
        page.addWidget(split, 1)

    def _check(self) -> None:
        """Say what is wrong with the mutants as they are typed."""
        problem = ""
        try:
            read(self.field.text(), self._task)
        except ModelError as error:
            problem = str(error)
        self.reason.setText(problem)
        self.reason.setVisible(bool(problem))
        self.simulate.setEnabled(not problem)

    def _ask(self) -> None:
        self.wanted.emit(self.field.text())

    def _show(self, name: str) -> None:
        if self._result is None or not name:
            return
        changes, *curves = self._result.figures(name)
        self.tabs.show_figures({CURVES: curves, CHANGES: [changes]})
