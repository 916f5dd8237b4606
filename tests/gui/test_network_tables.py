"""The tables of the network: keyboard alone, spreadsheets, and what is said of mistakes."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu

from tests.gui.table_hands import (
    field,
    go_to,
    network,
    offered,
    open_text,
    press,
    press_insert,
    type_in,
)

Key = Qt.Key


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
