"""Which parameters of a network are varied, and told to its emulator."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_values import Adjustable, adjustables

MANY = 12  # parameters from which on they can be looked for by name
NONE = "The network has no parameters that could be varied."
NAME = Qt.ItemDataRole.UserRole


class ParameterChoice(QWidget):
    """A list to tick; names that the network does not have are told in words."""

    changed = Signal(str)  # the names, apart by spaces, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[Adjustable, ...] = ()
        self._strangers: tuple[str, ...] = ()
        self.filter = QLineEdit(placeholderText="Filter", clearButtonEnabled=True)
        self.filter.setAccessibleName("Filter the parameters")
        self.filter.setToolTip("Show only what contains these letters")
        self.list = QListWidget()
        self.list.setAccessibleName("Parameters as inputs")
        self.list.setToolTip("Each that is ticked is varied from start to start; Space ticks")
        self.note = QLabel(NONE)
        self.note.setObjectName("field-error")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.filter, self.list, self.note):
            column.addWidget(part)
        self.filter.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _: self._take())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The parameters that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            str(one.data(NAME)) for one in items if one.checkState() == Qt.CheckState.Checked
        )

    def show_choice(self, names: str, network: Network | None) -> None:
        """Show the parameters of ``network``, those in ``names`` ticked."""
        found = adjustables(network) if network is not None else ()
        known = tuple(one for one in found if not one.is_species)
        wanted = tuple(dict.fromkeys(names.replace(",", " ").split()))
        if known != self._known:
            self._known = known
            self._fill()
        there = {one.name for one in known}
        self._strangers = tuple(name for name in wanted if name not in there)
        self._tick(wanted)
        lacking = ", ".join(self._strangers)
        told = f"There is no parameter {lacking}; it is left out when another is ticked."
        self.note.setText(told if lacking else NONE)
        self.note.setVisible(bool(lacking) or not known)
        self.list.setVisible(bool(known))
        self.filter.setVisible(len(known) >= MANY)

    def _fill(self) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in self._known:
                item = QListWidgetItem(f"{one.name}  ·  {one.value:g} {one.unit}".strip())
                item.setData(NAME, one.name)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsSelectable)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self._filter(self.filter.text())

    def _tick(self, wanted: tuple[str, ...]) -> None:
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                item = self.list.item(row)
                ticked = item.data(NAME) in wanted
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _take(self) -> None:
        self.changed.emit(" ".join(self.chosen))

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.lower() not in str(item.data(NAME)).lower())
