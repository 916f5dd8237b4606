"""The runs: every training that was made, to be opened, compared, named, copied or deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.pages.inline_question import InlineQuestion
from grnstudio.gui.pages.run_comparison import RunComparison
from grnstudio.gui.pages.run_details import RunDetails
from grnstudio.gui.pages.runs_table import SORT, RunsModel
from grnstudio.gui.run_recipe import as_command, as_python
from grnstudio.project import Run

EMPTY = "No runs yet. Each training that you start is kept here."
ROOM_FOR_ONE_ROW = 1_100
SECOND_ROW = ("rename", "python", "command", "delete")


class RunsPage(QWidget):
    """A table of runs above the facts of the chosen one, or two of them side by side."""

    open_wanted = Signal(int)
    resume_wanted = Signal(int)
    said = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.model = RunsModel()
        self.table = QTableView()
        self.details = RunDetails()
        self.comparison = RunComparison()
        self.question = InlineQuestion()
        self.buttons: dict[str, QPushButton] = {}
        self._below = QStackedWidget()
        self._set_up_table()
        self._lay_out()
        document.watch(lambda project: project.runs, self.show_runs)

    @property
    def chosen(self) -> list[Run]:
        """The selected runs, as they stand in the table."""
        rows = self.table.selectionModel().selectedRows()
        source = [self._proxy.mapToSource(row).row() for row in sorted(rows, key=lambda r: r.row())]
        return [self.model.runs[row] for row in source]

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """List ``runs``, keeping what was selected."""
        keys = {run.key for run in self.chosen}
        self.model.show_runs(runs)
        self._stack.setCurrentIndex(1 if runs else 0)
        self.choose([key for key in keys if any(run.key == key for run in runs)])
        self.table.resizeColumnsToContents()
        self._refresh()

    def choose(self, keys: list[int]) -> None:
        """Select the runs numbered ``keys``."""
        selection = self.table.selectionModel()
        selection.clearSelection()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        for row, run in enumerate(self.model.runs):
            if run.key in keys:
                index = self._proxy.mapFromSource(self.model.index(row, 0))
                selection.select(index, flags)
                self.table.scrollTo(index)

    def compare(self) -> None:
        """Show the two selected runs side by side."""
        one, other = self.chosen
        self.comparison.compare(one, other)
        self._below.setCurrentWidget(self.comparison)
        self._split.setSizes([self.height() // 5, self.height()])

    def rename(self) -> None:
        """Ask for another title of the selected run, in its place."""
        run = self.chosen[0]
        self.question.ask_text(f"Title of run {run.key}", run.title, self._rename_to(run.key))

    def delete(self) -> None:
        """Ask, in the page, before the selected runs are gone for good."""
        runs = self.chosen
        which = f"run {runs[0].key}" if len(runs) == 1 else f"{len(runs)} runs"
        self.question.ask(f"Delete {which}? This cannot be undone.", "Delete", self._delete(runs))

    def _rename_to(self, key: int) -> Callable[[str], None]:
        def rename(title: str) -> None:
            if title.strip():
                run = self._document.project.run(key)
                self._document.replace_run(replace(run, title=title.strip()))

        return rename

    def _delete(self, runs: list[Run]) -> Callable[[], None]:
        def delete() -> None:
            for run in runs:
                self._document.remove_run(run.key)

        return delete

    def _copy(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied as {what}.")

    def _set_up_table(self) -> None:
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setSortRole(SORT)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table.setModel(self._proxy)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAccessibleName("Runs")
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setMinimumSectionSize(64)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._refresh())
        self.table.doubleClicked.connect(lambda _: self._for_one("open"))
        for keys, name in (("Delete", "delete"), ("F2", "rename"), ("Return", "open")):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda name=name: self._for_one(name))

    def _for_one(self, name: str) -> None:
        if self.buttons[name].isEnabled():
            self.buttons[name].click()

    def _lay_out(self) -> None:
        filter_box = QLineEdit(placeholderText="Filter", clearButtonEnabled=True)
        filter_box.setAccessibleName("Filter the runs")
        filter_box.setToolTip("Show only runs that contain these letters")
        filter_box.setMaximumWidth(160)
        filter_box.textChanged.connect(self._proxy.setFilterFixedString)
        self._below.addWidget(self.details)
        self._below.addWidget(self.comparison)
        self._split = split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self._below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        empty = QLabel(EMPTY, alignment=Qt.AlignmentFlag.AlignCenter)
        empty.setObjectName("secondary")
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._lay_out_head(filter_box))
        column.addWidget(self.question)
        column.addWidget(self._stack, 1)

    def _lay_out_head(self, filter_box: QLineEdit) -> QBoxLayout:
        """Return the title and the buttons, which take a second row on a narrow page."""
        title = QLabel("Runs")
        title.setObjectName("page-title")
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(title)
        first.addWidget(filter_box)
        for row in (first, second):
            row.setSpacing(8)
            row.addStretch(1)
        for name, text, tip, slot in self._commands():
            row = second if name in SECOND_ROW else first
            row.addWidget(self._button(name, text, tip, slot))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(8)
        self._head.addLayout(first, 1)
        self._head.addLayout(second)
        return self._head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= ROOM_FOR_ONE_ROW
        self._head.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def _commands(self) -> tuple[tuple[str, str, str, Callable[[], object]], ...]:
        return (
            ("open", "Open", "Show this run on its page", self._open),
            ("resume", "Resume", "Train this run further, from its checkpoint", self._resume),
            ("compare", "Compare two", "Show two selected runs side by side", self.compare),
            ("made", "How was this made?", "Show settings, seed, versions and device", self._made),
            ("rename", "Rename", "Give this run another title (F2)", self.rename),
            ("python", "Copy as Python", "Copy a script that makes this run again", self._python),
            ("command", "Copy as command", "Copy the command for this run", self._command),
            ("delete", "Delete", "Delete the selected runs, after asking (Del)", self.delete),
        )

    def _button(self, name: str, text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
        button = push_button(text, tip, role="primary" if name == "open" else "")
        button.clicked.connect(lambda: slot())
        self.buttons[name] = button
        return button

    def _open(self) -> None:
        self.open_wanted.emit(self.chosen[0].key)

    def _resume(self) -> None:
        self.resume_wanted.emit(self.chosen[0].key)

    def _made(self) -> None:
        self._below.setCurrentWidget(self.details)

    def _python(self) -> None:
        self._copy(as_python(self.chosen[0]), "Python")

    def _command(self) -> None:
        self._copy(as_command(self.chosen[0]), "a command")

    def _refresh(self) -> None:
        runs = self.chosen
        for name, button in self.buttons.items():
            wanted = 2 if name == "compare" else 1
            button.setEnabled(len(runs) == wanted or (name == "delete" and len(runs) > 0))
        resumable = len(runs) == 1 and runs[0].checkpoint is not None
        self.buttons["resume"].setVisible(resumable)
        self.details.show_run(runs[0] if len(runs) == 1 else None)
        if len(runs) != 2:
            self._below.setCurrentWidget(self.details)
