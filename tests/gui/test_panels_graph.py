import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from grnstudio.core.figures import GraphFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.gui.panels.graph_layout import NODE_HEIGHT, place_nodes, spread
from grnstudio.gui.panels.graph_panel import GraphPanel, describe_link
from grnstudio.gui.panels.graph_route import (
    Box,
    clear_head,
    head_and_shaft,
    line_width,
    loop,
    route,
)
from grnstudio.gui.panels.graph_view import styles_of
from grnstudio.gui.panels.look import paper_look

WEIGHTS = np.array([[0.2, 0.01], [0.1, -0.3], [-0.4, 0.0]])
AGREEMENT = np.array([[1.0, 1.0], [0.6, 1.0], [1.0, 1.0]])
GRAPH = RegulatoryGraph(
    ("I", "g1", "g2"),
    ("g1", "g2"),
    WEIGHTS,
    np.full((3, 2), 0.03),
    AGREEMENT,
    "trajectory mutant, λ = 0.5",
    10,
)
FIGURE = GraphFigure("Inferred network", GRAPH, 0.02, GRAPH.method)
SIDES = [(0, 130), (150, 0), (120, 90), (-140, 60), (70, -110), (-60, -60)]


def box(x, y, width=52.0):
    return Box(x, y, width, NODE_HEIGHT)


def many(genes, seed=0):
    rng = np.random.default_rng(seed)
    weights = rng.normal(0, 1, (genes + 2, genes)) * (rng.random((genes + 2, genes)) < 0.1)
    names = tuple(f"g{k + 1}" for k in range(genes))
    return RegulatoryGraph(("I", "J", *names), names, weights)


@pytest.fixture
def panel(qtbot):
    widget = GraphPanel()
    qtbot.addWidget(widget)
    widget.resize(480, 360)
    widget.show_figure(FIGURE)
    widget.show()
    return widget


@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize("mutual", [False, True])
@pytest.mark.parametrize("sign", [1, -1])
def test_links_and_their_heads_end_clear_of_the_nodes(place, mutual, sign):
    source, target = box(0, 0), box(*place)
    course = route(source, target, (), mutual)
    head, shaft = clear_head(course, sign, 4.0, target)
    for points in (course, shaft, head):
        assert not target.holds(points, 1.0).any()
        assert not source.holds(points).any()
    assert source.holds(course[:1], 12.0).all()
    assert target.holds(course[-1:], 12.0).all()


@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize("signs", [(1, -1), (-1, -1), (1, 1)])
def test_the_two_links_of_a_mutual_pair_keep_apart(place, signs):
    one, other = box(0, 0), box(*place)
    there, back = route(one, other, (), True), route(other, one, (), True)
    courses = zip((there, back), signs, (other, one), strict=True)
    heads = [clear_head(course, sign, 3.0, target)[0] for course, sign, target in courses]
    assert _least_distance(there, back) > 6
    assert _least_distance(_outline(heads[0]), _outline(heads[1])) > 10
    assert _least_distance(_outline(heads[0]), back) > 2


def test_a_link_bends_around_a_node_in_its_way():
    between = box(150, 0)
    course = route(box(0, 0), box(300, 0), [between])
    assert not between.holds(course, 2.0).any()


def test_nodes_that_touch_still_get_a_link():
    course = route(box(0, 0), box(20, 5))
    assert np.isfinite(course).all()
    assert np.isfinite(head_and_shaft(course, -1, 2.0)[0]).all()


@pytest.mark.parametrize("away", [(0, 100), (0, -100), (100, 70), (-100, 10), (0, 0)])
def test_a_loop_lies_outside_and_clear_of_its_node(away):
    node = box(0, 0)
    course = loop(node, np.array(away, dtype=float))
    assert not node.holds(course).any()
    assert np.dot(course.mean(axis=0), away) <= 0
    assert not node.holds(head_and_shaft(course, 1, 4.0)[0], 1.0).any()


def test_activation_has_an_arrow_and_repression_a_bar():
    course = route(box(0, 0), box(200, 0))
    arrow, bar = head_and_shaft(course, 1, 2.0)[0], head_and_shaft(course, -1, 2.0)[0]
    assert len(arrow) == 3
    assert np.ptp(arrow[:, 0]) > np.ptp(bar[:, 0])
    assert np.ptp(bar[:, 1]) > 3 * np.ptp(bar[:, 0])


def test_lines_are_one_to_four_pixels_by_strength():
    widths = [line_width(w, 1.0) for w in (0.0, 0.5, -1.0)]
    assert widths == [1.0, 2.5, 4.0]
    assert line_width(0.0, 0.0) == 1.0


@pytest.mark.parametrize("genes", [1, 2, 3, 5, 8, 9, 30])
def test_nodes_never_overlap_and_inputs_stand_on_the_left(genes):
    graph = many(genes)
    widths = dict.fromkeys(graph.regulators, 60.0)
    links = [(e.source, e.target, e.weight) for e in graph.edges()]
    places = place_nodes(graph.inputs, graph.targets, links, widths)
    assert places == place_nodes(graph.inputs, graph.targets, links, widths)
    for one, other in itertools.combinations(places.values(), 2):
        assert abs(one[0] - other[0]) > 60 or abs(one[1] - other[1]) > NODE_HEIGHT
    left = min(places[name][0] for name in graph.targets)
    assert all(places[name][0] < left - 60 for name in graph.inputs)


def test_nodes_in_one_place_are_spread():
    places = spread(dict.fromkeys("abcd", (0.0, 0.0)), dict.fromkeys("abcd", 40.0))
    assert len(set(places.values())) == 4


