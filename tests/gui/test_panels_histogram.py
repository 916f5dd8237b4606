import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt

from grnstudio.core.figures import Curve, Histogram, HistogramFigure
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.histogram_panel import HistogramPanel, bin_text
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.theme import DARK

COUNTS = np.arange(6)
EDGES = np.arange(7) - 0.5
SAMPLED = Histogram("A (SSA)", EDGES, np.array([0.1, 0.2, 0.4, 0.2, 0.1, 0.0]), 0)
OTHER = Histogram("B (SSA)", EDGES, np.array([0.5, 0.5, 0.0, 0.0, 0.0, np.nan]), 1)
EXACT = Curve("A (FSP)", COUNTS, np.array([0.11, 0.21, 0.36, 0.21, 0.11, 0.0]), 0)
FIGURE = HistogramFigure("A at 5", (SAMPLED, OTHER), (EXACT,), marks=(2.1,))


@pytest.fixture
def panel(qtbot):
    widget = HistogramPanel()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show_figure(FIGURE)
    widget.show()
    return widget


def test_bars_stand_on_the_axis_as_high_as_they_are(panel):
    outline = panel.bars["A (SSA)"].outline
    assert outline.xData[0] == outline.xData[1] == -0.5
    assert outline.yData[0] == outline.yData[-1] == 0.0
    assert sorted({*outline.yData}) == [0.0, 0.1, 0.2, 0.4]
    assert panel.plot.getPlotItem().viewRange()[1][0] == 0.0


def test_counts_have_ticks_at_whole_numbers_alone(panel):
    axis = panel.plot.getAxis("bottom")

    def ticks(low, high):
        return sorted(one for _, level in axis.tickValues(low, high, 400) for one in level)

    assert ticks(-0.5, 2.5) == [0, 1, 2]
    assert all(one % 1 == 0 for one in ticks(0.2, 0.8))
    assert all(one % 1 == 0 for one in ticks(0.0, 40.0))
    share = Histogram("C", np.array([0.0, 0.25, 0.5]), np.array([0.4, 0.6]), 0)
    panel.show_figure(HistogramFigure("C", (share,), ()))
    assert 0.5 in ticks(0.0, 0.6)


def test_a_height_that_is_no_number_leaves_the_bar_out(panel):
    assert np.isfinite(panel.bars["B (SSA)"].outline.yData).all()


def test_an_exact_distribution_is_a_line_over_the_bars(panel):
    np.testing.assert_allclose(panel.lines["A (FSP)"].yData, EXACT.y)
    assert panel.lines["A (FSP)"].zValue() > panel.bars["A (SSA)"].area.zValue()


def test_single_values_are_marks_that_come_and_go(panel):
    assert panel.marks == [2.1]
    panel.show_figure(HistogramFigure("A at 5", (SAMPLED,)))
    assert panel.marks == []


def test_another_time_reuses_what_is_drawn_and_holds_the_view(panel):
    bars, line = panel.bars["A (SSA)"], panel.lines["A (FSP)"]
    view = panel.plot.getPlotItem().viewRange()
    later = Histogram("A (SSA)", EDGES, SAMPLED.heights[::-1] * 0.9, 0)
    panel.show_figure(HistogramFigure("A at 6", (later, OTHER), (EXACT,)))
    assert panel.bars["A (SSA)"] is bars
    assert panel.lines["A (FSP)"] is line
    assert panel.plot.getPlotItem().viewRange() == view


def test_a_click_on_a_key_hides_its_bars(panel, qtbot):
    assert [b.key.name for b in panel.legend.buttons] == ["A (SSA)", "B (SSA)", "A (FSP)"]
    qtbot.mouseClick(panel.legend.buttons[1], Qt.MouseButton.LeftButton)
    assert list(panel.bars) == ["A (SSA)"]
    copy = panel.paper_copy(paper_look())
    qtbot.addWidget(copy)
    assert list(copy.bars) == ["A (SSA)"]


def test_pointing_reads_out_the_bar_and_the_line(panel):
    panel.plot.pointed.emit(2.2, 0.3)
    assert panel.readout.splitlines() == [
        "molecules 2.2",
        "A (SSA) at 2: 0.4",
        "B (SSA) at 2: 0",
        "A (FSP): 0.36",
    ]
    panel.plot.pointed.emit(50.0, 0.3)
    assert "SSA" not in panel.readout


def test_bars_of_one_count_of_several_and_of_a_stretch_are_told_apart():
    assert bin_text(2.5, 3.5) == "3"
    assert bin_text(9.5, 19.5) == "10 to 19"
    assert bin_text(0.25, 0.75) == "0.25 to 0.75"


def test_colours_follow_the_theme(panel, qapp):
    qapp.setProperty("theme", "dark")
    try:
        panel.changeEvent(QEvent(QEvent.Type.PaletteChange))
        brush = panel.bars["A (SSA)"].area.brush().color()
        assert brush.name() == DARK.series[0].lower()
    finally:
        qapp.setProperty("theme", "light")


def test_empty_figures_do_no_harm(panel):
    nothing = Histogram("A", np.array([0.0]), np.empty(0))
    for figure in (HistogramFigure("A", ()), HistogramFigure("A", (nothing,))):
        panel.show_figure(figure)
        panel.plot.pointed.emit(1.0, 1.0)
    assert PANELS[HistogramFigure] is HistogramPanel
