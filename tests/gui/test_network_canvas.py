import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core.network import MassAction


def test_a_click_with_the_species_tool_adds_a_species_where_it_is(empty):
    empty.do("tool-species")
    empty.click((300, 200))
    (species,) = empty.network.species
    at = empty.view.mapToScene(QPoint(300, 200))
    assert empty.network.drawing.reactions[species.id] == (at.x(), at.y())


def test_a_species_that_was_added_can_be_named_at_once_in_the_same_step(empty):
    empty.do("tool-species")
    empty.click((300, 200))
    QTest.keyClicks(QApplication.focusWidget(), "cI")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [one.id for one in empty.network.species] == ["cI"]
    assert empty.document.undo_stack.count() == 1


def test_a_drag_between_species_makes_a_reaction(toy):
    toy.do("tool-reaction")
    toy.drag("B", "A")
    made = toy.network.reactions[-1]
    assert [one.species for one in made.reactants] == ["B"]
    assert [one.species for one in made.products] == ["A"]
    assert isinstance(made.kinetics, MassAction)


def test_a_drag_to_the_void_makes_a_decay_with_its_sink_there(toy):
    toy.do("tool-reaction")
    toy.drag("B", (700, 500))
    made = toy.network.reactions[-1]
    assert [one.species for one in made.reactants] == ["B"]
    assert not made.products
    sink = toy.network.drawing.reactions[f"∅ {made.id} out"]
    assert toy.view.mapFromScene(QPointF(*sink)) == QPoint(700, 500)


def test_a_reaction_from_a_species_to_itself_is_refused_in_words(toy):
    toy.do("tool-reaction")
    before = toy.network
    toy.drag("A", (5, 5))
    toy.undo()
    toy.view.tool.cancel()
    toy.click("A")
    toy.click("A")
    assert toy.network == before
    assert "itself" in str(toy.refused[-1])


def test_a_modifier_is_drawn_onto_a_process_and_asked_for_its_effect(toy):
    toy.do("tool-modifier")
    toy.drag("B", "J2")
    toy.pick("B inhibits J2")
    made = {one.id: one for one in toy.network.reactions}["J2"]
    assert made.modifiers == ("B",)
    assert {"K_B_J2", "n_B_J2"} <= {one.id for one in toy.network.parameters}


def test_a_drag_is_one_edit_that_places_everything(toy):
    before = toy.document.project.design
    shown = dict(toy.view.shown.settled)
    toy.drag("A", (650, 520))
    places = toy.network.drawing.reactions
    assert toy.document.undo_stack.count() == 1
    assert places.keys() == shown.keys()
    assert {name for name in shown if places[name] != shown[name]} == {"A"}
    toy.undo()
    assert toy.document.project.design is before
    assert toy.view.shown.settled == shown


def test_arrows_nudge_and_merge_into_one_step(toy):
    toy.click("A")
    x, y = toy.view.shown.settled["A"]
    for _ in range(3):
        QTest.keyClick(toy.view, Qt.Key.Key_Right)
    QTest.keyClick(toy.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert toy.network.drawing.reactions["A"] == (x + 3, y + 10)
    assert toy.document.undo_stack.count() == 1


def test_a_rubber_band_chooses_what_is_inside(toy):
    toy.drag((2, 2), (798, 598))
    assert toy.selection.chosen == {"A", "B", "J1", "J2"}


def test_what_is_chosen_elsewhere_is_brought_out(toy):
    toy.selection.choose({"J1"})
    assert toy.view.chosen == {"J1"}
    assert toy.view.shown.parts["J1"].is_chosen


def test_delete_takes_along_what_needs_it_and_constants_left_over(toy):
    toy.click("B")
    toy.do("delete")
    assert {one.id for one in toy.network.parts()} == {"A", "J2", "v"}


def test_an_arc_is_erased_by_itself(toy):
    toy.do("tool-erase")
    arc = toy.view.shown.arcs["B", "J1", "produces"]
    x, y = arc.course[len(arc.course) // 2].tolist()
    toy.click(toy.view.mapFromScene(QPointF(x, y)).toTuple())
    (j1,) = (one for one in toy.network.reactions if one.id == "J1")
    assert j1.reactants
    assert not j1.products


def test_a_rename_where_it_stands_holds_everywhere(toy):
    toy.click("A")
    toy.do("rename")
    QTest.keyClicks(QApplication.focusWidget(), "LacI")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [one.id for one in toy.network.species] == ["LacI", "B"]
    assert toy.network.reactions[0].reactants[0].species == "LacI"


@pytest.mark.parametrize("name", ["B", "time", "two words", "9lives"])
def test_a_name_that_cannot_be_stays_red_with_the_reason(toy, name):
    toy.click("A")
    toy.do("rename")
    field = QApplication.focusWidget()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert field.toolTip()
    assert [one.id for one in toy.network.species] == ["A", "B"]
