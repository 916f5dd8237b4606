"""The picture of a searched network's cells."""

import csv
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from grnstudio.core.figures import CellEdge, CellFigure
from grnstudio.gui.export import figure_picture, figure_to_csv
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.cell_layout import END, RADIUS, given_to, lay_out

FIRST = (
    CellEdge(0, 2, "gated", 0.9),
    CellEdge(1, 2, "skip", 0.4),
    CellEdge(0, 3, "swish-dense", 0.5),
    CellEdge(2, 3, "relu", 0.7),
)
CELLS = CellFigure("Cells", (FIRST, FIRST[2:]), 2, (60, 60), "operations: gated 1")


@pytest.fixture
def panel(qtbot):
    panel = PANELS[CellFigure]()
    qtbot.addWidget(panel)
    panel.resize(560, 260)
    panel.show_figure(CELLS)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_pointing_at_an_operation_says_what_it_takes_and_how_probable_it_is(panel):
    QTest.mouseMove(panel.canvas, panel.canvas.place_of(0).toPoint())
    assert panel.readout == "Cell 1, node 2: gated of state, probability 0.90"


def test_arrow_keys_walk_over_the_edges_of_all_cells(panel):
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    assert "node 2: gated" in panel.readout
    QTest.keyClick(panel.canvas, Qt.Key.Key_Left)
    for _ in range(4):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Down)
    assert panel.readout.startswith("Cell 2, node 3: swish-dense of state")


def test_fewer_edges_take_the_pointer_away_from_one_that_went(panel):
    for _ in range(6):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    panel.show_figure(CellFigure("Cells", (FIRST[:1],), 2, (60,)))
    assert panel.readout == ""
    panel.grab()


def test_a_cell_is_given_what_the_two_before_it_made():
    assert [given_to(cell) for cell in range(3)] == [
        ("state", "state"),
        ("state", "cell 1"),
        ("cell 1", "cell 2"),
    ]


@pytest.mark.parametrize(("cells", "nodes"), [(1, 1), (2, 2), (3, 5), (8, 8)])
def test_nodes_go_from_left_to_right_within_their_cell(cells, nodes):
    figure = CellFigure("Cells", (FIRST[:1],) * cells, nodes, (9,) * cells)
    layout = lay_out(figure)
    for frame, places in zip(layout.frames, layout.nodes, strict=True):
        own = [places[node].x() for node in (1, *range(2, nodes + 2), END)]
        assert all(a < b for a, b in pairwise(own))
        assert all(frame.contains(p) for p in places.values())
    for one, other in pairwise(layout.frames):
        assert not one.intersects(other)


def test_operations_keep_apart_from_nodes_and_from_each_other():
    nodes = 5
    into = [(0, 2), (1, 2), (0, 3), (1, 3), (1, 4), (3, 4), (0, 5), (2, 5), (0, 6), (5, 6)]
    figure = CellFigure("Cells", (tuple(CellEdge(*one, "gated") for one in into),), nodes, (9,))
    layout = lay_out(figure)
    boxes = [line.box for line in layout.lines]
    assert len(boxes) == len(into)
    for place, box in enumerate(boxes):
        assert layout.frames[0].contains(box)
        assert not any(box.intersects(other) for other in boxes[:place])
        for node in layout.nodes[0].values():
            assert not box.adjusted(-RADIUS, -RADIUS, RADIUS, RADIUS).contains(node)


def test_edges_that_pass_nodes_have_lanes_of_their_own():
    edges = (CellEdge(0, 4, "skip"), CellEdge(0, 3, "skip"), CellEdge(1, 4, "relu"))
    layout = lay_out(CellFigure("Cells", (edges,), 3, (9,)))
    heights = [line.points[1].y() for line in layout.lines if len(line.points) == 4]
    assert len(set(heights)) == 3
    assert all(layout.frames[0].top() < y < layout.frames[0].bottom() for y in heights)


def test_cells_are_written_as_a_table(tmp_path):
    figure_to_csv(CELLS, tmp_path / "cells.csv")
    rows = list(csv.reader((tmp_path / "cells.csv").read_text().splitlines()))
    assert rows[0] == ["cell", "width", "from node", "to node", "operation", "probability"]
    assert rows[1] == ["1", "60", "0", "2", "gated", "0.9"]
    assert len(rows) == 7


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_pictures_of_cells_can_be_saved(qtbot, tmp_path, suffix):
    path = tmp_path / f"cells.{suffix}"
    figure_picture(CELLS, path, dpi=72)
    assert path.stat().st_size > 500
