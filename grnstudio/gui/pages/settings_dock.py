"""The dock on the right: how the step in sight works, and what the task is made of."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.gui.editors.task_editor import TaskEditor
from grnstudio.gui.pages.learner_forms import LearnerForms, scrolled

TRAIN, TASK = range(2)


class SettingsPanel(QTabWidget):
    """A learner's form, kept in the design, beside the editor of genes and conditions."""

    failed = Signal(object)

    def __init__(
        self, document: Document, learner: str = "circuit", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.forms = LearnerForms(document, learner)
        self.forms.failed.connect(self.failed)
        self.task_editor = TaskEditor(document)
        self.addTab(self.forms, "Train")
        self.addTab(scrolled(self.task_editor), "Task")
        self.setTabToolTip(TRAIN, "How networks are trained and their links read")
        self.setTabToolTip(TASK, "Genes, inputs, conditions, initial levels and allowed links")

    @property
    def form(self) -> ConfigForm:
        """The form in sight."""
        return self.forms.form

    def show_learner(self, learner: str, verb: str, hidden: Collection[str] = ()) -> None:
        """Show the settings of ``learner``, which are used to do what ``verb`` says.

        Those that are ``hidden`` have their place elsewhere.
        """
        self.setTabText(TRAIN, verb)
        self.forms.show_learner(learner, hidden)
