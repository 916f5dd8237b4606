"""The ways to look at simulations: over time, at one time, and one species over another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import CurveFigure
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.species_list import SpeciesList
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.panels.histogram_panel import HistogramPanel
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.simulation_live import live_figure
from grnstudio.simulate.simulation import Simulation
from grnstudio.simulate.simulation_figures import distribution, phase_plane, time_course

SPREADS = {"sd": "Mean ± sd", "quantiles": "Median and 90 %", "none": "Means alone"}
MOST_SINGLES = 200
FEW_SINGLES = 10
BELOW = 6  # clear of the splitter's handle
NOT_YET = "Press Run (F5) to simulate the network."
NONE_SHOWN = "Tick a simulation in the table below to see it here."
NO_SPECIES = "Tick a species in the list to see it here."


class TimeCourseView(QWidget):
    """Species over time; the list beside the plot says which."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = _tile("Time course", CurvePanel())
        self.panel = self.tile.panel
        self.species = SpeciesList()
        self.spread = _combo("Spread", "What is drawn of many runs", SPREADS)
        self.singles = _spin("Single runs", "How many runs are drawn by themselves", 0)
        self._lay_out()
        self.species.changed.connect(self.changed)
        self.spread.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.singles.valueChanged.connect(lambda _: self.changed.emit())

    def figure(self, shown: Sequence[Simulation], quantity: str, mark: float | None) -> CurveFigure:
        """Return the figure of what is chosen."""
        return time_course(
            shown,
            self.species.chosen,
            quantity=quantity,
            spread=str(self.spread.currentData()),
            singles=self.singles.value(),
            mark=mark,
        )

    def show_simulations(
        self, shown: Sequence[Simulation], quantity: str, mark: float | None = None
    ) -> None:
        """Draw ``shown``; there is at least one."""
        many = any(one.runs > 1 or one.exact is not None for one in shown)
        self.spread.setEnabled(many)
        self.singles.setEnabled(any(one.runs > 1 and one.trajectories for one in shown))
        figure = self.figure(shown, quantity, mark)
        if figure.curves:
            self.panel.show_figure(figure)
        else:
            self.panel.clear(NO_SPECIES)

    def show_live(self, live: CurveFigure, staying: Sequence[Simulation], quantity: str) -> None:
        """Draw what runs over what stays beside it."""
        base = self.figure(staying, quantity, None) if staying else None
        self.panel.show_figure(live_figure(live, base))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.species.restyle()

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.species, 1)
        column.addWidget(self.spread)
        row = QHBoxLayout()
        label = QLabel("Single runs")
        label.setBuddy(self.singles)
        row.addWidget(label, 1)
        row.addWidget(self.singles)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tile)
        split.addWidget(side)
        split.setStretchFactor(0, 1)
        split.setSizes([600, 168])
        split.setChildrenCollapsible(False)
        _fill(self, split)


