"""Asks what the parts of another network become in the one that is open, and brings them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network, Part, Species
from grnstudio.core.network_edits import empty
from grnstudio.core.network_join import clashes, joined, kind_of
from grnstudio.errors import ModelError
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.theme import tokens

Index = QModelIndex | QPersistentModelIndex
SIZE = (620, 440)
HEAD = ("Part", "Becomes", "What happens")
NAME, BECOMES, HAPPENS = range(3)
ABOUT = (
    "A part that becomes one of a name that is here already is that one, and stays as it is here. "
    "Change a name in the middle column to tell them apart, or to wire them together."
)


class MergeDialog(QDialog):
    """A row for each species, and for all else that has a name which is taken."""

    joined = Signal(object)  # the core.network_merge.Merged that the document has

    def __init__(
        self, document: Document, other: Network, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*SIZE)
        self._document, self._other, self._title = document, other, title
        self.names = NameModel(document.project.design.network or empty(), other)
        self.table = _table(self.names)
        self.problem = QLabel()
        self.problem.setObjectName("reason")
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("What stands in the way")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = self.buttons.addButton("Bring in", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.names.dataChanged.connect(self._check)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._check()

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        about.setObjectName("secondary")
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(about)
        row = QHBoxLayout()
        for text, tip, choose in (
            ("As one", "What has the same name and kind is the same", self.names.take_as_one),
            ("Apart", "What comes in is added, under free names", self.names.keep_apart),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(choose)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        column.addWidget(self.buttons)

    def _check(self) -> None:
        """Say what stands in the way, if anything does."""
        try:
            joined(self.names.here, self._other, self.names.chosen())
        except ModelError as error:
            self.problem.setText(str(error))
        else:
            self.problem.clear()
        self.problem.setVisible(bool(self.problem.text()))
        self.merge.setEnabled(not self.problem.text())

    def _accept(self) -> None:
        before = self._document.project.design.network or empty()
        try:
            found = joined(before, self._other, self.names.chosen())
        except ModelError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.accept()
        edit_network(self._document, self._title, found.network)
        self.joined.emit(found)


class NameModel(QAbstractTableModel):
    """What each part that comes in is called; the middle column can be edited."""

    def __init__(self, here: Network, other: Network) -> None:
        super().__init__()
        self.here = here
        self._clashes = {one.id: one for one in clashes(here, other)}
        self._kinds = {one.id: kind_of(one) for one in here.parts()}
        parts: list[Part] = [
            one for one in other.parts() if isinstance(one, Species) or one.id in self._clashes
        ]
        self.parts = tuple(parts)
        self._names = {one.id: one.id for one in parts}
        self._names |= {id: one.proposal for id, one in self._clashes.items()}

    def chosen(self) -> Mapping[str, str]:
        """Return the names by the ids in the network that comes in."""
        return dict(self._names)

    def take_as_one(self) -> None:
        """Let all be the same that can be."""
        self._take({id: one.id for id, one in self._clashes.items() if one.can_be_same})

    def keep_apart(self) -> None:
        """Give free names to all that clashes."""
        self._take({id: one.fresh for id, one in self._clashes.items()})

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.parts)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEAD)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEAD[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == BECOMES else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        part = self.parts[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            name = f"{part.id}  ({kind_of(part)})"
            return (name, self._names[part.id], self._told(part))[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() != BECOMES:
            return QColor(tokens().secondary if index.column() == HAPPENS else tokens().text)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not str(value).strip():
            return False
        self._take({self.parts[index.row()].id: str(value).strip()})
        return True

    def _told(self, part: Part) -> str:
        name = self._names[part.id]
        kind = self._kinds.get(name)
        if kind is None:
            return "is added" if name == part.id else f"is added as {name}"
        if kind != kind_of(part):
            return f"{name} is a {kind} here"
        return "is the one that is here"

    def _take(self, names: Mapping[str, str]) -> None:
        self._names |= names
        self.dataChanged.emit(self.index(0, BECOMES), self.index(len(self.parts) - 1, HAPPENS), [])


def _table(model: NameModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName("Names of what comes in")
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    table.setCurrentIndex(model.index(0, BECOMES))
    return table
