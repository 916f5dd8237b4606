"""Asks of a state whether an emulator has seen the like, while amounts are turned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from grnstudio.core.domain import Domain
from grnstudio.core.emulator import Emulator
from grnstudio.core.network_values import Adjustable, adjustables
from grnstudio.errors import GRNStudioError
from grnstudio.gui.pages.lamp import LampLine
from grnstudio.gui.pages.learner_forms import scrolled
from grnstudio.gui.pages.value_slider import ValueSlider

HEAD = "Set a state, to see whether the emulator has learned from the like."
ELSEWHERE = (
    "The network itself begins outside of what was learned from; shown is the nearest state that "
    "was. {reason}"
)
NO_DOMAIN = "The file of this emulator does not say which states it has seen."


class StateLamp(QWidget):
    """A slider for each species and parameter, under a lamp."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._domain: Domain | None = None
        self.sliders: dict[str, ValueSlider] = {}
        self.lamp = LampLine()
        self.head = QLabel(HEAD)
        self.head.setObjectName("secondary")
        self.head.setWordWrap(True)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.lamp)
        area = scrolled(self._inside)
        self._inside.setContentsMargins(0, 0, 8, 8)
        column.addWidget(area, 1)
        self.lamp.hide()

    def show_emulator(self, emulator: Emulator | None, domain: Domain | None) -> None:
        """Ask about states of ``emulator``, at first about the start of its network."""
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.sliders, self._domain = {}, domain
        self.head.setText(HEAD if domain is not None or emulator is None else NO_DOMAIN)
        if emulator is not None and domain is not None:
            self._offer(_turnable(emulator), domain)
        self._rows.addStretch(1)
        self._look()

    def _offer(self, turnable: list[Adjustable], domain: Domain) -> None:
        """Make the sliders, which reach as far as what was learned from, and begin inside of it."""
        own = {one.name: one.value for one in turnable}
        lamp = domain.look(own, _of(own, domain.parameters))
        if lamp.level == "outside":
            own |= domain.nearest(own)
            self.head.setText(f"{HEAD} {ELSEWHERE.format(reason=lamp.why)}")
        reach = dict(zip((*domain.species, *domain.parameters), domain.high.tolist(), strict=True))
        for one in turnable:
            begun = replace(one, value=own[one.name])
            slider = self.sliders[one.name] = ValueSlider(begun, max(begun.value, reach[one.name]))
            slider.show_value(begun.value)
            slider.turned.connect(self._turn)
            self._rows.addWidget(slider)

    def _turn(self, name: str, value: float) -> None:
        self.sliders[name].show_value(value)
        self._look()

    def _look(self) -> None:
        if self._domain is None or not self.sliders:
            self.lamp.show_lamp(None)
            return
        told = {name: one.value for name, one in self.sliders.items()}
        try:
            self.lamp.show_lamp(self._domain.look(told, _of(told, self._domain.parameters)))
        except GRNStudioError as error:
            self.head.setText(str(error))


def _of(told: dict[str, float], names: tuple[str, ...]) -> dict[str, float]:
    return {name: told[name] for name in names if name in told}


def _turnable(emulator: Emulator) -> list[Adjustable]:
    """Return the species and parameters of ``emulator``, as its network has them."""
    own = {one.name: one.value for one in adjustables(emulator.network)}
    species = [Adjustable(name, own.get(name, 0.0), True) for name in emulator.species]
    return species + [Adjustable(name, own.get(name, 1.0)) for name in emulator.parameters]