def test_links_below_the_cut_off_are_left_out_or_pale():
    strong = styles_of(GRAPH, 0.02, weak=False)
    assert ("I", "g2") not in strong
    assert ("g2", "g2") not in styles_of(GRAPH, 0.02, weak=True)
    pale = styles_of(GRAPH, 0.02, weak=True)["I", "g2"]
    assert pale.dashed
    assert pale.weak
    assert pale.width == 1.0


def test_links_on_which_networks_disagree_are_dashed():
    styles = styles_of(GRAPH, 0.02, weak=False)
    assert styles["g1", "g1"].dashed
    assert not styles["I", "g1"].dashed
    assert styles["g1", "g2"].mutual
    assert styles["g2", "g1"].mutual


def test_nodes_stay_where_they_are_in_a_live_update(panel):
    before = panel.view.places
    items = dict(panel.view.links)
    other = RegulatoryGraph(GRAPH.regulators, GRAPH.targets, -WEIGHTS, method="m")
    panel.show_figure(GraphFigure("Inferred network", other, 0.02))
    assert panel.view.places == before
    assert panel.view.links == items
    assert panel.view.links["I", "g1"].style.sign == -1


def test_the_slider_sets_the_cut_off_from_the_keyboard(panel, qtbot):
    panel.slider.setFocus()
    with qtbot.waitSignal(panel.cutoff_changed) as heard:
        qtbot.keyClick(panel.slider, Qt.Key.Key_End)
    assert heard.args == [pytest.approx(0.4)]
    assert not panel.view.links
    panel.set_cutoff(0.25)
    assert set(panel.view.links) == {("g2", "g1"), ("g1", "g2")}


def test_the_users_cut_off_outlives_live_updates_but_not_the_graph(panel):
    panel.set_cutoff(0.25)
    panel.show_figure(FIGURE)
    assert panel.cutoff == 0.25
    panel.show_figure(GraphFigure("other", many(3), 0.1))
    assert panel.cutoff == 0.1


def test_weak_links_are_shown_on_demand(panel):
    assert ("I", "g2") not in panel.view.links
    panel.show_weak.click()
    assert panel.view.links["I", "g2"].style.weak
    assert "cut-off" in panel.key.dashes


def test_a_link_is_told_in_words():
    assert describe_link(GRAPH, "I", "g1") == "I → g1 activates, +0.200 ± 0.030, 10 of 10 networks"
    assert describe_link(GRAPH, "g2", "g1").startswith("g2 ⊣ g1 represses, −0.400")
    assert describe_link(GRAPH, "g2", "g2").startswith("g2 → g2 has no effect")


def test_pointing_at_a_link_reads_it_out(panel, qtbot):
    course = panel.view.links["I", "g1"].course
    middle = panel.view.mapFromScene(QPointF(*course[len(course) // 2]))
    qtbot.mouseMove(panel.view.viewport(), middle)
    assert panel.readout.startswith("I → g1 activates")


def test_arrow_keys_walk_over_the_links_strongest_first(panel, qtbot):
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.readout.startswith("g2 ⊣ g1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.readout.startswith("g1 ⊣ g2")


def test_a_dragged_node_takes_its_links_along(panel, qtbot):
    node, viewport = panel.view.nodes["g1"], panel.view.viewport()
    before = panel.view.links["I", "g1"].course[-1].copy()
    start = panel.view.mapFromScene(node.pos())
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, start + QPoint(20, 10))
    qtbot.mouseMove(viewport, start + QPoint(60, 30))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 30))
    moved = panel.view.links["I", "g1"].course[-1] - before
    assert np.hypot(*moved) > 20
    assert node.box.holds(panel.view.links["I", "g1"].course[-1:], 12.0).all()


def test_only_ctrl_and_the_wheel_zoom(panel):
    before = panel.view.transform().m11()
    for keys, zooms in (
        (Qt.KeyboardModifier.NoModifier, 0),
        (Qt.KeyboardModifier.ControlModifier, 1),
    ):
        panel.view.wheelEvent(_wheel(keys))
        assert (panel.view.transform().m11() > before) == bool(zooms)
    panel.view.show_all()
    assert panel.view.transform().m11() == pytest.approx(before)


def test_screen_readers_are_told_the_links(panel, qtbot):
    qtbot.waitUntil(lambda: "represses" in panel.view.accessibleDescription())
    assert panel.view.nodes["I"].accessible_name == "input I"
    assert panel.view.links["I", "g1"].accessible_name == "I → g1"


def test_thirty_genes_are_drawn_over_some_frames(qtbot):
    panel = GraphPanel()
    qtbot.addWidget(panel)
    graph = many(30)
    panel.show_figure(GraphFigure("large", graph))
    panel.show()
    wanted = {(edge.source, edge.target) for edge in graph.edges()}
    qtbot.waitUntil(lambda: set(panel.view.links) == wanted)


def test_a_copy_for_paper_has_the_same_places_and_cut_off(panel, qtbot):
    panel.view.move_nodes({"g1": (300.0, 5.0)})
    panel.set_cutoff(0.15)
    copy = panel.paper_copy(paper_look())
    qtbot.addWidget(copy)
    assert copy.view.places == panel.view.places
    assert set(copy.view.links) == set(panel.view.links)


def _least_distance(one, other):
    return float(np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1)).min())


def _outline(corners):
    closed = np.vstack([corners, corners[:1]])
    return np.vstack([np.linspace(a, b, 9) for a, b in itertools.pairwise(closed)])


def _wheel(keys):
    return QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
