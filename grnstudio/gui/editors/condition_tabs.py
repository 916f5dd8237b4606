"""The conditions as tabs: one per experiment, with what can be done to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QTabBar, QToolButton, QWidget

from grnstudio.core import task_edits
from grnstudio.core.task import RandomLevel, Task
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.checked_field import show_problem
from grnstudio.gui.icons import icon


class ConditionTabs(QWidget):
    """Chooses, adds, renames and removes conditions."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = active
        self.bar = _Bar(active)
        self.add_button = QToolButton()
        self.add_button.setIcon(icon("plus"))
        self.add_button.setAutoRaise(True)
        self.add_button.setAccessibleName("Add a condition")
        self.add_button.setToolTip("Add a condition: another experiment the circuit must pass")
        self.add_button.clicked.connect(self.bar.add)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.bar, 0)
        layout.addWidget(self.add_button)
        layout.addStretch(1)


class _Bar(QTabBar):
    def __init__(self, active: ActiveCurve) -> None:
        super().__init__()
        self.active = active
        self._field: QLineEdit | None = None
        self.setAccessibleName("Conditions")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.tabBarDoubleClicked.connect(self.rename)
        self.currentChanged.connect(active.choose_condition)
        active.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the task's conditions."""
        conditions = self.active.task.conditions
        self.blockSignals(True)
        while self.count() > len(conditions):
            self.removeTab(self.count() - 1)
        for index, one in enumerate(conditions):
            if index == self.count():
                self.addTab("")
            marks = [
                word for word, on in (("steady", one.steady), ("random level", one.level)) if on
            ]
            self.setTabText(index, one.name.replace("&", "&&"))
            about = f" ({', '.join(marks)})" if marks else ""
            self.setTabToolTip(index, f"{one.name}{about}. F2 renames it; right click for more.")
        self.setCurrentIndex(self.active.index)
        self.blockSignals(False)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.remove(self.currentIndex())
        elif event.key() == Qt.Key.Key_Menu:
            self._open_menu(self.tabRect(self.currentIndex()).bottomLeft())
        else:
            super().keyPressEvent(event)

    def add(self) -> None:
        """Add a condition and show it."""
        if self.active.attempt("Add a condition", task_edits.add_condition):
            self.active.choose_condition(len(self.active.task.conditions) - 1)

    def duplicate(self, index: int) -> None:
        """Add a copy of a condition and show it."""
        name = self.active.task.conditions[index].name
        self.active.attempt(
            f"Duplicate '{name}'", lambda task: task_edits.duplicate_condition(task, index)
        )
        self.active.choose_condition(index + 1)

    def remove(self, index: int) -> None:
        """Remove a condition."""
        name = self.active.task.conditions[index].name
        self.active.attempt(
            f"Delete '{name}'", lambda task: task_edits.remove_condition(task, index)
        )

    def rename(self, index: int) -> None:
        """Open a field over a tab for its name."""
        if index < 0:
            return
        field = QLineEdit(self.active.task.conditions[index].name, self)
        field.setAccessibleName("Name of the condition")
        field.setGeometry(self.tabRect(index).adjusted(2, 2, -2, -2))
        field.textEdited.connect(lambda text: show_problem(field, self._problem(index, text)))
        field.editingFinished.connect(lambda: self._end_rename(index, field))
        field.selectAll()
        field.show()
        field.setFocus()
        self._field = field

    def menu(self, index: int) -> QMenu:
        """Return what can be done to a condition."""
        one = self.active.task.conditions[index]
        menu = QMenu(self)
        menu.addAction("Rename…", QKeySequence("F2"), lambda: self.rename(index))
        menu.addAction("Duplicate", lambda: self.duplicate(index))
        menu.addSeparator()
        steady = menu.addAction("Hold steady: genes stay where they start")
        steady.setCheckable(True)
        steady.setChecked(one.steady)
        steady.triggered.connect(lambda on: self._change(index, "Hold steady", steady=on))
        level = menu.addAction("Random level, drawn anew at every training step")
        level.setCheckable(True)
        level.setChecked(one.level is not None)
        level.triggered.connect(
            lambda on: self._change(index, "Random level", level=RandomLevel() if on else None)
        )
        menu.addSeparator()
        delete = menu.addAction("Delete", QKeySequence("Del"), lambda: self.remove(index))
        delete.setEnabled(len(self.active.task.conditions) > 1)
        return menu

    def _open_menu(self, at: QPoint) -> None:
        index = self.tabAt(at)
        if index >= 0:
            self.menu(index).popup(self.mapToGlobal(at))

    def _change(self, index: int, text: str, **changes: object) -> None:
        name = self.active.task.conditions[index].name
        self.active.attempt(
            f"{text} in '{name}'", lambda task: task_edits.change_condition(task, index, **changes)
        )

    def _problem(self, index: int, text: str) -> str:
        try:
            self._renamed(self.active.task, index, text)
        except GRNStudioError as error:
            return str(error)
        return ""

    def _renamed(self, task: Task, index: int, text: str) -> Task:
        return task_edits.change_condition(task, index, name=text)

    def _end_rename(self, index: int, field: QLineEdit) -> None:
        if self._field is not field:
            return
        name, self._field = field.text(), None
        field.hide()
        field.deleteLater()
        if not self._problem(index, name) and name != self.active.task.conditions[index].name:
            self.active.attempt(
                "Rename the condition", lambda task: self._renamed(task, index, name)
            )
        self.setFocus()
