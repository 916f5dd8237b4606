import time

import numpy as np
import pytest
from PySide6.QtCore import Qt

from grnstudio.core.figures import Band, Curve, CurveFigure
from grnstudio.gui.panels.curve_lines import keys_of
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.plot_panel import band_outlines

T = np.linspace(0.0, 10.0, 41)
MEAN = 5 + np.sin(T)
CURVES = (Curve("A", T, MEAN, 0), Curve("B", T, 2 * MEAN, 1), Curve("A (ODE)", T, MEAN, 0, True))
BANDS = (Band("A ± sd", T, MEAN - 1, MEAN + 1, 0), Band("B ± sd", T, MEAN, 3 * MEAN, 1))
FIGURE = CurveFigure("course", CURVES, "time (s)", "molecules", bands=BANDS, marks=(4.0,))


@pytest.fixture
def panel(qtbot):
    widget = CurvePanel()
    qtbot.addWidget(widget)
    widget.resize(500, 300)
    widget.show_figure(FIGURE)
    widget.show()
    return widget


def test_a_band_fills_the_area_around_its_curve(panel):
    box = panel.areas["A ± sd"].path().boundingRect()
    assert (box.left(), box.right()) == (0.0, 10.0)
    assert box.top() == pytest.approx(MEAN.min() - 1)
    assert box.bottom() == pytest.approx(MEAN.max() + 1)
    assert panel.areas["A ± sd"].brush().color().alphaF() == pytest.approx(0.2, abs=0.01)
    assert panel.plot.getPlotItem().viewRange()[1][1] > 3 * MEAN.max()


def test_a_band_goes_with_its_curve_and_one_key_says_what_bands_mean(panel, qtbot):
    keys, owners = keys_of(CURVES, False, BANDS)
    assert [key.name for key in keys] == ["A", "B", "ODE", "± sd"]
    assert owners["B ± sd"] == "B"
    qtbot.mouseClick(panel.legend.buttons[1], Qt.MouseButton.LeftButton)
    assert list(panel.areas) == ["A ± sd"]


def test_a_band_without_curve_has_a_key_of_its_own(panel):
    panel.show_figure(CurveFigure("course", (), bands=(Band("C", T, MEAN, MEAN + 1, 2),)))
    assert [button.key.name for button in panel.legend.buttons] == ["C"]
    assert list(panel.areas) == ["C"]


def test_marks_stand_at_their_places(panel):
    assert panel.marks == [4.0]


def test_pointing_tells_how_far_a_band_reaches(panel):
    panel.plot.pointed.emit(0.0, 5.0)
    assert "A: 5 (4 to 6)" in panel.readout
    assert "A (ODE): 5\n" in panel.readout


def test_gaps_part_a_band():
    low = np.array([1.0, 1.0, np.nan, 1.0, 1.0])
    found = band_outlines(np.arange(5.0), low, np.full(5, 2.0))
    assert [list(x) for x, _ in found] == [[0, 1, 1, 0], [3, 4, 4, 3]]


def test_a_band_down_to_zero_stays_in_a_log_plot(panel):
    band = Band("A ± sd", T, MEAN - 10, MEAN + 1, 0)
    panel.show_figure(CurveFigure("course", CURVES, log_y=True, bands=(band,)))
    assert panel.areas["A ± sd"].path().boundingRect().isValid()


def test_two_hundred_curves_of_a_thousand_points_follow_a_slider(panel):
    x = np.linspace(0.0, 100.0, 1000)

    def figure(phase):
        curves = tuple(Curve(f"S{k}", x, k + np.sin(x + phase), k) for k in range(200))
        bands = tuple(Band(f"S{k} ± sd", x, k - 1 + 0 * x, k + 1 + 0 * x, k) for k in range(200))
        return CurveFigure("course", curves, bands=bands)

    panel.show_figure(figure(0.0))
    start = time.process_time()
    panel.show_figure(figure(0.1))
    panel.grab()
    assert time.process_time() - start < 2.0
