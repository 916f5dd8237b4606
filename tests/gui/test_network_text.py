"""The text of a network: completion, quick fixes, and what it shares with the other views."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from grnstudio.core import antimony
from grnstudio.core.network import RateLaw, Species
from grnstudio.core.network_edits import put, without
from grnstudio.core.network_problems import problems
from grnstudio.core.network_rename import renamed
from grnstudio.gui.document import Document
from grnstudio.gui.editors.code_edit import CHOSEN, ODD, UNREAD
from grnstudio.gui.editors.network_text import NetworkText
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project

TEXT = """// decay
J1: A => B; kdeg*A  // lost
B => ; kdeg*B

A = 10; kdeg = 0.5
"""


@pytest.fixture
def selection():
    return Selection()


@pytest.fixture
def document():
    return Document(Project(Design(network=antimony.parse(TEXT), network_text=TEXT)))


@pytest.fixture
def page(qtbot, document, selection):
    holder = QWidget()
    column = QVBoxLayout(holder)
    holder.text = NetworkText(document, selection)
    holder.other = QLineEdit()
    column.addWidget(holder.text)
    column.addWidget(holder.other)
    qtbot.addWidget(holder)
    holder.resize(500, 400)
    holder.show()
    holder.activateWindow()
    holder.text.editor.setFocus()
    qtbot.waitUntil(holder.text.editor.hasFocus)
    return holder


@pytest.fixture
def text(page):
    return page.text


def network_of(document):
    return document.project.design.network


def put_cursor(text, before):
    cursor = text.editor.textCursor()
    cursor.setPosition(text.text.index(before) + len(before))
    text.editor.setTextCursor(cursor)


def spans(text):
    return [text.text[a:b] for a, b in text.editor._marks.get(CHOSEN, ())]


def test_other_views_change_only_what_they_change(document, text):
    network = network_of(document)
    edit_network(document, "Rename", renamed(network, "kdeg", "k"))
    assert text.text == TEXT.replace("kdeg", "k")
    edit_network(document, "Add species", put(network_of(document), Species("C", 2.0)))
    assert "// lost" in text.text
    assert antimony.parse(text.text) == network_of(document)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert text.text == TEXT
    assert network_of(document) is network


def test_what_is_typed_and_not_yet_read_follows_the_other_views(document, text):
    put_cursor(text, "kdeg*B\n")
    QTest.keyClicks(text.editor, "J3: A => ; kd")
    edit_network(document, "Add species", put(network_of(document), Species("C", 2.0)))
    assert "J3: A => ; kd" in text.text
    assert "species C; C = 2" in text.text
    text.apply()
    assert text.problem.isVisible()
    edit_network(document, "Delete", without(network_of(document), ["C"]))
    assert "J3: A => ; kd" in text.text
    assert "species C" not in text.text


def test_the_place_in_the_text_stays_when_another_view_changes_it(document, text):
    put_cursor(text, "kdeg*B")
    kinetics = RateLaw("2*kdeg*A")
    edit_network(
        document,
        "Rate",
        put(network_of(document), replace(network_of(document).part("J1"), kinetics=kinetics)),
    )
    cursor = text.editor.textCursor()
    assert cursor.block().text() == "B => ; kdeg*B"
    assert cursor.atBlockEnd()


def test_names_are_completed_while_they_are_typed(qtbot, document, text):
    put_cursor(text, "kdeg*B\n")
    QTest.keyClicks(text.editor, "A => ; kd")
    assert text.completion.offered == ["kdeg"]
    QTest.keyClick(text.editor, Qt.Key.Key_Return)
    assert "A => ; kdeg\n" in text.text
    QTest.keyClicks(text.editor, "*ex")
    assert text.completion.offered[0] == "exp("
    QTest.keyClick(text.editor, Qt.Key.Key_Escape)
    assert text.completion.offered == []
    QTest.keyClick(text.editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert "exp(" in text.completion.offered
    text.completion.list.hide()
    text.apply()


def test_nothing_is_completed_in_a_comment(text):
    put_cursor(text, "// de")
    QTest.keyClicks(text.editor, "kd")
    assert text.completion.offered == []
    text.apply()


def test_an_undefined_name_is_added_by_its_button_and_by_its_key(qtbot, document, text):
    put_cursor(text, "kdeg*A")
    QTest.keyClicks(text.editor, "*q")
    text.apply()
    assert [one.label for one in text.problem.fixes] == ["Add q = 1"]
    assert text.can("quick-fix")
    QTest.keyClick(text.editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert network_of(document).part("q").value == 1.0
    assert not text.problem.isVisible()
    QTest.keyClick(text.editor, Qt.Key.Key_Return)
    QTest.keyClicks(text.editor, "r = 2*s")
    text.apply()
    button = text.problem._buttons.itemAt(0).widget()
    assert button.accessibleName() == "Fix: Add s = 1"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert network_of(document).part("s").value == 1.0


def test_a_fix_mends_the_chosen_part_where_the_text_can_be_read(document, selection, text):
    edit_network(document, "Add species", put(network_of(document), Species("Z")))
    selection.choose(["Z"])
    text.commands()["quick-fix"]()
    assert "species Z" not in text.text
    assert document.undo_stack.undoText() == "Remove Z"


def test_the_cursor_chooses_the_part_and_what_is_chosen_is_set_off(selection, text):
    put_cursor(text, "kdeg")
    assert selection.chosen == {"kdeg"}
    assert spans(text) == ["kdeg"] * 3
    put_cursor(text, "J1: A =")
    assert selection.chosen == {"J1"}
    put_cursor(text, "B => ;")
    assert selection.chosen == {"_J0"}
    assert spans(text) == ["B => ; kdeg*B"]
    put_cursor(text, "// dec")
    assert selection.chosen == {"_J0"}


def test_what_is_chosen_elsewhere_is_shown_without_taking_the_focus(qtbot, selection, page):
    other, text = page.other, page.text
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    selection.choose(["A", "B"])
    assert spans(text) == ["A", "B", "A", "B", "B", "A"]
    assert other.hasFocus()
    assert selection.chosen == {"A", "B"}


def test_the_part_under_the_mouse_is_pointed_at(selection, text):
    put_cursor(text, "=> ")
    place = text.editor.cursorRect().center() + QPoint(3, 0)
    QTest.mouseMove(text.editor.viewport(), place)
    QTest.mouseMove(text.editor.viewport(), place + QPoint(1, 0))
    assert selection.pointed == "B"


def test_words_are_found(text):
    text.commands()["find"]()
    text.find_bar.field.setText("kdeg")
    assert text.find_bar.said.text() == "3 places"
    text.editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(4):
        QTest.keyClick(text.find_bar.field, Qt.Key.Key_Return)
    assert text.editor.textCursor().selectionStart() == TEXT.index("kdeg")
    QTest.keyClick(text.find_bar.field, Qt.Key.Key_Escape)
    assert not text.find_bar.isVisible()


def test_copied_parts_are_pasted_under_free_names(qtbot, document, selection, text):
    from PySide6.QtGui import QGuiApplication

    from grnstudio.gui.network_clipboard import copied

    QGuiApplication.clipboard().setMimeData(copied(network_of(document), ["A"]))
    assert text.can("paste")
    text.commands()["paste"]()
    assert len(network_of(document).species) == 3
    assert antimony.parse(text.text) == network_of(document)
    assert len(selection.chosen) == 1


def test_a_long_text_that_is_hidden_follows_once_it_is_seen(qtbot, selection):
    network = antimony.parse(
        "\n".join(f"J{i}: S{i} => S{i + 1}; k*S{i}" for i in range(3000)) + "\nk = 1"
    )
    design = Design(network=network, network_text=antimony.write(network) + "// mine\n")
    document = Document(Project(design))
    text = NetworkText(document, selection)
    qtbot.addWidget(text)
    edit_network(document, "Rename", renamed(network, "k", "rate"))
    text.apply()
    assert network_of(document).part("rate").value == 1.0
    text.show()
    assert "rate*S7" in text.text
    assert text.text.endswith("// mine\n")
    qtbot.waitUntil(lambda: text._warming.is_done, timeout=60_000)


def test_what_something_is_wrong_with_is_underlined(document, text):
    network = put(network_of(document), replace(network_of(document).part("kdeg"), value=None))
    edit_network(document, "Value", network)
    text.show_problems(problems(network))
    assert [text.text[a:b] for a, b in text.editor._marks[ODD]] == ["kdeg"]
    text.show_problems(())
    assert text.editor._marks[ODD] == []


def test_each_statement_that_cannot_be_read_is_underlined(text):
    text.editor.setPlainText("A = = 1\nB = 2\nC -> -> D")
    text.apply()
    assert [text.text[a:b] for a, b in text.editor._marks[UNREAD]] == ["A = = 1", "C -> -> D"]


def test_the_part_at_the_cursor_is_renamed_everywhere(document, text):
    put_cursor(text, "kdeg")
    assert text.can("rename")
    text.commands()["rename"]()
    text.rename_bar.field.setText("A")
    QTest.keyClick(text.rename_bar.field, Qt.Key.Key_Return)
    assert "already" in text.rename_bar.problem.text()
    text.rename_bar.field.setText("k_loss")
    QTest.keyClick(text.rename_bar.field, Qt.Key.Key_Return)
    assert text.text == TEXT.replace("kdeg", "k_loss")
    assert not text.rename_bar.isVisible()
    assert document.undo_stack.undoText() == "Rename kdeg to k_loss"


def test_the_text_is_written_larger_and_smaller(text):
    before = text.editor.fontMetrics().height()
    for _ in range(3):
        text.commands()["zoom-in"]()
    assert text.editor.fontMetrics().height() > before
    for _ in range(3):
        text.commands()["zoom-out"]()
    assert text.editor.fontMetrics().height() == before
