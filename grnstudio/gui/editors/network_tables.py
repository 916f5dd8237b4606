"""The network as tables, one for each kind of part: the view for keyboards and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.core.tables import Edited, tables
from grnstudio.errors import GRNStudioError
from grnstudio.gui import network_clipboard
from grnstudio.gui.document import Document
from grnstudio.gui.editors.checked_field import Index
from grnstudio.gui.editors.formula_view import FormulaView
from grnstudio.gui.editors.law_strip import LawStrip
from grnstudio.gui.editors.part_formulas import equations, typed
from grnstudio.gui.editors.part_table import PartTable
from grnstudio.gui.editors.rate_laws import RateLaws
from grnstudio.gui.selection import Selection

TYPESET = ("reactions", "rules", "events", "functions")
"""Tables whose rows all have formulas."""


class Problem(Protocol):
    """A finding about parts of the network."""

    @property
    def text(self) -> str:
        """What is wrong, in words."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The parts it is about."""


class NetworkTables(QWidget):
    """Tables of species, parameters, compartments, reactions, rules, events and functions."""

    said = Signal(str)  # a hint for the status line
    refused = Signal(object)  # a GRNStudioError
    commands_changed = Signal()

    def __init__(
        self, document: Document, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self._is_showing = False
        self.laws = RateLaws(self)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Tables of the network")
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.formula = FormulaView()
        self.law = LawStrip(self.laws)
        self._tables = {table.key: PartTable(document, table) for table in tables(self.laws.forms)}
        self._lay_out()
        self._listen()
        self._commands: dict[str, Callable[[], None]] = {
            "delete": lambda: self.current.remove(),
            "rename": lambda: self.current.view.edit_name(),
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "duplicate": self.duplicate,
            "select-all": lambda: self.current.view.choose_all(),
            "find": lambda: self.current.filter.setFocus(),
        }

    @property
    def current(self) -> PartTable:
        """The table that is shown."""
        return self._tables[self.tabs.currentWidget().objectName()]

    def table(self, key: str) -> PartTable:
        """Return the table of a kind of part, such as "species"; raises `KeyError`."""
        return self._tables[key]

    def show_table(self, key: str) -> None:
        """Show the table of a kind of part."""
        self.tabs.setCurrentWidget(self._tables[key])

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the tables can be asked to do; the same keys for their life."""
        return self._commands

    def can(self, key: str) -> bool:
        """Whether ``key`` would do something as things are."""
        rows = self.current.rows
        if key in ("delete", "cut", "copy"):
            return bool(rows)
        if key == "duplicate":
            return bool(rows) and self.current.table.key != "rules"
        if key == "rename":
            return (
                bool(rows) and self.current.model.row(self.current.view.currentIndex()) is not None
            )
        if key == "select-all":
            return bool(self.current.model.shown)
        return key in self._commands

    def copy(self) -> None:
        """Copy the chosen cells as a spreadsheet does, and whole rows as parts besides."""
        table = self.current
        if not table.rows:
            return
        data = QMimeData()
        whole = len(table.view.columns()) == len(table.table.columns)
        ids = [row.id for row in table.rows if row.id == row.key]
        if whole and ids and table.table.key != "rules":
            data = network_clipboard.copied(table.model.network, ids)
        data.setText(table.text())
        QGuiApplication.clipboard().setMimeData(data)
        count = len(table.rows)
        self.said.emit(f"Copied {count:,} row{'s' * (count != 1)}.")

    def cut(self) -> None:
        """Copy what is chosen, and remove its rows."""
        self.copy()
        self.current.remove()

    def paste(self) -> None:
        """Paste cells of a spreadsheet; parts that were copied whole come as further parts."""
        data = network_clipboard.contents()
        if data.hasFormat(network_clipboard.NETWORK):
            self._attempt(lambda: self._choose(network_clipboard.pasted(self._document)))
        else:
            self.current.paste(data.text())

    def duplicate(self) -> None:
        """Add the chosen parts once more, under other names."""
        network = self._document.project.design.network
        ids = [row.id for row in self.current.rows if row.id == row.key]
        if network and ids and self.can("duplicate"):
            self._attempt(
                lambda: self._choose(network_clipboard.duplicated(self._document, network, ids))
            )

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Mark the rows of the parts that something is wrong with."""
        found: dict[str, list[str]] = {}
        for problem in problems:
            for id in problem.ids:
                found.setdefault(id, []).append(problem.text)
        words = {id: "\n".join(texts) for id, texts in found.items()}
        for table in self._tables.values():
            table.model.show_problems(words)

    def _lay_out(self) -> None:
        for key, table in self._tables.items():
            table.setObjectName(key)
            self.tabs.addTab(table, table.table.title)
            self._count(table)
        below = QFrame()
        below.setAccessibleName("Formula of the chosen row")
        strip = QVBoxLayout(below)
        strip.setContentsMargins(4, 0, 4, 4)
        strip.setSpacing(4)
        strip.addWidget(self.formula)
        strip.addWidget(self.law)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs, 1)
        column.addWidget(below)
        self.setAccessibleName("Tables")

    def _listen(self) -> None:
        for table in self._tables.values():
            table.said.connect(self.said)
            table.model.refused.connect(self.refused)
            table.counted.connect(lambda table=table: self._count(table))
            table.view.asked.connect(lambda key: self._commands[key]())
            table.view.chosen.connect(lambda table=table: self._hear_choice(table))
            table.view.pointed.connect(self._selection.point_at)
            table.view.delegate.typed.connect(
                lambda index, text, table=table: self._preview(table, index, text)
            )
            self._selection.hovered.connect(table.model.point_at)
        self.tabs.currentChanged.connect(self._show_current)
        self.law.applied.connect(self._apply_law)
        self.law.previewed.connect(self._show_formula)
        self.law.refused.connect(self.refused)
        self.laws.refused.connect(self.refused)
        self._selection.changed.connect(self._show_choice)
        self._document.watch(lambda project: project.design.network, lambda _: self._show_current())

    def _count(self, table: PartTable) -> None:
        count = table.model.count
        title = f"{table.table.title} {count:,}" if count else table.table.title
        self.tabs.setTabText(self.tabs.indexOf(table), title)

    def _hear_choice(self, table: PartTable) -> None:
        """Choose in all views what is chosen in a table."""
        if self._is_showing or table is not self.current:
            return
        self._show_current()
        ids = frozenset(row.id for row in table.rows)
        if ids or table.view.hasFocus():
            self._is_showing = True
            self._selection.choose(ids)
            self._is_showing = False

    def _show_choice(self, ids: frozenset[str]) -> None:
        """Choose the rows of what was chosen in another view, without taking the focus."""
        if self._is_showing:
            return
        self._is_showing = True
        if len(ids) == 1 and not self.current.model.places_of_ids(ids):
            self._show_table_of(ids)
        for table in self._tables.values():
            if table.view.is_editing or frozenset(row.id for row in table.rows) == ids:
                continue
            table.view.choose_rows(table.model.places_of_ids(ids))
        self._is_showing = False
        self._show_current()

    def _show_table_of(self, ids: frozenset[str]) -> None:
        for table in self._tables.values():
            if table.model.places_of_ids(ids):
                self.tabs.setCurrentWidget(table)
                return

    def _choose(self, ids: Iterable[str]) -> None:
        self._selection.choose(ids)

    def _attempt(self, do: Callable[[], object]) -> None:
        try:
            do()
        except GRNStudioError as error:
            self.refused.emit(error)

    def _apply_law(self, text: str, change: Callable[[Network], Network]) -> None:
        model = self._tables["reactions"].model
        model.attempt(text, lambda network: Edited(change(network)))

    def _show_current(self) -> None:
        """Show the formula of the current row, and the law it follows."""
        self._show_formula(None)
        table = self.current
        self.setFocusProxy(table.view)
        row = table.model.row(table.view.currentIndex())
        is_reaction = table.table.key == "reactions"
        self.law.setVisible(is_reaction)
        if is_reaction:
            self.law.show_reaction(table.model.network, row.key if row else "")
        self.commands_changed.emit()

    def _preview(self, table: PartTable, index: Index, text: str) -> None:
        """Show as in print what is being typed."""
        column = table.model.column(index)
        if column.look == "formula" and column.title not in ("Equation", "Then"):
            self.formula.show_equations(typed(table.model.row(index), column.title, text))
            self.formula.show()

    def _show_formula(self, network: Network | None) -> None:
        """Show the formula of the current row, as it would be in ``network`` if one is given."""
        table = self.current
        row = table.model.row(table.view.currentIndex())
        if network is not None and row is not None:
            row = table.table.row(network, row.key)
        self.formula.show_equations(equations(row) if row else [])
        has_room = table.table.key in TYPESET or bool(self.formula.equations)
        self.formula.setVisible(has_room)
