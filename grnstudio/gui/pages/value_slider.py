"""A slider for one number of a network, beside the number itself."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton, QWidget

from grnstudio.core.network_values import Adjustable
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.icons import icon
from grnstudio.gui.setting_fields import NumberField, written

STEPS = 400
SPAN = 10.0  # a positive parameter moves over a tenth to ten times its value
NAME_WIDTH, NUMBER_WIDTH = 72, 84


@dataclass(frozen=True, slots=True)
class Scale:
    """What the places of a slider stand for."""

    low: float
    high: float
    is_log: bool = False
    is_whole: bool = False

    def value(self, place: int) -> float:
        """Return the value at a place from 0 to `STEPS`, rounded as one would write it."""
        share = place / STEPS
        if self.is_log:
            return float(f"{self.low * (self.high / self.low) ** share:.3g}")
        value = self.low + (self.high - self.low) * share
        return float(round(value)) if self.is_whole else float(f"{value:.4g}")

    def place(self, value: float) -> int:
        """Return the place nearest to ``value``."""
        if self.is_log:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(STEPS * min(max(share, 0.0), 1.0))


def scale_of(one: Adjustable, value: float | None = None) -> Scale:
    """Return the scale that suits a number, wide enough for ``value`` as well."""
    home = one.value
    other = home if value is None else value
    if one.is_species:
        whole = home.is_integer()
        return Scale(0.0, max(2 * home, other, 10.0 if whole else 1.0), is_whole=whole)
    if home > 0 and other > 0:
        return Scale(min(home / SPAN, other), max(home * SPAN, other), is_log=True)
    reach = max(2 * abs(home), abs(other)) or 1.0
    return Scale(min(0.0, -reach if min(home, other) < 0 else 0.0), reach)


class ValueSlider(QWidget):
    """Name, slider, number, and the way back to what the network has."""

    turned = Signal(str, float)

    def __init__(self, one: Adjustable, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one, self._value = one, value
        self._scale = scale_of(one, value)
        what = "initial amount" if one.is_species else "parameter"
        self.label = QLabel(one.name)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setAccessibleName(f"{one.name}, {what}")
        self.field = NumberField(one.name)
        self.field.editor.setAccessibleName(f"Value of {one.name}")
        self.reset = QToolButton(autoRaise=True)
        self.reset.setIcon(icon("reset"))
        self.reset.setAccessibleName(f"Reset {one.name}")
        self.reset.setToolTip(f"Reset to {written(one.value)}")
        FieldEvents(self.slider)
        self._lay_out(what)
        self.slider.valueChanged.connect(self._slide)
        self.field.edited.connect(self._type)
        self.reset.clicked.connect(lambda: self.turned.emit(one.name, one.value))
        self.show_value(value)

    @property
    def value(self) -> float:
        """The value shown."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show ``value`` without saying that it was turned."""
        self._value = value
        if not self._scale.low <= value <= self._scale.high:
            self._scale = scale_of(self.one, value)
        self.slider.blockSignals(True)
        self.slider.setValue(self._scale.place(value))
        self.slider.blockSignals(False)
        self.field.show_afresh(value)
        self.field.editor.setToolTip("")
        self.reset.setVisible(value != self.one.value)

    def _slide(self, place: int) -> None:
        home = self._scale.place(self.one.value)
        value = self.one.value if place == home else self._scale.value(place)
        if value != self._value:
            self.show_value(value)
            self.slider.setValue(place)
            self.turned.emit(self.one.name, value)

    def _type(self) -> None:
        value, problem = self.field.value(), self.field.problem
        if not problem and (not math.isfinite(value) or (self.one.is_species and value < 0)):
            least = "at least 0" if self.one.is_species else "finite"
            problem = f"{self.one.name} is a number, {least}."
            self.field.set_problem(problem)
        self.field.editor.setToolTip(problem)
        self.field.editor.setAccessibleDescription(problem)
        if not problem and value != self._value:
            self.show_value(value)
            self.turned.emit(self.one.name, value)

    def _lay_out(self, what: str) -> None:
        unit = f" in {self.one.unit}" if self.one.unit else ""
        for part in (self.label, self.slider):
            part.setToolTip(f"{self.one.name}, {what}{unit}")
        self.label.setFixedWidth(NAME_WIDTH)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        name = self.fontMetrics().elidedText(
            self.one.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH - 2
        )
        self.label.setText(name)
        self.field.setFixedWidth(NUMBER_WIDTH)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for column, widget in enumerate((self.label, self.slider, self.field, self.reset)):
            row.addWidget(widget, 0, column)
        row.setColumnStretch(1, 1)
