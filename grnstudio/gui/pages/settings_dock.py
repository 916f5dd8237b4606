"""The dock on the right: how the step in sight works, and what the task is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabWidget, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.gui.editors.task_editor import TaskEditor
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

TRAIN, TASK = range(2)


class SettingsPanel(QTabWidget):
    """A learner's form, kept in the design, beside the editor of genes and conditions."""

    failed = Signal(object)

    def __init__(
        self, document: Document, learner: str = "circuit", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._document, self._spec = document, LEARNERS[learner]
        self._forms: dict[str, ConfigForm] = {}
        self._stack = QStackedWidget()
        self.form = self._form(learner)
        self.task_editor = TaskEditor(document)
        self.addTab(self._stack, "Train")
        self.addTab(_scrolled(self.task_editor), "Task")
        self.setTabToolTip(TRAIN, "How networks are trained and their links read")
        self.setTabToolTip(TASK, "Genes, inputs, conditions, initial levels and allowed links")
        document.watch(lambda project: project.design, self._show_design)

    def show_learner(self, learner: str, verb: str, hidden: Collection[str] = ()) -> None:
        """Show the settings of ``learner``, which are used to do what ``verb`` says.

        Those that are ``hidden`` have their place elsewhere.
        """
        self.setTabText(TRAIN, verb)
        if learner != self._spec.key:
            self._spec = LEARNERS[learner]
            self.form = self._form(learner)
            self._show_design(self._document.project.design)
        self.form.show_only([one for one in self.form.values() if one not in hidden])

    def _form(self, learner: str) -> ConfigForm:
        """Return the form of ``learner``, brought to the front."""
        if learner not in self._forms:
            spec = LEARNERS[learner]
            form = ConfigForm(spec.config, names=_own_first(spec.config))
            form.changed.connect(self._keep)
            self._forms[learner] = form
            self._stack.addWidget(_scrolled(form))
        place = list(self._forms).index(learner)
        self._stack.setCurrentIndex(place)
        return self._forms[learner]

    def _show_design(self, design: Design) -> None:
        try:
            values = asdict(self._spec.configured(design))
            self.form.set_defaults(self._suited(design))
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        if any(values[name] != one for name, one in self.form.values().items()):
            self.form.set_values(values)

    def _keep(self, values: Mapping[str, Any]) -> None:
        """Put what differs from what suits the task into the design."""
        design = self._document.project.design
        suited = self._suited(design)
        before = asdict(self._spec.configured(design))
        kept = {n: x for n, x in design.configs.get(self._spec.key, {}).items() if n not in values}
        chosen = kept | {name: one for name, one in values.items() if one != suited[name]}
        edited = [name for name, value in values.items() if value != before[name]]
        configs = {**design.configs, self._spec.key: chosen}
        text = f"Change {', '.join(edited).replace('_', ' ') or 'settings'}"
        self._document.edit(text, replace(design, configs=configs), merge=text)

    def _suited(self, design: Design) -> dict[str, Any]:
        suited: dict[str, Any] = asdict(self._spec.configured(replace(design, configs={})))
        return suited


def _own_first(config: type) -> list[str]:
    """Return a config's settings, those that it adds to the config it is based on first."""
    shown = [one for one in fields(config) if "label" in one.metadata]
    inherited = {
        one.name for base in config.__bases__ if is_dataclass(base) for one in fields(base)
    }
    return [one.name for one in sorted(shown, key=lambda one: one.name in inherited)]


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    widget.setContentsMargins(12, 12, 12, 12)
    area.setWidget(widget)
    area.setMinimumWidth(300)
    return area
