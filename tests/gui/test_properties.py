from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from grnstudio.core import antimony
from grnstudio.core.network import Parameter
from grnstudio.core.network_edits import put
from grnstudio.core.tables import tables
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.pages.properties_panel import PropertiesPanel
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project

TEXT = """
model m()
  species A, B
  made: => A; k*B
  lost: A => ; mass_action(d)
  A = 3; B = 2; k = 0.5; d = 1
  total := A + B
  at_half: at (A > 5): B = 0
end
"""


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=antimony.parse(TEXT), network_text=TEXT)))


@pytest.fixture
def selection(document):
    return Selection(document)


@pytest.fixture
def panel(qtbot, document, selection):
    panel = PropertiesPanel(document, selection, tables())
    qtbot.addWidget(panel)
    panel.show()
    return panel


def network_of(document):
    return document.project.design.network


def field(panel, title, form=0):
    return panel.forms[form].fields[title]


def type_into(line, text, end=Qt.Key.Key_Return):
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, end)


def test_a_value_is_typed_where_it_is_read(document, selection, panel):
    selection.choose(["k"])
    type_into(field(panel, "Value"), "0.75")
    assert network_of(document).part("k").value == 0.75
    document.undo_stack.undo()
    assert field(panel, "Value").text() == "0.5"


def test_an_amount_at_the_start_may_be_a_formula(document, selection, panel):
    selection.choose(["A"])
    type_into(field(panel, "Initial"), "2*B")
    assert network_of(document).initial[0].formula == "2*B"
    assert field(panel, "Initial").text() == "2*B"


def test_a_name_is_followed_everywhere_and_stays_chosen(document, selection, panel):
    selection.choose(["A"])
    type_into(field(panel, "Name"), "Cro")
    network = network_of(document)
    assert network.rules[0].formula == "Cro + B"
    assert selection.one == "Cro"
    assert document.undo_stack.undoText() == "Rename A to Cro"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("time", "means something else"), ("my gene", "cannot be a name"), ("B", "already")],
)
def test_a_name_that_cannot_be_one_stays_red_with_the_reason(
    document, selection, panel, name, reason
):
    before = network_of(document)
    selection.choose(["A"])
    line = field(panel, "Name")
    type_into(line, name)
    assert network_of(document) is before
    assert line.property("problem")
    assert reason in line.accessibleDescription()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "A"
    assert not line.property("problem")


def test_a_rate_is_typed_and_one_that_cannot_be_read_is_kept_back(document, selection, panel):
    before = network_of(document)
    selection.choose(["made"])
    line = field(panel, "Rate")
    type_into(line, "k*")
    assert network_of(document) is before
    assert line.property("problem")
    edit_network(document, "Elsewhere", put(before, Parameter("extra", 1.0)))
    assert line.text() == "k*"
    type_into(line, "k*B*B")
    assert network_of(document).part("made").kinetics.formula == "k*B*B"


def test_the_rule_of_a_part_is_below_its_own_fields(document, selection, panel):
    selection.choose(["total"])
    assert len(panel.forms) == 2
    type_into(field(panel, "Formula", 1), "A - B")
    assert network_of(document).rules[0].formula == "A - B"


def test_a_switch_is_turned(document, selection, panel):
    selection.choose(["B"])
    box = field(panel, "Held")
    assert not box.isChecked()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert network_of(document).part("B").boundary
    document.undo_stack.undo()
    assert not box.isChecked()


def test_what_nothing_was_typed_into_changes_nothing(document, selection, panel):
    before = document.project
    for id in ("A", "made", "k", "total", "at_half"):
        selection.choose([id])
        for form in panel.forms:
            for one in form.fields.values():
                one.setFocus()
    selection.choose([])
    assert document.project is before


def test_several_parts_are_counted(selection, panel):
    selection.choose(["A", "B", "made"])
    assert panel.title.text() == "3 parts chosen"
    assert panel.kind.text() == "1 reaction, 2 species"
    assert panel.forms == []


def test_every_field_has_a_name_for_those_who_do_not_see_it(document, selection, panel):
    for one in network_of(document).parts():
        selection.choose([one.id])
        assert panel.forms
        for form in panel.forms:
            for title, widget in form.fields.items():
                assert widget.accessibleName() == f"{title} of {one.id}"


def test_the_network_is_told_of_where_nothing_is_chosen(document, selection, panel):
    assert panel.values()["Species"] == "2"
    document.edit("Clear", replace(document.project.design, network=None, network_text=""))
    assert panel.values() == {}
