"""A table of a network's parts for Qt: an adapter over the network, with a blank row at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import is_
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from grnstudio.core.network import Network
from grnstudio.core.network_edits import empty
from grnstudio.core.tables import NO, YES, Column, Edited, Row, Table, added, filled
from grnstudio.core.tables.editing import problem_of
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.checked_field import Index
from grnstudio.gui.editors.row_order import RowOrder, are_same, differs, groups
from grnstudio.gui.editors.table_look import blank_look, cell_look, listed
from grnstudio.gui.network_editing import edit_network

NOWHERE = QModelIndex()
ROLE = Qt.ItemDataRole
FEW = 40  # changed stretches of rows that are told one by one


class PartTableModel(QAbstractTableModel):
    """Shows the parts of the document's network; every text that is set is one edit of it.

    The last row is blank: what is typed there makes another part.
    """

    told = Signal(str)  # what came with an edit, in words
    refused = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self.table = document, table
        self._sources: tuple[object, ...] | None = None
        self._order = RowOrder(table)
        self._is_filling_blank, self._blanks = False, 1
        self.pointed = ""
        self.problems: Mapping[str, str] = {}
        document.watch(lambda project: project.design.network, self._show_network)

    @property
    def network(self) -> Network:
        """The document's network, or the one that an edit of none begins with."""
        return self._document.project.design.network or empty()

    @property
    def shown(self) -> Sequence[Row]:
        """The rows in the order in which they are shown, without the blank one."""
        return self._order.shown

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._order.rows)

    def row(self, index: Index | int) -> Row | None:
        """Return a row, None for the blank one."""
        place = index if isinstance(index, int) else index.row()
        return self.shown[place] if 0 <= place < len(self.shown) else None

    def column(self, index: Index | int) -> Column:
        """Return the column of an index."""
        return self.table.columns[index if isinstance(index, int) else index.column()]

    def places(self, keys: Iterable[str]) -> list[int]:
        """Return the rows of ``keys`` that are shown."""
        wanted = set(keys)
        return [place for place, row in enumerate(self.shown) if row.key in wanted]

    def places_of_ids(self, ids: frozenset[str]) -> list[int]:
        """Return the rows that belong to the parts ``ids``, by their own name where there are."""
        own = [place for place, row in enumerate(self.shown) if row.key in ids]
        if own or self.table.key not in ("rules",):
            return own
        return [place for place, row in enumerate(self.shown) if row.id in ids]

    # What Qt asks for.

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.shown) + self._blanks

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row(index), self.column(index)
        if role == ROLE.TextAlignmentRole and column.look == "number":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if row is None:
            return blank_look(self.table, column, role)
        if role == ROLE.DisplayRole:
            return None if column.look == "flag" else column.text(row)
        if role == ROLE.EditRole:
            return column.typed(row)
        if role == ROLE.CheckStateRole and column.look == "flag" and column.applies(row):
            is_on = column.read(row) == YES
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        problem = self.problems.get(row.id, "") if not index.column() else ""
        return cell_look(row, column, role, problem, row.id == self.pointed)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.table.columns[section]
        if role == ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if column.look == "number":
                side = Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return {ROLE.DisplayRole: column.title, ROLE.ToolTipRole: column.tip}.get(ROLE(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag(0)
        row, column = self.row(index), self.column(index)
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if column.look == "flag":
            applies = row is not None and column.applies(row)
            return shown | (Qt.ItemFlag.ItemIsUserCheckable if applies else Qt.ItemFlag(0))
        if row is not None and not column.applies(row):
            return shown
        return shown | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = ROLE.EditRole) -> bool:
        if not index.isValid():
            return False
        row, column, text = self.row(index), self.column(index), str(value)
        if role == ROLE.CheckStateRole:
            text = YES if Qt.CheckState(value) == Qt.CheckState.Checked else NO
        if row is None:
            return bool(text.strip()) and self._create(column, text)
        if text == column.typed(row):
            return False
        return self.fill([index.row()], index.column(), text)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; with -1 in that of the network."""
        self._order.sort_by(column, order == Qt.SortOrder.DescendingOrder)
        self._rearrange()

    # What the table does.

    def fill(self, rows: Sequence[int], column: int, text: str) -> bool:
        """Put one text into a column of several rows, as one edit."""
        title = self.table.columns[column].title
        chosen = [row for place in rows if (row := self.row(place)) is not None]
        cells = {(row.key, title): text for row in chosen if self.column(column).applies(row)}
        if not cells:
            return False
        what = chosen[0].key if len(cells) == 1 else f"{len(cells)} rows"
        words = f"Change {title.lower()} of {what}"
        if column == 0 and len(cells) == 1 and self.table.key != "rules":
            words = f"Rename {what} to {text.strip()}"
        return self.attempt(words, lambda network: filled(network, self.table, cells))

    def problem(self, index: Index, text: str) -> str:
        """Return why ``text`` cannot stand at ``index``, "" if it can."""
        return self.tried(index, text)[0]

    def tried(self, index: Index, text: str) -> tuple[str, tuple[str, ...]]:
        """Return why a text cannot stand at an index, "" if it can, and what it would add."""
        row, column = self.row(index), self.column(index)
        if (row is None and not text.strip()) or (row and text == column.typed(row)):
            return "", ()
        try:
            if row is None:
                told = added(self.network, self.table, {column.title: text})
            else:
                told = filled(self.network, self.table, {(row.key, column.title): text})
        except GRNStudioError as error:
            return problem_of(error), ()
        return "", told.added

    def attempt(self, text: str, make: Callable[[Network], Edited], verb: str = "Added") -> bool:
        """Edit the network in one step, and tell what came with it; tell why if it is refused."""
        before = self.network
        try:
            edited = make(before)
            self._order.expect(edited.keys)
            edit_network(self._document, text, edited.network)
        except GRNStudioError as error:
            self.refused.emit(error)
            return False
        if edited.added:
            self.told.emit(f"{verb} {listed(edited.added)}.")
        return self.network is not before

    def filter(self, text: str) -> None:
        """Show only the rows that have all words of ``text`` in them."""
        self._order.filter_by(text)
        self._rearrange()

    def point_at(self, id: str) -> None:
        """Mark the row of a part that the mouse is over somewhere, or none."""
        before, self.pointed = self.pointed, id
        for place in self.places({before, id} - {""}):
            self._tell(place, place)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark rows with what is wrong with their parts, by id."""
        self.problems = problems
        if self.shown:
            self._tell(0, len(self.shown) - 1)

    def _create(self, column: Column, text: str) -> bool:
        self._is_filling_blank = True
        texts = {column.title: text}
        try:
            return self.attempt(
                f"Add {self.table.one}", lambda network: added(network, self.table, texts)
            )
        finally:
            self._is_filling_blank = False

    def _show_network(self, network: Network | None) -> None:
        sources = self.table.sources(network) if network else None
        same = sources and self._sources and all(map(is_, sources, self._sources))
        if same or (sources is None and self._sources is None):
            return
        self._sources = sources
        rows = self.table.rows(network) if network else []
        if are_same(rows, self._order.rows):
            return
        before = self._order.take(rows)
        self._show_difference(before)

    def _show_difference(self, before: list[Row]) -> None:
        """Tell Qt how the rows that are shown came to be the next ones."""
        old, new = [row.key for row in before], self._order.coming
        left = {row.key for row in new}
        gone = [place for place, key in enumerate(old) if key not in left]
        for first, last in reversed(groups(gone)):
            self.beginRemoveRows(NOWHERE, first, last)
            del before[first : last + 1]
            self._order.shown = list(before)
            self.endRemoveRows()
        known = {row.key for row in before}
        fresh = [place for place, row in enumerate(new) if row.key not in known]
        stay = [row for row in new if row.key in known]
        if [row.key for row in stay] != [row.key for row in before]:
            self._rearrange()
            return
        changed = [row.key for row, other in zip(stay, before, strict=True) if differs(row, other)]
        self._order.shown = stay
        self._insert(new, fresh)
        self._tell_changed(self.places(changed))

    def _insert(self, new: list[Row], fresh: list[int]) -> None:
        if self._is_filling_blank and fresh == [len(self.shown)]:
            self._fill_blank(new[-1])
            return
        for first, last in groups(fresh):
            self.beginInsertRows(NOWHERE, first, last)
            self._order.shown = [*self.shown[:first], *new[first : last + 1], *self.shown[first:]]
            self.endInsertRows()

    def _fill_blank(self, row: Row) -> None:
        """Let the blank row become ``row``, so that the cursor stays on it, and add another."""
        place = len(self.shown)
        self._order.shown, self._blanks = [*self.shown, row], 0
        self._tell(place, place)
        self.beginInsertRows(NOWHERE, place + 1, place + 1)
        self._blanks = 1
        self.endInsertRows()

    def _tell_changed(self, places: list[int]) -> None:
        stretches = groups(places)
        if len(stretches) > FEW:
            stretches = [(places[0], places[-1])]
        for first, last in stretches:
            self._tell(first, last)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _rearrange(self) -> None:
        """Show the rows that are to come; what is chosen stays chosen where it goes."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [row.key if (row := self.row(one)) else None for one in held]
        self._order.shown = list(self._order.coming)
        places: dict[str | None, int] = {row.key: place for place, row in enumerate(self.shown)}
        places[None] = len(self.shown)
        moved = [
            self.index(places[key], one.column()) if key in places else QModelIndex()
            for key, one in zip(keys, held, strict=True)
        ]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()
