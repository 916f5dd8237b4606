import csv
import re
import shutil
import subprocess

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import (
    Band,
    Curve,
    CurveFigure,
    GraphFigure,
    HeatmapFigure,
    Histogram,
    HistogramFigure,
)
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import FileSaveError, GRNStudioError, MissingInput
from grnstudio.gui.export import figure_picture, figure_to_csv, save_picture
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.picture import on_paper
from grnstudio.gui.theme import LIGHT

X = np.arange(0.0, 101.0)
PEAK = CurveFigure("peak", (Curve("g1", X, np.exp(-(((X - 60) / 1.2) ** 2))),), x_label="position")
GRAPH = RegulatoryGraph(("I", "g1"), ("g1",), np.array([[0.5], [-0.2]]))
HEATMAP = HeatmapFigure(
    "Link mutation",
    np.array([[0.5], [np.nan]]),
    ("I", "g1"),
    ("g1",),
    "regulator",
    "target",
)
COUNTS = np.arange(4.0)
HISTOGRAM = HistogramFigure(
    "A at 5",
    (Histogram("A", np.arange(5) - 0.5, np.array([0.1, 0.4, 0.4, 0.1])),),
    (Curve("A (FSP)", COUNTS, np.array([0.125, 0.375, 0.375, 0.125])),),
    marks=(1.5,),
)
BANDED = CurveFigure(
    "course", (Curve("A", X, X),), bands=(Band("A ± sd", X, X - 5, X + 5),), marks=(50.0,)
)
FIGURES = (PEAK, HEATMAP, GraphFigure("Inferred network", GRAPH), HISTOGRAM, BANDED)
SCALE = 3.0
TICKS = tuple(range(0, 100, 20))
PDF_TOOL = shutil.which("pdftoppm")
LOOKED_AT = [".png", ".svg", *([".pdf"] if PDF_TOOL else [])]


def rendered(path):
    """Return the picture in ``path`` as RGB, `SCALE` dots per pixel of 96 dpi."""
    if path.suffix == ".svg":
        renderer = QSvgRenderer(str(path))
        size = renderer.viewBox().size() * SCALE
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
    elif path.suffix == ".pdf":
        dpi = str(int(96 * SCALE))
        command = [PDF_TOOL, "-r", dpi, "-png", "-singlefile", str(path), str(path.with_suffix(""))]
        subprocess.run(command, check=True)
        image = QImage(str(path.with_suffix(".png")))
    else:
        image = QImage(str(path))
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return pixels[:, : image.width(), 2::-1].astype(int)


def near(pixels, color, tolerance=60):
    wanted = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)])
    return np.abs(pixels - wanted).sum(axis=2) < tolerance


def where_it_should_be():
    """Return where on the picture the ticks are, across, and the peak's top and foot, down."""
    panel = CurvePanel(None, paper_look())
    panel.show_figure(PEAK)
    copy = on_paper(panel, round(120 / 25.4 * panel.logicalDpiX()), PEAK.title)
    place = copy.plot.mapTo(copy, copy.plot.rect().topLeft())
    ticks = {x: SCALE * (copy.plot.to_widget(x, 0.0)[0] + place.x()) for x in TICKS}
    rows = [SCALE * (copy.plot.to_widget(60.0, y)[1] + place.y()) for y in (1.0, 0.0)]
    copy.close()
    return ticks, *map(int, rows)


