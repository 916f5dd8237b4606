import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt

from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.gui.panels.curve_lines import keys_of
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.plot_view import steady_range
from grnstudio.gui.theme import DARK

T = np.arange(1, 41) * 0.2


def figure(phase=0.0, log_y=False, members=3):
    course = 0.5 + 0.4 * np.sin(T + phase)
    wanted = np.where(T > 2, course, np.nan)
    faint = [Curve(f"g1 of {k}", T, course + 0.01 * k, 0, faint=True) for k in range(members)]
    curves = (
        *faint,
        Curve("g1", T, course, 0),
        Curve("g1 target", T, wanted, 0, dashed=True),
        Curve("g2", T, 1 - course, 1),
    )
    return CurveFigure("rest", curves, log_y=log_y)


@pytest.fixture
def panel(qtbot):
    widget = CurvePanel()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show_figure(figure())
    widget.show()
    return widget


def line(panel, kind, name):
    return next(i for (k, _, n), i in panel.lines.items() if (k, n) == (kind, name))


def test_an_empty_panel_says_what_to_do(qtbot):
    panel = CurvePanel()
    qtbot.addWidget(panel)
    panel.clear("Press Train to see the fit.")
    assert panel.is_empty
    assert panel.figure is None


def test_a_live_update_reuses_the_lines(panel):
    before = dict(panel.lines)
    panel.show_figure(figure(phase=1.0))
    assert panel.lines == before
    np.testing.assert_allclose(line(panel, "line", "g1").yData, 0.5 + 0.4 * np.sin(T + 1.0))


def test_a_curve_that_is_gone_takes_its_line_along(panel):
    panel.show_figure(CurveFigure("rest", figure().curves[-1:]))
    assert [name for _, _, name in panel.lines] == ["g2"]


def test_targets_are_dashed_in_the_colour_of_their_gene(panel):
    target, course = line(panel, "target", "g1 target"), line(panel, "line", "g1")
    assert target.opts["pen"].style() != Qt.PenStyle.SolidLine
    assert target.opts["pen"].color() == course.opts["pen"].color()


def test_the_networks_behind_are_one_line_with_gaps(panel):
    behind = [item for (kind, _, _), item in panel.lines.items() if kind == "faint"]
    assert len(behind) == 1
    assert np.isnan(behind[0].yData).sum() == 3


def test_the_legend_lists_genes_once_and_explains_dashes(panel):
    keys, owners = keys_of(panel.figure.curves, reference=False)
    assert [key.name for key in keys] == ["g1", "g2", "target"]
    assert owners["g1 target"] == "g1"


def test_a_click_on_a_key_hides_the_gene_with_its_target_and_networks(panel, qtbot):
    key = next(button for button in panel.legend.buttons if button.key.name == "g1")
    qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
    assert {name for _, _, name in panel.lines} == {"g2"}
    panel.show_figure(figure(phase=0.5))
    assert {name for _, _, name in panel.lines} == {"g2"}
    qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
    assert len(panel.lines) == 4


def test_values_at_or_below_zero_leave_gaps_on_a_log_axis(panel):
    curve = Curve("g1", T, np.linspace(-1, 10, len(T)))
    nothing = Curve("g2", T, np.zeros(len(T)), 1)
    panel.show_figure(CurveFigure("log", (curve, nothing), log_y=True))
    drawn = line(panel, "line", "g1").yData
    assert np.isnan(drawn[0])
    assert drawn[-1] == pytest.approx(1.0)
    assert [name for _, _, name in panel.lines] == ["g1"]


def test_a_sample_between_two_gaps_is_dotted(panel):
    y = np.full(len(T), np.nan)
    y[[3, 10, 11]] = 1.0
    panel.show_figure(CurveFigure("rest", (Curve("g1", T, y),)))
    assert [point.pos().x() for point in panel.points] == [pytest.approx(T[3])]


def test_frozen_curves_stay_while_others_come(panel):
    panel.freeze()
    panel.show_figure(figure(phase=1.0))
    np.testing.assert_allclose(line(panel, "reference", "g1").yData, 0.5 + 0.4 * np.sin(T))
    panel.thaw()
    assert not [kind for kind, _, _ in panel.lines if kind == "reference"]


