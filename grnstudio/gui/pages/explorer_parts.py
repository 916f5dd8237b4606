"""The parts of a network in the explorer's tree: chosen, pointed at and wrong as in its views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from grnstudio.gui.icons import icon
from grnstudio.gui.selection import Selection
from grnstudio.gui.stylesheet import mixed
from grnstudio.gui.theme import tokens

KEY = Qt.ItemDataRole.UserRole
SAID = Qt.ItemDataRole.AccessibleDescriptionRole
PART = "part"
SEVERITIES = ("error", "warning")


class ExplorerParts(QObject):
    """Keeps the choice in a tree and a `Selection` the same, and shows what is wrong with parts."""

    def __init__(self, tree: QTreeWidget, selection: Selection) -> None:
        super().__init__(tree)
        self._tree, self._selection = tree, selection
        self._items: dict[str, list[QTreeWidgetItem]] = {}
        self._wrong: Mapping[str, tuple[str, str]] = {}
        self._pointed: list[QTreeWidgetItem] = []
        self._is_showing = False
        tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        tree.setMouseTracking(True)
        tree.viewport().installEventFilter(self)
        tree.itemSelectionChanged.connect(self._take)
        tree.itemEntered.connect(lambda item: selection.point_at(part_of(item)))
        selection.changed.connect(lambda _: self.show_chosen())
        selection.hovered.connect(self._show_pointed)

    def follow(self, groups: Sequence[QTreeWidgetItem]) -> None:
        """Take note of the items that stand in ``groups``, which were filled again."""
        self._items, self._pointed = {}, []
        for group in groups:
            for index in range(group.childCount()):
                item = group.child(index)
                self._items.setdefault(part_of(item), []).append(item)
        self._show_wrong()
        self.show_chosen()

    def show_problems(self, wrong: Mapping[str, tuple[str, str]]) -> None:
        """Mark the parts of which something is to be said: by id, how bad it is and what."""
        self._wrong = wrong
        self._show_wrong()

    def show_chosen(self) -> None:
        """Choose in the tree what is chosen in the views, and bring it into sight."""
        wanted = self._selection.chosen
        if self._is_showing or wanted == self._chosen():
            return
        items = [item for id in wanted for item in self._items.get(id, [])[:1]]
        chosen = QItemSelection()
        for item in items:
            index = self._tree.indexFromItem(item)
            chosen.select(index, index)
        self._is_showing = True
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._tree.selectionModel().select(chosen, flags)
        if len(items) == 1:
            none = QItemSelectionModel.SelectionFlag.NoUpdate
            self._tree.selectionModel().setCurrentIndex(self._tree.indexFromItem(items[0]), none)
            self._tree.scrollToItem(items[0])
        self._is_showing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Point at nothing once the mouse has left."""
        if event.type() == QEvent.Type.Leave:
            self._selection.point_at("")
        return False

    def _chosen(self) -> frozenset[str]:
        return frozenset(part_of(item) for item in self._tree.selectedItems()) - {""}

    def _take(self) -> None:
        """Choose what the user has chosen here; what is chosen elsewhere and filtered stays."""
        if not self._is_showing and self._tree.hasFocus():
            self._is_showing = True
            self._selection.choose(self._chosen())
            self._is_showing = False

    def _show_pointed(self, id: str) -> None:
        for item in self._pointed:
            item.setBackground(0, QBrush())
        self._pointed = list(self._items.get(id, [])) if id else []
        t = tokens()
        for item in self._pointed:
            item.setBackground(0, QColor(mixed(t.accent, t.panel, 0.10)))

    def _show_wrong(self) -> None:
        for id, items in self._items.items():
            severity, text = self._wrong.get(id, ("", ""))
            for item in items:
                if (item.data(0, SAID) or "") != text:
                    _mark(item, severity, text)


def _mark(item: QTreeWidgetItem, severity: str, text: str) -> None:
    item.setIcon(0, icon(severity, severity) if severity in SEVERITIES else QIcon())
    item.setData(0, SAID, text)
    item.setToolTip(0, f"{item.text(0)}\n{text}" if text else item.text(0))


def part_of(item: QTreeWidgetItem | None) -> str:
    """Return the id of the part of a network that an item stands for, "" if it is no part."""
    kind, what = (item.data(0, KEY) or ("", "")) if item else ("", "")
    return str(what) if kind == PART else ""
