"""Genes and links on the canvas are changed in cards, by menus, by typing, and copied."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from grnstudio.core import antimony
from grnstudio.gui.editors.network_tools import Choose
from tests.gui.regulation_hands import LEFT, SPOTS, Hands, drawn_ring, read


@pytest.fixture
def ring(qtbot):
    return drawn_ring(qtbot)


def test_a_link_is_changed_in_its_card(ring):
    ring.double_click("A B")
    card = ring.view.beside
    assert card.title.text() == "A represses B"
    assert card.steppers["threshold"].field.text() == "10"
    QTest.mouseClick(card.steppers["exponent"].more, LEFT)
    assert ring.network.part("n_A_B").value == 4
    QTest.mouseClick(card.activates, LEFT)
    assert ring.links["A", "B"] == 1
    assert card.title.text() == "A activates B"
    ring.document.undo_stack.undo()
    assert card.represses.isChecked()
    QTest.mouseClick(card.delete, LEFT)
    assert ("A", "B") not in ring.links
    assert ring.view.beside is None


def test_a_number_that_cannot_be_stays_in_its_field_which_says_why(ring):
    ring.double_click("A B")
    field = ring.view.beside.steppers["threshold"].field
    for text, words in (("-3", "above 0, not -3"), ("ten", "takes a number such as")):
        field.setText(text)
        field.editingFinished.emit()
        assert words in field.toolTip()
        assert field.text() == text
    assert ring.network.part("K_A_B").value == 10
    field.setText("12")
    field.editingFinished.emit()
    assert not field.property("problem")
    assert ring.network.part("K_A_B").value == 12


def test_how_fast_a_gene_is_made_and_lost_is_changed_in_its_card(ring):
    ring.double_click("A")
    card = ring.view.beside
    steppers = [card.steppers["made"], card.steppers["lost"], card.initial]
    assert [one.field.text() for one in steppers] == ["20", "0.2", "0"]
    for one in steppers:
        QTest.mouseClick(one.more, LEFT)
    assert ring.network.part("beta_A").value == 30
    assert ring.network.part("delta_A").value == 0.3
    assert ring.network.part("A").initial == 1
    assert ring.document.undo_stack.count() == 9


def test_a_second_regulator_can_add_in_place_of_multiplying(ring):
    ring.link("A", "C")
    ring.double_click("A C")
    combines = ring.view.beside.combines
    combines.setCurrentIndex(1)
    combines.activated.emit(1)
    assert "beta_A_C" in {one.id for one in ring.network.parameters}
    assert ring.view.beside.combines.currentIndex() == 1


def test_a_link_is_changed_and_deleted_from_its_menu(ring):
    menu = ring.menu("A B")
    assert menu["Represses"].isChecked()
    menu["Activates"].trigger()
    assert ring.links["A", "B"] == 1
    ring.menu("A B")["Adds a rate of its own"].trigger()
    assert ring.menu("A B")["Adds a rate of its own"].isChecked()
    ring.menu("A B")["Delete link"].trigger()
    assert ("A", "B") not in ring.links


def test_links_can_be_drawn_from_the_menu_of_a_gene(qtbot):
    hands = Hands(qtbot)
    hands.put_genes(*SPOTS)
    menu = hands.view.menu_for(hands.view.shown.hit_of("A"), (0.0, 0.0))
    inner = next(one for one in menu.findChildren(QMenu) if one.title() == "Represses")
    assert [one.text() for one in inner.actions()] == ["Itself", "B", "C"]
    inner.actions()[1].trigger()
    assert hands.links == {("A", "B"): -1}
    assert all(isinstance(one, QAction) and one.isEnabled() for one in menu.actions())


def test_genes_are_copied_with_the_regulations_among_them(ring, qapp):
    qapp.clipboard().clear()
    ring.view.use("select")
    ring.view.choose_names(Choose(frozenset("AB")))
    ring.view.copy()
    ring.view.paste()
    assert ring.links == {
        **{("A", "B"): -1, ("B", "C"): -1, ("C", "A"): -1},
        ("A1", "B1"): -1,
    }
    pasted = ring.network.part("synthesis_B1")
    assert pasted.modifiers == ("A1",)
    assert ring.view.chosen >= {"A1", "B1"}
    ring.view.choose_names(Choose(frozenset("C")))
    ring.view.duplicate()
    assert len(ring.view.shown.parts) == 6
    assert ring.document.undo_stack.undoText().startswith("Duplicate")


def test_a_typed_regulation_adds_the_genes_it_speaks_of(qtbot):
    hands = Hands(qtbot)
    QTest.mouseDClick(hands.view.viewport(), LEFT, pos=QPoint(300, 300))
    card = hands.view.beside
    QTest.keyClicks(card.field, "lacI -| tetR")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert hands.links == {("lacI", "tetR"): -1}
    assert hands.document.undo_stack.count() == 1
    hands.view.quick_add((0.0, 0.0))
    QTest.keyClicks(hands.view.beside.field, "tetR -> pi")
    QTest.keyClick(hands.view.beside.field, Qt.Key.Key_Return)
    assert "'pi' means something else" in str(hands.refusals[0])
    assert len(hands.view.shown.parts) == 2


def test_a_gene_is_renamed_where_it_stands_and_its_links_follow(ring):
    ring.view.use("select")
    ring.view.rename("A")
    QTest.keyClicks(ring.view.beside.field, "lacI")
    QTest.keyClick(ring.view.beside.field, Qt.Key.Key_Return)
    assert ring.links == {("lacI", "B"): -1, ("B", "C"): -1, ("C", "lacI"): -1}
    assert (ring.spot("lacI") - QPoint(*SPOTS[0])).manhattanLength() <= 2


def test_an_erased_gene_takes_its_links_and_leaves_the_others_made(ring):
    ring.view.use("erase")
    QTest.mouseClick(ring.view.viewport(), LEFT, pos=ring.spot("B"))
    assert ring.links == {("C", "A"): -1}
    assert {"synthesis_A", "synthesis_C"} <= {one.id for one in ring.network.reactions}
    assert not {"K_B_C", "n_A_B", "beta_B"} & {one.id for one in ring.network.parameters}


def test_an_erased_link_is_deleted_in_one_step(ring):
    ring.view.use("erase")
    QTest.mouseClick(ring.view.viewport(), LEFT, pos=ring.spot("A B"))
    assert ring.document.undo_stack.undoText() == "Delete A represses B"
    assert ("A", "B") not in ring.links


def test_rna_and_protein_can_be_drawn_as_one_gene_and_regulated_there(qtbot):
    with open("resources/examples/networks/repressilator.ant", encoding="utf-8") as file:
        hands = Hands(qtbot, antimony.read(file.read())[0])
    assert len(hands.view.shown.parts) == 6
    hands.menu()["RNA and protein as one gene"].trigger()
    assert hands.links == {
        ("P_lacI", "P_tetR"): -1,
        ("P_tetR", "P_cI"): -1,
        ("P_cI", "P_lacI"): -1,
    }
    hands.link("P_lacI", "P_cI")
    assert hands.links["P_lacI", "P_cI"] == 1
    assert "P_lacI" in hands.network.part("transcribe_cI").modifiers
    hands.menu("P_lacI P_tetR")["Activates"].trigger()
    assert hands.links["P_lacI", "P_tetR"] == 1
    hands.menu()["RNA and protein as one gene"].trigger()
    assert len(hands.view.shown.parts) == 6


def test_what_acts_without_a_hill_factor_says_by_which_rate_it_does(qtbot):
    hands = Hands(qtbot, read("J: => B; b*exp(-A); b = 1; species A"))
    hands.double_click("A B")
    card = hands.view.beside
    assert not card.activates.isVisible()
    assert "J:  b*exp(-A)" in card.formula.text()
    QTest.mouseClick(card.delete, LEFT)
    assert "otherwise than by a Hill factor" in str(hands.refusals[0])