@pytest.mark.parametrize("suffix", LOOKED_AT)
def test_ticks_and_curves_agree_when_rendered(tmp_path, qapp, suffix):
    path = tmp_path / f"peak{suffix}"
    figure_picture(PEAK, path, dpi=96 * SCALE, width_mm=120)
    ticks, top, foot = where_it_should_be()
    pixels = rendered(path)
    peak = near(pixels, LIGHT.series[0])[top - 3 : (top + foot) // 2]
    assert abs(np.nonzero(peak)[1].mean() - ticks[60]) < 2 * SCALE
    written = _tick_labels(pixels, foot)
    assert written[: len(TICKS)] == pytest.approx(list(ticks.values()), abs=2 * SCALE)


def _tick_labels(pixels, floor):
    """Return the middles of the dark words below the axis."""
    strip = pixels[floor + int(9 * SCALE) : floor + int(22 * SCALE)].sum(axis=2) < 300
    columns = np.nonzero(strip.any(axis=0))[0]
    words = np.split(columns, np.nonzero(np.diff(columns) > 6 * SCALE)[0] + 1)
    return [(word[0] + word[-1]) / 2 for word in words]


def test_a_png_has_the_size_and_density_asked_for(tmp_path, qapp):
    figure_picture(PEAK, tmp_path / "peak.png", dpi=300, width_mm=100)
    image = QImage(str(tmp_path / "peak.png"))
    assert image.width() == pytest.approx(100 / 25.4 * 300, abs=4)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=2)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_a_pdf_is_one_page_of_lines_at_the_width_asked_for(tmp_path, qapp, figure):
    figure_picture(figure, tmp_path / "figure.pdf", width_mm=120)
    data = (tmp_path / "figure.pdf").read_bytes()
    box = re.search(rb"/MediaBox \[([^\]]*)\]", data)
    assert float(box[1].split()[2]) == pytest.approx(120 / 25.4 * 72, abs=1)
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    assert b"/Subtype /Image" not in data


def test_a_png_too_large_for_memory_is_refused(tmp_path, qapp):
    with pytest.raises(GRNStudioError, match="fewer dots per inch"):
        figure_picture(PEAK, tmp_path / "peak.png", dpi=5_000, width_mm=1_000)
    assert not list(tmp_path.iterdir())


def test_lines_of_a_dense_png_are_as_thick_as_on_the_screen(tmp_path, qapp):
    flat = CurveFigure("flat", (Curve("g1", X, np.full(101, 0.5)), Curve("g2", X, X / 100, 1)))
    for dpi in (96, 288):
        figure_picture(flat, tmp_path / f"{dpi}.png", dpi, width_mm=120)
    thin, thick = (
        near(rendered(tmp_path / f"{dpi}.png"), LIGHT.series[0])[:, int(4.3 * dpi)].sum()
        for dpi in (96, 288)
    )
    assert 1 <= thin <= 2
    assert 4 <= thick <= 6


@pytest.mark.parametrize("suffix", LOOKED_AT)
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_every_figure_is_dark_on_white_whatever_the_theme(tmp_path, qapp, figure, suffix):
    qapp.setProperty("theme", "dark")
    try:
        figure_picture(figure, tmp_path / f"figure{suffix}", dpi=96 * SCALE)
    finally:
        qapp.setProperty("theme", "light")
    pixels = rendered(tmp_path / f"figure{suffix}")
    assert (pixels[0, 0] == 255).all()
    assert near(pixels, LIGHT.text, 90).any()
    assert near(pixels, LIGHT.panel, 3).mean() > 0.5


def test_a_panel_on_the_screen_keeps_its_shape_and_its_look(tmp_path, qtbot):
    panel = CurvePanel()
    qtbot.addWidget(panel)
    panel.resize(640, 320)
    panel.show_figure(PEAK)
    panel.show()
    save_picture(panel, tmp_path / "panel.svg", width_mm=80)
    assert QSvgRenderer(str(tmp_path / "panel.svg")).isValid()
    width, height = (
        float(_attribute(tmp_path / "panel.svg", name)) for name in ("width", "height")
    )
    assert width == pytest.approx(80, abs=0.5)
    assert height == pytest.approx(40, abs=1.5)
    assert panel.look == CurvePanel().look