class DistributionView(QWidget):
    """How likely each amount of one species is, at a time that a slider chooses."""

    time_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Sequence[Simulation] = ()
        self._times = np.zeros(1)
        self._time: float | None = None
        self.tile = _tile("Distribution", HistogramPanel())
        self.panel = self.tile.panel
        self.species = _combo("Species", "Whose distribution is drawn", {})
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Time of the distribution")
        self.slider.setToolTip("Time of the distribution; arrows move it by one time of output")
        FieldEvents(self.slider)
        self.time_label = QLabel()
        self.time_label.setMinimumWidth(88)
        self._lay_out()
        self.species.currentIndexChanged.connect(lambda _: self._draw())
        self.slider.valueChanged.connect(self._move)

    @property
    def time(self) -> float | None:
        """The time chosen with the slider, None if it was never moved."""
        return self._time

    def show_names(self, names: Sequence[str], first: str) -> None:
        """Offer ``names``; ``first`` is chosen unless the one at hand is still there."""
        _refill(self.species, names, first)

    def show_simulations(self, shown: Sequence[Simulation]) -> None:
        """Draw ``shown``; there is at least one."""
        self._shown = shown
        self._times = max((one.times for one in shown), key=len)
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self._times) - 1)
        self.slider.setPageStep(max(1, len(self._times) // 10))
        last = float(self._times[-1])
        time = last if self._time is None else min(self._time, last)
        self.slider.setValue(int(np.abs(self._times - time).argmin()))
        self.slider.blockSignals(False)
        self._draw()

    def _move(self, place: int) -> None:
        self._time = float(self._times[place])
        self._draw()
        self.time_changed.emit()

    def _draw(self) -> None:
        name = self.species.currentText()
        shown = [one for one in self._shown if name in one.names]
        time = float(self._times[min(self.slider.value(), len(self._times) - 1)])
        self.time_label.setText(f"time {time:.6g}")
        if not shown:
            self.panel.clear(NOT_YET if not self._shown else NONE_SHOWN)
            return
        figure = distribution(shown, name, time)
        self.tile.name.setText(figure.title)
        self.panel.show_figure(figure)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.species)
        row.addWidget(self.slider, 1)
        row.addWidget(self.time_label)
        _fill(self, row, self.tile)


class PhasePlaneView(QWidget):
    """One species over another, time running along the lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Sequence[Simulation] = ()
        self._quantity = "amount"
        self.tile = _tile("Phase plane", CurvePanel())
        self.panel = self.tile.panel
        self.across = _combo("Species across", "The species along the horizontal axis", {})
        self.up = _combo("Species upwards", "The species along the upright axis", {})
        self.singles = _spin("Single runs", "How many runs are drawn by themselves", FEW_SINGLES)
        self._lay_out()
        for combo in (self.across, self.up):
            combo.currentIndexChanged.connect(lambda _: self._draw())
        self.singles.valueChanged.connect(lambda _: self._draw())

    def show_names(self, names: Sequence[str], first: Sequence[str]) -> None:
        """Offer ``names``; the ``first`` two are chosen unless those at hand are still there."""
        _refill(self.across, names, first[0] if first else "")
        _refill(self.up, names, first[1] if len(first) > 1 else (first[0] if first else ""))

    def show_simulations(self, shown: Sequence[Simulation], quantity: str) -> None:
        """Draw ``shown``; there is at least one."""
        self._shown, self._quantity = shown, quantity
        self.singles.setEnabled(any(one.runs > 1 and one.trajectories for one in shown))
        self._draw()

    def _draw(self) -> None:
        x, y = self.across.currentText(), self.up.currentText()
        shown = [one for one in self._shown if x in one.names and y in one.names]
        if not shown:
            self.panel.clear(NOT_YET if not self._shown else NONE_SHOWN)
            return
        singles = self.singles.value()
        figure = phase_plane(shown, x, y, quantity=self._quantity, singles=singles)
        self.tile.name.setText(figure.title)
        self.panel.show_figure(figure)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, widget in (("x", self.across), ("y", self.up), ("Single runs", self.singles)):
            label = QLabel(text)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
        row.addStretch(1)
        _fill(self, row, self.tile)


def _tile(title: str, panel: Panel) -> Tile:
    panel.clear(NOT_YET)
    tile = Tile(title, panel)
    tile.fill.hide()
    return tile


def _fill(widget: QWidget, *parts: QWidget | QHBoxLayout) -> None:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, BELOW)
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, QHBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part, 1)


def _combo(name: str, tip: str, choices: dict[str, str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(tip)
    combo.setMinimumContentsLength(10)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for key, text in choices.items():
        combo.addItem(text, key)
    FieldEvents(combo)
    return combo


def _spin(name: str, tip: str, value: int) -> QSpinBox:
    spin = QSpinBox(minimum=0, maximum=MOST_SINGLES, value=value)
    spin.setAccessibleName(name)
    spin.setToolTip(tip)
    spin.setKeyboardTracking(False)
    FieldEvents(spin)
    return spin


def _refill(combo: QComboBox, names: Sequence[str], first: str) -> None:
    if [combo.itemText(row) for row in range(combo.count())] == list(names):
        return
    now = combo.currentText()
    combo.blockSignals(True)
    combo.clear()
    combo.addItems(list(names))
    combo.setCurrentIndex(max(combo.findText(now if now in names else first), 0))
    combo.blockSignals(False)
