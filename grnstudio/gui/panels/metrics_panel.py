"""Draws metrics as they come: the loss on a log axis, single networks faint behind the median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QPen, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.gui.panels.curve_lines import decimal_log
from grnstudio.gui.panels.decimation import Decimated, decimated
from grnstudio.gui.panels.legend import Key, Legend
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.plot_view import PlotView, bounds

NO_LOSS = "Press Train to see the loss."
REDRAW_MS = 100
MEMBER_POINTS = 128  # per network; the median has every bucket


class MetricsPanel(Panel):
    """Series over training steps, of which ``loss.3`` is the third network's part of ``loss``."""

    readout_on_top = True

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.plot = PlotView(self.look)
        self.plot.set_axes("training step", "loss", log_y=True)
        self.legend = Legend(self.look)
        self.series = Decimated()
        self._lines: dict[str, pg.PlotCurveItem] = {}
        self._members: dict[str, pg.PlotCurveItem] = {}
        self._redrawing = QTimer(self)
        self._redrawing.setSingleShot(True)
        self._redrawing.setInterval(REDRAW_MS)
        self._redrawing.timeout.connect(self.redraw)
        self._note.setText("thin: single networks")
        self._add(self.legend)
        self._add(self.plot, 1)
        self.legend.toggled.connect(self.redraw)
        self.plot.pointed.connect(self._read_out)
        self.plot.left.connect(lambda: self.say(""))
        whole = QAction("Show all", self)
        whole.setShortcut("Ctrl+0")
        whole.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        whole.triggered.connect(self.plot.show_all)
        self.addAction(whole)
        self.clear()
        self.restyle()

    @property
    def lines(self) -> dict[str, pg.PlotCurveItem]:
        """The bold lines by name; single networks are in `members`."""
        return dict(self._lines)

    @property
    def members(self) -> dict[str, pg.PlotCurveItem]:
        """One line with gaps per metric that holds all single networks."""
        return dict(self._members)

    def clear(self, text: str = NO_LOSS) -> None:
        """Forget everything and say in one sentence how to get a loss."""
        super().clear(text)
        self.series = Decimated()
        self.plot.show_all()

    def add(self, entries: Sequence[tuple[int, Mapping[str, float]]]) -> None:
        """Append the metrics of some steps; they are drawn within a tenth of a second."""
        for step, values in entries:
            if values:
                self.series.add(step, values)
        if not self.series.count:
            return
        first = self.is_empty
        self._stack.setCurrentWidget(self._body)
        if self.isVisible() and not self._redrawing.isActive():
            self._redrawing.start(0 if first else REDRAW_MS)

    def show_metrics(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Show whole series: ``step`` and one array per metric."""
        self.series = decimated(arrays)
        if self.series.count:
            self.redraw()
        else:
            self.clear()

    def redraw(self) -> None:
        """Draw what has come so far."""
        if not self.series.count:
            return
        self._stack.setCurrentWidget(self._body)
        bold = [name for name in self.series.names if not is_member(name)]
        self._show_keys(bold)
        hidden = self.legend.hidden_names()
        drawn = {name: self._bold(name) for name in bold if name not in hidden}
        faint = {name: self._faint(name) for name in bold if name not in hidden}
        faint = {name: line for name, line in faint.items() if len(line[0])}
        self._update(self._lines, drawn)
        self._update(self._members, faint)
        self._note.setVisible(bool(faint))
        everything = [*drawn.values(), *faint.values()]
        x, y = bounds([x for x, _ in everything]), bounds([y for _, y in everything])
        if x and y:
            self.plot.fit((min(0.0, x[0]), max(x[1], float(self.series.last_step))), y)

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy with the same series and the same zoom."""
        copy = super().paper_copy(look)
        assert isinstance(copy, MetricsPanel)
        copy.series = self.series
        copy.redraw()
        for button in copy.legend.buttons:
            button.setChecked(button.key.name not in self.legend.hidden_names())
        if self.plot.is_held:
            copy.plot.zoom_like(self.plot)
        return copy

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.plot.restyle(self.look)
        self.legend.restyle(self.look)
        for faint, items in ((False, self._lines), (True, self._members)):
            for name, item in items.items():
                item.setPen(self._pen(name, faint))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while hidden."""
        super().showEvent(event)
        self.redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw no more than is looked at."""
        super().hideEvent(event)
        self._redrawing.stop()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the zoom."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _show_keys(self, bold: Sequence[str]) -> None:
        keys = [Key(name, index) for index, name in enumerate(bold)]
        self.legend.show_keys(keys if len(bold) > 1 else [])

    def _update(
        self,
        items: dict[str, pg.PlotCurveItem],
        lines: Mapping[str, tuple[np.ndarray, np.ndarray]],
    ) -> None:
        faint = items is self._members
        for name in items.keys() - lines.keys():
            self.plot.removeItem(items.pop(name))
        for name, (x, y) in lines.items():
            if name not in items:
                items[name] = pg.PlotCurveItem(connect="finite", antialias=not faint)
                items[name].setZValue(0 if faint else 1)
                items[name].setPen(self._pen(name, faint))
                self.plot.addItem(items[name], ignoreBounds=True)
            items[name].setData(x, y)

    def _bold(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        low, high = self.series.range_of(name)
        steps = self.series.steps
        if self.series.size == 1:
            return steps, decimal_log(high)
        return np.repeat(steps, 2), decimal_log(np.column_stack([high, low]).ravel())

    def _faint(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        members = [one for one in self.series.names if is_member(one) and head_of(one) == name]
        stride = max(1, -(-self.series.used // MEMBER_POINTS))
        steps = self.series.steps[::stride]
        if not members or not len(steps):
            return np.empty(0), np.empty(0)
        values = np.full((len(members), len(steps) + 1), np.nan)
        for row, member in enumerate(members):
            values[row, :-1] = self.series.range_of(member)[0][::stride]
        x = np.tile(np.append(steps, steps[-1]), len(members))
        return x, decimal_log(values.ravel())

    def _pen(self, name: str, faint: bool) -> QPen:
        bold = [one for one in self.series.names if not is_member(one)]
        index = bold.index(name) if name in bold else 0
        alpha = 0.3 if faint else 1.0
        return self.look.pen(self.look.series(index, alpha), 0.8 if faint else 2.0)

    def _read_out(self, x: float, y: float) -> None:
        steps = self.series.steps
        if not len(steps):
            return
        bucket = int(np.abs(steps - x).argmin())
        lines = [f"step {steps[bucket]:.0f}"]
        for name in self._lines:
            low = self.series.range_of(name)[0]
            lines.append(f"{name}: {low[bucket]:.4g} (least {np.nanmin(low):.4g})")
        self.say("\n".join(lines))


def is_member(name: str) -> bool:
    """Return whether ``name`` is a single network's: "loss.3"."""
    return name.rpartition(".")[2].isdigit() and "." in name


def head_of(name: str) -> str:
    """Return the metric that ``name`` is a part of."""
    return name.rpartition(".")[0]
