"""The view of one table of the network: keys, chosen rows, and what is done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from grnstudio.core.tables import NO, YES, Row
from grnstudio.gui.editors.part_delegate import ENTER, PartDelegate
from grnstudio.gui.editors.part_table_model import PartTableModel
from grnstudio.gui.editors.row_order import groups
from grnstudio.gui.editors.table_keys import MENU, OWN_KEYS, standard

ROW_HEIGHT = 24
SAMPLE = 60  # rows that the width of a column is found from
MOST_WIDTH = 260
Hint = QAbstractItemDelegate.EndEditHint


class PartTableView(QTableView):
    """A spreadsheet of parts. Typing, F2 or Return edits; Tab goes on; Insert begins a row."""

    chosen = Signal()  # other rows, or another cell
    asked = Signal(str)  # for a command, by its key
    pointed = Signal(str)  # the id under the mouse, "" for none

    def __init__(self, parts: PartTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.setModel(parts)
        self.delegate = PartDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(f"Table of {parts.table.title.lower()}")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._dress_headers()
        self.entered.connect(self._point)
        parts.rowsInserted.connect(self._fit_first)
        self.selectionModel().selectionChanged.connect(lambda: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda: self.chosen.emit())

    def _dress_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(SAMPLE)
        header.setToolTip("Click to sort; a third click puts the rows back in the network's order")
        for place, column in enumerate(self.parts.table.columns):
            self.setColumnWidth(place, column.width)
        self.setSortingEnabled(True)

    @property
    def rows(self) -> list[Row]:
        """The rows in which something is chosen, in their order."""
        places = sorted(
            {
                place
                for stretch in self._stretches()
                for place in range(stretch.top(), stretch.bottom() + 1)
            }
        )
        return [row for place in places if (row := self.parts.row(place)) is not None]

    def columns(self) -> list[int]:
        """Return the columns in which something is chosen."""
        found = {
            place
            for stretch in self._stretches()
            for place in range(stretch.left(), stretch.right() + 1)
        }
        return sorted(found)

    def _stretches(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def fit_columns(self) -> None:
        """Make columns wide enough for what they show, within reason."""
        for place, column in enumerate(self.parts.table.columns[:-1]):
            if column.look != "flag":
                wanted = min(MOST_WIDTH, self.sizeHintForColumn(place) + 4)
                self.setColumnWidth(place, max(column.width, wanted))

    def begin_row(self) -> None:
        """Go to the blank row and begin to type there."""
        self.setFocus()
        blank = self.parts.index(self.parts.rowCount() - 1, self.parts.table.starting)
        self.setCurrentIndex(blank)
        self.scrollTo(blank)
        self.edit(blank)

    def edit_name(self) -> None:
        """Give the current row another name."""
        row = max(0, self.currentIndex().row())
        self.setFocus()
        self.setCurrentIndex(self.parts.index(row, 0))
        self.edit(self.currentIndex())

    def finish(self, editor: QLineEdit) -> None:
        """End an edit: its text goes to all chosen rows of the column; else another row begins."""
        current, text = self.currentIndex(), editor.text()
        places = self.parts.places(row.key for row in self.rows)
        if len(places) > 1:
            self._close(editor)
            self.parts.fill(places, current.column(), text)
        else:
            self.commitData(editor)
            self._close(editor)
            self.begin_row()

    def choose_rows(self, places: list[int]) -> None:
        """Choose whole rows and show the first of them."""
        last, picked = self.parts.columnCount() - 1, QItemSelection()
        for top, bottom in groups(places):
            picked.select(self.parts.index(top, 0), self.parts.index(bottom, last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flags.ClearAndSelect)
        if places:
            first = self.parts.index(places[0], max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)

    def choose_all(self) -> None:
        """Choose all rows but the blank one."""
        self.choose_rows(list(range(len(self.parts.shown))))

    def toggle(self) -> None:
        """Turn the box of the current cell over, and those of the other chosen rows alike."""
        current = self.currentIndex()
        row = self.parts.row(current)
        if row is None or not current.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return
        text = NO if self.parts.column(current).read(row) == YES else YES
        places = self.parts.places(one.key for one in self.rows) or [current.row()]
        self.parts.fill(places, current.column(), text)

    def event(self, event: QEvent) -> bool:
        """Keep from the window's shortcuts what means something here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_ours = event.key() in OWN_KEYS or bool(standard(event))
            event.setAccepted(is_ours)
            return is_ours or super().event(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        current = self.currentIndex()
        if self.is_editing and not self.hasFocus():
            event.ignore()  # it comes from the editor of a cell, which knows what to do
        elif asked := standard(event):
            self.asked.emit(asked)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked.emit("delete")
        elif key == Qt.Key.Key_Insert or (key in ENTER and control):
            self.begin_row()
        elif key == Qt.Key.Key_Space and self._is_box(current):
            self.toggle()
        elif key in ENTER:
            self.toggle() if self._is_box(current) else self.edit(current)
        elif key == Qt.Key.Key_Escape:
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """End an edit, unless its text cannot stand; go on to where the key leads."""
        if editor.property("problem") and hint != Hint.RevertModelCache:
            return
        self._close(editor)
        if hint == Hint.EditNextItem:
            self._go(1, edit=True)
        elif hint == Hint.EditPreviousItem:
            self._go(-1, edit=True)
        elif hint == Hint.SubmitModelCache:
            below = self.parts.index(self.currentIndex().row() + 1, self.currentIndex().column())
            if below.isValid():
                self.setCurrentIndex(below)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go through the cells with Tab, and from the last one out of the table."""
        return self._go(1 if next else -1) or super().focusNextPrevChild(next)

    def _close(self, editor: QWidget) -> None:
        super().closeEditor(editor, Hint.NoHint)
        self.delegate.noted.emit("", False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(f"Add {self.parts.table.one}", self.begin_row).setShortcut("Ins")
        several = len(self.rows) > 1
        edit = "Edit the cell for all chosen rows" if several else "Edit the cell"
        action = menu.addAction(edit, lambda: self.edit(self.currentIndex()))
        action.setEnabled(bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable))
        action.setShortcut("Ctrl+Return" if several else "F2")
        menu.addSeparator()
        for key, text, shortcut in MENU:
            action = menu.addAction(text, partial(self.asked.emit, key))
            action.setShortcut(QKeySequence(shortcut))
            action.setEnabled(key == "paste" or bool(self.rows))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit("")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            super().mouseDoubleClickEvent(event)
        else:
            self.begin_row()

    def _fit_first(self, parent: QModelIndex, first: int, last: int) -> None:
        """Fit the columns to a network that is shown afresh, not to rows that are added to it."""
        if last - first + 1 == len(self.parts.shown):
            self.fit_columns()

    def _go(self, step: int, edit: bool = False) -> bool:
        """Go to the next cell that can be edited, and say whether there is one."""
        current = self.currentIndex()
        index = self._next(current, step) if current.isValid() else self.parts.index(0, 0)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        return True

    def _next(self, index: QModelIndex, step: int) -> QModelIndex:
        columns = self.parts.columnCount()
        place = index.row() * columns + index.column() + step
        editable = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        while 0 <= place < self.parts.rowCount() * columns:
            found = self.parts.index(place // columns, place % columns)
            if found.flags() & editable and not self.isColumnHidden(found.column()):
                return found
            place += step
        return QModelIndex()

    def _is_box(self, index: QModelIndex) -> bool:
        return index.isValid() and self.parts.column(index).look == "flag"

    def _point(self, index: QModelIndex) -> None:
        row = self.parts.row(index)
        self.pointed.emit(row.id if row else "")
