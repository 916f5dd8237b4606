import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from grnstudio.core import antimony
from grnstudio.core.network import MassAction
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_canvas import NetworkCanvas
from grnstudio.gui.editors.network_scene import ReactionScene
from grnstudio.gui.selection import Selection
from grnstudio.io.network_examples import load_example
from grnstudio.project import Design, Project

TEXT = """
model toy()
  species A, B
  J1: A => B; mass_action(k)
  J2: => A; mass_action(v)
  A = 3; k = 1; v = 2
end
"""
LEFT = Qt.MouseButton.LeftButton


class Bench:
    """A canvas, and what a user does to it with mouse and keyboard."""

    def __init__(self, qtbot, text="", network=None):
        network = antimony.parse(text) if text else network
        design = Design(network=network)
        self.document, self.selection = Document(Project(design=design)), Selection()
        self.canvas = NetworkCanvas(self.document, self.selection)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        with qtbot.waitExposed(self.canvas):
            self.canvas.show()
        self.refused = []
        self.canvas.refused.connect(self.refused.append)

    @property
    def view(self):
        return self.canvas.view

    @property
    def network(self):
        return self.document.project.design.network

    def spot(self, where):
        """Return the place of a part, or of a point of the view, on the viewport."""
        if isinstance(where, tuple):
            return QPoint(*where)
        return self.view.mapFromScene(self.view.shown.parts[where].pos())

    def do(self, key):
        self.canvas.commands()[key]()

    def click(self, where, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(self.view.viewport(), LEFT, keys, self.spot(where))

    def double_click(self, where):
        QTest.mouseDClick(
            self.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, self.spot(where)
        )

    def drag(self, start, end):
        port, a, b = self.view.viewport(), self.spot(start), self.spot(end)
        QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, a)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, a + (b - a) * share)
        QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, b)

    def pick(self, words):
        """Choose an entry of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if words in one.text())
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())

    def undo(self):
        self.document.undo_stack.undo()


@pytest.fixture
def empty(qtbot):
    return Bench(qtbot)


@pytest.fixture
def toy(qtbot):
    return Bench(qtbot, TEXT)


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


def test_copies_bring_their_constants_and_share_their_species(toy):
    toy.click("J1")
    toy.do("copy")
    toy.do("paste")
    twin = toy.network.reactions[-1]
    assert twin.id not in ("J1", "J2")
    assert [one.species for one in twin.reactants] == ["A"]
    assert twin.kinetics == MassAction("k1")
    assert toy.selection.chosen == {twin.id}


def test_pasting_what_is_no_network_is_refused_in_words(toy):
    QApplication.clipboard().setText("hello, world")
    toy.do("paste")
    assert "clipboard" in str(toy.refused[-1])


def test_double_click_on_a_species_sets_its_amount_by_mouse_alone(toy):
    toy.double_click("A")
    card = toy.view.beside
    QTest.mouseClick(card.initial.higher, LEFT)
    assert toy.network.species[0].initial == 4


def test_double_click_on_a_process_sets_its_law_and_values(toy):
    toy.double_click("J1")
    card = toy.view.beside
    QTest.mouseClick(card.steppers["k"].higher, LEFT)
    assert {one.id: one.value for one in toy.network.parameters}["k"] == 2
    card.law.setCurrentIndex(card.law.findText("Michaelis-Menten"))
    card.law.activated.emit(card.law.currentIndex())
    assert "Km_J1" in card.steppers
    toy.undo()
    assert list(card.steppers) == ["k"]


def test_double_click_into_the_void_adds_what_is_typed(toy):
    toy.double_click((30, 580))
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "A + 2 C => D")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [one.id for one in toy.network.species] == ["A", "B", "C", "D"]
    made = toy.network.reactions[-1]
    assert [one.stoichiometry for one in made.reactants] == [1, 2]
    assert made.kinetics is not None


def test_tab_walks_over_all_parts_and_then_leaves(toy, qtbot):
    toy.view.setFocus()
    walked = []
    for _ in range(4):
        QTest.keyClick(toy.view, Qt.Key.Key_Tab)
        walked.append(toy.selection.one)
    assert walked == ["A", "B", "J1", "J2"]
    assert "J2" in toy.view.accessibleDescription()


def test_escape_drops_a_drag_that_is_under_way(toy):
    port = toy.view.viewport()
    QTest.mousePress(port, LEFT, pos=toy.spot("A"))
    QTest.mouseMove(port, QPoint(700, 500))
    QTest.keyClick(toy.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(port, LEFT, pos=QPoint(700, 500))
    assert toy.document.undo_stack.count() == 0
    part = toy.view.shown.parts["A"]
    assert (part.x(), part.y()) == toy.view.shown.settled["A"]


@pytest.mark.parametrize("key", ["egfr", "repressilator"])
def test_arcs_after_a_move_run_as_in_a_drawing_made_afresh(qtbot, key):
    network = load_example(key)
    bench = Bench(qtbot, network=network)
    for name, step in (("RP", (40.0, -25.0)), ("M_cI", (-30.0, 60.0))):
        if name in bench.view.shown.parts:
            bench.view.move_parts({name}, step)
    fresh = ReactionScene(bench.view.look)
    fresh.show_network(bench.network)
    for one, arc in bench.view.shown.arcs.items():
        np.testing.assert_allclose(arc.course, fresh.arcs[one].course, atol=1e-6)
