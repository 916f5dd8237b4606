"""Sliders for a network's parameters and initial amounts; turning one simulates again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.core.network_values import Adjustable, adjustables
from grnstudio.gui.buttons import push_button
from grnstudio.gui.pages.value_slider import ValueSlider
from grnstudio.gui.simulating import SimulationSession

MOST_SHOWN = 40
NONE = "The network has no parameter or initial amount that can be turned."
FIXED = "The emulator was taught with this value, and does not take another."


class ValueSliders(QWidget):
    """As many sliders as one can overlook; the filter reaches the rest."""

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: tuple[Adjustable, ...] = ()
        self.sliders: dict[str, ValueSlider] = {}
        self.heading = QLabel("Parameters and initial amounts")
        self.heading.setObjectName("section")
        self.filter = QLineEdit(placeholderText="Filter", clearButtonEnabled=True)
        self.filter.setAccessibleName("Filter parameters and initial amounts")
        self.filter.setToolTip("Show only names that contain these letters")
        self.reset = push_button("Reset all", "Go back to the network's own numbers")
        self.apply = push_button("Apply to network", "Write these numbers into the network")
        self.more = QLabel()
        self.more.setObjectName("caption")
        self.more.setWordWrap(True)
        self._lay_out()
        self.filter.textChanged.connect(lambda _: self._list())
        self.reset.clicked.connect(session.reset_values)
        self.apply.clicked.connect(session.apply_values)
        session.values_changed.connect(self._show_values)

    def show_network(self, network: Network | None) -> None:
        """Make sliders for what can be turned in ``network``."""
        found = adjustables(network) if network is not None else ()
        if found != self._all:
            self._all = found
            self.filter.clear()
            self._list()
        self._show_values()

    def _list(self) -> None:
        letters = self.filter.text().strip().lower()
        matching = [one for one in self._all if letters in one.name.lower()]
        for slider in self.sliders.values():
            self._rows.removeWidget(slider)
            slider.hide()
            slider.deleteLater()
        self.sliders = {}
        for one in matching[:MOST_SHOWN]:
            slider = ValueSlider(one, self._session.values.get(one.name, one.value))
            slider.turned.connect(self._session.set_value)
            self.sliders[one.name] = slider
            self._rows.addWidget(slider)
        hidden = len(matching) - MOST_SHOWN
        text = f"{hidden} more; filter to find them." if hidden > 0 else ""
        if not matching:
            text = NONE if not self._all else f"Nothing is called '{letters}'."
        self.more.setText(text)
        self.more.setVisible(bool(text))
        self.filter.setVisible(len(self._all) > 6)

    def _show_values(self) -> None:
        values, taken = self._session.values, self._session.emulators.taken()
        for name, slider in self.sliders.items():
            value = values.get(name, slider.one.value)
            if value != slider.value:
                slider.show_value(value)
            can_turn = taken is None or name in taken or name in values
            slider.setEnabled(can_turn)
            slider.setToolTip("" if can_turn else FIXED)
        for button in (self.reset, self.apply):
            button.setEnabled(bool(values))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.apply)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.filter)
        column.addLayout(self._rows)
        column.addWidget(self.more)
        column.addLayout(buttons)
