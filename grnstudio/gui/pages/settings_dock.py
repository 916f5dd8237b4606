"""The dock on the right: how to train, and what the task is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.gui.editors.task_editor import TaskEditor
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

TRAIN, TASK = range(2)


class SettingsPanel(QTabWidget):
    """The learner's form, kept in the design, beside the editor of genes and conditions."""

    failed = Signal(object)

    def __init__(
        self, document: Document, learner: str = "circuit", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._document, self._spec = document, LEARNERS[learner]
        self.form = ConfigForm(self._spec.config)
        self.task_editor = TaskEditor(document)
        self.addTab(_scrolled(self.form), "Train")
        self.addTab(_scrolled(self.task_editor), "Task")
        self.setTabToolTip(TRAIN, "How networks are trained and their links read")
        self.setTabToolTip(TASK, "Genes, inputs, conditions, initial levels and allowed links")
        self.form.changed.connect(self._keep)
        document.watch(lambda project: project.design, self._show_design)

    def _show_design(self, design: Design) -> None:
        try:
            values = asdict(self._spec.configured(design))
            self.form.set_defaults(self._suited(design))
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        if values != self.form.values():
            self.form.set_values(values)

    def _keep(self, values: Mapping[str, Any]) -> None:
        """Put what differs from what suits the task into the design."""
        design = self._document.project.design
        suited = self._suited(design)
        before = asdict(self._spec.configured(design))
        chosen = {name: value for name, value in values.items() if value != suited[name]}
        edited = [name for name, value in values.items() if value != before[name]]
        configs = {**design.configs, self._spec.key: chosen}
        text = f"Change {', '.join(edited).replace('_', ' ') or 'settings'}"
        self._document.edit(text, replace(design, configs=configs), merge=text)

    def _suited(self, design: Design) -> dict[str, Any]:
        suited: dict[str, Any] = asdict(self._spec.configured(replace(design, configs={})))
        return suited


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    widget.setContentsMargins(12, 12, 12, 12)
    area.setWidget(widget)
    area.setMinimumWidth(300)
    return area
