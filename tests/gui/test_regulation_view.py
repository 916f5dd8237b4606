"""Genes and regulations drawn with the mouse make a network that does what was drawn."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from grnstudio.core import antimony
from grnstudio.core.network import Network
from grnstudio.core.regulation_edits import regulated, with_gene
from grnstudio.gui import theme
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_tools import Choose
from grnstudio.gui.editors.regulation_routes import courses
from grnstudio.gui.editors.regulation_view import RegulationView
from grnstudio.gui.panels.graph_route import clear_head
from grnstudio.gui.selection import Selection

LEFT = Qt.MouseButton.LeftButton
SPOTS = ((300, 150), (600, 150), (450, 420))


class Hands:
    """What a user does with the mouse on the regulation view, and what comes of it."""

    def __init__(self, qtbot, network=None):
        self.document, self.selection = Document(), Selection()
        if network is not None:
            design = self.document.project.design
            self.document.new(
                replace(self.document.project, design=replace(design, network=network))
            )
        self.view = RegulationView(self.document, self.selection)
        qtbot.addWidget(self.view)
        self.view.resize(900, 600)
        self.view.show()
        self.refusals = []
        self.view.refused.connect(self.refusals.append)

    @property
    def network(self):
        return self.document.project.design.network

    @property
    def links(self):
        return {(o.source, o.target): o.sign for o in self.view.genes.shown.links}

    def put_genes(self, *spots):
        self.view.use("species")
        for spot in spots:
            QTest.mouseClick(self.view.viewport(), LEFT, pos=QPoint(*spot))

    def spot(self, name):
        link = self.view.genes.link(name)
        if link is None:
            return self.view.mapFromScene(self.view.shown.parts[name].pos())
        return self.view.mapFromScene(self.view.genes.links[link.source, link.target].middle)

    def drag(self, start, end, keys=Qt.KeyboardModifier.NoModifier):
        port = self.view.viewport()
        QTest.mousePress(port, LEFT, keys, start)
        QTest.mouseMove(port, (start + end) / 2)
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, LEFT, keys, end)

    def link(self, source, target, keys=Qt.KeyboardModifier.NoModifier):
        self.view.use("select")
        self.view.use("regulation")
        self.view.turn(False)
        self.drag(self.spot(source), self.spot(target), keys)

    def menu(self, name="", at=(0.0, 0.0)):
        hit = self.view.shown.hit_of(name)
        return {one.text(): one for one in _all(self.view.menu_for(hit, at))}

    def double_click(self, name):
        self.view.use("select")
        QTest.mouseDClick(self.view.viewport(), LEFT, pos=self.spot(name))


def _all(menu):
    for one in menu.actions():
        yield one
        if one.menu():
            yield from one.menu().actions()


def read(text):
    return antimony.read(f"model m()\n{text}\nend")[0]


@pytest.fixture
def ring(qtbot):
    """Three genes that repress each other in a ring, drawn with the mouse alone."""
    hands = Hands(qtbot)
    hands.put_genes(*SPOTS)
    hands.view.use("regulation")
    QTest.mouseClick(hands.view.signs.represses, LEFT)
    for source, target in (("A", "B"), ("B", "C"), ("C", "A")):
        hands.drag(hands.spot(source), hands.spot(target))
    return hands


def test_a_repressilator_drawn_with_the_mouse_alone_swings(ring):
    from grnstudio.simulate.ode import simulate

    assert ring.links == {("A", "B"): -1, ("B", "C"): -1, ("C", "A"): -1}
    found = simulate(ring.network, np.linspace(0.0, 100.0, 101)).values[0, 50:, 0]
    assert found.max() - found.min() > 20
    assert ring.refusals == []


def test_genes_stand_where_they_were_clicked(ring):
    for name, spot in zip("ABC", SPOTS, strict=True):
        assert (ring.spot(name) - QPoint(*spot)).manhattanLength() <= 2


def test_each_gesture_is_one_step_that_can_be_undone_to_the_start(ring):
    stack = ring.document.undo_stack
    assert stack.count() == 6
    drawn = ring.network
    while stack.canUndo():
        stack.undo()
    assert ring.network is None
    assert not ring.view.shown.parts
    while stack.canRedo():
        stack.redo()
    assert ring.network is drawn
    assert len(ring.view.genes.links) == 3


def test_shift_draws_the_other_sign_and_the_tool_taken_up_again_turns(qtbot):
    hands = Hands(qtbot)
    hands.put_genes(*SPOTS)
    hands.link("A", "B")
    hands.link("B", "C", Qt.KeyboardModifier.ShiftModifier)
    assert hands.links == {("A", "B"): 1, ("B", "C"): -1}
    hands.view.use("regulation")
    assert hands.view.signs.represses.isChecked()
    assert "represses" in hands.view.tool.hint


def test_two_clicks_on_a_gene_draw_a_loop(qtbot):
    hands = Hands(qtbot)
    hands.put_genes(SPOTS[0])
    hands.view.use("regulation")
    for _ in range(2):
        QTest.mouseClick(hands.view.viewport(), LEFT, pos=hands.spot("A"))
    assert hands.links == {("A", "A"): 1}


def test_a_link_into_the_void_makes_the_gene_it_regulates(qtbot):
    hands = Hands(qtbot)
    hands.put_genes(SPOTS[0])
    hands.view.use("regulation")
    hands.drag(hands.spot("A"), QPoint(500, 400))
    assert hands.links == {("A", "B"): 1}
    assert hands.document.undo_stack.count() == 2


def test_drawing_a_link_again_is_refused_in_words_and_changes_nothing(ring):
    before = ring.network
    ring.link("A", "B", Qt.KeyboardModifier.ShiftModifier)
    assert ring.network is before
    assert "'A' represses 'B' already" in str(ring.refusals[0])


def test_what_is_held_cannot_be_regulated_and_says_so(qtbot):
    hands = Hands(qtbot, read("species A, $B; J: => C; k; k = 1"))
    before = hands.network
    hands.link("A", "B")
    assert "held by its surroundings" in str(hands.refusals[0])
    assert hands.network is before


def test_a_chosen_link_chooses_the_reaction_that_carries_it_and_is_the_only_one(ring):
    ring.link("A", "C")
    ring.view.use("select")
    QTest.mouseClick(ring.view.viewport(), LEFT, pos=ring.spot("B C"))
    assert ring.selection.chosen == {"synthesis_C"}
    assert ring.view.chosen == {"B C"}
    ring.selection.choose(["synthesis_A"])
    assert ring.view.chosen == {"C A"}
    ring.selection.choose(["B", "decay_A"])
    assert ring.view.chosen == {"B"}


def test_tab_walks_over_genes_and_then_links_which_tell_what_they_are(ring):
    ring.view.use("select")
    ring.view.choose_names(Choose(frozenset()))
    ring.view.setFocus()
    walked = []
    for _ in range(6):
        QTest.keyClick(ring.view, Qt.Key.Key_Tab)
        walked += ring.view.chosen
    assert walked == ["A", "B", "C", "A B", "B C", "C A"]
    assert ring.view.accessibleDescription() == "C represses A, in synthesis_A"


def test_a_link_is_changed_in_its_card(ring):
    ring.double_click("A B")
    card = ring.view.beside
    assert card.title.text() == "A represses B"
    assert card.fields["threshold"].value() == 10
    card.fields["exponent"].editor.setText("4")
    card.fields["exponent"].editor.editingFinished.emit()
    assert ring.network.part("n_A_B").value == 4
    QTest.mouseClick(card.activates, LEFT)
    assert ring.links["A", "B"] == 1
    assert ring.view.beside.title.text() == "A activates B"
    ring.document.undo_stack.undo()
    assert card.represses.isChecked()
    QTest.mouseClick(card.delete, LEFT)
    assert ("A", "B") not in ring.links
    assert ring.view.beside is None


def test_a_number_that_cannot_be_stays_in_its_field_and_the_card_says_why(ring):
    ring.double_click("A B")
    card = ring.view.beside
    field = card.fields["threshold"]
    for text, words in (("-3", "above 0, not -3"), ("ten", "takes a number such as")):
        field.editor.setText(text)
        field.editor.editingFinished.emit()
        assert words in card.problem.text()
        assert card.problem.isVisible()
        assert field.editor.text().startswith(text)
    assert ring.network.part("K_A_B").value == 10
    field.editor.setText("12")
    field.editor.editingFinished.emit()
    assert not card.problem.isVisible()
    assert ring.network.part("K_A_B").value == 12


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
    ring.menu("A B")["Adds to the rate"].trigger()
    assert ring.menu("A B")["Adds to the rate"].isChecked()
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


def test_a_dragged_gene_is_one_step_and_keeps_the_others_in_place(ring):
    before = ring.network.drawing.regulation
    steps = ring.document.undo_stack.count()
    ring.view.use("select")
    ring.drag(ring.spot("A"), ring.spot("A") + QPoint(50, 60))
    after = ring.network.drawing.regulation
    assert ring.document.undo_stack.count() == steps + 1
    assert (after["B"], after["C"]) == (before["B"], before["C"])
    moved = ring.view.mapFromScene(QPointF(*after["A"])) - QPoint(*SPOTS[0])
    assert (moved - QPoint(50, 60)).manhattanLength() <= 3


def test_a_network_without_places_is_laid_out_and_stays_unsaid_until_it_is_moved(qtbot):
    hands = Hands(qtbot, read("J: => B; k/(1 + A); J2: => A; k/(1 + B); k = 1"))
    assert hands.network.drawing.regulation == {}
    hands.view.use("select")
    hands.drag(hands.spot("A"), hands.spot("A") + QPoint(20, 0))
    assert hands.network.drawing.regulation.keys() == {"A", "B"}


def test_rna_and_protein_can_be_drawn_as_one_gene_and_regulated_there(qtbot):
    with open("resources/examples/networks/repressilator.ant", encoding="utf-8") as file:
        hands = Hands(qtbot, antimony.read(file.read())[0])
    assert len(hands.view.shown.parts) == 6
    hands.menu()["Draw RNA and protein as one gene"].trigger()
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
    hands.menu()["Draw RNA and protein as one gene"].trigger()
    assert len(hands.view.shown.parts) == 6


def test_what_acts_without_a_hill_factor_says_by_which_rate_it_does(qtbot):
    hands = Hands(qtbot, read("J: => B; b*exp(-A); b = 1; species A"))
    hands.double_click("A B")
    card = hands.view.beside
    assert not card.activates.isVisible()
    assert "J:  b*exp(-A)" in card.formula.text()
    QTest.mouseClick(card.delete, LEFT)
    assert "otherwise than by a Hill factor" in str(hands.refusals[0])


def test_an_unknown_sign_is_drawn_dashed_with_a_head_of_its_own(qtbot):
    hands = Hands(qtbot, read("J: => B; k*A/(1 + A^2); k = 1; species A"))
    item = hands.view.genes.links["A", "B"]
    assert item.style.sign == 0
    assert item.pen().dashPattern()
    assert len(item.head) == 4


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_gene_and_a_link_follow_the_theme(ring, qapp, name):
    before = theme.tokens()
    theme.apply(qapp, name)
    qapp.processEvents()
    try:
        item = ring.view.genes.links["A", "B"]
        assert item.pen().color().name() == theme.tokens().repression.lower()
    finally:
        theme.apply(qapp, before.name)


def test_arrows_and_bars_at_one_gene_keep_apart(qtbot):
    links = ["A B", "C B", "D B", "B D", "B A"]
    network = Network()
    for id in "ABCD":
        network, _ = with_gene(network, id)
    for pair in links:
        network = regulated(network, *pair.split(), -1)
    hands = Hands(qtbot, network)
    items = [one for one in hands.view.genes.links.values() if one.target == "B"]
    tips = [one.course[-1] for one in items]
    apart = [np.hypot(*(a - b)) for i, a in enumerate(tips) for b in tips[:i]]
    assert min(apart) > 10


def test_links_that_come_from_one_side_meet_a_gene_at_places_apart():
    from grnstudio.gui.panels.graph_route import Box

    boxes = {
        "T": Box(0.0, 0.0, 60.0, 30.0),
        "A": Box(300.0, -10.0, 60.0, 30.0),
        "B": Box(600.0, 10.0, 60.0, 30.0),
    }
    found = courses([("A", "T"), ("B", "T"), ("T", "B")], boxes)
    heads = [clear_head(found[pair], -1, 2.0, boxes["T"])[0] for pair in (("A", "T"), ("B", "T"))]
    assert min(np.hypot(*(a - b)) for a in heads[0] for b in heads[1]) > 1


def test_three_hundred_genes_are_shown_and_moved_quickly(qtbot):
    names = [f"g{number}" for number in range(300)]
    lines = [
        f"J{i}: => {b}; k/(1 + {a})"
        for i, (a, b) in enumerate(zip(names, names[1:] + names[:1], strict=True))
    ]
    places = {name: (120.0 * (i % 20), 90.0 * (i // 20)) for i, name in enumerate(names)}
    network = read("\n".join([*lines, "k = 1"]))
    network = replace(network, drawing=network.drawing.placed("regulation", places))
    hands = Hands(qtbot, network)
    start = perf_counter()
    for step in range(10):
        hands.view.shown.shift({"g47"}, (float(step), 0.0))
    assert (perf_counter() - start) / 10 < 1 / 60
