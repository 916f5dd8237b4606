"""One table of the network with what belongs to it: filter, buttons, and a line for messages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.core.tables import Edited, Row, Table, removed
from grnstudio.core.tables.pasting import grid, left_out, pasted, tsv
from grnstudio.gui.document import Document
from grnstudio.gui.editors.part_table_model import PartTableModel
from grnstudio.gui.editors.part_table_view import PartTableView
from grnstudio.gui.editors.table_look import listed
from grnstudio.gui.icons import icon

FEW = 3  # rows that are named one by one


class PartTable(QWidget):
    """A table of parts that can be edited, pasted into, sorted and filtered."""

    said = Signal(str)
    counted = Signal()

    def __init__(self, document: Document, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.model = PartTableModel(document, table, self)
        self.view = PartTableView(self.model)
        self.filter = _FilterField(table.title.lower())
        self.add_button = _button("plus", "Add", f"Add a row for another {table.one} (Insert)")
        self.remove_button = _button("delete", "", "Remove the chosen rows (Del)")
        self.remove_button.setAccessibleName(f"Remove the chosen {table.title.lower()}")
        self.about = _label("secondary", table.about)
        self.note = _label("secondary")
        for label in (self.about, self.note):
            label.setWordWrap(True)
        self.note.setAccessibleName("Note on what is typed")
        self._lay_out()
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.view.setFocus)
        self.add_button.clicked.connect(self.view.begin_row)
        self.remove_button.clicked.connect(self.remove)
        self.view.chosen.connect(self._show_choice)
        self.view.delegate.noted.connect(self.show_note)
        self.model.told.connect(self.said)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.layoutChanged):
            signal.connect(self._show_count)
        self._show_count()
        self._show_choice()

    @property
    def rows(self) -> list[Row]:
        """The rows that are chosen."""
        return self.view.rows

    def set_cell(self, key: str, title: str, text: str) -> bool:
        """Type a text into a cell, as the user does; with no key into the blank row."""
        places = self.model.places([key]) if key else [self.model.rowCount() - 1]
        column = self.table.columns.index(self.table.column(title))
        return bool(places) and self.model.setData(self.model.index(places[0], column), text)

    def remove(self) -> None:
        """Remove the chosen rows, and say what goes with them."""
        rows = self.rows
        if not rows:
            return
        what = _rows_in_words(rows, self.table)
        done = self.model.attempt(
            f"Delete {what}",
            lambda network: removed(network, self.table, rows),
            verb=f"Deleted {what}, and what cannot be without:",
        )
        if done and not self.rows:
            self.view.setCurrentIndex(self.model.index(self._near(), 0))

    def text(self) -> str:
        """Return the chosen cells as text for a spreadsheet, below titles if there are several."""
        rows, columns = self.rows, [self.table.columns[place] for place in self.view.columns()]
        return tsv(rows, columns, heading=len(rows) * len(columns) > 1) if rows else ""

    def paste(self, text: str) -> None:
        """Put a text from a spreadsheet into the table, from the current cell on."""
        if not text.strip("\n"):
            return
        current = self.view.currentIndex()
        start = max(0, current.row()) if current.isValid() else len(self.model.shown)
        keys = [row.key for row in self.model.shown[start:]]
        cells, column = grid(text), max(0, current.column())
        if self._fills_chosen(cells):
            places = self.model.places(row.key for row in self.rows)
            self.model.fill(places, column, cells[0][0])
            return
        found: list[str] = []

        def put(network: Network) -> Edited:
            edited = pasted(network, self.table, cells, keys, column)
            found.extend(edited.keys)
            return edited

        if self.model.attempt(f"Paste {len(cells):,} rows", put):
            self.view.choose_rows(self.model.places(found))
            told = f"Pasted {len(found):,} row{'s' * (len(found) != 1)}."
            if strangers := left_out(self.table, cells):
                told += f" Left out, for there are no such columns: {', '.join(strangers)}."
            self.said.emit(told)

    def show_note(self, text: str, is_problem: bool = False) -> None:
        """Say something of what is being typed, in red if it cannot stand."""
        self.note.setObjectName("field-error" if is_problem else "secondary")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _fills_chosen(self, cells: list[list[str]]) -> bool:
        """Say whether one copied cell is to go into several chosen ones of a column."""
        return len(cells) == len(cells[0]) == 1 and len(self.rows) > 1

    def _near(self) -> int:
        return min(max(0, self.view.currentIndex().row()), self.model.rowCount() - 1)

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        self._show_count()

    def _show_count(self) -> None:
        self.about.setVisible(not self.model.count)
        hidden = self.model.count - len(self.model.shown)
        self.filter.count.setText(f"{len(self.model.shown):,} of {self.model.count:,}")
        self.filter.count.setVisible(hidden > 0)
        self.counted.emit()

    def _show_choice(self) -> None:
        rows = self.rows
        self.remove_button.setEnabled(bool(rows))
        if len(rows) > 1 and not self.view.is_editing:
            self.said.emit(
                f"{len(rows):,} rows chosen. Type a value and press Ctrl+Return to put it into all."
            )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.filter, 1)
        head.addWidget(self.filter.count)
        head.addWidget(self.add_button)
        head.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        self.note.hide()
        self.setFocusProxy(self.view)


class _FilterField(QLineEdit):
    """Filters as it is typed; Down and Return lead to the table, Escape shows all rows again."""

    left = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        self.setPlaceholderText(f"Filter {what}")
        self.setAccessibleName(f"Filter {what}")
        self.setToolTip("Shows only the rows that have all these words (Ctrl+F)")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(96)
        self.count = _label("secondary")
        self.count.setAccessibleName("How many rows are shown")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _rows_in_words(rows: list[Row], table: Table) -> str:
    if len(rows) > FEW:
        return f"{len(rows):,} {table.title.lower()}"
    return listed([row.key for row in rows])


def _button(picture: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
