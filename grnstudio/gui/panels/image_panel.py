"""Draws `ImageFigure`s: levels over space and time, one gene in a map or a few mixed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import ImageFigure
from grnstudio.gui.panels.level_scale import LevelScale
from grnstudio.gui.panels.look import Look, caption_font
from grnstudio.gui.panels.panel import Panel

CHANNELS = ((230, 97, 1), (0, 158, 115), (60, 120, 230))  # seen apart by all, white together
PAIR = (CHANNELS[0], (25, 158, 254))  # what the first lacks to white
LINE = 16.0
TICKS = 5
PAD = 4.0
Cell = tuple[int, int]


class ImagePanel(Panel):
    """A picture with cells across and time downwards."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.canvas = ImageCanvas(self.look)
        self.canvas.pointed.connect(self._read_out)
        self._add(self.canvas, 1)
        self.restyle()

    def show_figure(self, figure: ImageFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.canvas.show_figure(figure)

    def describe(self, frame: int, cell: int) -> str:
        """Say what the levels at a place and time are."""
        figure = self._figure
        levels = [
            f"{name} {value:.2f}" if np.isfinite(value) else f"{name} no value"
            for name, value in zip(figure.channels, figure.values[frame, cell], strict=True)
        ]
        time = frame * figure.y_step
        return f"{figure.x_label} {cell + 1}, {figure.y_label} {time:.4g}: {', '.join(levels)}"

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.canvas.look = self.look
        self.canvas.update()

    def _read_out(self, at: Cell | None) -> None:
        self.say(self.describe(*at) if at is not None and self._figure is not None else "")


class ImageCanvas(QWidget):
    """The picture itself."""

    pointed = Signal(object)  # frame and cell, or None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.figure: ImageFigure | None = None
        self._image = QImage()
        self.setFont(caption_font())
        self.setMouseTracking(True)
        self.setMinimumSize(80, 80)

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(240, 240)

    def show_figure(self, figure: ImageFigure) -> None:
        """Draw ``figure`` at the next chance."""
        self.figure = figure
        self._image = picture_of(figure.values)
        self.setAccessibleName(f"{', '.join(figure.channels)} by {figure.x_label} and time")
        self.update()

    def area(self) -> QRectF:
        """Return where the picture lies."""
        left = LINE + self._widest() + 2 * PAD
        return QRectF(self.rect()).adjusted(left, LINE + PAD, -PAD, -2 * LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture, axes, and the colour of each channel above."""
        if self.figure is None or self.area().width() < 1 or self.area().height() < 1:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.drawImage(self.area(), self._image)
        painter.setPen(self.look.pen(self.look.color(self.look.tokens.line)))
        painter.drawRect(self.area())
        self._draw_axes(painter, self.figure)
        self._draw_channels(painter, self.figure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a place and time."""
        area = self.area()
        if self.figure is None or not area.contains(event.position()):
            self.pointed.emit(None)
            return
        frames, cells = self.figure.values.shape[:2]
        across = (event.position().x() - area.left()) / area.width()
        down = (event.position().y() - area.top()) / area.height()
        at = min(int(down * frames), frames - 1), min(int(across * cells), cells - 1)
        self.pointed.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.pointed.emit(None)

    def _draw_axes(self, painter: QPainter, figure: ImageFigure) -> None:
        area, cells = self.area(), figure.values.shape[1]
        painter.setPen(self.look.color(self.look.tokens.secondary))
        for text, at in ((str(1), 0.5), (str(cells), cells - 0.5)):
            x = area.left() + area.width() * at / cells
            painter.drawText(QRectF(x - 20, area.bottom() + 1, 40, LINE), _CENTRE, text)
        painter.drawText(
            QRectF(area.left(), area.bottom() + 1, area.width(), LINE), _CENTRE, figure.x_label
        )
        for text, share in self._times():
            y = area.top() + area.height() * share
            box = QRectF(LINE, y - LINE / 2, area.left() - LINE - PAD, LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.save()
        painter.translate(LINE / 2, area.center().y())
        painter.rotate(-90)
        half = area.height() / 2
        painter.drawText(QRectF(-half, -LINE / 2, 2 * half, LINE), _CENTRE, figure.y_label)
        painter.restore()

    def _draw_channels(self, painter: QPainter, figure: ImageFigure) -> None:
        x = self.area().left()
        metrics = QFontMetricsF(self.font())
        colors = channel_colors(len(figure.channels))
        for name, color in zip(figure.channels, colors, strict=True):
            painter.fillRect(QRectF(x, 4, 10, 10), self.look.color(_hex(color)))
            painter.setPen(self.look.color(self.look.tokens.text))
            painter.drawText(QPointF(x + 14, 4 + metrics.ascent() - 1), name)
            x += 14 + metrics.horizontalAdvance(name) + 12

    def _times(self) -> list[tuple[str, float]]:
        assert self.figure is not None
        frames = len(self.figure.values)
        picks = np.unique(np.linspace(0, frames - 1, min(TICKS, frames)).round().astype(int))
        return [(f"{k * self.figure.y_step:.4g}", (k + 0.5) / frames) for k in picks.tolist()]

    def _widest(self) -> float:
        metrics = QFontMetricsF(self.font())
        return max((metrics.horizontalAdvance(text) for text, _ in self._times()), default=0.0)


_CENTRE = Qt.AlignmentFlag.AlignCenter


def channel_colors(count: int) -> tuple[tuple[int, int, int], ...]:
    """Return the colour of each channel at level 1."""
    if count == 1:
        top = LevelScale(0.0, 1.0).colors(np.array(1.0)).tolist()
        return ((top[0], top[1], top[2]),)
    return PAIR if count == 2 else CHANNELS[:count]


def picture_of(values: np.ndarray) -> QImage:
    """Return levels ``[frames, cells, channels]`` as a picture, frames downwards."""
    levels = np.clip(np.nan_to_num(np.asarray(values, float)), 0.0, 1.0)
    frames, cells, channels = levels.shape
    if channels == 1:
        colors = LevelScale(0.0, 1.0).colors(levels[..., 0])
    else:
        mixed = levels[..., :3] @ np.array(channel_colors(channels), float)
        colors = np.minimum(mixed, 255).round()
    data = np.ascontiguousarray(colors.astype(np.uint8))
    image = QImage(data.tobytes(), cells, frames, 3 * cells, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes go with this function


def _hex(color: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)
