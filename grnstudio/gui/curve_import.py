"""Asks which columns of a table are inputs, where the task at hand cannot say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from grnstudio.core.task import Task
from grnstudio.io.csv_curves import CurveTable


class ImportColumns(QDialog):
    """A box to tick for each column that drives the circuit; the others are genes."""

    inputs_chosen = Signal(list)

    def __init__(self, table: CurveTable, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {name}")
        self.boxes = {column: QCheckBox(column) for column in table.names}
        about = QLabel(
            f"A task with these curves over {table.x_name} takes the place of the one at hand; "
            "Undo brings it back. Tick the columns that are inputs: they are given, and the other "
            "columns are genes that shall follow their curve."
        )
        about.setWordWrap(True)
        about.setMinimumWidth(360)
        choice = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        choice.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        column.addWidget(about)
        for name, box in self.boxes.items():
            box.setToolTip(f"{name} is an input of the circuit")
            column.addWidget(box)
        column.addWidget(choice)
        choice.accepted.connect(self.accept)
        choice.rejected.connect(self.reject)
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        self.inputs_chosen.emit([name for name, box in self.boxes.items() if box.isChecked()])


def is_drawn(task: Task | None) -> bool:
    """Return whether any curve of ``task`` has been drawn."""
    conditions = task.conditions if task else ()
    curves = [c for one in conditions for c in (*one.inputs.values(), *one.targets.values())]
    return any(not curve.is_empty for curve in curves)
