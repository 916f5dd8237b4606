import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from grnstudio.core.figures import Curve, CurveFigure, GraphFigure, HeatmapFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.decimation import BUCKETS, Decimated, decimated
from grnstudio.gui.panels.figure_board import FigureBoard, columns_for
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.metrics_panel import MetricsPanel

T = np.linspace(0, 1, 20)
GRAPH = RegulatoryGraph(("I", "g1"), ("g1",), np.array([[0.5], [-0.2]]))
HEATMAP = HeatmapFigure("Link mutation", np.array([[0.5], [-0.2]]), ("I", "g1"), ("g1",))


def curves(title="rest", height=1.0):
    return CurveFigure(title, (Curve("g1", T, height * T),))


def losses(first, count, members=3):
    for step in range(first, first + count):
        values = {f"loss.{k + 1}": (k + 1) / (step + 1) for k in range(members)}
        yield step, {"loss": 2 / (step + 1), **values}


@pytest.fixture
def board(qtbot):
    widget = FigureBoard()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    return widget


@pytest.fixture
def metrics(qtbot):
    widget = MetricsPanel()
    qtbot.addWidget(widget)
    widget.resize(500, 300)
    widget.show()
    return widget


def test_every_figure_has_its_panel(qtbot):
    for figure in (curves(), HEATMAP, GraphFigure("Inferred network", GRAPH)):
        panel = PANELS[type(figure)]()
        qtbot.addWidget(panel)
        panel.show_figure(figure)
        assert panel.figure is figure


def test_a_figure_that_comes_again_is_drawn_on_its_own_tile(board):
    board.show_figures([curves("rest"), curves("step"), HEATMAP])
    before = board.panels
    board.show_figures([curves("rest", 2.0), curves("step"), HEATMAP])
    assert board.panels == before
    assert board.panels["rest"].figure.curves[0].y[-1] == 2.0


def test_tiles_come_and_go_with_their_figures(board):
    board.show_figures([curves("rest"), curves("step")])
    board.show_figures([HEATMAP, curves("step")])
    assert list(board.panels) == ["Link mutation", "step"]
    board.clear("Press Train.")
    assert not board.panels


def test_a_tile_fills_the_board_and_gives_it_back(board, qtbot):
    board.show_figures([curves("rest"), curves("step"), HEATMAP])
    tiles = list(board.tiles.values())
    qtbot.mouseClick(tiles[1].fill, Qt.MouseButton.LeftButton)
    assert [tile.isVisible() for tile in tiles] == [False, True, False]
    qtbot.waitUntil(lambda: tiles[1].width() > 0.9 * board.width())
    board.show_figures([curves("rest"), curves("step"), HEATMAP])
    assert not tiles[0].isVisible()
    qtbot.mouseClick(tiles[1].fill, Qt.MouseButton.LeftButton)
    assert all(tile.isVisible() for tile in tiles)


def test_the_filled_tile_going_away_brings_the_others_back(board):
    board.show_figures([curves("rest"), curves("step")])
    board.fill_page(next(iter(board.tiles.values())))
    board.show_figures([curves("step")])
    assert next(iter(board.tiles.values())).isVisible()


def test_export_hands_over_the_panel(board, qtbot):
    board.show_figures([curves("rest")])
    tile = next(iter(board.tiles.values()))
    with qtbot.waitSignal(board.export_requested) as heard:
        qtbot.mouseClick(tile.export, Qt.MouseButton.LeftButton)
    assert heard.args == [tile.panel]


def test_a_picture_goes_to_the_clipboard(board, qtbot):
    board.show_figures([curves("rest")])
    tile = next(iter(board.tiles.values()))
    qtbot.mouseClick(tile.copy, Qt.MouseButton.LeftButton)
    image = QGuiApplication.clipboard().image()
    assert image.width() >= 1.9 * tile.panel.width()
    assert image.pixelColor(2, 2).name() == "#ffffff"


@pytest.mark.parametrize(
    ("count", "size", "columns"),
    [
        (1, (900, 600), 1),
        (4, (900, 600), 2),
        (4, (420, 640), 1),
        (0, (500, 400), 1),
        (3, (786, 338), 3),
    ],
)
def test_tiles_are_as_large_as_can_be(count, size, columns):
    assert columns_for(count, *size) == columns


