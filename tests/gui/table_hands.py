"""What the hands do in the tables of a network, and what the eyes see there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from grnstudio.core import antimony
from grnstudio.gui.editors.cell_completion import CellCompletion
from grnstudio.project import Design, Project

Key = Qt.Key


def open_text(document, text):
    network = antimony.parse(text)
    document.new(Project(design=Design(network=network)))
    return network


def network(document):
    return document.project.design.network


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()  # an edit ends once its key has been dealt with


def type_in(text):
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)


def field(table):
    found = [one for one in table.view.viewport().findChildren(QLineEdit) if one.isVisible()]
    return found[0] if found else None


def go_to(table, key, title):
    place = table.model.places([key])[0]
    column = table.table.columns.index(table.table.column(title))
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(place, column))


def row_keys(table):
    return [row.key for row in table.model.shown]


def press_insert(tables):
    tables.current.view.setFocus()
    press(Key.Key_Insert)


def press_on(widget, key):
    QTest.keyClick(widget, key)


def offered(table):
    return field(table).findChild(CellCompletion).offered
