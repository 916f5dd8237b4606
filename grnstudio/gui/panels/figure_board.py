"""Figures side by side, each on a tile that can fill the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import Figure
from grnstudio.gui.icons import icon
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.look import BODY_PX
from grnstudio.gui.panels.panel import NOTHING_YET, Panel
from grnstudio.gui.panels.picture import copy_to_clipboard
from grnstudio.gui.theme import tokens

TileKey = tuple[type, str]
LEAST = QSize(240, 200)
GAP = 8


class Tile(QWidget):
    """A panel under its title, with what can be done with it."""

    fill_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, title: str, panel: Panel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.panel = title, panel
        panel.setAccessibleName(title)
        self.name = QLabel(title)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.fill = self._button("maximize", "Fill the page")
        self.copy = self._button("copy", "Copy picture")
        self.export = self._button("export", "Export picture…")
        self.fill.clicked.connect(lambda: self.fill_requested.emit(self))
        self.copy.clicked.connect(lambda: copy_to_clipboard(self.panel, self.title))
        self.export.clicked.connect(lambda: self.export_requested.emit(self.panel))
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 2, 0)
        head.setSpacing(0)
        head.addWidget(self.name, 1)
        for button in (self.copy, self.export, self.fill):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(panel, 1)
        self.setMinimumSize(LEAST)
        self._restyle()

    def show_filled(self, filled: bool) -> None:
        """Let the button say what it does next."""
        self.fill.setIcon(icon("restore" if filled else "maximize", "secondary"))
        text = "Back to all pictures" if filled else "Fill the page"
        self.fill.setToolTip(text)
        self.fill.setAccessibleName(f"{text}: {self.title}")

    def hasHeightForWidth(self) -> bool:
        """Let the board decide: a note that wraps must not stretch all tiles."""
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline around the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        one = self.panel.look
        painter.setPen(QPen(one.color(one.tokens.line), 1))
        painter.setBrush(one.color(one.tokens.panel))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name, "secondary"))
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(24, 24)
        button.setAutoRaise(True)
        button.setToolTip(text)
        button.setAccessibleName(f"{text}: {self.title}")
        return button

    def _restyle(self) -> None:
        color = tokens().text
        style = f"color: {color}; font-size: {BODY_PX}px; font-weight: 600; border: none;"
        if style != self.name.styleSheet():
            self.name.setStyleSheet(style)
        self.update()


class FigureBoard(QWidget):
    """Tiles in as many columns as fit; a figure that comes again is drawn on its own tile."""

    export_requested = Signal(object)  # Panel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[TileKey, Tile] = {}
        self._filled: TileKey | None = None
        self._shape: tuple[int, int, TileKey | None] = (0, 0, None)
        self._empty = QLabel(NOTHING_YET)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(page)
        for ground in (page, self._scroll.viewport()):
            ground.setAutoFillBackground(False)  # what is behind the board shows between tiles
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self._restyle()

    @property
    def panels(self) -> dict[str, Panel]:
        """The panels by title, in order."""
        return {tile.title: tile.panel for tile in self.tiles.values()}

    def clear(self, text: str = NOTHING_YET) -> None:
        """Take all figures away and say in one sentence how to get some."""
        self.show_figures(())
        self._empty.setText(text)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Draw ``figures``: known ones on their tiles, others on further tiles, the rest go."""
        wanted = {(type(figure), figure.title): figure for figure in figures}
        for key in self.tiles.keys() - wanted.keys():
            tile = self.tiles.pop(key)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for key, figure in wanted.items():
            if key not in self.tiles:
                self.tiles[key] = self._make_tile(figure)
            self.tiles[key].panel.show_figure(figure)
        self.tiles = {key: self.tiles[key] for key in wanted}
        if self._filled not in self.tiles:
            self._filled = None
        self._stack.setCurrentWidget(self._scroll if self.tiles else self._empty)
        self._lay_out()

    def parts(self, figures: Sequence[Figure]) -> dict[TileKey, Callable[[], None]] | None:
        """Return how to draw each of ``figures`` on its tile; None if the tiles are not these."""
        wanted: dict[TileKey, Figure] = {(type(one), one.title): one for one in figures}
        if wanted.keys() != self.tiles.keys():
            return None
        return {key: partial(self.tiles[key].panel.show_figure, wanted[key]) for key in wanted}

    def fill_page(self, tile: Tile | None) -> None:
        """Let one tile have the whole board, or show all again."""
        keys = [key for key, one in self.tiles.items() if one is tile]
        self._filled = keys[0] if keys else None
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many columns as fit."""
        super().resizeEvent(event)
        self._lay_out()

    def _restyle(self) -> None:
        style = f"color: {tokens().secondary}; font-size: {BODY_PX}px; border: none;"
        if style != self._empty.styleSheet():
            self._empty.setStyleSheet(style)

    def _make_tile(self, figure: Figure) -> Tile:
        tile = Tile(figure.title, PANELS[type(figure)]())
        tile.export_requested.connect(self.export_requested)
        tile.fill_requested.connect(self._toggle_fill)
        return tile

    def _toggle_fill(self, tile: Tile) -> None:
        self.fill_page(None if self._filled is not None else tile)

    def _lay_out(self) -> None:
        columns = columns_for(len(self.tiles), self.width(), self.height())
        shape = (columns, len(self.tiles), self._filled)
        if shape == self._shape and self._grid.count() == len(self.tiles):
            return
        self._shape = shape
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
        for place, (key, tile) in enumerate(self.tiles.items()):
            self._grid.addWidget(tile, place // columns, place % columns)
            tile.setVisible(self._filled in (None, key))
            tile.show_filled(self._filled == key)
        for line in range(max(self._grid.columnCount(), self._grid.rowCount())):
            self._grid.setColumnStretch(line, int(line < columns and self._filled is None))
            used = line * columns < len(self.tiles)
            self._grid.setRowStretch(line, int(used and self._filled is None))


def columns_for(count: int, width: int, height: int) -> int:
    """Return the columns that make tiles as large as can be, at a shape that suits plots.

    Tiles that can be seen only by scrolling count for less.
    """
    most = max(1, min(count, (width + GAP) // (LEAST.width() + GAP)))

    def worth(columns: int) -> float:
        rows = math.ceil(max(count, 1) / columns)
        across, down = width / columns, max(height / rows, LEAST.height())
        seen = min(1.0, height / (rows * LEAST.height()))  # without scrolling
        return min(across, 1.6 * down) * seen**2

    return max(range(1, most + 1), key=worth)