def test_any_other_widget_can_be_saved(tmp_path, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(50, 40)
    save_picture(widget, tmp_path / "widget.png", dpi=2 * widget.logicalDpiX())
    assert QImage(str(tmp_path / "widget.png")).width() == 100


def test_the_cut_off_decides_which_links_are_drawn(tmp_path, qapp):
    for name, cutoff in (("all", None), ("strong", 0.3)):
        figure_picture(FIGURES[2], tmp_path / f"{name}.png", 96, cutoff=cutoff)
    counts = [
        near(rendered(tmp_path / f"{name}.png"), LIGHT.repression).sum()
        for name in ("all", "strong")
    ]
    assert counts[0] > counts[1] + 20


@pytest.mark.parametrize("name", ["picture.bmp", "picture"])
def test_an_unknown_suffix_is_refused_by_name(tmp_path, qapp, name):
    with pytest.raises(GRNStudioError, match=r"\.png, \.svg or \.pdf"):
        figure_picture(PEAK, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_empty_panel_is_not_saved(tmp_path, qtbot):
    panel = CurvePanel()
    qtbot.addWidget(panel)
    panel.clear("Press Run to see the course.")
    with pytest.raises(MissingInput, match=r"nothing\.png yet\. Press Run"):
        save_picture(panel, tmp_path / "nothing.png")


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_folder_that_is_not_there_is_said(tmp_path, qapp, suffix):
    with pytest.raises(FileSaveError, match="does not exist"):
        figure_picture(PEAK, tmp_path / "nowhere" / f"picture{suffix}")


def test_curves_become_columns(tmp_path):
    other = Curve("g2", np.array([0.5, 1.0]), np.array([np.nan, 3.25]))
    figure = CurveFigure("rest", (Curve("g1", np.array([0.0, 1.0]), np.array([0.1, 0.2])), other))
    figure_to_csv(figure, tmp_path / "curves.csv")
    assert (tmp_path / "curves.csv").read_text() == "time,g1,g2\n0.0,0.1,\n0.5,,\n1.0,0.2,3.25\n"


def test_curves_of_one_name_get_columns_of_their_own(tmp_path):
    curve = PEAK.curves[0]
    figure_to_csv(CurveFigure("rest", (curve, curve, curve)), tmp_path / "curves.csv")
    header = (tmp_path / "curves.csv").read_text().splitlines()[0]
    assert header == "time,g1,g1 (2),g1 (3)"


def test_a_band_becomes_two_columns(tmp_path):
    band = Band("A ± sd", np.array([0.0, 1.0]), np.array([1.0, 2.0]), np.array([3.0, np.inf]))
    curve = Curve("A", np.array([0.0, 1.0]), np.array([2.0, 3.0]))
    figure_to_csv(CurveFigure("course", (curve,), bands=(band,)), tmp_path / "curves.csv")
    text = (tmp_path / "curves.csv").read_text()
    assert text == "time,A,A ± sd-low,A ± sd-high\n0.0,2.0,1.0,3.0\n1.0,3.0,2.0,\n"


def test_a_histogram_becomes_a_row_per_bar_and_per_point(tmp_path):
    figure_to_csv(HISTOGRAM, tmp_path / "bars.csv")
    rows = list(csv.reader((tmp_path / "bars.csv").read_text().splitlines()))
    assert rows[0] == ["name", "molecules from", "molecules to", "probability"]
    assert rows[1] == ["A", "-0.5", "0.5", "0.1"]
    assert rows[5] == ["A (FSP)", "0.0", "0.0", "0.125"]
    assert len(rows) == 1 + 4 + 4


def test_a_heat_map_becomes_a_matrix_that_says_what_its_rows_are(tmp_path):
    figure_to_csv(HEATMAP, tmp_path / "matrix.csv")
    rows = list(csv.reader((tmp_path / "matrix.csv").read_text().splitlines()))
    assert rows == [["regulator (rows) / target (columns)", "g1"], ["I", "0.5"], ["g1", ""]]


def test_a_graph_becomes_a_list_of_edges(tmp_path):
    figure_to_csv(GraphFigure("Inferred network", GRAPH, cutoff=0.3), tmp_path / "edges.csv")
    text = (tmp_path / "edges.csv").read_text()
    assert "I,g1,1,0.5" in text
    assert "g1,g1" not in text


def _attribute(path, name):
    return path.read_text().split(f'{name}="')[1].split("mm")[0]
