"""What goes wrong while a network is edited is said in words, and nothing that was made is lost."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.gui import main_window
from tests.e2e.test_network_editor import drag

SMALL = "made: => A; k\n  lost: A => ; d*A\n  A = 3; k = 1; d = 0.1"


@pytest.fixture
def studio(studio):
    studio.do("new-network")
    studio.page = studio.work.network
    studio.page.views.show_only(("canvas", "tables", "text"))
    type_text(studio, SMALL)
    return studio


def type_text(studio, text):
    studio.page.text.editor.setPlainText(text)
    studio.page.text.apply()


def network(studio):
    return studio.document.project.design.network


def said(studio):
    return " ".join([*studio.notices(), studio.window.status.currentMessage()])


def large(count):
    lines = [f"s{k}: X{k} => X{(7 * k + 1) % count}; mass_action(1)" for k in range(count)]
    return "\n".join(lines)


def test_what_is_half_typed_stays_while_other_views_edit(studio):
    half = f"{SMALL}\n  more: A => B; k*"
    type_text(studio, half)
    assert studio.page.text.problem.isVisible()
    studio.page.views.show_only(("tables",))
    table = studio.page.tables.table("species")
    assert table.set_cell("A", "Initial", "7")
    assert table.set_cell("", "Name", "C")
    studio.page.views.show_only(("canvas", "text"))
    assert "more: A => B; k*" in studio.page.text.text
    assert "A = 7" in studio.page.text.text
    type_text(studio, studio.page.text.text.replace("k*", "k*A"))
    assert [one.id for one in network(studio).species] == ["A", "C", "B"] or {
        one.id for one in network(studio).species
    } == {"A", "B", "C"}
    assert network(studio).part("A").initial == 7
    for _ in range(4):
        studio.do("undo")
    assert studio.page.text.text == SMALL


@pytest.mark.parametrize("rows", ["Initial\tCompartment\n3\tcell", "Name\tInitial\nD\tmany"])
def test_a_pasted_table_that_does_not_fit_is_refused_in_words(studio, rows):
    before = network(studio)
    tables = studio.page.tables
    tables.show_table("species")
    tables.current.view.setCurrentIndex(tables.current.model.index(1, 0))
    QGuiApplication.clipboard().setText(rows)
    studio.page.views.focus("tables")
    studio.do("paste")
    assert network(studio) is before
    assert said(studio).strip() or tables.current.note.text()


def test_columns_that_a_table_does_not_have_are_named(studio):
    studio.page.tables.show_table("species")
    studio.page.views.focus("tables")
    QGuiApplication.clipboard().setText("Name\tColour\nD\tred")
    studio.do("paste")
    assert network(studio).part("D")
    assert "Colour" in said(studio)


def test_ten_thousand_pasted_rows_take_seconds_and_one_step_of_undo(studio):
    before = studio.document.project.design
    tables = studio.page.tables
    studio.page.views.show_only(("tables",))
    tables.show_table("parameters")
    tables.current.view.setCurrentIndex(
        tables.current.model.index(tables.current.model.rowCount() - 1, 0)
    )
    data = QMimeData()
    data.setText("Name\tValue\n" + "\n".join(f"p{k}\t{k}" for k in range(10_000)))
    QGuiApplication.clipboard().setMimeData(data)
    start = time.process_time()
    studio.page.views.focus("tables")
    studio.do("paste")
    QApplication.processEvents()
    assert time.process_time() - start < 15
    assert len(network(studio).parameters) == 10_002
    studio.do("undo")
    assert studio.document.project.design is before


@pytest.mark.parametrize("name", ["time", "my gene", "2nd", "A-B"])
def test_a_name_that_cannot_be_one_is_refused_in_tables_and_properties(studio, name):
    before = network(studio)
    studio.page.tables.table("species").set_cell("A", "Name", name)
    assert network(studio) is before
    studio.page.choose(["A"])
    field = studio.work.properties.forms[0].fields["Name"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert network(studio) is before
    assert field.text() == name
    assert field.accessibleDescription()


def test_rules_that_need_each_other_are_among_the_problems(studio):
    type_text(studio, f"{SMALL}\n  x := y + 1\n  y := x")
    studio.do("check-model")
    listed = [studio.work.problems.item(i).text() for i in range(studio.work.problems.count())]
    assert any("x" in one and "y" in one for one in listed)
    assert studio.window.status.problems.isVisible()


@pytest.mark.parametrize("tool", ["select", "reaction", "modifier"])
def test_dragging_a_species_onto_itself_breaks_nothing(studio, tool):
    studio.do("notation-reactions")
    studio.do(f"tool-{tool}")
    view = studio.page.canvas.view
    before = network(studio)
    at = view.mapFromScene(view.shown.parts["A"].pos())
    drag(view, at, at)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    assert network(studio).species == before.species
    while studio.document.undo_stack.canUndo() and network(studio) is not before:
        studio.do("undo")
    assert network(studio) is before


def test_closing_while_a_large_network_is_laid_out_ends_at_once(studio):
    studio.page.views.show_only(("canvas",))
    type_text(studio, large(700))
    view = studio.page.canvas.view
    studio.wait(lambda: view.waiting is not None and view.waiting.is_running)
    assert studio.window.tabs.currentIndex() == main_window.NETWORK
    start = time.monotonic()
    studio.close()
    assert not studio.window.isVisible()
    assert time.monotonic() - start < 10
    assert len(network(studio).species) == 700
