"""The best parameter sets of a Hill check as a table; the chosen row is the set that is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

RANDOM = "random"


class SetTable(QTableWidget):
    """A row per set, best first."""

    set_chosen = Signal(int)  # from 1 on, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Best parameter sets")
        self.setToolTip("Choose a set to see what it does")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.itemSelectionChanged.connect(self._tell)

    def show_result(self, result: Any, chosen: int) -> None:
        """List the sets of ``result``, the ``chosen`` one (from 1 on) selected."""
        header, *rows = rows_of(result)
        self.blockSignals(True)
        self.clear()
        self.setColumnCount(len(header))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(header)
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                self.setItem(place, column, _cell(text, is_number=column != 1 and column != 3))
        self.resizeColumnsToContents()
        self.selectRow(chosen - 1)
        self.blockSignals(False)

    def _tell(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.set_chosen.emit(rows[0].row() + 1)


def rows_of(result: Any) -> list[list[str]]:
    """Return the header and a row per set, as shown and as exported."""
    sets, links = result.sets, list(result.topology.signed_links())
    regulators, targets = result.topology.regulators, result.topology.targets
    header = ["Set", "Found by", "Error", "Does the task", "Still does it nearby", "n", "basal"]
    for source, target, sign in links:
        header += [f"b {source}→{target}"] if sign > 0 else []
        header += [f"K {source}{'→' if sign > 0 else '⊣'}{target}"]
    found = [header]
    for index in range(len(result.losses)):
        fit = int(result.fits[index])
        nearby = float(result.nearby[index])
        row = [
            str(index + 1),
            RANDOM if fit < 0 else f"fit {fit + 1}",
            f"{result.losses[index]:.3g}",
            _outcome(bool(result.succeeds[index]), bool(result.is_sound[index])),
            "" if np.isnan(nearby) else f"{100 * nearby:.0f} %",
            f"{sets.exponents[index]:.3g}",
            sets.basal_text(index),
        ]
        for source, target, sign in links:
            at = index, regulators.index(source), targets.index(target)
            row += [f"{sets.strengths[at]:.4g}"] if sign > 0 else []
            row += [f"{sets.thresholds[at]:.4g}"]
        found.append(row)
    return found


def _outcome(succeeds: bool, sound: bool) -> str:
    if not succeeds:
        return "no"
    return "yes" if sound else "not with steps of a quarter"


def _cell(text: str, is_number: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
