"""A row of a network's table as a form: what a part is, to be read and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from grnstudio.core.network import Network
from grnstudio.core.tables import NO, YES, Column, Row, Table
from grnstudio.gui.editors.checked_field import show_problem
from grnstudio.gui.field_events import FieldEvents

Check = Callable[[Table, str, str, str], str]
"""Says of a table, a column's title, a row's key and a text why it cannot stand there, or ""."""

TARGET = "Target"  # of a rule: what is chosen, so that it need not be told again


class PartForm(QWidget):
    """Fields for the columns of one row; a text that cannot stand stays, red, with the reason."""

    edited = Signal(object, str, str, str)  # Table, a column's title, key of the row, text

    def __init__(self, table: Table, row: Row, network: Network, check: Check) -> None:
        super().__init__()
        self.table, self.row, self._check = table, row, check
        self.fields: dict[str, QWidget] = {}
        self._columns = {one.title: one for one in _columns(table, row)}
        form = QFormLayout(self)
        form.setContentsMargins(0, 4, 0, 4)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for title, column in self._columns.items():
            field = self._field(column, network)
            field.setAccessibleName(f"{title} of {row.key}")
            self.fields[title] = field
            label = QLabel(title)
            label.setObjectName("secondary")
            label.setBuddy(field)
            label.setToolTip(column.tip)
            form.addRow(label, field)
        self.show_row(row, network)

    def suits(self, table: Table, row: Row) -> bool:
        """Whether the form has the fields that ``row`` needs, so that it can show it."""
        titles = [one.title for one in _columns(table, row)]
        return table is self.table and row.key == self.row.key and titles == list(self._columns)

    def show_row(self, row: Row, network: Network) -> None:
        """Show what ``row`` says; a text that is being mended stays."""
        self.row = row
        for title, field in self.fields.items():
            column = self._columns[title]
            text = column.read(row)
            with QSignalBlocker(field):
                if isinstance(field, QCheckBox):
                    field.setChecked(text == YES)
                elif isinstance(field, QComboBox):
                    _fill(field, column.choices(network) if column.choices else (), text)
                elif isinstance(field, QLineEdit) and not _is_being_edited(field):
                    field.setText(text)
                    field.setCursorPosition(0)
                    field.setToolTip(text if column.look == "formula" else column.tip)

    def focus(self, title: str) -> None:
        """Give the focus to the field of a column, all of its text chosen."""
        field = self.fields.get(title)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(field, QLineEdit):
                field.selectAll()

    def _field(self, column: Column, network: Network) -> QWidget:
        if column.look == "flag":
            return self._box(column)
        if column.choices is not None:
            return self._list(column)
        line = QLineEdit()
        line.setToolTip(column.tip)
        line.setPlaceholderText(column.sample)
        if column.look == "number":
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if column.look == "formula":
            line.setObjectName("monospace")
        _Escape(line, lambda: self._restore(column, line))
        line.textEdited.connect(lambda text: self._look_at(column, line, text))
        line.editingFinished.connect(lambda: self._take(column, line))
        return line

    def _box(self, column: Column) -> QCheckBox:
        box = QCheckBox()
        box.setToolTip(column.tip)
        box.toggled.connect(lambda is_on: self._tell(column, YES if is_on else NO))
        return box

    def _list(self, column: Column) -> QComboBox:
        box = QComboBox(editable=column.look == "text" and not _is_fixed(column))
        box.setToolTip(column.tip)
        FieldEvents(box)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = box.lineEdit()
        if line is None:
            box.textActivated.connect(lambda text: self._tell(column, text))
        else:
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line.textEdited.connect(lambda text: self._look_at(column, line, text))
            line.editingFinished.connect(lambda: self._take(column, line))
            box.activated.connect(lambda _: self._take(column, line))
        return box

    def _look_at(self, column: Column, line: QLineEdit, text: str) -> None:
        show_problem(line, self._check(self.table, column.title, self.row.key, text))

    def _take(self, column: Column, line: QLineEdit) -> None:
        """Tell of what was typed, unless it is what stood there or cannot stand."""
        text = line.text()
        if text != column.read(self.row):
            self._look_at(column, line, text)
            if not line.property("problem"):
                line.setModified(False)
                self._tell(column, text)

    def _restore(self, column: Column, line: QLineEdit) -> None:
        show_problem(line, "")
        line.setText(column.read(self.row))
        line.setModified(False)
        line.selectAll()

    def _tell(self, column: Column, text: str) -> None:
        if text != column.read(self.row):
            self.edited.emit(self.table, column.title, self.row.key, text)


class _Escape(QObject):
    """Takes what was typed into a field back on Escape."""

    def __init__(self, line: QLineEdit, restore: Callable[[], None]) -> None:
        super().__init__(line)
        self._restore = restore
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._restore()
            return True
        return False


def _columns(table: Table, row: Row) -> list[Column]:
    return [one for one in table.columns if one.applies(row) and one.title != TARGET]


def _is_being_edited(line: QLineEdit) -> bool:
    return bool(line.property("problem")) or (line.hasFocus() and line.isModified())


def _is_fixed(column: Column) -> bool:
    """Whether only the choices can stand in a column: they do not depend on the network."""
    return column.choices is not None and bool(column.choices(Network()))


def _fill(box: QComboBox, choices: Sequence[str], text: str) -> None:
    """Show ``text`` among ``choices``; a text being typed stays."""
    line = box.lineEdit()
    if line is not None and _is_being_edited(line):
        return
    found = list(choices)
    if [box.itemText(index) for index in range(box.count())] != found:
        box.clear()
        box.addItems(found)
    if line is not None:
        box.setCurrentIndex(box.findText(text))
        line.setText(text)
    else:
        box.setCurrentIndex(box.findText(text))
