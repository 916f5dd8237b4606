"""Forms of learners' settings, each kept in the design; one is in sight."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, is_dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui import learner_settings
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

LEAST_WIDTH = 300


class LearnerForms(QStackedWidget):
    """The form of the learner that is asked for, made when it is first wanted."""

    failed = Signal(object)

    def __init__(self, document: Document, learner: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._learner = document, learner
        self._forms: dict[str, ConfigForm] = {}
        self.form = self._form(learner)
        document.watch(lambda project: project.design, self._show_design)

    def show_learner(self, learner: str, hidden: Collection[str] = ()) -> None:
        """Show the settings of ``learner``, without those that are ``hidden``."""
        if learner != self._learner:
            self._learner = learner
            self.form = self._form(learner)
            self._show_design(self._document.project.design)
        self.form.show_only([one for one in self.form.values() if one not in hidden])

    def _form(self, learner: str) -> ConfigForm:
        """Return the form of ``learner``, brought to the front."""
        if learner not in self._forms:
            config = LEARNERS[learner].config
            form = ConfigForm(config, names=_own_first(config))
            form.changed.connect(
                lambda values: learner_settings.keep(self._document, learner, values)
            )
            self._forms[learner] = form
            self.addWidget(scrolled(form))
        self.setCurrentIndex(list(self._forms).index(learner))
        return self._forms[learner]

    def _show_design(self, design: Design) -> None:
        try:
            values = learner_settings.values_of(design, self._learner)
            self.form.set_defaults(learner_settings.suited(design, self._learner))
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        if any(values[name] != one for name, one in self.form.values().items()):
            self.form.set_values(values)


def scrolled(widget: QWidget) -> QScrollArea:
    """Return ``widget`` with room around it, in an area that scrolls where it is too long."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    widget.setContentsMargins(12, 12, 12, 12)
    area.setWidget(widget)
    area.setMinimumWidth(LEAST_WIDTH)
    for ground in (widget, area.viewport()):
        ground.setAutoFillBackground(False)  # what is behind the area shows
    return area


def _own_first(config: type) -> list[str]:
    """Return a config's settings, those that it adds to the config it is based on first."""
    shown = [one for one in fields(config) if "label" in one.metadata]
    inherited = {
        one.name for base in config.__bases__ if is_dataclass(base) for one in fields(base)
    }
    return [one.name for one in sorted(shown, key=lambda one: one.name in inherited)]
