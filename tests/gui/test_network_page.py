from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from grnstudio.core import antimony
from grnstudio.core.tables import tables
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_text import NetworkText, place_of
from grnstudio.gui.editors.text_problem import excerpt
from grnstudio.gui.network_import import example_design
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.network_items import facts
from grnstudio.gui.pages.network_page import NetworkPage, summary
from grnstudio.gui.pages.properties_panel import PropertiesPanel
from grnstudio.gui.selection import Selection
from grnstudio.io.network_examples import load_example
from grnstudio.project import Design, Project

DECAY = "// how A is lost\nA => ; k*A\nA = 10; k = 1"


@pytest.fixture
def document(qtbot):
    return Document(Project(example_design("sir")))


@pytest.fixture
def text(qtbot, document):
    widget = NetworkText(document, Selection())
    qtbot.addWidget(widget)
    widget.show()
    return widget


def network_of(document):
    return document.project.design.network


def type_over(text, old, new):
    text.editor.setPlainText(text.text.replace(old, new))


def test_the_text_of_an_example_keeps_its_comments(document, text):
    assert text.text.startswith("// ")
    assert antimony.parse(text.text).reactions == network_of(document).reactions


def test_what_is_typed_becomes_the_network_after_a_pause(qtbot, document, text):
    text.editor.setPlainText(DECAY)
    qtbot.waitUntil(lambda: len(network_of(document).species) == 1, timeout=3_000)
    assert document.project.design.network_text == DECAY
    assert document.undo_stack.undoText() == "Edit network"
    document.undo_stack.undo()
    assert network_of(document).id == "sir"
    assert text.text.startswith("// ")


def test_ctrl_return_applies_at_once(document, text):
    text.editor.setPlainText(DECAY)
    QTest.keyClick(text.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(network_of(document).species) == 1
    assert text.text == DECAY


def test_text_that_cannot_be_read_is_kept_and_its_place_is_shown(document, text):
    before = network_of(document)
    text.editor.setPlainText("A => ; k*A\nA = = 10")
    text.apply()
    assert network_of(document) is before
    assert document.project.design.network_text == "A => ; k*A\nA = = 10"
    assert text.problem.isVisible()
    assert text.problem.words.text().startswith("Line 2, column 5:")
    line, caret = text.problem.picture.text().split("\n")
    assert line[caret.index("^")] == "="
    text.problem.pressed.emit()
    assert text.editor.textCursor().blockNumber() == 1


def test_what_is_typed_until_it_can_be_read_is_one_step_of_undo(document, text):
    before = document.project.design
    for typed in ("A =", "A = 1", "A = 1; k ="):
        text.editor.setPlainText(typed)
        text.apply()
    assert [document.undo_stack.text(i) for i in range(document.undo_stack.count())] == [
        "Edit network",
        "Edit network",
    ]
    document.undo_stack.undo()
    assert text.text == "A = 1"
    document.undo_stack.undo()
    assert document.project.design is before
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert text.text == "A = 1; k ="
    assert text.problem.isVisible()


def test_other_words_for_the_same_network_leave_it_alone(document, text):
    before = network_of(document)
    type_over(text, "model", "// again\nmodel")
    text.apply()
    assert network_of(document) is before
    assert "// again" in document.project.design.network_text


def test_a_network_changed_elsewhere_is_written_afresh(document, text):
    design = document.project.design
    first = replace(design.network.species[0], initial=77.0)
    species = (first, *design.network.species[1:])
    document.edit("Apply", replace(design, network=replace(design.network, species=species)))
    assert "77" in text.text
    assert antimony.parse(text.text).species == species
    document.undo_stack.undo()
    assert text.text.startswith("// ")


def test_notes_survive_an_edit_of_the_text(document, text):
    design = document.project.design
    noted = replace(design.network, extras={"": {"notes": "<p>hello</p>"}})
    document.edit("Note", replace(design, network=noted))
    type_over(text, "end", "  extra = 1\nend")
    text.apply()
    assert network_of(document).extras == {"": {"notes": "<p>hello</p>"}}
    assert network_of(document).name == noted.name


def test_the_window_takes_undo_where_the_text_has_nothing_to_take_back(qtbot, document, text):
    taken = []
    window_undo = text.editor.window().addAction("undo")
    window_undo.setShortcut("Ctrl+Z")
    window_undo.triggered.connect(lambda: taken.append(1))
    text.editor.setFocus()
    qtbot.waitUntil(text.editor.hasFocus)
    QTest.keyClick(text.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken == [1]
    text.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(text.editor, "//")
    QTest.keyClick(text.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken == [1]
    text.apply()


def test_emptying_the_text_takes_the_network_away(document, text):
    text.editor.setPlainText("")
    text.apply()
    assert network_of(document) is None
    document.undo_stack.undo()
    assert network_of(document).id == "sir"


def test_a_part_is_found_where_it_is_declared():
    source = "// k is fast\nmodel m()\n  J1: A => ; k*A\n  k = 2\nend"
    assert place_of("k", source) == (4, 3)
    assert place_of("J1", source) == (3, 3)
    assert place_of("A", source) == (3, 7)
    assert place_of("B", source) == (0, 0)


def test_a_long_line_is_cut_around_its_place():
    line, caret = excerpt("x" * 200 + "!" + "y" * 200, 1, 201, 40).split("\n")
    assert len(line) <= 40
    assert line[caret.index("^")] == "!"


def test_the_page_says_what_there_is_and_what_is_conserved(qtbot, document):
    page = NetworkPage(document)
    qtbot.addWidget(page)
    assert "3 species" in page.summary.text()
    qtbot.waitUntil(lambda: "1 conserved sum" in page.summary.text())
    assert page.simulate.isEnabled()
    document.new()
    assert page.title.text() == "No network yet"
    assert not page.simulate.isEnabled()
    assert summary(load_example("egfr")).startswith("23 species  ·  47 reactions")


def test_choosing_a_part_shows_it_in_the_text_and_tells_about_it(qtbot, document):
    page = NetworkPage(document)
    panel = PropertiesPanel(document, page.selection, tables())
    for widget in (page, panel):
        qtbot.addWidget(widget)
    reaction = network_of(document).reactions[0]
    page.choose([reaction.id])
    assert page.text.editor.textCursor().block().text().strip().startswith(reaction.id)
    assert panel.title.text() == reaction.id
    assert panel.forms[0].fields["Rate"].text() == reaction.kinetics.formula
    document.new()
    assert panel.chosen == ""
    assert panel.values() == {}


def test_properties_tell_where_a_part_is_used():
    network = load_example("x16")
    assert dict(facts(network, "a12"))["In the rate of"] == "used_by_G1"
    assert dict(facts(network, "P1"))["Used by"] == "used_by_G1, decay"
    assert facts(network, "nothing") == []


def test_the_explorer_lists_the_parts_of_the_network(qtbot, document):
    explorer = Explorer(document)
    qtbot.addWidget(explorer)
    tops = [explorer.tree.topLevelItem(i) for i in range(explorer.tree.topLevelItemCount())]
    shown = {one.text(0).split(" · ")[0]: one for one in tops if not one.isHidden()}
    assert {"Species", "Parameters", "Reactions", "Runs"} == set(shown)
    with qtbot.waitSignal(explorer.part_wanted) as asked:
        explorer.tree.itemActivated.emit(shown["Species"].child(0), 0)
    assert asked.args == [network_of(document).species[0].id]
    explorer.filter.setText(network_of(document).species[1].id)
    assert shown["Species"].child(0).isHidden()
    document.edit("Clear", Design())
    assert shown["Species"].isHidden()
