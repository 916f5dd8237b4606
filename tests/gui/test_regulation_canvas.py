"""Genes and regulations drawn with the mouse make a network that does what was drawn."""

from dataclasses import replace
from time import process_time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from grnstudio.core.network import Network
from grnstudio.core.regulation_edits import regulated, with_gene
from grnstudio.gui import theme
from grnstudio.gui.editors.network_tools import Choose
from grnstudio.gui.editors.regulation_routes import courses
from grnstudio.gui.panels.graph_route import clear_head
from grnstudio.layout_job import LaidOut
from tests.gui.regulation_hands import LEFT, SPOTS, Hands, drawn_ring, read


@pytest.fixture
def ring(qtbot):
    return drawn_ring(qtbot)


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
    assert min(apart) > 8


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
    times = []
    for step in range(10):
        start = process_time()
        hands.view.shown.shift({"g47"}, (float(step), 0.0))
        times.append(process_time() - start)
    assert min(times) < 1 / 60


@pytest.mark.parametrize("style", ["circular", "force", "layered"])
def test_genes_are_laid_out_afresh_in_one_step_without_overlaps(ring, style):
    ring.link("A", "C")
    steps = ring.document.undo_stack.count()
    ring.view.lay_out(style)
    assert ring.document.undo_stack.count() == steps + 1
    boxes = [ring.view.shown.box_of(name, (0.0, 0.0)) for name in "ABC"]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_chosen_genes_line_up_and_links_among_them_follow(ring):
    ring.view.choose_names(Choose(frozenset({"A", "C", "A B"})))
    ring.view.align("left")
    places = ring.network.drawing.regulation
    assert places["A"][0] == places["C"][0]
    course = ring.view.genes.links["C", "A"].course
    assert abs(course[0][0] - course[-1][0]) < 20


class AtOnce:
    """Finds the places of a large drawing while one waits."""

    def __init__(self):
        self.styles = []

    def ask(self, unplaced, style, tell):
        self.styles.append(style)
        places = {name: (90.0 * i, 0.0) for i, name in enumerate(unplaced.diagram.species)}
        tell(LaidOut(places, {}))

    def cancel(self):
        """Nothing is under way."""


def test_a_large_network_stands_in_rows_until_places_are_found_elsewhere(qtbot):
    lines = [f"J{i}: => g{i}; k/(1 + g{max(i - 1, 0)})" for i in range(420)]
    hands = Hands(qtbot, read("\n".join([*lines, "k = 1"])))
    assert hands.view.shown.waits
    assert len({part.y() for part in hands.view.shown.parts.values()}) > 10
    waiting = AtOnce()
    hands.view.wait_with(waiting)
    assert waiting.styles == ["force"]
    assert {part.y() for part in hands.view.shown.parts.values()} == {0.0}
    assert hands.network.drawing.regulation == {}
