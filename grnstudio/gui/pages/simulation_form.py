"""How a network is simulated: the settings that the chosen method uses, and what they take."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError
from grnstudio.gui.config_form import COLUMN_GAP, FIELD_WIDTH, ROW_GAP, ConfigForm, gutter
from grnstudio.gui.icons import icon
from grnstudio.gui.pages.emulator_choice import EmulatorChoice
from grnstudio.gui.setting_fields import NumberField, written
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_list import TITLES
from grnstudio.project import Design
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.output import grid, memory

TIME = ("duration", "intervals")
OUTPUT = ("start_output", "points")
RANDOM = ("runs", "seed", "keep", "threads")
USED = {
    "ode": (*OUTPUT, "solver", "relative", "absolute", "max_steps"),
    "ssa": (*OUTPUT, *RANDOM),
    "tau": (*OUTPUT, *RANDOM, "epsilon"),
    "cle": (*OUTPUT, *RANDOM),
    "fsp": (*OUTPUT, "loss"),
    "emulator": ("emulator", *OUTPUT, *RANDOM),
}
REST = tuple(
    name for name in asdict(SimulationConfig()) if name not in (*TIME, "method", "emulator")
)


class SimulationForm(QWidget):
    """The settings kept in the design, those of other methods hidden."""

    failed = Signal(object)

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.method = QLabel()
        self.method.setObjectName("section")
        self.emulator = EmulatorChoice(session)
        self.emulator.failed.connect(self.failed)
        self.time = ConfigForm(SimulationConfig, names=TIME)
        self.interval = NumberField("Interval size")
        self.rest = ConfigForm(SimulationConfig, names=REST)
        self.memory = QLabel()
        self.memory.setObjectName("caption")
        self.memory.setWordWrap(True)
        self.dice = _dice()
        self.rest.put_beside("seed", self.dice)
        self.dice.clicked.connect(self.draw_seed)
        self._lay_out()
        for form in (self.time, self.rest):
            form.changed.connect(self._keep)
        self.interval.edited.connect(self._take_size)

    def show_design(self, design: Design) -> None:
        """Show the settings in force."""
        try:
            config = self._session.config
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        values = asdict(config)
        for form, names in ((self.time, TIME), (self.rest, REST)):
            wanted = {name: values[name] for name in names}
            if wanted != form.values():
                form.set_values(wanted)
        self.method.setText(TITLES[config.method])
        self.rest.show_only(USED[config.method])
        self.emulator.setVisible(config.method == "emulator")
        self.emulator.show_config(config)
        self._show_size(config)
        self._show_memory(config, design.network)

    def draw_seed(self) -> None:
        """Put a number nobody has chosen into the seed."""
        self._attempt(seed=random.SystemRandom().randrange(1, 1_000_000))

    def _keep(self, values: Mapping[str, Any]) -> None:
        config = asdict(self._session.config)
        self._attempt(**{name: one for name, one in values.items() if one != config[name]})

    def _attempt(self, **changes: Any) -> None:
        try:
            self._session.change(**changes)
        except GRNStudioError as error:
            self.failed.emit(error)

    def _take_size(self) -> None:
        """Take the number of intervals that comes nearest to the size typed."""
        if self.interval.problem:
            self._say_size(self.interval.problem)
            return
        config, size = self._session.config, self.interval.value()
        intervals = round(config.duration / size) if size > 0 else 0
        if not 1 <= intervals <= 1_000_000:
            problem = f"Intervals of {written(size)} do not divide {written(config.duration)}."
            self.interval.set_problem(problem)
            self._say_size(problem)
            return
        self._attempt(intervals=intervals)
        self._show_size(self._session.config)

    def _show_size(self, config: SimulationConfig) -> None:
        self.interval.show_afresh(float(f"{self._interval(config):.8g}"))
        self._say_size("")
        listed, jumps = bool(config.points.strip()), config.method == "emulator"
        self.interval.setEnabled(not (listed or jumps))
        reason = "The emulator's step sets the times of output." if jumps else ""
        self.interval.editor.setToolTip("Explicit times are given instead." if listed else reason)
        most = "At most so many times of output; they go by the emulator's step."
        self.time.field("intervals").setToolTip(most if jumps else "")

    def _interval(self, config: SimulationConfig) -> float:
        """Return the size of an interval, whole steps where an emulator jumps."""
        with suppress(GRNStudioError):
            if step := self._step(config):
                return float(np.diff(grid(replace(config, points="", start_output=0.0), step))[0])
        return config.duration / config.intervals

    def _step(self, config: SimulationConfig) -> float:
        emulator = self._session.emulators.known(config)
        return emulator.step if emulator is not None else 0.0

    def _say_size(self, problem: str) -> None:
        self._interval_error.setText(problem)
        self._interval_error.setVisible(bool(problem))

    def _show_memory(self, config: SimulationConfig, network: Network | None) -> None:
        """Say what the result takes, or what is wrong with the times of output."""
        self.memory.setVisible(network is not None)
        if network is not None:
            try:
                needed = in_words(memory(network, config, self._step(config)))
            except GRNStudioError as error:
                self.memory.setText(str(error))
            else:
                self.memory.setText(f"The result takes about {needed} of memory.")

    def _lay_out(self) -> None:
        label = QLabel("Interval size")
        label.setBuddy(self.interval.editor)
        self.interval.editor.setAccessibleName("Interval size")
        self.interval.setFixedWidth(FIELD_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(COLUMN_GAP)
        row.addWidget(label, 1)
        row.addWidget(self.interval)
        row.addWidget(gutter())
        self._interval_error = QLabel()
        self._interval_error.setObjectName("field-error")
        self._interval_error.setWordWrap(True)
        self._interval_error.hide()
        for form in (self.time, self.rest):
            form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        column.addWidget(self.method)
        column.addWidget(self.emulator)
        column.addWidget(self.time)
        column.addLayout(row)
        for widget in (self._interval_error, self.rest, self.memory):
            column.addWidget(widget)


def in_words(bytes: int) -> str:
    """Return a size in bytes as people say it."""
    size, unit = float(bytes), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.3g} {unit}"


def _dice() -> QToolButton:
    button = QToolButton()
    button.setIcon(icon("dice"))
    button.setToolTip("Draw a random seed")
    button.setAccessibleName("Draw a random seed")
    return button
