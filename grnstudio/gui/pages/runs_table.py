"""The runs as a table that can be sorted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from grnstudio.gui.pace import clock
from grnstudio.gui.theme import tokens
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def best_loss(run: Run) -> float:
    """Return the smallest loss among the run's networks, NaN while it has no result."""
    named = [array for name, array in run.arrays.items() if name.split(".")[-1] == "losses"]
    named += [one[1] for name, one in run.arrays.items() if name.startswith("losses/")]  # tested
    losses = np.concatenate([np.empty(0), *(np.ravel(one) for one in named)])
    losses = losses[np.isfinite(losses)]
    return float(losses.min()) if losses.size else float("nan")


def kind_of(run: Run) -> str:
    """Return what made the run, in a word or two."""
    return LEARNERS[run.learner].title if run.learner in LEARNERS else run.learner


def _loss(run: Run) -> str:
    loss = best_loss(run)
    return "–" if np.isnan(loss) else f"{loss:.3g}"


def started(run: Run) -> str:
    """Return when the run began, in local time."""
    if not run.started:
        return ""
    return datetime.fromisoformat(run.started).astimezone().strftime("%Y-%m-%d %H:%M")


def _versions(run: Run) -> str:
    return ", ".join(f"{name} {run.versions[name]}" for name in run.versions)


Column = tuple[str, Callable[[Run], str], Callable[[Run], Any], bool]
COLUMNS: tuple[Column, ...] = (
    ("Run", lambda run: str(run.key), lambda run: run.key, True),
    ("Title", lambda run: run.title, lambda run: run.title.lower(), False),
    ("Kind", kind_of, kind_of, False),
    ("Outcome", lambda run: run.outcome, lambda run: run.outcome, False),
    (
        "Networks",
        lambda run: str(run.config.get("networks", "")),
        lambda run: run.config.get("networks", 0),
        True,
    ),
    ("Best loss", _loss, best_loss, True),
    ("Seed", lambda run: str(run.config.get("seed", "")), lambda run: run.config.get("seed"), True),
    ("Time", lambda run: clock(run.seconds), lambda run: run.seconds, True),
    ("Device", lambda run: run.device, lambda run: run.device, False),
    ("Started", started, lambda run: run.started, False),
    ("Versions", _versions, _versions, False),
)


class RunsModel(QAbstractTableModel):
    """Adapts the project's runs, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: tuple[Run, ...] = ()

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """Show ``runs`` in the place of those before."""
        self.beginResetModel()
        self.runs = runs
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run = self.runs[index.row()]
        _, text, order, is_number = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text(run)
        if role == SORT:
            return order(run)
        if role == Qt.ItemDataRole.ToolTipRole:
            return run.message or text(run)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return NUMBER
        if role == Qt.ItemDataRole.ForegroundRole and COLUMNS[index.column()][0] == "Outcome":
            return QColor(outcome_color(run.outcome))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section][0]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return NUMBER if COLUMNS[section][3] else TEXT
        return None


def outcome_color(outcome: str) -> str:
    """Return the colour in which an outcome is written."""
    colors = {"finished": tokens().good, "stopped": tokens().warning, "failed": tokens().error}
    return colors.get(outcome, tokens().text)