def test_pointing_reads_out_the_curves_there(panel, qtbot):
    panel.plot.pointed.emit(4.0, 0.5)
    assert panel.readout.startswith("time 4\n")
    assert f"g2: {1 - (0.5 + 0.4 * np.sin(4.0)):.4g}" in panel.readout
    panel.plot.left.emit()
    assert panel.readout == ""


def test_small_changes_do_not_move_the_view():
    first = steady_range((0.0, 1.0), None, 0.04)
    assert steady_range((0.0, 0.9), first, 0.04) == first
    assert steady_range((0.0, 0.2), first, 0.04) != first
    assert steady_range((0.0, 1.5), first, 0.04)[1] > 1.5
    assert steady_range((3.0, 3.0), None, 0.04)[0] < 3.0


def test_the_view_holds_still_once_the_user_has_zoomed(panel):
    panel.plot.getPlotItem().getViewBox().sigRangeChangedManually.emit([True, True])
    before = panel.plot.getPlotItem().viewRange()
    panel.show_figure(CurveFigure("rest", (Curve("g1", T, 100 * T),)))
    assert panel.plot.getPlotItem().viewRange() == before
    panel.plot.show_all()
    assert panel.plot.getPlotItem().viewRange()[1][1] > 700


def test_colours_follow_the_theme(panel, qapp):
    qapp.setProperty("theme", "dark")
    try:
        panel.changeEvent(QEvent(QEvent.Type.PaletteChange))
        assert line(panel, "line", "g1").opts["pen"].color().name() == DARK.series[0].lower()
    finally:
        qapp.setProperty("theme", "light")


def test_a_copy_for_paper_hides_what_was_hidden(panel, qtbot):
    panel.legend.buttons[0].click()
    copy = panel.paper_copy(paper_look())
    qtbot.addWidget(copy)
    assert {name for _, _, name in copy.lines} == {"g2"}


def test_figures_without_curves_or_samples_do_no_harm(panel):
    for curves in ((), (Curve("g1", np.empty(0), np.empty(0)),)):
        panel.show_figure(CurveFigure("rest", curves))
        panel.plot.pointed.emit(1.0, 1.0)
        assert not panel.lines


def test_what_is_dashed_for_different_reasons_is_dashed_differently(panel):
    x = np.linspace(0, 1, 5)
    curves = [Curve(name, x, x, place) for place, name in enumerate(("A", "B"))]
    for engine in ("FSP", "ODE"):
        names = enumerate(("A", "B"))
        curves += [Curve(f"{name}, {engine}", x, x, place, dashed=True) for place, name in names]
    panel.show_figure(CurveFigure("Time course", tuple(curves)))
    styles = {slot[2]: item.opts["pen"].style() for slot, item in panel.lines.items()}
    assert styles["A"] == Qt.PenStyle.SolidLine
    assert styles["A, FSP"] == styles["B, FSP"] != styles["A, ODE"] == styles["B, ODE"]
    keys = [(one.key.name, one.key.style) for one in panel.legend.buttons]
    assert keys[2:] == [("FSP", Qt.PenStyle.DashLine), ("ODE", Qt.PenStyle.DotLine)]


def test_lines_of_one_colour_are_told_apart_by_their_dots(panel):
    curves = [Curve(f"g{index}", T, T + index, index) for index in range(16)]
    panel.show_figure(CurveFigure("many", tuple(curves)))
    pens = [line(panel, "line", one.name).opts["pen"] for one in curves]
    looks = {(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}
    assert len(looks) == len(curves)
    assert all(pen.style() is Qt.PenStyle.SolidLine for pen in pens[:7])
    assert [button.key.turn for button in panel.legend.buttons] == [0] * 7 + [1] * 7 + [2] * 2


def test_a_colour_that_is_there_once_needs_no_dots(panel):
    panel.show_figure(CurveFigure("one", (Curve("g30", T, T, 30), Curve("g31", T, T, 31))))
    assert line(panel, "line", "g30").opts["pen"].style() is Qt.PenStyle.SolidLine
