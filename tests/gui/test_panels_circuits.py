import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from grnstudio.core.figures import (
    AtlasFigure,
    AtlasNode,
    FrontFigure,
    FrontPoint,
    ImageFigure,
    VennFigure,
)
from grnstudio.core.topology import of_signs
from grnstudio.gui.export import figure_picture
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.atlas_panel import AtlasPanel
from grnstudio.gui.panels.front_panel import FrontPanel
from grnstudio.gui.panels.image_panel import ImagePanel, picture_of
from grnstudio.gui.panels.venn_panel import circles_of, overlap

NAMES = ("I", "g1"), ("g1",)
POINTS = (
    FrontPoint(1, 3, 0.2, "all links"),
    FrontPoint(2, 2, 0.3, "without g1 -> g1", 1),
    FrontPoint(3, 1, 0.9, "without I -> g1", 2, True),
)
FRONT = FrontFigure("Error and links", POINTS, 2, 0.5)
NODES = (
    AtlasNode(1, of_signs(*NAMES, np.array([[1], [0]])), 30, 0.5, mark="direct"),
    AtlasNode(2, of_signs(*NAMES, np.array([[1], [-1]])), 10, 0.2, mark="near"),
    AtlasNode(3, of_signs(*NAMES, np.array([[-1], [1]])), 2, 0.8),
)
ATLAS = AtlasFigure("Atlas", NODES, ((1, 2),))
VENN = VennFigure("Shared", ("RNN", "Hill"), 43, 21, 83)
IMAGE = ImageFigure("Truth", np.random.default_rng(0).random((8, 5, 2)), ("g1", "g2"), y_step=0.2)


def shown(qtbot, figure):
    panel = PANELS[type(figure)]()
    qtbot.addWidget(panel)
    panel.resize(420, 320)
    panel.show_figure(figure)
    panel.show()
    qtbot.waitExposed(panel)
    QTest.qWait(30)
    return panel


def test_a_click_on_a_point_of_the_front_chooses_it(qtbot):
    panel: FrontPanel = shown(qtbot, FRONT)
    x, y = panel.place_of(3)
    with qtbot.waitSignal(panel.point_chosen, timeout=2_000) as chosen:
        QTest.mouseClick(
            panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y))
        )
    assert chosen.args == [3]


def test_the_front_is_walked_with_arrow_keys_and_says_what_a_point_is(qtbot):
    panel: FrontPanel = shown(qtbot, FRONT)
    with qtbot.waitSignal(panel.point_chosen) as chosen:
        panel._walk(1)
    assert chosen.args == [3]
    assert "1 link, error 0.9, without I -> g1" in panel.readout


def test_a_click_on_a_node_of_an_atlas_chooses_it_and_brings_out_its_lines(qtbot):
    panel: AtlasPanel = shown(qtbot, ATLAS)
    with qtbot.waitSignal(panel.node_chosen) as chosen:
        QTest.mouseClick(
            panel.view.viewport(), Qt.MouseButton.LeftButton, pos=panel.view.place_of(2).toPoint()
        )
    assert chosen.args == [2]
    assert panel.chosen == 2
    assert not panel.view._near.path().isEmpty()
    assert "found 10 times (23.8 %)" in panel.describe(NODES[1])


def test_arrow_keys_walk_over_an_atlas_between_layers_and_within(qtbot):
    panel: AtlasPanel = shown(qtbot, ATLAS)
    panel.choose(1)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    below = panel.chosen
    assert below in (2, 3)
    QTest.keyClick(panel.view, Qt.Key.Key_Right if below == 2 else Qt.Key.Key_Left)
    assert {below, panel.chosen} == {2, 3}


def test_the_legend_of_an_atlas_hides_nodes_by_their_mark(qtbot):
    panel: AtlasPanel = shown(qtbot, ATLAS)
    next(one for one in panel.legend.buttons if one.key.name == "near").click()
    assert [item.isVisible() for item in panel.view.nodes.values()] == [True, False, True]


def test_a_frequent_topology_is_larger_by_its_area(qtbot):
    panel: AtlasPanel = shown(qtbot, ATLAS)
    sizes = [panel.view.nodes[key].radius for key in (1, 2)]
    assert sizes[0] ** 2 / sizes[1] ** 2 == pytest.approx(3)


def test_circles_of_a_venn_share_what_the_sets_share():
    (a, ra), (b, rb) = circles_of(VENN, QRectF(0, 0, 400, 300))
    assert ra**2 / rb**2 == pytest.approx(64 / 104)
    shared = overlap(ra, rb, b.x() - a.x())
    assert shared / (np.pi * ra**2) == pytest.approx(21 / 64, rel=1e-3)


def test_empty_and_apart_sets_are_drawn_as_well(qtbot):
    for counts in ((0, 0, 0), (5, 0, 0), (0, 7, 0), (3, 0, 4)):
        shown(qtbot, VennFigure("Shared", ("a", "b"), *counts)).grab()


def test_an_image_says_what_is_at_a_place_and_time(qtbot):
    panel: ImagePanel = shown(qtbot, IMAGE)
    place = panel.canvas.area().center().toPoint()
    QTest.mouseMove(panel.canvas, place)
    assert panel.describe(4, 2).startswith("cell 3, time 0.8: g1 0.")
    panel.grab()


def test_one_channel_takes_a_map_and_two_are_mixed_to_white():
    one = picture_of(np.ones((1, 1, 1))).pixelColor(0, 0)
    both = picture_of(np.ones((1, 1, 2))).pixelColor(0, 0)
    assert (one.red(), one.green(), one.blue()) == (255, 234, 70)
    assert (both.red(), both.green(), both.blue()) == (255, 255, 255)


@pytest.mark.parametrize("figure", [FRONT, ATLAS, VENN, IMAGE], ids=lambda one: one.title)
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_pictures_of_fronts_atlases_sets_and_images_can_be_saved(qtbot, tmp_path, figure, suffix):
    path = tmp_path / f"picture.{suffix}"
    figure_picture(figure, path, dpi=72)
    assert path.stat().st_size > 500
