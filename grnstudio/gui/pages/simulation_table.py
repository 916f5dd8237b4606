"""The simulations as a table: which are shown, what made them, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from grnstudio.core.network import Network
from grnstudio.gui.simulation_list import Entry
from grnstudio.simulate.engines import is_stochastic

Index = QModelIndex | QPersistentModelIndex
NAME, NOTES = 0, 5
CHECK = Qt.ItemDataRole.CheckStateRole
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def cost(seconds: float) -> str:
    """Write what a simulation cost: ``12 ms``, ``3.4 s``, ``2:05 min``."""
    if seconds < 1:
        return f"{1000 * seconds:.3g} ms"
    if seconds < 60:
        return f"{seconds:.3g} s"
    return f"{int(seconds // 60)}:{int(seconds % 60):02} min"


def _seed(entry: Entry) -> str:
    return str(entry.simulation.config.seed) if is_stochastic(entry.method) else "–"


def _runs(entry: Entry) -> str:
    return f"{entry.simulation.runs:,}" if entry.simulation.exact is None else "–"


COLUMNS: tuple[tuple[str, Callable[[Entry], str], bool], ...] = (
    ("Simulation", lambda entry: entry.name, False),
    ("Engine", lambda entry: entry.simulation.engine, False),
    ("Runs", _runs, True),
    ("Seed", _seed, True),
    ("Cost", lambda entry: cost(entry.simulation.cost), True),
)
HEADS = (*((name, is_number) for name, _, is_number in COLUMNS), ("Notes", False))


class SimulationsModel(QAbstractTableModel):
    """Adapts the list of simulations; the box in front of a name shows or hides it."""

    shown_changed = Signal(int, bool)  # key, whether it is to be seen
    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.network: Network | None = None

    def show_entries(self, entries: tuple[Entry, ...], network: Network | None) -> None:
        """Show ``entries``, and whether ``network`` has been edited since."""
        same = [one.key for one in entries] == [one.key for one in self.entries]
        if not same:
            self.beginResetModel()
        self.entries, self.network = entries, network
        if not same:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, NOTES))

    def notes(self, entry: Entry) -> list[str]:
        """Return what is to be said of a simulation."""
        found = ["kept"] if entry.is_kept else []
        if entry.outcome != "finished":
            found.append(f"{entry.outcome} early")
        if self.network is not None and entry.is_outdated(self.network):
            found.append("of an earlier form of the network")
        return [*found, *entry.simulation.notes]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.entries[index.row()], index.column()
        if role == CHECK and column == NAME:
            return Qt.CheckState.Checked if entry.is_visible else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return " · ".join(self.notes(entry)) if column == NOTES else COLUMNS[column][1](entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self.notes(entry)) if column == NOTES else COLUMNS[column][1](entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if HEADS[column][1] else TEXT
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entries[index.row()]
        if role == CHECK:
            self.shown_changed.emit(entry.key, Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and str(value).strip():
            self.renamed.emit(entry.key, str(value).strip())
        else:
            return False
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADS[section][0]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return NUMBER if HEADS[section][1] else TEXT
        return None
