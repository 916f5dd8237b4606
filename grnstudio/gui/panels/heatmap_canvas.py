"""Paints a heat-map: cells with signed numbers, names, a colour bar."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from grnstudio.core.figures import HeatmapFigure
from grnstudio.gui.panels.heatmap_layout import (
    LINE,
    HeatmapLayout,
    cell_decimals,
    color_limit,
    decimals_for,
    every,
    hatch,
    lay_out,
    sign_glyph,
    signed,
)
from grnstudio.gui.panels.level_scale import LevelScale, fits, scale_of, written
from grnstudio.gui.panels.look import Look, caption_font

Cell = tuple[int, int]
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
GLYPH_ROOM = 7.0


class HeatmapCanvas(QWidget):
    """The picture itself; arrow keys walk over the cells as the mouse does."""

    pointed = Signal(object)  # Cell or None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.figure: HeatmapFigure | None = None
        self.limit = 1.0
        self.levels: LevelScale | None = None  # in the place of colours about 0
        self._cell: Cell | None = None
        self.setFont(caption_font())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(80, 60)

    def sizeHint(self) -> QSize:
        """Ask for a readable size."""
        return QSize(320, 240)

    def show_figure(self, figure: HeatmapFigure) -> None:
        """Draw ``figure`` at the next chance."""
        self.figure = figure
        self.limit = color_limit(figure.values)
        self.levels = None if figure.centred else _scale(figure)
        self.update()

    def layout_of_parts(self) -> HeatmapLayout:
        """Return where the parts are at the present size."""
        figure = self._figure()
        labels = (bool(figure.row_label), bool(figure.column_label))
        area = QRectF(self.rect()).adjusted(0, 0, 0, -1)
        return lay_out(area, figure.rows, figure.columns, labels, self._measure)

    def cell_text(self, row: int, column: int) -> str:
        """Return what is written in a cell; a sign at least, if there is room for anything."""
        value = float(self._figure().values[row, column])
        width, height = self.layout_of_parts().cell_size
        if not np.isfinite(value) or min(width, height) < GLYPH_ROOM:
            return ""
        if self.levels:
            return written(value) if self._writes_levels(width, height) else ""
        decimals = self._decimals(width) if height >= LINE else None
        if decimals is not None:
            return signed(value, decimals)
        text = signed(value, decimals_for(self.limit))
        return "" if text == "0" else text[0]

    def cell_color(self, value: float) -> QColor:
        """Return the colour of a value: blue activates, vermillion represses, none is paper."""
        return QColor(*self._colors(np.array(value)).tolist())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything; some hundred cells take about a millisecond."""
        if self.figure is None:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        layout = self.layout_of_parts()
        self._paint_cells(painter, layout)
        self._paint_row_names(painter, layout)
        self._paint_column_names(painter, layout)
        self._paint_bar(painter, layout)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the cell under the mouse."""
        self._point(self.layout_of_parts().cell_at(event.position()) if self.figure else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the cells with the arrow keys."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self.figure is None:
            super().keyPressEvent(event)
            return
        row, column = self._cell or (-step[0], -step[1])
        rows, columns = self.figure.values.shape
        self._point((max(0, row + step[0]) % rows, max(0, column + step[1]) % columns))

    def _point(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.update()
            self.pointed.emit(cell)

    def _paint_cells(self, painter: QPainter, layout: HeatmapLayout) -> None:
        values, (width, height) = self._figure().values, layout.cell_size
        decimals = self._decimals(width) if height >= LINE and not self.levels else None
        glyphs = decimals is None and min(width, height) >= GLYPH_ROOM and not self.levels
        least = 0.5 * 10.0 ** -decimals_for(self.limit)
        writes = self._writes_levels(width, height)
        if self.levels and not writes and np.isfinite(values).all():
            painter.drawImage(layout.matrix, image_of_colors(self._colors(values)))
            self._paint_frames(painter, layout)
            return
        colors = self._colors(values).tolist()
        gaps: list[QLineF] = []
        signs: dict[str, list[QLineF]] = {}
        for (row, column), value in np.ndenumerate(values):
            cell = layout.cell(row, column)
            if not np.isfinite(value):
                gaps += hatch(cell)
                continue
            color = QColor(*colors[row][column])
            painter.fillRect(cell, color)
            if writes:
                painter.setPen(readable_on(color))
                painter.drawText(cell, CENTRE, written(float(value)))
            elif decimals is not None:
                painter.setPen(readable_on(color))
                painter.drawText(cell, CENTRE, signed(value, decimals))
            elif glyphs and abs(value) >= least:
                ink = readable_on(color).name()
                signs.setdefault(ink, []).extend(sign_glyph(cell, float(value)))
        painter.setPen(self.look.pen(self.look.color(self.look.tokens.disabled, 0.8), 0.75))
        painter.drawLines(gaps)
        for name, lines in signs.items():
            painter.setPen(self.look.pen(QColor(name)))
            painter.drawLines(lines)
        self._paint_frames(painter, layout)

    def _paint_frames(self, painter: QPainter, layout: HeatmapLayout) -> None:
        one, (rows, columns) = self.look.tokens, self._figure().values.shape
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.look.pen(self.look.color(one.line)))
        painter.drawRect(layout.matrix.adjusted(-1, -1, 0, 0))
        if self._cell and self._cell[0] < rows and self._cell[1] < columns:
            painter.setPen(self.look.pen(self.look.color(one.text), 1.5))
            painter.drawRect(layout.cell(*self._cell))

    def _paint_row_names(self, painter: QPainter, layout: HeatmapLayout) -> None:
        figure = self._figure()
        painter.setPen(self._text_color())
        step = every(layout.rows, layout.matrix.height(), LINE - 2)
        left = LINE if figure.row_label else 0.0
        room = layout.matrix.left() - 6 - left
        for row in range(0, len(figure.rows), step):
            cell = layout.cell(row, 0)
            middle = QRectF(left, cell.center().y() - LINE / 2, room, LINE)
            painter.drawText(middle, RIGHT, self._short(figure.rows[row], room))
        if figure.row_label:
            painter.setPen(self.look.color(self.look.tokens.secondary))
            self._write_upright(painter, figure.row_label, 0.0, layout.matrix.center().y(), CENTRE)

    def _paint_column_names(self, painter: QPainter, layout: HeatmapLayout) -> None:
        figure = self._figure()
        painter.setPen(self._text_color())
        step = every(layout.columns, layout.matrix.width(), LINE - 2) if layout.upright else 1
        top = LINE if figure.column_label else 0.0
        room = layout.matrix.top() - 4 - top
        for column in range(0, len(figure.columns), step):
            cell, name = layout.cell(0, column), figure.columns[column]
            if layout.upright:
                x = cell.center().x() - LINE / 2
                self._write_upright(painter, self._short(name, room), x, top + room, LEFT)
            else:
                painter.drawText(QRectF(cell.x(), top, cell.width(), room), CENTRE, name)
        if figure.column_label:
            painter.setPen(self.look.color(self.look.tokens.secondary))
            above = QRectF(layout.matrix.left(), 0, layout.matrix.width(), LINE)
            painter.drawText(above, CENTRE, figure.column_label)

    def _paint_bar(self, painter: QPainter, layout: HeatmapLayout) -> None:
        bar = layout.bar
        colors = QLinearGradient(bar.topLeft(), bar.bottomLeft())
        high, _, low = marks = self._marks()
        for place in np.linspace(0.0, 1.0, 11).tolist():
            colors.setColorAt(place, self.cell_color(high + place * (low - high)))
        painter.fillRect(bar, colors)
        painter.setPen(self.look.pen(self.look.color(self.look.tokens.line)))
        painter.drawRect(bar)
        painter.setPen(self._text_color())
        for share, value in zip((1, 0, -1), marks, strict=True):
            y = bar.center().y() - share * bar.height() / 2
            least = max(decimals_for(self.limit) - 2, 0)
            text = written(value) if self.levels else signed(value, least)
            painter.drawText(QRectF(bar.right() + 4, y - LINE / 2, 50, LINE), LEFT, text)

    def _marks(self) -> tuple[float, float, float]:
        return self.levels.marks if self.levels else (self.limit, 0.0, -self.limit)

    def _colors(self, values: np.ndarray) -> np.ndarray:
        if self.levels:
            return self.levels.colors(values)
        ground, inks = QColor(self.look.tokens.panel), (self.look.sign(1), self.look.sign(-1))
        return cell_colors(values, self.limit, ground, *inks)

    def _writes_levels(self, width: float, height: float) -> bool:
        if not self.levels or height < LINE:
            return False
        return fits(self._figure().values, width, self._measure)

    def _write_upright(
        self, painter: QPainter, text: str, x: float, y: float, align: Qt.AlignmentFlag
    ) -> None:
        painter.save()
        painter.translate(x, y)
        painter.rotate(-90)
        left = -150.0 if align == CENTRE else 0.0
        painter.drawText(QRectF(left, 0, 300, LINE), align, text)
        painter.restore()

    def _text_color(self) -> QColor:
        return self.look.color(self.look.tokens.text)

    def _short(self, name: str, room: float) -> str:
        metrics = QFontMetricsF(self.font())
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room + 1)

    def _decimals(self, width: float) -> int | None:
        return cell_decimals(self._figure().values, self.limit, width, self._measure)

    def _measure(self, text: str) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance(text)

    def _figure(self) -> HeatmapFigure:
        assert self.figure is not None
        return self.figure


def _scale(figure: HeatmapFigure) -> LevelScale:
    return LevelScale(*figure.limits) if figure.limits else scale_of(figure.values)


def image_of_colors(colors: np.ndarray) -> QImage:
    """Return red, green and blue ``[rows, columns, 3]`` as an image, a dot for each cell."""
    rows, columns, _ = colors.shape
    data = np.ascontiguousarray(colors, dtype=np.uint8).tobytes()
    image = QImage(data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes go with this function


def readable_on(color: QColor) -> QColor:
    """Return black or white, whichever reads better on ``color``."""
    linear = [part**2.2 for part in (color.redF(), color.greenF(), color.blueF())]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#11141A") if luminance > 0.2 else QColor("#FFFFFF")


def cell_colors(
    values: np.ndarray, limit: float, ground: QColor, above: QColor, below: QColor
) -> np.ndarray:
    """Return red, green and blue of each value, from 0 to 255, ``[..., 3]``."""
    base, up, down = (np.array(color.getRgb())[:3] for color in (ground, above, below))
    share = np.clip(np.nan_to_num(values) / limit, -1, 1)[..., None]
    mixed = base + np.abs(share) * (np.where(share > 0, up, down) - base)
    rounded: np.ndarray = mixed.round().astype(int)
    return rounded