def test_metrics_start_empty_and_can_be_cleared(metrics):
    assert metrics.is_empty
    metrics.add(list(losses(0, 3)))
    assert not metrics.is_empty
    metrics.clear("Press Train to see the loss.")
    assert metrics.is_empty
    assert metrics.series.count == 0


def test_the_median_is_bold_and_the_networks_are_one_faint_line(metrics):
    metrics.add(list(losses(0, 50)))
    metrics.redraw()
    assert list(metrics.lines) == ["loss"]
    bold, faint = metrics.lines["loss"], metrics.members["loss"]
    np.testing.assert_allclose(bold.yData, np.log10(2 / (np.arange(50) + 1)))
    assert bold.opts["pen"].widthF() > faint.opts["pen"].widthF()
    assert np.isnan(faint.yData).sum() == 3
    assert "single networks" in metrics.note


def test_metrics_are_drawn_soon_after_they_come(metrics, qtbot):
    metrics.add(list(losses(0, 10)))
    qtbot.waitUntil(lambda: len(metrics.lines) == 1)
    metrics.add(list(losses(10, 10)))
    qtbot.waitUntil(lambda: len(metrics.lines["loss"].xData) == 20)


def test_series_of_a_run_look_as_they_did_live(metrics, qtbot):
    entries = list(losses(0, 2_000))
    metrics.add(entries)
    metrics.redraw()
    live = metrics.lines["loss"].yData.copy()
    arrays = {name: np.array([values[name] for _, values in entries]) for name in entries[0][1]}
    metrics.show_metrics({"step": np.arange(2_000), **arrays})
    np.testing.assert_allclose(metrics.lines["loss"].yData, live)
    metrics.add(list(losses(2_000, 5)))
    assert metrics.series.count == 2_005


def test_losses_that_are_not_numbers_leave_gaps(metrics):
    metrics.add([(0, {"loss": 1.0}), (1, {"loss": float("nan")}), (2, {"loss": 0.0})])
    metrics.redraw()
    assert np.isnan(metrics.lines["loss"].yData).tolist() == [False, True, True]
    metrics.plot.pointed.emit(1.0, 0.0)
    assert "step 1" in metrics.readout


def test_a_metric_can_join_later(metrics):
    metrics.add([(0, {"loss": 1.0}), (1, {"loss": 0.5, "penalty": 0.1})])
    metrics.redraw()
    assert set(metrics.lines) == {"loss", "penalty"}
    assert [button.key.name for button in metrics.legend.buttons] == ["loss", "penalty"]


def test_a_copy_for_paper_has_the_same_series(metrics, qtbot):
    metrics.add(list(losses(0, 30)))
    copy = metrics.paper_copy(paper_look())
    qtbot.addWidget(copy)
    assert len(copy.lines["loss"].xData) == 30


def test_long_series_keep_their_peaks_in_bounded_room():
    series = Decimated()
    for step in range(20_000):
        series.add(step, {"loss": 100.0 if step == 12_345 else 1.0})
    low, high = series.range_of("loss")
    assert len(low) <= BUCKETS
    assert series.steps[int(high.argmax())] <= 12_345 < series.steps[int(high.argmax()) + 1]
    assert high.max() == 100.0
    assert low.max() == 1.0


def test_series_are_summed_up_at_once_as_one_by_one():
    values = np.random.default_rng(0).random(5_000)
    one_by_one = Decimated()
    for step, value in enumerate(values):
        one_by_one.add(step, {"loss": value})
    at_once = decimated({"step": np.arange(5_000), "loss": values})
    np.testing.assert_array_equal(one_by_one.steps, at_once.steps)
    for one, other in zip(one_by_one.range_of("loss"), at_once.range_of("loss"), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_late_entry_costs_no_more_than_an_early_one():
    series = decimated({"step": np.arange(100_000), "loss": np.ones(100_000)})
    entry = {"loss": 1.0, **{f"loss.{k}": 1.0 for k in range(64)}}
    series.add(100_000, entry)
    start = time.process_time()
    for step in range(1_000):
        series.add(100_001 + step, entry)
    assert time.process_time() - start < 1.0
