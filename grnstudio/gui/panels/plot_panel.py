"""What panels with axes share: a plot, a legend that hides what it names, marks, a read-out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsPathItem, QMenu, QScrollArea, QWidget

from grnstudio.gui.panels.legend import ROW, Key, Legend
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.plot_view import PlotView

MOST_READ = 8
LEGEND_SHARE = 0.3
BAND_ALPHA = 0.2


class PlotPanel(Panel):
    """A plot under its legend. Subclasses draw the figure in `_redraw`."""

    readout_on_top = True

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.plot = PlotView(self.look)
        self.legend = Legend(self.look)
        self._marks: list[pg.InfiniteLine] = []
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setVisible(False)
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self._legend_area = QScrollArea()
        self._legend_area.setFrameShape(QFrame.Shape.NoFrame)
        self._legend_area.setWidgetResizable(True)
        self._legend_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._legend_area.setStyleSheet("background: transparent;")
        self._legend_area.setWidget(self.legend)
        self._add(self._legend_area)
        self._add(self.plot, 1)
        self._make_actions()
        self.legend.toggled.connect(self._redraw)
        self.plot.pointed.connect(self._read_out)
        self.plot.left.connect(self._stop_reading)

    @property
    def marks(self) -> list[float]:
        """The places of the upright lines."""
        return [float(line.value()) for line in self._marks if line.isVisible()]

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy with the same things hidden and the same zoom."""
        copy = super().paper_copy(look)
        assert isinstance(copy, PlotPanel)
        copy._take_over(self)
        for button in copy.legend.buttons:
            button.setChecked(button.key.name not in self.legend.hidden_names())
        copy._redraw()
        if self._figure is not None and self.plot.is_held:
            copy.plot.zoom_like(self.plot)
        return copy

    def paper_height(self, width: int) -> int:
        """Add to the height what a legend without scroll bar needs."""
        hidden = self.legend.height_for(width - 16) - max(self._legend_area.height(), ROW)
        return super().paper_height(width) + max(hidden, 0)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.plot.restyle(self.look)
        self.legend.restyle(self.look)
        self._cursor.setPen(self.look.pen(self.look.color(self.look.tokens.disabled)))
        for line in self._marks:
            line.setPen(self.look.pen(self.look.color(self.look.tokens.secondary)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the legend have some of the height, and scroll beyond that."""
        super().resizeEvent(event)
        self._fit_legend()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the plot."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _take_over(self, other: PlotPanel) -> None:
        """Take from ``other`` what is not in its figure; for subclasses."""

    def _make_actions(self) -> None:
        whole = QAction("Show all", self)
        whole.setShortcut("Ctrl+0")
        whole.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        whole.triggered.connect(self.plot.show_all)
        self.addAction(whole)

    def _redraw(self) -> None:
        raise NotImplementedError

    def _near(self, x: float, y: float) -> list[str]:
        """Return what to say of the place ``(x, y)``, a line each; for subclasses."""
        raise NotImplementedError

    def _show_keys(self, keys: Sequence[Key]) -> None:
        self.legend.show_keys(keys)
        self._fit_legend()

    def _show_marks(self, places: Sequence[float]) -> None:
        while len(self._marks) < len(places):
            line = pg.InfiniteLine(angle=90, movable=False)
            line.setPen(self.look.pen(self.look.color(self.look.tokens.secondary)))
            line.setZValue(4)
            self.plot.addItem(line, ignoreBounds=True)
            self._marks.append(line)
        for index, line in enumerate(self._marks):
            line.setVisible(index < len(places))
            if index < len(places):
                line.setPos(places[index])

    def _read_out(self, x: float, y: float) -> None:
        if self._figure is None:
            return
        self.say("\n".join(self._near(x, y)))
        self._cursor.setPos(x)
        self._cursor.setVisible(True)

    def _stop_reading(self) -> None:
        self.say("")
        self._cursor.setVisible(False)

    def _fit_legend(self) -> None:
        width = self.width() - 16
        wanted = self.legend.height_for(width) if width > 0 else 0
        cap = wanted if self.look.on_paper else max(2 * ROW, int(LEGEND_SHARE * self.height()))
        self._legend_area.setFixedHeight(min(wanted, cap))
        fits = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._legend_area.setVerticalScrollBarPolicy(fits if wanted <= cap else scrolls)


class AreaItem(QGraphicsPathItem):
    """A filled area of a plot, which takes no part in the mouse's doings."""

    def __init__(self) -> None:
        super().__init__()
        self.setPen(Qt.PenStyle.NoPen)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_outlines(self, outlines: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        """Fill each closed outline ``(x, y)``."""
        path = QPainterPath()
        for x, y in outlines:
            path.addPath(pg.arrayToQPath(np.append(x, x[:1]), np.append(y, y[:1])))
        self.setPath(path)


def band_outlines(
    x: np.ndarray, low: np.ndarray, high: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the outline of the area between two lines, one for each stretch without gaps."""
    drawn = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], drawn, [False]]).astype(int)))
    found = []
    for start, end in edges.reshape(-1, 2).tolist():
        part = slice(start, end)
        around = np.concatenate([x[part], x[part][::-1]])
        found.append((around, np.concatenate([high[part], low[part][::-1]])))
    return found
