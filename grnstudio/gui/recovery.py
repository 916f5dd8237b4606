"""What survives a crash: a copy of the project and the training's checkpoint, beside a lock.

Each window keeps its own files while it lives and removes them when it closes. Files whose lock
nobody holds were left by a program that ended before it could.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QLockFile

from grnstudio.errors import GRNStudioError
from grnstudio.io import checkpoint_file, project_file
from grnstudio.project import Project, Run


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The files of a program that ended before it could remove them."""

    project_path: Path
    checkpoint_path: Path
    saved_at: datetime

    def read(self) -> Project:
        """Return the project; a run that was under way can go on from its checkpoint."""
        project = project_file.read(self.project_path)
        if not project.runs or not self.checkpoint_path.exists():
            return project
        *before, last = project.runs
        resumable = replace(last, checkpoint=checkpoint_file.read(self.checkpoint_path))
        return replace(project, runs=(*before, resumable))

    def discard(self) -> None:
        """Delete the files."""
        for path in (self.project_path, self.checkpoint_path):
            path.unlink(missing_ok=True)
        self.project_path.with_suffix(".lock").unlink(missing_ok=True)


class Recovery:
    """The files that this window leaves behind if it crashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / f"{os.getpid()}-{time.time_ns():x}.grnstudio"
        self._writing: Thread | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self._path)
        self._lock.tryLock(0)

    @property
    def checkpoint_path(self) -> Path:
        """Where the worker saves the checkpoint of the training under way."""
        return self._path.with_suffix(".checkpoint")

    def keep(self, project: Project, under_way: Run | None = None) -> None:
        """Write a copy of the project beside the window's back; it is immutable, so it may."""
        if self._writing and self._writing.is_alive():
            return
        if under_way:
            told = replace(under_way, outcome="failed", message="The program ended during this.")
            kept = tuple(run for run in project.runs if run.key != told.key)
            project = replace(project, runs=(*kept, told))
        self._writing = Thread(target=_write, args=(project, self._path))
        self._writing.start()

    def forget(self) -> None:
        """Delete the copy: there is nothing that a crash would lose."""
        if self._writing:
            self._writing.join()
        for path in (self._path, self.checkpoint_path):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Delete the files and give the lock back."""
        self.forget()
        self._lock.unlock()


def left_behind(folder: Path) -> list[LeftBehind]:
    """Return what crashed programs left in ``folder``, newest first."""
    found = []
    for path in folder.glob("*.grnstudio"):
        lock = _lock(path)
        if lock.tryLock(0):
            saved_at = datetime.fromtimestamp(path.stat().st_mtime)
            found.append(LeftBehind(path, path.with_suffix(".checkpoint"), saved_at))
            lock.unlock()
    return sorted(found, key=lambda one: one.saved_at, reverse=True)


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only the death of its process makes a lock stale
    return lock


def _write(project: Project, path: Path) -> None:
    try:
        project_file.write(project, path)
    except GRNStudioError:
        path.unlink(missing_ok=True)  # half a copy must not be offered; the work itself goes on
