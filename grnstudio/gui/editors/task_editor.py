"""What the task is made of: genes, inputs, conditions, the grid, and the links that may exist."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.axis_form import AxisForm
from grnstudio.gui.editors.link_matrix import LinkMatrix
from grnstudio.gui.editors.records_table import RecordsTable
from grnstudio.gui.editors.task_columns import CONDITIONS, GENES, INPUTS


class TaskEditor(QWidget):
    """A compact form; every change is an edit, and what cannot be is said at the field."""

    said = Signal(str)
    failed = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = ActiveCurve(document, self)
        self.title = QLineEdit()
        self.title.setAccessibleName("Title of the task")
        self.title.setToolTip("Title of the task")
        self.genes = RecordsTable(self.active, GENES)
        self.inputs = RecordsTable(self.active, INPUTS)
        self.conditions = RecordsTable(self.active, CONDITIONS)
        self.axis = AxisForm(self.active)
        self.links = LinkMatrix(self.active)
        self.setAccessibleName("Genes, inputs, conditions and links")
        self._arrange()
        self.title.textEdited.connect(self._set_title)
        self.active.changed.connect(self._refresh)
        self.active.said.connect(self.said)
        self.active.failed.connect(self.failed)
        self._refresh()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 8, 8)
        layout.setSpacing(6)
        for heading, part in (
            ("Title", self.title),
            ("Genes", self.genes),
            ("Inputs", self.inputs),
            ("Conditions", self.conditions),
            ("Grid", self.axis),
            ("Allowed links: from row to column", self.links),
        ):
            label = QLabel(heading)
            label.setObjectName("section")
            if layout.count():
                layout.addSpacing(8)
            layout.addWidget(label)
            layout.addWidget(part)
        layout.addStretch(1)

    def _set_title(self, text: str) -> None:
        self.active.attempt("Rename the task", lambda task: replace(task, title=text), "task title")

    def _refresh(self) -> None:
        if self.title.text() != self.active.task.title:
            self.title.setText(self.active.task.title)
