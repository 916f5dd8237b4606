"""A film held out beside what was foretold of it, both over cells and time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import ImageFigure
from grnstudio.core.frames import SpaceTime
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.panels.image_panel import ImagePanel

LIVELIEST = "The three liveliest genes"
CHANNELS = 3
LEAST = QSize(140, 200)
ADVICE = "Press Learn to generate films of a row of cells, and to learn their rule back."


class FilmView(QWidget):
    """One film or two, and which film and which gene is drawn."""

    choice_changed = Signal()  # another film or gene, by the user
    picture_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = QSpinBox(minimum=1, maximum=1)
        self.film.setAccessibleName("Film")
        self.film.setToolTip("The film that is drawn")
        self.genes = QComboBox()
        self.genes.setAccessibleName("Genes that are drawn")
        self.genes.setToolTip(
            "The genes that differ most over cells and time, or one of them, to its peak"
        )
        for field in (self.film, self.genes):
            FieldEvents(field)
        self.tiles: list[Tile] = []
        self._empty = QLabel(ADVICE)
        self._empty.setObjectName("secondary")
        self._empty.setWordWrap(True)
        self._pictures = QHBoxLayout()
        self._pictures.setContentsMargins(0, 0, 0, 0)
        self._pictures.setSpacing(8)
        self._lay_out()
        self.film.valueChanged.connect(lambda _: self.choice_changed.emit())
        self.genes.activated.connect(lambda _: self.choice_changed.emit())

    @property
    def chosen(self) -> tuple[int, tuple[int, ...]]:
        """The film, counted from 0, and the genes that are drawn, none for the liveliest."""
        gene = self.genes.currentData()
        return self.film.value() - 1, () if gene is None else (int(gene),)

    def offer(self, films: int, names: Sequence[str]) -> None:
        """Say how many films there are, and of which genes."""
        blocked = self.film.blockSignals(True)
        self.film.setMaximum(max(1, films))
        self.film.blockSignals(blocked)
        self.film.setSuffix(f" of {films}")
        if [self.genes.itemText(place) for place in range(1, self.genes.count())] != list(names):
            self.genes.clear()
            self.genes.addItem(LIVELIEST, None)
            for place, name in enumerate(names):
                self.genes.addItem(name, place)

    def show_figures(self, figures: Sequence[ImageFigure]) -> None:
        """Draw films side by side."""
        titles = [one.title for one in figures]
        if titles != [tile.title for tile in self.tiles]:
            self._make_tiles(titles)
        for tile, figure in zip(self.tiles, figures, strict=True):
            tile.panel.show_figure(figure)
        self._stack.setCurrentIndex(1 if figures else 0)
        self._controls.setVisible(bool(figures))

    def clear(self, advice: str = ADVICE) -> None:
        """Show no film."""
        self._empty.setText(advice)
        self.show_figures(())

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        return {tile.title: tile.panel for tile in self.tiles}

    def _lay_out(self) -> None:
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, field in (("Film", self.film), ("Genes", self.genes)):
            label = QLabel(text)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)
        shown, empty = QWidget(), QWidget()
        shown.setLayout(self._pictures)
        column = QVBoxLayout(empty)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addStretch(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(shown)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._controls)
        page.addLayout(self._stack, 1)

    def _make_tiles(self, titles: Sequence[str]) -> None:
        for tile in self.tiles:
            self._pictures.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for title in titles:
            tile = Tile(title, ImagePanel())
            tile.setMinimumSize(LEAST)
            tile.fill.hide()
            tile.export_requested.connect(self.picture_wanted)
            self._pictures.addWidget(tile, 1)
            self.tiles.append(tile)


def picture_of(films: SpaceTime, film: int, genes: Sequence[int] = ()) -> ImageFigure:
    """Draw one of the films that are to be learned from."""
    scales = np.where(films.peaks > 0, films.peaks, 1.0)
    levels = films.levels / scales
    if not genes:
        spread = levels.std(axis=(1, 2)).mean(axis=0)
        genes = sorted(int(gene) for gene in np.argsort(-spread, kind="stable")[:CHANNELS])
    return ImageFigure(
        "Film to learn from",
        np.clip(levels[film][:, :, list(genes)], 0, 1),
        tuple(films.names[gene] for gene in genes),
        y_step=films.interval,
        note=f"film {film + 1} of {films.starts}, 1 = peak",
    )
