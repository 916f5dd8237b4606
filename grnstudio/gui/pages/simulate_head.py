"""The head of the Simulate page: which network, by which method, in what, and Run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from grnstudio.gui.buttons import push_button
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pace import clock
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_list import TITLES
from grnstudio.jobs import Update
from grnstudio.simulate.quantities import QUANTITIES

NO_SIZES = "No compartment of the network has a size, so there are only amounts."


class Title(QLabel):
    """A title that is cut with an ellipsis where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-title")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(80)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show as much of ``text`` as fits."""
        self._whole = text
        self.setToolTip(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width() - 2, 20)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class SimulateHead(QWidget):
    """Title, method, amount or concentration, and the buttons that run and stop."""

    method_chosen = Signal(str)
    quantity_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Title()
        self.method = QComboBox()
        self.method.setAccessibleName("Method")
        self.method.setToolTip("How the network is simulated")
        for key, text in TITLES.items():
            self.method.addItem(text, key)
        FieldEvents(self.method)
        self.run = push_button("Run", "Simulate the network (F5)")
        self.run.setProperty("primary", True)
        self.stop = push_button("Stop", "Stop, and keep what there is so far (Shift+F5)")
        self._quantities = QButtonGroup(self)
        self.quantities: dict[str, QPushButton] = {}
        self._lay_out()
        self.method.activated.connect(lambda _: self.method_chosen.emit(self.method.currentData()))
        self.stop.hide()

    @property
    def quantity(self) -> str:
        """What is shown: amount or concentration."""
        return next(name for name, one in self.quantities.items() if one.isChecked())

    def show_method(self, method: str) -> None:
        """Show the method in force."""
        self.method.setCurrentIndex(self.method.findData(method))

    def allow_concentration(self, is_possible: bool) -> None:
        """Offer concentrations, or say why there are none."""
        button = self.quantities[QUANTITIES[1]]
        button.setEnabled(is_possible)
        button.setToolTip("Show concentrations" if is_possible else NO_SIZES)
        if not is_possible and button.isChecked():
            self.quantities[QUANTITIES[0]].click()

    def show_running(self, is_running: bool, is_stopping: bool, verb: str) -> None:
        """Show the button for what goes on; the focus stays on it."""
        focused = self.run.hasFocus() or self.stop.hasFocus()
        self.run.setText(verb)
        self.run.setAccessibleName(verb)
        self.run.setVisible(not is_running)
        self.stop.setVisible(is_running)
        self.stop.setEnabled(not is_stopping)
        self.stop.setText("Stopping…" if is_stopping else "Stop")
        if focused:
            (self.stop if is_running else self.run).setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.method)
        for name in QUANTITIES:
            button = push_button(name.capitalize(), f"Show {name}s")
            button.setCheckable(True)
            button.setChecked(name == QUANTITIES[0])
            button.clicked.connect(lambda _=False, name=name: self.quantity_chosen.emit(name))
            self._quantities.addButton(button)
            self.quantities[name] = button
            row.addWidget(button)
        row.addWidget(self.stop)
        row.addWidget(self.run)


class ProgressLine(QWidget):
    """How far a simulation is and how long it will take; empty while nothing runs."""

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.bar = QProgressBar(textVisible=False, maximum=0)
        self.bar.setAccessibleName("Progress of the simulation")
        self.bar.setFixedWidth(96)
        self.label = QLabel()
        self.label.setObjectName("secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.bar)
        self.hide()

    def begin(self) -> None:
        """Wait for the first step."""
        self.bar.setMaximum(0)
        self.label.setText("Starting…")

    def show_update(self, update: Update) -> None:
        """Say how far it is."""
        self.bar.setMaximum(max(update.total, 0))
        self.bar.setValue(update.done)
        left = self._session.pace.remaining(update.total)
        stage = "" if update.stage == "simulating" else update.stage
        parts = [stage, _amount(update), f"{clock(left)} left" if left else ""]
        self.label.setText(" · ".join(part for part in parts if part))


def _amount(update: Update) -> str:
    metrics = update.metrics[-1][1] if update.metrics else {}
    for unit in ("runs", "points"):
        if unit in metrics and update.total > 1 and (unit == "points" or metrics[unit] > 1):
            return f"{update.done:,} of {update.total:,} {unit}"
    return f"{100 * update.done // update.total} %" if update.total else ""
