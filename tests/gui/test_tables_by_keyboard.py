"""The repressilator is built from nothing in the tables, by keyboard alone."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core import antimony
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import ode

Key = Qt.Key
GENES = {"lacI": "cI", "tetR": "lacI", "cI": "tetR"}
VALUES = {"alpha0": "0.216", "alpha": "216", "n": "2", "beta": "0.2"}


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def type_in(text):
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)


def go_to_table(tables, key):
    """Walk to a table with Ctrl+Tab, and into it."""
    for _ in range(7):
        if tables.current.table.key == key:
            break
        press(Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tables.current.table.key == key
    for _ in range(10):
        if tables.current.view.hasFocus():
            return
        press(Key.Key_Tab)
    raise AssertionError(f"the table of {key} cannot be reached with Tab")


def type_row(*texts):
    """Begin a row, type its cells, and end it."""
    press(Key.Key_Insert)
    for place, text in enumerate(texts):
        if place:
            press(Key.Key_Tab)
        type_in(text)
    press(Key.Key_Return)


def test_the_repressilator_is_typed_into_tables_and_simulates_as_the_example(tables, document):
    tables.current.view.setFocus()
    go_to_table(tables, "reactions")
    for gene, repressor in GENES.items():
        type_row(
            f"=> M_{gene}", f"alpha0 + alpha/(1 + P_{repressor}^n)"
        ) if gene != "lacI" else None
        type_row(f"M_{gene} =>", "mass_action(1)")
        type_row(f"M_{gene} => M_{gene} + P_{gene}", "mass_action(beta)")
        type_row(f"P_{gene} =>", "mass_action(beta)")
    type_row("=> M_lacI", "alpha0 + alpha/(1 + P_cI^n)")
    go_to_table(tables, "parameters")
    for row in list(tables.current.model.shown):
        set_by_keys(tables, row.key, VALUES[row.key])
    go_to_table(tables, "species")
    for number, gene in enumerate(GENES, 1):
        set_by_keys(tables, f"P_{gene}", str(number))
    built = document.project.design.network
    assert antimony.parse(antimony.write(built)) == built
    assert_same_course(built, load_example("repressilator"))


def set_by_keys(tables, key, text):
    """Walk to the value of a row and type over it."""
    view = tables.current.view
    press(Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    while view.parts.row(view.currentIndex()).key != key:
        press(Key.Key_Down)
    press(Key.Key_Right)
    type_in(text)
    press(Key.Key_Return)


def assert_same_course(one, other):
    times = np.linspace(0.0, 300.0, 61)
    first, second = (ode.simulate(each, times) for each in (one, other))
    for name in (f"P_{gene}" for gene in GENES):
        courses = [each.values[0, :, list(each.names).index(name)] for each in (first, second)]
        assert np.allclose(*courses, rtol=1e-4, atol=1e-6), name
