"""The tables of the network among the other views: what is shown, chosen and marked."""

import random
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.gui.table_hands import go_to, network, open_text, press_on, row_keys

Key = Qt.Key


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
