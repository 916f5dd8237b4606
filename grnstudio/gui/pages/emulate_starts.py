"""Initial states as text and as a table; what is typed counts as soon as it can be read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network
from grnstudio.core.starts import Part, Starts, part_of, read
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.checked_field import CheckedDelegate, Index

READ_AFTER_MS = 400
MOST_KNOWN = 50  # texts whose starts are kept
TEXT_HEIGHT = 64
SPECIES, AMOUNT = range(2)
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
FROM_NETWORK = "Around the amounts of the network. Type here to choose: P 80..1199; G1 G2 4 tokens"
TIP = "P 80..1199 for a range, G2 4 - G1 for a rest, G1 G2 G3 2 tokens for tokens; ends with ;"
AMOUNT_TIP = "Such as 80..1199, or 100 for one amount; 4 - G1 for a rest; 2 tokens. F2 to edit"


class StartsEditor(QWidget):
    """Shows how initial states of a network are drawn, and lets it be changed."""

    changed = Signal(str)  # the text, by the user
    checked = Signal()  # something has been found wrong with it, or right again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.starts = Starts()
        self._network: Network | None = None
        self._read = ""  # the text that the table shows
        self.text = QPlainTextEdit(placeholderText=FROM_NETWORK)
        self.text.setObjectName("monospace")
        self.text.setAccessibleName("Initial states, as text")
        self.text.setToolTip(TIP)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.problem = QLabel()
        self.problem.setObjectName("field-error")
        self.problem.setWordWrap(True)
        self.table = QTableWidget(0, 2)
        self._set_up_table()
        self._delay = QTimer(self, interval=READ_AFTER_MS, singleShot=True)
        self._delay.timeout.connect(self.read)
        self.text.textChanged.connect(self._delay.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        self.problem.hide()

    def show_starts(self, text: str, network: Network | None) -> None:
        """Show ``text`` for ``network``; what is being mended stays as it was typed."""
        is_other = network is not self._network
        self._network = network
        self.setEnabled(network is not None)
        if text != self._read or is_other:
            self._delay.stop()
            if text != self.text.toPlainText().strip():
                with QSignalBlocker(self.text):
                    self.text.setPlainText(text)
            self._show(text)

    def read(self) -> None:
        """Take what is typed, if it can be read and says something else than before."""
        self._delay.stop()
        before, text = self._read, self.text.toPlainText().strip()
        self._show(text)
        if not self.problem.text() and text != before:
            self.changed.emit(text)

    def _show(self, text: str) -> None:
        found = starts_of(text, self._network) if self._network is not None else Starts()
        problem = found if isinstance(found, str) else ""
        if self._network is not None and isinstance(found, Starts):
            self.starts, self._read = found, text
            self._fill()
        differs = problem != self.problem.text()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.text.setAccessibleDescription(problem)
        self.text.setProperty("problem", bool(problem))
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        if differs:
            self.checked.emit()

    def _fill(self) -> None:
        """List the parts, a row for each."""
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self.starts.parts))
            for row, part in enumerate(self.starts.parts):
                name = QTableWidgetItem(" ".join(part.names))
                name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, SPECIES, name)
                amount = QTableWidgetItem(amount_of(part))
                amount.setTextAlignment(RIGHT | MIDDLE)
                self.table.setItem(row, AMOUNT, amount)

    def _changed(self, row: int, amount: str) -> str:
        """Return the text of all parts with another ``amount`` in a row."""
        parts = [one.text for one in self.starts.parts]
        parts[row] = part_of(f"{' '.join(self.starts.parts[row].names)} {amount}").text
        return "; ".join(parts)

    def _refusal(self, index: Index, amount: str) -> str:
        """Return why ``amount`` cannot stand in a cell, empty if it can."""
        try:
            text = self._changed(index.row(), amount)
            found = starts_of(text, self._network) if self._network is not None else ""
            return found if isinstance(found, str) else ""
        except GRNStudioError as error:
            return str(error)

    def _take_cell(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        if item is None or amount_of(self.starts.parts[row]) == item.text().strip():
            return
        text = self._changed(row, item.text())
        with QSignalBlocker(self.text):
            self.text.setPlainText(text)
        self.read()

    def _set_up_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(["Species", "Starts with"])
        for column, side in ((SPECIES, LEFT), (AMOUNT, RIGHT)):
            if head := table.horizontalHeaderItem(column):
                head.setTextAlignment(side | MIDDLE)
        table.setAccessibleName("Initial states")
        table.setToolTip(AMOUNT_TIP)
        table.setShowGrid(False)
        table.setAlternatingRowColors(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        table.horizontalHeader().setSectionResizeMode(SPECIES, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(AMOUNT, QHeaderView.ResizeMode.Stretch)
        table.setItemDelegateForColumn(AMOUNT, CheckedDelegate(self._refusal, table))
        table.cellChanged.connect(self._take_cell)


def starts_of(text: str, network: Network) -> Starts | str:
    """Return the starts that ``text`` says, or why it says none.

    Those of the network that was asked about last are kept, since large ones take a while.
    """
    if _KNOWN.get("network") is not network or len(_KNOWN) > MOST_KNOWN:
        _KNOWN.clear()
        _KNOWN["network"] = network
    key = f"starts {text}"
    if key not in _KNOWN:
        try:
            _KNOWN[key] = read(text, network)
        except GRNStudioError as error:
            _KNOWN[key] = str(error)
    found: Starts | str = _KNOWN[key]
    return found


_KNOWN: dict[str, Any] = {}


def amount_of(part: Part) -> str:
    """Return what a part says of its species, without their names."""
    return part.text.removeprefix(" ".join(part.names)).strip()
