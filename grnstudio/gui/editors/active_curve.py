"""Which condition and curve the Draw column works on, and the one way in which it edits them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import Condition, Task
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.theme import series_color

BLANK = Task()  # what is shown, and edited first, while a project has no task


class ActiveCurve(QObject):
    """The curve being edited: a gene or an input, under one condition of the document's task."""

    changed = Signal()  # the task, the choice, or what is hidden
    said = Signal(str)
    failed = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.hidden: frozenset[str] = frozenset()
        self._index, self._name = 0, ""
        self._before = BLANK
        document.watch(lambda project: project.design.task, self._follow)

    @property
    def task(self) -> Task:
        """The document's task, a blank one as long as there is none."""
        return self.document.project.design.task or BLANK

    @property
    def index(self) -> int:
        """The place of the condition in the task."""
        return min(self._index, len(self.task.conditions) - 1)

    @property
    def condition(self) -> Condition:
        """The condition that is shown."""
        return self.task.conditions[self.index]

    @property
    def names(self) -> tuple[str, ...]:
        """Genes, then inputs: all that can be drawn."""
        return (*self.task.targets, *self.task.inputs)

    @property
    def name(self) -> str:
        """The gene or input being drawn."""
        return self._name if self._name in self.names else self.names[0]

    @property
    def is_input(self) -> bool:
        """Whether an input is being drawn, not a target."""
        return self.name in self.task.inputs

    @property
    def curve(self) -> DrawnCurve:
        """The curve being drawn."""
        return self.curve_of(self.name)

    def curve_of(self, name: str) -> DrawnCurve:
        """Return the curve of ``name`` under the condition that is shown."""
        return self.task.curve(self.index, name)

    def color(self, name: str) -> QColor:
        """Return the colour that ``name`` has on every page."""
        return series_color(self.names.index(name))

    def choose(self, name: str) -> None:
        """Draw the gene or input ``name`` from here on."""
        if name in self.names and name != self.name:
            self._name, self.hidden = name, self.hidden - {name}
            self.changed.emit()

    def choose_next(self, by: int) -> None:
        """Choose the gene or input ``by`` places further down the list, around its end."""
        self.choose(self.names[(self.names.index(self.name) + by) % len(self.names)])

    def choose_condition(self, index: int) -> None:
        """Show another condition."""
        if 0 <= index < len(self.task.conditions) and index != self._index:
            self._index = index
            self.changed.emit()

    def hide(self, name: str, hidden: bool) -> None:
        """Hide a curve on the canvas, or show it again."""
        kept = self.hidden | {name} if hidden else self.hidden - {name}
        if kept != self.hidden:
            self.hidden = kept
            self.changed.emit()

    def draw(self, verb: str, curve: DrawnCurve, merge: str = "") -> None:
        """Put ``curve`` in place of the active one, as one edit."""
        if self.curve.per_level is not None and curve.per_level is None:
            self.said.emit(f"{self.name} no longer follows the random level of the condition.")
        text = f"{verb} {self.name} in '{self.condition.name}'"
        self.attempt(text, lambda task: task.with_curve(self.index, self.name, curve), merge)

    def attempt(self, text: str, change: Callable[[Task], Task], merge: str = "") -> bool:
        """Edit the task; say why and return False where it cannot be."""
        try:
            task = change(self.task)
        except GRNStudioError as error:
            self.failed.emit(error)
            return False
        if task is not self.task:
            design = self.document.project.design
            self.document.edit(text, replace(design, task=task), merge)
        return True

    def _follow(self, task: Task | None) -> None:
        before, self._before = self._before, task or BLANK
        if task is not None and is_another(task, before):
            self._index = liveliest(task)
        self.changed.emit()


def is_another(task: Task, before: Task) -> bool:
    """Whether ``task`` was opened in the place of ``before``, not made from it by an edit."""
    kept = {id(one) for one in before.conditions} & {id(one) for one in task.conditions}
    return task.title != before.title and not kept


def liveliest(task: Task) -> int:
    """Return the condition whose targets move most: the one to show first."""
    return max(range(len(task.conditions)), key=lambda index: _movement(task.conditions[index]))


def _movement(condition: Condition) -> float:
    drawn = [curve.values for curve in condition.targets.values() if not curve.is_empty]
    return max((float(np.nanmax(one) - np.nanmin(one)) for one in drawn), default=0.0)
