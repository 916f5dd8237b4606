"""The table of simulations, with what can be done with the one that is selected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.buttons import push_button
from grnstudio.gui.pages.simulation_form import USED
from grnstudio.gui.pages.simulation_table import NOTES, SimulationsModel
from grnstudio.gui.saving import ask_where
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_list import Entry
from grnstudio.gui.simulation_recipe import as_command, as_python, made
from grnstudio.io import csv_trajectories

WIDTHS = (152, 164, 60, 60, 80)
FACTS = range(1, 5)  # columns that the details tell as well


NO_SIMULATIONS = (
    "Each run is listed here. Runs by several methods are drawn over each other; one that is kept "
    "stays when its method runs again."
)
NOTHING_YET = "There is no simulation yet: press Run on the Simulate page."
SINGLE = "Amounts over time (*.csv)"
STATISTICS = "Mean and sd over time (*.csv)"
RUNS = "Every run (*.csv)"


class SimulationsPanel(QWidget):
    """Kept simulations stay when their engine runs again; the others give way."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = SimulationsModel()
        self.table = QTableView()
        self.details = QPlainTextEdit(readOnly=True)
        self.buttons: dict[str, QPushButton] = {}
        self._set_up_table()
        self._lay_out()
        self.model.shown_changed.connect(lambda key, on: session.edit_entry(key, is_visible=on))
        self.model.renamed.connect(lambda key, name: session.edit_entry(key, name=name))
        session.entries_changed.connect(self.refresh)
        self.refresh()

    @property
    def chosen(self) -> Entry | None:
        """The selected simulation, the last of the list if none is."""
        rows = self.table.selectionModel().selectedRows()
        if rows:
            return self.model.entries[rows[0].row()]
        return self.model.entries[-1] if self.model.entries else None

    def refresh(self) -> None:
        """List the simulations of the network at hand."""
        self.model.show_entries(self._session.listed, self._session.network)
        self._empty.setVisible(not self.model.entries)
        self._split.setVisible(bool(self.model.entries))
        for button in (*self.buttons.values(),):
            button.setVisible(bool(self.model.entries) and not button.property("in menu"))
        self._refresh_buttons()

    def select(self, key: int) -> None:
        """Select the simulation numbered ``key``."""
        rows = [row for row, one in enumerate(self.model.entries) if one.key == key]
        if rows:
            self.table.selectRow(rows[0])

    def export(self, path: Path, kind: str = "") -> None:
        """Write the selected simulation as a table, in amounts, every run if ``kind`` says so."""
        entry = self.chosen
        write = csv_trajectories.write_runs if kind == RUNS else csv_trajectories.write_simulation
        if entry is not None:
            try:
                write(entry.simulation, path)
            except GRNStudioError as error:
                self.failed.emit(error)
            else:
                self.said.emit(f"Exported {path.name}.")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the buttons as a menu."""
        menu = QMenu(self)
        for button in self.buttons.values():
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(lambda checked=False, button=button: button.click())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _commands(self) -> tuple[tuple[str, str, str, Callable[[], object]], ...]:
        return (
            ("keep", "Keep", "Let it stay as a reference when its engine runs again", self._keep),
            ("remove", "Remove", "Take it off the list (Del)", self._remove),
            ("export", "Export CSV…", "Save its amounts over time as a table", self.ask_where),
            ("made", "How was this made?", "Show engine, settings, numbers and cost", self._made),
            ("reuse", "Use settings", "Simulate with these settings and numbers", self._reuse),
            ("python", "Copy as Python", "Copy a script that makes it again", self._python),
            ("command", "Copy as command", "Copy the command that makes it again", self._command),
        )

    def _keep(self) -> None:
        if entry := self.chosen:
            self._session.edit_entry(entry.key, is_kept=not entry.is_kept)

    def _remove(self) -> None:
        if entry := self.chosen:
            self._session.remove(entry.key)

    def _reuse(self) -> None:
        if entry := self.chosen:
            try:
                self._session.reuse(entry.key)
            except GRNStudioError as error:
                self.failed.emit(error)

    def _made(self) -> None:
        """Show the details beside the table, which then leaves out what they tell."""
        is_shown = self.buttons["made"].isChecked()
        self.details.setVisible(is_shown)
        for column in FACTS:
            self.table.setColumnHidden(column, is_shown)
        self.table.setColumnWidth(0, WIDTHS[0] * (2 if is_shown else 1))

    def _python(self) -> None:
        if entry := self.chosen:
            self._copy(as_python(entry), "Python")

    def _command(self) -> None:
        if entry := self.chosen:
            self._copy(as_command(entry), "a command")

    def _copy(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied as {what}.")

    def ask_where(self) -> None:
        """Ask for a file and write the selected simulation."""
        if self.chosen is None:
            self.failed.emit(MissingInput(NOTHING_YET))
            return
        kinds = [STATISTICS, RUNS] if self.chosen.simulation.runs > 1 else [SINGLE]
        ask_where(self, "simulation.csv", kinds, self.export)

    def _refresh_buttons(self) -> None:
        entry = self.chosen
        for button in self.buttons.values():
            button.setEnabled(entry is not None)
        self.buttons["keep"].setChecked(entry is not None and entry.is_kept)
        self.details.setPlainText(made(entry, USED_BY[entry.method]) if entry else "")

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Simulations")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        table.setMinimumHeight(80)
        head = table.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            table.setColumnWidth(column, width)
        head.setSectionResizeMode(NOTES, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        table.selectionModel().selectionChanged.connect(lambda *_: self._refresh_buttons())
        self._shortcut("Delete", self._remove)
        self._shortcut("Space", self._toggle)

    def _toggle(self) -> None:
        if entry := self.chosen:
            self._session.edit_entry(entry.key, is_visible=not entry.is_visible)

    def _shortcut(self, keys: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(slot)

    def _lay_out(self) -> None:
        heading = QLabel("Simulations")
        heading.setObjectName("section")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(heading)
        row.addStretch(1)
        copy = QPushButton("Copy")
        copy.setToolTip("Copy what makes it again")
        menu = QMenu(copy)
        copy.setMenu(menu)
        for name, text, tip, slot in self._commands():
            button = self._button(name, text, tip, slot)
            if name in ("python", "command"):
                menu.addAction(text).triggered.connect(lambda _=False, slot=slot: slot())
            else:
                row.addWidget(button)
        row.addWidget(copy)
        self.buttons["copy"] = copy
        self.details.setAccessibleName("How the simulation was made")
        self.details.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.details)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(split, 1)
        self._split = split
        self._empty = QLabel(NO_SIMULATIONS)
        self._empty.setObjectName("secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._empty, 1)

    def _button(self, name: str, text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
        button = push_button(text, tip, role="quiet")
        button.setParent(self)
        button.setCheckable(name in ("keep", "made"))
        button.clicked.connect(lambda: slot())
        button.setProperty("in menu", name in ("python", "command"))
        self.buttons[name] = button
        return button


USED_BY = {method: ("duration", "intervals", *names) for method, names in USED.items()}
