"""Draws a panel on paper: any size, any density, dark ink on white."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.panel import Panel

MM_PER_INCH = 25.4
COPY_DPI = 192.0


def on_paper(panel: Panel, width: int, title: str = "", ink: float = 1.0) -> Panel:
    """Return a copy of ``panel`` that is ``width`` pixels wide and ready to be rendered."""
    copy = panel.paper_copy(paper_look(ink))
    copy.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    copy.show_title(title)
    copy.resize(width, panel.paper_height(width))
    copy.show()
    settle(copy)
    return copy


def settle(widget: QWidget) -> None:
    """Let layouts take effect without waiting for the event loop."""
    for _ in range(2):  # a legend that wraps changes the height of what is below it
        QApplication.sendPostedEvents(widget)
        for child in widget.findChildren(QWidget):
            if layout := child.layout():
                layout.activate()


def image_of(widget: QWidget, scale: float) -> QImage:
    """Render ``widget`` with ``scale`` dots per pixel."""
    size = widget.size() * scale
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    render(widget, painter)
    painter.end()
    return image


def render(widget: QWidget, painter: QPainter) -> None:
    """Draw ``widget`` and what is in it."""
    flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
    widget.render(painter, QPoint(0, 0), QRegion(QRect(QPoint(0, 0), widget.size())), flags)


def copy_to_clipboard(panel: Panel, title: str = "") -> None:
    """Put a picture of ``panel`` on the clipboard."""
    scale = COPY_DPI / 96
    copy = on_paper(panel, panel.width(), title, ink=scale)
    QApplication.clipboard().setImage(image_of(copy, scale))
    copy.close()
    copy.deleteLater()
