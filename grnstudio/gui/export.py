"""Pictures and tables of what is drawn: PNG, SVG, PDF, CSV; with a window or without."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from grnstudio.core.figures import Figure, GraphFigure, NetworkFigure
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.graph_panel import GraphPanel
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.picture import MM_PER_INCH, image_of, on_paper, render
from grnstudio.io import atomic, csv_figures, graph_files

DOTS_PER_METRE = 1000 / MM_PER_INCH
MOST_DOTS = 150_000_000  # 600 MB while drawing
SUFFIXES = (".png", ".svg", ".pdf")


def save_picture(
    panel: QWidget, path: Path | str, dpi: float = 300, width_mm: float | None = None
) -> None:
    """Save what ``panel`` shows as PNG (of ``dpi``), SVG or PDF, by the suffix of ``path``.

    It is drawn anew, dark on white, ``width_mm`` wide; without a width as wide as on the screen.
    """
    path = Path(path)
    _require_known(path)
    if not isinstance(panel, Panel):
        _save(panel, path, dpi)
        return
    if panel.is_empty:
        raise MissingInput(f"There is nothing to save in {path.name} yet. {panel.advice}")
    dots = panel.logicalDpiX()
    width = panel.width() if width_mm is None else round(width_mm / MM_PER_INCH * dots)
    title = panel.figure.title if panel.figure is not None else ""
    copy = on_paper(panel, width, title, ink=dpi / dots if path.suffix.lower() == ".png" else 1.0)
    try:
        _save(copy, path, dpi)
    finally:
        copy.close()
        copy.deleteLater()


def figure_picture(
    figure: Figure,
    path: Path | str,
    dpi: float = 300,
    width_mm: float = 120,
    cutoff: float | None = None,
) -> None:
    """Save a picture of ``figure`` as `save_picture` does, without a window or a display.

    ``cutoff`` takes the place of a graph's own.
    """
    _require_known(Path(path))
    application()
    panel = _panel_for(figure)
    panel.show_figure(figure)
    if cutoff is not None and isinstance(panel, GraphPanel):
        panel.set_cutoff(cutoff)
    try:
        save_picture(panel, path, dpi, width_mm)
    finally:
        panel.deleteLater()


def _panel_for(figure: Figure) -> Panel:
    """Return an empty panel; a network whose parts were put somewhere is drawn as it stands."""
    if isinstance(figure, NetworkFigure) and figure.network.drawing.reactions:
        from grnstudio.gui.editors.drawing_panel import DrawingPanel

        return DrawingPanel(None, paper_look())
    return PANELS[type(figure)](None, paper_look())


def figure_to_csv(figure: Figure, path: Path | str) -> None:
    """Save what is behind ``figure``: curves by column, a matrix, bars, or a list of edges."""
    if isinstance(figure, GraphFigure):
        graph_files.write_edges(figure.graph, path, figure.cutoff)
    else:
        csv_figures.write(figure, path)


def _require_known(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        given = f"'{path.suffix}'" if path.suffix else "no suffix"
        raise GRNStudioError(
            f"{path.name} has {given}, which names no kind of picture; use .png, .svg or .pdf."
        )


def _save(widget: QWidget, path: Path, dpi: float) -> None:
    """Draw in memory first, so that a full disk or a missing folder is found out by us, not Qt."""
    draw = {".png": _png, ".svg": _svg, ".pdf": _pdf}[path.suffix.lower()]
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(widget, memory, dpi)
    memory.close()
    atomic.write_bytes(bytes(memory.data().data()), path)


def _png(widget: QWidget, memory: QBuffer, dpi: float) -> None:
    scale = dpi / widget.logicalDpiX()
    dots = round(widget.width() * scale), round(widget.height() * scale)
    if dots[0] * dots[1] > MOST_DOTS:
        raise GRNStudioError(
            f"A PNG of {dots[0]} x {dots[1]} dots is too large; ask for fewer dots per inch or "
            "less width, or save as SVG or PDF."
        )
    image = image_of(widget, scale)
    image.setDotsPerMeterX(round(dpi * DOTS_PER_METRE))
    image.setDotsPerMeterY(round(dpi * DOTS_PER_METRE))
    if not image.save(memory, "PNG"):  # type: ignore[call-overload]
        raise RuntimeError(f"Qt could not encode a picture of {dots[0]} x {dots[1]} dots")


def _svg(widget: QWidget, memory: QBuffer, dpi: float) -> None:
    device = QSvgGenerator()
    device.setOutputDevice(memory)
    device.setResolution(widget.logicalDpiX())  # else ticks and curves drift apart
    device.setSize(widget.size())
    device.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    device.setTitle("GRNStudio")
    _paint(device, widget)


def _pdf(widget: QWidget, memory: QBuffer, dpi: float) -> None:
    dots = widget.logicalDpiX()
    device = QPdfWriter(memory)
    device.setCreator("GRNStudio")
    device.setResolution(dots)
    size = QSizeF(widget.width() * 72 / dots, widget.height() * 72 / dots)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    device.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    _paint(device, widget)


def _paint(device: QPaintDevice, widget: QWidget) -> None:
    painter = QPainter(device)
    render(widget, painter)
    painter.end()


@cache
def application() -> object:
    """Return the application, making one without a display if there is none."""
    if QApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return QApplication(["grnstudio"])
    return QApplication.instance()
