import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from grnstudio.core.figures import HeatmapFigure
from grnstudio.gui.panels.heatmap_canvas import readable_on
from grnstudio.gui.panels.heatmap_layout import color_limit, hatch, lay_out, signed
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel
from grnstudio.gui.theme import LIGHT

VALUES = np.array([[0.201, -0.04], [0.0, np.nan], [-0.38, 0.1]])
FIGURE = HeatmapFigure(
    "Link mutation",
    VALUES,
    ("I", "g1", "g2"),
    ("g1", "g2"),
    "regulator",
    "target",
    note="trajectory mutant, λ = 0.5, mean over 4 stimuli",
)


@pytest.fixture
def panel(qtbot):
    widget = HeatmapPanel()
    qtbot.addWidget(widget)
    widget.resize(420, 300)
    widget.show_figure(FIGURE)
    widget.show()
    return widget


def test_activation_is_blue_repression_vermillion_and_nothing_is_paper(panel):
    canvas = panel.canvas
    assert canvas.cell_color(canvas.limit).name() == LIGHT.activation.lower()
    assert canvas.cell_color(-canvas.limit).name() == LIGHT.repression.lower()
    assert canvas.cell_color(0.0).name() == LIGHT.panel.lower()


def test_every_cell_says_its_sign_in_writing(panel):
    texts = [[panel.canvas.cell_text(i, j) for j in range(2)] for i in range(3)]
    assert texts == [["+0.201", "−0.040"], ["0", ""], ["−0.380", "+0.100"]]


def test_small_cells_keep_the_sign_alone(panel, qtbot):
    names = tuple(f"g{k}" for k in range(20))
    panel.show_figure(HeatmapFigure("many", np.full((20, 20), -0.3), names, names))
    assert panel.canvas.cell_text(3, 4) == "−"


def test_rows_run_down_and_columns_to_the_right(panel):
    layout = panel.canvas.layout_of_parts()
    assert layout.cell(1, 0).top() > layout.cell(0, 0).top()
    assert layout.cell(0, 1).left() > layout.cell(0, 0).left()
    for row in range(3):
        for column in range(2):
            assert layout.cell_at(layout.cell(row, column).center()) == (row, column)
    assert layout.cell_at(QPointF(0, 0)) is None


def test_pointing_reads_out_the_link(panel, qtbot):
    place = panel.canvas.layout_of_parts().cell(0, 0).center().toPoint()
    qtbot.mouseMove(panel.canvas, place)
    assert panel.readout == "I → g1: +0.201"


def test_arrow_keys_walk_over_the_cells(panel, qtbot):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(panel.canvas, key)
    assert panel.readout == "g1 → g2: no value"


def test_the_colour_scale_seldom_changes():
    assert color_limit(np.array([0.21])) == color_limit(np.array([0.5])) == 0.5
    assert color_limit(np.array([0.0, np.nan])) == 1.0
    assert color_limit(np.array([7e-4])) == pytest.approx(1e-3)


def test_a_value_that_rounds_to_nothing_has_no_sign():
    assert signed(-0.0004, 3) == "0"
    assert signed(-0.0006, 3) == "−0.001"


def test_hatching_stays_in_its_cell():
    cell = QRectF(10, 20, 37, 14)
    lines = hatch(cell)
    assert len(lines) > 5
    for line in lines:
        for point in (line.p1(), line.p2()):
            assert cell.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(point)


@pytest.mark.parametrize("size", [(300, 220), (90, 60), (1200, 800)])
@pytest.mark.parametrize("count", [1, 2, 30, 200])
def test_the_matrix_stays_on_the_canvas(size, count):
    names = tuple(f"gene {k}" for k in range(count))
    layout = lay_out(QRectF(0, 0, *size), names, names, (True, True), lambda text: 6.0 * len(text))
    assert layout.matrix.left() > 0
    assert layout.matrix.width() >= count or layout.bar.right() <= size[0]


def test_text_is_readable_on_any_colour(panel):
    for value in np.linspace(-0.5, 0.5, 21):
        ground = panel.canvas.cell_color(value)
        ink = readable_on(ground)
        light, dark = sorted((_luminance(ground), _luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4


def test_the_note_tells_how_the_values_were_made(panel):
    assert "λ = 0.5" in panel.note


def _luminance(color):
    return np.dot(
        [0.2126, 0.7152, 0.0722], np.power([color.redF(), color.greenF(), color.blueF()], 2.2)
    )


def test_values_without_signs_go_from_dark_to_light_between_their_ends(qtbot):
    values = np.array([[0.0, 50.0], [100.0, np.nan]])
    figure = HeatmapFigure(
        "Scan", values, ("2", "1"), ("3", "4"), "k", "A", "final value", centred=False
    )
    panel = HeatmapPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    panel.show_figure(figure)
    assert panel.canvas.cell_color(0.0).name() == "#00204d"
    assert panel.canvas.cell_color(100.0).name() == "#ffea46"
    assert panel.canvas.cell_text(0, 1) == "50"
    assert panel.describe(1, 0) == "A 3, k 1: final value 100"
    assert panel.describe(1, 1) == "A 4, k 1: no value"
