"""The tables of the network: keyboard alone, spreadsheets, and what the other views choose."""

import random
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from grnstudio.core import antimony
from grnstudio.gui.document import Document
from grnstudio.gui.editors.cell_completion import CellCompletion
from grnstudio.gui.editors.network_tables import NetworkTables
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project

Key = Qt.Key


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def selection():
    return Selection()


@pytest.fixture
def tables(qtbot, document, selection):
    made = NetworkTables(document, selection)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


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


def test_a_network_is_typed_from_nothing_by_keys_alone(tables, document):
    tables.show_table("reactions")
    tables.current.view.setFocus()
    press(Key.Key_Insert)
    type_in("A + 2 B => C")
    press(Key.Key_Tab)
    type_in("k1*A*B^2")
    press(Key.Key_Return)
    one = network(document)
    assert [each.id for each in one.species] == ["A", "B", "C"]
    assert one.reactions[0].kinetics.formula == "k1*A*B^2"
    assert [each.id for each in one.parameters] == ["k1"]
    press(Key.Key_Insert)
    type_in("C =>")
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_in("=> A; mass_action(k2)")
    press(Key.Key_Return)
    assert [each.id for each in network(document).reactions] == ["J1", "J2", "J3"]


def test_names_are_typed_down_a_column_and_values_along_a_row(tables, document):
    tables.show_table("species")
    press_insert(tables)
    for name in ("A", "B"):
        type_in(name)
        press(Key.Key_Return)
    type_in("C")
    press(Key.Key_Tab)
    type_in("2.5")
    press(Key.Key_Return)
    assert [(one.id, one.initial) for one in network(document).species] == [
        ("A", 0.0),
        ("B", 0.0),
        ("C", 2.5),
    ]


def press_insert(tables):
    tables.current.view.setFocus()
    press(Key.Key_Insert)


def test_typing_on_a_cell_replaces_it_and_f2_goes_on_with_it(tables, document):
    open_text(document, "species A; A = 5")
    table = tables.table("species")
    go_to(table, "A", "Initial")
    type_in("7")
    press(Key.Key_Return)
    assert network(document).species[0].initial == 7.0
    go_to(table, "A", "Name")
    press(Key.Key_F2)
    press(Key.Key_End)
    type_in("x")
    press(Key.Key_Return)
    assert network(document).species[0].id == "Ax"
    assert document.undo_stack.undoText() == "Rename A to Ax"


def test_a_text_that_cannot_stand_keeps_its_editor_with_a_note_until_it_is_mended(tables, document):
    open_text(document, "species A; A = 5")
    table = tables.table("species")
    go_to(table, "A", "Initial")
    type_in("1,000")
    press(Key.Key_Return)
    assert field(table).text() == "1,000"
    assert "write it out" in table.note.text()
    assert field(table).property("problem")
    tables.table("species").filter.setFocus()
    assert field(table) is not None
    field(table).setFocus()
    press(Key.Key_Escape)
    assert field(table) is None
    assert network(document).species[0].initial == 5.0


def test_what_a_text_would_add_is_told_while_it_is_typed(tables, document):
    open_text(document, "J1: A => B")
    table = tables.table("reactions")
    tables.show_table("reactions")
    go_to(table, "J1", "Rate")
    type_in("k9*A")
    assert table.note.text() == "Adds parameter k9."
    assert tables.formula.equations


def test_del_removes_rows_and_says_what_goes_along(qtbot, tables, document):
    open_text(document, "J1: A => B; k*A; k = 1; J2: B => ; k*B")
    table = tables.table("species")
    table.view.choose_rows([0])
    table.view.setFocus()
    with qtbot.waitSignal(tables.said) as told:
        press(Key.Key_Delete)
    assert "reaction J1" in told.args[0]
    assert [one.id for one in network(document).species] == ["B"]
    document.undo_stack.undo()
    assert len(network(document).reactions) == 2


def test_one_value_goes_into_all_chosen_rows_as_one_step(tables, document):
    open_text(document, "a = 1; b = 2; c = 3")
    tables.show_table("parameters")
    table = tables.table("parameters")
    table.view.setFocus()
    table.view.choose_all()
    table.view.selectionModel().setCurrentIndex(
        table.model.index(0, 1), table.view.selectionModel().SelectionFlag.NoUpdate
    )
    type_in("9")
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.value for one in network(document).parameters] == [9.0, 9.0, 9.0]
    document.undo_stack.undo()
    assert [one.value for one in network(document).parameters] == [1.0, 2.0, 3.0]


def test_space_turns_the_boxes_of_all_chosen_rows_over(tables, document):
    open_text(document, "species A, B; A = 1; B = 2")
    table = tables.table("species")
    go_to(table, "A", "Held")
    table.view.choose_all()
    press(Key.Key_Space)
    assert [one.boundary for one in network(document).species] == [True, True]


def test_tab_passes_through_the_cells_and_out_of_the_table(tables, document):
    open_text(document, "k = 1")
    tables.show_table("parameters")
    table = tables.table("parameters")
    go_to(table, "k", "Name")
    seen = []
    while table.view.hasFocus() and len(seen) < 20:
        seen.append((table.view.currentIndex().row(), table.view.currentIndex().column()))
        press(Key.Key_Tab)
    assert seen[:5] == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)]
    assert not table.view.hasFocus()


