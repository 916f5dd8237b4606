"""A steady state of the rate equations: its amounts, and what happens near it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network
from grnstudio.gui.buttons import push_button
from grnstudio.gui.field_events import FieldEvents

if TYPE_CHECKING:
    from grnstudio.simulate.steady_state import SteadyState

NOT_YET = "Press Find (F5) to look for a steady state of the rate equations."
OUTDATED = "The network has been changed since. Press Find (F5) to look again."
WAYS = {"Where it comes to": False, "Nearest to the start": True}
AMOUNTS = ("Name", "Amount")
NEAR = ("Real part", "Imaginary part", "Time scale", "Period")
STABLE = {True: "Stable", False: "Not stable", None: "Stability is left open"}
STILL = 1e-12  # of the largest eigenvalue: a part below it is as good as 0
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
BELOW = 6  # clear of the splitter's handle


class SteadyView(QWidget):
    """What was found last, and where to look next."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self.way = QComboBox()
        self.way.setAccessibleName("Which steady state")
        self.way.setToolTip(
            "The one that a run ends in, or the one nearest to the initial amounts, which may be "
            "unstable"
        )
        for text, is_nearest in WAYS.items():
            self.way.addItem(text, is_nearest)
        FieldEvents(self.way)
        self.summary = QLabel(NOT_YET)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.summary.setAccessibleName("What was found")
        self.copy = push_button(
            "Copy", "Copy both tables, as for a spreadsheet", "Copy the steady state"
        )
        self.amounts = _table("Amounts in the steady state", AMOUNTS)
        self.near = _table("Eigenvalues of the Jacobian", NEAR)
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.clear(NOT_YET)

    @property
    def is_nearest(self) -> bool:
        """Whether the steady state nearest to the start is looked for."""
        return bool(self.way.currentData())

    def clear(self, text: str) -> None:
        """Show no steady state but ``text``."""
        self.summary.setText(text)
        for table in (self.amounts, self.near):
            table.setRowCount(0)
        self.tables.hide()
        self.copy.setEnabled(False)

    def show_network(self, network: Network | None) -> None:
        """Say so where the network at hand is not that of the steady state shown."""
        if self._network is not None and network is not self._network:
            self._network = None
            self.clear(OUTDATED)

    def show_state(self, state: SteadyState, network: Network) -> None:
        """Show a steady state of ``network``."""
        self._network = network
        self.summary.setText(described(state))
        rows = zip(state.names, state.values.tolist(), strict=True)
        _fill(self.amounts, [(name, f"{value:.8g}") for name, value in rows])
        _fill(self.near, eigenvalue_rows(state))
        self.tables.show()
        self.copy.setEnabled(True)

    def _copy(self) -> None:
        lines = []
        for table, heads in ((self.amounts, AMOUNTS), (self.near, NEAR)):
            lines.append("\t".join(heads))
            for row in range(table.rowCount()):
                items = (table.item(row, column) for column in range(len(heads)))
                lines.append("\t".join(item.text() if item else "" for item in items))
            lines.append("")
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.said.emit("Copied the steady state.")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel("Look for the steady state")
        label.setBuddy(self.way)
        row.addWidget(label)
        row.addWidget(self.way)
        row.addStretch(1)
        row.addWidget(self.copy)
        self.tables = QSplitter(Qt.Orientation.Horizontal)
        self.tables.addWidget(self.amounts)
        self.tables.addWidget(self.near)
        self.tables.setChildrenCollapsible(False)
        self.tables.setSizes([360, 440])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, BELOW)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.summary)
        column.addWidget(self.tables, 1)
        column.addStretch(0)


def described(state: SteadyState) -> str:
    """Say of what kind a steady state is, among which states, and how exact it is."""
    lines = [f"{STABLE[state.stable]}: {state.kind}. Rates left over: {state.norm:.1e} at most."]
    if state.laws:
        lines.append(f"Judged among states with the same {', '.join(state.laws)}.")
    return " ".join((*lines, *state.notes))


def eigenvalue_rows(state: SteadyState) -> list[tuple[str, ...]]:
    """Return eigenvalues with the time in which they change e-fold and that of a turn."""
    found = [complex(one) for one in state.eigenvalues]
    still = STILL * max((abs(one) for one in found), default=0.0)
    rows: list[tuple[str, ...]] = []
    for one in found:
        real, imaginary = (part if abs(part) > still else 0.0 for part in (one.real, one.imag))
        scale = f"{1 / abs(real):.4g}" if real else "–"
        turn = f"{2 * math.pi / abs(imaginary):.4g}" if imaginary else "–"
        rows.append((f"{real:.6g}", f"{imaginary:.6g}", scale, turn))
    return rows


def _table(name: str, heads: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(heads))
    table.setAccessibleName(name)
    for column, text in enumerate(heads):
        item = QTableWidgetItem(text)
        item.setTextAlignment(NUMBER if text != AMOUNTS[0] else TEXT)
        table.setHorizontalHeaderItem(column, item)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    head = table.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    head.setHighlightSections(False)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            is_name = not column and table.columnCount() == len(AMOUNTS)
            item.setTextAlignment(TEXT if is_name else NUMBER)
            table.setItem(place, column, item)
