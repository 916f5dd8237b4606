"""The open project: the one thing the window edits, with undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from grnstudio.project import Design, Project, Run

T = TypeVar("T")
UNDO_LIMIT = 200
MERGING = 1  # any id other than -1 lets Qt ask whether two commands merge


class Document(QObject):
    """Holds an immutable `Project` and swaps it for the next one."""

    changed = Signal(object, object)  # the project before, the project after
    status_changed = Signal()  # the path, or whether there is something to save

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project or Project()
        self.path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self.status_changed)
        self._saved_runs = self.project.runs

    @property
    def is_modified(self) -> bool:
        """Whether the project differs from its file, or from the empty one it began as."""
        return not self.undo_stack.isClean() or self.project.runs != self._saved_runs

    def edit(self, text: str, design: Design, merge: str = "") -> None:
        """Make ``design`` the current one; ``text`` names the edit in the Edit menu.

        Edits in a row with the same ``merge`` are undone as one, as typing into a field should be.
        """
        if design is not self.project.design:
            self.undo_stack.push(_Edit(text, self, self.project.design, design, merge))

    def add_run(self, run: Run) -> None:
        """Keep ``run``. Runs are a log: undo does not take them back."""
        self._set_runs((*self.project.runs, run))

    def replace_run(self, run: Run) -> None:
        """Put ``run`` in the place of the one with its key; raises `KeyError`."""
        before = self.project.run(run.key)
        self._set_runs(tuple(run if one is before else one for one in self.project.runs))

    def remove_run(self, key: int) -> None:
        """Drop the run numbered ``key`` for good; raises `KeyError`."""
        gone = self.project.run(key)
        self._set_runs(tuple(one for one in self.project.runs if one is not gone))

    def new(self, project: Project | None = None) -> None:
        """Begin another project, without a file and without a history."""
        self._begin(project or Project(), None)

    def open(self, path: Path) -> None:
        """Read a project file; if that fails, the open project stays as it was."""
        from grnstudio.io import project_file

        self._begin(project_file.read(path), path)

    def save(self, path: Path) -> None:
        """Write the project to ``path``, which becomes its file."""
        from grnstudio.io import project_file

        project_file.write(self.project, path)
        self.path, self._saved_runs = path, self.project.runs
        self.undo_stack.setClean()
        self.status_changed.emit()

    def watch(self, part: Callable[[Project], T], slot: Callable[[T], object]) -> None:
        """Call ``slot`` with a part of the project now, and whenever that part changes.

        A method of a widget is no longer called once the widget has been deleted.
        """
        owner = getattr(slot, "__self__", None)

        def relay(old: Project, new: Project) -> None:
            if isinstance(owner, QObject) and not isValid(owner):
                self.changed.disconnect(relay)
            elif part(new) is not part(old):
                slot(part(new))

        self.changed.connect(relay)
        slot(part(self.project))

    def _begin(self, project: Project, path: Path | None) -> None:
        self.path, self._saved_runs = path, project.runs
        self.undo_stack.clear()
        self._swap(project)
        self.status_changed.emit()

    def _set_runs(self, runs: tuple[Run, ...]) -> None:
        self._swap(replace(self.project, runs=runs))
        self.status_changed.emit()

    def _swap(self, project: Project) -> None:
        old, self.project = self.project, project
        self.changed.emit(old, project)


class _Edit(QUndoCommand):
    """The only undo command: a design replaced by another."""

    def __init__(
        self, text: str, document: Document, before: Design, after: Design, merge: str
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, before, after
        self._merge = merge

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def id(self) -> int:
        return MERGING if self._merge else -1

    def mergeWith(self, later: QUndoCommand) -> bool:
        if not isinstance(later, _Edit) or later._merge != self._merge:
            return False
        self._after = later._after
        return True

    def _set(self, design: Design) -> None:
        self._document._swap(replace(self._document.project, design=design))