def test_rows_are_sorted_and_filtered_without_changing_the_network(tables, document):
    one = open_text(document, "b = 2; a = 10; c = 1")
    table = tables.table("parameters")
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert row_keys(table) == ["c", "b", "a"]
    table.filter.setText("a")
    assert row_keys(table) == ["a"]
    assert table.filter.count.text() == "1 of 3"
    table.filter.clear()
    table.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert row_keys(table) == ["b", "a", "c"]
    assert network(document) is one


def test_an_edit_moves_no_row_of_a_sorted_table(tables, document):
    open_text(document, "b = 2; a = 10; c = 1")
    table = tables.table("parameters")
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.set_cell("c", "Value", "99")
    assert row_keys(table) == ["c", "b", "a"]


def test_cells_are_copied_for_a_spreadsheet_and_pasted_from_one(tables, document):
    open_text(document, "a = 1; b = 2")
    tables.show_table("parameters")
    table = tables.table("parameters")
    table.view.setFocus()
    table.view.choose_all()
    press(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Name\tValue\tUnit\tConstant\tTitle\na\t1\t")
    QGuiApplication.clipboard().setText("Name\tValue\na\t5\nz\t7")
    press(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(one.id, one.value) for one in network(document).parameters] == [
        ("a", 5.0),
        ("b", 2.0),
        ("z", 7.0),
    ]


def test_a_table_that_cannot_be_pasted_is_refused_and_nothing_is_lost(qtbot, tables, document):
    one = open_text(document, "species A; A = 1")
    tables.show_table("species")
    QGuiApplication.clipboard().setText("Initial\tTitle\n1\tx")
    with qtbot.waitSignal(tables.refused) as refusal:
        tables.commands()["paste"]()
    assert "no column 'Name'" in str(refusal.args[0])
    assert network(document) is one


def test_whole_rows_are_duplicated_with_other_names(tables, document):
    open_text(document, "J1: A => B; k*A; k = 1")
    tables.show_table("reactions")
    tables.table("reactions").view.choose_rows([0])
    tables.commands()["duplicate"]()
    one = network(document)
    assert len(one.reactions) == 2
    assert one.reactions[1].reactants == one.reactions[0].reactants


def test_what_is_chosen_elsewhere_is_chosen_here_and_the_other_way_round(
    tables, document, selection
):
    open_text(document, "J1: A => B; k*A; k = 1")
    selection.choose(["J1"])
    assert tables.current.table.key == "reactions"
    assert [row.key for row in tables.current.rows] == ["J1"]
    tables.show_table("species")
    tables.current.view.setFocus()
    tables.current.view.choose_rows([0])
    assert selection.chosen == {"A"}


def test_rows_stay_chosen_when_their_part_is_renamed(tables, document, selection):
    open_text(document, "species A, B; A = 1; B = 1")
    tables.table("species").view.choose_rows([1])
    tables.table("species").set_cell("B", "Name", "gene")
    assert [row.key for row in tables.table("species").rows] == ["gene"]


def test_a_law_is_chosen_from_the_library_with_its_regulator(tables, document, qtbot):
    open_text(document, "species R; J1: => A")
    tables.show_table("reactions")
    go_to(tables.table("reactions"), "J1", "Rate")
    strip = tables.law
    strip.law.setCurrentIndex(strip.law.findText("Hill repression"))
    strip.law.activated.emit(strip.law.currentIndex())
    (box,) = strip.roles.findChildren(type(strip.law))
    box.setCurrentText("R")
    box.activated.emit(box.currentIndex())
    one = network(document).reactions[0]
    assert one.modifiers == ("R",)
    assert tables.law.law.currentText() == "Hill repression"


def test_a_rate_is_kept_as_a_law_and_used_for_another_reaction(tables, document):
    open_text(document, "J1: A => B; v*A/(1 + A + A^3); v = 1; J2: C => D")
    tables.show_table("reactions")
    go_to(tables.table("reactions"), "J1", "Rate")
    tables.law.keep.click()
    tables.law.name.setText("Cubic decay")
    press_on(tables.law.name, Key.Key_Return)
    tables.table("reactions").set_cell("J2", "Law", "Cubic decay")
    assert network(document).reactions[1].kinetics.formula == "v_J2 * C / (1 + C + C^3)"
    assert tables.laws.own[0].title == "Cubic decay"


def press_on(widget, key):
    QTest.keyClick(widget, key)


def test_only_rows_that_changed_are_told_anew(tables, document):
    open_text(document, "\n".join(f"species S{n}; S{n} = {n}" for n in range(1000)))
    table, told = tables.table("species"), []
    table.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    table.set_cell("S500", "Initial", "3")
    assert told == [(500, 500)]


def test_parts_added_and_removed_elsewhere_come_and_go_without_a_reset(tables, document):
    open_text(document, "species A, B, C; A = 1; B = 1; C = 1")
    table, resets = tables.table("species"), []
    table.model.modelReset.connect(lambda: resets.append(True))
    tables.table("reactions").set_cell("", "Equation", "A => D")
    assert row_keys(table) == ["A", "B", "C", "D"]
    document.undo_stack.undo()
    assert row_keys(table) == ["A", "B", "C"]
    assert not resets


def test_problems_are_shown_at_their_rows(tables, document):
    open_text(document, "species A; A = 1")

    class Finding:
        text, ids = "Nothing uses A.", ("A",)

    tables.show_problems([Finding()])
    cell = tables.table("species").model.index(0, 0)
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "Nothing uses A."
    assert cell.data(Qt.ItemDataRole.DecorationRole) is not None


def test_every_cell_and_control_has_a_name_for_screen_readers(tables, document):
    open_text(document, "species A; A = 1")
    cell = tables.table("species").model.index(0, 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Initial of A: 1"
    for table in tables._tables.values():
        for widget in (table.view, table.filter, table.add_button, table.remove_button):
            assert widget.accessibleName()


def offered(table):
    return field(table).findChild(CellCompletion).offered


def test_names_are_offered_while_a_formula_is_typed_and_return_ends_the_edit(tables, document):
    open_text(document, "species repressor, reporter; J1: => A")
    tables.show_table("reactions")
    table = tables.table("reactions")
    go_to(table, "J1", "Rate")
    type_in("2*rep")
    assert offered(table) == ["reporter", "repressor"]
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert field(table).text() == "2*reporter"
    type_in("*re")
    press(Key.Key_Escape)
    assert offered(table) == []
    press(Key.Key_Backspace)
    press(Key.Key_Backspace)
    press(Key.Key_Backspace)
    press(Key.Key_Return)
    assert network(document).reactions[0].kinetics.formula == "2*reporter"


def test_what_can_be_chosen_is_offered_with_the_down_arrow(tables, document):
    open_text(document, "compartment cell, nucleus; species A; A = 1")
    table = tables.table("species")
    go_to(table, "A", "Compartment")
    press(Key.Key_F2)
    press(Key.Key_Down)
    assert offered(table) == ["cell", "nucleus"]
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert network(document).species[0].compartment == "cell"


def test_the_menu_of_a_table_says_what_can_be_done(tables, document):
    open_text(document, "species A, B; A = 1; B = 1")
    view = tables.table("species").view
    view.choose_rows([0, 1])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    view.contextMenuEvent(event)
    (menu,) = [one for one in view.findChildren(QMenu) if one.actions()]
    words = [action.text() for action in menu.actions()]
    assert "Edit the cell for all chosen rows" in words
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    assert network(document).species == ()
    menu.close()


@pytest.mark.parametrize("seed", range(6))
def test_tables_show_the_network_whatever_is_done_and_undone(tables, document, selection, seed):
    chance = random.Random(seed)
    open_text(document, "species A, B; A = 1; B = 2; J1: A => B; k*A; k = 1; x := A + B")
    testers = [
        QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for table in tables._tables.values()
    ]
    for step in range(60):
        table = tables._tables[chance.choice(sorted(tables._tables))]
        tables.tabs.setCurrentWidget(table)
        act = chance.choice(["cell", "cell", "blank", "remove", "undo", "redo", "sort", "filter"])
        key = chance.choice(row_keys(table) or [""])
        title = chance.choice(table.table.columns).title
        if act in ("cell", "blank"):
            texts = [
                "A",
                f"N{step}",
                "2",
                "A + 1",
                "A => C",
                "k9*B",
                "yes",
                f"z{step} := A",
                "cell",
            ]
            table.set_cell(key if act == "cell" else "", title, chance.choice(texts))
        elif act == "remove" and key:
            table.view.choose_rows(table.model.places([key]))
            table.remove()
        elif act == "undo":
            document.undo_stack.undo()
        elif act == "redo":
            document.undo_stack.redo()
        elif act == "sort":
            table.view.sortByColumn(chance.randrange(-1, 3), Qt.SortOrder.AscendingOrder)
        elif act == "filter":
            table.filter.setText(chance.choice(["", "a", "zz"]))
        for each in tables._tables.values():
            rows = {row.key: row for row in each.table.rows(each.model.network)}
            assert each.model.count == len(rows)
            assert all(rows[row.key] == row for row in each.model.shown)
            if not each.filter.text():
                assert set(row_keys(each)) == set(rows)
    assert len(testers) == 7


def test_ten_thousand_rows_are_pasted_without_a_long_wait(tables, document):
    open_text(document, "species A; A = 1")
    tables.show_table("species")
    text = "Name\tInitial\n" + "\n".join(f"s{n}\t{n}" for n in range(10_000))
    start = time.process_time()
    tables.table("species").paste(text)
    assert time.process_time() - start < 5.0
    assert len(network(document).species) == 10_001


def test_the_focus_goes_to_the_table_that_is_shown(tables, document):
    open_text(document, "k = 1")
    tables.show_table("parameters")
    tables.table("species").filter.setFocus()
    tables.setFocus()
    assert tables.table("parameters").view.hasFocus()
